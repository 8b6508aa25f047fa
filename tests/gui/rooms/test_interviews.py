"""The Interviews room: an outline by keys, its material, rights, participants and exhibits."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.domain import clock
from reviewer.domain.interviews.interview import Reply
from reviewer.domain.interviews.preparation import Sort
from reviewer.gui.rooms.interviews.answers import seconds_of
from reviewer.gui.rooms.interviews.listing import InterviewsModel
from reviewer.gui.rooms.interviews.lookup import HEADING, POINT
from reviewer.gui.rooms.interviews.outline import OutlineModel, rows_of
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interview_preparation, interviews
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.rooms.interviewing import ALT, CTRL, FIRST, bare, do, kept, mark, message, planned, shown


@pytest.fixture
def marked(qtbot: QtBot, workspace: Workspace) -> Workspace:
    return mark(qtbot, workspace)


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


def test_questions_are_moved_and_given_passages_by_keys(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, bare)
    room = shown(qtbot, marked)
    part = room.sheet.outline
    qtbot.waitUntil(lambda: part.model.rowCount() == 4, timeout=PATIENCE)
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
    do(qtbot, marked, planned)
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
    do(qtbot, marked, planned)
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


def test_contradictions_and_gaps_stand_before_the_rest(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    def contradicted(case: Case) -> None:
        planned(case)
        now = clock.now()
        holding.start(case, FIRST, at=now, reviewer="Ada")
        holding.answer(case, FIRST, "1.1", "Nothing.", reply=Reply.CONTRADICTS, reviewer="Ada")
        holding.end(case, FIRST, reviewer="Ada")

    do(qtbot, marked, contradicted)
    room = shown(qtbot, marked)
    lines = [room.material.model.at(row) for row in range(room.material.model.rowCount())]
    kinds = [line.entry.kind for line in lines if line is not None]
    assert kinds[:2] == [HEADING, POINT]
    assert kinds.index(HEADING, 1) > 1
    assert lines[1] is not None
    assert "“Nothing.”" in lines[1].words
    assert POINT not in kinds[kinds.index("link") :]
    told = evidence.look(partial(interview_preparation.prepare, who="101")).points
    below: dict[str, list[str]] = {}
    for line in lines:
        assert line is not None
        if line.entry.kind == HEADING:
            under = below.setdefault(line.words.partition(" (")[0], [])
        elif line.entry.kind == POINT:
            under.append(line.entry.text)
    assert below["Contradictions"] == [each.text for each in told if each.sort is Sort.CONTRADICTION] != []
    assert below["Gaps"] == [each.text for each in told if each.sort is Sort.GAP] != []


def test_rights_are_ticked_before_the_first_question(qtbot: QtBot, marked: Workspace, evidence: Evidence) -> None:
    do(qtbot, marked, planned)
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
    do(qtbot, marked, planned)
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
    do(qtbot, marked, planned)
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


def test_until_a_row_with_a_page_is_chosen_the_first_exhibit_is_shown(qtbot: QtBot, workspace: Workspace) -> None:
    mark(qtbot, workspace)
    do(qtbot, workspace, planned)
    room = shown(qtbot, workspace)
    room.sheet.show_part("plan")
    qtbot.waitUntil(lambda: room.place.pane.view.document is not None, timeout=PATIENCE)
    assert room.whole is not None
    first = room.whole.interview.exhibits[0]
    assert room.place.pane.item is not None
    assert room.place.pane.item.control == first.control


def test_without_exhibits_the_page_says_how_one_gets_there(qtbot: QtBot, workspace: Workspace) -> None:
    do(qtbot, workspace, bare)
    room = shown(qtbot, workspace)
    qtbot.waitUntil(lambda: "no exhibit yet" in room.place.pane.nothing.message.text(), timeout=PATIENCE)
