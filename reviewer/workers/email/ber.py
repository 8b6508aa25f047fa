"""Basic Encoding Rules (ITU-T X.690) as far as it takes to find an element and the bytes in it, in linear time.

Libraries join the pieces of a long string one by one, which is quadratic: 60 MB signed as a stream took minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET = 0x30, 0x31
OCTETS, OCTETS_IN_PIECES = 0x04, 0x24
MOST_HEADS = 2_000_000
"""Elements of one file that are looked at, each as often as it is; a stream has pieces of a thousand bytes and more."""

_END = b"\0\0"
_MANY = 0x1F  # the bits of a tag that does not fit into one byte


class BerError(ValueError):
    """The bytes are not what their lengths and tags say, or there are too many of them."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its contents are ``start`` to ``end``, ``next`` is where the one behind it begins."""

    tag: int
    at: int
    start: int
    end: int
    next: int


class Ber:
    """A file of such elements. BerError from all methods where there is none, or after :data:`MOST_HEADS`."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._left = MOST_HEADS

    def element(self, at: int = 0) -> Element:
        """The element at an offset."""
        tag, start, length = self._head(at)
        if length >= 0:
            return Element(tag, at, start, start + length, start + length)
        end = self._end_of_open(start)
        return Element(tag, at, start, end, end + len(_END))

    def elements(self, parent: Element) -> Iterator[Element]:
        """The elements within one that is made of others."""
        at = parent.start
        while at < parent.end:
            found = self.element(at)
            if found.next > parent.end:
                raise BerError("an element is longer than what holds it")
            yield found
            at = found.next

    def contents(self, element: Element) -> bytes:
        """The bytes in an element, as they stand."""
        return self.data[element.start : element.end]

    def octets(self, string: Element) -> bytes:
        """The bytes of an octet string, also of one in pieces, which may be in pieces again."""
        if string.tag == OCTETS:
            return self.contents(string)
        if string.tag != OCTETS_IN_PIECES:
            raise BerError("an octet string was expected")
        pieces: list[bytes] = []
        at = string.start
        while at < string.end:
            tag, start, length = self._head(at)
            if tag == OCTETS_IN_PIECES or (tag, length) == (0, 0):
                at = start
            elif tag == OCTETS and 0 <= length <= string.end - start:
                pieces.append(self.data[start : start + length])
                at = start + length
            else:
                raise BerError("an octet string is in pieces that are none")
        return b"".join(pieces)

    def _head(self, at: int) -> tuple[int, int, int]:
        """The tag at an offset, where its contents begin, and their length: -1 when only a mark ends them."""
        self._left -= 1
        if self._left < 0:
            raise BerError("it is made of too many elements")
        if at + 2 > len(self.data):
            raise BerError("it is broken off")
        tag, length = self.data[at], self.data[at + 1]
        if tag & _MANY == _MANY:
            raise BerError("a tag that is not used here")
        start = at + 2
        if length == 0x80:
            return tag, start, -1
        if length > 0x80:
            size = length & 0x7F
            length = int.from_bytes(self.data[start : start + size], "big")
            start += size
        if start + length > len(self.data):
            raise BerError("it is broken off")
        return tag, start, length

    def _end_of_open(self, at: int) -> int:
        """Where the mark stands that ends an element of no given length."""
        depth = 1
        while True:
            tag, start, length = self._head(at)
            if (tag, length) == (0, 0):
                depth -= 1
                if not depth:
                    return at
            depth += length < 0
            at = start + max(length, 0)
