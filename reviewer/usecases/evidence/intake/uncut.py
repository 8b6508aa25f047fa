"""The bytes of a mailbox that were read and not yet cut into messages."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.spool import LARGE, Spool, Spooled
from reviewer.isolation.streamed import Streamed
from reviewer.usecases.evidence.intake.trees import UnusableError

_LARGEST_GAP = 2 * LARGE
_HELD_GAPS = 2**20  # bytes


class Uncut:
    """Bytes that are taken off from the front; held in memory, or put aside while a message is too large for that.

    Offsets are those of the mailbox: ``start`` of the first byte that is not taken off, ``end`` behind the last one.
    """

    def __init__(self, folder: Path | None) -> None:
        self.start = self.end = 0
        self._folder = folder
        self._base = 0
        self._held = bytearray()
        self._aside: Spool | None = None

    def append(self, chunk: bytes) -> None:
        """Put the next bytes of the mailbox behind what is there."""
        self.end += len(chunk)
        if self._aside is None and len(self._held) + len(chunk) > LARGE:
            self._aside = Spool(self._folder)
            self._aside.append(bytes(self._held))
            self._held.clear()
        if self._aside is None:
            self._held += chunk
        else:
            self._aside.append(chunk)

    def gap(self, end: int) -> bytes:
        """Take off what is no message. UnusableError when that is more than any mail program puts between messages."""
        if end - self.start > _LARGEST_GAP:
            raise UnusableError(Reason("container.between", offset=self.start, count=end - self.start))
        return self._take(end)

    def message(self, end: int) -> bytes | Streamed:
        """Take off a message."""
        if self._aside is None or end - self.start <= LARGE:
            return self._take(end)
        start, self.start = self.start, end
        return Spooled(self._aside, start - self._base, end - self._base)

    def cut(self) -> None:
        """Let go of what was taken off."""
        left = self.start - self._base
        if self._aside is None:
            del self._held[:left]
        elif left and self.end - self.start <= LARGE:
            rest = self._read(self.start, self.end)
            self._aside, self._held = None, bytearray(rest)
        else:
            return
        self._base = self.start

    def _take(self, end: int) -> bytes:
        taken = self._read(self.start, end)
        self.start = end
        return taken

    def _read(self, start: int, end: int) -> bytes:
        if self._aside is None:
            return bytes(self._held[start - self._base : end - self._base])
        return self._aside.read_at(start - self._base, end - start)


class Gaps:
    """What stands before each message of a mailbox, and after the last: short, but as many as there are messages."""

    def __init__(self, folder: Path | None) -> None:
        self._lengths = array("L")
        self._held = bytearray()
        self._folder = folder
        self._aside: Spool | None = None

    def append(self, gap: bytes) -> None:
        """The next one."""
        self._lengths.append(len(gap))
        self._held += gap
        if len(self._held) > _HELD_GAPS:
            self._aside = self._aside or Spool(self._folder)
            self._aside.append(bytes(self._held))
            self._held.clear()

    def __iter__(self) -> Iterator[bytes]:
        """Each in order."""
        behind = io.BytesIO(bytes(self._held))
        before = io.BytesIO() if self._aside is None else Spooled(self._aside).file
        ahead = io.BufferedReader(cast("io.RawIOBase", before), _HELD_GAPS)
        for length in self._lengths:
            gap = ahead.read(length)
            yield gap + behind.read(length - len(gap))
