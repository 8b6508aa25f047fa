"""Complaints counted by clause, vendor or year, and how their allegations ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.policy.complaint_figures import Figures, Group
from reviewer.domain.policy.finding import Outcome
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import column, label, row
from reviewer.gui.widgets.switch import ways_switch


class ComplaintGroups(QFrame):
    """One line a group; Enter or a double click lists its complaints."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._groups: dict[str, Sequence[Group]] = {}
        self._by = "clause"
        names = [
            self.tr("Clause"),
            self.tr("Complaints"),
            self.tr("Conflicts"),
            *(str(each).capitalize() for each in Outcome),
            self.tr("Other, open"),
            self.tr("Median days"),
        ]
        self.model = RowsModel(names, range(1, len(names)))
        self.model.setParent(self)
        self.table = table(self.model, self.tr("How complaints ended"), dict.fromkeys(range(1, len(names)), 22))
        ways = {"clause": self.tr("by clause"), "vendor": self.tr("by vendor"), "year": self.tr("by year")}
        self.chips = ways_switch(self, ways, self.choose)
        for name, chip in self.chips.items():
            chip.setAccessibleName(self.tr("How they ended, {0}").format(ways[name]))
        self.chips["clause"].setChecked(True)
        head = row(label(self.tr("How they ended"), "caption"), *self.chips.values(), 1, margins=(3, 2, 2, 1), gap=1)
        whole = column(head, self.table, gap=0)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)
        self.table.activated.connect(lambda index: self._open(index.row()))

    def show_figures(self, figures: Figures) -> None:
        """Show what the complaints add up to."""
        self._groups = {"clause": figures.by_clause, "vendor": figures.by_vendor, "year": figures.by_year}
        self.choose(self._by)

    def choose(self, by: str) -> None:
        """Count by clause, vendor or year."""
        self._by = by
        self.chips[by].setChecked(True)
        heads = {"clause": self.tr("Clause"), "vendor": self.tr("Vendor"), "year": self.tr("Year")}
        self.model.head(0, heads[by])
        self.model.show([self._row(each) for each in self._groups.get(by, ())])

    def _row(self, each: Group) -> tuple[str, ...]:
        how = each.ended
        known = sum(how.outcomes.values())
        name = " ".join(part for part in (each.name or self.tr("none"), each.title) if part)
        outcomes = [f"{how.outcomes.get(outcome, 0):,}" for outcome in Outcome]
        counts = [f"{len(each.complaints):,}", f"{len(each.conflicts):,}", *outcomes, f"{how.allegations - known:,}"]
        days = "–" if how.days is None else f"{how.days:,}"
        return (name, *("–" if count == "0" else count for count in counts), days)

    def _open(self, at: int) -> None:
        groups = self._groups.get(self._by, ())
        if 0 <= at < len(groups):
            self.wanted.emit(groups[at].name)
