"""The officers of the case, narrowed by typing, and how many of them are not identified."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolButton

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Noun
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.gui.at_hand import WantedRow
from reviewer.gui.models.officers import OfficerRow, OfficersModel, lines
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.lists.table import FittedColumns, choose_row, widen_to_heads
from reviewer.gui.widgets.parts import button, column, label, lookup, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.people import officers


class OfficersPart(QFrame):
    """The list with its filter. ``chosen`` carries an :class:`Officer`, and whether a hand went to their row.

    Otherwise the row came to be at hand, as others were listed or a filter was typed.
    """

    chosen = Signal(object, bool)
    import_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._wanted: WantedRow[OfficerId] = WantedRow()
        self._listing = False
        self.filter = lookup(self.tr("Filter officers"), self.tr("Name, serial, rank, station"))
        self.filter.setClearButtonEnabled(True)
        self.filter.installEventFilter(self)
        self.roster = button(self.tr("Import roster…"), self.import_wanted.emit)
        self.roster.setToolTip(self.tr("CSV or a workbook; Ctrl+I, or drop it here"))
        self.add = button(self.tr("Add…"), self.new_wanted.emit)
        self.add.setToolTip(self.tr("Add an officer by hand (Ctrl+N)"))
        self.unknown = QToolButton()
        self.unknown.setProperty("role", "chip")
        self.unknown.setCheckable(True)
        self.unknown.setToolTip(self.tr("Officers whom the evidence names and who are not identified yet"))
        self.unknown.setAccessibleName(self.tr("Unidentified"))
        self.unknown.toggled.connect(self._narrow)
        self.model = OfficersModel()
        self.model.setParent(self)
        self.table = self._table()
        self.count = label("", "small")
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        tools = row(self.roster, self.add, 1, self.unknown, self.count, gap=1)
        head = column(self.filter, tools, margins=(2, 2, 2, 1), gap=1)
        whole = column(head, self.none, self.table, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.filter)
        self.filter.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        Refresher(self, session, {Noun.OFFICERS, Noun.PASSAGES}, lambda _changes: self.refresh())

    def _table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.model)
        made.setAccessibleName(self.tr("Officers"))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setShowGrid(False)
        made.setWordWrap(False)
        made.setTabKeyNavigation(False)
        made.setSortingEnabled(True)
        made.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(room_for(7))
        header = made.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(room_for(15))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, room_for(18)), (2, room_for(15)), (3, room_for(19)), (4, room_for(18))):
            header.resizeSection(section, width)
        widen_to_heads(header)
        FittedColumns(made)
        return made

    @property
    def current(self) -> Officer | None:
        """The officer at hand."""
        return self.model.at(self.table.currentIndex().row())

    def choose(self, officer: OfficerId) -> None:
        """Make an officer the one at hand, as soon as they are listed."""
        if self.model.row_of(officer) < 0 and self.model.knows(officer):
            self.unknown.setChecked(False)
            self.filter.clear()
        self._wanted.want(officer)
        self._list(self._select)

    def refresh(self) -> None:
        """List them anew."""
        self._session.query(self, _roster).unless(self._latest.ask()).success(self._show).run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """From the filter, the arrows move in the list below it."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            at = self.table.currentIndex().row()
            if by is not None and self.model.rowCount():
                choose_row(self.table, min(max(at + by, 0), self.model.rowCount() - 1))
                return True
        return super().eventFilter(watched, event)

    def _list(self, change: Callable[[], object]) -> None:
        """Whatever row comes to be at hand by this, no hand went there."""
        self._listing = True
        change()
        self._listing = False

    def _show(self, found: list[OfficerRow]) -> None:
        self._list(partial(self._show_lines, found))

    def _show_lines(self, found: list[OfficerRow]) -> None:
        at = self.table.currentIndex().row()
        kept = self._wanted.key or (self.current.id if self.current else None)
        self.model.show_lines(found)
        self._wanted.want(kept)
        self._count()
        self._select()
        typed = bool(self.filter.text())  # before anybody was listed: the first is the one that was meant
        if not self.table.currentIndex().isValid() and self.model.rowCount() and (at >= 0 or typed):
            choose_row(self.table, min(max(at, 0), self.model.rowCount() - 1))

    def _select(self) -> None:
        at = self.model.row_of(self._wanted.key)
        if at >= 0:
            self._wanted.settle()
            choose_row(self.table, at)
            self.table.scrollTo(self.model.index(at, 0))

    def _filter(self, typed: str) -> None:
        self.model.filter(typed)
        self._list(self._first)

    def _narrow(self, only: bool) -> None:  # noqa: FBT001 - comes by signal
        self.model.narrow(only_unidentified=only)
        self._list(self._first)

    def _first(self) -> None:
        self._count()
        if self.model.rowCount():
            choose_row(self.table, 0)

    def _count(self) -> None:
        every, shown, unknown = len(self.model), self.model.rowCount(), self.model.unidentified
        text = f"{every:,}" if shown == every else self.tr("{0:,} of {1:,}").format(shown, every)
        self.count.setText(text if every else "")
        self.unknown.setText(self.tr("Unidentified {0:,}").format(unknown))
        self.unknown.setAccessibleName(self.unknown.text())
        self.unknown.setVisible(bool(unknown) or self.unknown.isChecked())
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            self.tr("No officers match.")
            if every
            else self.tr("No officers yet. Import the roster: a table with at least a serial number and a name a line.")
        )

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        officer = self.model.at(current.row())
        if officer is not None:
            self._wanted.settle()  # a list that comes after this does not lead elsewhere
            self.chosen.emit(officer, not self._listing)


def _roster(case: Case) -> list[OfficerRow]:
    return lines(officers.listed(case), officers.passage_counts(case))
