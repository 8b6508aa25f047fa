"""Work out which message answers which: once for what came since the last time, then together with all the rest.

Few new messages are put together with what they have to do with, and nothing else is looked at; what comes out is the
same. All are looked at where many came, or where headers or texts of what was in threads have changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from reviewer.casefile.analysis import analysis_state, thread_keys, threads
from reviewer.casefile.analysis import letters as stored
from reviewer.casefile.analysis.letters import Headers
from reviewer.casefile.analysis.threads import Scope
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.threads import Threads
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.usecases.analysis.thread_neighbours import TooManyError, threads_about
from reviewer.usecases.analysis.thread_quotes import Letters, quotes

# Handed on as the case file answers it.
waiting = threads.waiting

_EDGES = 5_000
_KEYED = 20_000
"""So many messages get their keys in one transaction: some tenths of a second."""

_FEW, _MUCH = 1 / 10, 1 / 3
"""How many of all in threads may be new, or have to do with what is new, for these alone to be looked at."""


def find_new(case: Case, progress: Progress) -> int:
    """Put what came since the last time into threads; returns how many messages that were. CancelledError keeps it."""
    new = threads.waiting_items(case)
    if not new:
        return 0
    there, current = threads.there(case), thread_keys.current(case)
    with case.transaction():
        analysis_state.begin(case)
        thread_keys.begin(case)  # so what is broken off is made anew of all messages
    if current and len(new) <= _FEW * there:
        _add_keys(case, stored.headers(case, new), progress)
        with suppress(TooManyError):
            made, rows = threads_about(case, new, int(_MUCH * there), progress)
            _keep(case, made, rows, progress, every=False)
            return len(new)
    _renew(case, set(new) if current else None, progress)
    return len(new)


def _renew(case: Case, unkeyed: set[int] | None, progress: Progress) -> None:
    """Look at all. ``unkeyed`` are the messages that have no keys yet; None says that those of before do not hold."""
    rows = stored.headers(case)
    places = stored.places(rows)
    letters = stored.letters(case, rows, places, every=True)
    stop_if_cancelled(progress)
    _renew_keys(case, rows, unkeyed, progress)
    made = Threads(letters)
    made.by_ids()
    stop_if_cancelled(progress)
    unanswering = [letter.place for letter in made.unanswering()]
    made.by_quotes(quotes(case, unanswering, Letters(case, letters), places, progress))
    made.by_subjects()
    stop_if_cancelled(progress)
    _keep(case, made, rows, progress, every=True)


def _renew_keys(case: Case, rows: Sequence[Headers], unkeyed: set[int] | None, progress: Progress) -> None:
    if unkeyed is None:
        with case.transaction():
            thread_keys.forget(case)
    _add_keys(case, [row for row in rows if unkeyed is None or row.item in unkeyed], progress)


def _add_keys(case: Case, rows: Sequence[Headers], progress: Progress) -> None:
    for at in range(0, len(rows), _KEYED):
        stop_if_cancelled(progress)
        with case.transaction():
            thread_keys.add(case, rows[at : at + _KEYED])


def _keep(case: Case, made: Threads, rows: Sequence[Headers], progress: Progress, *, every: bool) -> None:
    """Keep what was worked out of some messages, or of all."""
    scope = None if every else _scope(rows)
    gone, new = threads.outdated(case, made.edges, scope)
    with case.transaction():
        threads.remove_edges(case, gone)
    for at in range(0, len(new), _EDGES):
        progress.step(at, len(new), "putting messages into threads")
        stop_if_cancelled(progress)
        with case.transaction():
            threads.add_edges(case, new[at : at + _EDGES])
    with case.transaction():
        threads.drop_found(case, scope)
        thread_keys.note_current(case)
        threads.renew_places(case, stored.places(rows), every=every)  # the last: until then they wait


def _scope(rows: Sequence[Headers]) -> Scope:
    ids = {name for row in rows for name in (row.message_id, *thread_keys.names(row)) if name}
    return Scope([row.item for row in rows], sorted(ids))
