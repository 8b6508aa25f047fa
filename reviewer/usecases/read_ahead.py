"""Work out ahead of time what the first lists, counts and searches of a session take from all items.

Each reads much: among a million items half a second to some seconds. Whoever opens a case reads a first document
meanwhile. Connections of one program share it: see :meth:`reviewer.casefile.engine.case.Case.kept`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reviewer.casefile import facets, indexed_words, item_sets, known_values, word_ranks
from reviewer.casefile.analysis import item_groups
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, reading_state
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.progress import Progress, stop_if_cancelled

FEWEST = 20_000
"""Of fewer items each takes a fraction of a tenth of a second when it is asked for."""

STEPS: tuple[Callable[[Case], object], ...] = (
    partial(item_sets.order, sort="date"),
    items.count,
    item_sets.kinds,
    word_ranks.shortest_first,
    reading_state.put_in_index,
    facets.of_evidence,
    item_sets.recipients,
    partial(item_groups.groups, grouping=Grouping.THREAD),
    indexed_words.of_texts,
    known_values.codes,
    known_values.endings,
)
"""What is soonest asked for comes first."""


def read_ahead(case: Case, progress: Progress) -> None:
    """Have connections beside the one that writes know what they would else work out when asked for the first time.

    Nothing for a case of few items. CancelledError once ``progress`` is cancelled.
    """
    if len(item_sets.every(case)) < FEWEST:
        return
    with case.watched(progress):
        for number, step in enumerate(STEPS):
            progress.step(number, len(STEPS), "reading ahead")
            stop_if_cancelled(progress, "what was read ahead is kept")
            step(case)
