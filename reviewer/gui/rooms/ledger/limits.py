"""What each donor gave each officer in each calendar year, against limits that can be changed; the arithmetic shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSplitter, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain import money
from reviewer.domain.ledger.limits import Verdict, Year
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.domain.query import fold
from reviewer.errors import KnownError
from reviewer.gui import text
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.rooms.ledger.listing import prepare
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.form_problem import FormProblem
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.table import choose_row, table
from reviewer.gui.widgets.parts import boxed, button, column, label, line, lookup, row
from reviewer.gui.widgets.sending import Sent
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.ledger import limits
from reviewer.usecases.ledger.limits import Limit

MOST = 500
"""So many officers are added up at first."""


@dataclass(frozen=True, slots=True)
class Held:
    """The limits, the years of some officers, and how many officers there are."""

    limits: list[Limit]
    years: tuple[tuple[Year, Officer], ...]
    officers: int


def look(case: Case, *, most: int | None = MOST) -> Held:
    """Look up the limits and add up the years, of some officers or of all (None)."""
    held = limits.listed(case)
    if most is None:
        found = limits.totals_of(case)
        return Held(held, found.years, len(found.officers))
    page = limits.page(case, limit=most)
    return Held(held, page.totals.years, page.officers)


class LimitsView(QWidget):
    """``drilled`` with a title and the benefits behind a year."""

    drilled = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        self._most: int | None = MOST
        self._changing: Limit | None = None
        self._at: tuple[object, ...] = ()
        self._make_limits()
        self._make_years()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self._limits_part())
        self.split.addWidget(self._years_part())
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(1, 1)
        self._room_for = -1
        self.setLayout(column(self.split))
        lead(self, self.table)

    def _make_limits(self) -> None:
        tr = self.tr
        self.limits: ColumnsModel[Limit] = ColumnsModel(
            [
                Column(tr("Rule"), lambda each: each.rule),
                Column(tr("A year"), lambda each: money.written(each.amount, each.currency), number=True),
                Column(tr("From"), lambda each: each.days.earliest or "…"),
                Column(tr("To"), lambda each: each.days.latest or "…"),
            ]
        )
        self.limits.setParent(self)
        self.limit_table = table(self.limits, tr("Limits"), {1: 28, 2: 24, 3: 24})
        self.limit_table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.limit_table.doubleClicked.connect(lambda _index: self._open_limit())
        self.rule = line(tr("Rule"), tr("Rule, such as the department's"))
        self.amount = line(tr("Amount"), tr("Amount"))
        self.start = line(tr("In force from"), tr("From, as 2010-01-01"))
        self.end = line(tr("In force to"), tr("To"))
        for part, width in ((self.amount, 24), (self.start, 42), (self.end, 28)):
            part.setFixedWidth(room_for(width))
        self.save = button(tr("Add"), self._save_limit)
        self.remove = button(tr("Remove"), self._remove_limit)
        self.remove.setToolTip(tr("Remove the chosen limit (Del); Ctrl+Z brings it back"))
        self.wrong = FormProblem()
        self.wrong.keep_lines(1)
        for part in (self.rule, self.amount, self.start, self.end):
            part.returnPressed.connect(self._save_limit)
            on_keys(part, {"Esc": self._stop_changing})
        on_keys(self.limit_table, {"Return F2": self._open_limit, "Del": self._remove_limit})

    def _make_years(self) -> None:
        tr = self.tr
        self.filter = lookup(tr("Filter years"), tr("Officer, serial, donor, year, “above”"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _typed: self._narrow())
        self.model: ColumnsModel[tuple[Year, Officer]] = ColumnsModel(
            [
                Column(tr("Officer"), lambda each: each[1].name),
                Column(tr("Donor"), lambda each: self._donor(each[0])),
                Column(tr("Year"), lambda each: str(each[0].year or tr("not known"))),
                Column(tr("Worth"), lambda each: _worth(each[0]), lambda each: _upper(each[0]), number=True),
                Column(tr("Against the limits"), lambda each: _against(each[0]), lambda each: _rank(each[0])),
            ]
        )
        self.model.setParent(self)
        years = table(self.model, tr("By donor, officer and calendar year"), {0: 44, 1: 40, 2: 18, 3: 44})
        self.table = prepare(years, self._drill)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.count = label("", "small")
        self.all = button(tr("Show all officers"), self._show_all, "link")
        self.sum = label("", "", wrap=True, selectable=True)
        self.sum.setAccessibleDescription(tr("The arithmetic of the chosen year"))
        self.drill = button(tr("Entries behind it"), self._drill, "link")
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(2), grid(3), 0)

    def _limits_part(self) -> QFrame:
        title = label(self.tr("Limits on what one donor may give one officer in a calendar year"), "caption")
        self.no_limit = label(self.tr("No limit yet. Name the rule that sets one below."), "muted", wrap=True)
        entering = row(self.rule, self.amount, self.start, self.end, self.save, self.remove, gap=1)
        entering.setStretchFactor(self.rule, 1)
        inside = column(title, self.no_limit, self.limit_table, entering, self.wrong, margins=(3, 2, 3, 2), gap=1)
        inside.setStretchFactor(self.limit_table, 1)
        inside.addStretch(0)
        return boxed(inside, "panel")

    def _years_part(self) -> QFrame:
        head = row(self.filter, self.count, self.all, margins=(2, 2, 3, 1))
        head.setStretchFactor(self.filter, 1)
        foot = row(self.sum, self.drill, margins=(3, 2, 3, 2))
        foot.setStretchFactor(self.sum, 1)
        inside = column(head, self.none, self.table, foot, gap=0)
        inside.setStretchFactor(self.table, 1)
        inside.addStretch(0)
        return boxed(inside, "panel")

    # -- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look up and add up anew."""
        asked = self._session.query(self, partial(look, most=self._most)).unless(self._latest.ask())
        asked.success(self._show).run()

    def _show(self, held: Held) -> None:
        self.limits.show(held.limits)
        self._make_room(len(held.limits))
        self.limit_table.setVisible(bool(held.limits))
        self.no_limit.setVisible(not held.limits)
        self.remove.setVisible(bool(held.limits))
        self.model.show(sorted(held.years, key=lambda each: (each[1].name.casefold(), each[0].year or 0)))
        shown = len({officer.id for _, officer in held.years})
        self.all.setVisible(held.officers > shown and self._most is not None)
        words = text.counted(held.officers, self.tr("officer"), self.tr("officers"))
        self.count.setText(words if held.officers <= shown else self.tr("{0:,} of {1}").format(shown, words))
        self._show_rows()

    def _make_room(self, limits: int) -> None:
        """As much room for the limits as they need, up to six of them."""
        if limits != self._room_for:
            self._room_for = limits
            needed = grid(24) + (grid(8) + grid(6) * min(limits, 6) if limits else 0)
            self.split.setSizes([needed, max(grid(40), self.height() - needed)])

    def _donor(self, year: Year) -> str:
        known = year.donor or self.tr("donor not known")
        return self.tr("{0}, of {1}").format(known, year.organisation_name) if year.organisation_name else known

    def _show_all(self) -> None:
        self._most = None
        self.refresh()

    def _narrow(self) -> None:
        words = fold(self.filter.text()).split()

        def wanted(each: tuple[Year, Officer]) -> bool:
            year, officer = each
            told = fold(f"{officer.name} {officer.serial} {self._donor(year)} {year.year or ''} {_against(year)}")
            return all(word in told for word in words)

        self.model.narrow(wanted if words else None)
        self._show_rows()

    def _show_rows(self) -> None:
        shown = bool(self.model.rowCount())
        for part in (self.table, self.sum, self.drill):
            part.setVisible(shown)
        self.none.setVisible(not shown)
        self.none.setText(
            self.tr("Nothing matches.")
            if self.model.every
            else self.tr("Nothing that counts is entered yet. In Review, select words that tell of it and press B.")
        )
        if shown:
            at = self.model.row_of(lambda each: _named(each) == self._at)
            choose_row(self.table, max(0, at))

    def _tell(self, at: int) -> None:
        """Say the arithmetic of a year, and how it stands to each limit."""
        each = self.model.at(at)
        if each is None:
            return
        self._at = _named(each)
        year, officer = each
        summed = [measured.words for measured in year.measured] or [year.words]
        told = [*summed, *year.not_compared]
        self.sum.setText("\n".join((f"{officer.name}, {self._donor(year)}, {year.year or ''}", *told)))

    def _drill(self) -> None:
        each = self.model.at(self.table.currentIndex().row())
        if each is not None:
            year, officer = each
            entries = tuple(one.id for one in (*year.certain, *year.possible))
            title = f"{officer.name} · {self._donor(year)} · {year.year or self.tr('year not known')} · {_worth(year)}"
            self.drilled.emit(title, Target(entries, officers=(officer.id,)))

    # -- limits -----------------------------------------------------------------------------------------------------

    def _save_limit(self) -> None:
        fields = (self.rule, self.amount, self.start, self.end)
        rule, amount, start, end = (each.text().strip() for each in fields)
        changing, who, sent = self._changing, self._session.reviewer, Sent(*fields)

        def act(case: Case) -> Limit:
            if changing is None:
                return limits.add(case, rule, amount, start=start, end=end, reviewer=who)
            return limits.change(case, changing.id, rule=rule, amount=amount, start=start, end=end, reviewer=who)

        def saved(_made: Limit) -> None:
            if sent.unchanged and self._changing is changing:
                self._stop_changing()

        self._session.operation(self, act).success(saved).failure(self._refuse).run()

    def _open_limit(self) -> None:
        """Put the chosen limit into the lines below, to be changed."""
        limit = self.limits.at(self.limit_table.currentIndex().row())
        if limit is None:
            return
        self._changing = limit
        self.rule.setText(limit.rule)
        self.amount.setText(money.written(limit.amount, limit.currency))
        self.start.setText(limit.days.earliest)
        self.end.setText(limit.days.latest)
        self.save.setText(self.tr("Change"))
        self.amount.setFocus()

    def _stop_changing(self) -> None:
        self._changing = None
        for part in (self.rule, self.amount, self.start, self.end):
            part.clear()
        self.save.setText(self.tr("Add"))
        self.wrong.hide()

    def _remove_limit(self) -> None:
        limit = self.limits.at(self.limit_table.currentIndex().row())
        if limit is not None:
            act = partial(limits.remove, limit=limit.id, reviewer=self._session.reviewer)
            self._session.operation(self, act).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        self.wrong.setText(text.refusal(error))
        self.wrong.show()


