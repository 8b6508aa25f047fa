"""Privileged items, and what goes with them: copies, the rest of their message, containers that hold their bytes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import privilege_calls, volumes
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId


@dataclass(frozen=True, slots=True)
class Privileged:
    """Privileged items, and what goes with them.

    ``own`` were called so; ``copies`` are the same bytes or message; ``family`` is all else of the same outermost
    message, and all that is within a privileged item, unless it was called not privileged; ``holders`` are containers
    whose bytes hold one of the three, all parts of a split archive among them. ``parts`` are items of which only some
    words are privileged.
    """

    own: frozenset[ItemId]
    copies: frozenset[ItemId]
    family: frozenset[ItemId]
    holders: frozenset[ItemId]
    parts: frozenset[ItemId]


def privileged(case: Case) -> Privileged:
    """What is privileged, and what goes with it."""
    calls = privilege_calls.listed(case)
    own = frozenset(each.item for each in calls if each.withholds and each.passage is None)
    freed = frozenset(each.item for each in calls if not each.withholds and each.passage is None)
    parts = frozenset(each.item for each in calls if each.withholds and each.passage is not None)
    again = frozenset(copies(case, own)) - own
    tops, holding = _holding(case, own | again)
    family = frozenset(within(case, tops | own | again)) - own - again - freed
    kept = own | again | family
    in_part = parts | frozenset(copies(case, parts))
    return Privileged(own, again, family, frozenset(holding | holders(case, family)) - kept, in_part - kept)


def relatives(case: Case, item: ItemId) -> list[ItemId]:
    """The rest of the outermost message that an item belongs to, and all within the item; in order."""
    tops, _ = _upwards(case, {item})
    return sorted(within(case, tops | {item}) - {item})


def holders(case: Case, items: Collection[ItemId]) -> set[ItemId]:
    """The messages and containers whose bytes hold some of these items or of what is within them.

    So do all parts of a split archive, of which only one has members, and copies of a container, of which only the
    first in a file has: and what such a part or copy lies in.
    """
    return _holding(case, items)[1] - set(items)


def copies(case: Case, items: Collection[ItemId]) -> set[ItemId]:
    """Some items, those of the same bytes, and those that are duplicates of them."""
    return set().union(*copies_of_each(case, items).values())


def copies_of_each(case: Case, items: Collection[ItemId]) -> dict[ItemId, set[ItemId]]:
    """The same for each of the items by itself, in their order."""
    found = {each: {each} for each in sorted(items)}
    rows = case.rows(
        """WITH known AS (SELECT item.id, content, coalesce(duplicate_of, item.id) AS first FROM item
                          WHERE id IN (SELECT value FROM json_each(?)))
           SELECT known.id, item.id FROM known JOIN item ON item.content = known.content
           UNION SELECT known.id, item.id FROM known JOIN item ON item.duplicate_of = known.first
           UNION SELECT id, first FROM known""",
        (json.dumps(list(found)),),
    )
    for item, copy in rows:
        found[ItemId(item)].add(ItemId(copy))
    return found


def _holding(case: Case, items: Collection[ItemId]) -> tuple[set[ItemId], set[ItemId]]:
    """The outermost message of each item and of each copy of what holds it, and everything that holds an item."""
    tops, todo = _upwards(case, items)
    found: set[ItemId] = set()
    whole = True  # a message to which a part was attached has some of the bytes, and need not be a message about them
    while True:
        while todo:
            found |= todo
            again = _same_bytes(case, todo) - found
            more, above = _upwards(case, again)
            tops |= more if whole else set()
            todo = (again | above) - found
        parts = volumes.siblings(case, found.union(items))
        todo = (parts | _upwards(case, parts)[1]) - found
        if not todo:
            return tops, found
        whole = False


def _same_bytes(case: Case, items: Collection[ItemId]) -> set[ItemId]:
    """Items of the same bytes, but not of those that are one part of a split archive."""
    rows = case.rows(
        """SELECT id FROM item WHERE content IN (
               SELECT content FROM item
               WHERE id IN (SELECT value FROM json_each(?)) AND json_type(metadata, ?) IS NULL)""",
        (json.dumps(sorted(items)), f"$.{volumes.PARTS}"),
    )
    return {ItemId(row["id"]) for row in rows}


def _upwards(case: Case, items: Collection[ItemId]) -> tuple[set[ItemId], set[ItemId]]:
    """The outermost message of each item, where it is part of one, and everything that holds an item."""
    at: dict[ItemId, set[ItemId]] = {item: {item} for item in items}
    outermost: dict[ItemId, ItemId] = {}
    above: set[ItemId] = set()
    while at:
        climbed: dict[ItemId, set[ItemId]] = {}
        for row in case.rows(
            "SELECT id, parent, kind FROM item WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(at)),)
        ):
            begun = at[ItemId(row["id"])]
            if row["kind"] == Kind.EMAIL.value:
                outermost |= dict.fromkeys(begun, ItemId(row["id"]))
            if row["parent"] is not None:
                above.add(ItemId(row["parent"]))
                climbed.setdefault(ItemId(row["parent"]), set()).update(begun)
        at = climbed
    return set(outermost.values()), above


def within(case: Case, items: Collection[ItemId]) -> set[ItemId]:
    """Some items, and all that is within them."""
    rows = case.rows(
        """WITH RECURSIVE held (id) AS (SELECT value FROM json_each(?)
               UNION SELECT item.id FROM held JOIN item ON item.parent = held.id)
           SELECT id FROM held""",
        (json.dumps(sorted(items)),),
    )
    return {ItemId(row["id"]) for row in rows}
