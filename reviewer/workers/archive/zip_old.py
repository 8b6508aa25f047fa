"""The methods of PKZIP 1: Shrink and Implode (APPNOTE.TXT 5.1 and 5.3), for archives from before 1993."""

from __future__ import annotations

import io
from collections.abc import Iterator

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import DamagedError
from reviewer.workers.archive.decompress import DAMAGED, ENDS_EARLY
from reviewer.workers.archive.feed import Feed

MOST_PACKED, MOST_UNPACKED = 1_500_000, 16_000_000
"""Bytes of a member that is unpacked: it goes a bit at a time, in seconds, and disks held 1.44 MB then."""

_WINDOW = 16 * 1024  # bytes kept back, more than any match reaches
_LARGE_WINDOW, _LITERAL_TREE = 2, 4
_FREE, _CONTROL, _MOST_CODES = 257, 256, 8192

_Tree = dict[tuple[int, int], int]


class Exploded:
    """What comes out of an imploded member of ``size`` bytes; raises DamagedError if its head is damaged."""

    def __init__(self, feed: Feed, flags: int, size: int) -> None:
        self.fault: Reason | None = None
        self._bits = _Bits(feed)
        self._literals = _tree(feed, 256) if flags & _LITERAL_TREE else None
        self._lengths, self._distances = _tree(feed, 64), _tree(feed, 64)
        self._low = 7 if flags & _LARGE_WINDOW else 6
        self._shortest = 3 if self._literals else 2
        self._left = size
        self._out = bytearray()

    def read(self, most: int) -> bytes:
        """At least some of what is left, none at the end."""
        start = len(self._out)
        try:
            while self._left > 0 and len(self._out) - start < most:
                before = len(self._out)
                if self._bits.take(1):
                    self._out.append(self._bits.code(self._literals) if self._literals else self._bits.take(8))
                else:
                    self._copy()
                self._left -= len(self._out) - before
        except DamagedError as error:
            self.fault, self._left = error.reason, 0
        piece = bytes(self._out[start:])
        del self._out[:-_WINDOW]
        return piece

    def _copy(self) -> None:
        low = self._bits.take(self._low)
        distance = (self._bits.code(self._distances) << self._low | low) + 1
        length = self._bits.code(self._lengths)
        if length == 63:
            length += self._bits.take(8)
        for _ in range(min(length + self._shortest, self._left)):
            self._out.append(self._out[-distance] if distance <= len(self._out) else 0)


class Unshrunk:
    """What comes out of a shrunk member of ``size`` bytes. Raises DamagedError."""

    def __init__(self, feed: Feed, size: int) -> None:
        self.fault: Reason | None = None
        self._codes = self._strings(_Bits(feed), size)

    def read(self, most: int) -> bytes:
        """About ``most`` bytes, none at the end."""
        out = io.BytesIO()
        while out.tell() < most and (piece := next(self._codes, b"")):
            out.write(piece)
        return out.getvalue()

    def _strings(self, bits: _Bits, left: int) -> Iterator[bytes]:
        parents: dict[int, tuple[int, int]] = {}  # code: the code it prolongs, and by which byte
        width, last, first, free = 9, -1, 0, _FREE
        while left > 0:
            code = bits.take(width)
            if code == _CONTROL:
                if (order := bits.take(width)) == 1 and width < 13:
                    width += 1
                elif order == 2:
                    used = {parent for parent, _ in parents.values()}
                    parents = {kept: pair for kept, pair in parents.items() if kept in used}
                    free = _FREE
                else:
                    raise DamagedError(DAMAGED)
                continue
            known = code < _CONTROL or code in parents
            text = _spell(parents, code) if known else _spell(parents, last) + bytes((first,))
            first = text[0]
            while free in parents:
                free += 1
            if last >= 0 and free < _MOST_CODES:
                parents[free] = (last, first)
            last = code
            yield text[:left]
            left -= len(text)


class _Bits:
    """Bits from the lowest of each byte on; raises DamagedError at the end."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._held = self._count = 0

    def take(self, count: int) -> int:
        """The next ``count`` bits as a number, the first bit lowest."""
        while self._count < count:
            piece = self._feed.take(32)
            if not piece:
                raise DamagedError(ENDS_EARLY)
            self._held |= int.from_bytes(piece, "little") << self._count
            self._count += 8 * len(piece)
        value = self._held & (1 << count) - 1
        self._held >>= count
        self._count -= count
        return value

    def code(self, tree: _Tree) -> int:
        """The value of the next code of a tree."""
        code = 0
        for length in range(1, 17):
            code = code << 1 | self.take(1)
            if (value := tree.get((length, code))) is not None:
                return value
        raise DamagedError(DAMAGED)


def _tree(feed: Feed, count: int) -> _Tree:
    """Value by length and code; the file holds runs of lengths (APPNOTE.TXT 5.3.7)."""
    head = feed.exactly(1)
    lengths = [(byte & 15) + 1 for byte in feed.exactly(head[0] + 1) for _ in range((byte >> 4) + 1)] if head else []
    if len(lengths) != count:
        raise DamagedError(DAMAGED)
    tree: _Tree = {}
    code = step = last = 0
    for length, value in sorted(((length, value) for value, length in enumerate(lengths)), reverse=True):
        code += step
        if length != last:
            last, step = length, 1 << (16 - length)
        # Codes are given to the longest first; in the file their highest bit comes first.
        tree[length, code >> (16 - length)] = value
    return tree


def _spell(parents: dict[int, tuple[int, int]], code: int) -> bytes:
    """The string that a code stands for."""
    out = bytearray()
    while code > _CONTROL:
        if code not in parents or len(out) > _MOST_CODES:
            raise DamagedError(DAMAGED)
        code, byte = parents[code]
        out.append(byte)
    if not 0 <= code < _CONTROL:
        raise DamagedError(DAMAGED)
    out.append(code)
    return bytes(reversed(out))
