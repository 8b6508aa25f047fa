"""Reading and marking with the keyboard alone, then looking into the file for what was kept."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.pages.draft import Draft
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.people.officer import Grade, Role
from reviewer.gui.models.items import Column
from reviewer.gui.pages.view import PageView
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import notes, passages
from reviewer.usecases.people import officers
from tests.evidence import folder
from tests.gui.conftest import FIRST, PATIENCE, Evidence, opened
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import do

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def put_caret(view: PageView, words: str) -> None:
    """As if one had clicked before these words."""
    assert view.document is not None
    at = view.document.text.texts[0].index(words)
    view.selection.put(Place(1, at))
    view.setFocus()


def kept(evidence: Evidence) -> list[MarkedPassage]:
    return evidence.look(passages.listed)


def shows(room: ReviewRoom, subject: str) -> bool:
    item, document = room.desk.a.item, room.desk.a.view.document
    return item is not None and item.subject == subject and document is not None and document.item == item.id


def test_a_message_is_read_selected_tagged_and_linked_by_keyboard_alone(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    view = room.desk.a.view
    assert shows(room, "Doorbells for the station")
    put_caret(view, "at no cost to them")
    for _ in range(5):
        press(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    assert view.selected_text() == "at no cost to them"
    press(view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    press(view, Qt.Key.Key_O)
    name = room.inspector.officers.name
    qtbot.waitUntil(name.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(name, "castel")
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(kept(evidence) and kept(evidence)[0].officers), timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert marked.passage.anchor.quote == "at no cost to them"
    assert [tag.name for tag in marked.tags] == ["Gratuity offered"]
    assert [(officer.serial, link.role) for link, officer in marked.officers] == [("101", Role.RECIPIENT)]
    assert view.hasFocus(), "the keyboard is back on the page"


def test_j_and_k_go_through_the_list_and_the_attachment_opens_beside(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: shows(room, "Flyer"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.b.view.complete, timeout=PATIENCE)
    assert room.desk.b.item is not None
    assert room.desk.b.item.name == "flyer.pdf"
    assert "CASTELLAN50" in room.desk.b.view.document.text.texts[0]  # type: ignore[union-attr]
    press(room.desk.a.view, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: shows(room, "Doorbells for the station"), timeout=PATIENCE)
    assert not room.desk.b.isVisible()


def test_a_pinned_attachment_stays_while_one_reads_on(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: room.desk.b.view.complete, timeout=PATIENCE)
    room.desk.b.pin.click()
    press(room.list, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: shows(room, "Doorbells for the station"), timeout=PATIENCE)
    assert room.desk.b.item is not None
    assert room.desk.b.item.name == "flyer.pdf"


def found(evidence: Evidence, room: ReviewRoom, query: str) -> int:
    """How many items a query finds for whoever is at the keyboard."""
    return len(evidence.look(partial(search.ids, text=query, reviewer=room._session.reviewer)))


def test_what_is_flown_past_is_not_read_and_what_stays_open_is(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    stayed = list[bool]()
    room.opening.seen.timeout.connect(lambda: stayed.append(True))
    for _ in range(3):
        press(room.list, Qt.Key.Key_J)
        do(qtbot, workspace, lambda _case: None)  # so that what was asked to be written is
    for _ in range(3):
        press(room.list, Qt.Key.Key_K)
        do(qtbot, workspace, lambda _case: None)
    assert found(evidence, room, "is:read") == 0 or stayed, "or the machine is so slow that the time has passed"
    qtbot.waitUntil(lambda: found(evidence, room, "is:opened") > 0, timeout=PATIENCE)
    assert found(evidence, room, "is:reviewed") == 0


def test_m_says_that_an_item_is_read_and_m_again_that_it_is_not(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    room.opening.seen.stop()
    press(room.list, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: found(evidence, room, "is:reviewed") == 1, timeout=PATIENCE)
    assert (found(evidence, room, "is:read"), found(evidence, room, "is:opened")) == (1, 0)
    qtbot.waitUntil(lambda: workspace.status.echo.said.text() == "IA7-000001 marked as read", timeout=PATIENCE)
    index = room.model.index(0, Column.READ)
    qtbot.waitUntil(lambda: index.data() == "read, as you said", timeout=PATIENCE)
    press(room.list, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: found(evidence, room, "is:reviewed") == 0, timeout=PATIENCE)
    assert found(evidence, room, "is:read") == 0


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


def test_r_marks_the_duplicates_too_and_shift_r_this_one_alone(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, tmp_path: Path
) -> None:
    again = folder(tmp_path / "again", {"copy.eml": FIRST})

    def take(case: Case) -> None:
        intake.add(case, workspace.session.workers, [again], reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")

    do(qtbot, workspace, take)
    room.opening.seen.stop()
    room.list.setFocus()
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: found(evidence, room, "is:relevant") == 2, timeout=PATIENCE)
    echo = workspace.status.echo.said
    qtbot.waitUntil(lambda: echo.text() == "IA7-000001 marked relevant, with 1 duplicate", timeout=PATIENCE)
    press(room.list, Qt.Key.Key_X, SHIFT)
    qtbot.waitUntil(lambda: found(evidence, room, "is:conflicting") == 2, timeout=PATIENCE)
    qtbot.waitUntil(room.inspector.conflict.isVisible, timeout=PATIENCE)
    room.inspector.conflict.click()
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: found(evidence, room, "is:conflicting") == 0, timeout=PATIENCE)


def test_r_marks_an_item_relevant_and_r_again_takes_it_off(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(room.inspector.marks.relevant.isChecked, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not room.inspector.marks.relevant.isChecked(), timeout=PATIENCE)


def test_undo_takes_a_tag_back_and_redo_sets_it_again(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    room = workspace.review
    put_caret(room.desk.a.view, "our camera")
    press(room.desk.a.view, Qt.Key.Key_End, SHIFT)
    press(room.desk.a.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: room.inspector.model.rowCount() == 1, timeout=PATIENCE)
    press(room.desk.a.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: room.inspector.model.rowCount() == 0, timeout=PATIENCE)
    assert kept(evidence) == []
    press(room.desk.a.view, Qt.Key.Key_Z, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: room.inspector.model.rowCount() == 1, timeout=PATIENCE)
    assert [marked.passage.anchor.quote for marked in kept(evidence)] == ["our camera"]


def test_one_undo_takes_back_an_officer_nobody_knew_with_the_words_that_name_them(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    room, before = workspace.review, evidence.look(officers.listed)
    put_caret(room.desk.a.view, "our camera")
    press(room.desk.a.view, Qt.Key.Key_End, SHIFT)
    room.linking.link_unidentified("the driver", Role.RECIPIENT, Grade.PROBABLE)
    qtbot.waitUntil(lambda: room.inspector.model.rowCount() == 1, timeout=PATIENCE)
    ((link, officer),) = kept(evidence)[0].officers
    assert (officer.name, officer.unidentified, link.grade) == ("the driver", True, Grade.PROBABLE)
    press(room.desk.a.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: room.inspector.model.rowCount() == 0, timeout=PATIENCE)
    assert (kept(evidence), evidence.look(officers.listed)) == ([], before)


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


def test_a_click_on_a_highlight_means_its_passage(qtbot: QtBot, room: ReviewRoom) -> None:
    view = room.desk.a.view
    put_caret(view, "equip")
    press(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    press(view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    room.desk.choose(None)
    (box,) = view.document.text.rects(room.desk.facts.passages[0].passage.anchor.span, 1)  # type: ignore[union-attr]
    left, top, _, _ = view._layout.rect(1)
    x, y = left + (box[0] + box[2]) / 2 * view.zoom, top + (box[1] + box[3]) / 2 * view.zoom
    point = QPoint(round(x), round(y) - view.verticalScrollBar().value())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, point)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)


def test_dragging_selects_and_copy_takes_the_words_as_they_stand(room: ReviewRoom) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    start = text.texts[0].index("We would like")
    first, last = (text.boxes(1)[at] for at in (start, start + len("We would like") - 1))
    left, top, _, _ = view._layout.rect(1)
    scrolled = view.verticalScrollBar().value()

    def point(x: float, y: float) -> QPoint:
        return QPoint(round(left + x * view.zoom), round(top + y * view.zoom) - scrolled)

    middle = (first[1] + first[3]) / 2
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, point(first[0] + 0.3, middle))
    QTest.mouseMove(view.viewport(), point(last[0], middle))
    QTest.mouseMove(view.viewport(), point(last[2] - 0.2, middle))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, point(last[2] - 0.2, middle))
    view.setFocus()
    press(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "We would like"
    press(view, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert room.desk.facts is not None
    cited = f"“We would like” ({room.desk.facts.item.control}, page 1)"
    assert QApplication.clipboard().text() == cited


@pytest.mark.parametrize(("modifier", "taken"), [(NONE, "would like to equip"), (ALT, "uld like to equ")])
def test_a_drag_from_within_a_word_takes_all_of_it_unless_alt_is_held(
    room: ReviewRoom, modifier: Qt.KeyboardModifier, taken: str
) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    start = text.texts[0].index("uld like to equ")
    first, last = (text.boxes(1)[at] for at in (start, start + len("uld like to equ") - 1))
    left, top, _, _ = view._layout.rect(1)
    height = top + (first[1] + first[3]) / 2 * view.zoom - view.verticalScrollBar().value()
    at, to = (QPointF(round(left + x * view.zoom), round(height)) for x in (first[0] + 0.3, last[2] - 0.3))
    none, button = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    for kind, point, pressed in (
        (QEvent.Type.MouseButtonPress, at, button),
        (QEvent.Type.MouseMove, (at + to) / 2, none),
        (QEvent.Type.MouseMove, to, none),
        (QEvent.Type.MouseButtonRelease, to, button),
    ):
        viewport = view.viewport()
        event = QMouseEvent(kind, point, viewport.mapToGlobal(point), pressed, button, modifier)
        QApplication.sendEvent(viewport, event)
    assert view.selected_text() == taken


def marked_with_all(qtbot: QtBot, room: ReviewRoom) -> None:
    """Mark a passage, link an officer and note something on it, by keyboard."""
    view = room.desk.a.view
    put_caret(view, "our camera")
    press(view, Qt.Key.Key_End, SHIFT)
    press(view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    press(view, Qt.Key.Key_O)
    QTest.keyClicks(room.inspector.officers.name, "castel")
    press(room.inspector.officers.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line(room, "Remove Sergeant") is not None, timeout=PATIENCE)
    # The offscreen platform leaves a pop-up that has closed the active window.
    room.window().activateWindow()
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)
    view.setFocus()
    press(view, Qt.Key.Key_N)
    qtbot.waitUntil(room.inspector.note.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(room.inspector.note, "Ask her")
    press(room.inspector.note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: line(room, "Change the note") is not None, timeout=PATIENCE)


def line(room: ReviewRoom, name: str) -> QToolButton | None:
    """The button of the inspector whose accessible name begins so."""
    found = (each for each in room.inspector.said.findChildren(QToolButton) if each.isVisible())
    return next((each for each in found if each.accessibleName().startswith(name)), None)


def press_line(qtbot: QtBot, room: ReviewRoom, name: str, key: Qt.Key) -> None:
    qtbot.waitUntil(lambda: line(room, name) is not None, timeout=PATIENCE)
    pressed = line(room, name)
    assert pressed is not None
    pressed.setFocus()
    press(pressed, key)


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


def test_a_key_without_a_tag_and_a_name_that_nobody_has_are_answered(qtbot: QtBot, workspace: Workspace) -> None:
    room, notice = workspace.review, workspace.notice
    put_caret(room.desk.a.view, "our camera")
    press(room.desk.a.view, Qt.Key.Key_End, SHIFT)
    press(room.desk.a.view, Qt.Key.Key_9)
    qtbot.waitUntil(lambda: "key 9" in notice.what.text(), timeout=PATIENCE)
    press(room.desk.a.view, Qt.Key.Key_O)
    qtbot.waitUntil(room.inspector.officers.name.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(room.inspector.officers.name, "nobody")
    press(room.inspector.officers.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“nobody”" in notice.what.text(), timeout=PATIENCE)


def test_find_goes_round_the_hits(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.desk.a.view, Qt.Key.Key_F, CONTROL)
    finder = room.desk.a.finder
    qtbot.waitUntil(finder.words.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(finder.words, "STATION")
    assert finder.count.text() == "1 of 1"
    finder.words.clear()
    QTest.keyClicks(finder.words, "no such words")
    assert finder.count.text() == "not found"


def test_the_filter_narrows_the_list_and_says_how_far(qtbot: QtBot, room: ReviewRoom) -> None:
    everything = room.model.rowCount()
    QTest.keyClicks(room.filter.typed, "flyer")
    qtbot.waitUntil(lambda: room.filter.count.text() == f"2 of {everything}", timeout=PATIENCE)
    room.filter.typed.setText("nowhere")
    qtbot.waitUntil(lambda: room.model.rowCount() == 0, timeout=PATIENCE)
    assert room.listing.clear.isVisible()
    room.listing.clear.click()
    qtbot.waitUntil(lambda: room.model.rowCount() == everything, timeout=PATIENCE)


def test_a_condition_that_makes_no_sense_is_explained_in_place(qtbot: QtBot, room: ReviewRoom) -> None:
    room.filter.typed.setText("is:blue")
    qtbot.waitUntil(room.listing.refusal.isVisible, timeout=PATIENCE)
    assert "is:blue" in room.listing.refusal.why.text()


def test_zoom_keeps_the_page_and_fit_brings_it_back(qtbot: QtBot, room: ReviewRoom, window: MainWindow) -> None:
    view = room.desk.a.view
    fitted = view.zoom
    press(view, Qt.Key.Key_Plus)
    assert view.zoom > fitted
    qtbot.waitUntil(lambda: view.complete, timeout=PATIENCE)
    press(view, Qt.Key.Key_0)
    assert view.zoom == fitted
    window.resize(1200, 768)
    qtbot.waitUntil(lambda: view.zoom < fitted, timeout=PATIENCE)


def test_words_beyond_the_basic_plane_are_selected_whole(room: ReviewRoom) -> None:
    view = room.desk.a.view
    text = view.document.text  # type: ignore[union-attr]
    view.select(Span(Place(1, 0), Place(1, 4)))
    assert view.selected_text() == text.texts[0][:4]


def test_at_every_height_of_the_window_the_page_keeps_its_width(room: ReviewRoom) -> None:
    view = room.desk.a.view
    widths = set()
    for height in range(120, 1500, 11):
        view.resize(480, height)
        QApplication.processEvents()
        widths.add(view.viewport().width())
    assert len(widths) == 1
