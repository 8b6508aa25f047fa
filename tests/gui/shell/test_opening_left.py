"""Who goes elsewhere while a case is being opened is neither led into it nor told of it where another one is meant."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.gui.shell.opening import OpenedCase
from reviewer.gui.shell.window import MainWindow
from reviewer.usecases import cases
from tests.gui.conftest import PATIENCE
from tests.gui.late import Late
from tests.gui.shell.test_window import PASSPHRASE, unlock


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A case under a passphrase."""
    path = tmp_path / "locked.evcase"
    cases.close(cases.create(path, PASSPHRASE, title="Locked", reviewer="Ada"))
    return path


@pytest.fixture
def other(locked: Path) -> Path:
    """Another case than the locked one."""
    return Path(shutil.copy(locked, locked.with_name("other.evcase")))


def test_a_passphrase_that_is_wrong_for_one_case_is_not_refused_on_the_page_of_another(
    qtbot: QtBot, window: MainWindow, locked: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, page = Late(monkeypatch, cases, "key_for"), window.unlock
    unlock(qtbot, window, locked, "something else altogether")
    late.wait(qtbot)
    window.show_start()
    window.opening.open_case(other)
    qtbot.waitUntil(lambda: page.isVisible() and page.path.text() == str(other), timeout=PATIENCE)
    QTest.keyClicks(page.passphrase, "half of")
    late.let_go()
    qtbot.waitUntil(lambda: window.opening._look is None, timeout=PATIENCE)
    assert (page.problem.isVisible(), page.passphrase.text(), page.passphrase.selectedText()) == (False, "half of", "")
    assert not window.notice.isVisible()


@pytest.mark.parametrize("leave", [MainWindow.show_start, MainWindow.show_new])
def test_a_key_that_is_still_looked_up_opens_no_case_once_one_has_gone_elsewhere(
    qtbot: QtBot,
    window: MainWindow,
    locked: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: Callable[[MainWindow], None],
) -> None:
    keys = {locked: cases.key_for(locked, PASSPHRASE)}
    monkeypatch.setattr(cases, "remembered_key", keys.get)
    late, opened = Late(monkeypatch, cases, "remembered_key"), list[OpenedCase]()
    window.opening.opened.connect(opened.append)
    window.opening.open_case(locked)
    late.wait(qtbot)
    leave(window)
    at = window.stack.currentWidget()
    late.let_go()
    done: list[bool] = []
    window._away(lambda: True).success(done.append).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert window.opening._look is None
    assert (window.stack.currentWidget(), opened) == (at, [])
