"""Put the pile in order: copies of messages, threads, texts that are nearly the same.

Everything here is worked out from what was taken in, so it can be broken off at any time and gone on with. Call it
after an intake, and after a retry: what is in order already costs next to nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from reviewer.casefile.analysis import analysis_state
from reviewer.casefile.analysis import duplicates as copies
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import seldom_disturbed
from reviewer.domain.progress import Progress, Quiet
from reviewer.isolation.workers import Workers
from reviewer.usecases.analysis import duplicates, features, near_duplicates, thread_building, threads, word_index


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is in order now.

    Messages, copies among them, items that a list without duplicates leaves out; messages that answer another, by
    reason, and messages that are named and missing; texts that were compared, and those nearly the same as another.
    """

    messages: int
    copies: int
    suppressed: int
    answers: dict[str, int]
    missing: int
    compared: int
    alike: int


def waiting(case: Case) -> int:
    """How many messages were taken in since the pile was last put in order."""
    return max(duplicates.waiting(case), thread_building.waiting(case))


@seldom_disturbed()
def arrange(case: Case, *, reviewer: str, progress: Progress | None = None, workers: Workers | None = None) -> Arranged:
    """Put in order what came since the last time, as one act; CancelledError keeps what is done for the next call.

    ``workers`` read texts of which it is not known yet what they are compared by; without them some are started then.
    """
    progress = progress or Quiet()
    near_duplicates.use_method(case)
    features.find_lacking(case, workers, progress)
    duplicates.find_new(case, progress)
    thread_building.find_new(case, progress)
    compared = near_duplicates.find_new(case, progress)
    word_index.tidy(case, progress)
    if not analysis_state.unfinished(case):
        return _arranged(case, compared)
    with case.act(reviewer, "analysis make") as act:
        copies.renew_suppressed(case)
        analysis_state.finish(case)
        arranged = _arranged(case, compared)
        act.facts.update(asdict(arranged))
    return arranged


def _arranged(case: Case, compared: int) -> Arranged:
    counted, answers = duplicates.counts(case), threads.counts(case)
    missing = answers.pop("missing")
    texts = near_duplicates.counts(case, compared=compared)
    return Arranged(
        counted["messages"],
        counted["copies"],
        counted["suppressed"],
        answers,
        missing,
        texts["compared"],
        texts["alike"],
    )
