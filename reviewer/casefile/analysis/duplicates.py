"""Copies of one message, by their fingerprints, and what a list without duplicates leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents
from reviewer.domain.analysis import fingerprint
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ContentId, ItemId

_TEXTS = frozenset({Kind.TEXT.value, Kind.CALENDAR.value, Kind.CONTACT.value})
_TEXT_BYTES = 16 * 2**20
"""Attached texts up to this size are compared by their lines, larger ones by their bytes."""

_ASKED_AT_ONCE = 500


def waiting(case: Case) -> int:
    """How many messages have no fingerprint yet."""
    return int(case.value(f"SELECT count(*) {_WAITING}"))


def next_waiting(case: Case, before: int, limit: int) -> list[ItemId]:
    """Some messages without a fingerprint, the latest first: what is attached comes before what it is attached to."""
    rows = case.rows(f"SELECT item.id {_WAITING} AND item.id < ? ORDER BY item.id DESC LIMIT ?", (before, limit))
    return [ItemId(row["id"]) for row in rows]


_WAITING = """FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
    WHERE item.kind = 'email' AND item.state <> 'failed' AND made.item IS NULL"""


def add_fingerprint(case: Case, item: ItemId) -> None:
    """Make and keep the fingerprint of a message. Within an open transaction."""
    date, subject, body = case.execute(
        """SELECT date, item.subject, coalesce(item_text.body, '')
           FROM item LEFT JOIN item_text ON item_text.item = item.id WHERE id = ?""",
        (item,),
    ).fetchone()
    senders = _people(case, item, "'from'") or _people(case, item, "'sender'")
    message = fingerprint.Message(senders, date, subject, body, _attachments(case, item))
    case.execute(
        "INSERT INTO message_fingerprint (item, sha256, attached) VALUES (?,?,?)",
        (item, fingerprint.fingerprint(message), int(_is_attached(case, item))),
    )


def ungrouped(case: Case, limit: int) -> list[bytes]:
    """Some fingerprints that came since their groups were last put together."""
    rows = case.rows(
        "SELECT DISTINCT sha256 FROM message_fingerprint WHERE NOT grouped AND sha256 IS NOT NULL LIMIT ?", (limit,)
    )
    return [bytes(row["sha256"]) for row in rows]


def group(case: Case, sha256: bytes) -> None:
    """Put the messages of one fingerprint together; the first is the original. Within an open transaction.

    A message inside another is never the original of one that stands by itself, for a list leaves copies out.
    """
    members = [
        (int(row["item"]), row["original"])
        for row in case.rows(
            "SELECT item, original FROM message_fingerprint WHERE sha256 = ? ORDER BY attached, item", (sha256,)
        )
    ]
    readers = [(item, _readers(case, item)) for item, _ in members] if len(members) > 1 else []
    found = fingerprint.originals(readers)
    for item, before in members:
        if before != found.get(item):
            case.execute("UPDATE message_fingerprint SET original = ? WHERE item = ?", (found.get(item), item))
    case.execute("UPDATE message_fingerprint SET grouped = 1 WHERE sha256 = ? AND NOT grouped", (sha256,))


def renew_suppressed(case: Case) -> None:
    """Bring up to date what a list without duplicates leaves out. Within an open transaction.

    A copy goes with all below it. A message inside another goes only with that one; so does an attachment: those of two
    messages are two items, whatever their bytes. A container stays: of two with the same bytes, one may be read
    further.
    """
    case.execute(f"INSERT OR IGNORE INTO suppressed (item) {_SUPPRESSED}")
    case.execute(f"DELETE FROM suppressed WHERE item NOT IN ({_SUPPRESSED})")


_SUPPRESSED = """
    WITH RECURSIVE gone (id) AS (
        SELECT item FROM message_fingerprint WHERE original IS NOT NULL AND NOT attached
        UNION
        SELECT item.id FROM item LEFT JOIN item AS holder ON holder.id = item.parent
            LEFT JOIN message_fingerprint AS made ON made.item = item.id
            WHERE item.duplicate_of IS NOT NULL AND made.sha256 IS NULL AND item.declared = 0
                AND item.kind NOT IN ('mbox', 'store', 'archive')
                AND (item.parent IS NULL OR holder.kind IN ('mbox', 'store', 'folder'))
        UNION
        SELECT item.id FROM gone JOIN item ON item.parent = gone.id
    )
    SELECT id FROM gone"""


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


def _readers(case: Case, item: int) -> frozenset[str]:
    """The addresses a message names as its readers; names alone do not tell, and Bcc stands in one copy only."""
    people = _people(case, ItemId(item), "'to', 'cc'")
    return frozenset(address for _, address in people if "@" in address)


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
    text = row["kind"] in _TEXTS or row["media_type"].startswith("text/")
    if text and row["content"] is not None and row["size"] <= _TEXT_BYTES:
        return fingerprint.text_attachment(contents.stream(case, ContentId(row["content"])))
    return fingerprint.attachment_of(None if row["sha256"] is None else bytes(row["sha256"]))


def _is_attached(case: Case, item: ItemId) -> bool:
    """Whether an item is inside a message, directly or in an archive that is attached to one."""
    return bool(
        case.value(
            """WITH RECURSIVE holder (id, kind, parent) AS (
                   SELECT above.id, above.kind, above.parent FROM item JOIN item AS above ON above.id = item.parent
                   WHERE item.id = ?
                   UNION ALL
                   SELECT above.id, above.kind, above.parent FROM holder JOIN item AS above ON above.id = holder.parent)
               SELECT 1 FROM holder WHERE kind = ? LIMIT 1""",
            (item, Kind.EMAIL.value),
        )
    )
