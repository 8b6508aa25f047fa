"""The lawyers of a case, and in which messages somebody is."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.evidence.reading import Person
from reviewer.domain.exports.lawyer import Lawyer, LawyerId
from reviewer.domain.ids import ItemId
from reviewer.errors import NotFoundError


def listed(case: Case) -> list[Lawyer]:
    """All lawyers, in order of their numbers."""
    return [_lawyer(row) for row in case.rows("SELECT * FROM lawyer ORDER BY id")]


def get(case: Case, number: int) -> Lawyer:
    """One lawyer; NotFoundError when there is none of that number."""
    row = case.row("SELECT * FROM lawyer WHERE id = ?", (number,))
    if row is None:
        raise NotFoundError(
            f"there is no lawyer {number} on the list", "`reviewer privilege lawyer list CASE` has all of them."
        )
    return _lawyer(row)


def add(act: Act, name: str, address: str, domain: str, reviewer: str) -> LawyerId:
    """Put a lawyer on the list."""
    values = {"name": name, "address": address, "domain": domain, "reviewer": reviewer, "at": clock.now()}
    return LawyerId(act.insert("lawyer", values))


def remove(act: Act, number: LawyerId) -> None:
    """Take a lawyer off the list."""
    act.delete("lawyer", number)


def people(case: Case) -> Mapping[int, tuple[str, str]]:
    """Everybody whom messages name: a number, with name and address."""
    return {row["id"]: (row["name"], row["address"]) for row in case.rows("SELECT id, name, address FROM person")}


def messages_with(case: Case, wanted: Collection[int]) -> list[tuple[ItemId, int, Person]]:
    """Each place where a header of a message names one of these people: the item, the number, and who in which role."""
    rows = case.rows(
        """SELECT item, role, person.id AS id, name, address FROM item_person JOIN person ON person.id = person
           WHERE person IN (SELECT value FROM json_each(?)) ORDER BY item, seq""",
        (json.dumps(sorted(wanted)),),
    )
    return [(ItemId(row["item"]), row["id"], Person(row["role"], row["name"], row["address"])) for row in rows]


def _lawyer(row: Any) -> Lawyer:
    return Lawyer(LawyerId(row["id"]), row["name"], row["address"], row["domain"], row["reviewer"], row["at"])
