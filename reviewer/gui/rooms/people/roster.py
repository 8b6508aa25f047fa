"""A roster as a table to take in: its columns, and what would become of each line."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.people.roster import COLUMNS, Difference
from reviewer.gui.session import Session
from reviewer.gui.widgets.mapping import TableKind, TakenTable, Wanted
from reviewer.usecases.people import roster
from reviewer.usecases.people.roster import RosterImport


def roster_kind(session: Session) -> TableKind:
    """Rosters, for the import panel."""

    def take(case: Case, wanted: Wanted) -> RosterImport:
        return roster.import_roster(
            case,
            wanted.path,
            columns=wanted.columns,
            dates=wanted.dates,
            dry_run=wanted.dry_run,
            workers=session.workers,
            progress=wanted.progress,
            reviewer=wanted.reviewer,
        )

    return TableKind(
        _tr("Import a roster"),
        _columns(),
        frozenset({"serial", "name"}),
        take,
        told,
        fates,
        lambda done: {line: one.values for line, one in done.lines.items()},
        leaves_out=True,
    )


def told(taken: TakenTable) -> str:
    """The counts of an import in words."""
    assert isinstance(taken, RosterImport)  # noqa: S101 - what this kind's own import answers
    counts = (len(taken.added), len(taken.changed), taken.unchanged)
    words = _tr("Officers: {0:,} new, {1:,} changed, {2:,} as they are.") if taken.dry_run else ""
    words = words or _tr("Roster: {0:,} officers added, {1:,} changed, {2:,} as they were. Ctrl+Z takes it back.")
    return words.format(*counts)


def fates(done: RosterImport) -> Mapping[int, str]:
    """What becomes of each line that can be used, by its number; nothing where the officer stays as it is."""
    added = set(done.added)
    changed = {each.serial: "; ".join(map(_difference, each.differences)) for each in done.changes}
    found = {}
    for number, line in done.lines.items():
        if line.serial in added:
            found[number] = _tr("new")
        elif line.serial in changed:
            found[number] = _tr("changes: {0}").format(changed[line.serial])
        else:
            found[number] = ""
    return found


def _difference(each: Difference) -> str:
    if each.before and each.after:
        return _tr("{0} {1} → {2}").format(each.what, each.before, each.after)
    return (_tr("{0} {1} is new") if each.after else _tr("{0} {1} is gone")).format(
        each.what, each.after or each.before
    )


def _columns() -> dict[str, str]:
    said = {
        "serial": _tr("Serial number"),
        "name": _tr("Name"),
        "rank": _tr("Rank"),
        "unit": _tr("Unit"),
        "address": _tr("Addresses"),
        "alias": _tr("Other names"),
        "station": _tr("Station"),
        "start": _tr("From"),
        "end": _tr("To"),
    }
    return {name: said[name] for name in COLUMNS}


def _tr(words: str) -> str:
    return QCoreApplication.translate("Roster", words)
