"""Threads that take their time by chance: what depends on which answer comes first fails, sooner or later."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from PySide6.QtGui import QImage

from reviewer.gui.pages.rasters import RasterThread, Tile
from reviewer.isolation.allowance import Allowance

T = TypeVar("T")


class LateByChance:
    """Every thread of a window takes its time now and then, before its work and after it, so that races show.

    The same seed gives the same delays in the order in which work is begun, which is as near as one gets to the same
    run again. ``REVIEWER_LATE=7 make test TESTS=tests/gui`` has it in every test of the window.
    """

    POOLS = ("case-writer", "case-reader", "page-maker", "exporter", "aside")
    MOST = ((0.5, 0.0), (0.85, 0.08), (0.98, 0.4), (1.0, 1.5))
    """Seconds, each up to its share of the work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
        self._chance, self._guard = random.Random(seed), threading.Lock()
        submit = ThreadPoolExecutor.submit

        def late(pool: ThreadPoolExecutor, fn: Callable[..., T], /, *said: Any, **named: Any) -> Future[T]:
            """In place of the pool's own ``submit``."""
            if not str(vars(pool)["_thread_name_prefix"]).startswith(self.POOLS):
                return submit(pool, fn, *said, **named)
            before, after = self._delay(), self._delay()

            def work() -> T:
                time.sleep(before)
                try:
                    return fn(*said, **named)
                finally:
                    time.sleep(after)

            return submit(pool, work)

        monkeypatch.setattr(ThreadPoolExecutor, "submit", late)
        draw = RasterThread._draw

        def draw_late(thread: RasterThread, tile: Tile, allowance: Allowance | None) -> QImage:
            time.sleep(self._delay())
            picture = draw(thread, tile, allowance)
            time.sleep(self._delay())
            return picture

        monkeypatch.setattr(RasterThread, "_draw", draw_late)

    def _delay(self) -> float:
        with self._guard:
            share, part = self._chance.random(), self._chance.random()
        return part * next(most for upto, most in self.MOST if share <= upto)
