"""Sets and orders of all items of a case, kept as long as its evidence is the same."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from typing import cast

import msgspec
from pyroaring import BitMap

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId

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
_numbers = msgspec.json.Decoder(list[int]).decode

AT_ONCE = 20_000
"""Items that are gone through without a pause: some thousandths of a second."""

_SPARSE = 20
"""One item in so many are sorted by themselves: the order of all need not be known for that."""


def every(case: Case) -> BitMap:
    """All items. It is kept: never change it in place."""
    return case.kept("every item", lambda: BitMap(case.numbers("SELECT id FROM item")), evidence=True)


def kinds(case: Case) -> Kinds:
    """All items by their kinds and media types. It is kept: never change it in place."""
    sql = "SELECT kind, media_type, json_group_array(id) FROM item GROUP BY kind, media_type"
    return case.kept(
        _KINDS,
        lambda: {(kind, media): BitMap(_numbers(items)) for kind, media, items in case.tuples(sql)},
        evidence=True,
    )


def known_kinds(case: Case) -> Kinds | None:
    """The same where it was asked for before: to look through the rows of all items once takes less time."""
    return cast("Kinds | None", case.known_of_evidence(_KINDS))


def in_order(case: Case, found: BitMap | None, sort: str, *, descending: bool) -> list[ItemId]:
    """Some items, or all, sorted; those that are alike by control number, and that descending too."""
    if sort == "control":
        ordered = numbers(every(case) if found is None else found)
    elif found is not None and len(found) * _SPARSE < len(every(case)):
        sql = f"SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {_BY[sort]}, id"
        ordered = case.numbers(sql, (listed(found),))
    else:
        ordered = []
        for some in _parts(order(case, sort)):
            ordered += some if found is None else filter(found.__contains__, some)
    if descending:
        ordered.reverse()
    return cast("list[ItemId]", ordered)


def _parts(every_one: array[int]) -> Iterator[array[int]]:
    """All items, some at a time: in between, another thread may have the interpreter, and the window draws."""
    return (every_one[at : at + AT_ONCE] for at in range(0, len(every_one), AT_ONCE))


def order(case: Case, sort: str) -> array[int]:
    """All items, sorted by something but the control number. It is kept: never change it in place."""
    return case.kept(("order", sort), lambda: _order(case, sort), evidence=True)


def _order(case: Case, sort: str) -> array[int]:
    """All items, sorted."""
    parts = _BY_INDEX.get(sort, (f"SELECT id FROM item ORDER BY {_BY[sort]}, id",))
    return array("I", [item for part in parts for item in case.numbers(part)])


def numbers(items: BitMap) -> list[int]:
    """The items of a set, in the order of their numbers."""
    found: list[int] = items.to_array().tolist()
    return found


def listed(items: BitMap) -> str:
    """The items of a set as a value for ``json_each``."""
    return json.dumps(numbers(items))
