"""Compress what an intake reads, on any thread, and learn from its first messages how to do it better."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import zstandard

from reviewer.casefile.evidence import contents, dictionaries
from reviewer.casefile.evidence.contents import Packed
from reviewer.casefile.evidence.dictionaries import Dictionary

LEARNT_FROM = 3 * 2**20
"""How many bytes of messages a dictionary is made of; no more than 16 KiB of each."""

OF_EACH = 16 * 2**10
FEWEST = 200
"""Of fewer messages nothing is learnt, however long they are."""

_LEVEL = 2
_MOST = 2**30
_MOST_IN_A_BLOCK = 128 * 2**10
_MOST_TOGETHER = 32 * 2**20
"""Bytes of texts that are unpacked before any of them is looked at."""
_OF_SIZE = zstandard.FRAME_HEADER + b"\xa0"
"""A frame of one segment whose size follows in four bytes."""
_TRAINED = b"\x37\xa4\x30\xec"
"""What a dictionary begins with that is no plain text: RFC 8878, 5."""


class _Unpackers(threading.local):
    """That of one thread: making one takes four times as long as unpacking the text of a message."""

    def __init__(self) -> None:
        self.own = zstandard.ZstdDecompressor()


_unpackers = _Unpackers()
_BEGIN = itemgetter(slice(len(_OF_SIZE) + 7, len(_OF_SIZE) + 7 + len(_TRAINED)))
"""Of a frame, what the block in it begins with."""


@dataclass(frozen=True, slots=True)
class PackedText:
    """A text ready to store: compressed UTF-8, empty for no text, and whether it takes its original to read it."""

    data: bytes
    by_original: bool = False


class Packer:
    """Compresses contents with the dictionary of the case, or with the one it makes when there is none.

    What comes before there is one is compressed without.
    """

    def __init__(self, known: Dictionary | None = None) -> None:
        self._known = known
        self._samples: list[bytes] | None = [] if known is None else None
        self._size = 0
        self._lock = threading.Lock()

    def content(self, data: bytes, *, message: bool) -> Packed:
        """Hash and compress some bytes; those of a ``message`` are learnt from."""
        if message and self._samples is not None and (samples := self._enough(data)) is not None:
            self._known = dictionaries.train(samples)
        return contents.pack(data, self._known)

    def _enough(self, data: bytes) -> list[bytes] | None:
        """Remember a sample; all of them, once, when they are enough."""
        with self._lock:
            if self._samples is None or not data:
                return None
            self._samples.append(data[:OF_EACH])
            self._size += len(self._samples[-1])
            if self._size < LEARNT_FROM or len(self._samples) < FEWEST:
                return None
            samples, self._samples = self._samples, None
            return samples


def pack_text(text: str, original: bytes = b"") -> PackedText:
    """Compress a text by the small ``original`` that it was read from, which says most of it already; else alone.

    A message's text takes a tenth so of what it does alone. On any thread.
    """
    if not text:
        return PackedText(b"")
    by_original = 0 < len(original) <= dictionaries.LARGEST
    # The checksum tells when the original is not the same any more.
    compressor = zstandard.ZstdCompressor(
        level=_LEVEL, write_checksum=True, dict_data=_as_dictionary(original) if by_original else None
    )
    return PackedText(compressor.compress(text.encode()), by_original)


def unpack_text(data: bytes, original: bytes = b"") -> str:
    """The text again; DamagedError when it is harmed, or its ``original`` is."""
    return unpack_bytes(data, original).decode()


def unpack_bytes(data: bytes, original: bytes = b"") -> bytes:
    """The text again as it was packed, in UTF-8. On any thread."""
    if not data:
        return b""
    size = len(original)
    if 0 < size <= _MOST_IN_A_BLOCK and not original.startswith(_TRAINED):
        # A chain of frames, each packed by what the one before holds, needs nothing made anew for each text. The first
        # is the original.
        try:
            chained: bytes = _unpackers.own.decompress_content_dict_chain([_head(size) + original, data])
        except (zstandard.ZstdError, ValueError):  # what it is that is wrong, is told below
            _unpackers.own = zstandard.ZstdDecompressor()
        else:
            return chained
    with_it = zstandard.ZstdDecompressor(dict_data=_as_dictionary(original)) if size else _unpackers.own
    return dictionaries.unpacked(with_it, data, _MOST)


def unpack_many(texts: Sequence[bytes], originals: Sequence[Any]) -> list[bytes] | None:
    """Very many texts by their small originals, as :func:`unpack_bytes`; None where they are to come alone, or one is.

    An original is bytes, or what holds them.
    What is done for each is as little as can be: of 100,000 texts the rest takes as long as unpacking.
    """
    frames = [_head(len(by)) + by for by in originals]
    if max(map(len, frames), default=0) > _MOST_IN_A_BLOCK or _TRAINED in map(_BEGIN, frames):
        return None
    chained = _unpackers.own.decompress_content_dict_chain
    try:
        if sum(map(zstandard.frame_content_size, texts)) > _MOST_TOGETHER:
            return None
        return [chained([frame, text]) for frame, text in zip(frames, texts, strict=True)]
    except (zstandard.ZstdError, ValueError):  # what it is that is wrong, is told of each
        _unpackers.own = zstandard.ZstdDecompressor()
        return None


@lru_cache(maxsize=4_096)
def _head(size: int) -> bytes:
    """What makes so many bytes a frame of one block that is not compressed: RFC 8878, 3.1.1."""
    return _OF_SIZE + (size | (size << 3 | 1) << 32).to_bytes(7, "little")


def _as_dictionary(original: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(original, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
