"""Messages in time, by custodian, with the gaps: a stretch that is chosen narrows the list."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.analysis.gaps import RULE, Gap
from reviewer.domain.analysis.time_columns import TimeColumns, time_columns
from reviewer.domain.changes import Noun
from reviewer.domain.query import quoted
from reviewer.gui import text
from reviewer.gui.reading.time_chart import ChartRow, TimeChart
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.keys import as_form, on_keys_within
from reviewer.gui.widgets.parts import boxed, button, column, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import timeline
from reviewer.usecases.analysis.timeline import CustodianDays, Timeline

MOST_ROWS = 40
"""So many custodians have a row of their own: those with the most messages."""


class TimeLinePage(QFrame):
    """``chosen`` carries what a query says of the stretch that was chosen; ``left`` to go back."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        as_form(self)  # keys of Review do not act on what is out of sight
        self._session, self._latest = session, Latest()
        self._columns: TimeColumns | None = None
        self._custodians: tuple[CustodianDays | None, ...] = ()
        self._names: list[str] = []
        self.chart = TimeChart(self.tr("Messages in time"), self._words)
        self.said = label(self.tr("Counting the messages…"), wrap=True, selectable=True)
        self.at_hand = label("", wrap=True)
        self.hint = label(
            self.tr("Drag over a stretch to list it, or choose it with the arrows and Shift, then Enter."), wrap=True
        )
        self.rule = label(f"{self.tr('Each row has a scale of its own. Hatched: a gap.')} {RULE}", "small", wrap=True)
        self.back = button(self.tr("Back to reading"), self.left.emit, "link")
        self.back.setToolTip(self.tr("Back to the list and the pages (Esc)"))
        head = row(label(self.tr("Messages in time"), "title"), 1, self.back)
        inside = boxed(column(self.chart, 1), "panel")
        scroller = Scroller(inside, "panel")
        whole = column(head, self.said, self.at_hand, scroller, self.hint, self.rule, margins=(4, 3, 4, 3), gap=2)
        whole.setStretchFactor(scroller, 1)
        self.setLayout(whole)
        lead(self, self.chart)
        self.chart.moved.connect(lambda: self.at_hand.setText(self.chart.accessibleDescription()))
        self.chart.chosen.connect(self._choose)
        on_keys_within(self, {"Esc": self.left.emit})
        Refresher(self, session, {Noun.ITEMS, Noun.ORDER}, lambda _changes: self._ask())

    def show_listed(self) -> None:
        """Go to the columns; where there are none, to the way back."""
        (self.back if self.chart.isHidden() else self.chart).setFocus()

    def _ask(self) -> None:
        self._session.query(self, timeline.timeline).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Timeline) -> None:
        named = sorted(found.custodians, key=lambda each: (-each.messages, each.custodian))
        days = Counter[date]()
        for each in named:
            days.update(dict(each.days))
        self._columns = time_columns(min(days), max(days)) if days else None
        self._names = [each.custodian for each in named if each.custodian]
        self._custodians = (*((None,) if len(named) > 1 else ()), *named[:MOST_ROWS])
        if not days and self.chart.hasFocus():
            self.back.setFocus()  # Esc still leads back from here
        for part in (self.chart, self.hint, self.rule, self.at_hand):
            part.setVisible(bool(days))
        self.said.setText(" ".join(self._sentences(found, sum(days.values()), len(named) - MOST_ROWS)))
        if self._columns is None:
            self.chart.show_rows((), ())
            return
        rows = [self._row(self._columns, each, days) for each in self._custodians]
        self.chart.show_rows(self._columns.names, rows)

    def _sentences(self, found: Timeline, messages: int, unshown: int) -> list[str]:
        said = [text.counted(messages, self.tr("message"), self.tr("messages")) + self.tr(", by day in UTC.")]
        if not messages:
            said = [self.tr("No message has a day yet. Add mail, then its messages stand here in time.")]
        if found.left_out:
            left = text.counted(found.left_out, self.tr("message"), self.tr("messages"))
            said.append(self.tr("Left out: {0} without a date, or with one that cannot be.").format(left))
        if unshown > 0:
            words = text.counted(unshown, self.tr("custodian"), self.tr("custodians"))
            said.append(self.tr("{0} with fewer messages have no row of their own.").format(words))
        return said

    def _row(self, columns: TimeColumns, custodian: CustodianDays | None, days: Counter[date]) -> ChartRow:
        if custodian is None:
            return ChartRow(self.tr("All custodians"), columns.counted(days.items()))
        gaps = tuple((columns.place(gap.after), columns.place(gap.before)) for gap in custodian.gaps)
        return ChartRow(self._name(custodian), columns.counted(custodian.days), gaps)

    def _name(self, custodian: CustodianDays) -> str:
        return custodian.custodian or self.tr("No custodian")

    def _words(self, row_: int, start: int, end: int) -> str:
        """What a stretch has, and the gaps in it."""
        shown, names = self.chart.rows[row_], self.chart.names
        when = names[start] if start == end else self.tr("{0} to {1}").format(names[start], names[end])
        count = text.counted(sum(shown.counts[start : end + 1]), self.tr("message"), self.tr("messages"))
        said = [self.tr("{0}, {1}: {2}.").format(shown.name, when, count)]
        custodian = self._custodians[row_]
        inside = [] if custodian is None else [each for each in custodian.gaps if self._meets(each, start, end)]
        for gap in inside[:3]:
            words = self.tr("None between {0} and {1}: {2} days apart, usually {3} at most.")
            said.append(words.format(gap.after, gap.before, f"{gap.days:,}", f"{gap.usual:,}"))
        if len(inside) > 3:
            said.append(self.tr("And {0} gaps more.").format(f"{len(inside) - 3:,}"))
        return " ".join(said)

    def _meets(self, gap: Gap, start: int, end: int) -> bool:
        columns = self._columns
        return columns is not None and columns.place(gap.after) < end + 1 and columns.place(gap.before) >= start

    def _choose(self) -> None:
        start, end = (self.chart.names[at] for at in self.chart.stretch)
        said = [f"date:{start}" if start == end else f"date:{start}..{end}"]
        custodian = self._custodians[self.chart.row]
        if custodian is not None and custodian.custodian and len(self._custodians) > 1:
            said.append(f"custodian:{quoted(f'={custodian.custodian}')}")
        elif custodian is not None and len(self._custodians) > 1:
            said += [f"-custodian:{quoted(f'={name}')}" for name in self._names]
        self.chosen.emit(" ".join(said))
