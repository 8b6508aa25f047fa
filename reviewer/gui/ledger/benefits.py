"""All benefits in a table that a line of words and a few choices narrow, with what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from reviewer.domain import ledger_rows, money
from reviewer.domain.benefit import Outcome, Status, What
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger_rows import BenefitRow, total
from reviewer.domain.officer import Officer
from reviewer.domain.picture import Target
from reviewer.domain.query import fold
from reviewer.gui import text
from reviewer.gui.ledger.listing import Words, may_be_in, prepare, years_of
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.theme import grid
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import button, column, label, line, row
from reviewer.gui.widgets.table import table

GIVER = 4
"""The column that is left out where there is little room."""

ROOMY = grid(200)


class BenefitsView(QFrame):
    """``chosen`` with the target at hand; ``merge_wanted`` with several entries; ``remove_wanted``, ``edit_wanted``."""

    chosen = Signal(object)
    opened = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()
    merge_wanted = Signal(object)
    doubles_wanted = Signal()
    start_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._wanted: BenefitId | None = None
        self._officers: Mapping[OfficerId, Officer] = {}
        self._words: Words | None = None
        self.model: ColumnsModel[BenefitRow] = ColumnsModel(self._columns(), muted=lambda each: not each.counts)
        self.model.setParent(self)
        self.filter = line(self.tr("Filter benefits"), self.tr("Officer, serial, station, giver, code"))
        self.filter.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.narrow)
        self.what = choice(self.tr("Kind"), [("", self.tr("any kind")), *What])
        self.outcome = choice(self.tr("Outcome"), [("", self.tr("any outcome")), *Outcome])
        self.status = choice(self.tr("Status"), [("", self.tr("any status")), *Status])
        self.station = choice(self.tr("Station"), [("", self.tr("any station"))])
        self.year = choice(self.tr("Year"), [("", self.tr("any year"))], wide=5)
        self.choices = (self.what, self.outcome, self.status, self.station, self.year)
        self.table = prepare(
            table(self.model, self.tr("Benefits"), {0: 13, 1: 28, 3: 21, GIVER: 28, 5: 26, 6: 21, 7: 20}),
            self.opened.emit,
            several=True,
        )
        self.totals = label("", "small", wrap=True, selectable=True)
        self.totals.setAccessibleName(self.tr("Totals of what is shown"))
        self.none = label("", "muted", wrap=True)
        self.merge = button(self.tr("They are one"), self._merge)
        self.merge.setToolTip(self.tr("Make the chosen entries one benefit with all their passages (M)"))
        self.doubles = button(self.tr("Likely doubles"), self.doubles_wanted.emit, "link")
        self.start = button(self.tr("Go to Review"), self.start_wanted.emit, "link")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def _columns(self) -> list[Column[BenefitRow]]:
        return [
            Column(self.tr("No."), lambda each: each.number, lambda each: each.id),
            Column(self.tr("When"), lambda each: each.day, lambda each: (each.latest or "9", each.earliest)),
            Column(self.tr("Officer"), self._name),
            Column(self.tr("Station"), self._station),
            Column(self.tr("Giver"), lambda each: each.giver),
            Column(self.tr("What"), lambda each: each.what),
            Column(self.tr("Worth"), lambda each: each.worth, _upper, number=True),
            Column(self.tr("Status"), _standing),
        ]

    def _lay_out(self) -> None:
        narrowing = Flow(gap=1)
        for each in self.choices:
            narrowing.addWidget(each)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        head = column(self.filter, narrowing, margins=(2, 2, 2, 1), gap=1)
        foot = row(self.totals, self.doubles, self.merge, margins=(3, 1, 2, 1), gap=1)
        foot.setStretchFactor(self.totals, 1)
        whole = column(head, self.none, row(self.start, 1, margins=(2, 0, 0, 0)), self.table, foot, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        for part in (self.merge, self.start, self.none):
            part.hide()

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _typed: self._typing.start())
        for each in self.choices:
            each.currentIndexChanged.connect(lambda _at: self.narrow())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._selected())
        on_keys(self.table, {"Del": self.remove_wanted.emit, "F2": self.edit_wanted.emit, "M": self._merge})

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[BenefitRow], officers: Mapping[OfficerId, Officer]) -> None:
        """Show these; the one that was chosen stays so. Until their words are there too, all of them."""
        at_hand = self._wanted or self.at_hand()
        self._officers, self._words = officers, None
        _offer(self.year, years_of(rows))
        if self._narrowed_by_words():
            self.model.narrow(None)
        self.model.show(rows)
        self._count()
        self._choose(at_hand)

    def show_words(self, words: Words) -> None:
        """Let what is shown be found by its words."""
        self._words = words
        _offer(self.station, sorted({each for each in words.stations.values() if each}))
        if self._narrowed_by_words():
            self.narrow()

    def _narrowed_by_words(self) -> bool:
        return bool(self.filter.text().strip() or self.station.value)

    def _name(self, row: BenefitRow) -> str:
        return self._officers[row.officer].name

    def _station(self, row: BenefitRow) -> str:
        if self._words is not None:
            return self._words.stations.get(row.id, "")
        return ledger_rows.station(self._officers[row.officer], row.earliest, row.latest)

    def narrow(self) -> None:
        """Show what the words and the choices want."""
        self._typing.stop()
        at_hand = self.at_hand()
        known = self._words
        if known is None and self._narrowed_by_words():
            return  # as soon as they are there
        words = fold(self.filter.text()).split()
        what, outcome, status, station, year = (each.value for each in self.choices)

        def wanted(each: BenefitRow) -> bool:
            return (
                (not what or each.what == what)
                and (not outcome or each.outcome == outcome)
                and (not status or each.status == status)
                and (not station or known is None or known.stations[each.id] == station)
                and (not year or may_be_in(each, year))
                and (known is None or all(word in known.folded[each.id] for word in words))
            )

        chosen = any((words, what, outcome, status, station, year))
        self.model.narrow(wanted if chosen else None)
        self._count()
        self._choose(at_hand)

    def clear_filter(self) -> None:
        """Show all of them."""
        self.filter.clear()
        for each in self.choices:
            each.setCurrentIndex(0)
        self.narrow()

    def show_benefit(self, benefit: BenefitId) -> None:
        """Choose an entry, whatever the filter was, now or when it is there."""
        self._wanted = benefit
        if self.model.row_of(lambda each: each.id == benefit) < 0:
            self.clear_filter()
        self._choose(benefit)

    def _choose(self, benefit: BenefitId | None) -> None:
        at = self.model.row_of(lambda each: each.id == benefit) if benefit is not None else -1
        if at >= 0 and benefit == self._wanted:
            self._wanted = None
        if at < 0 and self.model.rowCount() and self._wanted is None:
            at = 0
        if at >= 0:
            self.table.selectRow(at)
            self.table.scrollTo(self.model.index(at, 0))
        else:
            self.chosen.emit(None)

    def at_hand(self) -> BenefitId | None:
        """The entry that is chosen, if it is one."""
        rows = self.several()
        return rows[0] if len(rows) == 1 else None

    def several(self) -> list[BenefitId]:
        """The entries that are chosen."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [each.id for at in rows if (each := self.model.at(at)) is not None]

    def _selected(self) -> None:
        several = self.several()
        self.merge.setVisible(len(several) > 1)
        if several:
            self.chosen.emit(Target(benefits=tuple(several[:20])))

    def choose_again(self) -> None:
        """Say anew what is chosen."""
        if self.several():
            self._selected()
        else:
            self._choose(None)

    def _merge(self) -> None:
        several = self.several()
        if len(several) > 1:
            self.merge_wanted.emit(several)

    def _count(self) -> None:
        found, every = total(self.model.rows), len(self.model.every)
        shown = (
            f"{found.entries:,}" if found.entries == every else self.tr("{0:,} of {1:,}").format(found.entries, every)
        )
        parts = [self.tr("{0} entries").format(shown)]
        officers = text.counted(found.officers, self.tr("officer"), self.tr("officers"))
        parts.append(self.tr("{0:,} count, of {1}").format(found.counting, officers))
        worth = " + ".join(money.range_written(*ends, currency) for currency, ends in sorted(found.worth.items()))
        parts += [self.tr("worth {0}").format(worth)] if worth else []
        parts += [self.tr("{0:,} without a known value").format(found.unvalued)] if found.unvalued else []
        self.totals.setText(" · ".join(parts) if every else "")
        self.table.setVisible(bool(found.entries))
        self.none.setVisible(not found.entries)
        self.start.setVisible(not every)
        self.none.setText(
            self.tr("No benefit is like that.")
            if every
            else self.tr("No benefit has been entered yet. In Review, select words that tell of one and press B.")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the giver out where there is little room; the detail below tells it."""
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY
        self.table.setColumnHidden(GIVER, not roomy)
        for section, wide, narrow in ((6, 36, 21), (7, 36, 20)):
            self.table.horizontalHeader().resizeSection(section, grid(wide if roomy else narrow))


def _offer(where: Choice, values: Sequence[str]) -> None:
    """Offer other values, and keep the one that was chosen."""
    kept = where.value
    where.blockSignals(True)
    while where.count() > 1:
        where.removeItem(1)
    for value in values:
        where.addItem(value, value)
    where.say(kept)
    where.blockSignals(False)


def _upper(each: BenefitRow) -> int:
    held = each.net
    return -1 if held is None else held[1]


def _standing(each: BenefitRow) -> str:
    """The status; of what was not accepted, how far it came."""
    return each.status if each.outcome == Outcome.ACCEPTED else f"{each.outcome}, {each.status}"
