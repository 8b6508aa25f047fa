"""What a retry goes through: items that no reader got through, and containers of which something is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.compared import ITSELF, WAITS
from reviewer.domain.reasons.reason import Reasons, pack, unpack

_UNPACKED = "'store', 'archive'"


def documents(case: Case) -> list[ItemId]:
    """Items whose bytes are here but that no reader got through; containers are apart."""
    rows = case.rows(
        "SELECT id FROM item WHERE state = 'failed' AND content IS NOT NULL AND declared = 0 "
        f"AND kind NOT IN ({_UNPACKED}) ORDER BY id"
    )
    return [ItemId(row["id"]) for row in rows]


def containers(case: Case) -> list[ItemId]:
    """Stores and archives that were not read to their end, or of which a member's bytes are missing.

    Those within other items that wait are apart too (:mod:`.pending_containers`). What lies in itself was taken apart
    where it was met first.
    """
    rows = case.rows(
        f"SELECT id FROM item AS holder WHERE kind IN ({_UNPACKED}) AND content IS NOT NULL AND reason NOT IN (?, ?) "
        "AND (state <> 'ok' OR EXISTS (SELECT 1 FROM item WHERE parent = holder.id AND content IS NULL)) ORDER BY id",
        (pack((WAITS,)), pack((ITSELF,))),
    )
    return [ItemId(row["id"]) for row in rows]


def chosen(case: Case, within: Sequence[ItemId], reason: str) -> frozenset[ItemId]:
    """What was not read in full of some items and all below them, or of the whole case, for a reason of this code.

    Words that the reason is told in will do too.

    A member whose bytes are missing stands for its container, which is where they are.
    """
    below = (
        "WITH RECURSIVE below (id) AS (SELECT value FROM json_each(?) "
        "UNION SELECT item.id FROM item JOIN below ON item.parent = below.id) "
    )
    among = "AND id IN (SELECT id FROM below)"
    rows = case.rows(
        f"{below if within else ''} SELECT id, parent, content, reason FROM item "
        f"WHERE state <> 'ok' {among if within else ''}",
        (json.dumps(within),) if within else (),
    )
    return frozenset(
        ItemId(row["id"] if row["content"] is not None or row["parent"] is None else row["parent"])
        for row in rows
        if _tells(unpack(row["reason"]), reason)
    )


def _tells(reasons: Reasons, wanted: str) -> bool:
    return any(each.is_of(wanted) for each in reasons) or wanted.casefold() in sentences(reasons).casefold()
