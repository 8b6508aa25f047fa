"""Copies of one message, by their fingerprints, and what a list without duplicates leaves out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reviewer.casefile.analysis import features, messages
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents, texts
from reviewer.domain.analysis import fingerprint
from reviewer.domain.ids import ContentId, ItemId

_ASKED_AT_ONCE = 500


def waiting(case: Case) -> int:
    """How many messages were not compared with the others yet."""
    return lacking(case) + ungrouped(case)


def lacking(case: Case) -> int:
    """How many messages have no fingerprint yet."""
    return len(messages.without(case, "message_fingerprint"))


def ungrouped(case: Case) -> int:
    """How many fingerprints came since their groups were last put together."""
    return int(case.value("SELECT count(*) FROM message_fingerprint WHERE NOT grouped AND sha256 IS NOT NULL"))


def next_waiting(case: Case, before: int, limit: int) -> list[ItemId]:
    """Some messages without a fingerprint, the latest first: what is attached comes before what it is attached to."""
    rows = case.rows(f"SELECT item.id {_WAITING} AND item.id < ? ORDER BY item.id DESC LIMIT ?", (before, limit))
    return [ItemId(row["id"]) for row in rows]


_WAITING = """FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
    WHERE item.kind = 'email' AND item.state <> 'failed' AND made.item IS NULL"""


def add_fingerprint(case: Case, item: ItemId) -> None:
    """Make and keep the fingerprint of a message. Within an open transaction."""
    date, subject = case.execute("SELECT date, subject FROM item WHERE id = ?", (item,)).fetchone()
    body = texts.body(case, item)
    senders = _people(case, item, "'from'") or _people(case, item, "'sender'")
    message = fingerprint.Message(senders, date, subject, body, _attachments(case, item))
    case.execute(
        "INSERT INTO message_fingerprint (item, sha256, attached) VALUES (?,?,?)",
        (item, fingerprint.fingerprint(message), int(features.is_attached(case, item))),
    )


def first_ungrouped(case: Case) -> int:
    """The first item whose fingerprint came since groups were last put together; 0 when there is none."""
    # With “+” it is found by the index of those that are not grouped; without, the table is gone through in its order.
    found = case.value("SELECT min(+item) FROM message_fingerprint WHERE NOT grouped AND sha256 IS NOT NULL")
    return int(found or 0)


def group(case: Case, first: int, limit: int) -> int:
    """Put some new messages, from an item on and as many at most, together with all of the same fingerprint.

    Returns the last item of them, or 0 where there was none. Within a transaction. Items are taken in their order,
    since rows of neighbours are sealed together: in the order of the fingerprints each portion would seal all anew.

    The first of a group is the original. A message inside another is never the original of one that stands by itself,
    for a list leaves copies out.
    """
    new = case.tuples(
        """SELECT item FROM message_fingerprint WHERE item >= ? AND +grouped = 0 AND sha256 IS NOT NULL
           ORDER BY item LIMIT ?""",
        (first, limit),
    )
    if not new:
        return 0
    between = (new[0][0], new[-1][0])
    members: dict[bytes, list[tuple[int, int | None]]] = {}
    for sha256, item, original in case.tuples(
        """SELECT sha256, item, original FROM message_fingerprint WHERE sha256 IN (
               SELECT sha256 FROM message_fingerprint WHERE item BETWEEN ?1 AND ?2 AND +grouped = 0)
           ORDER BY attached, item""",
        between,
    ):
        members.setdefault(sha256, []).append((item, original))
    several = [group for group in members.values() if len(group) > 1]
    readers = _readers(case, [item for group in several for item, _ in group])
    found: dict[int, int] = {}
    for group in several:
        found |= fingerprint.originals([(item, readers.get(item, frozenset())) for item, _ in group])
    changed = [
        (found.get(item), item) for group in members.values() for item, original in group if original != found.get(item)
    ]
    case.executemany("UPDATE message_fingerprint SET original = ? WHERE item = ?", changed)
    case.executemany("DELETE FROM thread_message WHERE item = ?", [(item,) for _, item in changed])
    case.execute("UPDATE message_fingerprint SET grouped = 1 WHERE item BETWEEN ? AND ? AND +grouped = 0", between)
    return int(new[-1][0])


def renew_suppressed(case: Case) -> None:
    """Bring up to date what a list without duplicates leaves out. Within an open transaction.

    A copy goes with all below it. A message inside another goes only with that one; so does an attachment: those of two
    messages are two items, whatever their bytes. A container stays: of two with the same bytes, one may be read
    further.
    """
    known, found = set(case.numbers("SELECT item FROM suppressed")), _suppressed(case)
    case.executemany("INSERT INTO suppressed (item) VALUES (?)", [(item,) for item in sorted(found - known)])
    case.executemany("DELETE FROM suppressed WHERE item = ?", [(item,) for item in sorted(known - found)])


def _suppressed(case: Case) -> set[int]:
    """What lists leave out. All is found by indexes of the few that are copies, never by a look at all items."""
    latest = {item for select in _COPIES for item in case.numbers(select)}
    found = set(latest)
    while latest:
        below = case.numbers(
            "SELECT id FROM item WHERE parent IN (SELECT value FROM json_each(?))", (json.dumps(list(latest)),)
        )
        latest = set(below) - found
        found |= latest
    return found


_COPIES = (
    "SELECT item FROM message_fingerprint WHERE original > 0 AND NOT attached",
    """SELECT item.id FROM item LEFT JOIN item AS holder ON holder.id = item.parent
       LEFT JOIN message_fingerprint AS made ON made.item = item.id
       WHERE item.duplicate_of > 0 AND made.sha256 IS NULL AND item.declared = 0
           AND item.kind NOT IN ('mbox', 'store', 'archive')
           AND (item.parent IS NULL OR holder.kind IN ('mbox', 'store', 'folder'))""",
)
"""Copies of messages, and of bytes; “> 0” is what has SQLite look into the index of those that are copies."""


def original_of(case: Case, item: ItemId) -> ItemId:
    """The item whose copy this is: the same message, or else the same bytes; the item itself when it is no copy."""
    row = case.row(
        """SELECT coalesce(made.original, CASE WHEN made.sha256 IS NULL THEN item.duplicate_of END, item.id)
           FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id WHERE item.id = ?""",
        (item,),
    )
    return item if row is None else ItemId(row[0])


def copies_of(case: Case, original: ItemId) -> list[ItemId]:
    """All items that are the same message as this original, or have the same bytes; it comes first."""
    rows = case.rows(
        """SELECT item AS id FROM message_fingerprint WHERE original = ?1
           UNION
           SELECT item.id FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
           WHERE item.duplicate_of = ?1 AND made.sha256 IS NULL
           ORDER BY 1""",
        (original,),
    )
    return [original, *(ItemId(row["id"]) for row in rows)]


def groups(case: Case) -> dict[ItemId, list[ItemId]]:
    """Each message that is there more than once, with its copies."""
    found: dict[ItemId, list[ItemId]] = {}
    rows = case.rows(
        "SELECT original, item FROM message_fingerprint WHERE original IS NOT NULL ORDER BY original, item"
    )
    for row in rows:
        found.setdefault(ItemId(row["original"]), []).append(ItemId(row["item"]))
    return found


def counts(case: Case) -> dict[str, int]:
    """How many messages were compared, are copies, say too little to be compared; how many items lists leave out."""
    messages, copies, unknown, suppressed = case.execute(
        """SELECT count(*), count(original), count(*) - count(sha256), (SELECT count(*) FROM suppressed)
           FROM message_fingerprint"""
    ).fetchone()
    return {"messages": messages, "copies": copies, "unknown": unknown, "suppressed": suppressed}


def folders(case: Case, items: Sequence[ItemId]) -> dict[ItemId, str]:
    """In which folder of its container each of some items was."""
    found: dict[ItemId, str] = {}
    for at in range(0, len(items), _ASKED_AT_ONCE):
        some = items[at : at + _ASKED_AT_ONCE]
        marks = ",".join("?" * len(some))
        found.update(
            (ItemId(row["id"]), row["folder"])
            for row in case.rows(f"SELECT id, folder FROM item WHERE id IN ({marks})", some)
        )
    return found


def _people(case: Case, item: ItemId, roles: str) -> tuple[tuple[str, str], ...]:
    rows = case.rows(
        f"SELECT name, address FROM participant WHERE item = ? AND role IN ({roles}) ORDER BY seq", (item,)
    )
    return tuple((row["name"], row["address"]) for row in rows)


def _readers(case: Case, items: Sequence[int]) -> dict[int, frozenset[str]]:
    """The addresses that messages name as their readers; names alone do not tell, and Bcc stands in one copy only."""
    found: dict[int, set[str]] = {}
    for item, address in case.tuples(
        """SELECT item, address FROM participant WHERE item IN (SELECT value FROM json_each(?))
           AND role IN ('to', 'cc') AND instr(address, '@')""",
        (json.dumps(items),),
    ):
        found.setdefault(item, set()).add(address)
    return {item: frozenset(addresses) for item, addresses in found.items()}


def _attachments(case: Case, item: ItemId) -> tuple[str, ...]:
    rows = case.rows(
        """SELECT item.kind, item.media_type, item.content, content.size, content.sha256, made.sha256 AS made
           FROM item LEFT JOIN content ON content.id = item.content
           LEFT JOIN message_fingerprint AS made ON made.item = item.id WHERE item.parent = ?""",
        (item,),
    )
    return tuple(_attachment(case, row) for row in rows)


def _attachment(case: Case, row: Any) -> str:
    if row["made"] is not None:
        return fingerprint.attached_message(bytes(row["made"]))
    text = row["kind"] in fingerprint.TEXTS or row["media_type"].startswith("text/")
    if text and row["content"] is not None and row["size"] <= fingerprint.TEXT_BYTES:
        return fingerprint.text_attachment(contents.stream(case, ContentId(row["content"])))
    return fingerprint.attachment_of(None if row["sha256"] is None else bytes(row["sha256"]))
