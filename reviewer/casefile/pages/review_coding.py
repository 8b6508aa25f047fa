"""Relevance and privilege of items."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reviewer.casefile import bulk_rows
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
    put_many(act, [(before or of_item(act.case, mark.item), mark)], reviewer)


def put_many(act: Act, marks: Sequence[tuple[Mark, Mark]], reviewer: str) -> None:
    """The same of many items, each with its mark so far."""
    claimed = [now.item for was, now in marks if now.privileged and not was.privileged]
    if claimed:
        privilege_calls.claim(act, claimed, reviewer)
    for was, now in marks:
        if was.privileged and not now.privileged:
            privilege_calls.remove(act, now.item)
    changed = {now.item: now.relevance for was, now in marks if now.relevance != was.relevance}
    if not changed:
        return
    rows = act.case.tuples(
        "SELECT item, id FROM item_mark WHERE item IN (SELECT value FROM json_each(?))", (json.dumps(list(changed)),)
    )
    there = dict(rows)
    new = [(item, relevance) for item, relevance in changed.items() if item not in there]
    bulk_rows.insert(act, "item_mark", ("item", "relevance"), new)
    bulk_rows.update(act, "item_mark", [(row, {"relevance": changed[item]}) for item, row in there.items()])
