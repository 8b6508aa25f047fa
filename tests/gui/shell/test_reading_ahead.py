"""A large case is read ahead while one reads its first document, and closing waits for nothing of that."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.progress import Quiet
from reviewer.gui.operations import CaseThread
from reviewer.gui.shell.window import MainWindow
from reviewer.usecases import read_ahead
from tests.gui.conftest import PATIENCE, Evidence, opened

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def go_on(begun: threading.Event, case: Case) -> object:
    """Read until that is broken off."""
    begun.set()
    return case.value(ENDLESS)


def test_one_reads_and_locks_a_case_that_is_read_ahead(
    qtbot: QtBot, window: MainWindow, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    monkeypatch.setattr(read_ahead, "FEWEST", 1)
    monkeypatch.setattr(read_ahead, "STEPS", (partial(go_on, begun),))
    workspace = opened(qtbot, window, evidence)
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE)
    qtbot.waitUntil(lambda: workspace.review.desk.a.view.complete, timeout=PATIENCE)
    window.lock()
    qtbot.waitUntil(lambda: not isValid(workspace), timeout=PATIENCE)
    told: list[object] = []
    window._away(lambda: None).success(told.append).run()  # after the closing, which waits for all threads
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)


def test_a_case_that_is_read_ahead_is_opened_anew_without_waiting_for_that(evidence: Evidence) -> None:
    def anew(case: Case) -> Case:
        case.close()
        return open_case(evidence.path, evidence.key)

    thread, begun = CaseThread(), threading.Event()
    thread.open(lambda: open_case(evidence.path, evidence.key)).result()
    thread.ahead(partial(go_on, begun))
    assert begun.wait(PATIENCE)
    made = thread.replace(anew, lambda case: case, Quiet()).result()
    assert thread.read(lambda case: case.value("SELECT count(*) FROM item")).result() > 0
    thread.close()
    assert made.closed
