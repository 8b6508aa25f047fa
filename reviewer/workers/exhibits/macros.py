"""The text of macros, as Office keeps it packed in a stream ([MS-OVBA], section 2.4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MODULE = re.compile(rb"\x01..\0Attribut", re.DOTALL)
"""How each module begins: the mark of what is packed, the head of a chunk, and eight letters as they are."""
_MOST = 32 * 2**20


def macros(stream: bytes, *, listing: bool) -> Iterator[bytes]:
    """The packed texts of a stream: of a module, or ``listing``, the names of all modules and of who made them."""
    if listing and stream[:1] == b"\1":
        yield _unpacked(stream, 1)
    yield from (_unpacked(stream, found.start() + 1) for found in _MODULE.finditer(stream))


def _unpacked(data: bytes, at: int) -> bytes:
    out = bytearray()
    while at + 2 <= len(data) and len(out) < _MOST:
        head = int.from_bytes(data[at : at + 2], "little")
        if head >> 12 & 7 != 3:
            break
        end = min(at + (head & 0xFFF) + 3, len(data))
        if head & 0x8000:
            _add_chunk(out, data[at + 2 : end])
        else:
            out += data[at + 2 : end]
        at = end
    return bytes(out)


def _add_chunk(out: bytearray, chunk: bytes) -> None:
    start, at = len(out), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            token = int.from_bytes(chunk[at : at + 2], "little")
            at += 2
            bits = max(4, (len(out) - start - 1).bit_length())
            distance, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
            if distance > len(out) - start:
                return
            for _ in range(length):
                out.append(out[-distance])
