"""Tab reaches everything in sight, both ways, in the order in which one sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot

import reviewer.gui
from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.navigation import RoomName
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.tab_order import enter, first_stop, lead, lead_by_list, stops
from tests.gui.conftest import PATIENCE
from tests.gui.keyboard import cut_off_on_the_way, focused, left_out, out_of_order, press, walked
from tests.gui.rooms.alleging import alleged, opened
from tests.gui.rooms.conftest import policed
from tests.gui.rooms.interviewing import do

__all__ = ["policed"]


@pytest.mark.parametrize("room", list(RoomName))
def test_every_stop_of_a_room_is_reached_both_ways(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, room: RoomName
) -> None:
    window.activateWindow()
    workspace.show_room(room)
    qtbot.waitUntil(lambda: workspace.rooms[room].isAncestorOf(focused()), timeout=PATIENCE)
    forth, back = walked(Qt.Key.Key_Tab), walked(Qt.Key.Key_Backtab)
    assert left_out(window, forth) == []
    assert left_out(window, back) == []
    assert forth[1:] == back[:0:-1]
    window.resize(1366, 420)
    areas = workspace.rooms[room].findChildren(QScrollArea)
    assert [each for each in areas if each.findChild(HeldInPlace) is None] == []  # so that nothing moves under a hand
    assert cut_off_on_the_way(workspace.rooms[room]) == []  # each is in sight when it has the keyboard


def sheet_of_a_finding(qtbot: QtBot, workspace: Workspace) -> QWidget:
    do(qtbot, workspace, alleged)
    sheet = opened(qtbot, workspace).sheet
    qtbot.waitUntil(lambda: sheet.verticalScrollBar().maximum() > 0, timeout=PATIENCE)
    return sheet


def new_allegation(_qtbot: QtBot, workspace: Workspace) -> QWidget:
    workspace.findings.allegations.begin()
    return workspace.findings.allegations.form


def new_clause(_qtbot: QtBot, workspace: Workspace) -> QWidget:
    workspace.findings.show_part("policy")
    workspace.findings.policy.begin()
    return workspace.findings.policy.form


def new_interview(_qtbot: QtBot, workspace: Workspace) -> QWidget:
    workspace.show_room(RoomName.INTERVIEWS)
    workspace.interviews.begin()
    return workspace.interviews.form


def report_to_counsel(_qtbot: QtBot, workspace: Workspace) -> QWidget:
    workspace.show_room(RoomName.EXPORTS)
    workspace.exports.show_part("report")
    workspace.exports.report.agency.head.click()
    return workspace.exports.report


FORMS = (sheet_of_a_finding, new_allegation, new_clause, new_interview, report_to_counsel)


def test_every_stop_of_a_form_is_in_sight_when_it_has_the_keyboard(
    qtbot: QtBot, window: MainWindow, policed: Workspace
) -> None:
    """Fields of many lines wholly, and not the line of the caret alone."""
    window.activateWindow()
    window.resize(1366, 500)
    cut: dict[str, list[str]] = {}
    for form in FORMS:
        shown = form(qtbot, policed)
        qtbot.waitUntil(shown.isVisible, timeout=PATIENCE)
        cut[form.__name__] = cut_off_on_the_way(shown)
    assert cut == {form.__name__: [] for form in FORMS}


def test_the_way_through_review_is_that_of_the_eye(window: MainWindow, workspace: Workspace) -> None:
    """From the top of the window down: the list, the pages, and what stands at their right."""
    window.activateWindow()
    workspace.focus_search()
    way = walked(Qt.Key.Key_Tab)
    room = workspace.review
    wanted = [workspace.topbar.lock, room.filter.typed, room.list, room.desk.a.view, room.inspector.note]
    assert [each for each in way if each in wanted] == wanted
    page, drawer = way.index(room.desk.a.page), way.index(room.desk.a.view) + 1
    panes = [way[way.index(room.list) : page], way[page:drawer], way[drawer:]]
    assert [out_of_order(each) for each in panes] == [[], [], []]


def test_a_container_hands_the_keyboard_on_and_is_no_stop_itself(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    window.activateWindow()
    workspace.review.desk.a.setFocus()
    qtbot.waitUntil(lambda: focused() is workspace.review.desk.a.view, timeout=PATIENCE)
    press(focused(), Qt.Key.Key_Backtab)
    assert focused() is not workspace.review.desk.a.view
    assert workspace.review.desk.a.focusProxy() is None


def test_no_container_has_a_focus_proxy_that_would_hide_stops_from_tab() -> None:
    every = Path(reviewer.gui.__path__[0]).rglob("*.py")
    assert [path.name for path in every if "setFocusProxy(" in path.read_text(encoding="utf-8")] == []


def test_where_the_first_stop_is_hidden_another_one_is_given_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    outer = QWidget(window)
    outer.resize(300, 300)
    hidden, seen = QLineEdit(outer), QLineEdit(outer)
    lead(outer, hidden)
    outer.show()
    hidden.hide()
    assert first_stop(outer) is seen
    enter(outer)
    qtbot.waitUntil(lambda: focused() is seen, timeout=PATIENCE)


def test_what_tab_reaches_is_scrolled_into_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    area, inside = QScrollArea(window), QWidget()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.resize(200, 2_000)
    above, below = QLineEdit(inside), QLineEdit(inside)
    below.move(0, 1_900)
    area.setWidget(inside)
    area.resize(300, 300)
    area.show()
    enter(above)
    press(above, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: focused() is below, timeout=PATIENCE)
    assert not below.visibleRegion().isEmpty()


def test_a_list_that_goes_out_of_sight_hands_the_keyboard_to_what_adds_to_it(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    shown, other = QLineEdit(whole), QLineEdit(whole)
    whole.show()
    whole.activateWindow()
    lead_by_list(whole, shown, other, there=True)
    enter(whole)
    qtbot.waitUntil(shown.hasFocus, timeout=PATIENCE)
    lead_by_list(whole, shown, other, there=False)
    assert other.hasFocus()
    assert not shown.isVisible()
    assert first_stop(whole) is other


def test_looking_for_stops_leaves_nothing_that_a_window_could_be_taken_for(qtbot: QtBot) -> None:
    """What stands for an item of a layout outlives it, and Python takes what is made at its address for it."""
    outer = QWidget()
    qtbot.addWidget(outer)
    upper, left, right = QLineEdit(), QLineEdit(), QLineEdit()
    below = QHBoxLayout()
    below.addWidget(left)
    below.addWidget(right)
    column = QVBoxLayout(outer)
    column.addLayout(below)
    column.insertWidget(0, upper)
    outer.show()

    def items() -> int:
        return sum(isinstance(each, QWidgetItem) for each in shiboken6.getAllValidWrappers())

    before = items()
    assert stops(outer) == [upper, left, right]
    assert items() == before
