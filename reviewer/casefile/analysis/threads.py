"""Threads: what they are worked out from, the edges that came out, and reviewers' corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reviewer.casefile.analysis import messages
from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.domain import clock
from reviewer.domain.analysis import quote_parser, shingles
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.threads import Edge, Ref, ReplyBasis
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason, pack, unpack

_LOOKED_THROUGH = 64


@dataclass(frozen=True, slots=True)
class Link:
    """That one place of a thread answers another. A missing message is named by the negative of its number."""

    child: int
    parent: int
    reason: ReplyBasis
    evidence: Reason


def waiting(case: Case) -> int:
    """How many messages were not put into threads yet."""
    return len(waiting_items(case))


def waiting_items(case: Case) -> list[int]:
    """The messages that were not put into threads yet."""
    return messages.without(case, "thread_message")


def there(case: Case) -> int:
    """How many messages are in threads, or could be."""
    return int(case.value("SELECT count(*) FROM thread_message"))


def own_samples(case: Case, items: Iterable[int]) -> Iterator[Sequence[int]]:
    """Samples of the words that some messages say themselves."""
    for (sample,) in case.tuples(
        "SELECT own FROM message_words WHERE item IN (SELECT value FROM json_each(?))", (_listed(items),)
    ):
        yield shingles.unpacked(sample)


def quoted_samples(case: Case, items: Iterable[int]) -> dict[int, Sequence[int]]:
    """Samples of the words that some messages quote, of those that quote any; in order."""
    rows = case.tuples(
        """SELECT item, quoted FROM message_words
           WHERE length(quoted) > 0 AND item IN (SELECT value FROM json_each(?)) ORDER BY item""",
        (_listed(items),),
    )
    return {item: shingles.unpacked(sample) for item, sample in rows}


def samples(case: Case, column: str, wanted: set[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Samples of the words that messages say themselves (``own``), or quote (``quoted``): those with any run wanted.

    Many at a time are looked through for the runs, for the most have none.
    """
    rows = case.streamed(f"SELECT item, {column} FROM message_words WHERE length({column}) > 0 ORDER BY item")
    while some := list(islice(rows, _LOOKED_THROUGH)):
        if not wanted.isdisjoint(shingles.unpacked(b"".join(sample for _, sample in some))):
            for item, packed in some:
                sample = shingles.unpacked(packed)
                if not wanted.isdisjoint(sample):
                    yield item, sample


def all_samples(case: Case) -> Iterator[tuple[int, bytes, bytes]]:
    """Samples of the words that each message says itself, and of those that it quotes, packed; in order."""
    yield from case.streamed("SELECT item, own, quoted FROM message_words ORDER BY item")


def copies(case: Case) -> set[int]:
    """The items that share the place of another."""
    return {item for (item,) in case.tuples("SELECT item FROM thread_message WHERE place <> item")}


def answering_by_headers(case: Case, items: Iterable[int]) -> set[int]:
    """Those of some items of which headers tell what they answer."""
    rows = case.tuples(
        """SELECT child FROM thread_edge WHERE reason IN ('references', 'in-reply-to')
           AND child IN (SELECT value FROM json_each(?))""",
        (_listed(items),),
    )
    return {child for (child,) in rows}


def quotes_known(case: Case, items: Iterable[int]) -> list[Edge]:
    """What was found of some items that quote others. Their texts have not changed since."""
    rows = case.tuples(
        """SELECT child, parent, evidence FROM thread_edge WHERE reason = 'quote' AND parent IS NOT NULL
           AND child IN (SELECT value FROM json_each(?))""",
        (_listed(items),),
    )
    return [Edge(child, parent, ReplyBasis.QUOTE, unpack(evidence)[0]) for child, parent, evidence in rows]


def words_of(case: Case, message: int) -> tuple[list[str], list[str]]:
    """The words that a message says itself, and those that it quotes."""
    parted = quote_parser.part(items.body(case, ItemId(message)))
    return shingles.words(parted.own), shingles.words(parted.quoted)


def known_places(case: Case, items: Iterable[int]) -> dict[int, int]:
    """The places that some items have by now."""
    return dict(
        case.tuples(
            "SELECT item, place FROM thread_message WHERE item IN (SELECT value FROM json_each(?))", (_listed(items),)
        )
    )


