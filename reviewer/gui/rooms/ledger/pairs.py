"""Each endorsement beside each benefit of the same officer, with the days between: evidence, never a conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, EndorsementId
from reviewer.domain.ledger.ledger_rows import BenefitRow, EndorsementRow
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.domain.query import fold
from reviewer.gui import text
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.rooms.ledger.listing import prepare
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import column, label, lookup
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.ledger import ledger_rows, pairings
from reviewer.usecases.ledger.pairings import NOTE, Pair

NUMBERS = (1, 5)
"""The columns that are left out where there is little room."""

ROOMY = 190


@dataclass(frozen=True, slots=True)
class Paired:
    """A pair with what it is made of."""

    officer: Officer
    pair: Pair
    benefit: BenefitRow
    endorsement: EndorsementRow


def look(case: Case) -> list[Paired]:
    """All pairs, officer by officer, the nearest in time first."""
    found = pairings.listed(case)
    rows = ledger_rows.some(case, {pair.benefit for _, pair in found}, {pair.endorsement for _, pair in found})
    benefits: Mapping[BenefitId, BenefitRow] = {row.id: row for row in rows.benefits}
    praises: Mapping[EndorsementId, EndorsementRow] = {row.id: row for row in rows.endorsements}
    return [Paired(officer, pair, benefits[pair.benefit], praises[pair.endorsement]) for officer, pair in found]


class PairsView(QFrame):
    """``chosen`` with the target of the pair at hand."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        tr = self.tr
        self.filter = lookup(tr("Filter pairs"), tr("Officer or serial"))
        self.filter.setClearButtonEnabled(True)
        self.model: ColumnsModel[Paired] = ColumnsModel(
            [
                Column(tr("Officer"), lambda each: each.officer.name),
                Column(tr("No."), lambda each: each.endorsement.number, lambda each: each.endorsement.id),
                Column(tr("Endorsed"), lambda each: each.endorsement.day, lambda each: each.endorsement.latest or "9"),
                Column(tr("To"), lambda each: each.endorsement.audience),
                Column(tr("It came"), lambda each: each.pair.words, _days),
                Column(tr("No."), lambda each: each.benefit.number, lambda each: each.benefit.id),
                Column(tr("Benefit"), lambda each: each.benefit.day, lambda each: each.benefit.latest or "9"),
                Column(tr("What"), lambda each: each.benefit.what),
            ]
        )
        self.model.setParent(self)
        widths = {0: 27, 1: 12, 2: 22, 3: 37, 5: 13, 6: 22, 7: 25}
        self.table = prepare(table(self.model, tr("Pairs"), widths), self.opened.emit)
        self.note = label(
            tr("{0} An endorsement stands beside each benefit of its officer.").format(NOTE), "muted", wrap=True
        )
        self.note.setContentsMargins(grid(3), 0, grid(3), grid(1))
        self.totals = label("", "small")
        self.totals.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        head = column(self.filter, margins=(2, 2, 2, 1))
        whole = column(head, self.note, self.none, self.table, self.totals, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.table)
        self.filter.textChanged.connect(lambda _typed: self.narrow())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._chosen(now.row()))

    def show_pairs(self, found: Sequence[Paired]) -> None:
        """Show these; the one at hand stays at hand."""
        kept, stood = self._at_hand(), self.table.currentIndex().row()
        self.model.show(found)
        self._count(kept, stood)

    def narrow(self) -> None:
        """Show the pairs of whom the words name."""
        words = fold(self.filter.text()).split()

        def wanted(each: Paired) -> bool:
            named = fold(f"{each.officer.name} {each.officer.serial}")
            return all(word in named for word in words)

        kept = self._at_hand()
        self.model.narrow(wanted if words else None)
        self._count(kept, 0)

    def choose_again(self) -> None:
        """Say anew what is chosen."""
        at = self.table.currentIndex().row()
        if self.model.at(at) is None:
            self.chosen.emit(None)
        else:
            self._chosen(at)

    def _chosen(self, at: int) -> None:
        each = self.model.at(at)
        if each is not None:
            self.chosen.emit(Target((each.pair.benefit,), (each.pair.endorsement,), (each.officer.id,)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the numbers out where there is little room; the detail below tells them."""
        super().resizeEvent(event)
        for section in NUMBERS:
            self.table.setColumnHidden(section, self.width() < room_for(ROOMY))

    def _at_hand(self) -> tuple[int, int] | None:
        each = self.model.at(self.table.currentIndex().row())
        return None if each is None else _key(each)

    def _count(self, kept: tuple[int, int] | None, stood: int) -> None:
        shown = self.model.rowCount()
        officers = len({each.officer.id for each in self.model.rows})
        words = text.counted(shown, self.tr("pair"), self.tr("pairs"))
        self.totals.setText(f"{words} · {text.counted(officers, self.tr('officer'), self.tr('officers'))}")
        self.table.setVisible(bool(shown))
        self.totals.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            self.tr("No officer is called that.")
            if self.model.every
            else self.tr("No officer has both a benefit that counts and an endorsement yet.")
        )
        if shown:
            choose_row(self.table, row_kept([_key(each) for each in self.model.rows], kept, stood))
        else:
            self.chosen.emit(None)


def _key(each: Paired) -> tuple[int, int]:
    return each.pair.endorsement, each.pair.benefit


def _days(each: Paired) -> tuple[bool, int]:
    ends = [end for end in (each.pair.least, each.pair.most) if end is not None]
    return not ends, ends[0] if ends else 0
