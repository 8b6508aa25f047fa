"""Processor time that several requests share, one after the other: for all that is done for the pages of one item, say.

A reader bounds itself for each request (:mod:`reviewer.workers.cpu_budget`), and so do the programs beside it; what is
hostile to several of them would have as many such bounds. What each used is told by the system and not by the worker.
Where the system does not tell (elsewhere than on Linux), the bounds of each request are all there is.
"""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.errors import WorkerError


class Allowance:
    """So many seconds of processor time; ``kept`` of them are for what is done in any case, and without asking here.

    It is said that it was ``over`` where that was not enough.
    """

    def __init__(self, seconds: float, kept: float = 0.0, *, over: Reason | None = None) -> None:
        self.seconds = seconds
        self.kept = kept
        self.used = 0.0
        self._over = over or Reason("pages.processor_time", limit=round(seconds))

    @property
    def left(self) -> float:
        """What the next request may use; WorkerError where that is nothing."""
        left = self.seconds - self.kept - self.used
        if left <= 0:
            raise self.over()
        return left

    def spend(self, seconds: float) -> None:
        """Count what a request used."""
        self.used += seconds

    def over(self) -> WorkerError:
        """The error of a request for which not enough was left."""
        return WorkerError(self._over, "crashed")
