"""Look up officers, and add one by hand."""

from __future__ import annotations

from reviewer.casefile import merging, officers, passages
from reviewer.casefile.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.marked import MarkedPassage
from reviewer.domain.merging import is_unidentified
from reviewer.domain.officer import Assignment, Officer
from reviewer.domain.roster import Problem
from reviewer.errors import InputError
from reviewer.usecases.roster import RosterImport, import_roster

__all__ = ["Problem", "RosterImport", "add", "import_roster", "listed", "passage_counts", "show"]


def listed(case: Case) -> list[Officer]:
    """All officers by name."""
    return officers.listed(case)


def passage_counts(case: Case) -> dict[OfficerId, int]:
    """How many passages are linked to each officer; officers without any are left out."""
    return officers.passage_counts(case)


def show(case: Case, who: str) -> tuple[Officer, list[MarkedPassage]]:
    """The officer of a serial number, address or name, with the passages linked to it in order of time."""
    officer = officers.find(case, who)
    return officer, passages.of_officer(case, officer.id)


def add(
    case: Case, serial: str, name: str, *, rank: str = "", unit: str = "", station: str = "", reviewer: str
) -> Officer:
    """Add one officer by hand. InputError when the serial number is taken."""
    serial, name = serial.strip(), name.strip()
    if not serial or not name:
        raise InputError("an officer needs a serial number and a name")
    if officers.of_serial(case, serial) is not None:
        raise InputError(f"there is an officer with serial number {serial} already")
    if is_unidentified(serial):
        raise InputError(
            f"serial numbers like {serial} are kept for officers who are not identified",
            "See `reviewer officer unidentified`.",
        )
    gone = merging.former(case, serial)
    if gone is not None:
        raise InputError(
            f"serial number {serial} was merged into {officers.get(case, gone[0]).serial}",
            "See `reviewer officer split`.",
        )
    assignments = (Assignment(station.strip()),) if station.strip() else ()
    with case.act(reviewer, "officer add", serial) as act:
        made = officers.add(
            act, Officer(OfficerId(0), serial, name, rank.strip(), unit.strip(), assignments=assignments)
        )
    return officers.get(case, made)
