"""The messages that name an address in their headers, and whom addresses belong to. Copies are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.correspondence import Header
from reviewer.domain.ids import ItemId

_OF = """item IN (SELECT item FROM participant WHERE address IN (SELECT value FROM json_each(?)))
    AND item NOT IN (SELECT item FROM message_fingerprint WHERE original IS NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: when (UTC, or empty), from whom to whom, as its headers have it, and its subject."""

    item: ItemId
    date: str
    sender: str
    recipients: str
    subject: str


def headers(case: Case, addresses: Sequence[str]) -> Iterator[Header]:
    """Everybody in the headers of the messages that name one of some addresses (lower case)."""
    rows = case.rows(
        f"SELECT item, role, name, address FROM participant WHERE {_OF} ORDER BY item, seq", (json.dumps(addresses),)
    )
    for row in rows:
        yield Header(ItemId(row["item"]), row["role"], row["name"], row["address"])


def messages(case: Case, addresses: Sequence[str]) -> list[Message]:
    """The messages that name one of some addresses, in order of time; those without a date last."""
    rows = case.rows(
        f"""SELECT id, date, sender, recipients, subject FROM item
            WHERE id IN (SELECT item FROM participant WHERE {_OF}) ORDER BY date = '', date, id""",
        (json.dumps(addresses),),
    )
    return [Message(ItemId(row["id"]), row["date"], row["sender"], row["recipients"], row["subject"]) for row in rows]


def officers_of(case: Case) -> dict[str, dict[str, str]]:
    """The officers who have each address (lower case): names by serial number."""
    found: dict[str, dict[str, str]] = {}
    for row in case.rows(
        """SELECT lower(value) AS address, serial, name FROM officer_name JOIN officer ON officer.id = officer
           WHERE kind = 'address' ORDER BY serial"""
    ):
        found.setdefault(row["address"], {})[row["serial"]] = row["name"]
    return found


def organisations_of(case: Case) -> dict[str, tuple[str, str]]:
    """Organisation and person of each address (lower case) of the people of organisations."""
    rows = case.rows(
        """SELECT lower(address) AS address, organisation.name AS organisation, organisation_person.name AS person
           FROM organisation_person JOIN organisation ON organisation.id = organisation
           WHERE address <> '' ORDER BY organisation_person.id"""
    )
    return {row["address"]: (row["organisation"], row["person"]) for row in rows}


def domains(case: Case) -> dict[str, str]:
    """The organisation of each domain (lower case)."""
    rows = case.rows(
        """SELECT lower(domain) AS domain, organisation.name AS name FROM organisation_domain
           JOIN organisation ON organisation.id = organisation"""
    )
    return {row["domain"]: row["name"] for row in rows}
