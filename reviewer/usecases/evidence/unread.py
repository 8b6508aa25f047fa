"""What a reviewer has still to read, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.ids import ItemId
from reviewer.usecases import search

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items a reviewer has read, of how many."""

    read: int
    items: int


def next_unread(case: Case, ids: Sequence[int], *, reviewer: str) -> ItemId | None:
    """The first of some items that the reviewer has not read and nobody called not relevant; None when there is none.

    ``ids`` in the order in which one reads; only as many are looked at as it takes.
    """
    for at in range(0, len(ids), _AT_ONCE):
        part = ids[at : at + _AT_ONCE]
        done = items.settled(case, reviewer, part)
        found = next((each for each in part if each not in done), None)
        if found is not None:
            return ItemId(found)
    return None


def next_of_query(case: Case, query: str, after: ItemId | None = None, *, reviewer: str) -> ItemId | None:
    """The same of what a query finds, by date, from ``after`` on and then from the beginning. QueryError."""
    ids = search.ids(case, query, reviewer=reviewer, sort="date")
    start = ids.index(after) + 1 if after in ids else 0
    return next_unread(case, [*ids[start:], *ids[:start]], reviewer=reviewer)


def progress(case: Case, *, reviewer: str) -> Progress:
    """How far the reviewer has come."""
    return Progress(*items.read_counts(case, reviewer))
