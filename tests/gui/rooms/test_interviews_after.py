"""What follows an interview: its record, what was compelled, transcript and recording, the binder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.interviews.interview import Reply, State
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import room_for
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.rooms.interviewing import FIRST, do, kept, mark, message, planned, shown


@pytest.fixture
def marked(qtbot: QtBot, workspace: Workspace) -> Workspace:
    return mark(qtbot, workspace)


def answered(case: Case) -> None:
    """The interview, held and ended, with two answers."""
    planned(case)
    interviews.change(case, FIRST, compelled=True, reviewer="Ada")
    holding.start(case, FIRST, reviewer="Ada")
    holding.answer(case, FIRST, "1.1", "Cameras for all of us.", reply=Reply.CONFIRMS, reviewer="Ada")
    holding.answer(case, FIRST, "1.2", "One for my own door.", reply=Reply.CONFIRMS, reviewer="Ada")
    holding.end(case, FIRST, reviewer="Ada")


def closed(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    """Close the interview, at first without a reason."""
    sheet = shown(qtbot, workspace).sheet
    stays = sheet.after.close_it.mapTo(workspace, QPoint())
    sheet.after.close_it.click()
    lacking = sum(each.mandatory for each in kept(evidence).notices)
    assert sheet.after.problem.text() == (
        f"{lacking} mandatory lines are not ticked. "
        "Tick what was done under Checklist, or say below why it is closed all the same."
    )
    qtbot.waitUntil(sheet.after.reason.hasFocus, timeout=PATIENCE)
    workspace.window().repaint()
    assert sheet.after.close_it.mapTo(workspace, QPoint()) == stays, "what is refused moves nothing from under the hand"
    QTest.keyClicks(focused(), "They were given in writing")
    sheet.after.close_it.click()
    qtbot.waitUntil(lambda: kept(evidence).state is State.CLOSED, timeout=PATIENCE)
    qtbot.waitUntil(sheet.after.close_it.isHidden, timeout=PATIENCE)
    assert sheet.after.answers.view.hasFocus(), "not the line that searches everything"


def test_answers_become_passages_of_a_record_and_what_was_compelled_is_listed(
    qtbot: QtBot, marked: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    do(qtbot, marked, answered)
    room = shown(qtbot, marked)
    sheet = room.sheet
    assert sheet.stack.currentWidget() is sheet.after
    assert sheet.after.answers.model.rowCount() == 2
    sheet.after.record.click()
    qtbot.waitUntil(lambda: not sheet.writing.running and kept(evidence).record is not None, timeout=PATIENCE)
    assert "2 answers" in sheet.writing.said.text()
    qtbot.waitUntil(lambda: not sheet.after.record.isEnabled(), timeout=PATIENCE)
    echo = marked.status.echo
    qtbot.waitUntil(lambda: "Record of interview 1" in echo.said.text(), timeout=PATIENCE)
    echo.undo.click()
    qtbot.waitUntil(lambda: kept(evidence).record is None and sheet.after.record.isEnabled(), timeout=PATIENCE)
    qtbot.waitUntil(sheet.writing.isHidden, timeout=PATIENCE)
    sheet.after.record.click()
    qtbot.waitUntil(lambda: not sheet.after.record.isEnabled() and sheet.writing.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not sheet.writing.running and kept(evidence).record is not None, timeout=PATIENCE)
    answer = kept(evidence).question("1.2").answer
    assert answer is not None
    assert answer.passage is not None
    said = evidence.look(partial(passages.get, passage=answer.passage))
    assert said.passage.anchor.quote.split() == ["One", "for", "my", "own", "door."]

    sheet.buttons["compelled"].click()
    part = sheet.compelled
    qtbot.waitUntil(lambda: part.model.rowCount() == 5, timeout=PATIENCE)
    part.write(tmp_path / "report")
    qtbot.waitUntil(part.leaving.isVisible, timeout=PATIENCE)
    assert "holds compelled statements" in part.leaving.part.told.text()
    assert not (tmp_path / "report").exists()
    part.leaving.go.click()
    qtbot.waitUntil(
        lambda: not sheet.writing.running and (tmp_path / "report" / "report.pdf").exists(), timeout=PATIENCE
    )

    sheet.buttons["answers"].click()
    closed(qtbot, marked, evidence)
    assert kept(evidence).closing == "They were given in writing"


def test_where_nothing_was_compelled_the_words_that_say_so_have_the_keyboard(qtbot: QtBot, marked: Workspace) -> None:
    """Not the line to search with, which is what is next in the window once the list has gone."""
    do(qtbot, marked, planned)
    sheet = shown(qtbot, marked).sheet
    part = sheet.compelled
    sheet.buttons["outline"].setFocus()
    sheet.show_part("compelled")
    qtbot.waitUntil(lambda: part.view.isHidden() and "No document holds" in part.told.text(), timeout=PATIENCE)
    assert part.told.hasFocus()
    sheet.show_part("outline")
    sheet.show_part("compelled")
    assert part.told.hasFocus()


def test_an_answer_is_marked_otherwise_and_linked_to_transcript_and_recording(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, answered)
    after = shown(qtbot, marked).sheet.after
    control = evidence.look(lambda case: items.get(case, message(case, "Thank you")).control)
    for field in (after.transcript, after.recording):
        field.clear()
        QTest.keyClicks(field, control)
        press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(after.answers.heard.isEnabled, timeout=PATIENCE)
    part = after.answers
    assert part.question() is not None
    part.setFixedHeight(room_for(30))  # as beside the keys on a low screen: it scrolls, and no line lies over another
    qtbot.waitUntil(lambda: part.height() == room_for(30), timeout=PATIENCE)
    ends = part.words.mapTo(part, part.words.rect().bottomLeft()).y()
    assert part.mark.mapTo(part, part.mark.rect().topLeft()).y() > ends
    for box, value in ((part.passage, "2"), (part.mark, "contradicts"), (part.compelled, "no")):
        qtbot.waitUntil(lambda box=box, value=value: box.findData(value) >= 0, timeout=PATIENCE)  # type: ignore[misc]
        box.say(value)
        box.activated.emit(box.currentIndex())
        qtbot.waitUntil(lambda box=box, value=value: box.value == value, timeout=PATIENCE)  # type: ignore[misc]

    def now() -> tuple[int | None, Reply, bool | None, int | None]:
        answer = kept(evidence).question("1.1").answer
        assert answer is not None
        return answer.passage, answer.reply, answer.compelled, answer.heard

    qtbot.waitUntil(lambda: now() == (2, Reply.CONTRADICTS, False, None), timeout=PATIENCE)
    part.heard.setFocus()
    QTest.keyClicks(part.heard, "one minute")
    press(part.heard, Qt.Key.Key_Return)
    assert "no time in the recording" in part.problem.text()
    part.heard.clear()
    QTest.keyClicks(part.heard, "0:12:30")
    press(part.heard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: now()[3] == 750, timeout=PATIENCE)


def test_the_binder_is_written_where_one_chose_and_never_over_another(
    qtbot: QtBot, marked: Workspace, tmp_path: Path
) -> None:
    do(qtbot, marked, planned)
    sheet = shown(qtbot, marked).sheet
    (tmp_path / "binder.pdf").write_bytes(b"something else")
    sheet.write_binder(tmp_path / "binder.pdf")
    qtbot.waitUntil(lambda: sheet.writing.path is not None and not sheet.writing.running, timeout=PATIENCE)
    assert sheet.writing.path == tmp_path / "binder (2).pdf"
    assert sheet.writing.path.read_bytes().startswith(b"%PDF")
    assert sheet.writing.open.isVisible()
    assert (tmp_path / "binder.pdf").read_bytes() == b"something else"
