"""Keep what was read: an item and all below it, as rows of the case file.

These run inside a transaction that the intake holds open; its one audit entry binds the whole batch
(:func:`note_batch`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice, pairwise

import msgspec

from reviewer.casefile.analysis import features
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import contents, participants, texts
from reviewer.casefile.evidence.packing import PackedText
from reviewer.casefile.evidence.texts import Words
from reviewer.casefile.pages import ocr_words, renditions
from reviewer.domain.evidence.joined_words import joined_words
from reviewer.domain.evidence.reading import DEFECTS, OPENED, PROTECTION, SAID, MailFacts, Reading
from reviewer.domain.evidence.unpack_budget import NOTHING, Spent
from reviewer.domain.ids import ContentId, CustodianId, IntakeId, ItemId
from reviewer.domain.reasons.reason import UNKNOWN, Reason, Reasons, pack, read_untrusted, unpack
from reviewer.errors import NotFoundError

_JSON = msgspec.json.Encoder()
_RECIPIENTS = frozenset({"to", "cc", "bcc"})
_MOST_SHOWN = 50
"""So many recipients stand in a list; all of them are kept and found."""
_MANY = 50
"""Of fewer items the rows are noted one by one, to be sealed: see :meth:`Case.inserting`."""
_OF_ITEMS = (
    "item",
    "item_person",
    "item_text",
    "hidden_text",
    "message_words",
    "quoted_header",
    "text_signature",
    "message_fingerprint",
)
"""Tables of which the rows of new items all come in together."""


@dataclass(slots=True)
class Node:
    """An item about to be kept: what it is called, its bytes, what a worker read in them, and its members.

    ``declared`` is how many members a container says it has, -1 where it does not say. ``text`` is what is searched of
    it, packed, where that was done already. ``spent`` is what taking its members out took, if they were.
    """

    name: str
    packed: contents.Packed | None
    reading: Reading
    media_type: str = ""
    inline: bool = False
    from_mbox: bool = False
    engine: str = ""
    folder: str = ""
    flags: Reasons = ()
    derived: bool = False
    declared: int = -1
    text: PackedText | None = None
    spent: Spent = NOTHING
    children: list[Node] = field(default_factory=list)

    @property
    def spent_within(self) -> Spent:
        """What was spent on this and all containers below it."""
        return sum((child.spent_within for child in self.children), self.spent) if self.children else self.spent

    @property
    def held(self) -> int:
        """Roughly how many bytes of memory this and all below it take until they are kept."""
        own = sum(map(len, self.packed.pieces)) if self.packed is not None else 0
        reading = self.reading
        own += len(reading.text) + (len(reading.mail.body) if reading.mail is not None else 0)
        if reading.pages or reading.hidden:
            own += sum(len(page.boxes) + len(page.text) for page in reading.pages)
            own += sum(len(each.text) for each in reading.hidden)
        own += len(self.text.data) if self.text is not None else 0
        return own + sum(child.held for child in self.children) if self.children else own


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

    def below(self, item: ItemId, family: ItemId, position: int) -> Place:
        """The place of a member of an item that stands here."""
        return Place(self.intake, self.custodian, self.path, item, family, position, self.depth + 1)

    def within(self, family: ItemId) -> Place:
        """The same place in a family."""
        return Place(self.intake, self.custodian, self.path, self.parent, family, self.position, self.depth)


Kept = list[tuple[ItemId, bytes]]
"""Items with their SHA-256 (empty when not even the bytes could be had), parents first."""


def keep(case: Case, trees: Sequence[tuple[Node, Place]], look: Callable[[], None] = lambda: None) -> list[Kept]:
    """Keep items and all below them, and index their words; what was kept of each. Within an open transaction.

    ``look`` is called now and then while the bytes of a large one are stored, and may raise to give up.
    A batch goes in table by table, not item by item: half the time, and FTS5 writes what it holds once.
    """
    first = last(case) + 1
    placed: list[tuple[ItemId, Node, Place]] = []
    tops: list[int] = []
    for node, place in trees:
        tops.append(len(placed))
        _number(node, place, first, placed)
    stored = contents.store_many(case, [node.packed for _, node, _ in placed if node.packed is not None], look)
    with case.inserting(dict.fromkeys(_OF_ITEMS, first)) if len(placed) > _MANY else nullcontext():
        copies = _insert_items(case, placed, stored)
        _insert_words(case, [(item, node) for item, node, _ in placed])
        features.add(case, [_taken(item, node, place.parent, copy=item in copies) for item, node, place in placed])
    for item, node, _ in placed:
        if node.reading.has_own_pages and node.packed is not None:
            content = stored[node.packed.sha256][0]
            renditions.add(case, item, content, node.reading.pages, engine=node.engine)
    kept = [(item, b"" if node.packed is None else node.packed.sha256) for item, node, _ in placed]
    return [kept[start:end] for start, end in pairwise((*tops, len(placed)))]


def last(case: Case) -> int:
    """The number of the last item there is; 0 where there is none."""
    return int(case.value("SELECT coalesce(max(id), 0) FROM item"))


def renew(case: Case, item: ItemId, node: Node, place: Place, look: Callable[[], None] = lambda: None) -> Kept:
    """Put a new reading in the place of one that failed, and add its members. Within an open transaction.

    An item that had no bytes, a locked member of an archive say, gets those of the node, which :func:`note_gained`
    binds, and what its container calls it. Notes stay, and so do pages that it was given meanwhile, with the words that
    OCR found on them. Returns what was kept below it. ``look`` is that of :func:`keep`.
    """
    values = reading_values(node)
    case.execute(f"UPDATE item SET ({READING}) = ({_marks(values)}) WHERE id = ?", (*values, item))
    if node.packed is not None and case.value("SELECT content FROM item WHERE id = ?", (item,)) is None:
        _give_bytes(case, item, node, contents.store(case, node.packed, look))
    participants.remove(case, item)
    texts.remove(case, item)
    case.execute("DELETE FROM hidden_text WHERE item = ?", (item,))
    known = renditions.of_item(case, item)
    by_ocr = "" if known is None else ocr_words.added(case, known.id)
    _insert_words(case, [(item, node)], by_ocr)
    if not by_ocr:  # else what its text is compared by is made of all of it, with the next analysis
        copy = bool(case.value("SELECT duplicate_of IS NOT NULL FROM item WHERE id = ?", (item,)))
        features.add(case, [_taken(item, node, place.parent, copy=copy)])
    if known is not None:
        case.execute("UPDATE item SET pages = ? WHERE id = ?", (len(renditions.sizes(case, known.id)), item))
    elif node.reading.has_own_pages:
        content = ContentId(case.value("SELECT content FROM item WHERE id = ?", (item,)))
        renditions.add(case, item, content, node.reading.pages, engine=node.engine)
    if known is not None:
        ocr_words.written_anew(case, known.id)
    family = item if place.family is None else place.family
    below = [(child, place.below(item, family, position)) for position, child in enumerate(node.children)]
    return [each for these in keep(case, below, look) for each in these]


def _give_bytes(case: Case, item: ItemId, node: Node, stored: tuple[ContentId, bool]) -> None:
    """Keep the bytes of an item that had none, and how its container names it now that it was found there."""
    content, new = stored
    original = None if new else case.value("SELECT min(id) FROM item WHERE content = ?", (content,))
    case.execute(
        "UPDATE item SET content = ?, duplicate_of = ?, name = ?, folder = ?, derived = ? WHERE id = ?",
        (content, original, node.name, node.folder, int(node.derived), item),
    )


def finish_container(case: Case, item: ItemId, content: ContentId, declared: int, reading: Reading) -> None:
    """Note that all members of a mailbox, store or archive are in. Within an open transaction."""
    set_content(case, item, content)
    case.execute(
        "UPDATE item SET state = ?, reason = ?, declared = ?, attachments = ?, locked = ?, metadata = ? WHERE id = ?",
        (
            reading.state.value,
            pack(reading.reasons),
            declared,
            declared,
            int(reading.locked),
            _JSON.encode(reading.metadata).decode(),
            item,
        ),
    )


def set_content(case: Case, item: ItemId, content: ContentId) -> None:
    """Note the bytes of an item that were stored after it, and what had them before. Within an open transaction."""
    case.execute(
        "UPDATE item SET content = ?1, "
        "duplicate_of = (SELECT min(id) FROM item WHERE content = ?1 AND id < ?2) WHERE id = ?2",
        (content, item),
    )


def fail_item(case: Case, item: ItemId, reasons: Reasons) -> None:
    """Note why an item could not be read in full; what of it is in is all it declares. Within an open transaction."""
    found = int(case.value("SELECT count(*) FROM item WHERE parent = ?", (item,)))
    case.execute(
        "UPDATE item SET state = 'failed', reason = ?, declared = ?, attachments = ? WHERE id = ?",
        (pack(reasons), found, found, item),
    )


def add_reason(case: Case, item: ItemId, reason: Reason) -> None:
    """Note another reason why an item was not read in full. Within an open transaction."""
    kept = unpack(case.value("SELECT reason FROM item WHERE id = ?", (item,)))
    case.execute("UPDATE item SET reason = ? WHERE id = ?", (pack((*kept, reason)), item))


def add_flag(case: Case, item: ItemId, flag: Reason) -> None:
    """Note something about an item that others have to know. Within an open transaction."""
    kept = unpack(case.value("SELECT flags FROM item WHERE id = ?", (item,)))
    case.execute("UPDATE item SET flags = ? WHERE id = ?", (pack((*kept, flag)), item))


def members(case: Case, item: ItemId) -> Iterator[tuple[ItemId, ContentId, bytes]]:
    """The members of a container in order: item, content and SHA-256 (0 and empty for one without bytes)."""
    rows = case.rows(
        "SELECT item.id, content.id AS content, sha256 FROM item LEFT JOIN content ON content.id = item.content "
        "WHERE parent = ? ORDER BY position",
        (item,),
    )
    for row in rows:
        yield ItemId(row["id"]), ContentId(row["content"] or 0), bytes(row["sha256"] or b"")


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


def note_gained(act: Act, item: ItemId, sha256: bytes) -> None:
    """Bind the bytes of an item that had none when it was taken in."""
    act.facts["gained"] = item
    act.facts["gained sha256"] = sha256.hex()


def batch_digest(kept: Sequence[tuple[ItemId, bytes]]) -> str:
    """SHA-256 over ``id sha256`` lines, in hexadecimal."""
    return hashlib.sha256("".join(f"{item} {sha256.hex()}\n" for item, sha256 in kept).encode()).hexdigest()


def _number(node: Node, place: Place, first: int, placed: list[tuple[ItemId, Node, Place]]) -> None:
    """Give an item and all below it their ids, parents first."""
    item = ItemId(first + len(placed))
    family = item if place.family is None else place.family
    placed.append((item, node, place.within(family)))
    for position, child in enumerate(node.children):
        _number(child, place.below(item, family, position), first, placed)


READING = (
    "kind, media_type, state, reason, declared, attachments, pages, metadata, flags, locked, "
    "subject, sender, recipients, date, zone, message_id, in_reply_to, reference_ids"
)
"""The columns of an item that a reading fills."""
_OCCURRENCE = (
    "id, family, content, duplicate_of, intake, custodian, parent, position, depth, name, path, folder, "
    "inline, from_mbox, derived"
)


def _taken(item: ItemId, node: Node, parent: ItemId | None, *, copy: bool) -> features.Taken:
    sha256 = b"" if node.packed is None else node.packed.sha256
    return features.Taken(item, parent, node.reading, node.media_type, sha256, len(node.children), copy)


def _insert_items(
    case: Case,
    placed: Sequence[tuple[ItemId, Node, Place]],
    stored: Mapping[bytes, tuple[ContentId, bool]],
) -> set[ItemId]:
    """Keep what is known of items; returns those whose bytes were there before."""
    copies: set[ItemId] = set()
    originals: dict[ContentId, ItemId] = {}  # the first item of each content
    rows = []
    for item, node, place in placed:
        content = original = None
        if node.packed is not None:
            content, new = stored[node.packed.sha256]
            if content not in originals:
                known = None if new else case.value("SELECT min(id) FROM item WHERE content = ?", (content,))
                originals[content] = item if known is None else ItemId(known)
            original = originals[content] if originals[content] != item else None
            if original is not None:
                copies.add(item)
        rows.append(
            (item, place.family, content, original, place.intake, place.custodian, place.parent, place.position,
             place.depth, node.name, place.path, node.folder, int(node.inline), int(node.from_mbox),
             int(node.derived), *reading_values(node))
        )  # fmt: skip
    if rows:
        case.executemany(f"INSERT INTO item ({_OCCURRENCE}, {READING}) VALUES ({_marks(rows[0])})", rows)
    return copies


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def reading_values(node: Node) -> tuple[object, ...]:
    """What the columns of :data:`READING` hold of an item."""
    reading, mail = node.reading, node.reading.mail
    metadata = {name: _checked(name, fact) for name, fact in reading.metadata.items()}
    odd = (*(mail.defects if mail is not None else ()), *reading.remarks)
    if odd:
        metadata[DEFECTS] = pack(odd)
    if reading.protection:
        metadata[PROTECTION] = pack(reading.protection)
    if mail is not None and mail.date_text:
        metadata["date"] = mail.date_text
    if reading.password:
        metadata[OPENED] = "yes"
    return (
        reading.kind.value,
        node.media_type,
        reading.state.value,
        pack(reading.reasons),
        max(node.declared, len(node.children)),
        sum(not child.inline for child in node.children),
        len(reading.pages),
        _JSON.encode(metadata).decode(),
        pack(node.flags),
        int(reading.locked),
        *(("", "", "", "", None, "", "", "") if mail is None else _mail_values(mail)),
    )


def _checked(name: str, fact: str) -> str:
    """A fact of a worker. One that is said in a sentence is kept only if it is codes, as that it is unknown else."""
    return fact if name not in SAID or read_untrusted(fact) else pack((Reason(UNKNOWN, code=name),))


def _mail_values(mail: MailFacts) -> tuple[object, ...]:
    senders = [person for person in mail.people if person.role == "from"] or [
        person for person in mail.people if person.role == "sender"
    ]
    others = islice((person for person in mail.people if person.role in _RECIPIENTS), _MOST_SHOWN)
    return (
        mail.subject,
        ", ".join([_shown(person.name, person.address) for person in senders]),
        ", ".join([_shown(person.name, person.address) for person in others]),
        mail.date,
        mail.zone,
        mail.message_id,
        mail.in_reply_to,
        "\n".join(mail.references),
    )


def _insert_words(case: Case, nodes: Sequence[tuple[ItemId, Node]], by_ocr: str = "") -> None:
    """The people, the words to search, with those that OCR found before, and the hidden words of some items."""
    participants.add(case, ((item, node.reading.mail.people) for item, node in nodes if node.reading.mail is not None))
    texts.add(case, ((item, words_of(node, by_ocr)) for item, node in nodes))
    case.executemany(
        "INSERT INTO hidden_text (item, seq, page, how, text) VALUES (?,?,?,?,?)",
        (
            (item, seq, hidden.page, pack((hidden.by,)), hidden.text)
            for item, node in nodes
            for seq, hidden in enumerate(node.reading.hidden)
        ),
    )


def words_of(node: Node, by_ocr: str = "") -> Words:
    """What is searched of an item."""
    reading, mail = node.reading, node.reading.mail
    people = () if mail is None else mail.people
    names = [node.name if mail is None else "", *(child.name for child in node.children if child.name)]
    if mail is not None:
        unread = "" if mail.date else mail.date_text  # the page shows it as it stands
        names += [each for each in (mail.beside, unread) if each]
    names += [value for told in reading.protection for _, value in told.args if isinstance(value, str)]  # who signed
    subject = "" if mail is None else mail.subject
    named = "\n".join([f"{person.name} {person.address}" for person in people])
    body = reading.searched + by_ocr
    hidden = "\n".join(each.text for each in reading.hidden)
    joined = joined_words((subject, named, body, *names, hidden))
    names += [joined] if joined else []
    return Words(subject, named, body, "\n".join(names), hidden, None if by_ocr else node.text)


def _shown(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address
