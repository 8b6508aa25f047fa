"""All endorsements, and the pairs of endorsements and benefits of one officer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from reviewer.domain.ids import EndorsementId
from reviewer.domain.picture import Target
from reviewer.domain.query import fold
from reviewer.gui import text
from reviewer.gui.ledger.listing import HeldEndorsement, prepare
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.theme import grid
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
        self.filter = line(self.tr("Filter endorsements"), self.tr("Officer, serial, station, product, audience"))
        self.filter.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.narrow)
        tr = self.tr
        self.model: ColumnsModel[HeldEndorsement] = ColumnsModel(
            [
                Column(tr("No."), lambda each: each.row.number, lambda each: each.row.id),
                Column(tr("When"), lambda each: each.row.day, lambda each: each.row.latest or "9"),
                Column(tr("Officer"), lambda each: each.officer.name),
                Column(tr("Station"), lambda each: each.station),
                Column(tr("Audience"), lambda each: each.row.audience),
                Column(tr("Product"), lambda each: each.row.product),
                Column(tr("Reach"), _reach, lambda each: each.row.reach or -1, number=True),
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
        for key, act in (("Del", self.remove_wanted.emit), ("F2", self.edit_wanted.emit)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def show_held(self, held: Sequence[HeldEndorsement]) -> None:
        """Show these; the one that was chosen stays so."""
        at_hand = self._wanted or self.at_hand()
        self.model.show(held)
        self._count()
        self._choose(at_hand)

    def narrow(self) -> None:
        """Show what the words want."""
        at_hand, words = self.at_hand(), fold(self.filter.text()).split()
        self.model.narrow((lambda each: all(word in each.folded for word in words)) if words else None)
        self._count()
        self._choose(at_hand)

    def show_endorsement(self, endorsement: EndorsementId) -> None:
        """Choose one, whatever the filter was, now or when it is there."""
        self._wanted = endorsement
        if self.model.row_of(lambda each: each.row.id == endorsement) < 0:
            self.filter.clear()
            self.narrow()
        self._choose(endorsement)

    def at_hand(self) -> EndorsementId | None:
        """The one that is chosen."""
        each = self.model.at(self.table.currentIndex().row())
        return None if each is None else each.row.id

    def _choose(self, endorsement: EndorsementId | None) -> None:
        at = self.model.row_of(lambda each: each.row.id == endorsement) if endorsement is not None else -1
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
            self.chosen.emit(Target(endorsements=(each.row.id,)))

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.every)
        officers = len({each.row.officer for each in self.model.rows})
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


def _reach(each: HeldEndorsement) -> str:
    return "" if each.row.reach is None else f"{each.row.reach:,}"
