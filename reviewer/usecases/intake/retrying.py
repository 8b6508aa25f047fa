"""Read again what no reader got through, from the bytes in the case; a later version may read more."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile import items, keeping, passwords
from reviewer.casefile.case import Case
from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.domain.reading import State
from reviewer.isolation.workers import Workers
from reviewer.usecases.intake.trees import Source, TreeReader


@dataclass(frozen=True, slots=True)
class Retried:
    """How many items were tried again, and how many could be read this time."""

    tried: int
    recovered: int


def retry(case: Case, workers: Workers, *, reviewer: str, progress: Progress | None = None) -> Retried:
    """Try again every item that failed. Each is its own act; CancelledError keeps what was done."""
    progress = progress or Quiet()
    failed = keeping.retryable(case)
    reader = TreeReader(workers, tuple(passwords.every(case)))
    recovered = 0
    for number, item in enumerate(failed, 1):
        stop_if_cancelled(progress)
        before = items.get(case, item)
        source = Source(before.name, items.original(case, item), before.media_type, before.inline, before.from_mbox)
        (node,) = reader.read([source])
        if node.reading.state is not State.FAILED or node.reading.reason != before.reason:
            with case.act(reviewer, "intake retry", before.control) as act:
                kept = keeping.renew(case, item, node, keeping.place_of(case, item))
                keeping.note_batch(act, kept)
                act.facts["was"] = before.reason
                act.facts["state"] = node.reading.state.value
        recovered += node.reading.state is not State.FAILED
        progress.step(number, len(failed), before.name)
    return Retried(len(failed), recovered)
