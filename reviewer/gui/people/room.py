"""The People room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHeaderView,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.casefile.case import Case
from reviewer.domain.ids import OfficerId
from reviewer.domain.marked import MarkedPassage
from reviewer.domain.officer import Officer
from reviewer.gui.models.officers import OfficersModel
from reviewer.gui.models.passages import PassagesModel
from reviewer.gui.operations import Noun
from reviewer.gui.pages.pane import Pane
from reviewer.gui.people.candidates import CandidatesPart
from reviewer.gui.review.highlights import highlights
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row
from reviewer.gui.widgets.passages import PassagesView
from reviewer.usecases import items, officers, passages
from reviewer.usecases.officers import RosterImport


class PeopleRoom(QWidget):
    """Officers, and names that may be theirs, at the left; passages about one in the middle, the page at the right."""

    item_wanted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._officer: OfficerId | None = None
        self._latest = Latest()
        self.filter = line(self.tr("Filter officers"), self.tr("Name, serial, rank, station"))
        self.filter.setClearButtonEnabled(True)
        self.roster = button(self.tr("Import roster…"), self._choose_roster)
        self.model, self.passages_model = OfficersModel(), PassagesModel()
        self.model.setParent(self)
        self.passages_model.setParent(self)
        self.table = self._table()
        self.count = label("", "small")
        self.none = label("", "muted", wrap=True)
        self.who = label("", "title", wrap=True)
        self.facts = label("", "small", wrap=True, selectable=True)
        self.passages = PassagesView(self.passages_model, self.tr("Passages about this officer"), with_item=True)
        self.no_passages = label("", "muted", wrap=True)
        self.pane = Pane(session, self.tr("The passage on its page"))
        self.open = button(self.tr("Open in Review"), self._open, "link")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.filter)
        self._changed(frozenset({Noun.OFFICERS}))

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
        made.verticalHeader().setDefaultSectionSize(grid(7))
        header = made.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, grid(22)), (2, grid(16)), (3, grid(22)), (4, grid(24))):
            header.resizeSection(section, width)
        return made

    def _lay_out(self) -> None:
        left = QFrame()
        left.setObjectName("panel")
        head = column(self.filter, row(self.roster, 1, self.count), margins=(2, 2, 2, 1), gap=1)
        left.setLayout(_filled(column(head, self.none, self.table, gap=0), self.table))
        self.candidates = CandidatesPart(self._session)
        people = QSplitter(Qt.Orientation.Vertical)
        for part in (left, self.candidates):
            people.addWidget(part)
        people.setChildrenCollapsible(False)
        people.setSizes([grid(100), grid(60)])
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        middle = QFrame()
        middle.setObjectName("panel")
        head = column(self.who, self.facts, row(1, self.open), margins=(3, 2, 3, 1), gap=1)
        middle.setLayout(_filled(column(head, self.no_passages, self.passages, gap=0), self.passages))
        self.no_passages.setContentsMargins(grid(3), grid(3), grid(3), 0)
        split = QSplitter()
        for part in (people, middle, boxed(column(self.pane), "page")):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(2, 1)
        split.setSizes([grid(116), grid(80), grid(150)])
        self.setLayout(column(split))
        self._show_nobody()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.passages.selectionModel().currentRowChanged.connect(self._passage_chosen)
        self.passages.activated.connect(lambda _index: self._open())
        self.pane.opened.connect(self._highlight)
        self._session.changed.connect(self._changed)

    # -- officers -------------------------------------------------------------------------------------------------

    def _changed(self, nouns: frozenset[Noun]) -> None:
        if nouns & {Noun.OFFICERS, Noun.PASSAGES}:
            self._session.query(self, _roster).unless(self._latest.ask()).success(self._show).run()
        if nouns & {Noun.PASSAGES, Noun.TAGS, Noun.NOTES} and self._officer is not None:
            self._show_officer(self._officer)

    def _show(self, found: tuple[list[Officer], Mapping[OfficerId, int]]) -> None:
        self.model.show(*found)
        self._count()
        at = self.model.row_of(self._officer)
        if at >= 0:
            self.table.selectRow(at)

    def _filter(self, typed: str) -> None:
        self.model.filter(typed)
        self._count()
        if self.model.rowCount():
            self.table.selectRow(0)

    def _count(self) -> None:
        every, shown = len(self.model), self.model.rowCount()
        text = f"{every:,}" if shown == every else self.tr("{0:,} of {1:,}").format(shown, every)
        self.count.setText(text if every else "")
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            self.tr("Nobody is like that.")
            if every
            else self.tr(
                "No officers yet. Import the roster as CSV with the columns serial, name, rank, station, from, to."
            )
        )

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        officer = self.model.at(current.row())
        if officer is None:
            return
        self._officer = officer.id
        self.who.setText(officer.name)
        held = [f"{a.station} {a.start or '…'} – {a.end or '…'}" for a in officer.assignments]
        lines = (" · ".join(part for part in (officer.rank, officer.serial, officer.unit) if part), *held)
        self.facts.setText("\n".join((*lines, *officer.addresses)))
        self._show_officer(officer.id)

    def _show_officer(self, officer: OfficerId) -> None:
        self._session.query(self, partial(passages.of_officer, officer=officer)).unless(
            lambda: self._officer != officer
        ).success(self._show_passages).run()

    def _show_nobody(self) -> None:
        self.who.setText("")
        self.open.hide()
        self.passages.hide()
        self.no_passages.setText(self.tr("Choose an officer to see every passage about them, in order of time."))
        self.pane.show_nothing(self.tr("The passage you choose is shown here on its page."))

    # -- passages -------------------------------------------------------------------------------------------------

    def _show_passages(self, found: list[MarkedPassage]) -> None:
        self.passages_model.show(found)
        self.passages.setVisible(bool(found))
        self.open.setVisible(bool(found))
        self.no_passages.setVisible(not found)
        self.no_passages.setText(
            self.tr("No passage is linked to this officer yet. In Review, select words and press O.")
        )
        if found:
            self.passages.setCurrentIndex(self.passages_model.index(0))
        else:
            self.pane.show_nothing(self.tr("The passage you choose is shown here on its page."))

    def _passage_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        marked = self.passages_model.at(current.row())
        if marked is None:
            return
        self._session.query(self, partial(items.get, item=marked.passage.item)).unless(
            lambda: self._marked() is not marked
        ).success(lambda item: self.pane.show_item(item, at=marked.passage.anchor.span)).run()
        self._highlight()

    def _marked(self) -> MarkedPassage | None:
        return self.passages_model.at(self.passages.currentIndex().row())

    def _highlight(self) -> None:
        item, marked = self.pane.item, self._marked()
        if item is None or marked is None:
            return
        self._session.query(self, partial(items.item_passages, item=item.id)).unless(
            lambda: self.pane.item is not item
        ).success(lambda found: self.pane.view.set_highlights(highlights(found), marked.passage.id)).run()

    def _open(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.item_wanted.emit(marked.passage.item)

    # -- roster ---------------------------------------------------------------------------------------------------

    def _choose_roster(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import roster"), "", self.tr("CSV (*.csv);;All files (*)"))
        if name:
            self.import_roster(Path(name))

    def import_roster(self, path: Path) -> None:
        """Take in a roster."""
        who = self._session.reviewer
        self._session.operation(
            self, lambda case: officers.import_roster(case, path, reviewer=who), Noun.OFFICERS
        ).success(self._imported).run()

    def _imported(self, done: RosterImport) -> None:
        text = self.tr("Roster: {0:,} officers added, {1:,} changed, {2:,} known already")
        said = [text.format(len(done.added), len(done.changed), done.unchanged)]
        said += [self.tr("line {0}: {1}").format(problem.line, problem.reason) for problem in done.problems[:5]]
        if len(done.problems) > 5:
            said.append(self.tr("and {0:,} lines more").format(len(done.problems) - 5))
        self._session.said.emit("; ".join(said))

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.pane.close_workers()


def _filled(layout: QVBoxLayout, fills: QWidget) -> QVBoxLayout:
    """One part takes what room there is; while it is hidden, the others stay at the top."""
    layout.setStretchFactor(fills, 1)
    layout.addStretch(0)
    return layout


def _roster(case: Case) -> tuple[list[Officer], Mapping[OfficerId, int]]:
    return officers.listed(case), officers.passage_counts(case)
