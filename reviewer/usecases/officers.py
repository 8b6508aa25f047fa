"""Keep the roster of officers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reviewer.casefile import officers, passages
from reviewer.casefile.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.marked import MarkedPassage
from reviewer.domain.officer import Assignment, Officer
from reviewer.errors import InputError, NotFoundError

COLUMNS = {
    "serial": ("serial", "serial number", "serial no", "badge", "id"),
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

MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of a roster that could not be used, counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What an import did: serial numbers added and changed, how many were known as they are, lines with problems."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Draft:
    """An officer as the lines of the roster build it up: one line an assignment."""

    officer: Officer
    assignments: list[Assignment] = field(default_factory=list)


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
    assignments = (Assignment(station.strip()),) if station.strip() else ()
    with case.act(reviewer, "officer add", serial) as act:
        made = officers.add(
            act, Officer(OfficerId(0), serial, name, rank.strip(), unit.strip(), assignments=assignments)
        )
    return officers.get(case, made)


def import_roster(case: Case, path: Path, *, reviewer: str) -> RosterImport:
    """Take in a roster as CSV: new officers are added, known ones (by serial number) made to be as the roster says.

    Good lines are taken in even when others are not; InputError when the file as a whole is no roster.
    """
    drafts, problems = _read(_text(path))
    added, changed, unchanged = [], [], 0
    with case.act(reviewer, "officer import", path.name) as act:
        for draft in drafts:
            wanted = replace(draft.officer, assignments=tuple(dict.fromkeys(draft.assignments)))
            kept = officers.of_serial(case, wanted.serial)
            if kept is None:
                officers.add(act, wanted)
                added.append(wanted.serial)
                continue
            before = len(act.changes)
            officers.change(act, replace(wanted, id=kept.id))
            if len(act.changes) > before:
                changed.append(wanted.serial)
            else:
                unchanged += 1
    return RosterImport(tuple(added), tuple(changed), unchanged, tuple(problems))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"“{path.name}” is too large for a roster")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file “{path}”") from error
    except OSError as error:
        raise InputError(f"“{path}” cannot be read: {error.strerror}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read(text: str) -> tuple[list[_Draft], list[Problem]]:
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        places = _places(next(lines, []))
        drafts: dict[str, _Draft] = {}
        problems: list[Problem] = []
        for number, values in _numbered(lines):
            problem = _take_line(drafts, {name: values[at].strip() for name, at in places.items() if at < len(values)})
            if problem:
                problems.append(Problem(number, problem))
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", "Save the roster as CSV and try again.") from error
    return list(drafts.values()), problems


def _numbered(lines: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, values) for number, values in enumerate(lines, 2) if any(value.strip() for value in values))


def _places(header: list[str]) -> dict[str, int]:
    names = [name.strip().casefold() for name in header]
    places = {
        column: next(names.index(other) for other in others if other in names)
        for column, others in COLUMNS.items()
        if any(other in names for other in others)
    }
    missing = [column for column in ("serial", "name") if column not in places]
    if missing:
        raise InputError(
            f"the roster has no column {' and no column '.join(missing)}",
            f"Its first line must name the columns: {', '.join(COLUMNS)}.",
        )
    return places


def _take_line(drafts: dict[str, _Draft], values: dict[str, str]) -> str:
    """Add one line to the drafts; returns what is wrong with it, if anything."""
    serial, name = values.get("serial", ""), values.get("name", "")
    if not serial or not name:
        return "no serial number" if not serial else "no name"
    start, end = values.get("start", ""), values.get("end", "")
    if not (_is_day(start) and _is_day(end)):
        return f"“{start or end}” is no date as YYYY-MM-DD"
    if start and end and start > end:
        return f"the assignment ends ({end}) before it starts ({start})"
    draft = drafts.get(serial)
    if draft is None:
        draft = drafts[serial] = _Draft(
            Officer(
                OfficerId(0),
                serial,
                name,
                values.get("rank", ""),
                values.get("unit", ""),
                _several(values.get("alias", "")),
                tuple(address.lower() for address in _several(values.get("address", ""))),
            )
        )
    elif draft.officer.name.casefold() != name.casefold():
        return f"serial number {serial} is {draft.officer.name} in an earlier line and {name} here"
    if values.get("station"):
        draft.assignments.append(Assignment(values["station"], start, end))
    return ""


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False
