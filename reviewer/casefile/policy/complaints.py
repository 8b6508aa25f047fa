"""The history of complaints, and where its officers, vendors and clauses are met again in this case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.policy.complaint import COLUMNS, Complaint, ComplaintId
from reviewer.domain.policy.complaint_places import CasePlace, PlaceKind


def listed(case: Case) -> list[Complaint]:
    """All of them, by the day received."""
    return [
        Complaint(
            ComplaintId(row["id"]), **{name: row[name] for name in COLUMNS}, item=_item(row["item"]), line=row["line"]
        )
        for row in case.rows("SELECT * FROM complaint ORDER BY received, number, id")
    ]


def _item(number: int | None) -> ItemId | None:
    return None if number is None else ItemId(number)


def officers(case: Case) -> dict[ComplaintId, OfficerId]:
    """The officer of the roster whom each complaint is about, as far as there is just one.

    By serial number, also one that was merged into another officer's; without a serial number, what stands for the
    officer may be one, or the officer's name or alias.
    """
    serials = merged_serials(case)
    serials |= {row["serial"]: OfficerId(row["id"]) for row in case.rows("SELECT id, serial FROM officer")}
    names: dict[str, set[OfficerId]] = defaultdict(set)
    for row in case.rows(
        "SELECT id, name FROM officer UNION SELECT officer, value FROM officer_name WHERE kind = 'alias'"
    ):
        names[row["name"].casefold()].add(OfficerId(row["id"]))
    found = {}
    for row in case.rows("SELECT id, serial, officer FROM complaint"):
        by_name = names.get(row["officer"].casefold(), set())
        officer = serials.get(row["serial"] or row["officer"])
        if officer is None and not row["serial"] and len(by_name) == 1:
            officer = next(iter(by_name))
        if officer is not None:
            found[ComplaintId(row["id"])] = officer
    return found


def merged_serials(case: Case) -> dict[str, OfficerId]:
    """Serial numbers of officers who turned out to be another one, and who that is."""
    rows = case.rows("SELECT serial, officer FROM officer_merge")
    return {row["serial"]: OfficerId(row["officer"]) for row in rows}


def add(act: Act, complaint: Complaint) -> ComplaintId:
    """Add a complaint; the given id is not used."""
    return ComplaintId(act.insert("complaint", _row(complaint)))


def change(act: Act, complaint: Complaint) -> None:
    """Make the kept complaint of this id be as given."""
    act.update("complaint", complaint.id, _row(complaint))


def _row(complaint: Complaint) -> dict[str, str | int | None]:
    return {**complaint.values, "item": complaint.item, "line": None if complaint.item is None else complaint.line}


def remove(act: Act, complaint: ComplaintId) -> None:
    """Remove a complaint."""
    act.delete("complaint", complaint)


def headings(case: Case) -> dict[str, str]:
    """The heading of each column, as it was said at the last import; also the order of ``dates``."""
    return {row["field"]: row["name"] for row in case.rows("SELECT field, name FROM complaint_column ORDER BY id")}


def remember(act: Act, said: Mapping[str, str]) -> None:
    """Remember what was said this time; what was said before of other columns stays."""
    for column, name in said.items():
        row_id = act.case.value("SELECT id FROM complaint_column WHERE field = ?", (column,))
        if row_id is None:
            act.insert("complaint_column", {"field": column, "name": name})
        else:
            act.update("complaint_column", row_id, {"name": name})


def vendors(case: Case) -> list[tuple[str, CasePlace]]:
    """The vendors of this case, each with where it is met."""
    rows = case.rows(
        """SELECT name, 'organisation' AS kind, 0 AS number FROM organisation WHERE kind = 'vendor'
           UNION SELECT vendor, 'allegation', id FROM allegation WHERE vendor <> ''
           UNION SELECT giver, 'ledger', 0 FROM benefit WHERE giver <> '' AND merged_into IS NULL
           ORDER BY kind, number"""
    )
    return [(row["name"], CasePlace(PlaceKind(row["kind"]), row["number"])) for row in rows]


def title(case: Case) -> str:
    """What the case is called."""
    return str(case.value("SELECT title FROM case_record"))


def passages_of(case: Case) -> dict[OfficerId, int]:
    """How many passages are linked to each officer."""
    rows = case.rows("SELECT officer, count(DISTINCT passage) AS n FROM link GROUP BY officer")
    return {OfficerId(row["officer"]): row["n"] for row in rows}
