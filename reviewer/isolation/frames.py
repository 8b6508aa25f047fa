"""Frames between the app and its workers: one typed message and any number of raw byte strings.

On the wire a frame is::

    4 bytes   magic ``RVF1``
    4 bytes   length of the message, unsigned little-endian
    4 bytes   number of blobs
    8 bytes   length of each blob, unsigned little-endian, one after the other
    …         the message (MessagePack, one of the structs of `protocol`), then the blobs

Either side checks every length against its :class:`FrameBounds` before it allocates. Never pickles.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import msgspec

from reviewer.isolation.protocol import Answer, Ready, Request

MAGIC = b"RVF1"
_HEAD = struct.Struct("<4sII")
_LENGTH = struct.Struct("<Q")
_AT_ONCE = 2**20
"""Bytes of a frame that are read at once: each piece read by itself is a call of the system."""
_BROKEN = "the connection broke off within a frame"
Blob = TypeVar("Blob", bound=Sized)


@dataclass(frozen=True, slots=True)
class FrameBounds:
    """How much one frame may hold: bytes of message, number of blobs, bytes of all blobs together."""

    message: int = 256 * 2**20
    blobs: int = 100_000
    blob_bytes: int = 1024 * 2**20


class ProtocolError(Exception):
    """The other side said something that is not a frame, or one beyond its bounds."""


class EndOfStreamError(Exception):
    """The other side closed the connection between two frames."""


@dataclass(slots=True)
class Frame:
    """A message and its blobs. ``large`` has, by their place, those that were put aside; ``blobs`` is empty there."""

    message: Any
    blobs: list[bytes] = field(default_factory=list)
    large: dict[int, Any] = field(default_factory=dict)


_encoder = msgspec.msgpack.Encoder()
# All at once, before there are threads: msgspec crashes where two of them make decoders of the same types.
_DECODERS: dict[Any, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in (Ready, Answer, Request)
}


def encode(message: Request | Answer, blobs: Sequence[Blob] = ()) -> list[bytes | Blob]:
    """The pieces of a frame, to be written one after the other."""
    body = _encoder.encode(message)
    head = _HEAD.pack(MAGIC, len(body), len(blobs)) + b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return [head, body, *blobs]


PutAside = Callable[[Callable[[int], bytes], int], Any]
"""Takes so many bytes of a connection and holds them elsewhere; None when it ends before."""


def read_frame(
    read: Callable[[int], bytes], kind: Any, bounds: FrameBounds, large: int = 2**63, put_aside: PutAside | None = None
) -> Frame:
    """Read one frame of ``kind``: ``Request``, ``Answer``, ``Ready``. ``read(n)`` returns at most n bytes, none last.

    Blobs of more than ``large`` bytes are given to ``put_aside``.

    EndOfStreamError when the other side is gone before a frame begins, ProtocolError for anything that is not a frame.
    """
    head = _exactly(read, _HEAD.size, at_start=True)
    magic, length, count = _HEAD.unpack(head)
    if magic != MAGIC:
        raise ProtocolError("the answer is not a frame")
    if length > bounds.message or count > bounds.blobs:
        raise ProtocolError("the answer is larger than allowed")
    sizes = [size for (size,) in _LENGTH.iter_unpack(_exactly(read, _LENGTH.size * count))]
    if sum(sizes) > bounds.blob_bytes:
        raise ProtocolError("the answer is larger than allowed")
    aside: dict[int, Any] = {}
    if length + sum(sizes) <= min(large, _AT_ONCE):
        whole = _exactly(read, length + sum(sizes))
        body, *blobs = (whole[start:end] for start, end in pairwise(accumulate((0, length, *sizes))))
    else:
        body, blobs = _exactly(read, length), []
        for number, size in enumerate(sizes):
            if put_aside is not None and size > large:
                aside[number] = put_aside(read, size)
                if aside[number] is None:
                    raise ProtocolError(_BROKEN)
            blobs.append(b"" if number in aside else _exactly(read, size))
    try:
        message = _DECODERS[kind].decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, RecursionError) as error:
        raise ProtocolError(f"the answer is not of the agreed form: {error}") from error
    return Frame(message, blobs, aside)


def _exactly(read: Callable[[int], bytes], size: int, *, at_start: bool = False) -> bytes:
    first = read(size) if size else b""
    if len(first) == size:
        return first
    if not first and at_start:
        raise EndOfStreamError
    whole = io.BytesIO()  # what it gives out at the end is its own buffer and no copy
    whole.write(first)
    while missing := size - whole.tell():
        part = read(missing)
        if not part:
            raise ProtocolError(_BROKEN)
        whole.write(part)
    return whole.getvalue()
