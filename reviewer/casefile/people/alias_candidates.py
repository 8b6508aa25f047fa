"""Names and addresses as the evidence has them, and what reviewers decided of those that may be an officer's."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.analysis.quote_parser import people_in
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.people.people_found import Seen, Source


def seen(case: Case) -> Iterator[Seen]:
    """Every name and address that stood together in a header, or in the lines above a quote."""
    for row in case.rows(
        """SELECT name, address, items, first FROM person JOIN (
               SELECT person, count(DISTINCT item) AS items, min(item) AS first FROM item_person GROUP BY person)
           ON person.id = person ORDER BY name, address"""
    ):
        yield Seen(row["name"], row["address"], Source.HEADER, row["items"], ItemId(row["first"]))
    for row in case.rows(
        """SELECT name, address, count(DISTINCT item) AS items, min(item) AS first FROM quoted_header
           WHERE name <> '' OR address <> '' GROUP BY name, address"""
    ):
        yield Seen(row["name"], row["address"], Source.QUOTE, row["items"], ItemId(row["first"]))
    for row in case.rows(
        """SELECT recipients, count(DISTINCT item) AS items, min(item) AS first FROM quoted_header
           WHERE recipients <> '' GROUP BY recipients"""
    ):
        for name, address in people_in(row["recipients"]):
            yield Seen(name, address, Source.QUOTE, row["items"], ItemId(row["first"]))


def refused(case: Case) -> set[tuple[OfficerId, str, str]]:
    """What was refused: officer, kind, and value in lower case."""
    rows = case.rows("SELECT officer, kind, value FROM alias_refusal")
    return {(OfficerId(row["officer"]), row["kind"], row["value"].lower()) for row in rows}


def refuse(act: Act, officer: OfficerId, kind: str, value: str, reviewer: str) -> None:
    """Remember that a value is not the officer's; nothing changes when that was said before."""
    if _refusal(act.case, officer, kind, value) is None:
        values = {"officer": officer, "kind": kind, "value": value, "reviewer": reviewer, "created": clock.now()}
        act.insert("alias_refusal", values)


def accept(act: Act, officer: OfficerId, kind: str, value: str) -> None:
    """Make a value one of the officer's aliases or addresses; a refusal of it is taken back."""
    refusal = _refusal(act.case, officer, kind, value)
    if refusal is not None:
        act.delete("alias_refusal", refusal)
    act.insert("officer_name", {"officer": officer, "kind": kind, "value": value})


def _refusal(case: Case, officer: OfficerId, kind: str, value: str) -> int | None:
    found = case.value(
        "SELECT id FROM alias_refusal WHERE officer = ? AND kind = ? AND value = ?", (officer, kind, value)
    )
    return None if found is None else int(found)
