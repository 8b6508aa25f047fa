"""Put the pile in order: copies of messages, threads, texts that are nearly the same.

Everything here is worked out from what was taken in, so it can be broken off at any time and gone on with. Call it
after an intake, and after a retry: what is in order already costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile import arranging
from reviewer.casefile.case import Case
from reviewer.domain.progress import Progress, Quiet
from reviewer.usecases import duplicates


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is in order now: messages, copies among them, items that a list without duplicates leaves out."""

    messages: int
    copies: int
    suppressed: int


def waiting(case: Case) -> int:
    """How many messages were taken in since the pile was last put in order."""
    return duplicates.waiting(case)


def arrange(case: Case, *, reviewer: str, progress: Progress | None = None) -> Arranged:
    """Put in order what came since the last time, as one act; CancelledError keeps what is done for the next call."""
    progress = progress or Quiet()
    duplicates.find_new(case, progress)
    arranged = _arranged(case)
    if arranging.unfinished(case):
        with case.act(reviewer, "order arrange") as act:
            arranging.finish(case)
            act.facts.update({"messages": arranged.messages, "copies": arranged.copies})
    return arranged


def _arranged(case: Case) -> Arranged:
    counted = duplicates.counts(case)
    return Arranged(counted["messages"], counted["copies"], counted["suppressed"])
