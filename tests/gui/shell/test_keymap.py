"""The key map tells of every key that there is."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer.desktop import settings
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.fitting import Scroller
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


def test_the_map_has_room_for_its_keys_at_once_and_page_keys_scroll_the_rest(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    """Nobody changes the size of the window before it has."""
    keymap = workspace.keymap
    for name in RoomName:
        workspace.show_room(name)
        QTest.keyClick(workspace, Qt.Key.Key_F1)
        qtbot.waitUntil(lambda: any(each.text() == "Everywhere" for each in keymap.findChildren(QLabel)))
        scroller = keymap.findChild(Scroller)
        assert scroller is not None
        first = keymap.told[0].title
        qtbot.waitUntil(partial(in_sight, scroller, first), timeout=PATIENCE)
        bar = scroller.verticalScrollBar()
        assert bar.maximum() == 0 or scroller.height() >= window.height() // 3
        while bar.value() < bar.maximum():
            at = bar.value()
            QTest.keyClick(workspace, Qt.Key.Key_PageDown)
            assert bar.value() > at
        assert in_sight(scroller, keymap.told[-1].keys[-1].meaning)
        QTest.keyClick(workspace, Qt.Key.Key_Escape)


def in_sight(scroller: Scroller, words: str) -> bool:
    """Whether these words stand whole in what is in sight."""
    found = [each for each in scroller.findChildren(QLabel) if each.text() == words and each.isVisible()]
    port = scroller.viewport()
    return any(port.rect().contains(QRect(each.mapTo(port, QPoint()), each.size())) for each in found)


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
