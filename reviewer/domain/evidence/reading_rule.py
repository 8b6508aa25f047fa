"""What counts as read in a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

IN_SIGHT = 2.0
"""Seconds that an item must be in sight at least to count as opened; going past it is not reading."""


class Counts(StrEnum):
    """What of an item counts as reading it, besides marking it and saying that one has read it."""

    OPENED = "opened"  # having it open for as long as it takes
    MARKED = "marked"  # nothing


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """What counts, and at which pace one reads, in words a minute; at 0 any text takes two seconds."""

    counts: Counts = Counts.OPENED
    pace: int = 0

    def seconds(self, words: int) -> float:
        """How long an item of so many words has to be open to count as opened."""
        return max(IN_SIGHT, words * 60 / self.pace) if self.pace else IN_SIGHT
