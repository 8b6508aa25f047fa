"""What is special about a table of complaints when it is taken in."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from reviewer.casefile.engine.case import Case
from reviewer.domain.policy.complaint import NEEDED
from reviewer.gui.session import Session
from reviewer.gui.widgets.mapping import TableKind, TakenTable, Wanted
from reviewer.usecases.policy import complaints
from reviewer.usecases.policy.complaints import ComplaintImport


def complaint_table(session: Session, columns: Mapping[str, str]) -> TableKind:
    """The kind of table; ``columns`` are what people call ours."""

    def take(case: Case, wanted: Wanted) -> ComplaintImport:
        return complaints.import_history(
            case,
            wanted.path,
            columns=wanted.columns,
            dates=wanted.dates,
            dry_run=wanted.dry_run,
            workers=session.workers,
            reviewer=wanted.reviewer,
        )

    return TableKind(
        _tr("Import the history of complaints"),
        columns,
        frozenset(NEEDED),
        take,
        told,
    )


def told(taken: TakenTable) -> str:
    """What an import did, or would do, in words."""
    assert isinstance(taken, ComplaintImport)  # noqa: S101 - tells mypy what this kind takes in
    words = _tr("Complaints: {0:,} new, {1:,} changed, {2:,} no longer there, {3:,} as they were.")
    said = words.format(len(taken.added), len(taken.changed), len(taken.removed), taken.unchanged)
    missing = _tr("{0:,} of the case are not in this table, and stay.").format(len(taken.missing))
    return f"{said} {missing}" if taken.missing else said


def _tr(words: str) -> str:
    return QCoreApplication.translate("Complaints", words)
