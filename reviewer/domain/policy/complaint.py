"""Complaints of earlier years: the lines of an agency's table, and what they change in the complaints that are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NewType

from reviewer.domain.ids import ItemId
from reviewer.domain.people.roster import Problem, day
from reviewer.domain.table_header import find_header
from reviewer.errors import InputError

ComplaintId = NewType("ComplaintId", int)

COLUMNS = {
    "number": (
        "number",
        "complaint number",
        "complaint no",
        "complaint no.",
        "case number",
        "case no",
        "case no.",
        "no.",
    ),
    "received": ("received", "date received", "received on", "opened"),
    "closed": ("closed", "date closed", "closed on", "completed"),
    "serial": ("serial", "serial number", "serial no", "serial no.", "badge", "badge number"),
    "officer": ("officer", "name", "officer name", "employee", "accused"),
    "station": ("station", "area", "division"),
    "allegation": ("allegation", "allegations", "alleged", "description"),
    "clause": ("clause", "rule", "section", "policy"),
    "vendor": ("vendor", "firm", "company"),
    "finding": ("finding", "disposition", "outcome", "result"),
    "discipline": ("discipline", "penalty", "sanction"),
}
"""The columns of a history of complaints and the other names they go by."""

NEEDED = ("number", "received")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One allegation of an earlier complaint: a complaint against two officers is two, of one ``number``.

    Days are ISO dates, ``closed`` empty while it is open; everything else is as the agency's table has it. ``item`` is
    that table, as evidence, and ``line`` where in it this stands, from 1; None where the table was never taken in.
    """

    id: ComplaintId
    number: str
    received: str
    closed: str = ""
    serial: str = ""
    officer: str = ""
    station: str = ""
    allegation: str = ""
    clause: str = ""
    vendor: str = ""
    finding: str = ""
    discipline: str = ""
    item: ItemId | None = None
    line: int | None = None

    @property
    def person(self) -> str:
        """Who it is about: the serial number, else the name, in lower case."""
        return (self.serial or self.officer).casefold()

    @property
    def values(self) -> dict[str, str]:
        """What the table says, by the names of :data:`COLUMNS`."""
        return {name: getattr(self, name) for name in COLUMNS}


