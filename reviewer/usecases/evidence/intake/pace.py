"""When to commit: often enough for a kill to cost little, seldom enough for the disk and the index to keep up."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_BYTES = 32 * 2**20
_FEWEST = 256
"""Readers have nothing to do while the last items are written: near the end a batch is half of what is not written yet,
until all of it was read: then it is written at once.

Of fewer items than these nothing is gained: each commit writes a thousand pages of indexes, however few they are.
"""
FEWEST_AHEAD, _MOST_AHEAD = 8, 32
"""Batches for each reader that may be on their way."""
_ALONE, _MOST_ALONE, _SHARE = 4_096, 12_288, 16
"""Items in a transaction beside which nobody works on the case: a share of those in it, from the first number to the
second. Three times as many among 400,000 spare half of what a commit costs there more than in a small case."""
AT_A_STOP = 256
"""The most items that are still written when the reviewer stops, so that the answer takes no second; others wait."""


@dataclass(slots=True)
class Pace:
    """What was read since the last commit, and how many items and seconds may lie between two.

    Each commit writes the pages of indexes anew that it touches: in a large case nearly one for each item and index.
    """

    items: int = 1_024
    seconds: float = 1.5
    grows: bool = False
    """Whether more items go into each transaction of a large case."""
    left: int = 2**62
    """How many items are still to come, as far as that is known: near the end less goes into each transaction."""
    read: bool = False
    """Whether all that is still to come was read already, so that no reader works while it is written."""
    _items: int = 0
    _held: int = 0
    _since: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, *, alone: bool) -> Pace:
        """That of an intake beside which nobody works on the case, or of one for whose commits a reviewer waits."""
        return cls(_ALONE, 5.0, grows=True) if alone else cls()

    def among(self, items: int) -> None:
        """So many items are in the case by now."""
        if self.grows:
            self.items = min(_MOST_ALONE, max(_ALONE, items // _SHARE))

    def add(self, held: int) -> None:
        """One more item with all below it, which takes so many bytes of memory."""
        self._items += 1
        self._held += held

    @property
    def full(self) -> bool:
        """Whether so much was read that it has to be written before more is."""
        half = self.items if self.read or self.left < _FEWEST else self.left
        return self._items >= min(self.items, half) or self._held > _BYTES

    @property
    def due(self) -> bool:
        """Whether a commit is due at the next good place, by what was read or by the clock."""
        return self.full or time.monotonic() - self._since > self.seconds

    def committed(self) -> None:
        """Begin anew."""
        self._items = self._held = 0
        self._since = time.monotonic()


@dataclass(slots=True)
class Lead:
    """How far readers may be ahead of what is written, so that they have enough to do while a batch is written.

    Beside a large transaction, one of an intake ``alone``, that takes many small items; of large ones, few fill memory.
    """

    alone: bool
    _items: int = 0
    _held: int = 0

    def add(self, held: int) -> None:
        """One more item was read, which takes so many bytes of memory with all below it."""
        self._items += 1
        self._held += held

    def batches(self, jobs: int, items: int) -> int:
        """How many batches of so many items may be on their way, for so many readers."""
        fewest, most = FEWEST_AHEAD * jobs, _MOST_AHEAD * jobs
        if not self.alone or not self._items:
            return fewest
        return max(fewest, min(most, _BYTES * self._items // max(1, self._held * items)))
