"""Messages as threads are worked out from them: what their headers say, copies of one taken together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis.connected import groups
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.analysis.threads import Letter
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId

_MOST_PEOPLE = 50
_NOBODY = frozenset[str]()

_HEADERS = """SELECT item.id, made.original, message_id, in_reply_to, reference_ids, sender, date, subject
    FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
    WHERE kind = 'email' AND state <> 'failed'"""


class Headers(NamedTuple):
    """What the headers of one item say; ``subject`` is its base subject, and ``answer`` whether that was one's.

    ``references`` are Message-IDs, one a line.
    """

    item: int
    original: int | None
    message_id: str
    in_reply_to: str
    references: str
    sender: str
    date: str
    subject: str
    answer: bool


def headers(case: Case, wanted: Iterable[int] | None = None) -> list[Headers]:
    """Those of all messages in order, or of some items as far as they are messages."""
    if wanted is None:
        rows = case.tuples(f"{_HEADERS} ORDER BY item.id")
    else:
        within = "AND item.id IN (SELECT value FROM json_each(?))"
        rows = case.tuples(f"{_HEADERS} {within} ORDER BY item.id", (json.dumps(list(wanted)),))
    return [
        Headers(item, original, message_id, in_reply_to, references, sender, date, *base_subject(subject))
        for item, original, message_id, in_reply_to, references, sender, date, subject in rows
    ]


def places(rows: Sequence[Headers]) -> dict[int, int]:
    """The place of each item, the first of those that share it; in order, as ``rows`` have to be.

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


def letters(case: Case, rows: Sequence[Headers], place_of: Mapping[int, int], *, every: bool = False) -> list[Letter]:
    """The messages that some items are; ``every`` says that it is all of a case, which takes fewer steps."""
    people = _people(case) if every else _people_of(case, [row.item for row in rows])
    start = items.prefix(case)
    members: dict[int, list[Headers]] = {}
    for row in rows:
        members.setdefault(place_of[row.item], []).append(row)
    return [_letter(place, control_number(start, place), copies, people) for place, copies in members.items()]


def _letter(place: int, label: str, copies: Sequence[Headers], people: Mapping[int, frozenset[str]]) -> Letter:
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


def _people(case: Case) -> dict[int, frozenset[str]]:
    """The first addresses that each message names. Numbers are read, for a join costs more than all the rest."""
    addresses = dict(case.tuples("SELECT id, address FROM person WHERE instr(address, '@')"))
    named: dict[int, dict[str, None]] = {}
    for item, person in case.tuples("SELECT item, person FROM item_person ORDER BY item, seq"):
        if person in addresses:
            named.setdefault(item, {})[addresses[person]] = None
    return {item: frozenset(islice(found, _MOST_PEOPLE)) for item, found in named.items()}


def _people_of(case: Case, wanted: Sequence[int]) -> dict[int, frozenset[str]]:
    named: dict[int, dict[str, None]] = {}
    for item, address in case.tuples(
        """SELECT item, address FROM item_person JOIN person ON person.id = person
           WHERE item IN (SELECT value FROM json_each(?)) AND instr(address, '@') ORDER BY item, seq""",
        (json.dumps(list(wanted)),),
    ):
        named.setdefault(item, {})[address] = None
    return {item: frozenset(islice(found, _MOST_PEOPLE)) for item, found in named.items()}


def sent_between(case: Case, first: str, last: str) -> list[tuple[ItemId, str, str, str, str]]:
    """Item, sender's name and address, date and subject of the messages of some time (UTC), a row for each sender."""
    rows = case.tuples(
        """SELECT item.id, participant.name, participant.address, item.date, item.subject
           FROM item JOIN participant ON participant.item = item.id
           WHERE item.date BETWEEN ? AND ? AND item.kind = 'email' AND role IN ('from', 'sender') ORDER BY item.id""",
        (first, last),
    )
    return [(ItemId(item), name, address, date, subject) for item, name, address, date, subject in rows]
