"""The key figures of the case, counted from the ledger as it is now; each leads to the entries behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QSplitter, QTableView, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain import money
from reviewer.domain.ledger.benefit import RULE, VALUE_RULE
from reviewer.domain.ledger.figures import CodeUse, Figure, Station
from reviewer.domain.ledger.totals import Sum
from reviewer.domain.pictures.picture import Target
from reviewer.domain.policy.complaint_figures import Figures as Complaints
from reviewer.domain.policy.complaint_figures import Group
from reviewer.gui import text
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.navigation import RoomName, RoomTarget
from reviewer.gui.rooms.ledger.figure import FigureButton
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.keys import ENTER, on_keys
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.switch import chosen, ways_switch
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.ledger import benefit_duplicates, figures
from reviewer.usecases.ledger.figures import Counted
from reviewer.usecases.policy import complaints


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ledger's figures and the complaints'."""

    counted: Counted
    complaints: Complaints


def count(case: Case) -> Numbers:
    """Count everything anew."""
    return Numbers(figures.count(case), complaints.figures(case))


class Dashboard(QWidget):
    """``drilled`` with a title and the target of a figure, ``complained`` with a title and numbers of complaints."""

    drilled = Signal(str, object)
    complained = Signal(str, object)
    duplicates_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest, self._doubts = Latest(), Latest()
        self.numbers: Numbers | None = None
        self._make_heads()
        self._make_tables()
        self._lay_out()

    def _make_heads(self) -> None:
        tr = self.tr
        self.with_benefit = self._head(tr("officers with a benefit"), self._drill_benefit, RULE)
        self.with_device = self._head(tr("with a device"), self._drill_device)
        self.with_both = self._head(tr("benefit and endorsement"), self._drill_both)
        self.worth = self._head(tr("worth, less what was paid"), self._drill_worth, VALUE_RULE)
        self.alleged = self._head(tr("only asked for or offered"), self._drill_alleged, RULE)
        self.apart = self._head(tr("entries do not count"), self._drill_apart, RULE)
        self.conflicts = self._head(tr("earlier conflict complaints"), self._complain_conflicts)
        self.vendor = self._head(tr("about this vendor"), self._complain_vendor)
        self.likely = button("", self.duplicates_wanted.emit, "link")
        self.heads = (
            self.with_benefit,
            self.with_device,
            self.with_both,
            self.worth,
            self.alleged,
            self.apart,
            self.conflicts,
            self.vendor,
        )

    def _head(self, words: str, pressed: Callable[[], None], tip: str = "") -> FigureButton:
        made = FigureButton(words, tip)
        made.clicked.connect(lambda: pressed())  # noqa: PLW0108 - the signal carries a bool that is nobody's business
        return made

    def _make_tables(self) -> None:
        tr = self.tr
        self.stations: ColumnsModel[Station] = ColumnsModel(
            [
                Column(tr("Station"), lambda each: each.name or tr("station not known")),
                Column(tr("Officers"), lambda each: f"{each.received.count:,}", lambda each: each.received.count, True),
                Column(tr("Worth"), lambda each: worth_of(each.sums), lambda each: _upper(each.sums), number=True),
                Column(tr("Possibly"), _possibly, lambda each: each.possible.count, number=True),
            ]
        )
        self.codes: ColumnsModel[CodeUse] = ColumnsModel(
            [
                Column(tr("Code"), lambda each: each.code),
                Column(tr("Uses"), uses_of),
                Column(tr("Earns"), lambda each: each.reward),
                Column(tr("Officers"), lambda each: f"{len(each.officers):,}", lambda each: len(each.officers), True),
            ]
        )
        self.groups: ColumnsModel[Group] = ColumnsModel(
            [
                Column(tr("Complaints"), lambda each: " · ".join(part for part in (each.name, each.title) if part)),
                Column(tr("All"), lambda each: f"{len(each.complaints):,}", lambda each: len(each.complaints), True),
                Column(tr("Conflicts"), lambda each: _or_dash(each.conflicts), lambda each: len(each.conflicts), True),
                Column(tr("This vendor"), lambda each: _or_dash(each.vendor), lambda each: len(each.vendor), True),
            ]
        )
        for model in (self.stations, self.codes, self.groups):
            model.setParent(self)
        self.station_table = self._table(self.stations, tr("By station"), {1: 20, 2: 46, 3: 22}, self._station)
        self.code_table = self._table(self.codes, tr("Codes"), {0: 34, 2: 40, 3: 20}, self._code)
        self.group_table = self._table(self.groups, tr("Complaints"), {1: 16, 2: 22, 3: 24}, self._group)

    def _table(
        self, model: ColumnsModel[Any], name: str, widths: Mapping[int, int], act: Callable[[int], None]
    ) -> QTableView:
        made = table(model, name, widths)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setSortingEnabled(True)
        made.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        made.setCursor(Qt.CursorShape.PointingHandCursor)

        def pressed(index: QModelIndex) -> None:
            if index.isValid():
                act(index.row())

        made.clicked.connect(pressed)
        on_keys(made, {ENTER: lambda: pressed(made.currentIndex())})
        return made

    def _lay_out(self) -> None:
        heads = Flow(gap=2)
        for each in self.heads:
            heads.addWidget(each)
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)
        self.start = button(self.tr("Go to Review"), lambda: self._session.go(RoomTarget(RoomName.REVIEW)), "link")
        self._make_empty()
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(_part(self.tr("By station"), self.no_station, self.station_table))
        left.addWidget(_part(self.tr("Codes"), self.no_code, self.code_table))
        left.setChildrenCollapsible(False)
        names = {"year": self.tr("by year"), "clause": self.tr("by clause"), "vendor": self.tr("by vendor")}
        self.ways = ways_switch(self, names, lambda _way: self._show_groups())
        self.ways["year"].setChecked(True)
        ways = row(*self.ways.values(), 1, gap=1)
        title = label(self.tr("Earlier complaints"), "caption")
        heads_of = (row(title, 1, margins=(3, 2, 3, 0)), row(ways, margins=(3, 0, 3, 0)))
        right = column(*heads_of, self.no_history, self.group_table, gap=1)
        right.addStretch(0)
        right.setStretchFactor(self.group_table, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(boxed(right, "panel"))
        split.setChildrenCollapsible(False)
        split.setSizes([grid(150), grid(130)])
        head = column(
            heads, row(self.likely, 1), self.none, row(self.start, 1, margins=(2, 0, 0, 0)), margins=(3, 3, 3, 2), gap=1
        )
        whole = column(boxed(head), split, gap=0)
        whole.setStretchFactor(split, 1)
        self.setLayout(whole)
        lead(self, self.with_benefit)
        for part in (self.none, self.start, self.likely):
            part.hide()

    def _make_empty(self) -> None:
        """What stands in the place of a table that has nothing to show, and where that comes from."""
        tr = self.tr
        self.no_station = _none(tr("Nothing yet. A benefit counts at the station that its officer had on that day."))
        self.no_code = _none(tr("No discount code yet. It is entered with its benefit, in Review (B)."))
        words = label(
            tr("No history of complaints yet. It is imported in Findings, under Complaints."), "muted", wrap=True
        )
        self.to_history = button(tr("Go to Findings"), lambda: self._session.go(RoomTarget(RoomName.FINDINGS)), "link")
        self.no_history = boxed(column(words, row(self.to_history, 1), margins=(3, 1, 3, 1), gap=1))
        for each in (self.no_station, self.no_code, self.no_history):
            each.hide()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Count anew."""
        self._session.query(self, count).unless(self._latest.ask()).success(self._show).run()

    def _ask_doubles(self) -> None:
        """Look for duplicates once the figures are there: in a large ledger that takes longer than they do."""
        asked = self._session.query(self, lambda case: len(benefit_duplicates.listed(case))).unless(self._doubts.ask())
        asked.success(self._show_doubles).run()

    def _show_doubles(self, found: int) -> None:
        words = text.counted(found, self.tr("pair"), self.tr("pairs"))
        self.likely.setText(self.tr("{0} may be told twice: look at them").format(words))
        self.likely.setAccessibleName(self.likely.text())
        self.likely.setVisible(bool(found))

    def _show(self, numbers: Numbers) -> None:
        self.numbers = numbers
        found, history = numbers.counted.figures, numbers.complaints
        self.with_benefit.show_number(f"{found.with_benefit.count:,}", _entries(found.with_benefit))
        self.with_device.show_number(f"{found.with_device.count:,}", _entries(found.with_device))
        self.with_both.show_number(f"{found.with_benefit_and_endorsement.count:,}")
        unvalued = sum(len(each.unvalued) for each in found.sums.values())
        more = self.tr("{0} without a known value").format(text.counted(unvalued, "entry", "entries"))
        self.worth.show_number(worth_of(found.sums) or "–", more if unvalued else "")
        alleged = text.counted(found.alleged.count, self.tr("officer"), self.tr("officers"))
        self.alleged.show_number(f"{sum(map(len, found.alleged.benefits.values())):,}", alleged)
        self.apart.show_number(f"{len(found.apart):,}", self.tr("these, and declined, returned, disproved"))
        years = f"{history.first[:4]} – {history.last[:4]}" if history.first else self.tr("none taken in yet")
        all_of_them = self.tr("of {0:,}, {1}").format(len(history.complaints), years)
        self.conflicts.show_number(f"{len(history.conflicts):,}", all_of_them if history.first else years)
        self.vendor.show_number(f"{len(history.vendor):,}")
        self.stations.show(found.stations)
        self.codes.show(found.codes)
        self._show_groups()
        for none, shown in (
            (self.no_station, self.station_table),
            (self.no_code, self.code_table),
            (self.no_history, self.group_table),
        ):
            none.setVisible(not shown.model().rowCount())
            shown.setVisible(bool(shown.model().rowCount()))
        self._ask_doubles()
        empty = not found.with_benefit.count and not found.apart
        self.none.setText(self.tr("The ledger is empty. In Review, select words that tell of a benefit and press B."))
        for part in (self.none, self.start):
            part.setVisible(empty)

    def _show_groups(self) -> None:
        if self.numbers is not None:
            found = self.numbers.complaints
            groups = {"year": found.by_year, "clause": found.by_clause, "vendor": found.by_vendor}
            self.groups.show(groups[chosen(self.ways)])

    # -- what stands behind -----------------------------------------------------------------------------------------

    def _drill(self, title: str, figure: Figure) -> None:
        benefits = tuple(each for held in figure.benefits.values() for each in held)
        praises = tuple(each for held in figure.endorsements.values() for each in held)
        self.drilled.emit(title, Target(benefits, praises, tuple(figure.benefits)))

    def _with(self, act: Callable[[Numbers], None]) -> None:
        if self.numbers is not None:
            act(self.numbers)

    def _drill_benefit(self) -> None:
        self._with(lambda found: self._drill(self.with_benefit.text(), found.counted.figures.with_benefit))

    def _drill_device(self) -> None:
        title = self.tr("{0} officers with a device").format(self.with_device.number)
        self._with(lambda found: self._drill(title, found.counted.figures.with_device))

    def _drill_both(self) -> None:
        title = self.tr("{0} officers with a benefit who also endorsed").format(self.with_both.number)
        self._with(lambda found: self._drill(title, found.counted.figures.with_benefit_and_endorsement))

    def _drill_worth(self) -> None:
        def go(found: Numbers) -> None:
            entries = tuple(each for held in found.counted.figures.sums.values() for each in held.entries)
            self.drilled.emit(self.tr("{0} in all").format(self.worth.number), Target(entries))

        self._with(go)

    def _drill_alleged(self) -> None:
        self._with(lambda found: self._drill(self.alleged.text(), found.counted.figures.alleged))

    def _drill_apart(self) -> None:
        self._with(lambda found: self.drilled.emit(self.apart.text(), Target(found.counted.figures.apart)))

    def _complain_conflicts(self) -> None:
        self._with(lambda found: self.complained.emit(self.conflicts.text(), found.complaints.conflicts))

    def _complain_vendor(self) -> None:
        one, more = self.tr("conflict complaint"), self.tr("conflict complaints")

        def go(found: Numbers) -> None:
            count = text.counted(len(found.complaints.vendor), one, more)
            self.complained.emit(self.tr("{0} about this vendor").format(count), found.complaints.vendor)

        self._with(go)

    def _station(self, at: int) -> None:
        station = self.stations.at(at)
        if station is not None:
            sure = [each for held in station.received.benefits.values() for each in held]
            maybe = [each for held in station.possible.benefits.values() for each in held]
            officers = text.counted(station.received.count, self.tr("officer"), self.tr("officers"))
            title = f"{station.name or self.tr('Station not known')} · {officers} · {worth_of(station.sums)}"
            self.drilled.emit(title, Target(tuple(dict.fromkeys([*sure, *maybe]))))

    def _code(self, at: int) -> None:
        code = self.codes.at(at)
        if code is not None:
            self.drilled.emit(f"{code.code} · {uses_of(code)}", Target(code.benefits))

    def _group(self, at: int) -> None:
        group = self.groups.at(at)
        if group is not None:
            title = self.tr("{0}: {1}").format(
                group.name, text.counted(len(group.complaints), self.tr("complaint"), self.tr("complaints"))
            )
            self.complained.emit(title, group.complaints)


def worth_of(sums: Mapping[str, Sum]) -> str:
    """What sums come to, each currency for itself."""
    return " + ".join(money.range_written(each.low, each.high, each.currency) for each in sums.values())


def uses_of(code: CodeUse) -> str:
    """How often a code was used and how many more uses earn the reward: ``14 uses, 11 more``."""
    used = max(code.uses or 0, len(code.counted))
    if code.uses is None and not code.counted:
        return "uses not known"
    more = "" if code.more is None else f", {code.more:,} more" if code.more else ", reward earned"
    proved = f" ({len(code.counted):,} proved)" if code.counted else ""
    return f"{text.counted(used, 'use', 'uses')}{more}{proved}"


def _upper(sums: Mapping[str, Sum]) -> int:
    return sum(each.high for each in sums.values())


def _possibly(station: Station) -> str:
    return f"{station.possible.count:,} more" if station.possible.count else ""


def _or_dash(numbers: Sequence[str]) -> str:
    return f"{len(numbers):,}" if numbers else "–"


def _entries(figure: Figure) -> str:
    return text.counted(sum(len(held) for held in figure.benefits.values()), "entry", "entries")


def _none(words: str) -> QLabel:
    made = label(words, "muted", wrap=True)
    made.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
    return made


def _part(title: str, none: QLabel, shown: QTableView) -> QFrame:
    made = column(row(label(title, "caption"), 1, margins=(3, 2, 3, 0)), none, shown, gap=1)
    made.addStretch(0)
    made.setStretchFactor(shown, 1)
    return boxed(made, "panel")
