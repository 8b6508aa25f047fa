"""Work out which message answers which: once for what came since the last time, then together with all the rest."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.casefile.analysis import analysis_state, threads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.quote_match import quoted_from
from reviewer.domain.analysis.threads import Edge, Reason, Threads
from reviewer.domain.progress import Progress, stop_if_cancelled

_BATCH = 300
_EDGES = 5_000


def waiting(case: Case) -> int:
    """How many messages were not put into threads yet."""
    return threads.waiting(case)


def find_new(case: Case, progress: Progress) -> int:
    """Put what came since the last time into threads; returns how many messages were read for it.

    CancelledError keeps what is done.
    """
    total, done, after = threads.waiting(case), 0, 0
    while found := threads.next_waiting(case, after, _BATCH):
        stop_if_cancelled(progress)
        with case.transaction():
            analysis_state.begin(case)
            for item in found:
                threads.add_words(case, item)
                done, after = done + 1, item
                progress.step(done, max(total, done), "reading what messages quote")
    if done or analysis_state.unfinished(case):
        _renew(case, progress)
    return done


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
        threads.renew_places(case, places)
        threads.remove_edges(case, gone)
    for at in range(0, len(new), _EDGES):
        progress.step(at, len(new), "putting messages into threads")
        stop_if_cancelled(progress)
        with case.transaction():
            threads.add_edges(case, new[at : at + _EDGES])
    with case.transaction():
        threads.drop_found(case)


def _quotes(case: Case, made: Threads, places: dict[int, int], progress: Progress) -> Iterator[Edge]:
    """For messages that name no other: whose words they quote."""
    letters = {letter.place: letter for letter in made.letters}
    orphans = {letter.place for letter in made.unanswering()}
    quotes = {item: runs for item, runs in threads.samples(case, "quoted") if item in orphans}
    owns = ((item, runs) for item, runs in threads.samples(case, "own") if places.get(item) == item)

    def usable(child: int, parent: int) -> bool:
        dates = letters[child].date, letters[parent].date
        return child != parent and not (all(dates) and dates[1] > dates[0])

    found = quoted_from(quotes, owns, usable, lambda place: letters[place].order)
    known = threads.quotes_known(case)
    for child, parent in sorted(found.items(), key=lambda pair: letters[pair[0]].order):
        stop_if_cancelled(progress)
        evidence = known.get((child, parent))
        if evidence is None:
            words = threads.shared_words(case, child, parent)
            evidence = f"it quotes {letters[parent].label}: “… {words} …”" if words else ""
        if evidence:
            yield Edge(child, parent, Reason.QUOTE, evidence)
