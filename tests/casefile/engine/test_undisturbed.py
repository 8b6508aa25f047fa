"""The garbage collector is left alone only as long as somebody reads, and comes back whatever happens."""

from __future__ import annotations

import gc
import threading
from contextlib import suppress

import pytest

from reviewer.casefile.engine.undisturbed import SELDOM, seldom_disturbed, undisturbed


def test_the_collector_comes_back_after_the_last_one_and_after_an_error() -> None:
    assert gc.isenabled()
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    assert gc.isenabled()


def test_another_thread_does_not_bring_it_back_too_early() -> None:
    inside, done = threading.Event(), threading.Event()

    def read() -> None:
        with undisturbed():
            inside.set()
            done.wait()

    other = threading.Thread(target=read)
    other.start()
    inside.wait()
    with undisturbed():
        pass
    assert not gc.isenabled()
    done.set()
    other.join()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_work_that_takes_long_is_looked_through_seldom_and_then_as_before() -> None:
    usual = gc.get_threshold()
    with suppress(ValueError), seldom_disturbed():
        with seldom_disturbed():
            assert gc.get_threshold() == SELDOM
        assert gc.get_threshold() == SELDOM
        assert gc.isenabled()
        raise ValueError
    assert gc.get_threshold() == usual != SELDOM
