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
    places: dict[tuple[str, str], int] = {}  # of each name and address as written, by when it comes first
    values: list[Any] = []
    for item, people in messages:
        for seq, person in enumerate(people):
            values += (item, seq, person.role, places.setdefault((person.address, person.name), len(places)))
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
    numbers = [ids[key] for key in keys]
    values[3::4] = [numbers[place] for place in values[3::4]]
    case.insert_values("item_person", ("item", "seq", "role", "person"), values)


def remove(case: Case, item: ItemId) -> None:
    """Forget the people of a message. Within an open transaction."""
    case.execute("DELETE FROM item_person WHERE item = ?", (item,))


def of_item(case: Case, item: ItemId) -> list[Person]:
    """Who an e-mail is from and to, in the order of its headers."""
    rows = case.rows("SELECT role, name, address FROM participant WHERE item = ? ORDER BY seq", (item,))
    return [Person(row["role"], row["name"], row["address"]) for row in rows]
