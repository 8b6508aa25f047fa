"""What would keep a key waiting if it were done in one go: between two steps of it the event loop goes round.

``QTimer.singleShot(0, …)`` makes no such turn: what is posted while Qt delivers what was posted is delivered with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer

MOMENT = 1
"""Milliseconds from step to step."""


class Turns(QObject):
    """Takes the steps of ``work``, one a turn, as long as its parent lives."""

    def __init__(self, parent: QObject, work: Iterator[object]) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self, interval=MOMENT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        self._timer.stop()  # a step may take the event loop round itself
        if next(self._work, self) is not self:
            self._timer.start()