def renew_places(case: Case, places: Mapping[int, int], *, every: bool) -> None:
    """Bring the places of messages up to date; ``every`` says that they are all of a case. Within a transaction."""
    known = dict(case.tuples("SELECT item, place FROM thread_message")) if every else known_places(case, places)
    case.executemany(
        "DELETE FROM thread_message WHERE item = ?",
        [(item,) for item in known.keys() - places.keys()],
    )
    case.executemany(
        "INSERT OR REPLACE INTO thread_message (item, place) VALUES (?,?)",
        [(item, place) for item, place in places.items() if known.get(item) != place],
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a case that nothing outside has to do with: items, and the Message-IDs that they have or name."""

    items: Sequence[int]
    message_ids: Sequence[str]


_EDGES = """SELECT edge.id, coalesce(child, below.message_id) AS child, coalesce(parent, above.message_id) AS parent,
           reason, evidence
    FROM thread_edge AS edge LEFT JOIN missing_message AS below ON below.id = missing_child
    LEFT JOIN missing_message AS above ON above.id = missing_parent"""


def outdated(case: Case, edges: Mapping[Ref, Edge], scope: Scope | None) -> tuple[list[int], list[Edge]]:
    """The numbers of the edges that no longer hold, and the edges that are new; of a whole case, or of a part."""
    gone, kept = [], set[Ref]()
    for number, child, parent, reason, evidence in _stored_edges(case, scope):
        edge = edges.get(child)
        if edge is not None and (edge.parent, edge.reason, pack((edge.evidence,))) == (parent, reason, evidence):
            kept.add(edge.child)
        else:
            gone.append(number)
    return gone, [edge for edge in edges.values() if edge.child not in kept]


def _stored_edges(case: Case, scope: Scope | None) -> list[tuple[Any, ...]]:
    if scope is None:
        return case.tuples(_EDGES)
    there = f"{_EDGES} WHERE child IN (SELECT value FROM json_each(?))"
    gone = f"{_EDGES} WHERE missing_child IN ({_MISSING})"
    return [*case.tuples(there, (_listed(scope.items),)), *case.tuples(gone, (json.dumps(scope.message_ids),))]


_UNNAMED = """NOT EXISTS (SELECT 1 FROM thread_edge WHERE missing_child = missing_message.id)
    AND NOT EXISTS (SELECT 1 FROM thread_edge WHERE missing_parent = missing_message.id)"""
_MISSING = "SELECT id FROM missing_message WHERE message_id IN (SELECT value FROM json_each(?))"


def remove_edges(case: Case, numbers: Iterable[int]) -> None:
    """Remove edges that no longer hold. Within an open transaction."""
    case.executemany("DELETE FROM thread_edge WHERE id = ?", [(number,) for number in numbers])


def add_edges(case: Case, edges: Sequence[Edge]) -> None:
    """Add edges, and the missing messages that they name. Within an open transaction."""
    ids = {ref for edge in edges for ref in (edge.child, edge.parent) if isinstance(ref, str)}
    case.executemany(
        "INSERT OR IGNORE INTO missing_message (message_id) VALUES (?)",
        [(one,) for one in sorted(ids)],
    )
    find = "(SELECT id FROM missing_message WHERE message_id = ?)"
    case.executemany(
        "INSERT INTO thread_edge (child, missing_child, parent, missing_parent, reason, evidence) "
        f"VALUES (?, {find}, ?, {find}, ?, ?)",
        [(*_ends(edge.child), *_ends(edge.parent), edge.reason.value, pack((edge.evidence,))) for edge in edges],
    )


def drop_found(case: Case, scope: Scope | None) -> None:
    """Forget missing messages that no edge names any more; of a whole case, or of a part. Within a transaction."""
    if scope is None:
        case.execute(f"DELETE FROM missing_message WHERE {_UNNAMED}")
    else:
        named = (json.dumps(scope.message_ids),)
        case.execute(f"DELETE FROM missing_message WHERE id IN ({_MISSING}) AND {_UNNAMED}", named)


def places(case: Case) -> dict[int, int]:
    """The place of each item that is in a thread or could be."""
    return {row["item"]: row["place"] for row in case.rows("SELECT item, place FROM thread_message ORDER BY item")}


def place_of(case: Case, item: ItemId) -> int | None:
    """The place of an item; None for what is no message, or was not put in order yet."""
    found = case.value("SELECT place FROM thread_message WHERE item = ?", (item,))
    return None if found is None else int(found)


def items_at(case: Case, wanted: Iterable[int]) -> dict[int, int]:
    """The items that share some places, each with its place, in order."""
    rows = case.rows(
        "SELECT item, place FROM thread_message WHERE place IN (SELECT value FROM json_each(?)) ORDER BY item",
        (_listed(wanted),),
    )
    return {row["item"]: row["place"] for row in rows}


def counts(case: Case) -> dict[str, int]:
    """How many messages were found to answer another, by reason, and how many are ``missing``; without corrections."""
    missing = case.value(f"SELECT count(*) FROM missing_message WHERE NOT ({_UNNAMED})")
    return {**dict(case.tuples("SELECT reason, count(*) FROM thread_edge GROUP BY reason")), "missing": missing}


def links(case: Case) -> dict[int, Link]:
    """What was worked out, by child, without corrections."""
    return {link.child: link for link in map(_link, case.rows("SELECT * FROM thread_edge ORDER BY id"))}


def links_about(case: Case, nodes: Iterable[int]) -> list[Link]:
    """What was worked out of some places and missing messages: what they answer, and what answers them."""
    wanted = list(nodes)
    there, gone = (
        _listed(node for node in wanted if node > 0),
        _listed(-node for node in wanted if node < 0),
    )
    rows = case.rows(
        "SELECT * FROM thread_edge WHERE child IN (SELECT value FROM json_each(?1)) "
        "OR parent IN (SELECT value FROM json_each(?1)) OR missing_child IN (SELECT value FROM json_each(?2)) "
        "OR missing_parent IN (SELECT value FROM json_each(?2))",
        (there, gone),
    )
    return [_link(row) for row in rows]


def whole(case: Case, item: ItemId) -> set[ItemId]:
    """All messages of the thread that an item is in, with the item; what is no message is alone."""
    place = place_of(case, item)
    if place is None:
        return {item}
    said = {child: parent for child, parent, _ in corrections(case)}
    known, new = set[int](), {place}
    while new:
        known |= new
        pairs = [(link.child, link.parent) for link in links_about(case, new) if link.child not in said]
        pairs += [(child, parent) for child, parent in said.items() if parent is not None and {child, parent} & new]
        new = {node for pair in pairs for node in pair} - known
    return {ItemId(each) for each in items_at(case, (node for node in known if node > 0))}


def corrections(case: Case) -> list[tuple[int, int | None, Reason]]:
    """What reviewers said: place of the child, of the parent (None: it answers none), who said so when; latest last."""
    rows = case.rows(
        """SELECT coalesce(below.place, child) AS child, coalesce(above.place, parent) AS parent, reviewer, created
           FROM thread_correction LEFT JOIN thread_message AS below ON below.item = child
           LEFT JOIN thread_message AS above ON above.item = parent ORDER BY thread_correction.id"""
    )
    return [
        (row["child"], row["parent"], Reason("thread.by_hand", reviewer=row["reviewer"], at=row["created"]))
        for row in rows
    ]


def correct(act: Act, child: ItemId, parent: ItemId | None, reviewer: str) -> None:
    """Say by hand which message another answers, or that it answers none."""
    values = {"parent": parent, "reviewer": reviewer, "created": clock.now()}
    known = act.case.row("SELECT id, parent FROM thread_correction WHERE child = ?", (child,))
    if known is None:
        act.insert("thread_correction", {"child": child, **values})
    elif known["parent"] != parent:
        act.update("thread_correction", known["id"], values)


def missing_ids(case: Case) -> dict[int, str]:
    """The Message-IDs of the messages that are missing, by number."""
    return {row["id"]: row["message_id"] for row in case.rows("SELECT id, message_id FROM missing_message ORDER BY id")}


def missing_among(case: Case, numbers: Iterable[int]) -> dict[int, str]:
    """The Message-IDs of some of the messages that are missing, by number."""
    rows = case.rows(
        "SELECT id, message_id FROM missing_message WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (_listed(numbers),),
    )
    return {row["id"]: row["message_id"] for row in rows}


def referrers(case: Case, wanted: Mapping[str, object]) -> dict[str, list[tuple[ItemId, str]]]:
    """Which items name each of some Message-IDs, and in which header."""
    found: dict[str, list[tuple[ItemId, str]]] = {}
    rows = case.rows(
        "SELECT id, in_reply_to, reference_ids FROM item WHERE in_reply_to <> '' OR reference_ids <> '' ORDER BY id"
    )
    for row in rows:
        named = row["reference_ids"].split()
        for message_id in dict.fromkeys([row["in_reply_to"], *named]):
            if message_id in wanted:
                how = [
                    header
                    for header, there in (
                        ("In-Reply-To", message_id == row["in_reply_to"]),
                        ("References", message_id in named),
                    )
                    if there
                ]
                found.setdefault(message_id, []).append((ItemId(row["id"]), " and ".join(how)))
    return found


def told(case: Case, item: ItemId) -> QuotedHeader | None:
    """What a message says above its first quote of the message that it answers."""
    row = case.row("SELECT * FROM quoted_header WHERE item = ? AND seq = 1", (item,))
    return None if row is None else _header(row)


def sent(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Sender's name and address, date and subject of every message."""
    rows = case.rows(
        """SELECT participant.name, address, date, subject FROM participant JOIN item ON item.id = participant.item
           WHERE role IN ('from', 'sender')"""
    )
    for row in rows:
        yield row["name"], row["address"], row["date"], row["subject"]


def all_told(case: Case) -> Iterator[tuple[ItemId, int, QuotedHeader]]:
    """Everything that lines above quotes tell: the item, which of its quotes, counted from 1, and what is said."""
    for row in case.rows("SELECT * FROM quoted_header ORDER BY item, seq"):
        yield ItemId(row["item"]), row["seq"], _header(row)


_DAYS = """coalesce(custodian.name, '') AS custodian, top.kind, item.path, substr(item.date, 1, 10) AS day
    FROM item JOIN message_fingerprint AS made ON made.item = item.id
    JOIN item AS top ON top.id = item.family LEFT JOIN custodian ON custodian.id = item.custodian
    JOIN intake ON intake.id = item.intake
    WHERE item.date BETWEEN '1982' AND substr(intake.started, 1, 10) || 'T24' AND NOT made.attached"""


_SENT = """FROM item JOIN message_fingerprint AS made ON made.item = item.id
    LEFT JOIN custodian ON custodian.id = item.custodian JOIN intake ON intake.id = item.intake
    WHERE NOT made.attached"""
_IN_ORDER = "item.date BETWEEN '1982' AND substr(intake.started, 1, 10) || 'T24'"


def per_day(case: Case) -> list[tuple[str, str, int]]:
    """How many messages that are not inside another each custodian has of each day (UTC), with days as :func:`days`."""
    return case.tuples(
        f"""SELECT coalesce(custodian.name, '') AS whose, substr(item.date, 1, 10) AS day, count(*) {_SENT}
            AND {_IN_ORDER} GROUP BY whose, day ORDER BY whose, day"""
    )


def of_no_day(case: Case) -> int:
    """How many messages that are not inside another have no date, or one that :func:`days` leaves out."""
    return int(case.value(f"SELECT count(*) {_SENT} AND NOT {_IN_ORDER}"))


def days(case: Case) -> Iterator[tuple[str, str, str]]:
    """Custodian, mailbox and day (UTC) of each message that is not inside another; the mailbox is a path.

    Dates before there was such mail (RFC 822, 1982), and after it was taken in, tell nothing of a rhythm.
    """
    for row in case.rows(f"SELECT DISTINCT {_DAYS}"):
        yield row["custodian"], _mailbox(row), row["day"]


def days_of(case: Case, wanted: Iterable[ItemId]) -> Iterator[tuple[ItemId, str, str, str]]:
    """As :func:`days`, of these messages alone and each with its item."""
    listed = "(SELECT value FROM json_each(?))"
    for row in case.rows(f"SELECT item.id, {_DAYS} AND item.id IN {listed}", (_listed(wanted),)):
        yield ItemId(row["id"]), row["custodian"], _mailbox(row), row["day"]


def _mailbox(row: Any) -> str:
    return str(row["path"].rpartition("/")[0] if row["kind"] == "email" else row["path"])


def _link(row: Any) -> Link:
    child, parent = (
        row["child"] or -row["missing_child"],
        row["parent"] or -row["missing_parent"],
    )
    return Link(child, parent, ReplyBasis(row["reason"]), unpack(row["evidence"])[0])


def _listed(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


def _header(row: Any) -> QuotedHeader:
    return QuotedHeader(
        row["name"],
        row["address"],
        row["recipients"],
        row["date"],
        row["date_text"],
        row["subject"],
    )


def _ends(ref: Ref) -> tuple[int | None, str | None]:
    return (None, ref) if isinstance(ref, str) else (ref, None)
