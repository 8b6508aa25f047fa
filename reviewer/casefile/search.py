"""Find items: the text index and conditions on what is known of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile import noted_words, query_found, query_names
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.noted_words import Noted
from reviewer.casefile.query_sql import Where, in_notes_only, match_expression, ranked_by
from reviewer.domain.ids import ItemId
from reviewer.domain.query import NOTES, Node, Query
from reviewer.domain.snippet import snippet
from reviewer.errors import InputError

SORTS = {
    "control": "item.id",
    "date": "item.date = '', item.date",
    "sender": "item.sender COLLATE NOCASE",
    "subject": "item.subject COLLATE NOCASE",
    "name": "item.name COLLATE NOCASE",
    "kind": "item.kind",
    "state": "item.state",
    "size": "(SELECT size FROM content WHERE content.id = item.content)",
    "attachments": "item.attachments",
}
"""What a list of items can be sorted by."""

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
    """The ids of all items that a query wants, sorted.

    InputError for a sort that makes no sense, QueryError for a name that the case does not know.
    """
    if sort not in SORTS:
        raise InputError(f"items cannot be sorted by “{sort}”", f"Use one of: {', '.join(SORTS)}.")
    query_names.check(case, query)
    return _ids(case, query_found.resolved(case, query.root), reviewer, sort, descending=descending)


def _ids(
    case: Case, root: Node | None, reviewer: str, sort: str = "control", *, descending: bool = False
) -> list[ItemId]:
    where = Where(case, reviewer)
    tests = "" if root is None else f"WHERE {where.of(root)}"
    direction = " DESC" if descending else ""
    order = ", ".join(part + direction for part in SORTS[sort].split(", "))
    sql = f"SELECT item.id FROM item {tests} ORDER BY {order}, item.id{direction}"
    return [ItemId(item) for (item,) in case.tuples(sql, where.values)]


def hits(case: Case, query: Query, *, reviewer: str = "", limit: int = 50, offset: int = 0) -> tuple[int, list[Hit]]:
    """How many items a query finds, and the best with a snippet each; by control number where no words rank them.

    What a reviewer noted the words on comes before the rest. QueryError for a name that the case does not know.
    """
    total, shown, noted = _found(case, query, reviewer, (limit, offset))
    return total, _with_snippets(case, shown, noted, query)


def order(case: Case, query: Query, *, reviewer: str = "") -> list[ItemId]:
    """All items that a query finds, in the order of :func:`hits`."""
    _, found, _ = _found(case, query, reviewer, None)
    return found


def described(case: Case, query: Query, items: Sequence[ItemId]) -> list[Hit]:
    """Some of the items that a query found, each with its snippet; nothing is searched for again."""
    return _with_snippets(case, items, frozenset(items), query)


def _found(
    case: Case, query: Query, reviewer: str, page: tuple[int, int] | None
) -> tuple[int, list[ItemId], frozenset[ItemId]]:
    """How many are found, a page of them (so many, from which on) or all, and those whose notes may have the words."""
    query_names.check(case, query)
    root = query_found.resolved(case, query.root)
    words, match, conditions = _ranking(root)
    if words is None:
        found = _ids(case, root, reviewer)
        shown = _on_page(found, page)
        return len(found), shown, frozenset(shown)
    where = Where(case, reviewer)
    tests = [where.of(each) for each in conditions]
    noted = noted_words.matches(case, words)
    first = _that_meet(case, sorted(noted.found), tests, where.values)
    total, shown = len(first), _on_page(first, page)
    if match is not None:
        rest = None if page is None else (page[0] - len(shown), max(page[1] - len(first), 0))
        count, ranked = _ranked(case, match, (tests, where.values), noted, rest)
        total, shown = total + count, shown + ranked
    return total, shown, noted.considered


def _on_page(found: list[ItemId], page: tuple[int, int] | None) -> list[ItemId]:
    return found if page is None else found[page[1] : page[1] + page[0]]


def _ranking(root: Node | None) -> tuple[Node | None, str | None, Sequence[Node]]:
    """What of a query ranks, if anything does, the same as the index of texts is asked for it, and the rest."""
    words, conditions = ranked_by(root)
    match = None if words is None else match_expression(words)
    if words is None or (match is None and not in_notes_only(words)):
        return None, None, ()
    return words, match, conditions


def _ranked(
    case: Case, match: str, asked: tuple[Sequence[str], dict[str, object]], noted: Noted, page: tuple[int, int] | None
) -> tuple[int, list[ItemId]]:
    """How many items have words in their texts, and a page of the best (so many, from which on), or all of them."""
    conditions, values = asked
    source = "FROM item_fts"
    if conditions:
        source += " JOIN item ON item.id = item_fts.rowid"
    tests = ["item_fts MATCH :match", *conditions]
    values = {**values, "match": match}
    if noted.considered:
        tests.append("item_fts.rowid NOT IN (SELECT value FROM json_each(:noted))")
        values["noted"] = json.dumps(sorted(noted.considered))
    where = " AND ".join(tests)
    if page is None:
        best = case.tuples("SELECT rowid FROM item_fts WHERE item_fts MATCH ? ORDER BY rank", (match,))
        if len(tests) > 1:  # asked by themselves: joined, each row of items would be fetched in the order of rank
            meet = {item for (item,) in case.tuples(f"SELECT item_fts.rowid {source} WHERE {where}", values)}
            best = [row for row in best if row[0] in meet]
        return len(best), [ItemId(item) for (item,) in best]
    sql = f"SELECT item_fts.rowid {source} WHERE {where} ORDER BY rank LIMIT :limit OFFSET :offset"
    shown = case.tuples(sql, {**values, "limit": page[0], "offset": page[1]})
    return int(case.value(f"SELECT count(*) {source} WHERE {where}", values)), [ItemId(item) for (item,) in shown]


def _that_meet(
    case: Case, items: Sequence[ItemId], conditions: Sequence[str], values: dict[str, object]
) -> list[ItemId]:
    if not items or not conditions:
        return list(items)
    rows = case.rows(
        f"SELECT id FROM item WHERE id IN (SELECT value FROM json_each(:items)) AND {' AND '.join(conditions)} "
        "ORDER BY id",
        {**values, "items": json.dumps(items)},
    )
    return [ItemId(row["id"]) for row in rows]


def _with_snippets(case: Case, items: Sequence[ItemId], noted: frozenset[ItemId], query: Query) -> list[Hit]:
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
