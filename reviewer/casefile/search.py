"""Find items: the text index and conditions on what is known of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pyroaring import BitMap

from reviewer.casefile import best_matches, item_sets, noted_words, query_found, query_names, saved_parts, word_ranks
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.item_sets import SORTS
from reviewer.casefile.query_sql import in_notes_only, match_expression, matched, meeting, ranked_by
from reviewer.domain.ids import ItemId
from reviewer.domain.query import NOTES, And, Node, Query
from reviewer.domain.snippet import snippet
from reviewer.errors import InputError

START, STOP = "\x02", "\x03"
"""Around each hit in a snippet; no text of an item holds them after indexing, since control characters are no words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found. In ``snippet`` each hit stands between START and STOP."""

    item: ItemId
    snippet: str


def ids(
    case: Case, query: Query, *, reviewer: str = "", sort: str = "control", descending: bool = False
) -> list[ItemId]:
    """The same as :func:`in_order`, as a list."""
    return cast("list[ItemId]", in_order(case, query, reviewer=reviewer, sort=sort, descending=descending).tolist())


def in_order(
    case: Case, query: Query, *, reviewer: str = "", sort: str = "control", descending: bool = False
) -> array[int]:
    """The ids of all items that a query wants, sorted.

    InputError for a sort that makes no sense, QueryError for a name that the case does not know.
    """
    if sort not in SORTS:
        raise InputError(f"items cannot be sorted by “{sort}”", f"Use one of: {', '.join(SORTS)}.")
    return item_sets.in_order(case, found(case, query, reviewer=reviewer), sort, descending=descending)


def found(case: Case, query: Query, *, reviewer: str = "") -> BitMap | None:
    """The items that a query wants; None for all of them. QueryError for a name that the case does not know.

    The set may be one that is kept: never change it in place.
    """
    query_names.check(case, query)
    root = query_found.resolved(case, query.root, reviewer)
    return None if root is None else meeting(case, root, reviewer)


def hits(case: Case, query: Query, *, reviewer: str = "", limit: int = 50, offset: int = 0) -> tuple[int, list[Hit]]:
    """How many items a query finds, and the best with a snippet each; by control number where no words rank them.

    What a reviewer noted the words on comes before the rest. QueryError for a name that the case does not know.
    """
    total, shown, noted = _found(case, query, reviewer, (limit, offset))
    return total, _with_snippets(case, [ItemId(item) for item in shown], noted, query)


def order(case: Case, query: Query, *, reviewer: str = "") -> array[int]:
    """All items that a query finds, in the order of :func:`hits`."""
    _, found, _ = _found(case, query, reviewer, None)
    return found


def described(case: Case, query: Query, items: Sequence[ItemId]) -> list[Hit]:
    """Some of the items that a query found, each with its snippet; nothing is searched for again."""
    return _with_snippets(case, items, frozenset(items), query)


def _found(
    case: Case, query: Query, reviewer: str, page: tuple[int, int] | None
) -> tuple[int, array[int], frozenset[int]]:
    """How many are found, a page of them (so many, from which on) or all, and those whose notes may have the words.

    These are told of a page alone where no words rank.
    """
    query_names.check(case, query)
    root = query_found.resolved(case, query.root, reviewer)
    words, match, conditions = _ranking(root)
    if words is None:
        every = item_sets.every(case) if root is None else meeting(case, root, reviewer)
        shown = _on_page(item_sets.in_order(case, every, "control", descending=False), page)
        return len(every), shown, frozenset(() if page is None else shown)
    noted = noted_words.matches(case, words)
    found = None if match is None else word_ranks.found_by(case, words)
    if found is None:
        found = BitMap() if match is None else matched(case, match)
    met = meeting(case, And(tuple(conditions)), reviewer, found | BitMap(noted.found)) if conditions else None
    first = array("q", (item for item in sorted(noted.found) if met is None or item in met))
    if match is None:
        return len(first), _on_page(first, page), noted.considered
    ranked = best_matches.Ranked(case, words, match, found, without=BitMap(noted.considered), among=met)
    most = None if page is None else max(sum(page) - len(first), 0)
    total = len(first) + len(ranked.items)
    return total, _on_page(first + ranked.best(most), page), noted.considered


def _on_page(found: array[int], page: tuple[int, int] | None) -> array[int]:
    return found if page is None else found[page[1] : page[1] + page[0]]


def _ranking(root: Node | None) -> tuple[Node | None, str | None, Sequence[Node]]:
    """What of a query ranks, if anything does, the same as the index of texts is asked for it, and the rest."""
    words, conditions = ranked_by(root)
    match = None if words is None else match_expression(words)
    if words is None or (match is None and not in_notes_only(words)):
        return None, None, ()
    return words, match, conditions


def _with_snippets(case: Case, items: Sequence[ItemId], noted: frozenset[int], query: Query) -> list[Hit]:
    query = saved_parts.told(case, query)
    if not query.wanted:
        return [Hit(item, "") for item in items]
    found = texts.of_items(case, items)
    return [
        Hit(item, _snippet(found.get(item), texts.notes(case, item) if item in noted else "", query)) for item in items
    ]


def _snippet(words: texts.Words | None, notes: str, query: Query) -> str:
    columns = [] if words is None else [(name, getattr(words, name)) for name in texts.COLUMNS]
    columns.insert(-1, (NOTES, notes))
    return snippet(columns, query.wanted, START, STOP)
