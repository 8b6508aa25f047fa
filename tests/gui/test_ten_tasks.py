"""What the tasks of a reviewer's hour cost in keys and in gestures of the mouse; words one types are not counted."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place
from reviewer.domain.people.officer import Role
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.gui.keyboard import focused


@pytest.fixture
def hands() -> Hands:
    return Hands()


def kept(evidence: Evidence) -> list[MarkedPassage]:
    return evidence.look(passages.listed)


def on_page(qtbot: QtBot, room: ReviewRoom) -> None:
    qtbot.waitUntil(room.desk.a.view.hasFocus, timeout=PATIENCE)


def test_a_hit_that_was_found_is_tagged_with_one_key(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    room.list.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_F, CONTROL)
    hands.type("at no cost")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.desk.a.finder.count.text() == "1 of 1", timeout=PATIENCE)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    on_page(qtbot, room)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(kept(evidence)), timeout=PATIENCE)
    assert kept(evidence)[0].passage.anchor.quote == "at no cost"
    assert hands.keys == 1


def test_words_are_tagged_by_the_caret_with_six_keys_from_the_list(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    room.list.setFocus()
    view = room.desk.a.view
    assert view.document is not None
    hands.press(Qt.Key.Key_F7)
    on_page(qtbot, room)
    words = view.document.text.texts[0].index("We would like")
    view.selection.put(Place(1, words))  # where the caret was left; how far it is to the words is up to the page
    hands.press(Qt.Key.Key_End, SHIFT)
    hands.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: bool(kept(evidence)), timeout=PATIENCE)
    assert kept(evidence)[0].passage.anchor.quote.startswith("We would like")
    assert hands.keys <= 6


def test_a_tag_an_officer_with_a_role_and_a_note_take_six_keys(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    view = room.desk.a.view
    assert view.document is not None
    view.setFocus()
    view.selection.put(Place(1, view.document.text.texts[0].index("our camera")))
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    hands.press(Qt.Key.Key_O)
    popup = room.inspector.officers.name.popup
    qtbot.waitUntil(popup.isVisible, timeout=PATIENCE)
    assert "receives this message · Ruth Castellan" in popup.currentIndex().data()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].officers), timeout=PATIENCE)
    on_page(qtbot, room)
    room.window().activateWindow()  # the offscreen platform leaves no window active when a list above it goes
    hands.press(Qt.Key.Key_N)
    qtbot.waitUntil(room.inspector.note.hasFocus, timeout=PATIENCE)
    hands.type("One for each officer")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].notes), timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert [(officer.serial, link.role) for link, officer in marked.officers] == [("101", Role.RECIPIENT)]
    assert [note.text for note in marked.notes] == ["One for each officer"]
    assert hands.keys <= 6


def test_a_role_chosen_by_hand_is_kept_whoever_is_named(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    view = room.desk.a.view
    assert view.document is not None
    view.setFocus()
    view.selection.put(Place(1, view.document.text.texts[0].index("our camera")))
    QTest.keyClick(view, Qt.Key.Key_End, SHIFT)
    box = room.inspector.officers
    box.role.setFocus()
    QTest.keyClicks(box.role, "witness")
    QTest.keyClick(box.role, Qt.Key.Key_Return)
    qtbot.waitUntil(box.name.popup.isVisible, timeout=PATIENCE)
    QTest.keyClick(box.name.popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(kept(evidence) and kept(evidence)[0].officers), timeout=PATIENCE)
    assert kept(evidence)[0].officers[0][0].role is Role.WITNESS


def test_the_next_unread_item_is_one_key_away_and_what_is_not_relevant_is_passed_over(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    first, second, third = (room.model.item_at(row) for row in (0, 1, room.model.rowCount() - 1))
    assert first is not None
    assert second is not None
    assert third is not None
    said: list[str] = []
    room._session.said.connect(said.append)
    room.acts.mark(second, relevance="not relevant")
    qtbot.waitUntil(lambda: evidence.look(partial(items.mark, item=second)).relevance != "", timeout=PATIENCE)
    room.list.setFocus()
    hands.press(Qt.Key.Key_U)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    row = room.list.currentIndex().row()
    assert room.model.item_at(row) not in (first, second)
    assert hands.keys == 1
