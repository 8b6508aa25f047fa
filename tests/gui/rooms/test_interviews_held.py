"""An interview held full screen by keys, and the second window with the exhibit alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.domain import clock
from reviewer.domain.ids import AuditId
from reviewer.domain.interviews.interview import Reply
from reviewer.gui.rooms.interviews.exhibit_window import ExhibitWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.told_acts import ActPlace, ToldAct
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import CTRL, at, do, held, kept, mark, message, on_page, planned, second


@pytest.fixture
def marked(qtbot: QtBot, workspace: Workspace) -> Workspace:
    return mark(qtbot, workspace)


def test_an_answer_lands_in_the_case_with_its_time(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned)
    before = clock.now()
    hold = held(qtbot, marked)
    started = kept(evidence).started
    assert before <= started <= clock.now()
    assert at(hold) == "1.1"
    press(hold, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: kept(evidence).question("1.1").answer is not None, timeout=PATIENCE)
    press(hold, Qt.Key.Key_A)
    QTest.keyClicks(hold.asking.answer, "nothing at all")
    press(hold.asking.answer, Qt.Key.Key_Return)
    qtbot.waitUntil(hold.hasFocus, timeout=PATIENCE)

    def answered() -> tuple[str, Reply] | None:
        found = kept(evidence).question("1.1").answer
        return None if found is None else (found.text, found.reply)

    qtbot.waitUntil(lambda: answered() == ("nothing at all", Reply.CONTRADICTS), timeout=PATIENCE)


def test_a_note_is_kept_with_its_question_and_a_mark_can_be_taken_back(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, planned)
    hold = held(qtbot, marked)
    press(hold, Qt.Key.Key_J)
    assert at(hold) == "1.2"
    press(hold, Qt.Key.Key_N)
    QTest.keyClicks(hold.asking.note, "looks at the floor, and says nothing 1234 crxd")
    press(hold.asking.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence).notes) == 1, timeout=PATIENCE)
    (note,) = kept(evidence).notes
    assert (note.text, note.question, note.reviewer) == (
        "looks at the floor, and says nothing 1234 crxd",
        "1.2",
        "Ada",
    )
    assert 0 <= note.seconds <= kept(evidence).seconds(clock.now())
    for key, reply in ((Qt.Key.Key_R, Reply.NO_RECALL), (Qt.Key.Key_D, Reply.DECLINES), (Qt.Key.Key_C, Reply.CONFIRMS)):
        press(hold, key)

        def marked_so(reply: Reply = reply) -> bool:
            found = kept(evidence).question("1.2").answer
            return found is not None and found.reply is reply

        qtbot.waitUntil(marked_so, timeout=PATIENCE)
    press(hold, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: marked_so(Reply.DECLINES), timeout=PATIENCE)


def test_an_interview_is_broken_off_gone_on_with_and_ended_by_keys(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, planned)
    hold = held(qtbot, marked)
    press(hold, Qt.Key.Key_J)
    press(hold, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: kept(evidence).on_break, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "break" in hold.stands.text(), timeout=PATIENCE)
    press(hold, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: not kept(evidence).on_break, timeout=PATIENCE)
    press(hold, Qt.Key.Key_K)
    assert at(hold) == "1.1"
    qtbot.waitUntil(hold.break_button.isEnabled, timeout=PATIENCE)
    press(hold, Qt.Key.Key_E, CTRL)
    assert kept(evidence).running
    press(hold, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: bool(kept(evidence).ended), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not hold.isVisible(), timeout=PATIENCE)


def test_what_is_being_typed_is_kept_without_any_key(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned)
    hold = held(qtbot, marked)
    press(hold, Qt.Key.Key_A)
    QTest.keyClicks(hold.asking.answer, "I was told that")

    def words() -> str:
        answer = kept(evidence).question("1.1").answer
        return "" if answer is None else answer.text

    qtbot.waitUntil(lambda: words() == "I was told that", timeout=PATIENCE)
    assert hold.asking.answer.hasFocus()
    QTest.keyClicks(hold.asking.answer, " they were free")
    assert hold.asking.answer.toPlainText() == "I was told that they were free"
    press(hold.asking.answer, Qt.Key.Key_Escape)
    assert hold.isVisible()
    press(hold, Qt.Key.Key_Escape)
    assert not hold.isVisible()
    qtbot.waitUntil(lambda: words() == "I was told that they were free", timeout=PATIENCE)
    assert kept(evidence).running


def test_the_second_window_shows_the_exhibit_and_no_word_of_the_case(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, planned)
    hold = held(qtbot, marked)
    showing = hold.showing
    press(hold, Qt.Key.Key_W)
    window = second(hold)
    assert window.isVisible()
    qtbot.waitUntil(lambda: showing.pane.view.complete, timeout=PATIENCE)
    assert on_page(window) is None, "nothing is shown until it is said to be"

    press(hold, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.view.complete, timeout=PATIENCE)
    assert window.view.document is not None
    assert window.view.document.item == evidence.look(lambda case: message(case, "Doorbells for the station"))
    assert len(window.view.overlay.found) == 1
    assert window.view.overlay.highlights == ()
    qtbot.waitUntil(lambda: len(kept(evidence).showings) == 1, timeout=PATIENCE)
    (one,) = kept(evidence).showings
    assert (one.exhibit, one.shown, one.question) == (1, True, "1.1")

    told = [window.windowTitle(), window.view.accessibleName(), window.view.document.title, window.view.document.remark]
    assert not [each.text() for each in window.findChildren(QLabel)]
    for word in ("Doorbells", "IA 7", "Castellan", "Gratuity", "What was offered"):
        assert not any(word in each for each in told)
    assert window.screen() in QGuiApplication.screens()

    press(hold, Qt.Key.Key_J)
    qtbot.waitUntil(
        lambda: showing.pane.item is not None and showing.pane.item.subject == "Thank you", timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: showing.pane.view.complete, timeout=PATIENCE)
    assert window.exhibit == 1, "what is shown stays until another is shown"
    press(hold, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.exhibit == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(kept(evidence).showings) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: showing.show_it.text().startswith("Take away"), timeout=PATIENCE)
    press(hold, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(kept(evidence).showings) == 3, timeout=PATIENCE)
    assert not kept(evidence).showings[-1].shown
    assert on_page(window) is None
    press(hold, Qt.Key.Key_W)
    assert (
        not hold.findChildren(ExhibitWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        or not window.isVisible()
    )
    hold.close()


def test_pages_that_are_made_in_advance_are_not_told_while_an_interview_is_held(
    qtbot: QtBot, marked: Workspace
) -> None:
    do(qtbot, marked, planned)
    hold = held(qtbot, marked)
    told = hold.done.text()
    act = ToldAct(AuditId(1), "", "Ada", "Pages made of IA7-000001", ActPlace("item"), undoable=False)
    marked.session.acted.emit(act)
    assert hold.done.text() == told
