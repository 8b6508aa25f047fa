"""Officers whom items concern as a whole; those whom their passages are linked to go with the passages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.people import officers
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.errors import NotFoundError


def of_item(case: Case, item: ItemId) -> list[Officer]:
    """The officers whom an item is linked to as a whole, by name; those of its passages go with the passages."""
    ids = [OfficerId(each) for (each,) in case.tuples("SELECT officer FROM item_officer WHERE item = ?", (item,))]
    found = officers.many(case, ids).values() if ids else []
    return sorted(found, key=lambda each: (each.name.casefold(), each.serial))


def of_officer(case: Case, officer: OfficerId) -> list[ItemId]:
    """The items that are linked to an officer as a whole, in order of control numbers."""
    rows = case.tuples("SELECT item FROM item_officer WHERE officer = ? ORDER BY item", (officer,))
    return [ItemId(item) for (item,) in rows]


def by_officer(case: Case) -> dict[OfficerId, list[ItemId]]:
    """The same of every officer who has any."""
    found: dict[OfficerId, list[ItemId]] = {}
    for officer, item in case.tuples("SELECT officer, item FROM item_officer ORDER BY officer, item"):
        found.setdefault(OfficerId(officer), []).append(ItemId(item))
    return found


def linked(case: Case, officer: OfficerId, items: Iterable[int]) -> dict[ItemId, int]:
    """Those of some items that are linked to an officer, each with the number of the row that says so."""
    rows = case.tuples(
        "SELECT item, id FROM item_officer WHERE officer = ? AND item IN (SELECT value FROM json_each(?)) "
        "ORDER BY item",
        (officer, json.dumps(list(items))),
    )
    return {ItemId(item): number for item, number in rows}


def row_id(case: Case, officer: OfficerId, item: ItemId) -> int:
    """The row that links an item to an officer; NotFoundError when there is none."""
    found = linked(case, officer, [item])
    if item not in found:
        raise NotFoundError("the document is not linked to the officer as a whole")
    return found[item]


def put(act: Act, items: Sequence[ItemId], officer: OfficerId) -> None:
    """Link items to an officer to whom none of them is linked yet."""
    bulk_rows.insert(act, "item_officer", ("item", "officer"), [(item, officer) for item in items])


def remove(act: Act, numbers: Iterable[int]) -> None:
    """Take an officer off items."""
    bulk_rows.delete(act, "item_officer", list(numbers))
