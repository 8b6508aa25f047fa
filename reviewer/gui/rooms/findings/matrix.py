"""The matrix of an allegation: a box for each element, a cell for what speaks for it, one for what speaks against."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent
from PySide6.QtWidgets import QFrame, QWidget

from reviewer.domain.policy.allegation import Allegation, Confirmation, MatrixRow, Side
from reviewer.domain.policy.element_searches import named
from reviewer.gui.rooms.findings.grounds import GroundsModel, GroundsView, row_of, take
from reviewer.gui.rooms.findings.sentences import GrowingText
from reviewer.gui.shared.dragged_grounds import GROUNDS
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import boxed, button, clear, column, label, row


class CellBox(QFrame):
    """One side of an element: what stands there, or that it was looked for, or that it is empty."""

    chosen = Signal(str)
    opened = Signal(str)
    add_wanted = Signal()
    look_wanted = Signal()
    again_wanted = Signal(object)
    unconfirm_wanted = Signal()
    dropped = Signal(object)
    received = Signal(object)

    def __init__(self, side: Side, element: str) -> None:
        super().__init__()
        self.side = side
        self._confirmed: Confirmation | None = None
        self._quiet = False
        name = self.tr("Speaks for it") if side is Side.FOR else self.tr("Speaks against it")
        self.setAccessibleName(f"{element}: {name}")
        self.setAcceptDrops(True)
        self.model = GroundsModel()
        self.model.setParent(self)
        self.view = GroundsView(self.model, f"{element}: {name}", grows=True)
        self.empty = label("", "problem", wrap=True)
        self.said = label("", "small", wrap=True, selectable=True)
        self.stale = label("", "problem", wrap=True)
        self.add = button(self.tr("Add…"), self.add_wanted.emit, "link")
        self.add.setToolTip(self.tr("Choose from the passages and the ledger (A)"))
        self.look = button(self.tr("Look for it…"), self.look_wanted.emit, "link")
        self.look.setToolTip(self.tr("Search, and confirm that there is none (L)"))
        self.renew = button(self.tr("It still speaks so"), self._renew, "link")
        self.renew.setToolTip(self.tr("Rely on what has changed as it is now (W)"))
        self.again = button(self.tr("Look at what is new…"), self._search_again, "link")
        self.back = button(self.tr("Take back"), self.unconfirm_wanted.emit, "link")
        for part in (self.add, self.look, self.renew, self.again, self.back):
            part.setAccessibleName(f"{part.text()} {element}: {name}")
        links = Flow()
        for part in (self.add, self.look, self.renew, self.again, self.back):
            links.addWidget(part)
        self.setLayout(
            column(
                label(name, "caption"),
                self.view,
                self.empty,
                self.said,
                self.stale,
                links,
                1,
                margins=(0, 0, 1, 0),
                gap=1,
            )
        )
        self._connect()

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        self.view.clicked.connect(lambda index: self._choose(index.row()))
        self.view.activated.connect(lambda index: self._open(index.row()))
        self.view.received.connect(self.received)
        on_keys_within(
            self,
            {"Del": self._drop, "A": self.add_wanted.emit, "L": self.look_wanted.emit, "W": self._renew},
        )

    def show_line(self, line: MatrixRow) -> None:
        """Show this side of the line."""
        at_hand = self.model.at(self.view.currentIndex().row())
        rows = [row_of(each) for each in line.grounds if each.side is self.side]
        self._quiet = True
        self.model.show(rows)
        if at_hand is not None and self.model.place_of(at_hand.name) >= 0:
            self.view.setCurrentIndex(self.model.index(self.model.place_of(at_hand.name), 0))
        self._quiet = False
        self.view.setVisible(bool(rows))
        self._confirmed = line.confirmation(self.side)
        looked, standing = line.looked(self.side), bool(line.on(self.side))
        self.empty.setText(self._nothing())
        self.empty.setVisible(not standing and not looked)
        self.said.setText("\n".join(filter(None, (self._looked(self._confirmed, since=standing), self._gone(line)))))
        self.said.setVisible(self._confirmed is not None)
        stale = self._confirmed.stale if self._confirmed is not None else ()
        overtaken = (self._overtaken(),) if line.overtaken(self.side) else ()
        self.stale.setText("\n".join(f"⚑ {what}" for what in (*overtaken, *stale)))
        self.stale.setVisible(bool(overtaken or stale))
        self.look.setVisible(not standing)
        self.again.setVisible(bool(stale) and not standing)
        self.back.setVisible(self._confirmed is not None)
        here = (each for each in line.grounds if each.side is self.side)
        self.renew.setVisible(any((each.stale or each.unknown) and not each.gone for each in here))

    def _nothing(self) -> str:
        return (
            self.tr("Nothing yet. What proves it?")
            if self.side is Side.FOR
            else self.tr("Nothing yet. Has anybody looked for it?")
        )

    def _overtaken(self) -> str:
        return self.tr("Something stands here, though it is confirmed that none was found: take one of them back.")

    def _looked(self, said: Confirmation | None, *, since: bool) -> str:
        if said is None:
            return ""
        made = "\n".join(
            self.tr("“{0}”: {1:,} of {2:,} items").format(each.query, each.hits, each.items) for each in said.searches
        )
        found = (
            self.tr("Looked for by {0} on {1}, and none found until something was put here.")
            if since
            else self.tr("Looked for by {0} on {1}, and none found.")
        )
        who = found.format(said.reviewer, said.created[:10])
        return "\n".join(part for part in (who, said.note, made) if part)

    def _gone(self, line: MatrixRow) -> str:
        return "\n".join(
            self.tr("Dismissed: {0}. {1}").format(named(each.controls), each.reason)
            for each in line.dismissed(self.side)
        )

    def _choose(self, number: int) -> None:
        found = self.model.at(number)
        if found is not None and not self._quiet:
            self.chosen.emit(found.name)

    def leave(self) -> None:
        """Nothing here is at hand any more."""
        self._quiet = True
        self.view.setCurrentIndex(QModelIndex())
        self.view.clearSelection()
        self._quiet = False

    def _open(self, number: int) -> None:
        found = self.model.at(number)
        if found is not None:
            self.opened.emit(found.name)

    def _drop(self) -> None:
        found = self.model.at(self.view.currentIndex().row())
        if found is not None:
            self.dropped.emit([found.name])

    def _renew(self) -> None:
        stale = [each.name for number in range(self.model.rowCount()) if (each := self.model.at(number)) and each.wrong]
        if stale and self.renew.isVisible():
            self.received.emit(stale)

    def _search_again(self) -> None:
        if self._confirmed is not None:
            self.again_wanted.emit([each.query for each in self._confirmed.again if each.stale])

    def focus(self) -> None:
        """Put the cursor where something can be done about what lacks."""
        (self.view if self.model.rowCount() else self.add).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take what an element can rest on."""
        if event.mimeData().hasFormat(GROUNDS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say what was dropped."""
        take(event, self.view)


class Explanation(GrowingText):
    """How an element is to be read; saved when one leaves it."""

    written = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._kept = ""
        self.setPlaceholderText(self.tr("Explain how this is to be read"))

    def show_kept(self, words: str) -> None:
        """Show what is kept, unless something else is being written."""
        if self.toPlainText() == self._kept or not self.hasFocus():
            self._kept = words
            if self.toPlainText() != words:
                self.setPlainText(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Save it."""
        super().focusOutEvent(event)
        self.save()

    def save(self) -> None:
        """Save what was written, if it differs from what is kept."""
        words = self.toPlainText().strip()
        if words != self._kept.strip():
            self._kept = words
            self.written.emit(words)


class ElementBox(QFrame):
    """One element of the clause with its two cells and its explanation."""

    def __init__(self, line: MatrixRow) -> None:
        super().__init__()
        self.number = line.number
        named = self.tr("Element {0}").format(line.number)
        self.title = label("", "strong", wrap=True)
        self.cells = {side: CellBox(side, named) for side in Side}
        self.explanation = Explanation(self.tr("Explanation of element {0}").format(line.number))
        cells = row(*self.cells.values(), gap=3)
        for cell in self.cells.values():
            cells.setStretchFactor(cell, 1)
        self.setLayout(column(self.title, cells, self.explanation, margins=(4, 2, 4, 2), gap=2))
        self.show_line(line)

    def show_line(self, line: MatrixRow) -> None:
        """Show a line of the matrix."""
        self.title.setText(f"{line.number}. {line.element.text}")
        for cell in self.cells.values():
            cell.show_line(line)
        self.explanation.show_kept(line.explanation)


class Matrix(QWidget):
    """All elements of an allegation. What it asks for carries the number of the element and the side."""

    chosen = Signal(str)
    opened = Signal(str)
    add_wanted = Signal(int, object)
    look_wanted = Signal(int, object)
    again_wanted = Signal(int, object, object)
    unconfirm_wanted = Signal(int, object)
    dropped = Signal(int, object, object)
    received = Signal(int, object, object)
    explained = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[ElementBox] = []
        self._of: tuple[object, ...] = ()
        self._box = column(gap=0)
        self.setLayout(self._box)

    def show_allegation(self, allegation: Allegation) -> None:
        """Show its matrix; boxes stay where they are as long as it is the same one."""
        of = (allegation.id, tuple(each.id for each in allegation.clause.elements))
        if of != self._of:
            self._of = of
            clear(self._box)
            self.boxes = [ElementBox(line) for line in allegation.matrix]
            for box in self.boxes:
                self._box.addWidget(boxed(column(box), "element"))
                self._connect(box)
            return
        for box, line in zip(self.boxes, allegation.matrix, strict=True):
            box.show_line(line)

    def _connect(self, box: ElementBox) -> None:
        number = box.number
        box.explanation.written.connect(partial(self.explained.emit, number))
        for side, cell in box.cells.items():
            cell.chosen.connect(partial(self._choose, cell))
            cell.opened.connect(self.opened)
            cell.add_wanted.connect(partial(self.add_wanted.emit, number, side))
            cell.look_wanted.connect(partial(self.look_wanted.emit, number, side))
            cell.again_wanted.connect(partial(self.again_wanted.emit, number, side))
            cell.unconfirm_wanted.connect(partial(self.unconfirm_wanted.emit, number, side))
            cell.dropped.connect(partial(self.dropped.emit, number, side))
            cell.received.connect(partial(self.received.emit, number, side))

    def _choose(self, cell: CellBox, name: str) -> None:
        """One thing is at hand at a time."""
        for box in self.boxes:
            for other in box.cells.values():
                if other is not cell:
                    other.leave()
        self.chosen.emit(name)

    def choose_first(self) -> None:
        """Have the first thing that stands anywhere at hand."""
        cells = (cell for box in self.boxes for cell in box.cells.values())
        first = next((cell for cell in cells if cell.model.rowCount()), None)
        if first is not None:
            first.view.setCurrentIndex(first.model.index(0, 0))

    def choose_again(self) -> bool:
        """Have what is at hand shown again, where something is."""
        for box in self.boxes:
            for cell in box.cells.values():
                found = cell.model.at(cell.view.currentIndex().row())
                if found is not None:
                    self.chosen.emit(found.name)
                    return True
        return False

    def cell(self, element: int, side: Side | None) -> QWidget:
        """The cell of an element, counted from 1, or its explanation; the first when there is none of that number."""
        box = next((each for each in self.boxes if each.number == element), self.boxes[0])
        return box.explanation if side is None else box.cells[side]

    def save(self) -> None:
        """Save every explanation that is being written."""
        for box in self.boxes:
            box.explanation.save()
