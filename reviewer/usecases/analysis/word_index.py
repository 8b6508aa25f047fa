"""Join the parts of the index of words, of which each batch of an intake leaves one."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.domain.progress import Progress, stop_if_cancelled

_BLOCKS = 250
"""How many blocks of 4 kB are written in one transaction."""


def tidy(case: Case, progress: Progress) -> None:
    """Join the parts where many came in; CancelledError keeps what is done, and the next call goes on."""
    if not texts.is_scattered(case):
        return
    number, more = 0, True
    while more:
        stop_if_cancelled(progress)
        progress.step(number, 0, "index of words")
        with case.transaction():
            more = texts.join_parts(case, _BLOCKS, begin=number == 0)
        number += 1