def _named(each: tuple[Year, Officer]) -> tuple[object, ...]:
    year, officer = each
    return officer.id, year.donor, year.organisation, year.year, year.currency


def _worth(year: Year) -> str:
    """What a year comes to: what is certain, and up to what it may be."""
    low, high = 0, 0
    for one in year.certain:
        low, high = low + (one.net or (0, 0))[0], high + (one.net or (0, 0))[1]
    more = sum((one.net or (0, 0))[1] for one in year.possible)
    return money.range_written(low, high + more, year.currency)


def _upper(year: Year) -> int:
    return sum((one.net or (0, 0))[1] for one in (*year.certain, *year.possible))


def _rank(year: Year) -> int:
    order = {Verdict.ABOVE: 0, Verdict.MAY_BE_ABOVE: 1, Verdict.NOT_ABOVE: 2}
    return min((order[each.verdict] for each in year.measured), default=3)


def _against(year: Year) -> str:
    """The limits by how the year stands to them, those that it is above first."""
    rules = {verdict: [each.limit.rule for each in year.measured if each.verdict is verdict] for verdict in Verdict}
    said = [f"{verdict.value} {'; '.join(named)}" for verdict, named in rules.items() if named]
    if year.unmeasured:
        apart = QCoreApplication.translate("Limits", "{0} is in another currency: not compared")
        said.append(apart.format("; ".join(f"{each.rule} ({each.currency})" for each in year.unmeasured)))
    return " · ".join(said)
