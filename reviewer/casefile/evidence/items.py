"""Items of evidence: reading them one by one and by their families."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import contents, texts
from reviewer.domain.evidence.item import Item, control_number
from reviewer.domain.evidence.reading import DEFECTS, LOOKED_FOR, PROTECTION, SAID, Hidden, Kind, State
from reviewer.domain.ids import ContentId, ItemId
from reviewer.domain.reasons.catalogue import sentence, stored_sentences
from reviewer.domain.reasons.reason import Reasons, unpack
from reviewer.errors import NotFoundError

_SELECT = """
    SELECT item.*, lower(hex(content.sha256)) AS sha256, coalesce(content.size, 0) AS size,
           coalesce(custodian.name, '') AS custodian_name
    FROM item LEFT JOIN content ON content.id = item.content LEFT JOIN custodian ON custodian.id = item.custodian
"""

_HIDDEN_UNREAD = {"pdf.hidden_unread", "pdf.hidden_in_time", "pdf.hidden_letters"}


def prefix(case: Case) -> str:
    """What this case's control numbers begin with."""
    return str(case.value("SELECT control_prefix FROM case_record"))


def get(case: Case, item: ItemId) -> Item:
    """One item; NotFoundError when there is none of that id."""
    row = case.row(_SELECT + "WHERE item.id = ?", (item,))
    if row is None:
        raise NotFoundError(f"there is no item {control_number(prefix(case), item)}")
    return _item(row, prefix(case))


def find(case: Case, control: str) -> Item:
    """The item of a control number, given in full (``ABC-000123``) or as its number alone; NotFoundError otherwise."""
    match = re.fullmatch(r"(?:(?P<prefix>[A-Za-z0-9]+)-)?0*(?P<number>[0-9]{1,15})", control.strip())
    if match is None or (match["prefix"] and match["prefix"].upper() != prefix(case)):
        raise NotFoundError(f"there is no item “{control}”", f"Control numbers look like {prefix(case)}-000001.")
    return get(case, ItemId(int(match["number"])))


def of_bytes(case: Case, sha256: bytes) -> Item | None:
    """The first item that holds these bytes, or None."""
    found = case.value(
        "SELECT item.id FROM item JOIN content ON content.id = item.content WHERE content.sha256 = ? ORDER BY item.id",
        (sha256,),
    )
    return None if found is None else get(case, ItemId(found))


def many(case: Case, ids: Sequence[ItemId]) -> list[Item]:
    """Some items, in the order asked for; ids without an item are left out."""
    found: dict[int, Item] = {}
    start = prefix(case)
    for at in range(0, len(ids), 500):
        chunk = ids[at : at + 500]
        marks = ",".join("?" * len(chunk))
        found.update(
            (row["id"], _item(row, start)) for row in case.rows(f"{_SELECT} WHERE item.id IN ({marks})", chunk)
        )
    return [found[item] for item in ids if item in found]


def children(case: Case, item: ItemId) -> list[Item]:
    """The members of an item, in their order in it."""
    start = prefix(case)
    return [
        _item(row, start) for row in case.rows(_SELECT + "WHERE item.parent = ? ORDER BY position, item.id", (item,))
    ]


def content_of(case: Case, item: ItemId) -> ContentId:
    """The original bytes of an item; NotFoundError when not even they could be had."""
    content = case.value("SELECT content FROM item WHERE id = ?", (item,))
    if content is None:
        raise NotFoundError(f"the bytes of {control_number(prefix(case), item)} could not be had when it was taken in")
    return ContentId(content)


def original(case: Case, item: ItemId) -> bytes:
    """The original bytes of an item, checked against their SHA-256; NotFoundError when there are none."""
    return contents.read(case, content_of(case, item))


def body(case: Case, item: ItemId) -> str:
    """The searchable text of an item."""
    return texts.body(case, item)


def hidden(case: Case, item: ItemId) -> list[Hidden]:
    """The words of an item that no page of it shows, and how each is hidden."""
    rows = case.rows("SELECT page, how, text FROM hidden_text WHERE item = ? ORDER BY seq", (item,))
    return [Hidden(row["text"], unpack(row["how"])[0], row["page"]) for row in rows]


def hidden_not_searched(case: Case, item: ItemId) -> Reasons:
    """Why not all of an item was searched for such words; nothing if it was."""
    row = case.row("SELECT reason, metadata FROM item WHERE id = ?", (item,))
    unread = [] if row is None else [each for each in unpack(row["reason"]) if each.code in _HIDDEN_UNREAD]
    some = "" if row is None else json.loads(row["metadata"]).get(LOOKED_FOR, "")
    return (*unread, *(unpack(some) if some else ()))


def count(case: Case) -> int:
    """How many items the case holds."""
    return case.kept("count of items", lambda: int(case.value("SELECT count(*) FROM item")), evidence=True)


def of_message(case: Case, message_id: str) -> list[ItemId]:
    """The messages of a Message-ID, angle brackets and all, in the order in which they were taken in."""
    rows = case.rows("SELECT id FROM item WHERE message_id = ? AND message_id <> '' ORDER BY id", (message_id,))
    return [ItemId(row["id"]) for row in rows]


def named(case: Case, name: str) -> list[ItemId]:
    """The items of a file name, in the order in which they were taken in."""
    return [ItemId(row["id"]) for row in case.rows("SELECT id FROM item WHERE name = ? ORDER BY id", (name,))]


