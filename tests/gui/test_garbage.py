"""What is collected, and in which thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.gui.garbage import GarbageCollector


class Loop:
    """Something that only a collection frees, and that tells in which thread it was freed."""

    def __init__(self, freed: list[threading.Thread]) -> None:
        self.itself = self
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.current_thread())


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    made = GarbageCollector(qapp)
    yield made
    made.end()


def test_what_another_thread_leaves_behind_is_freed_on_the_thread_of_the_window(
    qtbot: QtBot, collector: GarbageCollector
) -> None:
    assert collector.parent() is not None
    freed: list[threading.Thread] = []

    def litter() -> None:
        for _ in range(20 * gc.get_threshold()[0]):
            Loop(freed)

    other = threading.Thread(target=litter)
    other.start()
    other.join()
    assert freed == []
    qtbot.waitUntil(lambda: bool(freed), timeout=60_000)
    assert set(freed) == {threading.main_thread()}


def test_without_a_window_python_collects_as_it_always_does(qapp: QApplication) -> None:
    GarbageCollector(qapp).end()
    assert gc.isenabled()
