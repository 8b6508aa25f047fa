"""How far a piece of work is: a bar, words, and a button that stops it; out of sight while nothing is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar

from reviewer.gui.theme import room_for
from reviewer.gui.widgets.parts import button, label, row

LONGEST = 40
"""So many characters are said of what is at work."""


class ProgressLine(QFrame):
    """Calls ``cancel`` when it is asked to stop."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(room_for(30))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = label("", "small")
        self.stop = button(self.tr("Cancel"), cancel, "link")
        self.setLayout(row(self.bar, self.doing, self.stop, 1))
        self.hide()

    def begin(self, words: str) -> None:
        """It begins, and nobody knows yet how much there is."""
        self.bar.setRange(0, 0)
        self.doing.setText(words)
        self.show()

    def tell(self, done: int, total: int, what: str) -> None:
        """How much is done of how much, and what is at work."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        of = self.tr("{0:,} of {1:,}").format(done, total) if total else (f"{done:,}" if done else "")
        self.doing.setText(" · ".join(part for part in (what[:LONGEST], of) if part))

    def tell_stopping(self) -> None:
        """It was asked to stop, and does so when it can."""
        self.doing.setText(self.tr("Stopping…"))
