"""All endorsements, and the pairs of endorsements and benefits of one officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain import ledger_rows
from reviewer.domain.ids import EndorsementId, OfficerId
from reviewer.domain.ledger_rows import EndorsementRow
from reviewer.domain.officer import Officer
from reviewer.domain.picture import Target
from reviewer.domain.query import fold
from reviewer.gui import text
from reviewer.gui.ledger.listing import Words, prepare
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import column, label, line
from reviewer.gui.widgets.table import table


class EndorsementsView(QFrame):
    """``chosen`` with the target at hand."""

    chosen = Signal(object)
    opened = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._wanted: EndorsementId | None = None
        self._officers: Mapping[OfficerId, Officer] = {}
        self._words: Words | None = None
        self.filter = line(self.tr("Filter endorsements"), self.tr("Officer, serial, station, product, audience"))
        self.filter.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.narrow)
        tr = self.tr
        self.model: ColumnsModel[EndorsementRow] = ColumnsModel(
            [
                Column(tr("No."), lambda each: each.number, lambda each: each.id),
                Column(tr("When"), lambda each: each.day, lambda each: each.latest or "9"),
                Column(tr("Officer"), self._name),
                Column(tr("Station"), self._station),
                Column(tr("Audience"), lambda each: each.audience),
                Column(tr("Product"), lambda each: each.product),
                Column(tr("Reach"), _reach, lambda each: each.reach or -1, number=True),
            ]
        )
        self.model.setParent(self)
        widths = {0: 14, 1: 28, 3: 22, 4: 34, 5: 28, 6: 14}
        self.table = prepare(table(self.model, tr("Endorsements"), widths), self.opened.emit)
        self.totals = label("", "small", wrap=True)
        self.totals.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        whole = column(column(self.filter, margins=(2, 2, 2, 1)), self.none, self.table, self.totals, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        self.setFocusProxy(self.table)
        self.filter.textChanged.connect(lambda _typed: self._typing.start())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._chosen(now.row()))
        on_keys(self.table, {"Del": self.remove_wanted.emit, "F2": self.edit_wanted.emit})

    def show_rows(self, rows: Sequence[EndorsementRow], officers: Mapping[OfficerId, Officer]) -> None:
        """Show these; the one that was chosen stays so. Until their words are there too, all of them."""
        at_hand = self._wanted or self.at_hand()
        self._officers, self._words = officers, None
        self.model.narrow(None)
        self.model.show(rows)
        self._count()
        self._choose(at_hand)

    def show_words(self, words: Words) -> None:
        """Let what is shown be found by its words."""
        self._words = words
        if self.filter.text().strip():
            self.narrow()

    def _name(self, row: EndorsementRow) -> str:
        return self._officers[row.officer].name

    def _station(self, row: EndorsementRow) -> str:
        if self._words is not None:
            return self._words.stations.get(row.id, "")
        return ledger_rows.station(self._officers[row.officer], row.earliest, row.latest)

    def narrow(self) -> None:
        """Show what the words want."""
        at_hand, words = self.at_hand(), fold(self.filter.text()).split()
        known = self._words
        if known is None:
            return  # as soon as they are there
        self.model.narrow((lambda each: all(word in known.folded[each.id] for word in words)) if words else None)
        self._count()
        self._choose(at_hand)

    def show_endorsement(self, endorsement: EndorsementId) -> None:
        """Choose one, whatever the filter was, now or when it is there."""
        self._wanted = endorsement
        if self.model.row_of(lambda each: each.id == endorsement) < 0:
            self.filter.clear()
            self.narrow()
        self._choose(endorsement)

    def at_hand(self) -> EndorsementId | None:
        """The one that is chosen."""
        each = self.model.at(self.table.currentIndex().row())
        return None if each is None else each.id

    def _choose(self, endorsement: EndorsementId | None) -> None:
        at = self.model.row_of(lambda each: each.id == endorsement) if endorsement is not None else -1
        if at >= 0 and endorsement == self._wanted:
            self._wanted = None
        if at < 0 and self.model.rowCount() and self._wanted is None:
            at = 0
        if at >= 0:
            self.table.selectRow(at)
            self.table.scrollTo(self.model.index(at, 0))
        else:
            self.chosen.emit(None)

    def choose_again(self) -> None:
        """Say anew what is chosen."""
        if self.at_hand() is None:
            self._choose(None)
        else:
            self._chosen(self.table.currentIndex().row())

    def _chosen(self, at: int) -> None:
        each = self.model.at(at)
        if each is not None:
            self.chosen.emit(Target(endorsements=(each.id,)))

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.every)
        officers = len({each.officer for each in self.model.rows})
        entries = text.counted(shown, self.tr("endorsement"), self.tr("endorsements"))
        who = text.counted(officers, self.tr("officer"), self.tr("officers"))
        self.totals.setText(self.tr("{0} of {1}").format(entries, who) if every else "")
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(
            self.tr("No endorsement is like that.")
            if every
            else self.tr("No endorsement has been entered yet. In Review, select words that tell of one and press E.")
        )


def _reach(each: EndorsementRow) -> str:
    return "" if each.reach is None else f"{each.reach:,}"
