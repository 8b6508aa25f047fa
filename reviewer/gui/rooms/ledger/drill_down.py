"""The entries behind a figure, a limit or a mark of a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.gui import text
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.rooms.ledger.listing import prepare
from reviewer.gui.rooms.ledger.lookup import FigureEntry
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import column, label, row, tool
from reviewer.gui.widgets.tab_order import lead, lead_by_list


class DrillDown(QFrame):
    """``chosen`` with the line at hand; ``left`` to where one came from."""

    chosen = Signal(object)
    opened = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.title = label("", "title", wrap=True)
        self.count = label("", "small")
        self.back = tool("back", self.tr("Back"), self.left.emit, "Esc")
        self.model: ColumnsModel[FigureEntry] = ColumnsModel(
            [
                Column(self.tr("No."), lambda each: each.number, lambda each: (len(each.number), each.number)),
                Column(self.tr("Officer"), lambda each: each.name),
                Column(self.tr("Station"), lambda each: each.station),
                Column(self.tr("What"), lambda each: each.what),
                Column(self.tr("When"), lambda each: each.day, lambda each: each.order),
                Column(self.tr("Worth"), lambda each: each.worth, lambda each: each.cents, number=True),
            ],
            muted=lambda each: not each.counts,
        )
        self.model.setParent(self)
        widths = {0: 20, 1: 34, 2: 20, 4: 26, 5: 20}
        self.table = prepare(table(self.model, self.tr("Entries behind it"), widths), self.opened.emit)
        head = row(self.back, self.title, 1, self.count, margins=(1, 1, 3, 1))
        head.setStretchFactor(self.title, 1)
        self.none = label(self.tr("Nothing stands behind it."), "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        whole = column(head, self.none, self.table, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._choose(now.row()))
        on_keys_within(self, {"Esc": self.left.emit})

    def show_lines(self, title: str, lines: Sequence[FigureEntry]) -> None:
        """Show what stands behind something."""
        same = self.title.text() == title
        stood = self.table.currentIndex().row() if same else 0
        at_hand = self.model.at(self.table.currentIndex().row())
        self.title.setText(title)
        self.model.show(lines)
        self.count.setText(text.counted(len(lines), self.tr("entry"), self.tr("entries")))
        lead_by_list(self, self.table, self.back, there=bool(lines))
        if lines and not same and self.back.hasFocus():
            self.table.setFocus()  # behind what was shown before stood nothing
        self.none.setVisible(not lines)
        self.table.setColumnHidden(5, all(each.cents < 0 for each in lines))
        if lines:
            kept = None if at_hand is None else _key(at_hand)
            choose_row(self.table, row_kept([_key(each) for each in self.model.rows], kept, stood))
        else:
            self.chosen.emit(None)

    def _choose(self, at: int) -> None:
        self.chosen.emit(self.model.at(at))


def _key(each: FigureEntry) -> tuple[str, str]:
    return type(each.entry).__name__, each.number
