"""All endorsements in a table that a line of words narrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.domain.ids import EndorsementId, OfficerId
from reviewer.domain.ledger.ledger_rows import EndorsementRow
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.gui import text
from reviewer.gui.models.columns import Column
from reviewer.gui.rooms.ledger.entries import EntriesView
from reviewer.gui.theme import grid
from reviewer.gui.widgets.parts import column

REACH = 6
"""The column of how many were reached, which is seldom known."""


class EndorsementsView(EntriesView[EndorsementRow]):
    """One endorsement is at hand."""

    def __init__(self) -> None:
        super().__init__(self.tr("Endorsements"), {0: 14, 1: 28, 3: 22, 4: 34, 5: 28, 6: 14})
        self.filter.setAccessibleName(self.tr("Filter endorsements"))
        self.filter.setPlaceholderText(self.tr("Officer, serial, station, product, audience"))
        self.totals.setContentsMargins(grid(3), grid(1), grid(3), grid(1))
        whole = column(column(self.filter, margins=(2, 2, 2, 1)), self.none, self.table, self.totals, gap=0)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)
        self.setLayout(whole)

    def columns(self) -> list[Column[EndorsementRow]]:
        """What the table shows."""
        return [
            Column(self.tr("No."), lambda each: each.number, lambda each: each.id),
            Column(self.tr("When"), lambda each: each.day, lambda each: each.latest or "9"),
            Column(self.tr("Officer"), self.name_of),
            Column(self.tr("Station"), self.station_of),
            Column(self.tr("Audience"), lambda each: each.audience),
            Column(self.tr("Product"), lambda each: each.product),
            Column(self.tr("Reach"), _reach, lambda each: each.reach or -1, number=True),
        ]

    def show_rows(self, rows: Sequence[EndorsementRow], officers: Mapping[OfficerId, Officer]) -> None:
        """Show these; how many were reached has a column only where it is known of any."""
        super().show_rows(rows, officers)
        self.table.setColumnHidden(REACH, all(each.reach is None for each in rows))

    def target(self, entries: Sequence[int]) -> Target:
        """What leads to these endorsements."""
        return Target(endorsements=tuple(map(EndorsementId, entries)))

    def told(self) -> str:
        """How many there are, and of how many officers."""
        officers = len({each.officer for each in self.model.rows})
        entries = text.counted(self.model.rowCount(), self.tr("endorsement"), self.tr("endorsements"))
        return self.tr("{0} of {1}").format(entries, text.counted(officers, self.tr("officer"), self.tr("officers")))

    def lacking(self) -> str:
        """How the first one gets here."""
        return self.tr("No endorsement has been entered yet. In Review, select words that tell of one and press E.")

    def unlike(self) -> str:
        """That none has the words."""
        return self.tr("No endorsements match.")


def _reach(each: EndorsementRow) -> str:
    return "" if each.reach is None else f"{each.reach:,}"
