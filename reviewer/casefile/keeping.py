"""Keep what was read: an item and all below it, as rows of the case file.

These run inside a transaction that the intake holds open; its one audit entry binds the whole batch
(:func:`note_batch`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.casefile import contents, renditions
from reviewer.casefile.case import Act, Case
from reviewer.domain.ids import ContentId, CustodianId, IntakeId, ItemId
from reviewer.domain.reading import MailFacts, Reading
from reviewer.errors import NotFoundError


@dataclass(slots=True)
class Node:
    """An item about to be kept: what it is called, its bytes, what a worker read in them, and its members."""

    name: str
    packed: contents.Packed | None
    reading: Reading
    media_type: str = ""
    inline: bool = False
    from_mbox: bool = False
    engine: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def held(self) -> int:
        """Roughly how many bytes of memory this and all below it take until they are kept."""
        own = sum(map(len, self.packed.pieces)) if self.packed is not None else 0
        own += sum(len(page.boxes) + len(page.text) for page in self.reading.pages)
        own += len(self.reading.mail.body) if self.reading.mail is not None else 0
        return own + sum(child.held for child in self.children)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node goes: its intake, custodian, path on the medium, parent, and position among the parent's members."""

    intake: IntakeId
    custodian: CustodianId | None
    path: str
    parent: ItemId | None = None
    family: ItemId | None = None
    position: int = 0
    depth: int = 0


Kept = list[tuple[ItemId, bytes]]
"""Items with their SHA-256 (empty when not even the bytes could be had), parents first."""


def keep(case: Case, trees: Sequence[tuple[Node, Place]]) -> list[Kept]:
    """Keep items and all below them, and index their words; what was kept of each. Within an open transaction."""
    kept = [_keep_one(case, node, place) for node, place in trees]
    ids = [item for each in kept for item, _ in each]
    if ids:
        _index(case, ids[0], ids[-1])
    return kept


def _keep_one(case: Case, node: Node, place: Place) -> Kept:
    item = ItemId(int(case.value("SELECT coalesce(max(id), 0) + 1 FROM item")))
    family = place.family if place.family is not None else item
    content, original = _content(case, node)
    occurrence = {"id": item, "family": family, "content": content, "duplicate_of": original}
    _insert_item(case, node, place, occurrence)
    _insert_parts(case, item, node, content)
    kept = [(item, b"" if node.packed is None else node.packed.sha256)]
    for position, child in enumerate(node.children):
        below = Place(place.intake, place.custodian, place.path, item, family, position, place.depth + 1)
        kept += _keep_one(case, child, below)
    return kept


def _index(case: Case, first: ItemId, last: ItemId) -> None:
    case.execute(
        "INSERT INTO item_fts (rowid, subject, people, body, attachments, notes) "
        "SELECT item, subject, people, body, attachments, notes FROM item_text WHERE item BETWEEN ? AND ?",
        (first, last),
    )


def renew(case: Case, item: ItemId, node: Node, place: Place) -> Kept:
    """Put a new reading in the place of one that failed, and add its members. Within an open transaction."""
    values = _reading_values(node)
    case.execute(
        f"UPDATE item SET {', '.join(f'{column} = ?' for column in values)} WHERE id = ?", (*values.values(), item)
    )
    case.execute("DELETE FROM item_text WHERE item = ?", (item,))
    case.execute("DELETE FROM participant WHERE item = ?", (item,))
    content = case.value("SELECT content FROM item WHERE id = ?", (item,))
    _insert_parts(case, item, node, ContentId(content))
    _index(case, item, item)
    below = [
        (child, Place(place.intake, place.custodian, place.path, item, place.family, position, place.depth + 1))
        for position, child in enumerate(node.children)
    ]
    return [each for kept in keep(case, below) for each in kept]


def finish_mailbox(case: Case, item: ItemId, content: ContentId, declared: int) -> None:
    """Note that all messages of a mailbox are in. Within an open transaction."""
    case.execute(
        "UPDATE item SET state = 'ok', reason = '', content = ?, declared = ?, attachments = ? WHERE id = ?",
        (content, declared, declared, item),
    )


def set_content(case: Case, item: ItemId, content: ContentId) -> None:
    """Note the bytes of an item that were stored after it. Within an open transaction."""
    case.execute("UPDATE item SET content = ? WHERE id = ?", (content, item))


def fail_item(case: Case, item: ItemId, reason: str) -> None:
    """Note why an item could not be read in full; what of it is in is all it declares. Within an open transaction."""
    found = int(case.value("SELECT count(*) FROM item WHERE parent = ?", (item,)))
    case.execute(
        "UPDATE item SET state = 'failed', reason = ?, declared = ?, attachments = ? WHERE id = ?",
        (reason, found, found, item),
    )


def members(case: Case, item: ItemId) -> Iterator[tuple[ItemId, ContentId, bytes]]:
    """The members of a mailbox in order: item, content and SHA-256."""
    rows = case.rows(
        "SELECT item.id, content.id AS content, sha256 FROM item JOIN content ON content.id = item.content "
        "WHERE parent = ? ORDER BY position",
        (item,),
    )
    for row in rows:
        yield ItemId(row["id"]), ContentId(row["content"]), bytes(row["sha256"])


