"""How far something is, with a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from reviewer.gui.operations import PostedProgress
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.parts import button, column, label, row


class ProgressLine(QFrame):
    """Hidden unless something is under way; ``stopped`` when it was asked to stop."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._progress: PostedProgress | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(room_for(30))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = label("", "small", wrap=True)
        self.stop = button(self.tr("Cancel"), self.cancel)
        line = row(self.bar, self.stop, gap=2)
        line.setStretchFactor(self.bar, 1)
        self.setLayout(column(line, self.doing, gap=1))
        self.hide()

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._progress is not None

    def begin(self, progress: PostedProgress, words: str) -> None:
        """Something is under way."""
        self._progress = progress
        self.bar.setRange(0, 0)
        self.doing.setText(words)
        self.show()

    def step(self, done: int, total: int, what: str) -> None:
        """So far is it."""
        if self._progress is not None and not self._progress.cancelled:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.doing.setText(self.tr("{0:,} of {1:,} · {2}").format(done, total, what) if total else what)

    def end(self) -> None:
        """It is over."""
        self._progress = None
        self.hide()

    def cancel(self) -> None:
        """Ask for it to stop; nothing half done stays."""
        if self._progress is not None:
            self._progress.cancel()
            self.doing.setText(self.tr("Stopping…"))
            self.stopped.emit()
