"""What has been seen to goes out of the way, and no key is lost to what happens to have the keyboard."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import KnownError
from reviewer.gui.navigation import RoomName
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.tab_order import stops
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import passages, tags
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, Hands
from tests.gui.keyboard import focused
from tests.gui.rooms.interviewing import do
from tests.gui.still import in_sight, laid_out

ALT = Qt.KeyboardModifier.AltModifier


def test_esc_closes_the_keys_before_it_means_anything_else(workspace: Workspace) -> None:
    hands = Hands()
    workspace.review.desk.active.finder.open_bar()
    hands.type("camera")
    hands.press(Qt.Key.Key_F1)
    assert workspace.keymap.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert not workspace.keymap.isVisible()
    assert workspace.review.desk.active.finder.isVisible(), "that comes with the next Esc"
    hands.press(Qt.Key.Key_Escape)
    assert not workspace.review.desk.active.finder.isVisible()


def test_rooms_are_gone_to_from_a_choice_that_has_the_keyboard(qtbot: QtBot, workspace: Workspace) -> None:
    role = workspace.review.inspector.officers.role
    role.setFocus()
    said = role.value
    Hands().press(Qt.Key.Key_2, ALT)
    qtbot.waitUntil(lambda: workspace.stack.currentWidget() is workspace.search, timeout=PATIENCE)
    assert role.value == said


def test_a_notice_goes_with_the_next_act_once_it_could_be_read_and_stops_no_tab(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room, notice = workspace.review, workspace.notice
    notice.read_in = PATIENCE
    workspace.session.said.emit("There is no passage to this entry")
    assert [type(each).__name__ for each in stops(notice)] == ["QToolButton"]
    (first,) = evidence.look(partial(search.ids, text='subject:"Doorbells for the station"'))
    room.acts.mark(first, relevance="relevant")
    qtbot.waitUntil(lambda: "marked relevant" in workspace.status.echo.said.text(), timeout=PATIENCE)
    assert notice.isVisible(), "nobody has had time to read it"
    notice.read_in = 0
    room.acts.mark(first, relevance="not relevant")
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=PATIENCE)
    workspace.session.said.emit("There is no passage to this entry")
    workspace.show_room(RoomName.PEOPLE)
    assert not notice.isVisible()


def test_a_notice_that_could_not_be_read_when_something_was_done_goes_by_itself_once_it_could(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    notice = workspace.notice
    notice.read_in = 1_500
    workspace.session.said.emit("Select words on the page first")
    (first,) = evidence.look(partial(search.ids, text='subject:"Doorbells for the station"'))
    workspace.review.acts.mark(first, relevance="relevant")
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=PATIENCE)


def test_what_is_said_moves_nothing_and_what_went_wrong_stays_beside_it_until_anybody_could_read_it(
    workspace: Workspace,
) -> None:
    notice, session, status = workspace.notice, workspace.session, workspace.status
    stood = [each.geometry() for each in (workspace.stack, status)]
    notice.read_in = PATIENCE
    session.said.emit("the first of three")
    assert status.geometry().contains(notice.geometry()), "beside what was done last"
    session.failed.emit(KnownError("the disk is full", "Make room."))
    session.failed.emit(KnownError("the disk is full", "Make room."))
    session.said.emit("the last of three")
    assert notice.what.text() == "The disk is full.\nThe last of three."
    assert notice.advice.text() == "Make room."
    assert notice.what.property("role") == "problem"
    corner = notice.geometry()
    assert (corner.right(), corner.bottom()) == (workspace.rect().right(), status.y() - 1), "over the room, at its foot"
    session.unsaid.emit("the disk is full")
    assert (notice.what.text(), notice.what.property("role")) == ("The last of three.", "")
    session.failed.emit(KnownError("the disk is full"))
    notice.read_in = 0
    session.said.emit("it was read")
    assert notice.what.text() == "It was read."
    notice.hide()
    pointed = QCursor.pos()
    QCursor.setPos(workspace.mapToGlobal(corner.center()))
    session.said.emit("so many words that no line of the window is as long as they are" * 3)
    QCursor.setPos(pointed)
    assert notice.geometry().intersects(corner.translated(-corner.x(), 0)), "a hand is at the other end"
    assert not notice.geometry().intersects(corner)
    status.echo.done("IA7-000001 marked relevant")
    QApplication.processEvents()
    assert [each.geometry() for each in (workspace.stack, status)] == stood


def test_what_is_wrong_with_a_form_is_no_longer_told_once_a_field_of_it_is_changed(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.show_room(RoomName.PEOPLE)
    people = workspace.people
    Hands().press(Qt.Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: isinstance(focused(), QLineEdit), timeout=PATIENCE)
    stood = in_sight(people.page)
    Hands().press(Qt.Key.Key_Return, CONTROL)
    told = [each for each in people.findChildren(QLabel) if each.property("role") == "problem"]
    qtbot.waitUntil(lambda: any(each.isVisible() for each in told), timeout=PATIENCE)
    laid_out()
    assert in_sight(people.page) == stood, "no button moves under the hand that pressed it"
    Hands().type("1")
    assert not any(each.isVisible() for each in told)


def test_no_form_has_a_line_for_what_is_wrong_that_stays() -> None:
    """Lines that tell of the case, or of choices as they stand, may: they are looked at again by themselves."""
    of_the_case = {
        "custody/room.py", "exports/choices.py", "findings/matrix.py", "findings/sheet.py", "interviews/hold.py",
        "people/page.py", "review/inspector.py", "shell/demo_case.py", "shell/notice.py", "shell/sandbox_question.py",
        "widgets/leaving.py", "widgets/query_field.py",
    }  # fmt: skip
    gui = Path(__file__).parents[3] / "reviewer" / "gui"
    staying = {
        "/".join(path.parts[-2:]) for path in gui.rglob("*.py") if '"problem", wrap=True' in path.read_text("utf-8")
    }
    assert staying == of_the_case | {"widgets/form_problem.py"}


def test_enter_presses_the_button_that_has_the_keyboard(workspace: Workspace) -> None:
    workspace.show_room(RoomName.EXPORTS)
    room = workspace.exports.report
    pressed: list[bool] = []
    button = next(each for each in room.findChildren(QPushButton) if each.isVisible() and each.isEnabled())
    button.blockSignals(True)  # a dialog would come
    button.pressed.connect(lambda: pressed.append(True))
    button.blockSignals(False)
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(True))
    button.setFocus()
    Hands().press(Qt.Key.Key_Return)
    assert pressed


def test_look_again_is_a_key_away_from_the_buttons_of_the_parts_and_esc_leads_back(workspace: Workspace) -> None:
    workspace.show_room(RoomName.FINDINGS)
    room, hands = workspace.findings, Hands()
    room.buttons["policy"].click()
    room.buttons["policy"].setFocus()
    hands.press(Qt.Key.Key_G, CONTROL)
    assert room.stack.currentWidget() is room.allegations
    assert room.allegations.left.currentWidget() is room.allegations.again
    room.buttons["allegations"].setFocus()
    hands.press(Qt.Key.Key_Escape)
    assert room.allegations.left.currentIndex() == 0
    assert room.allegations.isAncestorOf(focused())


def test_the_line_of_what_was_done_names_the_officer(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    (item,) = evidence.look(partial(search.ids, text='subject:"Doorbells for the station"'))
    marked = do(qtbot, workspace, partial(passages.add_quote, item=item, quote="at no cost", reviewer="Ada"))
    officer = evidence.look(lambda case: passages.concern(case, "101:recipient")).officer
    assert isinstance(officer, int)
    workspace.review.acts.link(marked, officer, Role.RECIPIENT, Grade.CERTAIN, lambda _marked: None)
    echo = workspace.status.echo.said
    qtbot.waitUntil(lambda: echo.text().startswith("Ruth Castellan (101) linked"), timeout=PATIENCE)


def test_after_a_search_in_the_document_without_a_hit_no_key_tags_what_was_selected_before(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room, hands = workspace.review, Hands()
    (item,) = evidence.look(partial(search.ids, text='subject:"Doorbells for the station"'))
    do(qtbot, workspace, partial(passages.add_quote, item=item, quote="at no cost", reviewer="Ada"))
    qtbot.waitUntil(lambda: bool(room.desk.facts and room.desk.facts.passages), timeout=PATIENCE)
    room.desk.step(1)
    room.desk.active.view.setFocus()
    hands.press(Qt.Key.Key_F, CONTROL)
    hands.type("no such words")
    qtbot.waitUntil(lambda: room.desk.active.finder.count.text() == "not found", timeout=PATIENCE)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_1)
    assert "Select words on the page first" in workspace.notice.what.text()
    assert room.desk.target() is None
    (tag, *_) = evidence.look(tags.listed)
    assert (
        evidence.look(lambda case: [each for each in passages.listed(case) if tag.id in {t.id for t in each.tags}])
        == []
    )


def test_the_folder_of_an_export_is_told_and_not_typed(workspace: Workspace, tmp_path: Path) -> None:
    workspace.show_room(RoomName.EXPORTS)
    exports = workspace.exports.report
    assert not exports.start.isEnabled()
    assert not isinstance(exports.folder, QLineEdit)
    exports.choose_folder(tmp_path / "report")
    assert exports.folder.text() == str(tmp_path / "report")
    assert exports.start.isEnabled()


def test_the_demo_case_is_a_button_on_the_start_page_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    demo = window.start.demo
    assert demo.isVisible()
    demo.build(tmp_path / "demo")
    assert demo.working.isVisible()
    assert not demo.begin.isEnabled()
    QTest.mouseClick(demo.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(demo.problem.isVisible, timeout=PATIENCE)
    assert demo.problem.text().startswith("Stopped.")
    assert window.workspace is None
    assert demo.begin.isEnabled()
    # The thread that built it has nothing to do any more, and on a busy machine is a while about ending.
    qtbot.waitUntil(
        lambda: not any(each.name.startswith("aside-demo") for each in threading.enumerate()), timeout=PATIENCE
    )


@pytest.mark.endurance
def test_the_demo_case_opens_when_it_is_built(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.start.demo.build(tmp_path / "demo")
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=6 * PATIENCE)
    assert window.workspace is not None
    session = window.workspace.session
    counted: list[int] = []
    session.query(window, items.count).success(counted.append).run()
    qtbot.waitUntil(lambda: bool(counted) and counted[0] > 400, timeout=PATIENCE)


def test_a_list_that_is_not_there_yet_says_so_and_nobody_is_told_that_all_of_it_is_read(
    qtbot: QtBot, workspace: Workspace
) -> None:
    room = ReviewRoom(workspace.session)
    qtbot.addWidget(room)
    assert room.listing.nothing.text() == "Listing the items…"
    assert not room.listing.nothing.isHidden()
    assert room.listing.clear.isHidden()
    said: list[str] = []
    workspace.session.said.connect(said.append)
    room.opening.next_unread()
    assert "still being listed" in workspace.notice.what.text()
    assert workspace.notice.isVisible()
    assert said == ["The items are still being listed. Press U again in a moment"]
    room.show()
    qtbot.waitUntil(lambda: room.model.rowCount() > 0, timeout=PATIENCE)
    assert room.listing.nothing.isHidden()
    assert not workspace.notice.isVisible(), "nothing is to be waited for"
    room.opening.next_unread()
    qtbot.waitUntil(lambda: any("seen by you" in each for each in said[1:]), timeout=PATIENCE)
    room.close_workers()


@pytest.mark.parametrize("place", ["review", "search"])
def test_that_the_tags_are_looked_up_is_said_no_longer_than_it_is_so(
    qtbot: QtBot, workspace: Workspace, place: str
) -> None:
    room = ReviewRoom(workspace.session)
    qtbot.addWidget(room)
    tagging = room if place == "review" else workspace.search.working
    palette = room.inspector.palette_box if place == "review" else workspace.search.working.palette_box
    assert not palette.known
    tagging._tag_by_key("7")
    assert "tags are still being looked up" in workspace.notice.what.text()
    assert workspace.notice.isVisible()
    if place == "review":
        room.show()
    else:
        workspace.search_for("camera")
    qtbot.waitUntil(lambda: palette.known, timeout=PATIENCE)
    assert not (workspace.notice.isVisible() and "looked up" in workspace.notice.what.text())
    room.close_workers()
