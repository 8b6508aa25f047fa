"""What a search finds by month, or over 20 years by year, as columns: a stretch narrows the search, or is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame

from reviewer.domain.analysis.time_columns import TimeUnit, time_columns
from reviewer.gui import text
from reviewer.gui.reading.time_chart import ChartRow, TimeChart
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.parts import column, label
from reviewer.usecases.facets import FacetValue


class FoundInTime(QFrame):
    """``narrowed`` carries what a query says of the stretch that was chosen. Hidden where there is but one month."""

    narrowed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chart = TimeChart(self.tr("What was found, in time"), self._words, label=2, high=9)
        self.at_hand = label("", "small", wrap=True)
        self.chart.setToolTip(self.tr("Drag over a stretch to narrow to it, with Alt to leave it out (arrows, Enter)"))
        self.undated = label("", "small", wrap=True)
        self.setLayout(column(self.chart, self.at_hand, self.undated, margins=(2, 1, 2, 0), gap=0))
        self.chart.moved.connect(lambda: self.at_hand.setText(self.chart.accessibleDescription()))
        self.chart.chosen.connect(self._choose)
        on_keys(self.chart, {"Alt+Return Alt+Enter": lambda: self._choose(out=True)})
        self.hide()

    def show_months(self, months: Sequence[FacetValue], undated: int = 0) -> None:
        """Show how many were found in each month from the first to the last, and how many have no date."""
        days = [(date.fromisoformat(f"{each.value}-01"), each.items) for each in months]
        if len(days) > 1:
            columns = time_columns(days[0][0], days[-1][0], finest=TimeUnit.MONTH)
            self.chart.show_rows(columns.names, [ChartRow(self.tr("found"), columns.counted(days))])
        else:
            self.chart.show_rows((), ())
        self.undated.setText(self.tr("{0} without a date").format(f"{undated:,}") if undated else "")
        self.undated.setVisible(bool(undated))
        self.setVisible(len(days) > 1)

    def _words(self, row: int, start: int, end: int) -> str:
        names = self.chart.names
        when = names[start] if start == end else self.tr("{0} to {1}").format(names[start], names[end])
        found = sum(self.chart.rows[row].counts[start : end + 1])
        return f"{when}: {text.counted(found, self.tr('item'), self.tr('items'))}"

    def _choose(self, *, out: bool = False) -> None:
        out = out or bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        start, end = (self.chart.names[at] for at in self.chart.stretch)
        said = f"date:{start}" if start == end else f"date:{start}..{end}"
        self.narrowed.emit(f"-{said}" if out else said)
