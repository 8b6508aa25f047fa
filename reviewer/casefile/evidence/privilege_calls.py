"""Calls of privilege on items and passages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.casefile import bulk_rows
from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.exports.privilege import PrivilegeCall, PrivilegeCallId, PrivilegeKind
from reviewer.domain.ids import ItemId, PassageId


def listed(case: Case) -> list[PrivilegeCall]:
    """All calls, in order of their items."""
    return [_call(row) for row in case.rows("SELECT * FROM privilege_call ORDER BY item, passage IS NOT NULL, passage")]


def of_item(case: Case, item: ItemId, passage: PassageId | None = None) -> PrivilegeCall | None:
    """The call on an item as a whole, or on a passage of it; None when there is none."""
    row = case.row("SELECT * FROM privilege_call WHERE item = ? AND passage IS ?", (item, passage))
    return None if row is None else _call(row)


def put(act: Act, item: ItemId, passage: PassageId | None = None, **values: Any) -> None:
    """Make the call on an item, or on a passage of it, be as given: ``kind``, ``basis``, ``description``, ``reviewer``.

    A call that is so already stays as it is, with who made it and when.
    """
    row = act.case.row("SELECT * FROM privilege_call WHERE item = ? AND passage IS ?", (item, passage))
    if row is None:
        act.insert("privilege_call", {"item": item, "passage": passage, **values, "at": clock.now()})
    elif any(row[name] != value for name, value in values.items() if name != "reviewer"):
        act.update("privilege_call", row["id"], {**values, "at": clock.now()})


def claim(act: Act, items: Sequence[ItemId], reviewer: str) -> None:
    """Call many items privileged, as wholes, that are not called so; of what kind and on what basis is not said yet."""
    rows = act.case.tuples(
        "SELECT item, id FROM privilege_call WHERE item IN (SELECT value FROM json_each(?)) AND passage IS NULL",
        (json.dumps(list(items)),),
    )
    there = dict(rows)
    values = {"kind": "unspecified", "basis": "", "description": "", "reviewer": reviewer, "at": clock.now()}
    new = [(item, *values.values()) for item in items if item not in there]
    bulk_rows.insert(act, "privilege_call", ("item", *values), new)
    bulk_rows.update(act, "privilege_call", [(row, values) for row in there.values()])


def remove(act: Act, item: ItemId, passage: PassageId | None = None) -> bool:
    """Take back the call on an item, or on a passage of it; False when there was none."""
    row = act.case.row("SELECT id FROM privilege_call WHERE item = ? AND passage IS ?", (item, passage))
    if row is not None:
        act.delete("privilege_call", row["id"])
    return row is not None


def passages_withheld(case: Case) -> Mapping[PassageId, ItemId]:
    """The passages that are privileged by themselves, and their items."""
    rows = case.rows("SELECT passage, item FROM privilege_call WHERE passage IS NOT NULL AND kind <> 'not-privileged'")
    return {PassageId(row["passage"]): ItemId(row["item"]) for row in rows}


def words_withheld_when(case: Case, production: int) -> frozenset[ItemId]:
    """The items with passages that were privileged by themselves when a production was made, by the trail."""
    entry = case.value(
        """SELECT min(audit.id) FROM audit, json_each(detail, '$.changes') AS change
           WHERE detail LIKE '%"production"%' AND json_extract(change.value, '$[0]') = 'production'
             AND json_extract(change.value, '$[1]') = ? AND json_extract(change.value, '$[2]') IS NULL""",
        (production,),
    )
    calls: dict[int, dict[str, Any]] = {row["id"]: dict(row) for row in case.rows("SELECT * FROM privilege_call")}
    changed = case.tuples(
        """SELECT json_extract(change.value, '$[1]'), json_extract(change.value, '$[2]')
           FROM audit, json_each(detail, '$.changes') AS change
           WHERE audit.id > ? AND detail LIKE '%"privilege_call"%'
             AND json_extract(change.value, '$[0]') = 'privilege_call'
           ORDER BY audit.id DESC, change.key DESC""",
        (entry or 0,),
    )
    for number, before in changed:
        if before is None:
            calls.pop(number, None)
        else:
            calls[number] = {**calls.get(number, {}), **json.loads(before)}
    then = (call for call in calls.values() if call["passage"] is not None and call["kind"] != "not-privileged")
    return frozenset(ItemId(call["item"]) for call in then)


def on_passage(case: Case, passage: PassageId) -> bool:
    """Whether there is a call on a passage."""
    return case.row("SELECT 1 FROM privilege_call WHERE passage = ?", (passage,)) is not None


def _call(row: Any) -> PrivilegeCall:
    return PrivilegeCall(
        id=PrivilegeCallId(row["id"]),
        item=ItemId(row["item"]),
        passage=None if row["passage"] is None else PassageId(row["passage"]),
        kind=PrivilegeKind(row["kind"]),
        basis=row["basis"],
        description=row["description"],
        reviewer=row["reviewer"],
        at=row["at"],
    )
