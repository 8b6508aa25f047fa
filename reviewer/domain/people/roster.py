"""Rosters: the lines of an agency's table made into officers, and what they change in those who are known already."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.assignments import Oddity, doubts, sentence
from reviewer.domain.people.merging import is_unidentified
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.domain.table_header import find_header
from reviewer.errors import InputError

COLUMNS = {
    "serial": ("serial", "serial number", "serial no", "serial no.", "badge", "badge number", "id"),
    "name": ("name", "officer", "full name"),
    "rank": ("rank", "title"),
    "unit": ("unit", "division"),
    "address": ("address", "email", "e-mail", "addresses"),
    "alias": ("alias", "aliases"),
    "station": ("station", "area"),
    "start": ("start", "from", "since"),
    "end": ("end", "to", "until"),
}
"""The columns of a roster and the other names they go by. Several addresses or aliases are parted by ``;``."""

DATES = ("iso", "mdy", "dmy")
"""Orders of year, month and day: 2016-05-03, 5/3/2016, 3.5.2016. The first is always understood."""

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00)?)?")
_MONTHS = 12
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]0?0:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of a roster, counted from 1, and what is wrong with it."""

    line: int
    reason: str


@dataclass(slots=True)
class Draft:
    """An officer as the lines of the roster build it up, one line an assignment; ``lines`` are theirs."""

    officer: Officer
    line: int
    assignments: list[Assignment] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def made(self) -> Officer:
        """The officer with all assignments."""
        return replace(self.officer, assignments=tuple(self.assignments))


@dataclass(frozen=True, slots=True)
class Understood:
    """A line that can be used: whose it is, and its values by column, with days as ISO dates."""

    serial: str
    values: Mapping[str, str]


