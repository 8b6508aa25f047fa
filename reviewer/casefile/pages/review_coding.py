"""Relevance and privilege of items."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import privilege_calls
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId


def of_item(case: Case, item: ItemId) -> Mark:
    """What was said of an item; an empty mark when nobody has said anything."""
    return of_items(case, [item]).get(item, Mark(item))


def of_items(case: Case, ids: Sequence[ItemId]) -> dict[ItemId, Mark]:
    """The marks of some items; those without any are left out."""
    wanted = (json.dumps(list(ids)),)
    marks = "SELECT value FROM json_each(?)"
    relevance = {
        ItemId(row["item"]): row["relevance"]
        for row in case.rows(f"SELECT item, relevance FROM item_mark WHERE item IN ({marks})", wanted)
    }
    privileged = {
        ItemId(row["item"])
        for row in case.rows(
            f"SELECT item FROM privilege_call WHERE item IN ({marks}) AND passage IS NULL AND kind <> 'not-privileged'",
            wanted,
        )
    }
    return {item: Mark(item, relevance.get(item, ""), item in privileged) for item in relevance.keys() | privileged}


def put(act: Act, mark: Mark, reviewer: str, before: Mark | None = None) -> None:
    """Make an item's mark be as given; privilege that is claimed by it alone has no kind and no basis yet.

    ``before`` is its mark so far, where that is known.
    """
    before = before or of_item(act.case, mark.item)
    if mark.privileged and not before.privileged:
        privilege_calls.put(act, mark.item, kind="unspecified", basis="", description="", reviewer=reviewer)
    elif before.privileged and not mark.privileged:
        privilege_calls.remove(act, mark.item)
    if mark.relevance == before.relevance:
        return
    row = act.case.row("SELECT id FROM item_mark WHERE item = ?", (mark.item,))
    values = {"relevance": mark.relevance}
    if row is None:
        act.insert("item_mark", {"item": mark.item, **values})
    else:
        act.update("item_mark", row["id"], values)
