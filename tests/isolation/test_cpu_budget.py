"""An item has one budget of processor time for all that is done with it, and less where others are read with it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

import pytest

from reviewer.isolation.protocol import FindFeatures, Read, Readings, ReadOne
from reviewer.workers import cpu_budget, dispatch, features
from reviewer.workers import reading as reading_items
from reviewer.workers.dispatch import Desk
from tests.evidence import mail

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer of what a process works")

MAIL = mail("Cameras")
WORK = 0.2
"""Seconds of processor time that hostile words take in each half; what is granted lies between one half and both."""


def working(way: Callable[..., object], times: list[float]) -> Callable[..., object]:
    """The same, after so much work for each call as is next."""

    def worked(*arguments: object, **named: object) -> object:
        end = time.process_time() + (times.pop(0) if times else 0.0)
        while time.process_time() < end:
            pass
        return way(*arguments, **named)

    return worked


def ended_by(work: Callable[[], object]) -> int:
    """The signal that ends a process at this work; 0 when it gets through."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Callable[[float, float], None]:
    """Mail that takes so long to read and to compare, where all is loaded that the first one would load."""
    read(MAIL)
    Desk().answer(FindFeatures((True,)), [b"Dear officer"])

    def make(reading: float, comparing: float) -> None:
        monkeypatch.setattr(dispatch, "read", working(reading_items.read, [reading]))
        monkeypatch.setattr(features, "of_reading", working(features.of_reading, [comparing]))
        monkeypatch.setattr(features, "of_text", working(features.of_text, [comparing]))

    return make


def read(*items: bytes) -> Readings:
    """What is read of mails."""
    request = Read(tuple(ReadOne(f"{number}.eml") for number in range(len(items))))
    answer = Desk().answer(request, items).message
    assert isinstance(answer, Readings)
    return answer


def test_both_halves_of_reading_an_item_share_its_time(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "SECONDS", 1.7 * WORK)
    monkeypatch.setattr(cpu_budget, "LEAST", 0.0)
    hostile(WORK, 0.0)
    assert ended_by(lambda: read(MAIL)) == 0
    hostile(WORK, WORK)
    assert ended_by(lambda: read(MAIL)) == signal.SIGPROF


def test_what_was_read_in_nearly_all_of_its_time_is_kept_and_compared_later(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "SECONDS", 1.7 * WORK)
    monkeypatch.setattr(cpu_budget, "LEAST", WORK)
    hostile(WORK, WORK)
    assert ended_by(lambda: read(MAIL)) == 0
    (found,) = read(MAIL).items
    assert found.state.value == "ok"
    assert found.features is None
    assert all(each.features is not None for each in read(MAIL, MAIL).items)


def test_an_item_among_others_is_read_by_itself_if_it_takes_long(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "AMONG_OTHERS", WORK / 2)
    hostile(WORK, 0.0)
    assert ended_by(lambda: read(MAIL, MAIL)) == signal.SIGPROF
    assert ended_by(lambda: read(MAIL)) == 0


def test_a_text_that_is_compared_later_has_a_budget_too(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "AFTERWARDS", WORK / 2)
    hostile(0.0, WORK)
    request = FindFeatures((True,))
    assert ended_by(lambda: Desk().answer(request, [b"Dear officer"])) == signal.SIGPROF
