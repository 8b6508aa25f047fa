"""What the task of an interview costs, from its plan to its record, in keys and in gestures of the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.domain.interviews.interview import Reply
from reviewer.gui.navigation import RoomName
from reviewer.gui.rooms.interviews.room import InterviewsRoom
from reviewer.gui.shell.workspace import Workspace
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, Hands
from tests.gui.rooms.interviewing import kept as interview
from tests.gui.rooms.interviewing import mark, read_through
from tests.gui.test_ten_tasks import active, hands

__all__ = ["hands"]


@pytest.fixture
def binder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is named for the binder; dialogs alone are patched."""
    out = tmp_path / "binder.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    return out


def recorded(qtbot: QtBot, room: InterviewsRoom, evidence: Evidence) -> None:
    """The answer was kept with the interview, and stands as a passage in a record that is evidence."""
    qtbot.waitUntil(lambda: interview(evidence).record is not None, timeout=PATIENCE)
    answer = interview(evidence).question("1.1").answer
    assert answer is not None
    assert answer.passage is not None
    assert (answer.text, answer.reply) == ("One for each of us.", Reply.CONFIRMS)
    qtbot.waitUntil(lambda: not room.sheet.writing.running, timeout=PATIENCE)


def plan_by_keys(qtbot: QtBot, workspace: Workspace, evidence: Evidence, hands: Hands) -> None:
    """A topic, a question, and its exhibit."""
    workspace.review.list.setFocus()
    QTest.keyClick(workspace.review.list, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    room = workspace.interviews
    qtbot.waitUntil(lambda: bool(room.none.text()), timeout=PATIENCE)
    assert room.new.hasFocus(), "the list that is not there had the keyboard until that was known"
    hands.press(Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: len(room.form.officer) == 2, timeout=PATIENCE)
    hands.type("castel")
    hands.press(Qt.Key.Key_Return, within=room.form.officer)
    qtbot.waitUntil(room.form.planned.hasFocus, timeout=PATIENCE)
    hands.type("2021-07-01 10:00")
    hands.press(Qt.Key.Key_Return)
    part, material = room.sheet.outline, room.material
    qtbot.waitUntil(lambda: room.whole is not None and material.model.rowCount() > 1, timeout=PATIENCE)
    qtbot.waitUntil(part.isVisible, timeout=PATIENCE)
    active(qtbot, workspace)
    hands.press(Qt.Key.Key_Q)
    assert part.new.hasFocus()
    for number, words in enumerate(("The offer", "What was offered?"), 1):
        hands.type(words)
        hands.press(Qt.Key.Key_Return, within=part.new)
        qtbot.waitUntil(lambda number=number: part.model.rowCount() == number, timeout=PATIENCE)  # type: ignore[misc]
    qtbot.waitUntil(lambda: part.question() == "1.1", timeout=PATIENCE)
    active(qtbot, workspace)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_L)
    assert material.view.hasFocus()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(interview(evidence).exhibits) == 1, timeout=PATIENCE)


def hold_by_keys(qtbot: QtBot, workspace: Workspace, hands: Hands) -> None:
    """One answer, and the record of it."""
    room = workspace.interviews
    hands.press(Qt.Key.Key_H, CONTROL)
    hold = room.hold
    qtbot.waitUntil(lambda: hold.whole is not None, timeout=PATIENCE)
    active(qtbot, hold)
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: hold.whole is not None and hold.whole.interview.running, timeout=PATIENCE)
    qtbot.waitUntil(hold.hasFocus, timeout=PATIENCE)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_A)
    hands.type("One for each of us.")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(hold.hasFocus, timeout=PATIENCE)
    hands.press(Qt.Key.Key_E, CONTROL, times=2)
    qtbot.waitUntil(lambda: not hold.isVisible(), timeout=PATIENCE)
    after = room.sheet.after
    qtbot.waitUntil(after.record.isEnabled, timeout=PATIENCE)
    active(qtbot, workspace)
    hands.tab_to(after.record)
    hands.press(Qt.Key.Key_Return)


