"""The families and duplicates of many items at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from pyroaring import BitMap

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled

_AT_ONCE = 20_000

_FAMILIES = """
    WITH RECURSIVE wanted (item) AS (SELECT value FROM json_each(?)),
    above (start, id, parent, kind, depth) AS (
        SELECT item.id, item.id, item.parent, item.kind, item.depth FROM wanted JOIN item ON item.id = wanted.item
        UNION ALL
        SELECT above.start, item.id, item.parent, item.kind, item.depth FROM above JOIN item ON item.id = above.parent),
    family (start, id) AS (
        SELECT start, id FROM (
            SELECT start, id, min(depth) FROM above WHERE kind NOT IN ('mbox', 'store', 'archive', 'folder')
            GROUP BY start)),
    head (id) AS (SELECT DISTINCT id FROM family),
    below (id) AS (SELECT id FROM head UNION SELECT item.id FROM below JOIN item ON item.parent = below.id)
    {chosen}"""
"""A family reaches up to the outermost item that is no mailbox, store, archive or folder, and down to all below it."""

_COPIES = """
    WITH wanted (item) AS (SELECT value FROM json_each(?)),
    original (id) AS (
        SELECT DISTINCT coalesce(made.original, CASE WHEN made.sha256 IS NULL THEN item.duplicate_of END, item.id)
        FROM wanted JOIN item ON item.id = wanted.item LEFT JOIN message_fingerprint AS made ON made.item = item.id)
    SELECT id FROM original
    UNION SELECT made.item FROM original JOIN message_fingerprint AS made ON made.original = original.id
    UNION SELECT item.id FROM original JOIN item ON item.duplicate_of = original.id
        LEFT JOIN message_fingerprint AS made ON made.item = item.id WHERE made.sha256 IS NULL"""
"""Which items are copies of which: see casefile/analysis/duplicates.py."""


def families(case: Case, items: Iterable[int]) -> set[ItemId]:
    """The items and all of the families that they belong to; a container stands for itself alone."""
    return _found(case, _FAMILIES.format(chosen="SELECT id FROM below UNION SELECT item FROM wanted"), items)


def heads(case: Case, items: Iterable[int]) -> set[ItemId]:
    """The items and the outermost of each of their families."""
    return _found(case, _FAMILIES.format(chosen="SELECT id FROM head UNION SELECT item FROM wanted"), items)


def family_heads(case: Case, items: Iterable[int]) -> dict[int, int]:
    """The outermost item of the family of each of some items; a container is one by itself."""
    wanted = sorted(items)
    found = case.tuples(_FAMILIES.format(chosen="SELECT start, id FROM family"), (json.dumps(wanted),))
    return {**dict(zip(wanted, wanted, strict=True)), **dict(found)}


def copies(case: Case, items: BitMap) -> BitMap:
    """The items and all that are the same message or have the same bytes."""
    found = BitMap()
    for some in in_parts(items):
        stop_if_cancelled(case.progress, NOTHING_DONE)
        found.update(case.numbers(_COPIES, (json.dumps(some),)))
    return found


def in_parts(items: BitMap) -> Iterator[list[int]]:
    """The numbers of a set in order, some at a time: to list a million at once keeps other threads waiting."""
    numbers = iter(items)
    while some := list(islice(numbers, _AT_ONCE)):
        yield some


def _found(case: Case, sql: str, items: Iterable[int]) -> set[ItemId]:
    return {ItemId(item) for (item,) in case.tuples(sql, (json.dumps(sorted(items)),))}
