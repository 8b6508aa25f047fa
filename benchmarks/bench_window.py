"""The longest block of the UI thread while a mailbox comes in: gaps between the ticks of a 2-millisecond timer.

Someone goes on reading meanwhile: a key for the next item every tenth of a second.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from benchmarks.cases import large_case, mailbox
from reviewer.gui.app import application, spare_the_collector
from reviewer.gui.shell.window import MainWindow
from reviewer.isolation.workers import Workers

MESSAGES = 20_000
LONGEST = 0.050
PATIENCE = 180.0


class Gaps:
    """How long the event loop was away, each time, in seconds."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self._before = time.perf_counter()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.seen.append(now - self._before)
        self._before = now

    def stop(self) -> None:
        self._timer.stop()


def work_until(done: Callable[[], bool]) -> None:
    loop = QEventLoop()
    timer = QTimer(interval=20)
    end = time.monotonic() + PATIENCE
    timer.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    timer.start()
    loop.exec()
    timer.stop()
    if not done():
        raise SystemExit("it did not happen in time")


def main() -> int:
    app = application(dark=False)
    with tempfile.TemporaryDirectory() as scratch, Workers(2) as workers:
        os.environ["REVIEWER_CONFIG"] = str(Path(scratch) / "config")
        path, key = large_case(Path(scratch), 300)
        box = mailbox(Path(scratch) / "more", MESSAGES)
        window = MainWindow(workers)
        window.resize(1366, 768)
        window.show()
        window.open_with_key(path, key)
        work_until(lambda: window.workspace is not None and window.workspace.review.model.rowCount() >= 300)
        workspace = window.workspace
        if workspace is None:
            raise SystemExit("the case did not open")
        spare_the_collector()
        reading = QTimer(interval=100)
        reading.timeout.connect(lambda: QTest.keyClick(workspace.review, Qt.Key.Key_J))
        workspace.evidence.offer([box])
        gaps = Gaps()
        reading.start()
        workspace.evidence.start()
        work_until(lambda: not workspace.evidence.running)
        reading.stop()
        gaps.stop()
        window.close()
        app.processEvents()
    ordered = sorted(gaps.seen)
    print(f"{MESSAGES:,} messages came in; 99 % of gaps ≤ {ordered[int(len(ordered) * 0.99)] * 1e3:.0f} ms")
    print(f"longest block of the UI thread: {ordered[-1] * 1e3:.0f} ms (wanted ≤ {LONGEST * 1e3:.0f})")
    return 0 if ordered[-1] <= LONGEST else 1


if __name__ == "__main__":
    sys.exit(main())