def test_an_interview_is_planned_its_binder_printed_held_and_recorded_by_keys_alone(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, hands: Hands, binder: Path
) -> None:
    mark(qtbot, workspace)
    plan_by_keys(qtbot, workspace, evidence, hands)
    room = workspace.interviews
    hands.press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: room.sheet.writing.path == binder and not room.sheet.writing.running, timeout=PATIENCE)
    assert binder.read_bytes().startswith(b"%PDF")
    planned = hands.keys
    hold_by_keys(qtbot, workspace, hands)
    recorded(qtbot, room, evidence)
    assert (planned, hands.keys - planned) == (11, 14)


def test_an_interview_is_planned_its_binder_printed_held_and_recorded_by_the_mouse(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, hands: Hands, binder: Path
) -> None:
    mark(qtbot, workspace)
    hands.click(workspace.rail.buttons[RoomName.INTERVIEWS])
    room = workspace.interviews
    qtbot.waitUntil(lambda: bool(room.none.text()), timeout=PATIENCE)
    hands.click(room.new)
    form = room.form
    qtbot.waitUntil(lambda: len(form.officer) == 2, timeout=PATIENCE)
    hands.type("castel")
    qtbot.waitUntil(form.officer.popup.isVisible, timeout=PATIENCE)
    hands.click_row(form.officer.popup, form.officer.popup.model().index(0, 0))
    active(qtbot, workspace)
    hands.click(form.save)
    part, material = room.sheet.outline, room.material
    qtbot.waitUntil(lambda: room.whole is not None and material.model.rowCount() > 1, timeout=PATIENCE)
    qtbot.waitUntil(part.isVisible, timeout=PATIENCE)
    hands.click(part.new)
    hands.type("The offer")
    hands.click(part.add_topic)
    qtbot.waitUntil(lambda: part.model.rowCount() == 1 and part.new.text() == "", timeout=PATIENCE)
    hands.click(part.new)
    hands.type("What was offered?")
    hands.click(part.add_question)
    qtbot.waitUntil(lambda: part.question() == "1.1", timeout=PATIENCE)
    hands.click_row(material.view, material.model.index(1))
    hands.click(material.add)
    qtbot.waitUntil(lambda: len(interview(evidence).exhibits) == 1, timeout=PATIENCE)
    hands.click(room.sheet.binder)
    qtbot.waitUntil(lambda: room.sheet.writing.path == binder and not room.sheet.writing.running, timeout=PATIENCE)
    planned = hands.clicks
    hold_by_mouse(qtbot, workspace, hands)
    next_to_press = room.sheet.after.close_it.mapTo(workspace, QPoint())
    recorded(qtbot, room, evidence)
    assert room.sheet.writing.isVisible()
    assert room.sheet.after.close_it.mapTo(workspace, QPoint()).y() == next_to_press.y()
    assert (planned, hands.clicks - planned) == (1 + 10, 7), "the first leads to the room"


def hold_by_mouse(qtbot: QtBot, workspace: Workspace, hands: Hands) -> None:
    """One answer, and the record of it."""
    room = workspace.interviews
    hands.click(room.sheet.hold)
    hold = room.hold
    qtbot.waitUntil(lambda: hold.whole is not None and hold.begin.isVisible(), timeout=PATIENCE)
    hands.click(hold.begin)
    qtbot.waitUntil(lambda: hold.whole is not None and hold.whole.interview.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: f"“{room.sheet.hold.text()}” goes on" in room.sheet.after.told.text(), timeout=PATIENCE)
    qtbot.waitUntil(hold.asking.answer.isVisible, timeout=PATIENCE)
    hands.click(hold.asking.marks[Reply.CONFIRMS])
    active(qtbot, hold)
    hands.click(hold.asking.answer.viewport())
    hands.type("One for each of us.")
    hands.click(hold.end)
    read_through(qtbot, workspace)  # what was typed is kept and shown, and one who clicks slowly clicks no third time
    assert hold.end.text() == "Press again to end"
    hands.click(hold.end)
    qtbot.waitUntil(lambda: not hold.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(room.sheet.after.record.isEnabled, timeout=PATIENCE)
    hands.click(room.sheet.after.record)
