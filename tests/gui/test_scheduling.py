"""Whose turn it is: the window's first, whatever else is going on."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from reviewer.gui import scheduling
from reviewer.gui.operations import Courier, PostedProgress, Query
from reviewer.gui.scheduling import RightOfWay
from tests.gui.conftest import PATIENCE


@pytest.fixture
def courier(qtbot: QtBot) -> Courier:  # noqa: ARG001 - Qt must run
    return Courier()


def test_calls_arrive_in_order_and_let_others_in_between(qtbot: QtBot, courier: Courier) -> None:
    heard: list[object] = []
    courier.post(lambda: QTimer.singleShot(0, lambda: heard.append("a key")))
    for number in (1, 2, 3, 4):
        courier.post(lambda number=number: heard.append(number))  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(heard) == 5, timeout=PATIENCE)
    assert [each for each in heard if each != "a key"] == [1, 2, 3, 4]
    assert heard.index("a key") < heard.index(4)


def test_what_is_posted_arrives_while_an_earlier_call_asks_the_reviewer(qtbot: QtBot, courier: Courier) -> None:
    heard: list[str] = []
    question = QEventLoop()

    def ask() -> None:
        question.exec()
        heard.append("asked")

    def answer() -> None:
        heard.append("arrived")
        question.quit()

    courier.post(ask)
    courier.post(answer)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=PATIENCE)
    assert heard == ["arrived", "asked"]


def test_a_call_that_fails_does_not_keep_the_next_from_arriving(qtbot: QtBot, courier: Courier) -> None:
    heard: list[int] = []

    def fail() -> None:
        raise ValueError("a bug")

    with qtbot.captureExceptions() as caught:
        courier.post(fail)
        courier.post(lambda: heard.append(1))
        qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE)
    assert [str(error) for _, error, _ in caught] == ["a bug"]


def test_long_work_stands_still_while_the_window_waits_for_an_answer(qtbot: QtBot, courier: Courier) -> None:
    courier.way.PATIENCE = PATIENCE / 1000  # long: it goes on only when the way is free
    progress = PostedProgress(courier, lambda *_told: None)
    answered, gone_on = threading.Event(), threading.Event()

    def long_work() -> None:
        progress.step(1, 0, "reading")
        gone_on.set()

    with ThreadPoolExecutor(2) as pool:
        Query(courier, courier, lambda: pool.submit(answered.wait, PATIENCE / 1000)).run()
        pool.submit(long_work)
        assert not gone_on.wait(0.1)  # long enough for it to go on if nothing held it
        answered.set()
        qtbot.waitUntil(gone_on.is_set, timeout=PATIENCE)


def test_long_work_waits_once_for_a_claim_that_is_not_settled() -> None:
    way = RightOfWay()
    way.claim()
    way.claim()
    way.give()  # in vain
    way.release()
    way.give()  # the same claim
    assert not way.free
    way.release()
    assert way.free


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness of their own on Linux only")
def test_threads_beside_the_window_stand_back_and_the_window_does_not() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    ours = niceness()
    with ThreadPoolExecutor(1, initializer=scheduling.stand_back) as pool:
        theirs = pool.submit(niceness).result()
    assert (theirs, niceness()) == (max(ours, scheduling.NICENESS), ours)
