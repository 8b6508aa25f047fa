"""Sets and orders of all items of a case, kept as long as its evidence is the same."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from pyroaring import BitMap

from reviewer.casefile import number_texts
from reviewer.casefile.engine.case import Case

_BY = {
    "control": "id",
    "date": "date = '', date",
    "sender": "sender COLLATE NOCASE",
    "subject": "subject COLLATE NOCASE",
    "name": "name COLLATE NOCASE",
    "kind": "kind",
    "state": "state",
    "size": "(SELECT size FROM content WHERE content.id = item.content)",
    "attachments": "attachments",
}

SORTS = tuple(_BY)
"""What a list of items can be sorted by."""

_BY_INDEX = {
    "date": (
        "SELECT id FROM item WHERE date > '' ORDER BY date, id",
        "SELECT id FROM item WHERE date = '' ORDER BY id",
    ),
}
"""The same in parts that an index has in their order."""

Kinds = dict[tuple[str, str], BitMap]
"""Items by kind and media type."""

_KINDS = "kinds of items"

Senders = tuple[dict[int, BitMap], dict[int, BitMap]]
"""Items by who wrote them, in From or in Sender, and by who is to be answered, in Reply-To: by number of person."""

_SENDERS = "senders of items"

Recipients = dict[str, dict[int, BitMap]]
"""Items by who got them: by role (``to``, ``cc``, ``bcc``) and number of person."""

_RECIPIENTS = "recipients of items"
_SORTED = 100_000
"""Items whose recipients are gathered at once: more take the more memory, and no less time."""

AT_ONCE = 2_000
"""Items that are gone through without a pause: as long as another thread is to wait for the interpreter, for the
window asks for it up to a hundred times to show an answer."""

_SPARSE = 20
"""One item in so many are sorted by themselves: the order of all need not be known for that."""


def every(case: Case) -> BitMap:
    """All items. It is kept: never change it in place."""
    return case.kept("every item", lambda: number_texts.as_set(case.number_text("SELECT id FROM item")), evidence=True)


def kinds(case: Case) -> Kinds:
    """All items by their kinds and media types. It is kept: never change it in place."""
    sql = "SELECT kind, media_type, json_group_array(id) FROM item GROUP BY kind, media_type"
    return case.kept(
        _KINDS,
        lambda: {(kind, media): number_texts.as_set(items) for kind, media, items in case.tuples(sql)},
        evidence=True,
    )


def known_kinds(case: Case) -> Kinds | None:
    """The same where it was asked for before: to look through the rows of all items once takes less time."""
    return cast("Kinds | None", case.known_of_evidence(_KINDS))


def senders(case: Case) -> Senders:
    """All items by who sent them. It is kept: never change it in place.

    Not by the index of people: of each, it would lead to nearly every page of a long table anew.
    """
    return case.kept(_SENDERS, lambda: _senders(case), evidence=True)


def _senders(case: Case) -> Senders:
    sql = """SELECT role = 'reply-to', person, json_group_array(item) FROM item_person
        WHERE role IN ('from', 'sender', 'reply-to') GROUP BY 1, +person"""
    found: Senders = {}, {}
    for answered, person, items in case.tuples(sql):
        found[answered][person] = number_texts.as_set(items)
    return found


def recipients(case: Case) -> Recipients:
    """All items by who got them. It is kept: never change it in place."""
    return case.kept(_RECIPIENTS, lambda: _recipients(case), evidence=True)


def _recipients(case: Case) -> Recipients:
    sql = """SELECT role, person, json_group_array(item) FROM item_person
        WHERE item BETWEEN ? AND ? AND role IN ('to', 'cc', 'bcc') GROUP BY 1, +person"""
    found: Recipients = {"to": {}, "cc": {}, "bcc": {}}
    for first in range(0, int(case.value("SELECT max(item) FROM item_person") or 0) + 1, _SORTED):
        for role, person, items in case.tuples(sql, (first, first + _SORTED - 1)):
            some, known = number_texts.as_set(items), found[role].get(person)
            found[role][person] = some if known is None else known | some
    return found


def known_people(case: Case, field: str) -> Sequence[Mapping[int, BitMap]] | None:
    """The same by the roles that a field of a query asks for, where that was asked for before.

    Of a sender who is to be answered comes last. Of few people, the rows of each are found by an index.
    """
    if field == "from":
        return cast("Senders | None", case.known_of_evidence(_SENDERS))
    known = cast("Recipients | None", case.known_of_evidence(_RECIPIENTS))
    if known is None:
        return None
    return tuple(known.values()) if field == "to" else (known[field],)


def in_order(case: Case, found: BitMap | None, sort: str, *, descending: bool) -> array[int]:
    """Some items, or all, sorted; those that are alike by control number, and that descending too."""
    if found is not None and len(found) == len(every(case)):
        found = None
    if sort == "control":
        ordered = numbers(every(case) if found is None else found)
    elif found is not None and len(found) * _SPARSE < len(every(case)):
        sql = f"SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {_BY[sort]}, id"
        ordered = array("q", case.numbers(sql, (listed(found),)))
    else:
        ordered = array("q")
        for some in _parts(order(case, sort)):
            ordered.extend(iter(some) if found is None else filter(found.__contains__, some))
    if descending:
        ordered.reverse()
    return ordered


def _parts(many: array[int]) -> Iterator[array[int]]:
    """Very many items, some at a time: in between, another thread may have the interpreter, and the window draws."""
    return (many[at : at + AT_ONCE] for at in range(0, len(many), AT_ONCE))


def order(case: Case, sort: str) -> array[int]:
    """All items, sorted by something but the control number. It is kept: never change it in place."""
    return case.kept(("order", sort), lambda: _order(case, sort), evidence=True)


def _order(case: Case, sort: str) -> array[int]:
    """All items, sorted."""
    found = array("I")
    for part in _BY_INDEX.get(sort, (f"SELECT id FROM item ORDER BY {_BY[sort]}, id",)):
        found += case.number_array(part)
    return found


def numbers(items: BitMap) -> array[int]:
    """The items of a set, in the order of their numbers."""
    found = array("q")
    for some in _parts(items.to_array()):
        found.extend(iter(some))
    return found


def listed(items: BitMap) -> str:
    """The items of a set as a value for ``json_each``."""
    return f"[{','.join(json.dumps(some.tolist())[1:-1] for some in _parts(items.to_array()))}]"
