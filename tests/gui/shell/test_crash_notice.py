"""After a crash the window shows the report, which can be copied or deleted, and offers the case that was open."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.desktop import crash_reports, settings
from reviewer.domain.reasons.reason import Reason
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE, Evidence


@pytest.fixture(autouse=True)
def _each_report_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_reports, "_seen", set())


def crashed() -> None:
    assert crash_reports.keep_worker(Reason("worker.crashed", worker="reader", signal=11))


def test_nothing_is_shown_where_nothing_crashed(window: MainWindow) -> None:
    window.tell_crash()
    assert window.crash is None


def test_the_report_is_shown_copied_and_deleted(window: MainWindow) -> None:
    crashed()
    window.tell_crash()
    notice = window.crash
    assert notice is not None
    assert notice.isVisible()
    assert notice.again.isHidden()
    assert "signal=11" in notice.report.toPlainText()
    notice.copy.click()
    assert QGuiApplication.clipboard().text() == notice.report.toPlainText()
    notice.delete.click()
    assert crash_reports.listed() == []
    assert window.crash is None


def test_the_case_that_was_open_is_offered_and_asked_for(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> None:
    crashed()
    settings.remember_open_case(evidence.path)
    window.tell_crash()
    assert window.crash is not None
    window.crash.again.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.unlock, timeout=PATIENCE)
    assert window.unlock.title.text() == evidence.path.stem
    assert len(crash_reports.listed()) == 1, "it stays until it is deleted"


def test_an_open_case_is_known_to_be_open_until_it_is_locked(
    qtbot: QtBot, workspace: Workspace, window: MainWindow
) -> None:
    path = workspace.session.path
    qtbot.waitUntil(lambda: settings.open_case() == path, timeout=PATIENCE)
    window.lock()
    qtbot.waitUntil(lambda: settings.open_case() is None, timeout=PATIENCE)


@pytest.fixture
def watching(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program as it runs, but for pytest's own hooks, which would call what is tried here a failure."""
    monkeypatch.setattr(sys, "excepthook", lambda *_error: None)
    monkeypatch.setattr(crash_reports, "_watch_faults", lambda: lambda: None)
    end = crash_reports.watch(lambda: window.courier.post(window.tell_failure))
    yield
    end()


@pytest.mark.usefixtures("watching")
def test_an_error_in_a_slot_is_said_and_kept_and_the_window_lives_on(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slot() -> None:
        raise LookupError("kanaari")

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: workspace.notice.what.text().startswith("Something failed in"), timeout=PATIENCE)
    workspace.notice.hide()
    QTimer.singleShot(0, slot)
    qtbot.waitUntil(workspace.notice.isVisible, timeout=PATIENCE)
    assert workspace.notice.what.text().startswith("Something failed in the program")
    (report,) = crash_reports.listed()
    assert "LookupError" in report.text
    assert "kanaari" not in report.text

    tried: list[str] = []

    def cannot(words: str) -> bool:
        tried.append(words)
        raise LookupError("kanaari")

    monkeypatch.setattr(workspace.notice, "says", cannot)
    QTimer.singleShot(0, slot)
    qtbot.waitUntil(window.notice.isVisible, timeout=PATIENCE)
    assert window.notice.what.text().startswith("Something failed in the program")
    monkeypatch.setattr(window.notice, "says", cannot)
    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: len(tried) == 3, timeout=PATIENCE)
    for _turn in range(9):
        QApplication.processEvents()
    assert len(tried) == 3, "each place was tried once, and then no more"
    window.lock()
