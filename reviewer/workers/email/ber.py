"""Basic Encoding Rules (ITU-T X.690) as far as it takes to find an element and the bytes in it, in linear time.

Libraries join the pieces of a long string one by one, which is quadratic: 60 MB signed as a stream took minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, INTEGER = 0x30, 0x31, 0x02
OCTETS, OCTETS_IN_PIECES = 0x04, 0x24
_END = b"\0\0"
_MANY = 0x1F  # the bits of a tag that does not fit into one byte


class BerError(ValueError):
    """The bytes are not what their lengths and tags say."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: ``data[start:end]`` are its contents, ``next`` is where the one behind it begins."""

    tag: int
    start: int
    end: int
    next: int


def element(data: bytes, at: int) -> Element:
    """The element at an offset. BerError if there is none."""
    tag, start, length = _head(data, at)
    if length >= 0:
        return Element(tag, start, start + length, start + length)
    end = _end_of_open(data, start)
    return Element(tag, start, end, end + len(_END))


def elements(data: bytes, parent: Element) -> Iterator[Element]:
    """The elements within one that is made of others."""
    at = parent.start
    while at < parent.end:
        found = element(data, at)
        if found.next > parent.end:
            raise BerError("an element is longer than what holds it")
        yield found
        at = found.next


def octets(data: bytes, string: Element) -> bytes:
    """The bytes of an octet string, also of one in pieces, which may be in pieces again."""
    if string.tag == OCTETS:
        return data[string.start : string.end]
    if string.tag != OCTETS_IN_PIECES:
        raise BerError("an octet string was expected")
    pieces: list[bytes] = []
    at = string.start
    while at < string.end:
        if data.startswith(_END, at):
            at += len(_END)
            continue
        tag, start, length = _head(data, at)
        if tag == OCTETS_IN_PIECES:
            at = start
        elif tag == OCTETS and 0 <= length <= string.end - start:
            pieces.append(data[start : start + length])
            at = start + length
        else:
            raise BerError("an octet string is in pieces that are none")
    return b"".join(pieces)


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The tag at an offset, where its contents begin, and their length: -1 when only a mark ends them."""
    if at + 2 > len(data):
        raise BerError("it is broken off")
    tag, length = data[at], data[at + 1]
    if tag & _MANY == _MANY:
        raise BerError("a tag that is not used here")
    start = at + 2
    if length == 0x80:
        return tag, start, -1
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size], "big")
        start += size
    if start + length > len(data):
        raise BerError("it is broken off")
    return tag, start, length


def _end_of_open(data: bytes, at: int) -> int:
    """Where the mark stands that ends an element of no given length."""
    depth = 1
    while True:
        if data.startswith(_END, at):
            depth -= 1
            if not depth:
                return at
            at += len(_END)
            continue
        _, start, length = _head(data, at)
        depth += length < 0
        at = start + max(length, 0)
