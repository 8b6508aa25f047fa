"""Threads: what they are worked out from, the edges that came out, and reviewers' corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.domain import clock
from reviewer.domain.analysis import quote_parser, shingles
from reviewer.domain.analysis.connected import groups
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.analysis.threads import Edge, Letter, Ref, ReplyBasis
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId

_MOST_PEOPLE = 50
_NOBODY = frozenset[str]()

_WAITING = """FROM item LEFT JOIN thread_message AS made ON made.item = item.id
    WHERE item.kind = 'email' AND item.state <> 'failed' AND made.item IS NULL"""


@dataclass(frozen=True, slots=True)
class Link:
    """That one place of a thread answers another. A missing message is named by the negative of its number."""

    child: int
    parent: int
    reason: ReplyBasis
    evidence: str


class _Row(NamedTuple):
    """What the headers of one item say; ``subject`` is its base subject, and ``answer`` whether that was one's."""

    item: int
    original: int | None
    message_id: str
    in_reply_to: str
    references: str
    sender: str
    date: str
    subject: str
    answer: bool


def waiting(case: Case) -> int:
    """How many messages were not put into threads yet."""
    return int(case.value(f"SELECT count(*) {_WAITING}"))


def letters(case: Case) -> tuple[list[Letter], dict[int, int]]:
    """Every message, copies taken together, and the place of each item that is a message."""
    rows = [
        _Row(item, original, message_id, in_reply_to, references, sender, date, *base_subject(subject))
        for item, original, message_id, in_reply_to, references, sender, date, subject in case.tuples(
            """SELECT item.id, made.original, message_id, in_reply_to, reference_ids, sender, date, subject
               FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
               WHERE kind = 'email' AND state <> 'failed' ORDER BY item.id"""
        )
    ]
    places = _places(rows)
    people = _people(case)
    start = items.prefix(case)
    members: dict[int, list[_Row]] = {}
    for row in rows:
        members.setdefault(places[row.item], []).append(row)
    found = [_letter(place, control_number(start, place), copies, people) for place, copies in members.items()]
    return found, places


def _letter(place: int, label: str, copies: Sequence[_Row], people: Mapping[int, frozenset[str]]) -> Letter:
    """What all copies of a message tell together; the most have no other."""
    first = named = copies[0]
    ids: tuple[str, ...] = (first.message_id,) if first.message_id else ()
    everybody = people.get(first.item, _NOBODY)
    if len(copies) > 1:
        named = next((row for row in copies if row.references), None) or next(
            (row for row in copies if row.in_reply_to), first
        )
        ids = tuple(sorted({row.message_id for row in copies} - {""}))
        everybody = everybody.union(*(people.get(row.item, _NOBODY) for row in copies))
    references = tuple(named.references.split()) if named.references else ()
    return Letter(place, label, ids, references, named.in_reply_to, first.subject, first.answer, first.date, everybody)


def samples(case: Case, column: str) -> Iterator[tuple[int, Sequence[int]]]:
    """Samples of the words that each message says itself (``own``), or quotes (``quoted``)."""
    for row in case.rows(f"SELECT item, {column} AS sample FROM message_words WHERE length({column}) > 0"):
        yield row["item"], shingles.unpacked(row["sample"])


def quotes_known(case: Case) -> dict[tuple[int, int], str]:
    """Which message was found to quote which, and what shows it. Their texts have not changed since."""
    rows = case.rows(
        """SELECT edge.child, edge.parent, evidence FROM thread_edge AS edge
           WHERE reason = 'quote' AND child IS NOT NULL AND parent IS NOT NULL"""
    )
    return {(row["child"], row["parent"]): row["evidence"] for row in rows}


def words_of(case: Case, message: int) -> tuple[list[str], list[str]]:
    """The words that a message says itself, and those that it quotes."""
    parted = quote_parser.part(items.body(case, ItemId(message)))
    return shingles.words(parted.own), shingles.words(parted.quoted)


def renew_places(case: Case, places: Mapping[int, int]) -> None:
    """Bring the places of messages up to date. Within an open transaction."""
    known = {row["item"]: row["place"] for row in case.rows("SELECT item, place FROM thread_message")}
    case.executemany(
        "DELETE FROM thread_message WHERE item = ?",
        [(item,) for item in known.keys() - places.keys()],
    )
    case.executemany(
        "INSERT OR REPLACE INTO thread_message (item, place) VALUES (?,?)",
        [(item, place) for item, place in places.items() if known.get(item) != place],
    )


