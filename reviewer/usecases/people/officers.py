"""Look up officers, add one by hand, and change what is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants
from reviewer.casefile.pages import passages
from reviewer.casefile.people import item_officers, merging, officers
from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people import header_standing
from reviewer.domain.people.header_standing import Standing
from reviewer.domain.people.merging import is_unidentified
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.domain.people.roster import Problem, assignment_text, day
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases.people.roster import RosterImport, import_roster

__all__ = [
    "NOBODY",
    "OfficerDetails",
    "Problem",
    "RosterImport",
    "add",
    "assign",
    "change",
    "enter",
    "get",
    "import_roster",
    "in_header",
    "linked_to",
    "listed",
    "passage_counts",
    "show",
    "unassign",
]

# Handed on as the case file answers them.
get = officers.get
linked_to = item_officers.of_item
listed = officers.listed
passage_counts = officers.passage_counts

NOBODY = OfficerId(0)
"""The id of an officer who is not in the case."""


@dataclass(frozen=True, slots=True)
class OfficerDetails:
    """What is said of an officer by hand; None stays as it is."""

    serial: str | None = None
    name: str | None = None
    rank: str | None = None
    unit: str | None = None
    aliases: Sequence[str] | None = None
    addresses: Sequence[str] | None = None
    assignments: Sequence[Assignment] | None = None


def in_header(case: Case, item: ItemId) -> list[Standing]:
    """The officers named in the header of the message that an item is or came with, who wrote first, with the role."""
    people = participants.of_item(case, items.message_of(case, item).id)
    return header_standing.in_header(people, officers.listed(case)) if people else []


def show(case: Case, who: str) -> tuple[Officer, list[MarkedPassage]]:
    """The officer of a serial number, address or name, with the passages linked to it in order of time."""
    officer = officers.find(case, who)
    return officer, passages.of_officer(case, officer.id)


def add(
    case: Case, serial: str, name: str, *, rank: str = "", unit: str = "", station: str = "", reviewer: str
) -> Officer:
    """Add one officer by hand. InputError when the serial number is taken."""
    assignments = (Assignment(station),) if station.strip() else ()
    return enter(case, OfficerDetails(serial, name, rank, unit, assignments=assignments), reviewer=reviewer)


def enter(case: Case, known: OfficerDetails, *, reviewer: str) -> Officer:
    """Add an officer by hand with all that is known. InputError for what cannot be."""
    made = _said(Officer(NOBODY, "", ""), known)
    _free(case, made.serial)
    with case.act(reviewer, "officer add", made.serial) as act:
        officer = officers.add(act, made)
    return officers.get(case, officer)


def change(case: Case, who: str, known: OfficerDetails, *, reviewer: str) -> Officer:
    """Make an officer be as is said; one act. InputError for what cannot be, and then nothing is changed.

    The next roster that has a column for it overrules rank, unit and assignments; other names and addresses stay.
    """
    before = officers.find(case, who)
    after = _said(before, known)
    if after.serial != before.serial:
        if before.unidentified:
            raise InputError(
                f"{before.serial} is the number of an officer who is not identified", "Say who it is: resolve it."
            )
        _free(case, after.serial, before)
    with case.act(reviewer, "officer change", before.serial) as act:
        officers.change(act, after)
    return officers.get(case, before.id)


def assign(case: Case, who: str, station: str, *, start: str = "", end: str = "", reviewer: str) -> Officer:
    """Say where an officer was assigned; one to the same station from the same day gets this end."""
    before = officers.find(case, who)
    (new,) = _checked([Assignment(station, start, end)])
    same = (new.station.casefold(), new.start)
    others = [each for each in before.assignments if (each.station.casefold(), each.start) != same]
    with case.act(reviewer, "officer assign", before.serial) as act:
        officers.change(act, replace(before, assignments=(*others, new)))
    return officers.get(case, before.id)


def unassign(case: Case, who: str, station: str, *, start: str = "", reviewer: str) -> Officer:
    """Say that an officer was not assigned to a station; from which day, where there are several such assignments.

    NotFoundError when there is no such assignment, InputError when it may be any of several.
    """
    before = officers.find(case, who)
    held = [each for each in before.assignments if each.station.casefold() == station.strip().casefold()]
    wanted = [each for each in held if each.start == day(start.strip())] if start.strip() else held
    if not wanted:
        raise NotFoundError(f"{before.name} ({before.serial}) was not assigned to “{station}”")
    if len(wanted) > 1:
        several = "; ".join(map(assignment_text, wanted))
        raise InputError(f"“{station}” may be any of {several}", "Say the day on which it began.")
    with case.act(reviewer, "officer assign", before.serial) as act:
        officers.change(act, replace(before, assignments=tuple(x for x in before.assignments if x not in wanted)))
    return officers.get(case, before.id)


def _said(before: Officer, known: OfficerDetails) -> Officer:
    """An officer made to be as is said; InputError for what cannot be."""
    aliases, addresses, assignments = known.aliases, known.addresses, known.assignments
    after = replace(
        before,
        serial=before.serial if known.serial is None else known.serial.strip(),
        name=before.name if known.name is None else " ".join(known.name.split()),
        rank=before.rank if known.rank is None else known.rank.strip(),
        unit=before.unit if known.unit is None else known.unit.strip(),
        aliases=before.aliases if aliases is None else _once(" ".join(each.split()) for each in aliases),
        addresses=before.addresses if addresses is None else _once(map(_address, addresses)),
        assignments=before.assignments if assignments is None else _checked(assignments),
    )
    if not after.serial or not after.name:
        raise InputError("an officer needs a serial number and a name")
    return after


def _free(case: Case, serial: str, besides: Officer | None = None) -> None:
    """InputError when a serial number is another's, was another's, or is kept for those who are not identified."""
    kept = officers.of_serial(case, serial)
    if kept is not None and (besides is None or kept.id != besides.id):
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


def _address(text: str) -> str:
    plain = text.strip().lower()
    if plain and ("@" not in plain or any(char.isspace() for char in plain)):
        raise InputError(f"“{text}” is no address", "Write it like moore@police.example.")
    return plain


def _once(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(value.lower(), value)
    return tuple(found.values())


def _checked(assignments: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """The assignments with their days as ISO dates, each once."""
    made = []
    for each in assignments:
        station, start, end = " ".join(each.station.split()), day(each.start.strip()), day(each.end.strip())
        if not station:
            raise InputError("an assignment needs a station")
        if start and end and start > end:
            raise InputError(f"the assignment to {station} ends ({end}) before it starts ({start})")
        made.append(Assignment(station, start, end))
    return tuple(dict.fromkeys(made))
