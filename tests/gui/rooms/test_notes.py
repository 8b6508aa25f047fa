"""Drafts and notes, typed and changed where they stand, and what is taken off again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reviewer.domain.pages.draft import Draft
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import notes
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import do, read_through
from tests.gui.rooms.reading import found, kept, line, marked_with_all, press_line, put_caret, shows

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_draft_stays_with_the_item_that_it_was_typed_on(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    note = room.inspector.note
    press(room.list, Qt.Key.Key_N)
    QTest.keyClicks(note, "Ask Tennant about this")
    room.opening.next()
    qtbot.waitUntil(lambda: shows(room, "Flyer"), timeout=PATIENCE)
    assert note.toPlainText() == ""
    press(note, Qt.Key.Key_Return, CONTROL)
    room.opening.previous()
    qtbot.waitUntil(lambda: note.toPlainText() == "Ask Tennant about this", timeout=PATIENCE)
    assert room.inspector.note_editor.about.text() == "Not saved: on the whole document"
    assert evidence.look(notes.listed) == []
    press(note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(evidence.look(notes.listed)) == 1, timeout=PATIENCE)
    ((made, control),) = evidence.look(notes.listed)
    assert (made.text, control) == ("Ask Tennant about this", "IA7-000001")
    qtbot.waitUntil(lambda: note.toPlainText() == "", timeout=PATIENCE)
    qtbot.waitUntil(lambda: found(evidence, room, "has:draft") == 0, timeout=PATIENCE)


def test_a_note_is_saved_though_the_one_before_is_still_on_its_way_and_what_fails_is_given_back(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    note = room.inspector.note
    for words in ("Ask Tennant", "Ask Okafor"):
        press(room.list, Qt.Key.Key_N)
        QTest.keyClicks(note, words)
        press(note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(evidence.look(notes.listed)) == 2, timeout=PATIENCE)
    assert [made.text for made, _ in evidence.look(notes.listed)] == ["Ask Tennant", "Ask Okafor"]
    press(room.list, Qt.Key.Key_N)
    QTest.keyClicks(note, "And her")
    assert room.desk.facts is not None
    room.drafting._give_back(Draft(room.desk.facts.item.id, "Ask him"))
    assert note.toPlainText() == "Ask him\n\nAnd her"


def test_a_draft_on_a_selection_is_on_these_words_when_one_comes_back(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    put_caret(room.desk.a.view, "equip")
    press(room.desk.a.view, Qt.Key.Key_Right, SHIFT | CONTROL)
    press(room.desk.a.view, Qt.Key.Key_N)
    QTest.keyClicks(room.inspector.note, "Equip?")
    room.opening.next()
    qtbot.waitUntil(lambda: shows(room, "Flyer"), timeout=PATIENCE)
    room.opening.previous()
    qtbot.waitUntil(lambda: room.inspector.note.toPlainText() == "Equip?", timeout=PATIENCE)
    room.drafting.save()
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert (marked.passage.anchor.quote, [each.text for each in marked.notes]) == ("equip", ["Equip?"])


def test_a_draft_is_there_again_after_the_case_was_locked(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, evidence: Evidence
) -> None:
    room = workspace.review
    press(room.list, Qt.Key.Key_N)
    QTest.keyClicks(room.inspector.note, "Not done yet")
    assert room.drafting._soon.isActive(), "it is not kept yet"
    window.lock()
    window._aside.submit(lambda: None).result(60)  # the case is closed by then
    again = opened(qtbot, window, evidence)
    note = again.review.inspector.note
    qtbot.waitUntil(lambda: note.toPlainText() == "Not done yet", timeout=PATIENCE)
    again.review.inspector.note_editor.drop.click()
    assert note.toPlainText() == ""
    qtbot.waitUntil(lambda: found(evidence, again.review, "has:draft") == 0, timeout=PATIENCE)


def test_a_note_without_a_selection_is_about_the_item(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    item = room.model.item_at(0)
    assert item is not None
    press(room.desk.a.view, Qt.Key.Key_N)
    qtbot.waitUntil(room.inspector.note.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(room.inspector.note, "First offer, j and 1 are letters here")
    press(room.inspector.note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: bool(evidence.look(partial(items.item_notes, item=item))), timeout=PATIENCE)
    (note,) = evidence.look(partial(items.item_notes, item=item))
    assert note.text == "First offer, j and 1 are letters here"
    assert room.list.currentIndex().row() == 0


def test_delete_takes_off_an_officer_a_note_and_at_last_the_passage(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    marked_with_all(qtbot, room)
    press_line(qtbot, room, "Remove Sergeant Ruth Castellan · recipient", Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence)[0].officers, timeout=PATIENCE)
    assert room.desk.a.view.hasFocus(), "the keyboard is back on the page"
    qtbot.waitUntil(lambda: line(room, "Remove Sergeant") is None, timeout=PATIENCE)
    press_line(qtbot, room, "Remove the note “Ask her”", Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence)[0].notes, timeout=PATIENCE)
    chips = room.inspector.palette_box.findChildren(QToolButton)
    chip = next(each for each in chips if each.accessibleName() == "Tag Gratuity offered key 1")
    chip.setFocus()
    press(chip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence)[0].tags, timeout=PATIENCE)
    room.inspector.passages.setFocus()
    press(room.inspector.passages, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence), timeout=PATIENCE)


def test_a_note_is_changed_where_it_was_written_and_a_change_can_be_dropped(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    marked_with_all(qtbot, room)
    press_line(qtbot, room, "Change the note", Qt.Key.Key_Space)
    note = room.inspector.note
    qtbot.waitUntil(note.hasFocus, timeout=PATIENCE)
    assert note.toPlainText() == "Ask her"
    QTest.keyClicks(note, " where")
    press(note, Qt.Key.Key_Escape)
    assert room.desk.a.view.hasFocus()
    assert note.toPlainText() == "Ask her where", "what is typed stays until it is saved or dropped"
    room.inspector.note_editor.drop.click()
    assert note.toPlainText() == ""
    press_line(qtbot, room, "Change the note", Qt.Key.Key_Space)
    QTest.keyClicks(note, " when")
    press(note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: [each.text for each in kept(evidence)[0].notes] == ["Ask her when"], timeout=PATIENCE)


def test_what_was_taken_off_comes_back_with_undo(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    marked_with_all(qtbot, room)
    press_line(qtbot, room, "Remove Sergeant", Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence)[0].officers, timeout=PATIENCE)
    press(room.desk.a.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].officers), timeout=PATIENCE)


def test_a_note_that_was_begun_before_notes_were_for_the_report_says_that_it_stays_private(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, workspace: Workspace
) -> None:
    note, editor = room.inspector.note, room.inspector.note_editor
    press(room.list, Qt.Key.Key_N)
    QTest.keyClicks(note, "Ask Tennant")
    room.drafting.flush()
    qtbot.waitUntil(lambda: found(evidence, room, "has:draft") == 1, timeout=PATIENCE)
    before = room.drafting._ruled.ask()
    do(qtbot, workspace, partial(notes.set_rule, for_report=True, reviewer="Ben"))
    qtbot.waitUntil(before, timeout=PATIENCE)  # the rule is asked for anew
    read_through(qtbot, workspace)
    assert editor.about.text() == "Not saved: on the whole document"
    press(note, Qt.Key.Key_Return, CONTROL)
    said = workspace.status.echo.said
    qtbot.waitUntil(lambda: "the note is private, for it was begun before" in said.text(), timeout=PATIENCE)
    ((made, _),) = evidence.look(notes.listed)
    assert not made.for_report
    press(room.list, Qt.Key.Key_N)
    QTest.keyClicks(note, "Next")
    qtbot.waitUntil(lambda: editor.about.text().startswith("Not saved, for the report:"), timeout=PATIENCE)


def test_a_note_that_is_not_begun_takes_no_more_room_than_its_line(qtbot: QtBot, room: ReviewRoom) -> None:
    """Where no passages are listed below it, either."""
    qtbot.waitUntil(room.inspector.none.isVisible, timeout=PATIENCE)
    room.inspector.grab()  # lays out what is to be drawn
    editor = room.inspector.note_editor
    assert editor.height() == editor.box.height()
