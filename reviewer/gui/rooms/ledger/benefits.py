"""All benefits in a table that a line of words and a few choices narrow, with what they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from reviewer.domain import money
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit import Outcome, Status, What
from reviewer.domain.ledger.ledger_rows import BenefitRow, total
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.gui import text
from reviewer.gui.models.columns import Column
from reviewer.gui.navigation import RoomName, RoomTarget
from reviewer.gui.rooms.ledger.entries import EntriesView, Test
from reviewer.gui.rooms.ledger.listing import EntryWords, may_be_in, years_of
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.choice import Choice, choice
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import button, column, row

DONOR = 4
"""The column that is left out where there is little room."""

ROOMY = 200

MOST = 20
"""So many of the chosen entries are told of."""


class BenefitsView(EntriesView[BenefitRow]):
    """``merge_wanted`` with several entries, ``going`` with a target; the other with nothing."""

    merge_wanted = Signal(object)
    duplicates_wanted = Signal()
    going = Signal(object)

    def __init__(self) -> None:
        widths = {0: 13, 1: 28, 3: 24, DONOR: 32, 5: 26, 6: 28, 7: 28}
        super().__init__(self.tr("Benefits"), widths, several=True)
        self.filter.setAccessibleName(self.tr("Filter benefits"))
        self.filter.setPlaceholderText(self.tr("Officer, serial, station, donor, code"))
        self.what = choice(self.tr("Kind"), [("", self.tr("any kind")), *What])
        self.outcome = choice(self.tr("Outcome"), [("", self.tr("any outcome")), *Outcome])
        self.status = choice(self.tr("Status"), [("", self.tr("any status")), *Status])
        self.station = choice(self.tr("Station"), [("", self.tr("any station"))])
        self.year = choice(self.tr("Year"), [("", self.tr("any year"))], wide=5)
        self.choices = (self.what, self.outcome, self.status, self.station, self.year)
        self.merge = button(self.tr("They are one"), self._merge)
        self.merge.setToolTip(self.tr("Make the chosen entries one benefit with all their passages (M)"))
        self.duplicates = button(self.tr("Likely duplicates"), self.duplicates_wanted.emit, "link")
        self.start = button(self.tr("Go to Review"), partial(self.going.emit, RoomTarget(RoomName.REVIEW)), "link")
        self._lay_out()
        for each in self.choices:
            each.currentIndexChanged.connect(lambda _at: self.narrow())
        on_keys(self.table, {"M": self._merge})

    def columns(self) -> list[Column[BenefitRow]]:
        """What the table shows."""
        return [
            Column(self.tr("No."), lambda each: each.number, lambda each: each.id),
            Column(self.tr("When"), lambda each: each.day, lambda each: (each.latest or "9", each.earliest)),
            Column(self.tr("Officer"), self.name_of),
            Column(self.tr("Station"), self.station_of),
            Column(self.tr("Donor"), lambda each: each.donor),
            Column(self.tr("What"), lambda each: each.what),
            Column(self.tr("Worth"), lambda each: each.worth, _upper, number=True),
            Column(self.tr("Status"), _standing),
        ]

    def apart(self, entry: BenefitRow) -> bool:
        """Whether it does not count as received."""
        return not entry.counts

    def _lay_out(self) -> None:
        narrowing = Flow(gap=1)
        for each in self.choices:
            narrowing.addWidget(each)
        head = column(self.filter, narrowing, margins=(2, 2, 2, 1), gap=1)
        foot = row(self.totals, self.duplicates, self.merge, margins=(3, 1, 2, 1), gap=1)
        foot.setStretchFactor(self.totals, 1)
        whole = column(head, self.none, row(self.start, 1, margins=(2, 0, 0, 0)), self.table, foot, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)
        for part in (self.merge, self.start, self.none):
            part.hide()

    def show_rows(self, rows: Sequence[BenefitRow], officers: Mapping[OfficerId, Officer]) -> None:
        """Show these, and offer their years."""
        _offer(self.year, years_of(rows))
        super().show_rows(rows, officers)

    def show_words(self, words: EntryWords) -> None:
        """Let what is shown be found by its words, and by its stations."""
        _offer(self.station, sorted({each for each in words.stations.values() if each}))
        super().show_words(words)

    def needs_words(self) -> bool:
        """A station is among the words."""
        return super().needs_words() or bool(self.station.value)

    def test(self) -> Test[BenefitRow] | None:
        """What the choices want."""
        what, outcome, status, station, year = (each.value for each in self.choices)
        if not any((what, outcome, status, station, year)):
            return None
        return lambda each: (
            (not what or each.what == what)
            and (not outcome or each.outcome == outcome)
            and (not status or each.status == status)
            and (not station or self.station_of(each) == station)
            and (not year or may_be_in(each, year))
        )

    def clear_filter(self) -> None:
        """Show all of them."""
        for each in self.choices:
            each.setCurrentIndex(0)
        super().clear_filter()

    def target(self, entries: Sequence[int]) -> Target:
        """What leads to these benefits, the first of them."""
        return Target(benefits=tuple(map(BenefitId, entries[:MOST])))

    def _selected(self) -> None:
        self.merge.setVisible(len(self.several()) > 1)
        super()._selected()

    def _merge(self) -> None:
        several = self.several()
        if len(several) > 1:
            self.merge_wanted.emit(several)

    def _count(self) -> None:
        super()._count()
        self.start.setVisible(not self.model.every)

    def told(self) -> str:
        """How many there are, how many count, of how many officers, and what they are worth."""
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
        return " · ".join(parts)

    def lacking(self) -> str:
        """How the first one gets here."""
        return self.tr("No benefit has been entered yet. In Review, select words that tell of one and press B.")

    def unlike(self) -> str:
        """That none is as wanted."""
        return self.tr("No benefits match.")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the donor out where there is little room; the detail below tells it."""
        super().resizeEvent(event)
        self.table.setColumnHidden(DONOR, self.width() < room_for(ROOMY))


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
