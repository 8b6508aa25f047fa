"""Take in a roster of officers, or show beforehand what that would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.people import merging, officers, rosters
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.roster import (
    COLUMNS,
    DATES,
    Difference,
    Problem,
    Roster,
    Understood,
    differences,
    read,
    updated,
)
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CancelledError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import agency_tables

_DATES = "dates"


@dataclass(frozen=True, slots=True)
class Changed:
    """An officer whom a roster changes, and how."""

    serial: str
    name: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What an import did, or would do: serial numbers added and changed, how many were known as they are.

    ``problems`` are lines that could not be used, ``remarks`` what is odd about lines that could. ``columns`` tells
    which heading was taken for which column, ``unused`` those that were taken for none; ``lines`` are those that can be
    used, by their numbers.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()
    changes: tuple[Changed, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    dry_run: bool = False
    lines: dict[int, Understood] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """What is to be done: officers to add, and those to change, as they are and as they shall be."""

    added: list[Officer] = field(default_factory=list)
    changed: list[tuple[Officer, Officer]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_roster(
    case: Case,
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    dates: str = "",
    dry_run: bool = False,
    workers: Workers | None = None,
    progress: Progress | None = None,
    reviewer: str,
) -> RosterImport:
    """Take in a roster: new officers are added, known ones (by serial number) made to be as the roster says.

    ``columns`` says which heading stands for which of our columns, an empty one that none does; that, and the order of
    ``dates``, is remembered for the next roster. Good lines are taken in even when others are not; InputError when the
    file as a whole is no roster. A workbook needs ``workers``. Nothing is written by a ``dry_run``, nor when it is
    cancelled.
    """
    said = {column: heading.strip() for column, heading in (columns or {}).items()}
    _check(said, dates)
    known = rosters.headings(case)
    dates = dates or known.pop(_DATES, "")
    roster = read(agency_tables.lines_of(agency_tables.opened(path), workers), said, known, dates)
    plan = _plan(case, roster)
    if not dry_run:
        with case.act(reviewer, "officer import", path.name) as act:
            _carry_out(act, plan, progress or Quiet())
            rosters.remember(act, said | ({_DATES: dates} if dates else {}))
    return RosterImport(
        tuple(officer.serial for officer in plan.added),
        tuple(after.serial for _, after in plan.changed),
        plan.unchanged,
        tuple(sorted([*roster.problems, *plan.problems], key=lambda each: each.line)),
        tuple(roster.remarks),
        tuple(Changed(after.serial, after.name, differences(before, after)) for before, after in plan.changed),
        roster.headings,
        roster.unused,
        dry_run,
        roster.lines,
    )


def _check(said: Mapping[str, str], dates: str) -> None:
    for column in said:
        if column not in COLUMNS:
            raise UsageError(f"a roster has no column “{column}”", f"There are {', '.join(COLUMNS)}.")
    if dates and dates not in DATES:
        raise UsageError(f"“{dates}” is no order of dates", f"There are {', '.join(DATES)}.")


def _plan(case: Case, roster: Roster) -> _Plan:
    plan = _Plan()
    known = {officer.serial: officer for officer in officers.listed(case)}
    of_roster = officers.names_of_roster(case)
    columns = set(roster.headings)
    for draft in roster.drafts:
        said = draft.made()
        kept = known.get(said.serial)
        gone = merging.former(case, said.serial) if kept is None else None
        if gone is not None:
            stays = officers.get(case, gone[0])
            reason = f"serial number {said.serial} was merged into {stays.name} ({stays.serial})"
            plan.problems.append(Problem(draft.line, reason))
        elif kept is None:
            plan.added.append(said)
        else:
            after = updated(kept, said, columns, of_roster.get(kept.id, frozenset()))
            if differences(kept, after):
                plan.changed.append((kept, after))
            else:
                plan.unchanged += 1
    return plan


def _carry_out(act: Act, plan: _Plan, progress: Progress) -> None:
    todo: list[Officer] = [*plan.added, *(after for _, after in plan.changed)]
    for number, officer in enumerate(todo):
        if progress.cancelled:
            raise CancelledError("stopped as asked; nothing of the roster was taken in")
        progress.step(number, len(todo), officer.name)
        if number < len(plan.added):
            officers.add(act, officer, origin=officers.ROSTER)
        else:
            officers.change(act, officer, origin=officers.ROSTER)