def outdated(case: Case, edges: Mapping[Ref, Edge]) -> tuple[list[int], list[Edge]]:
    """The numbers of the edges that no longer hold, and the edges that are new."""
    gone, kept = [], set[Ref]()
    rows = case.rows(
        """SELECT edge.id, coalesce(child, below.message_id) AS child, coalesce(parent, above.message_id) AS parent,
                  reason, evidence
           FROM thread_edge AS edge LEFT JOIN missing_message AS below ON below.id = missing_child
           LEFT JOIN missing_message AS above ON above.id = missing_parent"""
    )
    for row in rows:
        edge = edges.get(row["child"])
        if edge is not None and (edge.parent, edge.reason, edge.evidence) == (
            row["parent"],
            row["reason"],
            row["evidence"],
        ):
            kept.add(edge.child)
        else:
            gone.append(row["id"])
    return gone, [edge for edge in edges.values() if edge.child not in kept]


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
        [(*_ends(edge.child), *_ends(edge.parent), edge.reason.value, edge.evidence) for edge in edges],
    )


def drop_found(case: Case) -> None:
    """Forget missing messages that no edge names any more. Within an open transaction."""
    case.execute(
        """DELETE FROM missing_message WHERE id NOT IN (
               SELECT missing_child FROM thread_edge WHERE missing_child IS NOT NULL
               UNION SELECT missing_parent FROM thread_edge WHERE missing_parent IS NOT NULL)"""
    )


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


def corrections(case: Case) -> list[tuple[int, int | None, str]]:
    """What reviewers said: place of the child, of the parent (None: it answers none), who said so when; latest last."""
    rows = case.rows(
        """SELECT coalesce(below.place, child) AS child, coalesce(above.place, parent) AS parent, reviewer, created
           FROM thread_correction LEFT JOIN thread_message AS below ON below.item = child
           LEFT JOIN thread_message AS above ON above.item = parent ORDER BY thread_correction.id"""
    )
    return [(row["child"], row["parent"], f"said by {row['reviewer']}, {row['created']}") for row in rows]


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


def days(case: Case) -> Iterator[tuple[str, str, str]]:
    """Custodian, mailbox and day (UTC) of each message that is not inside another; the mailbox is a path.

    Dates before there was such mail (RFC 822, 1982), and after it was taken in, tell nothing of a rhythm.
    """
    rows = case.rows(
        """SELECT DISTINCT coalesce(custodian.name, '') AS custodian, top.kind, item.path,
                  substr(item.date, 1, 10) AS day
           FROM item JOIN message_fingerprint AS made ON made.item = item.id
           JOIN item AS top ON top.id = item.family LEFT JOIN custodian ON custodian.id = item.custodian
           JOIN intake ON intake.id = item.intake
           WHERE item.date BETWEEN '1982' AND substr(intake.started, 1, 10) || 'T24' AND NOT made.attached"""
    )
    for row in rows:
        loose = row["kind"] == "email"
        yield (
            row["custodian"],
            row["path"].rpartition("/")[0] if loose else row["path"],
            row["day"],
        )


def _link(row: Any) -> Link:
    child, parent = (
        row["child"] or -row["missing_child"],
        row["parent"] or -row["missing_parent"],
    )
    return Link(child, parent, ReplyBasis(row["reason"]), row["evidence"])


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


def _places(rows: Sequence[_Row]) -> dict[int, int]:
    """The place of each item, the first of those that share it.

    Copies share one, and so do messages of one Message-ID, base subject and sender: a list's footer tells them apart.
    """
    pairs: list[tuple[int, int]] = []
    firsts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.original is not None:
            pairs.append((row.item, row.original))
        if row.message_id:
            first = firsts.setdefault((row.message_id, row.subject, row.sender), row.item)
            if first != row.item:
                pairs.append((row.item, first))
    first_of = {item: group[0] for group in groups(pairs) for item in group}
    return {row.item: first_of.get(row.item, row.item) for row in rows}


def _people(case: Case) -> dict[int, frozenset[str]]:
    """The first addresses that each message names. Numbers are read, for a join costs more than all the rest."""
    addresses = dict(case.tuples("SELECT id, address FROM person WHERE instr(address, '@')"))
    named: dict[int, dict[str, None]] = {}
    for item, person in case.tuples("SELECT item, person FROM item_person ORDER BY item, seq"):
        if person in addresses:
            named.setdefault(item, {})[addresses[person]] = None
    return {item: frozenset(islice(found, _MOST_PEOPLE)) for item, found in named.items()}


def _ends(ref: Ref) -> tuple[int | None, str | None]:
    return (None, ref) if isinstance(ref, str) else (ref, None)
