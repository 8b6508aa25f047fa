"""What was spent on the containers within each file at the top of a delivery, and which of them were opened.

It stands beside the file's item, so that kills, retries and later sittings go on with what is left.
"""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.unpack_budget import NOTHING, Spent
from reviewer.domain.ids import ItemId


def spent(case: Case, family: ItemId) -> Spent:
    """What was spent so far on the containers within a file, which is named by its item."""
    row = case.row("SELECT archives, bytes, seconds FROM unpacked WHERE family = ?", (family,))
    return NOTHING if row is None else Spent(row["archives"], row["bytes"], row["seconds"])


def spend(case: Case, family: ItemId, more: Spent) -> None:
    """Note what else was spent. Within an open transaction."""
    if more != NOTHING:
        case.execute(
            """INSERT INTO unpacked (family, archives, bytes, seconds) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (family) DO UPDATE
               SET archives = archives + ?2, bytes = bytes + ?3, seconds = seconds + ?4""",
            (family, more.archives, more.bytes, more.seconds),
        )


def size_of(case: Case, item: ItemId) -> int:
    """The bytes of an item, 0 while they are not in the case."""
    size = case.value("SELECT size FROM content WHERE id = (SELECT content FROM item WHERE id = ?)", (item,))
    return int(size or 0)


def opened(case: Case, family: ItemId) -> set[bytes]:
    """The SHA-256 of the containers within a file whose members are in the case."""
    rows = case.rows(
        """SELECT DISTINCT sha256 FROM item AS holder JOIN content ON content.id = holder.content
           WHERE family = ? AND parent IS NOT NULL AND kind IN ('archive', 'store', 'mbox')
           AND EXISTS (SELECT 1 FROM item WHERE parent = holder.id)""",
        (family,),
    )
    return {bytes(row["sha256"]) for row in rows}


def members_bytes(case: Case, item: ItemId) -> int:
    """How many bytes the members of a container have that are in the case."""
    return int(
        case.value(
            "SELECT coalesce(sum(size), 0) FROM item JOIN content ON content.id = item.content WHERE parent = ?",
            (item,),
        )
    )
