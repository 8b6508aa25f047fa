"""Choose what an element rests on: the passages and the ledger of the officer, or of everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.policy.allegation import Allegation, Side
from reviewer.domain.query import fold
from reviewer.gui import text
from reviewer.gui.at_hand import row_kept
from reviewer.gui.rooms.findings.grounds import GroundLine, GroundsModel, GroundsView
from reviewer.gui.rooms.findings.lookup import everywhere, offered, unplaced_answers
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets import cues
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.lists.table import choose_alone
from reviewer.gui.widgets.parts import button, column, label, lookup, row


class Picker(QFrame):
    """Stands where the list of allegations stood until one goes back. Enter adds, and so does dragging to a cell."""

    chosen = Signal(str)
    picked = Signal(int, object, object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        self._allegation: Allegation | None = None
        self.cell = (1, Side.FOR)
        self._all: list[tuple[GroundLine, str]] = []
        self._unplaced = 0  # answers that cannot be offered yet
        self.title = label("", "title", wrap=True)
        self.element = label("", "muted", wrap=True)
        self.filter = lookup(self.tr("Filter what can be added"), self.tr("Words of a passage, tag, role, day"))
        self.filter.setClearButtonEnabled(True)
        self.everybody = QCheckBox(self.tr("of every officer, and of none"))
        self.model = GroundsModel()
        self.model.setParent(self)
        self.view = GroundsView(self.model, self.tr("What can be added"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        cues.paint_runs(self.view)
        self.none = label("", "muted", wrap=True)
        self._typing = QTimer(self, singleShot=True, interval=150)
        self.add = button(self.tr("Add"), self._pick, "main")
        self.add.setToolTip(self.tr("Add what is chosen (Enter)"))
        self.back = button(self.tr("Done"), self.left.emit)
        self.back.setToolTip(self.tr("Back to the allegations (Esc)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = column(
            self.title,
            self.element,
            self.filter,
            self.everybody,
            row(self.add, self.back, 1),
            margins=(3, 3, 2, 2),
            gap=2,
        )
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        whole = column(head, self.none, self.view, gap=0)
        whole.setStretchFactor(self.view, 1)
        whole.addStretch(0)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._typed)
        self._typing.timeout.connect(self._ask)
        self.filter.returnPressed.connect(self._pick)
        self.everybody.toggled.connect(self._ask)
        self.view.activated.connect(lambda _index: self._pick())
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        on_keys_within(self, {"Esc": self.left.emit})

    def ask(self, allegation: Allegation, element: int, side: Side) -> None:
        """Offer what one side of an element may rest on; of another allegation, what is its officer's at first."""
        if self._allegation is not None and allegation.id != self._allegation.id:
            with QSignalBlocker(self.everybody):
                self.everybody.setChecked(False)
        self._allegation, self.cell = allegation, (element, side)
        self.title.setText(
            self.tr("What speaks for element {0}?").format(element)
            if side is Side.FOR
            else self.tr("What speaks against element {0}?").format(element)
        )
        self.element.setText(allegation.line(element).element.text)
        self.everybody.setText(self.tr("passages not only of {0}").format(allegation.name))
        self.everybody.setAccessibleName(self.everybody.text())
        self.filter.clear()
        self._ask()
        self.filter.setFocus()

    def show_allegation(self, allegation: Allegation) -> None:
        """What stands in the cell already is not offered again."""
        if self._allegation is not None and allegation.id == self._allegation.id:
            self._allegation = allegation
            self._narrow()

    def refresh(self) -> None:
        """Offer what there is now."""
        if self.isVisible():
            self._ask()

    def _typed(self) -> None:
        if self.everybody.isChecked():
            self._typing.start()
        else:
            self._narrow()

    def _ask(self) -> None:
        if self._allegation is None:
            return
        who = self._allegation
        asked: Callable[[Case], list[GroundLine]] = partial(offered, officer=who.officer, serial=who.serial)
        if self.everybody.isChecked():
            asked = partial(everywhere, typed=self.filter.text())

        def look(case: Case) -> tuple[Sequence[GroundLine], int]:
            return asked(case), unplaced_answers(case)

        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: tuple[Sequence[GroundLine], int]) -> None:
        rows, self._unplaced = found
        self._all = [(each, fold(f"{each.says} {each.where} {each.name}")) for each in rows]
        self._narrow()

    def _narrow(self) -> None:
        if self._allegation is None:
            return
        element, side = self.cell
        line_ = self._allegation.line(element)
        standing = {f"{each.kind.value}:{each.target}" for each in line_.grounds if each.side is side}
        words = [] if self.everybody.isChecked() else fold(self.filter.text()).split()
        stood = self.view.currentIndex().row()
        kept = self.model.at(stood)
        matching = [each for each, folded in self._all if all(word in folded for word in words)]
        rows = [each for each in matching if each.name not in standing]
        self.model.show(rows)
        shown = self.model.rowCount()
        self.view.setVisible(bool(shown))
        self.add.setEnabled(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(self._nothing(stands=bool(matching)))
        if shown:
            names = [each.name for each in rows]
            choose_alone(self.view, self.model.index(row_kept(names, None if kept is None else kept.name, stood), 0))

    def _nothing(self, *, stands: bool) -> str:
        """Why nothing is offered; ``stands`` where that is because all of it stands in the cell."""
        typed = bool(self.filter.text().strip())
        if stands:
            return (
                self.tr("All that matches stands here already.")
                if typed
                else self.tr("All that there is stands here already.")
            )
        if typed and (self._all or self.everybody.isChecked()):
            words = self.tr("Nothing matches.")
        else:
            words = self.tr("No passage is linked to this officer yet. In Review, select words and press O, or F.")
        if self._unplaced:
            answers = text.counted(self._unplaced, self.tr("answer is"), self.tr("answers are"))
            told = self.tr("{0} no passage yet; findings can cite an answer once the record is made, in Interviews.")
            words += f" {told.format(answers)}"
        return words

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.model.at(current.row())
        if found is not None:
            self.chosen.emit(found.name)

    def _pick(self) -> None:
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        names = [found.name for number in rows if (found := self.model.at(number)) is not None]
        if names:
            element, side = self.cell
            self.picked.emit(element, side, names)
