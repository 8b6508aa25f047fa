"""The key map tells of every key that there is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.desktop import settings
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE


def bound(inside: QWidget) -> set[str]:
    """The keys that are bound to anything in a widget."""
    keys = {shortcut.key().toString() for shortcut in inside.findChildren(QShortcut)}
    keys |= {button.shortcut().toString() for button in inside.findChildren(QAbstractButton)}
    return keys - {""}


def told(workspace: Workspace) -> set[str]:
    """The keys that the map shows."""
    names = [name for group in workspace.keymap.told for each in group.keys for name in each.keys.split()]
    return {QKeySequence(name).toString() for name in names}


def test_every_key_of_a_room_is_on_the_map_of_that_room(workspace: Workspace) -> None:
    for name in RoomName:
        workspace.show_room(name)
        assert bound(workspace.rooms[name]) - told(workspace) == set(), name


def test_every_key_of_the_window_is_on_the_map(workspace: Workspace) -> None:
    for name in RoomName:
        workspace.show_room(name)
    inside = set[str]().union(*(bound(room) for room in workspace.rooms.values()))
    assert bound(workspace) - inside - told(workspace) == set()


def test_every_key_while_an_interview_is_held_is_on_the_map(workspace: Workspace) -> None:
    workspace.show_room("interviews")
    pressed = {QKeySequence(key).toString() for key in workspace.interviews.hold._keys()}
    assert len(pressed) > 10
    assert pressed - told(workspace) == set()


def test_the_map_says_what_the_keys_of_the_room_in_sight_do(qtbot: QtBot, workspace: Workspace) -> None:
    def shown() -> list[str]:
        return [each.text() for each in workspace.keymap.findChildren(QLabel) if each.isVisible()]

    workspace.show_room("ledger")
    QTest.keyClick(workspace, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: "change, delete the entry" in shown(), timeout=PATIENCE)
    workspace.show_room("interviews")
    qtbot.waitUntil(lambda: "begin" in shown(), timeout=PATIENCE)
    assert "change, delete the entry" not in shown()


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
def test_the_map_fits_a_small_screen_in_every_room(
    window: MainWindow, workspace: Workspace, size: tuple[int, int]
) -> None:
    window.resize(*size)
    QTest.keyClick(workspace, Qt.Key.Key_F1)
    for name in RoomName:
        workspace.show_room(name)
        assert workspace.keymap.minimumSizeHint().width() <= workspace.stack.width(), name
        assert window.minimumSizeHint().height() <= size[1], name
        assert (window.width(), window.height()) == size, name


def test_keys_without_ctrl_can_be_turned_off_for_good(workspace: Workspace) -> None:
    """Nothing is marked, and one does not go on, until they are turned on again; the key map itself opens by F1."""
    list_ = workspace.review.list
    list_.setFocus()
    at = list_.currentIndex().row()
    workspace.keymap.single.click()
    assert not settings.single_keys()
    QTest.keyClick(list_, Qt.Key.Key_J)
    assert list_.currentIndex().row() == at
    workspace.keymap.single.click()
    QTest.keyClick(list_, Qt.Key.Key_J)
    assert list_.currentIndex().row() == at + 1
