"""What items that take long to read may take together, in one file at the top of a delivery.

Each item alone has a reader's whole time, so a small mail with a hundred attachments that each use it up would keep the
intake for half an hour. What is read in less counts for nothing, however much of it there is. Once the time is over, an
item that would take long is failed, and can be tried again by itself; the others are read as ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.evidence.unpack_limits import MIB
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance

LONG = 2.0
"""Seconds of processor time from which on an item counts, which is what it may take among others."""
AT_LEAST = 0.5
"""What each has, whatever others used."""
_OF_AN_ITEM = 11.0
"""A little more than a reader's own bound, which an item has by itself, and which grows by the MiB alike."""


@dataclass(slots=True)
class SlowItems:
    """The account of one file: so many seconds of processor time, and what was used of them."""

    seconds: float
    used: float = 0.0

    def allowance(self, size: int) -> Allowance:
        """What the next item may use, by its size in bytes."""
        most = min(max(self.seconds - self.used, AT_LEAST), _OF_AN_ITEM + size / MIB)
        return Allowance(most, over=Reason("reader.slow_items", limit=round(self.seconds)))

    def count(self, allowance: Allowance) -> None:
        """Count what an item used, if it took long."""
        if allowance.used >= min(LONG, self.seconds):
            self.used += allowance.used
