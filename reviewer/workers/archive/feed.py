"""Packed bytes, taken in order from a part of a file, with what was taken too much put back."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO

PACKED_CHUNK = 16 * 1024
"""Bytes that a decompressor gets at a time: little enough that one that cannot be told when to stop stays small."""

_BEYOND = 2**62  # no file is as long, and a system refuses to seek not much further


class Feed:
    """Takes bytes from ``source``, a function that answers about so many bytes and none at the end.

    ``leap`` passes over bytes without reading them, where the source can.
    """

    def __init__(self, source: Callable[[int], bytes], leap: Callable[[int], None] | None = None) -> None:
        self._source = source
        self._leap = leap
        self._pending = b""
        self._at = 0  # how much of what is pending was given
        self.taken = 0

    def take(self, most: int = PACKED_CHUNK) -> bytes:
        """Up to ``most`` bytes, none at the end."""
        if self._at == len(self._pending):
            self._pending, self._at = self._source(most), 0
        piece = self._pending[self._at : self._at + most]
        self._at += len(piece)
        self.taken += len(piece)
        return piece

    def exactly(self, count: int) -> bytes:
        """``count`` bytes, fewer only at the end."""
        piece = self.take(count)
        while len(piece) < count and (more := self.take(count - len(piece))):
            piece += more
        return piece

    def skip(self, count: int) -> None:
        """Pass over ``count`` bytes, or to the end."""
        kept = min(count, len(self._pending) - self._at)
        self._at += kept
        self.taken += kept
        count -= kept
        if self._leap:
            self._leap(count)
            self.taken += count
            return
        while count > 0 and (piece := self.take(min(count, 2**18))):
            count -= len(piece)

    def put_back(self, piece: bytes) -> None:
        """Have ``piece`` come next."""
        self.taken -= len(piece)
        if self._pending[self._at - len(piece) : self._at] == piece and len(piece) <= self._at:
            self._at -= len(piece)
        else:
            self._pending, self._at = piece + self._pending[self._at :], 0


def span(file: BinaryIO, start: int, end: int) -> Feed:
    """The bytes of a file from ``start`` to ``end``, whoever else moves its position meanwhile."""
    at = start

    def source(most: int) -> bytes:
        nonlocal at
        count = min(most, end - at)
        if count <= 0 or not 0 <= at < _BEYOND:
            return b""
        file.seek(at)
        piece = file.read(count)
        at += len(piece)
        return piece

    def leap(count: int) -> None:
        nonlocal at
        at += count

    return Feed(source, leap)


def length_of(file: BinaryIO) -> int:
    """The file's length in bytes."""
    return file.seek(0, os.SEEK_END)


def read_at(file: BinaryIO, offset: int, count: int) -> bytes:
    """``count`` bytes from ``offset``, fewer only at the end."""
    return span(file, offset, offset + count).exactly(count)
