"""How far a piece of work is: a bar, words, and a button that stops it; out of sight while nothing is done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QProgressBar

from reviewer.gui.operations import PostedProgress
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.parts import button, column, label, row

LONGEST = 80
"""So many characters are said of what is at work."""


class ProgressLine(QFrame):
    """Shows one piece of work from :meth:`begin` to :meth:`end`; its progress posts to :meth:`step`."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: PostedProgress | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(room_for(30))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = label("", "small", wrap=True)
        self.stop = button(self.tr("Cancel"), self.cancel)
        self.setLayout(column(row(self.bar, self.stop, 1, gap=2), self.doing, gap=1))
        self.hide()

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._progress is not None

    def begin(self, progress: PostedProgress, words: str) -> None:
        """Something is under way, and nobody knows yet how much there is; where it was already, its next part."""
        self._progress = progress
        self.bar.setRange(0, 0)
        self.doing.setText(words)
        self.show()

    def step(self, done: int, total: int, what: str) -> None:
        """So far is it; ``what`` is at work."""
        if self._progress is not None and not self._progress.cancelled:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            of = self.tr("{0:,} of {1:,}").format(done, total) if total else (f"{done:,}" if done else "")
            self.doing.setText(" · ".join(part for part in (of, what[:LONGEST]) if part))

    def end(self) -> None:
        """It is over."""
        self._progress = None
        self.hide()

    def cancel(self) -> None:
        """Ask for it to stop, which it does when it can."""
        if self._progress is not None:
            self._progress.cancel()
            self.doing.setText(self.tr("Stopping…"))