def messages_with_members(case: Case) -> list[ItemId]:
    """The messages that hold attachments."""
    rows = case.rows("SELECT id FROM item WHERE kind = ? AND declared > 0 ORDER BY id", (Kind.EMAIL.value,))
    return [ItemId(row["id"]) for row in rows]


def message_of(case: Case, item: ItemId) -> Item:
    """The message that an item is or came with; the item itself where there is none."""
    found = own = get(case, item)
    while found.kind is not Kind.EMAIL and found.parent is not None:
        found = get(case, found.parent)
    return found if found.kind is Kind.EMAIL else own


def mark_read(case: Case, item: ItemId, reviewer: str, at: str) -> bool:
    """Remember that a reviewer has seen an item; False when that was known. No act: neither audited nor undone."""
    with case.transaction():
        case.execute("INSERT OR IGNORE INTO item_read (item, reviewer, at) VALUES (?,?,?)", (item, reviewer, at))
        return bool(case.value("SELECT changes()"))


def forget_open(case: Case, item: ItemId, reviewer: str) -> None:
    """Forget that a reviewer had an item open. No act, as having it open was none."""
    with case.transaction():
        case.execute("DELETE FROM item_read WHERE item = ? AND reviewer = ?", (item, reviewer))


def read_by(case: Case, reviewer: str, ids: Sequence[ItemId]) -> set[ItemId]:
    """Those of some items that a reviewer had open for long enough, or said to have read."""
    return _of_reviewer(case, "item_read", reviewer, ids) | reviewed_by(case, reviewer, ids)


def reviewed_by(case: Case, reviewer: str, ids: Sequence[ItemId]) -> set[ItemId]:
    """Those of some items that a reviewer said to have read."""
    return _of_reviewer(case, "item_reviewed", reviewer, ids)


def _of_reviewer(case: Case, table: str, reviewer: str, ids: Sequence[ItemId]) -> set[ItemId]:
    chosen = "item IN (SELECT value FROM json_each(?))"
    rows = case.rows(f"SELECT item FROM {table} WHERE reviewer = ? AND {chosen}", (reviewer, json.dumps(ids)))
    return {ItemId(row["item"]) for row in rows}


def settled(case: Case, reviewer: str, ids: Sequence[int]) -> set[int]:
    """Those of some items that a reviewer has read, or that somebody called not relevant."""
    rows = case.rows(
        """
        WITH wanted (item) AS (SELECT value FROM json_each(?1))
        SELECT item FROM wanted JOIN item_read USING (item) WHERE reviewer = ?2
        UNION SELECT item FROM wanted JOIN item_reviewed USING (item) WHERE reviewer = ?2
        UNION SELECT item FROM wanted JOIN item_mark USING (item) WHERE relevance = 'not relevant'
        """,
        (json.dumps(list(ids)), reviewer),
    )
    return {row["item"] for row in rows}


def read_counts(case: Case, reviewer: str) -> tuple[int, int]:
    """How many items a reviewer has read, and how many there are."""
    read = case.value(
        """SELECT count(*) FROM (SELECT item FROM item_read WHERE reviewer = ?1
           UNION SELECT item FROM item_reviewed WHERE reviewer = ?1)""",
        (reviewer,),
    )
    return read, count(case)


def put_reviewed(act: Act, item: ItemId, reviewer: str, *, reviewed: bool) -> None:
    """Remember that a reviewer said to have read an item, or that it is unread again, however long it was open."""
    row = act.case.row("SELECT id FROM item_reviewed WHERE item = ? AND reviewer = ?", (item, reviewer))
    if reviewed and row is None:
        act.insert("item_reviewed", {"item": item, "reviewer": reviewer})
    elif not reviewed:
        act.case.execute("DELETE FROM item_read WHERE item = ? AND reviewer = ?", (item, reviewer))
        if row is not None:
            act.delete("item_reviewed", row["id"])


def iterate(case: Case, ids: Sequence[ItemId]) -> Iterator[Item]:
    """Some items, a few hundred in memory at a time."""
    for at in range(0, len(ids), 500):
        yield from many(case, ids[at : at + 500])


def _item(row: Any, start: str) -> Item:
    metadata = json.loads(row["metadata"])
    coded = {name: unpack(metadata[name]) for name in (DEFECTS, PROTECTION) if name in metadata}
    metadata |= {name: stored_sentences(metadata[name]) for name in SAID if name in metadata}
    return Item(
        id=ItemId(row["id"]),
        control=control_number(start, row["id"]),
        parent=None if row["parent"] is None else ItemId(row["parent"]),
        family=ItemId(row["family"]),
        position=row["position"],
        depth=row["depth"],
        name=row["name"],
        path=row["path"],
        kind=Kind(row["kind"]),
        media_type=row["media_type"],
        state=State(row["state"]),
        reasons=unpack(row["reason"]),
        sha256=row["sha256"] or "",
        size=row["size"],
        duplicate_of=None if row["duplicate_of"] is None else ItemId(row["duplicate_of"]),
        inline=bool(row["inline"]),
        custodian=row["custodian_name"],
        subject=row["subject"],
        sender=row["sender"],
        recipients=row["recipients"],
        date=row["date"],
        zone=row["zone"],
        attachments=row["attachments"],
        pages=row["pages"],
        from_mbox=bool(row["from_mbox"]),
        folder=row["folder"],
        flags=unpack(row["flags"]),
        derived=bool(row["derived"]),
        locked=bool(row["locked"]),
        defects=coded.get(DEFECTS, ()),
        protection=coded.get(PROTECTION, ()),
        metadata=metadata | {name: "\n".join(map(sentence, each)) for name, each in coded.items()},
    )