@dataclass(slots=True)
class History:
    """What a table says: which heading stands for which column, and each complaint with its line.

    ``problems`` are lines that cannot be used, ``spoilt`` the numbers of complaints that such lines were about.
    """

    headings: dict[str, str]
    unused: tuple[str, ...]
    complaints: list[tuple[int, Complaint]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Plan:
    """What an import does: complaints to add, to change (as they are, as they shall be), to remove, and left alone.

    ``found`` are those left alone that were kept without their place in a table, with it.
    """

    added: list[Complaint] = field(default_factory=list)
    changed: list[tuple[Complaint, Complaint]] = field(default_factory=list)
    removed: list[Complaint] = field(default_factory=list)
    unchanged: int = 0
    found: list[Complaint] = field(default_factory=list)


def read(
    lines: Sequence[tuple[int, Sequence[str]]],
    headings: Mapping[str, str],
    known: Mapping[str, str],
    dates: str = "",
    *,
    today: str,
) -> History:
    """Read numbered lines of a table. ``headings`` says which of its headings stand for our columns.

    ``known`` says so too, where the table has such a heading; for the rest the usual names count. InputError when the
    table has no line that names a number and the day received, or lacks a heading that was asked for.
    """
    at, places = find_header(
        lines,
        headings,
        lambda names: _places(names, headings, known),
        needed=NEEDED,
        columns=COLUMNS,
        what="the history of complaints",
    )
    head = lines[at][1]
    history = History(
        {column: head[place].strip() for column, place in places.items()},
        tuple(name.strip() for place, name in enumerate(head) if name.strip() and place not in places.values()),
    )
    first: dict[tuple[str, ...], int] = {}
    for number, values in lines[at + 1 :]:
        taken = {name: " ".join(values[place].split()) for name, place in places.items() if place < len(values)}
        try:
            made = _complaint(taken, dates, today)
        except InputError as error:
            history.problems.append(Problem(number, str(error)))
            history.spoilt.add(taken.get("number", "").casefold())
            continue
        key = tuple(each.casefold() for each in (made.number, made.person, made.clause, made.allegation))
        if key in first:
            history.problems.append(Problem(number, f"it repeats line {first[key]}"))
            continue
        first[key] = number
        history.complaints.append((number, replace(made, line=number)))
    return history


def plan(kept: Iterable[Complaint], history: History) -> Plan:
    """What has to be done so that each complaint that the table names is kept as the table has it.

    Columns that the table lacks stay as they are. Of a complaint some of whose lines could not be used nothing is
    removed.
    """
    there: dict[str, list[Complaint]] = defaultdict(list)
    for each in kept:
        there[each.number.casefold()].append(each)
    said: dict[str, list[Complaint]] = defaultdict(list)
    for _, each in history.complaints:
        said[each.number.casefold()].append(each)
    made = Plan()
    for number, wanted in said.items():
        pairs, new, gone = _matched(there[number], wanted, set(history.headings), spoilt=number in history.spoilt)
        for before, after in pairs:
            unsaid: dict[str, Any] = {n: v for n, v in before.values.items() if n not in history.headings}
            merged = replace(after, id=before.id, **unsaid)
            if merged.values == before.values:
                made.unchanged += 1
                made.found += [merged] if before.item is None and merged.item is not None else []
            else:
                made.changed.append((before, merged))
        made.added += new
        made.removed += gone
    return made


def _matched(
    kept: Sequence[Complaint], wanted: Sequence[Complaint], columns: set[str], *, spoilt: bool
) -> tuple[list[tuple[Complaint, Complaint]], list[Complaint], list[Complaint]]:
    """Which kept allegation of a complaint is which line: by ever fewer columns, at last by their order."""
    left, open_ = list(kept), list(wanted)
    pairs: list[tuple[Complaint, Complaint]] = []
    tries = [("person", "clause", "allegation"), ("person", "clause"), ("person",), ()]
    for names in tries[:2] if spoilt else tries:
        used = [name for name in names if name in columns or (name == "person" and columns & {"serial", "officer"})]
        for line in list(open_):
            key = [str(getattr(line, name)).casefold() for name in used]
            found = next((one for one in left if [str(getattr(one, n)).casefold() for n in used] == key), None)
            if found is not None:
                pairs.append((found, line))
                left.remove(found)
                open_.remove(line)
    return pairs, open_, [] if spoilt else left


def _complaint(values: Mapping[str, str], dates: str, today: str) -> Complaint:
    """The complaint of a line; InputError, without advice, when it cannot be one."""
    if not values.get("number"):
        raise InputError("no number")
    if not values.get("received"):
        raise InputError("no day on which it was received")
    days = {name: day(values.get(name, ""), dates) for name in ("received", "closed")}
    if days["closed"] and days["closed"] < days["received"]:
        raise InputError(f"it was closed ({days['closed']}) before it was received ({days['received']})")
    late = next((each for each in days.values() if each > today), "")
    if late:
        raise InputError(f"{late} is still to come")
    told: dict[str, Any] = {**{name: values.get(name, "") for name in COLUMNS}, **days}
    return Complaint(ComplaintId(0), **told)


def _places(names: Sequence[str], headings: Mapping[str, str], known: Mapping[str, str]) -> dict[str, int]:
    """The place of each column: as it is said now, as it was said before, or by its usual names."""
    places: dict[str, int] = {}
    for said in (headings, known):
        for column, heading in said.items():
            _take(places, names, column, [heading.strip().casefold()])
    for column, usual in COLUMNS.items():
        _take(places, names, column, usual)
    return {column: places[column] for column in COLUMNS if column in places}


def _take(places: dict[str, int], names: Sequence[str], column: str, wanted: Iterable[str]) -> None:
    if column in places:
        return
    taken = set(places.values())
    found = next((names.index(name) for name in wanted if name in names and names.index(name) not in taken), None)
    if found is not None:
        places[column] = found
