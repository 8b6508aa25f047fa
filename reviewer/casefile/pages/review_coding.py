"""Relevance and privilege of items."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId


def of_item(case: Case, item: ItemId) -> Mark:
    """What was said of an item; an empty mark when nobody has said anything."""
    row = case.row("SELECT * FROM item_mark WHERE item = ?", (item,))
    return Mark(item) if row is None else Mark(item, row["relevance"], bool(row["privileged"]))


def of_items(case: Case, ids: Sequence[ItemId]) -> dict[ItemId, Mark]:
    """The marks of some items; those without any are left out."""
    marks = ",".join("?" * len(ids))
    rows = case.rows(f"SELECT * FROM item_mark WHERE item IN ({marks})", ids)
    return {ItemId(row["item"]): Mark(ItemId(row["item"]), row["relevance"], bool(row["privileged"])) for row in rows}


def put(act: Act, mark: Mark) -> None:
    """Make an item's mark be as given."""
    row = act.case.row("SELECT id FROM item_mark WHERE item = ?", (mark.item,))
    values = {"relevance": mark.relevance, "privileged": int(mark.privileged)}
    if row is None:
        act.insert("item_mark", {"item": mark.item, **values})
    else:
        act.update("item_mark", row["id"], values)
