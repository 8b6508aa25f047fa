"""In the Search room, what was found is coded as in Review: by the same keys or the mouse, without leaving the list."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.officer import Role
from reviewer.gui.pages.pane import Pane
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, Hands
from tests.gui.keyboard import focused


@pytest.fixture
def found(qtbot: QtBot, workspace: Workspace) -> SearchRoom:
    """The Search room with the one message that offers a camera at no cost, its words highlighted."""
    workspace.search_for('"at no cost"')
    room = workspace.search
    qtbot.waitUntil(lambda: room.hits.hasFocus() and room.pane.finder.hit is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(room.coding.officers.name._completer.model().rowCount()), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.working.palette_box.known, timeout=PATIENCE)
    return room


def kept(evidence: Evidence) -> list[MarkedPassage]:
    return evidence.look(passages.listed)


def test_officer_and_note_are_said_of_the_words_found_with_their_keys_and_the_list_keeps_the_keyboard(
    qtbot: QtBot, found: SearchRoom, workspace: Workspace, evidence: Evidence
) -> None:
    """Enter leads to Review, where the words found are what the next key acts on."""
    hands = Hands()
    assert found.findChildren(Pane) == [found.pane], "no widgets are made that the room never shows"
    assert not found.coding.officers.isVisible()
    hands.press(Qt.Key.Key_O)
    popup = found.coding.officers.name.popup
    qtbot.waitUntil(popup.isVisible, timeout=PATIENCE)
    assert "receives this message · Ruth Castellan" in popup.currentIndex().data()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(kept(evidence)) and found.hits.hasFocus(), timeout=PATIENCE)
    assert not found.coding.officers.isVisible()
    qtbot.waitUntil(found.coding.coding.isVisible, timeout=PATIENCE)
    found.window().activateWindow()  # the offscreen platform leaves no window active when a list above it goes
    hands.press(Qt.Key.Key_N)
    qtbot.waitUntil(found.coding.note_editor.box.hasFocus, timeout=PATIENCE)
    hands.type("One for each officer")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].notes), timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert marked.passage.anchor.quote == "at no cost"
    assert [(officer.serial, link.role) for link, officer in marked.officers] == [("101", Role.RECIPIENT)]
    assert [note.text for note in marked.notes] == ["One for each officer"]
    assert found.hits.hasFocus()
    assert not found.coding.note_editor.isVisible()
    assert hands.keys == 4
    hands.press(Qt.Key.Key_Return)
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: getattr(desk.target(), "passage", None) == marked.passage, timeout=PATIENCE)


def test_a_note_that_is_begun_stays_in_sight_until_it_is_saved_by_mouse(
    qtbot: QtBot, found: SearchRoom, evidence: Evidence
) -> None:
    hands = Hands()
    hands.click(found.coding.buttons.of("N"))
    hands.type("Ask him about this")
    hands.press(Qt.Key.Key_Escape)
    assert found.hits.hasFocus()
    assert found.coding.note_editor.isVisible()
    hands.click(found.coding.note_editor.save)
    qtbot.waitUntil(lambda: bool(kept(evidence)), timeout=PATIENCE)
    assert [note.text for note in kept(evidence)[0].notes] == ["Ask him about this"]
    qtbot.waitUntil(lambda: not found.coding.note_editor.isVisible(), timeout=PATIENCE)


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_a_benefit_is_entered_from_the_words_found_beside_their_page(
    qtbot: QtBot, found: SearchRoom, evidence: Evidence, by: str
) -> None:
    hands = Hands()
    if by == "key":
        hands.press(Qt.Key.Key_B)
    else:
        hands.click(found.coding.buttons.of("B"))
    form = found.coding.entering.benefit
    qtbot.waitUntil(lambda: form.isVisible() and bool(form.rows["date"].field.words()), timeout=PATIENCE)
    assert not found.hits.isVisible()
    assert found.pane.view.isVisible()
    form.rows["officer"].field.say("101")
    form.rows["outcome"].field.say("offered")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(evidence.look(benefits.listed)), timeout=PATIENCE)
    qtbot.waitUntil(found.hits.hasFocus, timeout=PATIENCE)
    (entry,) = evidence.look(benefits.listed)
    (proof,) = {each.passage for each in entry.benefit.proofs}
    assert evidence.look(partial(passages.get, passage=proof)).passage.anchor.quote == "at no cost"


def test_while_an_entry_is_typed_no_key_marks_the_hit(qtbot: QtBot, found: SearchRoom, evidence: Evidence) -> None:
    hands = Hands()
    hands.press(Qt.Key.Key_E)
    form = found.coding.entering.endorsement
    qtbot.waitUntil(form.isVisible, timeout=PATIENCE)
    found.pane.view.setFocus()
    hands.press(Qt.Key.Key_R)
    hands.press(Qt.Key.Key_1)
    (item,) = evidence.look(partial(search.ids, text='"at no cost"'))
    form.leave()
    qtbot.waitUntil(found.hits.hasFocus, timeout=PATIENCE)
    hands.press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: evidence.look(partial(items.mark, item=item)).privileged, timeout=PATIENCE)
    assert evidence.look(partial(items.mark, item=item)).relevance == ""
    assert kept(evidence) == []


def test_allegations_and_the_thread_are_a_key_away(qtbot: QtBot, workspace: Workspace, found: SearchRoom) -> None:
    hands = Hands()
    hands.press(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: "no allegations yet" in workspace.notice.what.text(), timeout=PATIENCE)
    assert found.hits.hasFocus()
    hands.press(Qt.Key.Key_T)
    qtbot.waitUntil(found.thread_pane.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: found.thread_pane.isAncestorOf(focused()), timeout=PATIENCE)
    hands.press(Qt.Key.Key_T)
    assert not found.thread_pane.isVisible()
    assert found.hits.hasFocus()
