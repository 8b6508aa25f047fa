"""Garbage is collected on the UI thread and nowhere else.

Python collects in whichever thread happens to allocate. What it frees there may be a widget of a case that was
closed, and a widget that is destroyed outside its own thread leaves its timers behind: the next of them to fire ends
the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 1_000


class GarbageCollector(QObject):
    """Takes the collections over from Python, until :meth:`end`; made on the UI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would have."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in (2, 1, 0) if counts[generation] > thresholds[generation]]
        if due:
            gc.collect(due[0])

    def end(self) -> None:
        """Leave the collections to Python again."""
        self._timer.stop()
        gc.enable()
        self.deleteLater()
