"""What the passage at hand proves: its entries of the ledger, each a step away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from textwrap import shorten

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.ids import BenefitId, EndorsementId
from reviewer.gui import text
from reviewer.gui.navigation import BenefitTarget, EndorsementTarget, Target
from reviewer.gui.tips import plain
from reviewer.gui.widgets.flow import Flow
from reviewer.gui.widgets.parts import button, clear
from reviewer.usecases.ledger.ledger_rows import BenefitRow, EndorsementRow, Rows

_LONGEST = 34
"""Characters of a line."""


class PassageUses(QFrame):
    """One link an entry; hidden while the passage proves none."""

    going = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines = Flow(gap=1)
        self.setLayout(self._lines)
        self.setAccessibleName(self.tr("What this passage proves"))
        self.hide()

    def show_rows(self, found: Rows) -> None:
        """Show the entries that a passage proves."""
        clear(self._lines)
        self._show_benefits(found.benefits)
        self._show_endorsements(found.endorsements)
        self.setVisible(bool(found.benefits or found.endorsements))
        self.updateGeometry()

    def _show_benefits(self, rows: Sequence[BenefitRow]) -> None:
        for row in rows:
            words = self.tr("proves {0}: {1} {2}").format(row.number, row.what, row.outcome)
            self._add(words, BenefitTarget(BenefitId(row.id)))

    def _show_endorsements(self, rows: Sequence[EndorsementRow]) -> None:
        for row in rows:
            words = self.tr("proves {0}: endorsement to {1}").format(row.number, row.audience)
            self._add(words, EndorsementTarget(EndorsementId(row.id)))

    def _add(self, words: str, target: Target) -> None:
        """A line, cut where a column of the inspector ends; its tip has all of it."""
        made = button(words, partial(self.going.emit, target), "link")
        made.setText(text.on_button(shorten(words, _LONGEST, placeholder="…")))
        made.setToolTip(plain(words))
        self._lines.addWidget(made)
