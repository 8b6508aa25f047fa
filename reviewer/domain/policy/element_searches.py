"""Searches for what speaks for an element or against it: what each found, what became of that, what it finds now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.ids import ItemId
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason

MOST_NAMED = 5
"""So many documents are named in a sentence; more are counted."""


class Side(StrEnum):
    """Whether something speaks for an element or against it."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Search:
    """A search that was made: the query as typed, how many items it found of how many, who made it, when (UTC).

    ``found`` are the items that it found, None where an earlier version kept only how many; ``opened`` those of them
    that this reviewer had opened. The others were dismissed.
    """

    query: str
    hits: int
    items: int
    reviewer: str
    created: str
    found: tuple[ItemId, ...] | None = None
    opened: tuple[ItemId, ...] | None = None


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That items which searches found do not speak so, why, who said so and when (UTC)."""

    side: Side
    items: tuple[ItemId, ...]
    controls: tuple[str, ...]
    reason: str
    reviewer: str
    created: str


@dataclass(frozen=True, slots=True)
class Rerun:
    """A search as it ends when it is run again now.

    ``new`` are the items that nobody has accounted for; where it is not known which there were, ``more`` says by how
    many there are more. ``refused`` says why it cannot be run any more. ``changed`` says that
    a saved search which it names stands for another one than when it was made.
    """

    query: str
    hits: int
    new: tuple[ItemId, ...] = ()
    controls: tuple[str, ...] = ()
    more: int = 0
    refused: str = ""
    changed: bool = False

    @property
    def stale(self) -> LookAgain | None:
        """What it finds that was not looked at, in a few words; None for nothing."""
        query = quoted(self.query)
        if self.refused:
            return LookAgain(Reason("basis.query_refused", query=query, problem=self.refused))
        if self.new:
            return LookAgain(self._new(query))
        if self.changed:
            return LookAgain(Reason("basis.query_other", query=query))
        return LookAgain(Reason("basis.finds_counted", query=query, count=self.more)) if self.more else None

    def _new(self, query: str) -> Reason:
        """The documents that are new, the first few by name."""
        count, rest = len(self.new), len(self.controls) - MOST_NAMED
        items = ", ".join(self.controls[:MOST_NAMED])
        if rest > 0 and self.changed:
            return Reason("basis.query_other_finds_many", query=query, count=count, items=items, rest=rest)
        if rest > 0:
            return Reason("basis.finds_many", query=query, count=count, items=items, rest=rest)
        if self.changed:
            return Reason("basis.query_other_finds", query=query, count=count, items=items)
        return Reason("basis.finds", query=query, count=count, items=items)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That one side of an element was looked for and nothing was found.

    ``again`` are its searches as they end now, among ``items_now`` items; ``unsearched`` says that there are more items
    or pages by OCR than when they were last made.
    """

    side: Side
    note: str
    reviewer: str
    created: str
    searches: tuple[Search, ...]
    again: tuple[Rerun, ...] = ()
    items_now: int = 0
    unsearched: bool = False

    @property
    def queries(self) -> tuple[str, ...]:
        """Its searches, each once."""
        return tuple(dict.fromkeys(each.query for each in self.searches))

    @property
    def stale(self) -> tuple[LookAgain, ...]:
        """What its searches find that nobody has looked at, each in a few words."""
        return tuple(each.stale for each in self.again if each.stale is not None)


def accounted(searches: Iterable[Search]) -> set[ItemId]:
    """The items that these searches found, and that were opened or dismissed when they were made."""
    return {item for each in searches for item in each.found or ()}


def rerun(query: str, found: Sequence[ItemId], searches: Sequence[Search], dismissed: set[ItemId]) -> Rerun:
    """What a search that finds these items now has found more than before; control numbers are the caller's to add."""
    mine = [each for each in searches if each.query == query]
    if all(each.found is None for each in mine):
        return Rerun(query, len(found), more=max(0, len(found) - max((each.hits for each in mine), default=0)))
    known = accounted(searches) | dismissed
    return Rerun(query, len(found), tuple(item for item in found if item not in known))


def quoted(query: str) -> str:
    """A query as it stands in a sentence; a report says something else of one that it may not tell."""
    return f"“{query}”"


def named(controls: Sequence[str]) -> str:
    """Control numbers in a sentence, the first few by name."""
    shown = ", ".join(controls[:MOST_NAMED])
    more = len(controls) - MOST_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def ranges(items: Iterable[ItemId]) -> list[list[int]]:
    """Items as first and last of each stretch without a gap, in order: what a thousand hits take little room by."""
    found: list[list[int]] = []
    for item in sorted(set(items)):
        if found and found[-1][1] == item - 1:
            found[-1][1] = item
        else:
            found.append([item, item])
    return found


def unfolded(kept: Iterable[Sequence[int]]) -> tuple[ItemId, ...]:
    """The items that stand in ranges."""
    return tuple(ItemId(item) for first, last in kept for item in range(first, last + 1))
