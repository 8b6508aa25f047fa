"""When to commit: often enough for a kill to cost little, seldom enough for the disk and the index to keep up."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

_ITEMS = 1024
_BYTES = 32 * 2**20
_SECONDS = 1.5
AT_A_STOP = 256
"""The most items that are still written when the reviewer stops, so that the answer takes no second; others wait."""


@dataclass(slots=True)
class Pace:
    """What was read since the last commit."""

    _items: int = 0
    _held: int = 0
    _since: float = field(default_factory=time.monotonic)

    def add(self, held: int) -> None:
        """One more item with all below it, which takes so many bytes of memory."""
        self._items += 1
        self._held += held

    @property
    def full(self) -> bool:
        """Whether so much was read that it has to be written before more is."""
        return self._items >= _ITEMS or self._held > _BYTES

    @property
    def due(self) -> bool:
        """Whether a commit is due at the next good place, by what was read or by the clock."""
        return self.full or time.monotonic() - self._since > _SECONDS

    def committed(self) -> None:
        """Begin anew."""
        self._items = self._held = 0
        self._since = time.monotonic()
