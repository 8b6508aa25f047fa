"""Compare the case with what its audit trail says of it.

Pages put back from an older copy of the file pass every check of SQLCipher and SQLite. What they cannot do is agree
with a trail that goes on: the last recorded state of each row an act touched must be the row there is, and each batch
of an intake must still have the items, with the hashes, that its entry binds.
"""

from __future__ import annotations

import hashlib
from typing import Any

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undo import TABLES, as_kept
from reviewer.casefile.evidence import item_store
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled


def acts(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """Compare each row that acts touched with what the last of them left."""
    left: dict[tuple[str, int], tuple[int, dict[str, Any] | None]] = {}
    for entry in audit.entries(case):
        for change in entry.changes:
            left[change.table, change.id] = (entry.id, change.after)
        if entry.id % 1000 == 0:
            stop_if_cancelled(progress)
    found = []
    for (table, row_id), (number, recorded) in left.items():
        row = case.row(f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
        after = as_kept(table, row, recorded)
        now = None if row is None else {name: row[name] for name in after or row.keys() if name in row.keys()}  # noqa: SIM118
        if now != after:
            found.append(f"{table} {row_id} is not what audit entry {number} left")
    there = set(case.db.table_names())
    for table in sorted(TABLES & there):  # an older format may lack some
        found += [
            f"{table} {row['id']} is in no audit entry"
            for row in case.rows(f"SELECT id FROM {table}")
            if left.get((table, row["id"]), (0, None))[1] is None
        ]
    return len(left), found


def batches(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """Compare the items of each intake batch with the digest that its audit entry holds."""
    found, bound = [], set[int]()
    gained = _gained(case)
    for entry in audit.entries(case):
        facts = entry.facts
        begun = facts.get("container", facts.get("mailbox"))  # the latter in trails of format 1
        if begun is not None:  # its bytes are bound when all its members are in
            bound.add(begun)
        if not {"items", "first", "last", "sha256"} <= facts.keys():
            continue
        rows = [
            (item, b"" if gained.get(item, (0, ""))[0] > entry.id else sha256)  # it had no bytes yet
            for item, sha256 in _items(case, facts["first"], facts["last"])
        ]
        bound.update(item for item, _ in rows)
        if facts["sha256"] != item_store.batch_digest(rows):
            found.append(f"items {facts['first']} to {facts['last']} are not what audit entry {entry.id} took in")
        stop_if_cancelled(progress)
    for item, (number, sha256) in gained.items():
        if [(item, bytes.fromhex(sha256))] != _items(case, item, item):
            found.append(f"item {item} is not what audit entry {number} read at last")
    found += [
        f"item {row['id']} is in no audit entry" for row in case.rows("SELECT id FROM item") if row["id"] not in bound
    ]
    return len(bound), found


def renditions(case: Case, progress: Progress) -> tuple[int, list[str]]:
    """Compare the pages that were made for items with the digests that their audit entries hold."""
    found, checked = [], 0
    for entry in audit.entries(case):
        if not {"pages", "sha256", "text"} <= entry.facts.keys():
            continue
        number = entry.subject.rpartition("-")[2]
        row = case.row(
            "SELECT rendition.id, sha256 FROM rendition JOIN content ON content.id = rendition.content WHERE item = ?",
            (number,),
        )
        checked += 1
        if row is None or bytes(row["sha256"]).hex() != entry.facts["sha256"]:
            found.append(f"the pages of {entry.subject} are not what audit entry {entry.id} made")
        elif _text_digest(case, row["id"]) != entry.facts["text"]:
            found.append(f"the text of {entry.subject}'s pages is not what audit entry {entry.id} read")
        stop_if_cancelled(progress)
    return checked, found


def _text_digest(case: Case, rendition: int) -> str:
    """Of the pages as they were made; what OCR added to them since is bound by entries of its own."""
    rows = case.rows(
        "SELECT iif(confidence IS NULL, text, native_text) AS text FROM page "
        "LEFT JOIN ocr_page USING (rendition, number) WHERE page.rendition = ? ORDER BY page.number",
        (rendition,),
    )
    return hashlib.sha256("\f".join(row["text"] for row in rows).encode()).hexdigest()


def _gained(case: Case) -> dict[int, tuple[int, str]]:
    """Items that got their bytes after they were taken in: by which entry, and the SHA-256 that it binds."""
    return {
        entry.facts["gained"]: (entry.id, entry.facts["gained sha256"])
        for entry in audit.entries(case)
        if "gained" in entry.facts
    }


def _items(case: Case, first: int, last: int) -> list[tuple[ItemId, bytes]]:
    rows = case.rows(
        "SELECT item.id, sha256 FROM item LEFT JOIN content ON content.id = item.content "
        "WHERE item.id BETWEEN ? AND ? ORDER BY item.id",
        (first, last),
    )
    return [(ItemId(row["id"]), bytes(row["sha256"] or b"")) for row in rows]
