"""Who a message is from and to: each name with its address is kept once, and messages point to it.

The view ``participant`` has both together, for reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Person
from reviewer.domain.ids import ItemId

_JSON = msgspec.json.Encoder()


def add(case: Case, messages: Iterable[tuple[ItemId, Sequence[Person]]]) -> None:
    """Note the people of some messages, in the order of their headers. Within an open transaction."""
    named = [(item, people) for item, people in messages if people]
    written = [(person.address, person.name) for _, people in named for person in people]
    places = dict.fromkeys(written)
    keys = [(address.lower(), name) for address, name in places]
    distinct = list(dict.fromkeys(keys))
    case.executemany("INSERT OR IGNORE INTO person (address, name) VALUES (?,?)", distinct)
    ids = {
        (address, name): person
        for address, name, person in case.tuples(
            """SELECT person.address, person.name, person.id FROM json_each(?) AS wanted
               JOIN person ON person.address = wanted.value ->> 0 AND person.name = wanted.value ->> 1""",
            (_JSON.encode(distinct).decode(),),
        )
    }
    numbers = dict(zip(places, map(ids.__getitem__, keys), strict=True))
    values: list[Any] = [None] * (4 * len(written))  # of all rows, one after the other
    values[0::4] = [item for item, people in named for _ in people]
    values[1::4] = [seq for _, people in named for seq in range(len(people))]
    values[2::4] = [person.role for _, people in named for person in people]
    values[3::4] = map(numbers.__getitem__, written)
    case.insert_sealed("item_person", ("item", "seq", "role", "person"), values)


def remove(case: Case, item: ItemId) -> None:
    """Forget the people of a message. Within an open transaction."""
    case.execute("DELETE FROM item_person WHERE item = ?", (item,))


def of_item(case: Case, item: ItemId) -> list[Person]:
    """Who an e-mail is from and to, in the order of its headers."""
    rows = case.rows("SELECT role, name, address FROM participant WHERE item = ? ORDER BY seq", (item,))
    return [Person(row["role"], row["name"], row["address"]) for row in rows]
