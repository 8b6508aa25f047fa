"""Containers within other items that wait for their members: their bytes are here, and are taken apart from here.

A container that is too large to be read together with what it lies in waits until the files of the intake are in. That
it waits stands in its item alone, so that an intake goes on with it after a kill.
"""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import IntakeId, ItemId
from reviewer.domain.reasons.compared import WAITS
from reviewer.domain.reasons.reason import pack

_WAITING = "state <> 'ok' AND state = 'partial' AND reason = :reason AND parent IS NOT NULL AND content IS NOT NULL"
"""As a condition of SQL, in words that let the index of what is not whole be used."""


def waiting(case: Case, intake: IntakeId) -> list[ItemId]:
    """Those of an intake, in the order in which they are to be taken apart."""
    rows = case.rows(
        f"SELECT id FROM item WHERE intake = :intake AND {_WAITING} ORDER BY id",
        {"intake": intake, "reason": pack((WAITS,))},
    )
    return [ItemId(row["id"]) for row in rows]


def intakes_with(case: Case) -> list[IntakeId]:
    """The intakes of which containers wait."""
    rows = case.rows(f"SELECT DISTINCT intake FROM item WHERE {_WAITING} ORDER BY intake", {"reason": pack((WAITS,))})
    return [IntakeId(row["intake"]) for row in rows]


def wait_again(case: Case, item: ItemId) -> None:
    """Have a container wait that was left as it is, or in part. Within an open transaction."""
    case.execute("UPDATE item SET state = 'partial', reason = ? WHERE id = ?", (pack((WAITS,)), item))


def above(case: Case, item: ItemId) -> frozenset[bytes]:
    """The SHA-256 of everything that an item lies in."""
    rows = case.rows(
        """WITH RECURSIVE above (id, parent) AS (
               SELECT id, parent FROM item WHERE id = (SELECT parent FROM item WHERE id = ?)
               UNION SELECT item.id, item.parent FROM item JOIN above ON item.id = above.parent)
           SELECT sha256 FROM above JOIN item ON item.id = above.id JOIN content ON content.id = item.content""",
        (item,),
    )
    return frozenset(bytes(row["sha256"]) for row in rows)
