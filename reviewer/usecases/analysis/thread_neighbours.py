"""The part of a case that new messages have to do with, so that the rest need not be looked at.

Whatever is worked out of such a part alone is the same as what would be worked out of it together with all the rest:

- A message names, or is named, by a key that can be looked up. So does one whose copy it is, or that shares its place.
- What was found to quote what is stored. New is what quotes, or may now quote, the words of a message that is new or
  has changed its place: that is looked for among the samples of all, many at a time.
- An answer by its subject has the base subject of what it answers, and is sent at most a window of time later. That is
  a key too; of two such messages one has to be an answer for either to have to do with the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from reviewer.casefile.analysis import letters as stored
from reviewer.casefile.analysis import thread_keys, threads
from reviewer.casefile.analysis.letters import Headers
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.thread_keys import about
from reviewer.domain.analysis.threads import Edge, Threads
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.usecases.analysis.thread_quotes import Letters, quotes
from reviewer.usecases.analysis.thread_samples import Samples


class TooManyError(Exception):
    """So much has to do with what is new that to look at all costs less."""


class Neighbours:
    """What has to do with some new messages; it grows as one looks further, up to ``most`` of them.

    ``rows`` are their headers, by item.
    """

    def __init__(self, case: Case, most: int) -> None:
        self.rows: dict[int, Headers] = {}
        self._case = case
        self._most = most
        self._seen: set[int] = set()

    def reach(self, items: Iterable[int]) -> bool:
        """Take in some items with all that they have to do with, whatever their subjects; whether any are new here."""
        latest, before = set(items) - self._seen, len(self.rows)
        while latest:
            self._seen |= latest
            found = stored.headers(self._case, latest)
            self.rows |= {row.item: row for row in found}
            if len(self.rows) > self._most:
                raise TooManyError
            latest = thread_keys.related(self._case, found) - self._seen
        return len(self.rows) > before

    def reach_by_subjects(self) -> None:
        """Take in what may answer any of these, or be answered, by its subject, with all that has to do with that."""
        asked: set[int] = set()
        held: dict[int, Headers] = {}
        while True:
            keys = {key for row in self.rows.values() for key in about(row.subject, row.date)} - asked
            asked |= keys
            new = thread_keys.with_keys(self._case, keys) - held.keys()
            held |= {row.item: row for row in stored.headers(self._case, new)}
            if not self.reach(self._answering(held.values())):
                return

    def _answering(self, others: Iterable[Headers]) -> list[int]:
        everything, answers = set[int](), set[int]()
        for row in self.rows.values():
            mine = about(row.subject, row.date)[:1]
            everything.update(mine)
            answers.update(mine if row.answer else ())
        return [
            row.item
            for row in others
            if not (everything if row.answer else answers).isdisjoint(about(row.subject, row.date))
        ]

    def in_order(self) -> list[Headers]:
        """The headers, in the order of the items."""
        return [self.rows[item] for item in sorted(self.rows)]


def threads_about(case: Case, new: Sequence[int], most: int, progress: Progress) -> tuple[Threads, list[Headers]]:
    """The threads of new messages and of all that have to do with them, and the headers of all these.

    TooManyError when that are more than ``most``.
    """
    near = Neighbours(case, most)
    near.reach(new)
    stop_if_cancelled(progress)
    samples = Samples(case)
    near.reach(_quoting(case, near, set(new), samples))
    found = _found_quotes(case, near, samples, progress)
    known = set(near.rows)
    near.reach_by_subjects()
    stop_if_cancelled(progress)
    rows = near.in_order()
    places = stored.places(rows)
    letters = stored.letters(case, rows, places)
    made = Threads(letters)
    made.by_ids()
    found += threads.quotes_known(case, near.rows.keys() - known)
    order = {letter.place: (letter.order, letter.place) for letter in letters}
    made.by_quotes(sorted(found, key=lambda edge: order[int(edge.child)]))
    made.by_subjects()
    return made, rows


def _quoting(case: Case, near: Neighbours, new: set[int], samples: Samples) -> list[int]:
    """What quotes words of messages that are new, or whose place or copies have changed; or may do so now.

    A run of words tells nothing once many messages have it. One that many others have did so before, too.
    """
    places = stored.places(near.in_order())
    known = threads.known_places(case, places)
    changed = {place for item, place in places.items() if item in new or known.get(item) != place}
    theirs = {item for item, place in places.items() if place in changed}
    told = {run for sample in threads.own_samples(case, theirs) for run in sample}
    others = dict.fromkeys(theirs, 0) | {item: place for item, place in places.items() if item not in theirs}
    quoted = {run for sample in threads.quoted_samples(case, near.rows).values() for run in sample}
    samples.look(told | quoted, told)  # what they quote themselves is asked for next
    told -= samples.holders(told, others).common()
    copies = threads.copies(case)
    quoting = [item for item in samples.quoting(told) if item not in copies]
    answering = threads.answering_by_headers(case, quoting)
    return [item for item in quoting if item not in answering]


def _found_quotes(case: Case, near: Neighbours, samples: Samples, progress: Progress) -> list[Edge]:
    """What the messages quote that name no other; what they quote is taken in, and looked at in turn."""
    found: list[Edge] = []
    asked: set[int] = set()
    while True:
        rows = near.in_order()
        places = stored.places(rows)
        here = stored.letters(case, rows, places)
        made = Threads(here)
        made.by_ids()
        children = {letter.place for letter in made.unanswering()} - asked
        asked |= children
        edges = quotes(case, children, Letters(case, here), places, progress, known=samples)
        found += edges
        if not near.reach(_parents(edges)):
            return found


def _parents(edges: Collection[Edge]) -> list[int]:
    return [int(edge.parent) for edge in edges]
