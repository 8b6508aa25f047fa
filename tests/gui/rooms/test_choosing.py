"""What is chosen in the list of Review is marked and tagged together, as one act that one undo takes back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from reviewer.domain.ids import ItemId
from reviewer.gui.models.items import Column
from reviewer.gui.rooms.review.list import ROOMY, STATED, ItemsView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared.item_menu import OfficerQuestion
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import room_for
from reviewer.usecases import search, told_acts
from reviewer.usecases.analysis import bulk_coding
from reviewer.usecases.evidence import items
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import do
from tests.gui.rooms.reading import line, press_line

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def found(evidence: Evidence, query: str) -> set[ItemId]:
    return set(evidence.look(partial(search.ids, text=query)))


def last(evidence: Evidence, room: ReviewRoom) -> str:
    told = evidence.look(partial(told_acts.last, reviewer=room._session.reviewer))
    return "" if told is None else told.words


def test_all_that_is_listed_is_marked_by_two_keys_and_taken_back_by_one(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    every = found(evidence, "")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(every), timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_A, CONTROL)
    assert said == [
        f"{len(every):,} documents are chosen: R, X, P are for all of them, tags while no words are selected"
    ]
    press(room.list, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == every, timeout=PATIENCE)
    assert last(evidence, room).startswith(f"{len(every)} items marked not relevant: ")
    press(room.list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:irrelevant") == set(), timeout=PATIENCE)


def test_two_that_are_chosen_with_shift_are_marked_and_tagged_and_the_others_are_not(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    rows = [room.model.item_at(row) for row in range(2)]
    press(room.list, Qt.Key.Key_Down, SHIFT)
    assert list(room.list.chosen()) == rows
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: found(evidence, "is:relevant") >= set(rows), timeout=PATIENCE)
    assert found(evidence, "is:relevant") == set(rows)
    press(room.list, Qt.Key.Key_1)

    def tags() -> list[list[str]]:
        several = [evidence.look(partial(items.item_tags_of, item=item)) for item in rows if item is not None]
        return [[tag.name for tag in each] for each in several]

    qtbot.waitUntil(lambda: tags() == [["Gratuity offered"]] * 2, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_J)
    assert room.list.chosen() == []  # to go on is to read one again


def test_what_is_chosen_is_linked_to_an_officer_by_name_and_taken_back_by_one_key(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    every = found(evidence, "")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(every), timeout=PATIENCE)
    press(room.list, Qt.Key.Key_A, CONTROL)
    press(room.list, Qt.Key.Key_O, SHIFT)
    question = room.findChild(OfficerQuestion)
    assert question is not None
    qtbot.waitUntil(lambda: question.name.hasFocus() and len(question.name) == 2, timeout=PATIENCE)
    assert question.name.placeholderText() == f"Link {len(every)} documents to which officer?"
    QTest.keyClicks(question.name, "castell")
    press(question.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found(evidence, "officer:castell") == every, timeout=PATIENCE)
    qtbot.waitUntil(lambda: question.isHidden() and room.list.hasFocus(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: last(evidence, room).startswith(f"{len(every)} items linked to "), timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "officer:castell") == set(), timeout=PATIENCE)
    room.window().activateWindow()  # the offscreen platform gives it to nobody once the completions are closed
    press(room.list, Qt.Key.Key_O, SHIFT)
    qtbot.waitUntil(question.name.hasFocus, timeout=PATIENCE)
    press(question.name, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: question.isHidden() and room.list.hasFocus(), timeout=PATIENCE)


def test_what_many_marks_clash_with_is_said(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    every = found(evidence, "")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(every), timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Down, SHIFT)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(found(evidence, "is:relevant")) == 2, timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_P)
    qtbot.waitUntil(
        lambda: said == ["2 are privileged, and so are withheld whatever their relevance"], timeout=PATIENCE
    )
    press(room.list, Qt.Key.Key_X)
    clash = "2 had the other relevance before; 2 are privileged, and so are withheld whatever their relevance"
    qtbot.waitUntil(lambda: said[1:] == [clash], timeout=PATIENCE)


def test_an_undo_leaves_one_document_chosen_while_ctrl_is_still_held(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    """The list would add the row that it goes back to, for Ctrl is down, and the next key would mark both."""
    room.list.setFocus()
    room.inspector.marks.then_next.setChecked(True)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: found(evidence, "is:relevant") != set(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.list.currentIndex().row() == 1, timeout=PATIENCE)
    handle = room.window().windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Control, CONTROL)
    QTest.keyPress(handle, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, "is:relevant") == set(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.list.currentIndex().row() == 0, timeout=PATIENCE)
    assert room.list.count_chosen() == 1
    QTest.keyRelease(handle, Qt.Key.Key_Control)


def test_what_was_chosen_and_left_out_again_is_not_marked(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    """The page shows what was clicked last, which is chosen no more."""
    rows = [room.model.item_at(row) for row in range(2)]
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (1, CONTROL), (1, CONTROL)):
        where = room.list.visualRect(room.model.index(row, 4)).center()
        QTest.mouseClick(room.list.viewport(), Qt.MouseButton.LeftButton, modifier, where)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == rows[1], timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert said[0].endswith("is on the page and not among the documents chosen in the list; nothing was marked")
    assert found(evidence, "is:relevant") == set()


def test_what_is_on_the_page_and_not_in_the_list_is_not_marked_for_others(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    press(room.list, Qt.Key.Key_Down, SHIFT)
    other = room.model.item_at(2)
    assert other is not None
    room.opening.begin(other)
    room.desk.open(other)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == other, timeout=PATIENCE)
    said: list[str] = []
    room._session.said.connect(said.append)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: any("nothing was marked" in words for words in said), timeout=PATIENCE)
    assert found(evidence, "is:relevant") == set()


def test_the_state_has_a_column_where_there_is_room_for_it_and_is_told_behind_the_subject_where_there_is_not(
    qtbot: QtBot, room: ReviewRoom
) -> None:
    view = ItemsView(room.model)
    qtbot.addWidget(view)
    view.show()
    for width, hidden in ((ROOMY + 20, True), (STATED + 20, False), (ROOMY + 20, True)):
        view.resize(room_for(width), 400)
        qtbot.waitUntil(lambda: view.isColumnHidden(Column.STATE) is hidden, timeout=PATIENCE)  # noqa: B023
        assert not view.isColumnHidden(Column.SENDER)


def test_what_keys_are_for_in_review_is_not_said_elsewhere(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    qtbot.waitUntil(lambda: room.model.rowCount() > 1, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_A, CONTROL)
    room.listing.go_to(0)
    assert workspace.notice.what.text().startswith("One document is chosen again")
    workspace.show_room("custody")
    assert workspace.notice.isHidden()


def test_what_is_said_of_the_whole_item_stands_beside_it_and_goes_by_delete(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    """A tag and an officer of the whole item, in Review and in Search: each is a line that is heard, and read whole."""
    item = room.desk.a.item
    assert item is not None
    do(qtbot, workspace, partial(bulk_coding.tag, found=[item.id], name="Gratuity offered", reviewer="Ada"))
    do(qtbot, workspace, partial(bulk_coding.link, found=[item.id], who="101", reviewer="Ada"))
    of_tag, of_officer = "Remove the tag “Gratuity offered” from", "Remove Sergeant Ruth Castellan from this item"
    qtbot.waitUntil(lambda: line(room, of_tag) is not None and line(room, of_officer) is not None, timeout=PATIENCE)
    lines = {"This item: Gratuity offered", "This item: Sergeant Ruth Castellan"}
    assert {each.accessibleName() for each in room.inspector.coding.findChildren(QFrame)} >= lines
    workspace.search_for("doorbells")
    coding = workspace.search.coding
    qtbot.waitUntil(coding.coding.isVisible, timeout=PATIENCE)
    assert {each.accessibleName() for each in coding.coding.findChildren(QFrame)} >= lines
    workspace.show_room("review")
    press_line(qtbot, room, of_officer, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not evidence.look(partial(officers.linked_to, item=item.id)), timeout=PATIENCE)
    press_line(qtbot, room, of_tag, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not evidence.look(partial(items.item_tags_of, item=item.id)), timeout=PATIENCE)
    qtbot.waitUntil(room.inspector.coding.isHidden, timeout=PATIENCE)
