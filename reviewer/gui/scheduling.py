"""Whose turn it is while everything works: the window's first.

The UI thread lets go of the interpreter with each call of Qt, and wants it back. Twice it has to wait for that: for
another thread to let go, and for a processor while every one is busy. Both waits are short; a key needs a hundred
such turns. What would keep a key waiting if it were done in one go is done in steps, between which the event loop goes
round.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer

TURN = 0.0002
"""Seconds that a thread may go on while another waits for the interpreter; Python's own is 0.005."""

NICENESS = 4
"""How far threads beside the window stand back, on Linux, where each thread has a niceness of its own."""

BETWEEN_STEPS = 1
"""Milliseconds from one step to the next. ``QTimer.singleShot(0, …)`` lets nothing in between: what is posted while Qt
delivers what was posted is delivered with it."""


def window_first() -> None:
    """Have threads let go of the interpreter soon when the window wants it."""
    sys.setswitchinterval(TURN)


def stand_back() -> None:
    """Let the calling thread have a processor after the UI thread; and the threads that it starts."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


class RightOfWay:
    """Lets what the window waits for, and its drawing, go before long work on another thread."""

    PATIENCE = 0.05
    """Seconds that long work stands still at most for one claim."""

    def __init__(self) -> None:
        self._claims = 0
        self._guard = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        self._claimed = self._given = 0

    @property
    def free(self) -> bool:
        """Whether the window is not busy."""
        return self._free.is_set()

    def claim(self) -> None:
        """The window is about to be busy; from any thread."""
        with self._guard:
            self._claims += 1
            if self.free:
                self._claimed += 1
                self._free.clear()

    def release(self) -> None:
        """One claim is settled."""
        with self._guard:
            self._claims -= 1
            if not self._claims:
                self._free.set()

    def give(self) -> None:
        """In long work: wait while the window is busy, once for each time it became so and not for long."""
        if not self.free and self._given != self._claimed:
            self._given = self._claimed
            self._free.wait(self.PATIENCE)


class SteppedWork(QObject):
    """Takes the steps of ``work``, one each time the event loop goes round, as long as its parent lives."""

    def __init__(self, parent: QObject, work: Iterator[object]) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self, interval=BETWEEN_STEPS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        self._timer.stop()  # a step may take the event loop round itself
        if next(self._work, self) is not self:
            self._timer.start()
