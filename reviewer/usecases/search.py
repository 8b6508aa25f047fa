"""Find items by words and conditions."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pyroaring import BitMap

from reviewer.casefile import indexed_words, item_sets, query_reasons, saved_parts, search
from reviewer.casefile.analysis import item_groups
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.query_reasons import Why
from reviewer.casefile.search import START, STOP, Hit
from reviewer.domain.analysis.grouping import GroupedList, Grouping, Member, in_groups
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.domain.query import Marked, Query, Sought, Term
from reviewer.domain.query_grammar import parse
from reviewer.errors import QueryError
from reviewer.usecases.pages import ocr
from reviewer.usecases.pages.ocr import HitFlag

__all__ = [
    "START",
    "STOP",
    "FoundItem",
    "Results",
    "Run",
    "described",
    "find",
    "found",
    "grouped",
    "ids",
    "in_order",
    "listed",
    "marked",
    "regrouped",
    "run",
]


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item found and where: in ``snippet`` each hit stands between START and STOP.

    ``ocr`` says that words found stand on text by OCR, and ``low`` that they do so in doubt and nowhere else.
    ``member`` says which of its group it is, where what was found is in groups.
    """

    item: Item
    snippet: str
    ocr: bool = False
    low: bool = False
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """How many items were found in all, the best of them, and how the query was understood.

    ``telling`` says that this is not plain from what was typed. Where nothing was found, ``meant`` is the query with
    words of the evidence in place of those that are nowhere in it, or empty.
    """

    total: int
    hits: tuple[FoundItem, ...]
    read_as: str = ""
    telling: bool = False
    meant: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A query as typed, and all that it found when it was run, best first: whatever is marked or added since.

    ``listed`` has the same items, in groups where these are asked for.
    """

    text: str = ""
    best_first: array[int] = field(default_factory=lambda: array("q"))
    grouping: Grouping = Grouping.NONE
    listed: GroupedList = field(default_factory=GroupedList)

    @property
    def found(self) -> array[int]:
        """The items in the order in which they are listed."""
        return self.listed.items


def find(
    case: Case,
    text: str,
    *,
    reviewer: str = "",
    limit: int = 50,
    offset: int = 0,
    grouping: Grouping = Grouping.NONE,
) -> Results:
    """The best items for a query as typed, with a snippet each; in groups, each where the best of it stands."""
    if grouping is not Grouping.NONE:
        _, results = run(case, text, reviewer=reviewer, limit=offset + limit, grouping=grouping)
        return replace(results, hits=results.hits[offset:])
    wanted = parse(text)
    total, hits = search.hits(case, wanted, reviewer=reviewer, limit=limit, offset=offset)
    found = _results(case, text, wanted, total, hits)
    stop_if_cancelled(case.progress, NOTHING_DONE)  # also while the last of it was compared or described
    return found


def run(
    case: Case, text: str, *, reviewer: str = "", limit: int = 50, grouping: Grouping = Grouping.NONE
) -> tuple[Run, Results]:
    """All that a query as typed finds now, and the best of it with a snippet each, as :func:`find` tells them."""
    wanted = parse(text)
    found = search.order(case, wanted, reviewer=reviewer)
    made = Run(text, found, grouping, grouped(case, found, grouping))
    hits = search.described(case, wanted, [ItemId(item) for item in made.found[:limit]])
    results = _results(case, text, wanted, len(made.found), hits)
    told = replace(results, hits=_with_members(results.hits, made))
    stop_if_cancelled(case.progress, NOTHING_DONE)
    return made, told


def regrouped(case: Case, run: Run, grouping: Grouping) -> Run:
    """What was found when a query was run, in other groups; nothing is searched for again."""
    return replace(run, grouping=grouping, listed=grouped(case, run.best_first, grouping))


def described(case: Case, run: Run, *, limit: int = 50, offset: int = 0) -> tuple[FoundItem, ...]:
    """More of what a query found when it was run, from one of them on, with a snippet each."""
    wanted = parse(run.text)
    some = [ItemId(item) for item in run.found[offset : offset + limit]]
    return _with_members(_found(case, wanted, search.described(case, wanted, some)), run, offset)


def _with_members(found: tuple[FoundItem, ...], run: Run, offset: int = 0) -> tuple[FoundItem, ...]:
    """Some of what a run found, from one on, with the place of each in its group."""
    if not run.listed.starts:
        return found
    made, row = [], offset
    for each in found:
        row = run.found.index(each.item.id, row)  # one that is gone by now is left out
        made.append(replace(each, member=run.listed.member(row)))
    return tuple(made)


def _results(case: Case, text: str, wanted: Query, total: int, hits: Sequence[Hit]) -> Results:
    meant = "" if total else _meant(case, text, wanted.wanted)
    return Results(total, _found(case, wanted, hits), str(wanted), wanted.telling, meant)


def _found(case: Case, wanted: Query, hits: Sequence[Hit]) -> tuple[FoundItem, ...]:
    found = {item.id: item for item in items.many(case, [hit.item for hit in hits])}
    flags = ocr.hit_flags(case, saved_parts.told(case, wanted).wanted, list(found))
    known = [(found[hit.item], hit.snippet, flags.get(hit.item, HitFlag())) for hit in hits if hit.item in found]
    return tuple(FoundItem(item, snippet, flag.ocr, flag.low) for item, snippet, flag in known)


def marked(case: Case, text: str) -> tuple[Marked, ...]:
    """The words to mark on pages for a query as typed, with those of the saved searches that it names.

    There are none where it is not understood.
    """
    try:
        query = saved_parts.told(case, parse(text))
    except QueryError:
        return ()
    return (*query.wanted, *query.near)


def why(case: Case, text: str, found: Sequence[ItemId], *, reviewer: str = "") -> dict[ItemId, tuple[Why, ...]]:
    """What of a query as typed each of some items meets, and in which words."""
    return query_reasons.reasons(case, parse(text), found, reviewer=reviewer)


def _meant(case: Case, text: str, wanted: Iterable[Sought]) -> str:
    """A query with the words that the evidence has in place of those most like them that it has not."""
    said = text
    for word in dict.fromkeys(
        word for term in wanted if isinstance(term, Term) and not term.prefix for word in term.words
    ):
        like = indexed_words.meant(case, word)
        if like:
            said = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", like, said, flags=re.IGNORECASE)
    return said if said != text else ""


def ids(case: Case, text: str, *, reviewer: str = "", sort: str = "control", descending: bool = False) -> list[ItemId]:
    """The ids of all items that a query as typed wants, sorted; an empty query wants everything."""
    found = search.ids(case, parse(text), reviewer=reviewer, sort=sort, descending=descending)
    stop_if_cancelled(case.progress, NOTHING_DONE)
    return found


def in_order(
    case: Case, text: str, *, reviewer: str = "", sort: str = "control", descending: bool = False
) -> array[int]:
    """The same as :func:`ids` in eight bytes each, where there may be a million."""
    found = search.in_order(case, parse(text), reviewer=reviewer, sort=sort, descending=descending)
    stop_if_cancelled(case.progress, NOTHING_DONE)
    return found


def found(case: Case, text: str, *, reviewer: str = "") -> BitMap:
    """The same as a set. It may be one that is kept: never change it in place."""
    found = search.found(case, parse(text), reviewer=reviewer)
    stop_if_cancelled(case.progress, NOTHING_DONE)
    return item_sets.every(case) if found is None else found


def grouped(case: Case, found: array[int], grouping: Grouping) -> GroupedList:
    """Items of a list with those that belong together in one place, each group where the first of it stands."""
    if grouping is Grouping.NONE:
        return GroupedList(found)
    return in_groups(found, item_groups.groups(case, grouping))


def listed(
    case: Case,
    text: str,
    *,
    reviewer: str = "",
    sort: str = "control",
    descending: bool = False,
    grouping: Grouping = Grouping.NONE,
) -> GroupedList:
    """All items that a query as typed wants, as :func:`ids` has them, in groups."""
    return grouped(case, in_order(case, text, reviewer=reviewer, sort=sort, descending=descending), grouping)
