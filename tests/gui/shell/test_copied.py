"""What was copied from a case is not left on the clipboard once the case is locked."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE


@pytest.mark.parametrize("here", [True, False])
def test_a_lock_clears_what_was_copied_here_and_leaves_what_another_program_copied_since(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, here: bool
) -> None:
    clipboard = QGuiApplication.clipboard()
    assert workspace.isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.copied.in_front, timeout=PATIENCE)
    clipboard.setText("We would like to equip")
    if not here:
        monkeypatch.setattr(window.copied, "in_front", lambda: False)
        monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _clipboard: False)  # a desktop knows who took it
        clipboard.setText("of another program")
    window.lock()
    assert clipboard.text() == ("" if here else "of another program")
    clipboard.setText("copied after")
    window.lock()
    assert clipboard.text() == "copied after", "nothing is open of which it could be"
