"""Work out which message answers which: once for what came since the last time, then together with all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reviewer.casefile.analysis import analysis_state, threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.quote_match import candidates, shared_runs
from reviewer.domain.analysis.shingles import shared_run
from reviewer.domain.analysis.threads import Edge, ReplyBasis, Threads
from reviewer.domain.progress import Progress, stop_if_cancelled

_EDGES = 5_000
_CACHED = 256
"""So many messages' words are held, since the same are quoted again and again."""


def waiting(case: Case) -> int:
    """How many messages were not put into threads yet."""
    return threads.waiting(case)


def find_new(case: Case, progress: Progress) -> int:
    """Put what came since the last time into threads; returns how many messages that were. CancelledError keeps it."""
    waiting = threads.waiting(case)
    if waiting:
        _renew(case, progress)
    return waiting


def _renew(case: Case, progress: Progress) -> None:
    letters, places = threads.letters(case)
    stop_if_cancelled(progress)
    made = Threads(letters)
    made.by_ids()
    stop_if_cancelled(progress)
    made.by_quotes(_quotes(case, made, places, progress))
    made.by_subjects()
    stop_if_cancelled(progress)
    gone, new = threads.outdated(case, made.edges)
    with case.transaction():
        analysis_state.begin(case)
        threads.remove_edges(case, gone)
    for at in range(0, len(new), _EDGES):
        progress.step(at, len(new), "putting messages into threads")
        stop_if_cancelled(progress)
        with case.transaction():
            threads.add_edges(case, new[at : at + _EDGES])
    with case.transaction():
        threads.drop_found(case)
        threads.renew_places(case, places)  # the last: until then they wait, whatever was broken off


def _quotes(case: Case, made: Threads, places: dict[int, int], progress: Progress) -> Iterator[Edge]:
    """For messages that name no other: whose words they quote."""
    letters = {letter.place: letter for letter in made.letters}
    orphans = {letter.place for letter in made.unanswering()}
    quotes = {item: runs for item, runs in threads.samples(case, "quoted") if item in orphans}
    owns = ((item, runs) for item, runs in threads.samples(case, "own") if places.get(item) == item)

    def usable(child: int, parent: int) -> bool:
        dates = letters[child].date, letters[parent].date
        return child != parent and not (all(dates) and dates[1] > dates[0])

    @lru_cache(_CACHED)
    def own(place: int) -> list[str]:
        return threads.words_of(case, place)[0]

    found = candidates(quotes, owns, usable, lambda place: letters[place].order)
    for child, parents in sorted(found.items(), key=lambda pair: letters[pair[0]].order):
        stop_if_cancelled(progress)
        _, theirs = threads.words_of(case, child)
        owned = {parent: own(parent) for parent in parents}
        shared = {parent: number for parent in parents if (number := shared_runs(theirs, owned[parent]))}
        if shared:
            parent = max(shared, key=lambda place: (shared[place], letters[place].order))
            words = shared_run(theirs, owned[parent])
            yield Edge(
                child,
                parent,
                ReplyBasis.QUOTE,
                f"it quotes {letters[parent].label}: “… {words} …”",
            )
