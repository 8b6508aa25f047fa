"""For messages that name no other: whose words they quote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from reviewer.casefile.analysis import letters as stored
from reviewer.casefile.analysis import threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.quote_match import Holders, candidates, said, shared_runs
from reviewer.domain.analysis.shingles import shared_run
from reviewer.domain.analysis.threads import Edge, Letter, ReplyBasis
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.domain.reasons.reason import Reason
from reviewer.usecases.analysis.thread_samples import Samples

_CACHED = 256
"""So many messages' words are held, since the same are quoted again and again."""


class Letters(dict[int, Letter]):
    """Messages by their places; those that are not here are fetched when they are asked for, many at a time."""

    def __init__(self, case: Case, here: Sequence[Letter]) -> None:
        super().__init__((letter.place, letter) for letter in here)
        self._case = case

    def fetch(self, places: Collection[int]) -> None:
        """Get those of some places that are not here; they have to be places as they are in the case."""
        wanted = [place for place in places if place not in self]
        if wanted:
            known = threads.items_at(self._case, wanted)
            rows = stored.headers(self._case, known)
            self.update((letter.place, letter) for letter in stored.letters(self._case, rows, known))


def holders(case: Case, wanted: set[int], places: Mapping[int, int]) -> Holders:
    """Which messages have some runs of words; ``places`` are those of items where they differ from what is stored."""
    copies = threads.copies(case)
    found = threads.samples(case, "own", wanted) if wanted else iter(())
    return said(
        wanted, ((item, runs) for item, runs in found if places.get(item, 0 if item in copies else item) == item)
    )


def quotes(
    case: Case,
    children: Collection[int],
    letters: Letters,
    places: Mapping[int, int],
    progress: Progress,
    *,
    known: Samples | None = None,
) -> list[Edge]:
    """What some messages quote, in the order of their letters; ``places`` as in :func:`holders`.

    ``known`` are samples where more than once is asked for them; of a whole case they would take too much memory.
    """
    samples = threads.quoted_samples(case, children)
    wanted = {run for sample in samples.values() for run in sample}
    by = holders(case, wanted, places) if known is None else known.holders(wanted, places)
    letters.fetch(by.telling())

    def usable(child: int, parent: int) -> bool:
        dates = letters[child].date, letters[parent].date
        return child != parent and not (all(dates) and dates[1] > dates[0])

    @lru_cache(_CACHED)
    def own(place: int) -> list[str]:
        return threads.words_of(case, place)[0]

    edges = []
    found = candidates(samples, by, usable, lambda place: letters[place].order)
    for child, parents in sorted(found.items(), key=lambda pair: letters[pair[0]].order):
        stop_if_cancelled(progress)
        _, theirs = threads.words_of(case, child)
        owned = {parent: own(parent) for parent in parents}
        shared = {parent: number for parent in parents if (number := shared_runs(theirs, owned[parent]))}
        if shared:
            parent = max(shared, key=lambda place: (shared[place], letters[place].order))
            words = shared_run(theirs, owned[parent])
            evidence = Reason("thread.quotes", parent=letters[parent].label, words=words)
            edges.append(Edge(child, parent, ReplyBasis.QUOTE, evidence))
    return edges
