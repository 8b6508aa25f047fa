"""Tags on items as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.pages.tags import tag_of
from reviewer.domain.ids import ItemId, TagId
from reviewer.domain.pages.tag import Tag


def of_item(case: Case, item: ItemId) -> list[Tag]:
    """The tags of an item itself, in the order of the codebook; those of its passages go with the passages."""
    rows = case.rows(
        "SELECT tag.* FROM item_tag JOIN tag ON tag.id = item_tag.tag WHERE item_tag.item = ? "
        "ORDER BY tag.key = '', tag.key, tag.name",
        (item,),
    )
    return [tag_of(row) for row in rows]


def tagged(case: Case, tag: TagId, items: Sequence[int]) -> dict[ItemId, int]:
    """Those of some items that have a tag, each with the number of the row that says so."""
    rows = case.tuples(
        "SELECT item, id FROM item_tag WHERE tag = ? AND item IN (SELECT value FROM json_each(?)) ORDER BY item",
        (tag, json.dumps(list(items))),
    )
    return {ItemId(item): number for item, number in rows}


def put(act: Act, items: Sequence[ItemId], tag: TagId) -> None:
    """Tag items that have not the tag yet."""
    bulk_rows.insert(act, "item_tag", ("item", "tag"), [(item, tag) for item in items])


def remove(act: Act, numbers: Iterable[int]) -> None:
    """Take a tag off items."""
    bulk_rows.delete(act, "item_tag", list(numbers))