@dataclass(slots=True)
class Roster:
    """What a roster says: which heading stands for which column, and the officers.

    ``problems`` are lines that cannot be used, ``remarks`` what is odd about lines that can, which ``lines`` has by
    their numbers.
    """

    headings: dict[str, str]
    unused: tuple[str, ...]
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    lines: dict[int, Understood] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What of an officer changed. Of names, addresses and assignments one side is empty: each came or went."""

    what: str
    before: str
    after: str


def read(
    lines: Sequence[tuple[int, Sequence[str]]], headings: Mapping[str, str], known: Mapping[str, str], dates: str = ""
) -> Roster:
    """Read numbered lines of a table.

    ``headings`` says which of its headings stand for our columns, an empty one that none does; ``known`` says so too,
    where the table has such a heading; for the rest the usual names count. InputError when the table has no line that
    names a serial number and a name, or lacks a heading that was asked for.
    """
    at, places = find_header(
        lines,
        headings,
        lambda names: _places(names, headings, known),
        needed=("serial", "name"),
        columns=COLUMNS,
        what="the roster",
    )
    head = lines[at][1]
    roster = Roster(
        {column: head[place].strip() for column, place in places.items()},
        tuple(name.strip() for place, name in enumerate(head) if name.strip() and place not in places.values()),
    )
    drafts: dict[str, Draft] = {}
    for number, values in lines[at + 1 :]:
        taken = {name: values[place].strip() for name, place in places.items() if place < len(values)}
        reason = _take_line(roster, drafts, number, (taken, dates))
        if reason:
            roster.problems.append(Problem(number, reason))
    roster.drafts = list(drafts.values())
    for draft in roster.drafts:
        roster.remarks += _odd(draft)
    roster.remarks += _shared(roster.drafts)
    roster.remarks.sort(key=lambda each: each.line)
    return roster


def updated(kept: Officer, said: Officer, columns: AbstractSet[str], of_roster: AbstractSet[str]) -> Officer:
    """The kept officer made to be as a roster with these columns says.

    Names and addresses that no roster brought stay; ``of_roster`` are those that one did, in lower case.
    """
    return replace(
        kept,
        name=said.name,
        rank=said.rank if "rank" in columns else kept.rank,
        unit=said.unit if "unit" in columns else kept.unit,
        aliases=_names(kept.aliases, said.aliases, of_roster) if "alias" in columns else kept.aliases,
        addresses=_names(kept.addresses, said.addresses, of_roster) if "address" in columns else kept.addresses,
        assignments=said.assignments if "station" in columns else kept.assignments,
    )


def differences(before: Officer, after: Officer) -> tuple[Difference, ...]:
    """What differs between two states of an officer."""
    found = [
        Difference(what, getattr(before, what), getattr(after, what))
        for what in ("name", "rank", "unit")
        if getattr(before, what) != getattr(after, what)
    ]
    for what, old, new in (
        ("alias", before.aliases, after.aliases),
        ("address", before.addresses, after.addresses),
        ("assignment", tuple(map(assignment_text, before.assignments)), tuple(map(assignment_text, after.assignments))),
    ):
        was, now = {each.lower() for each in old}, {each.lower() for each in new}
        found += [Difference(what, each, "") for each in dict.fromkeys(old) if each.lower() not in now]
        found += [Difference(what, "", each) for each in dict.fromkeys(new) if each.lower() not in was]
    return tuple(found)


def assignment_text(assignment: Assignment) -> str:
    """An assignment in words: “Harbour, 2014-01-01 to …”."""
    if not assignment.start and not assignment.end:
        return assignment.station
    return f"{assignment.station}, {assignment.start or '…'} to {assignment.end or '…'}"


def day(text: str, dates: str = "") -> str:
    """A day as an ISO date; ``dates`` tells what 3/5/2016 means. InputError for what is no day, or may be two."""
    iso, numbers = _ISO.fullmatch(text), _NUMBERS.fullmatch(text)
    try:
        if not text or iso:
            return date.fromisoformat(iso[1]).isoformat() if iso else ""
        if numbers and dates in {"mdy", "dmy"}:
            one, two, year = (int(each) for each in numbers.groups())
            month, number = (one, two) if dates == "mdy" else (two, one)
            return date(year, month, number).isoformat()
    except ValueError:
        raise InputError(f"there is no day “{text}”") from None
    if numbers:
        several = int(numbers[1]) <= _MONTHS and int(numbers[2]) <= _MONTHS
        doubt = "may be two days" if several else "is not written as YYYY-MM-DD"
        raise InputError(f"“{text}” {doubt}: say whether month or day comes first")
    raise InputError(f"“{text}” is no date as YYYY-MM-DD")


def _places(names: Sequence[str], headings: Mapping[str, str], known: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    without = {column for column, heading in ({**known, **headings}).items() if not heading.strip()}
    usual = {column: [column, *others] for column, others in COLUMNS.items()}
    for said in (headings, known):
        for column, heading in said.items():
            at = _place(names, [heading.strip().casefold()], places)
            if column not in places and column not in without and at is not None:
                places[column] = at
    for column, others in usual.items():
        at = _place(names, others, places)
        if column not in places and column not in without and at is not None:
            places[column] = at
    return {column: places[column] for column in COLUMNS if column in places}


def _place(names: Sequence[str], wanted: Iterable[str], taken: Mapping[str, int]) -> int | None:
    free = [name for name in wanted if name in names and names.index(name) not in taken.values()]
    return names.index(free[0]) if free else None


def _take_line(roster: Roster, drafts: dict[str, Draft], number: int, said: tuple[Mapping[str, str], str]) -> str:
    """Add one line to the drafts; returns what is wrong with it, if anything."""
    values, dates = said
    serial, name = values.get("serial", ""), " ".join(values.get("name", "").split())
    if not serial or not name:
        return "no serial number" if not serial else "no name"
    if is_unidentified(serial):
        return f"serial numbers like {serial} are kept for officers who are not identified"
    try:
        start, end = day(values.get("start", ""), dates), day(values.get("end", ""), dates)
    except InputError as error:
        return str(error)
    if start and end and start > end:
        return f"the assignment ends ({end}) before it starts ({start})"
    aliases, addresses = _several(values.get("alias", "")), _several(values.get("address", "").lower())
    draft = drafts.get(serial)
    if draft is not None and draft.officer.name.casefold() != name.casefold():
        return f"serial number {serial} is {draft.officer.name} in an earlier line and {name} here"
    if draft is None:
        officer = Officer(OfficerId(0), serial, name, values.get("rank", ""), values.get("unit", ""))
        draft = drafts[serial] = Draft(officer, number)
    roster.lines[number] = Understood(serial, {**values, "name": name, "start": start, "end": end})
    roster.remarks += _otherwise(draft, values, number)
    draft.officer = replace(
        draft.officer,
        aliases=_once((*draft.officer.aliases, *aliases)),
        addresses=_once((*draft.officer.addresses, *addresses)),
    )
    assignment = Assignment(values.get("station", ""), start, end)
    if assignment.station and assignment not in draft.assignments:
        draft.assignments.append(assignment)
        draft.lines.append(number)
    elif not assignment.station and (start or end):
        roster.remarks.append(Problem(number, "days without a station"))
    return ""


def _otherwise(draft: Draft, values: Mapping[str, str], number: int) -> list[Problem]:
    """Where a later line says otherwise than the officer's first."""
    return [
        Problem(number, f"the {what} of {draft.officer.serial} is “{kept}” in line {draft.line}; that counts")
        for what, kept in (("rank", draft.officer.rank), ("unit", draft.officer.unit))
        if values.get(what, "") not in {"", kept}
    ]


def _odd(draft: Draft) -> list[Problem]:
    return [
        Problem(
            draft.lines[doubt.earlier if doubt.what is Oddity.OPEN else doubt.later],
            f"{draft.officer.serial}: {sentence(doubt, draft.assignments)}",
        )
        for doubt in doubts(draft.assignments)
    ]


def _shared(drafts: Iterable[Draft]) -> list[Problem]:
    """Addresses that several officers have, which is as likely a mistake as not."""
    owners: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for address in draft.officer.addresses:
            owners[address].append(draft)
    return [
        Problem(other.line, f"{address} is an address of {first.officer.serial} and of {other.officer.serial}")
        for address, (first, *others) in owners.items()
        for other in others
    ]


def _names(kept: Sequence[str], said: Sequence[str], of_roster: AbstractSet[str]) -> tuple[str, ...]:
    return _once((*(name for name in kept if name.lower() not in of_roster), *said))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def _several(text: str) -> tuple[str, ...]:
    return _once(part.strip() for part in text.split(";") if part.strip())
