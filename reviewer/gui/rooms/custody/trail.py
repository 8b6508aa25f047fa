"""The audit trail, the latest act first; older ones are fetched as one scrolls."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from reviewer.domain.acts import told
from reviewer.domain.changes import Changes, Noun
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import column, label
from reviewer.usecases import trail
from reviewer.usecases.trail import AuditEntry

BATCH = 200

KIND = 4
"""The column of the kind of act."""

ROOMY = 200
"""From so wide on, in steps of the grid, there is room for all columns."""


class TrailPart(QFrame):
    """Who did what, when."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._limit = BATCH
        names = [
            self.tr("No."),
            self.tr("When (UTC)"),
            self.tr("Who"),
            self.tr("What was done"),
            self.tr("Kind of act"),
        ]
        self.model = RowsModel(names, numbers=(0,))
        self.model.setParent(self)
        self.table = table(self.model, self.tr("Audit trail"), {0: 12, 1: 36, 2: 29, 4: 30})
        self.table.verticalScrollBar().valueChanged.connect(self._more)
        self.setLayout(column(label(self.tr("Audit trail"), "title"), self.table, margins=(4, 3, 4, 3), gap=2))
        Refresher(self, session, {Noun.TRAIL}, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where there is little room, leave out the kind: what was done says it in words."""
        super().resizeEvent(event)
        self.table.setColumnHidden(KIND, self.width() < room_for(ROOMY))

    def _look(self, _changes: Changes) -> None:
        self._limit = max(BATCH, self.model.rowCount())
        asked = self._session.query(self, partial(trail.told, limit=self._limit))
        asked.unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: list[tuple[AuditEntry, str]]) -> None:
        self.model.show([_cells(*each) for each in reversed(found)])

    def _more(self, value: int) -> None:
        shown = self.model.rowCount()
        if value < self.table.verticalScrollBar().maximum() or shown < self._limit:
            return
        self._limit = shown + BATCH
        asked = self._session.query(self, partial(trail.told, limit=self._limit))
        asked.unless(self._latest.ask()).success(
            lambda found: self.model.add([_cells(*each) for each in list(reversed(found))[shown:]])
        ).run()


def _cells(entry: AuditEntry, words: str) -> tuple[str, ...]:
    when = entry.at.replace("T", " ").removesuffix("Z")
    return f"{entry.id:,}", when, entry.reviewer, words, told(entry.act)