def retryable(case: Case) -> list[ItemId]:
    """Items whose bytes are here but that no reader got through."""
    rows = case.rows("SELECT id FROM item WHERE state = 'failed' AND content IS NOT NULL AND declared = 0 ORDER BY id")
    return [ItemId(row["id"]) for row in rows]


def place_of(case: Case, item: ItemId) -> Place:
    """Where an item stands."""
    row = case.row("SELECT * FROM item WHERE id = ?", (item,))
    if row is None:
        raise NotFoundError(f"there is no item {item}")
    custodian_id = None if row["custodian"] is None else CustodianId(row["custodian"])
    parent = None if row["parent"] is None else ItemId(row["parent"])
    return Place(
        IntakeId(row["intake"]), custodian_id, row["path"], parent, ItemId(row["family"]), row["position"], row["depth"]
    )


def note_batch(act: Act, kept: Sequence[tuple[ItemId, bytes]]) -> None:
    """Bind a batch of items into the audit trail: how many, from which to which, and a digest over their hashes."""
    if not kept:
        return
    act.facts["items"] = len(kept)
    act.facts["first"], act.facts["last"] = kept[0][0], kept[-1][0]
    act.facts["sha256"] = batch_digest(kept)


def batch_digest(kept: Sequence[tuple[ItemId, bytes]]) -> str:
    """SHA-256 over ``id sha256`` lines, in hexadecimal."""
    return hashlib.sha256("".join(f"{item} {sha256.hex()}\n" for item, sha256 in kept).encode()).hexdigest()


def _content(case: Case, node: Node) -> tuple[ContentId | None, ItemId | None]:
    """The content of a node, and the first item that had the same bytes."""
    if node.packed is None:
        return None, None
    content, new = contents.store(case, node.packed)
    if new:
        return content, None
    original = case.value("SELECT min(id) FROM item WHERE content = ?", (content,))
    return content, None if original is None else ItemId(original)


def _insert_item(case: Case, node: Node, place: Place, occurrence: Mapping[str, object]) -> None:
    values = {
        **occurrence,
        "intake": place.intake,
        "custodian": place.custodian,
        "parent": place.parent,
        "position": place.position,
        "depth": place.depth,
        "name": node.name,
        "path": place.path,
        "inline": int(node.inline),
        "from_mbox": int(node.from_mbox),
        **_reading_values(node),
    }
    marks = ",".join("?" * len(values))
    case.execute(f"INSERT INTO item ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def _reading_values(node: Node) -> dict[str, object]:
    """The columns of an item that a reading fills."""
    reading, mail = node.reading, node.reading.mail
    metadata = dict(reading.metadata)
    if mail is not None and mail.defects:
        metadata["defects"] = "\n".join(mail.defects)
    if mail is not None and mail.date_text:
        metadata["date"] = mail.date_text
    values: dict[str, object] = {
        "kind": reading.kind.value,
        "media_type": node.media_type,
        "state": reading.state.value,
        "reason": reading.reason,
        "declared": len(node.children),
        "attachments": sum(not child.inline for child in node.children),
        "pages": len(reading.pages),
        "metadata": json.dumps(metadata, ensure_ascii=False),
    }
    return values | (_mail_values(mail) if mail is not None else {})


def _mail_values(mail: MailFacts) -> dict[str, object]:
    senders = [person for person in mail.people if person.role == "from"] or [
        person for person in mail.people if person.role == "sender"
    ]
    others = [person for person in mail.people if person.role in ("to", "cc", "bcc")]
    return {
        "subject": mail.subject,
        "sender": ", ".join(_shown(person.name, person.address) for person in senders),
        "recipients": ", ".join(_shown(person.name, person.address) for person in others[:50]),
        "date": mail.date,
        "zone": mail.zone,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "reference_ids": "\n".join(mail.references),
    }


def _insert_parts(case: Case, item: ItemId, node: Node, content: ContentId | None) -> None:
    mail, pages = node.reading.mail, node.reading.pages
    people = () if mail is None else mail.people
    case.executemany(
        "INSERT INTO participant (item, seq, role, name, address) VALUES (?,?,?,?,?)",
        [(item, seq, person.role, person.name, person.address.lower()) for seq, person in enumerate(people)],
    )
    body = "\n\n".join(page.text for page in pages) if mail is None else mail.body
    names = "\n".join([node.name if mail is None else "", *(child.name for child in node.children if child.name)])
    case.execute(
        "INSERT INTO item_text (item, subject, people, body, attachments) VALUES (?,?,?,?,?)",
        (
            item,
            "" if mail is None else mail.subject,
            "\n".join(f"{person.name} {person.address}" for person in people),
            body,
            names,
        ),
    )
    if pages and content is not None:
        renditions.add(case, item, content, pages, engine=node.engine)


def _shown(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address
