"""Entries that are likely one benefit told twice: made one, or said to be two; either can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit_duplicates import LikelyDuplicate
from reviewer.domain.ledger.ledger_rows import BenefitRow
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.rooms.ledger.listing import prepare
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys, on_keys_within
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import button, column, label, row, tool
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.ledger import benefit_duplicates, ledger_rows


@dataclass(frozen=True, slots=True)
class Pair:
    """A likely double with its entries."""

    double: LikelyDuplicate
    one: BenefitRow
    two: BenefitRow
    officer: Officer


def look(case: Case) -> list[Pair]:
    """All likely duplicates, those with most signs first."""
    found = benefit_duplicates.listed(case)
    rows = ledger_rows.some(case, {each for double in found for each in (double.one, double.two)}, ())
    by_id: Mapping[BenefitId, BenefitRow] = {row.id: row for row in rows.benefits}
    who: Mapping[OfficerId, Officer] = rows.officers
    return [Pair(each, by_id[each.one], by_id[each.two], who[by_id[each.one].officer]) for each in found]


class DuplicatesView(QFrame):
    """``chosen`` with both entries, ``left`` to the table of benefits."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._latest = Latest()
        tr = self.tr
        self.model: ColumnsModel[Pair] = ColumnsModel(
            [
                Column(tr("Officer"), lambda each: each.officer.name),
                Column(tr("One"), lambda each: f"{each.one.number} · {each.one.day} · {each.one.what}"),
                Column(tr("Other"), lambda each: f"{each.two.number} · {each.two.day} · {each.two.what}"),
                Column(tr("What speaks for it"), lambda each: ", ".join(each.double.signs)),
            ]
        )
        self.model.setParent(self)
        self.table = prepare(table(self.model, tr("Likely duplicates"), {0: 36, 1: 44, 2: 44}), self._merge)
        back = tool("back", tr("Back"), self.left.emit, "Esc")
        self.merge = button(tr("They are one"), self._merge)
        self.merge.setToolTip(tr("Keep the first with the passages of both (M or Enter); Ctrl+Z parts them again"))
        self.apart = button(tr("They are two"), self._set_apart)
        self.apart.setToolTip(tr("Do not bring them up again (Del); Ctrl+Z takes it back"))
        self.none = label(tr("No two entries look like one and the same benefit."), "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        head = row(back, label(tr("Likely duplicates"), "title"), 1, self.merge, self.apart, margins=(1, 1, 2, 1))
        whole = column(head, self.none, self.table, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        lead(self, self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._chosen(now.row()))
        on_keys(self.table, {"M": self._merge, "Del": self._set_apart})
        on_keys_within(self, {"Esc": self.left.emit})

    def refresh(self) -> None:
        """Look for them anew."""
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: list[Pair]) -> None:
        kept, stood = self._at_hand(), self.table.currentIndex().row()
        self.model.show(found)
        for part in (self.table, self.merge, self.apart):
            part.setVisible(bool(found))
        self.none.setVisible(not found)
        if found:
            key = None if kept is None else _key(kept)
            keys = [_key(pair.double) for pair in self.model.rows]
            choose_row(self.table, row_kept(keys, key, stood))
        else:
            self.chosen.emit(None)

    def _at_hand(self) -> LikelyDuplicate | None:
        pair = self.model.at(self.table.currentIndex().row())
        return None if pair is None else pair.double

    def _chosen(self, at: int) -> None:
        pair = self.model.at(at)
        if pair is not None:
            self.chosen.emit(Target(benefits=(pair.double.one, pair.double.two)))

    def _merge(self) -> None:
        pair = self._at_hand()
        if pair is not None:
            act = partial(benefit_duplicates.merge, kept=pair.one, others=[pair.two], reviewer=self._session.reviewer)
            self._session.operation(self, act).run()

    def _set_apart(self) -> None:
        pair = self._at_hand()
        if pair is not None:
            act = partial(benefit_duplicates.set_apart, one=pair.one, two=pair.two, reviewer=self._session.reviewer)
            self._session.operation(self, act).run()


def _key(double: LikelyDuplicate) -> tuple[BenefitId, BenefitId]:
    return double.one, double.two
