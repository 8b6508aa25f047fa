"""The Interviews room: an outline by keys, an interview held full screen, the second window, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reviewer.casefile.case import Case
from reviewer.casefile.opening import open_case
from reviewer.domain import clock
from reviewer.domain.ids import ItemId
from reviewer.domain.interview import Interview, InterviewId, Reply, State
from reviewer.errors import KnownError
from reviewer.gui.interviews.answers import seconds_of
from reviewer.gui.interviews.exhibit_window import ExhibitWindow
from reviewer.gui.interviews.hold import HoldWindow
from reviewer.gui.interviews.listing import InterviewsModel
from reviewer.gui.interviews.lookup import HEADING, POINT
from reviewer.gui.interviews.outline import OutlineModel, rows_of
from reviewer.gui.interviews.room import InterviewsRoom
from reviewer.gui.operations import Noun
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import interview_holding as holding
from reviewer.usecases import interview_outline as outline
from reviewer.usecases import interviews, items, pages, passages, search
from tests.gui.conftest import PATIENCE, Evidence

T = TypeVar("T")

FIRST = InterviewId(1)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def do(qtbot: QtBot, workspace: Workspace, fn: Callable[[Case], T], *nouns: Noun) -> T:
    """Change the case as another room would."""
    done: list[T] = []
    refused: list[KnownError] = []
    asked = workspace.session.operation(workspace, fn, *nouns).success(done.append).failure(refused.append)
    asked.run()
    qtbot.waitUntil(lambda: bool(done or refused), timeout=PATIENCE)
    assert not refused
    return done[0]


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def kept(evidence: Evidence) -> Interview:
    """The first interview as another program reads it from the file."""
    return evidence.look(partial(interviews.get, interview=FIRST))


def message(case: Case, subject: str) -> ItemId:
    (found,) = search.ids(case, f'subject:"{subject}"')
    return found


@pytest.fixture
def marked(qtbot: QtBot, workspace: Workspace) -> Workspace:
    """Two passages linked to Castellan: 1 in the first message, 2 in the third."""

    def enter(case: Case) -> None:
        for subject, quote, role in (
            ("Doorbells for the station", "at no cost to them", "recipient"),
            ("Thank you", "Thank you for the camera", "author"),
        ):
            concern, item = passages.concern(case, f"101:{role}"), message(case, subject)
            pages.ensure(case, workspace.session.workers, item, reviewer="Ada")
            passages.add_quote(case, item, quote, concerns=[concern], reviewer="Ada")

    do(qtbot, workspace, enter, Noun.PASSAGES, Noun.OFFICERS)
    workspace._rename("Ada")
    return workspace


def planned(case: Case) -> Interview:
    """Two questions, each about one of the passages, and a third about nothing."""
    made = interviews.add(case, "101", planned="2021-07-01T10:00", reviewer="Ada")
    outline.add_topic(case, made.id, "The offer", reviewer="Ada")
    outline.add_question(case, made.id, 1, "What was offered?", cites=["1"], reviewer="Ada")
    outline.add_question(case, made.id, 1, "What did you take?", cites=["2"], reviewer="Ada")
    return outline.add_question(case, made.id, 1, "Who else knew?", reviewer="Ada")


def shown(qtbot: QtBot, workspace: Workspace) -> InterviewsRoom:
    """The first interview in its room, with what there is to ask about."""
    workspace.session.interview_wanted.emit(FIRST)
    room = workspace.interviews
    qtbot.waitUntil(lambda: room.whole is not None and room.material.model.rowCount() > 0, timeout=PATIENCE)
    return room


def held(qtbot: QtBot, workspace: Workspace) -> HoldWindow:
    """The first interview, begun, over the whole screen."""
    room = shown(qtbot, workspace)
    room.sheet.hold.click()
    hold = room.hold
    qtbot.waitUntil(lambda: hold.whole is not None, timeout=PATIENCE)
    press(hold, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: hold.whole is not None and hold.whole.interview.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: hold.middle.currentIndex() == 0, timeout=PATIENCE)
    hold.setFocus()
    return hold


def second(hold: HoldWindow) -> ExhibitWindow:
    """The window with the exhibit alone."""
    found = hold.showing.window_
    assert found is not None
    return found


def on_page(window: ExhibitWindow) -> ItemId | None:
    """The item that the second window shows."""
    return None if window.view.document is None else window.view.document.item


def at(hold: HoldWindow) -> str:
    question = hold.question()
    return "" if question is None else question.number


def test_an_outline_is_made_of_what_there_is_by_keys_alone(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    marked.show_room("interviews")
    room = marked.interviews
    press(room.new, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: len(room.form.officer) == 2, timeout=PATIENCE)
    QTest.keyClicks(room.form.officer, "castel")
    press(room.form.officer, Qt.Key.Key_Return)
    qtbot.waitUntil(room.form.planned.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(focused(), "2021-07-01 10:00")
    press(focused(), Qt.Key.Key_Return)
    part = room.sheet.outline
    qtbot.waitUntil(lambda: room.whole is not None and part.new.isVisible(), timeout=PATIENCE)
    assert (kept(evidence).serial, kept(evidence).planned) == ("101", "2021-07-01T10:00")

    part.new.setFocus()
    for number, words in enumerate(("The offer", "What was offered?", "What did you take?"), 1):
        QTest.keyClicks(part.new, words)
        press(part.new, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda number=number: part.model.rowCount() == number, timeout=PATIENCE)  # type: ignore[misc]
        qtbot.waitUntil(lambda: part.new.text() == "", timeout=PATIENCE)
    QTest.keyClicks(part.new, "The thanks")
    press(part.new, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: part.model.rowCount() == 4, timeout=PATIENCE)
    assert [each.title for each in kept(evidence).topics] == ["The offer", "The thanks"]

    marked.window().activateWindow()  # the offscreen platform gives it to nobody once the completions are closed
    qtbot.waitUntil(marked.isActiveWindow, timeout=PATIENCE)
    part.new.setFocus()
    press(part.new, Qt.Key.Key_Escape)
    assert part.view.hasFocus()
    part.view.setCurrentIndex(part.model.index(2))
    press(part.view, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: [len(each.questions) for each in kept(evidence).topics] == [1, 1], timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.question() == "2.1", timeout=PATIENCE)
    press(part.view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: part.question() == "1.2", timeout=PATIENCE)
    press(part.view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: part.question() == "1.1", timeout=PATIENCE)
    asked = [each.text for each in kept(evidence).questions]
    assert asked == ["What did you take?", "What was offered?"]

    press(part.view, Qt.Key.Key_L)
    material = room.material
    assert material.view.hasFocus()
    qtbot.waitUntil(lambda: material.model.rowCount() > 0, timeout=PATIENCE)
    QTest.keyClicks(material.filter, "thank you for the camera")
    press(material.view, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: room.place.pane.item is not None, timeout=PATIENCE)
    assert room.place.pane.item is not None
    assert room.place.pane.item.subject == "Thank you"
    QTest.keyClicks(material.view, "+")
    qtbot.waitUntil(lambda: len(kept(evidence).exhibits) == 1, timeout=PATIENCE)
    question = kept(evidence).question("1.1")
    assert [one.name for one in question.citations] == ["passage:2"]
    qtbot.waitUntil(lambda: part.model.rowCount() == 5, timeout=PATIENCE)
    assert "exhibit 1" in part.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)

    QTest.keyClick(marked, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: kept(evidence).question("1.1").citations == (), timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.model.rowCount() == 4, timeout=PATIENCE)


def test_a_question_is_reworded_in_its_row(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    part = shown(qtbot, marked).sheet.outline
    part.view.setFocus()
    part.view.setCurrentIndex(part.model.index(1))
    press(part.view, Qt.Key.Key_Return)
    editor = focused()
    assert editor is not part.view
    QTest.keyClicks(editor, "Who offered what?")
    press(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(evidence).question("1.1").text == "Who offered what?", timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.model.index(1).data() == "Who offered what?", timeout=PATIENCE)
    press(part.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(kept(evidence).questions) == 2, timeout=PATIENCE)


def drop(view: QWidget, point: QPoint, data: QMimeData) -> None:
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(point, actions, data, button, none))
    QApplication.sendEvent(view, QDragMoveEvent(point, actions, data, button, none))
    QApplication.sendEvent(view, QDropEvent(QPointF(point), actions, data, button, none))


def test_passages_and_questions_are_dragged(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    room = shown(qtbot, marked)
    part, material = room.sheet.outline, room.material
    last = part.model.rowCount() - 1
    dragged = next(
        material.model.index(row)
        for row in range(material.model.rowCount())
        if (line := material.model.at(row)) is not None and line.entry.passages == (1,)
    )
    drop(
        part.view.viewport(), part.view.visualRect(part.model.index(last)).center(), material.model.mimeData([dragged])
    )
    qtbot.waitUntil(lambda: len(kept(evidence).question("1.3").citations) == 1, timeout=PATIENCE)
    moved = part.model.mimeData([part.model.index(last)])
    drop(part.view.viewport(), part.view.visualRect(part.model.index(1)).center(), moved)
    qtbot.waitUntil(lambda: kept(evidence).question("1.1").text == "Who else knew?", timeout=PATIENCE)


def test_contradictions_and_gaps_stand_before_the_rest(qtbot: QtBot, marked: Workspace) -> None:
    def contradicted(case: Case) -> None:
        planned(case)
        now = clock.now()
        holding.start(case, FIRST, at=now, reviewer="Ada")
        holding.answer(case, FIRST, "1.1", "Nothing.", reply=Reply.CONTRADICTS, reviewer="Ada")
        holding.end(case, FIRST, reviewer="Ada")

    do(qtbot, marked, contradicted, Noun.INTERVIEWS)
    room = shown(qtbot, marked)
    lines = [room.material.model.at(row) for row in range(room.material.model.rowCount())]
    kinds = [line.entry.kind for line in lines if line is not None]
    assert kinds[:2] == [HEADING, POINT]
    assert kinds.index(HEADING, 1) > 1
    assert lines[1] is not None
    assert "“Nothing.”" in lines[1].words
    assert POINT not in kinds[kinds.index("link") :]


def test_answers_and_notes_land_in_the_case_with_their_times(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
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
    do(qtbot, marked, planned, Noun.INTERVIEWS)
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
    do(qtbot, marked, planned, Noun.INTERVIEWS)
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
    assert len(window.view._found) == 1
    assert window.view._highlights == ()
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


def test_rights_are_ticked_before_the_first_question(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    room = shown(qtbot, marked)
    room.sheet.hold.click()
    hold = room.hold
    qtbot.waitUntil(lambda: bool(hold.checklist.boxes), timeout=PATIENCE)
    assert hold.middle.currentIndex() == 1
    hold.checklist.boxes[1].setFocus()
    press(hold.checklist.boxes[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(kept(evidence).notices[1].ticked), timeout=PATIENCE)
    assert kept(evidence).notices[1].reviewer == "Ada"
    assert not kept(evidence).notices[0].ticked
    qtbot.waitUntil(lambda: [each.isChecked() for each in hold.checklist.boxes][1], timeout=PATIENCE)
    hold.close()


def test_participants_and_exhibits_are_entered(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    sheet = shown(qtbot, marked).sheet
    sheet.buttons["plan"].click()
    QTest.keyClicks(sheet.plan.name, "Ines Marlow")
    press(sheet.plan.name, Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "representative")
    press(sheet.plan.role, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.name for each in kept(evidence).participants] == ["Ines Marlow"], timeout=PATIENCE)

    sheet.buttons["exhibits"].click()
    control = evidence.look(lambda case: items.get(case, message(case, "Flyer")).control)
    QTest.keyClicks(sheet.exhibits.control, control)
    press(sheet.exhibits.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.exhibits.model.rowCount() == 3, timeout=PATIENCE)
    view = sheet.exhibits.view
    view.setFocus()
    view.setCurrentIndex(sheet.exhibits.model.index(2))
    press(view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: kept(evidence).exhibits[1].control == control, timeout=PATIENCE)
    qtbot.waitUntil(lambda: view.currentIndex().row() == 1, timeout=PATIENCE)
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "cited by question 1.1" in sheet.exhibits.problem.text(), timeout=PATIENCE)
    assert len(kept(evidence).exhibits) == 3


def test_questions_and_notices_come_from_templates_and_files(
    qtbot: QtBot, marked: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    sheet = shown(qtbot, marked).sheet
    choose = sheet.outline.templates
    choose.activated.emit(choose.findData("closing"))
    qtbot.waitUntil(lambda: kept(evidence).topics[-1].title == "Before we end", timeout=PATIENCE)
    questions, notices = tmp_path / "ours.toml", tmp_path / "notices.toml"
    questions.write_text('[[topic]]\ntitle = "Ours"\nquestions = ["Why?"]\n', encoding="utf-8")
    sheet.outline.import_file(questions)
    qtbot.waitUntil(lambda: kept(evidence).questions[-1].text == "Why?", timeout=PATIENCE)
    notices.write_text("this is no list", encoding="utf-8")
    sheet.plan.import_notices(notices)
    qtbot.waitUntil(lambda: "no TOML" in sheet.plan.problem.text(), timeout=PATIENCE)
    notices.write_text('[[notice]]\ntext = "Told"\n', encoding="utf-8")
    sheet.plan.import_notices(notices)
    qtbot.waitUntil(lambda: [each.text for each in evidence.look(interviews.notice_list)] == ["Told"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: not sheet.plan.problem.isVisible(), timeout=PATIENCE)


def answered(case: Case) -> None:
    """The interview, held and ended, with two answers."""
    planned(case)
    interviews.change(case, FIRST, compelled=True, reviewer="Ada")
    holding.start(case, FIRST, reviewer="Ada")
    holding.answer(case, FIRST, "1.1", "Cameras for all of us.", reply=Reply.CONFIRMS, reviewer="Ada")
    holding.answer(case, FIRST, "1.2", "One for my own door.", reply=Reply.CONFIRMS, reviewer="Ada")
    holding.end(case, FIRST, reviewer="Ada")


def test_answers_become_passages_of_a_record_and_what_was_compelled_is_listed(
    qtbot: QtBot, marked: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    do(qtbot, marked, answered, Noun.INTERVIEWS)
    room = shown(qtbot, marked)
    sheet = room.sheet
    assert sheet.stack.currentWidget() is sheet.after
    assert sheet.after.answers.model.rowCount() == 2
    sheet.after.record.click()
    qtbot.waitUntil(lambda: not sheet.writing.running and kept(evidence).record is not None, timeout=PATIENCE)
    assert "2 answers" in sheet.writing.said.text()
    qtbot.waitUntil(lambda: not sheet.after.record.isEnabled(), timeout=PATIENCE)
    answer = kept(evidence).question("1.2").answer
    assert answer is not None
    assert answer.passage is not None
    said = evidence.look(partial(passages.get, passage=answer.passage))
    assert said.passage.anchor.quote.split() == ["One", "for", "my", "own", "door."]

    sheet.buttons["compelled"].click()
    part = sheet.compelled
    qtbot.waitUntil(lambda: part.model.rowCount() == 5, timeout=PATIENCE)
    part.write(tmp_path / "report")
    qtbot.waitUntil(
        lambda: not sheet.writing.running and (tmp_path / "report" / "report.pdf").exists(), timeout=PATIENCE
    )

    sheet.buttons["answers"].click()
    sheet.after.close_it.click()
    qtbot.waitUntil(lambda: "mandatory notices are not ticked" in sheet.after.problem.text(), timeout=PATIENCE)
    QTest.keyClicks(sheet.after.reason, "They were given in writing")
    sheet.after.close_it.click()
    qtbot.waitUntil(lambda: kept(evidence).state is State.CLOSED, timeout=PATIENCE)
    assert kept(evidence).closing == "They were given in writing"


def test_an_answer_is_marked_otherwise_and_linked_to_transcript_and_recording(
    qtbot: QtBot, marked: Workspace, evidence: Evidence
) -> None:
    do(qtbot, marked, answered, Noun.INTERVIEWS)
    after = shown(qtbot, marked).sheet.after
    control = evidence.look(lambda case: items.get(case, message(case, "Thank you")).control)
    for field in (after.transcript, after.recording):
        field.clear()
        QTest.keyClicks(field, control)
        press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(after.answers.heard.isEnabled, timeout=PATIENCE)
    part = after.answers
    assert part.question() is not None
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
    do(qtbot, marked, planned, Noun.INTERVIEWS)
    sheet = shown(qtbot, marked).sheet
    (tmp_path / "binder.pdf").write_bytes(b"something else")
    sheet.write_binder(tmp_path / "binder.pdf")
    qtbot.waitUntil(lambda: sheet.writing.path is not None and not sheet.writing.running, timeout=PATIENCE)
    assert sheet.writing.path == tmp_path / "binder (2).pdf"
    assert sheet.writing.path.read_bytes().startswith(b"%PDF")
    assert sheet.writing.open.isVisible()
    assert (tmp_path / "binder.pdf").read_bytes() == b"something else"


def test_an_empty_room_says_what_to_do(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_room("interviews")
    room = workspace.interviews
    qtbot.waitUntil(room.none.isVisible, timeout=PATIENCE)
    assert "New interview" in room.nothing.text()
    room.new.click()
    room.form.save.click()
    assert room.form.problem.isVisible()
    press(room.form.witness, Qt.Key.Key_Escape)
    assert room.middle.currentIndex() == 0


def test_an_interview_with_a_witness_offers_every_passage(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    marked.show_room("interviews")
    room = marked.interviews
    room.begin()
    QTest.keyClicks(room.form.witness, "Dana Pomeroy")
    press(room.form.witness, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.material.model.rowCount() == 3, timeout=PATIENCE)
    assert (kept(evidence).name, kept(evidence).officer) == ("Dana Pomeroy", None)


def test_the_models_keep_what_qt_expects_of_them(evidence: Evidence, qtmodeltester: ModelTester) -> None:
    with open_case(evidence.path, evidence.key) as case:
        control = items.get(case, message(case, "Flyer")).control
        interviews.add(case, witness="Dana Pomeroy", planned="2021-07-01", reviewer="Ada")
        outline.add_topic(case, FIRST, "The offer", reviewer="Ada")
        made = outline.add_question(case, FIRST, 1, "What?", cites=[f"item:{control}"], reviewer="Ada")
    listing, lines = InterviewsModel(), OutlineModel()
    listing.show([made])
    lines.show(rows_of(made, "exhibit {0}", "is no more"))
    assert (listing.rowCount(), lines.rowCount()) == (1, 3)
    for model in (listing, lines):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("typed", "seconds"), [("", None), ("90", 90), ("2:03", 123), ("1:02:03", 3723), ("0:12:30", 750)]
)
def test_a_time_in_the_recording_is_read_as_it_is_written(typed: str, seconds: int | None) -> None:
    assert seconds_of(typed) == seconds
