"""Saved searches, queues and coverage whose answers come late: what was chosen and typed since is not taken away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.opening import open_case
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.analysis import coverage, review_queues, saved_searches
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import SHIFT, Hands
from tests.gui.keyboard import focused
from tests.gui.late import Late
from tests.gui.rooms.interviewing import read_through
from tests.gui.test_sending import held_up


@pytest.fixture
def kept(evidence: Evidence) -> Evidence:
    """Two searches and two queues, before the window opens."""
    with open_case(evidence.path, evidence.key) as case:
        for name, query in (("First", "camera"), ("Second", "kind:email")):
            saved_searches.add(case, name=name, query=query, reviewer="Ada")
            review_queues.create(case, name, query, reviewer="Ada")
    return evidence


@pytest.mark.usefixtures("kept")
def test_a_search_just_kept_takes_neither_the_row_chosen_since_nor_the_next_name(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, page = Hands(), workspace.search.stack.saved
    workspace.search_for("camera")
    qtbot.waitUntil(workspace.search.hits.hasFocus, timeout=PATIENCE)
    workspace.search.stack.show_saved()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=PATIENCE)
    page.name.setFocus()
    late = Late(monkeypatch, saved_searches, "runs")
    hands.type("Third")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.hasFocus, timeout=PATIENCE)
    late.wait(qtbot)
    hands.press(Qt.Key.Key_Down)
    late.let_go()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=PATIENCE)
    assert page._run().saved.name == "Second"  # type: ignore[union-attr]
    page.name.setFocus()
    hands.type("Fourth")
    with held_up(qtbot, workspace):
        hands.press(Qt.Key.Key_Return)
        hands.type(" and")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=PATIENCE)
    hands.type(" last")  # S and L are keys of the table
    assert page.name.text() == "Fourth and last"
    assert page._run().saved.name == "Second"  # type: ignore[union-attr]


@pytest.mark.usefixtures("kept")
def test_a_queue_just_made_takes_neither_the_one_chosen_since_nor_the_next_name(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, page = Hands(), room.stack.queues
    room.stack.show_queues()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=PATIENCE)
    page.name.setFocus()
    late = Late(monkeypatch, review_queues, "statuses")
    hands.type("Third")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.tree.hasFocus, timeout=PATIENCE)
    late.wait(qtbot)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Up if page._chosen() != "First" else Qt.Key.Key_Down)
    chosen = page._chosen()
    late.let_go()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=PATIENCE)
    assert page._chosen() == chosen
    page.name.setFocus()
    hands.type("Fourth")
    with held_up(qtbot, workspace):
        hands.press(Qt.Key.Key_Return)
        hands.type(" of")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=PATIENCE)
    hands.type(" Ss")  # S draws a sample in the tree
    assert page.name.text() == "Fourth of Ss"


def test_a_number_asked_for_before_one_left_the_coverage_leads_nowhere(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, page = Hands(), room.stack.coverage
    room.list.setFocus()
    hands.press(Qt.Key.Key_U, SHIFT)
    qtbot.waitUntil(lambda: page.model.rowCount() > 1 and focused() is page.table, timeout=PATIENCE)
    late, led = Late(monkeypatch, coverage, "items_of"), list[object]()
    page.chosen.connect(lambda *what: led.append(what))
    hands.press(Qt.Key.Key_Return)
    late.wait(qtbot)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_U, SHIFT)
    late.let_go()
    read_through(qtbot, workspace)
    assert page.isVisible()
    assert not led
