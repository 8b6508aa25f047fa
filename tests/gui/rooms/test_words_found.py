"""The words that a search found, framed on the page: keys act on them as on a selection, in Review as in Search."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.pages.passage import Place, Span
from reviewer.gui.pages.pane import Pane
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import color
from reviewer.usecases import search
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import passages
from tests.evidence import folder, pdf
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, Hands
from tests.gui.keyboard import press
from tests.gui.rooms.interviewing import do
from tests.gui.rooms.redacting import decide, the_item


def framed(pane: Pane) -> str:
    """The words of the hit at which one is, whatever ends the lines between them."""
    hit, document = pane.finder.hit, pane.view.document
    return "" if hit is None or document is None else " ".join(document.text.words_of(hit).split())


def filtered(qtbot: QtBot, room: ReviewRoom, query: str, hit: str) -> None:
    room.listing.go_to(room.model.rowCount() - 1)
    last = room.model.item_at(room.model.rowCount() - 1)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id == last, timeout=PATIENCE)
    room.opening.list_items(query)
    qtbot.waitUntil(lambda: framed(room.desk.a) == hit and room.desk.target() is not None, timeout=PATIENCE)
    room.list.setFocus()


def test_words_next_to_each_other_are_one_hit_and_a_key_tags_it(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    filtered(qtbot, room, "cost at no", "at no cost")
    assert room.inspector.on.text() == "on the words found: “at no cost”"
    press(room.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    (marked,) = evidence.look(passages.listed)
    assert (marked.passage.anchor.quote, [tag.name for tag in marked.tags]) == ("at no cost", ["Gratuity offered"])
    assert workspace.notice.isHidden()


def test_a_filter_that_leads_to_the_open_item_frames_its_words_there_too(qtbot: QtBot, room: ReviewRoom) -> None:
    first = room.model.item_at(0)
    room.listing.go_to(0)
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id == first, timeout=PATIENCE)
    press(room.list, Qt.Key.Key_Slash)
    QTest.keyClicks(room.filter.typed, "at no cost")
    QTest.keyClick(room.filter.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: framed(room.desk.a) == "at no cost" and room.desk.target() is not None, timeout=PATIENCE)
    assert (room.model.rowCount(), room.model.item_at(0)) == (1, first)


def test_the_words_of_a_saved_search_that_is_named_are_framed_in_review_and_in_search(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    do(qtbot, workspace, partial(saved_searches.add, name="No cost", query='"at no cost"', reviewer="Ada"))
    filtered(qtbot, room, 'saved:"no cost" -zeppelin', "at no cost")
    workspace.search_for('saved:"no cost"')
    qtbot.waitUntil(lambda: framed(workspace.search.pane) == "at no cost", timeout=PATIENCE)


def test_a_hit_on_a_page_that_the_next_document_has_not_is_left_behind(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, tmp_path: Path
) -> None:
    files = {"a.pdf": pdf(["Nothing", "A zeppelin"]), "b.pdf": pdf(["One zeppelin"])}
    add = partial(intake.add, workers=workspace.session.workers, paths=[folder(tmp_path / "in", files)], reviewer="Ada")
    do(qtbot, workspace, add)
    filtered(qtbot, room, "zeppelin", "zeppelin")
    assert room.desk.a.finder.hit == Span(Place(2, 2), Place(2, 10))
    told: list[str] = []
    room.desk.target_changed.connect(lambda: told.append(room.desk.words_at_hand()))
    press(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: room.desk.a.finder.hit == Span(Place(1, 4), Place(1, 12)), timeout=PATIENCE)
    assert set(told) <= {"", "zeppelin"}


def test_what_is_chosen_in_the_list_comes_before_the_words_found(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    filtered(qtbot, room, "camera", "camera")
    room.list.selectAll()
    press(room.list, Qt.Key.Key_1)
    tagged = partial(search.ids, text='tag:"Gratuity offered"')
    qtbot.waitUntil(lambda: len(evidence.look(tagged)) == room.model.rowCount() > 1, timeout=PATIENCE)
    assert not evidence.look(passages.listed)


def test_search_opens_at_the_words_that_stand_as_near_as_is_wanted(qtbot: QtBot, workspace: Workspace) -> None:
    """“Doorbells” stands in the subject, above them and alone."""
    workspace.search_for("camera w/3 (cost OR doorbells)")
    qtbot.waitUntil(lambda: framed(workspace.search.pane) == "camera at no cost", timeout=PATIENCE)
    assert workspace.search.pane.finder.count.text() == "2 of 2"


def test_the_words_found_are_copied_with_number_and_page_and_without_any_it_is_said(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    QApplication.clipboard().setText("of old")
    shift_control = CONTROL | Qt.KeyboardModifier.ShiftModifier
    press(room.list, Qt.Key.Key_C, shift_control)
    assert workspace.notice.what.text() == "Select words on the page first, then copy them."
    assert QApplication.clipboard().text() == "of old"
    filtered(qtbot, room, "cost no", "no cost")
    press(room.list, Qt.Key.Key_C, shift_control)
    assert QApplication.clipboard().text() == "“no cost” (IA7-000001, page 1)"


def test_a_receivers_pages_show_no_words_found_and_no_highlights_and_what_is_proposed_stays_hatched(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    view, item = room.desk.a.view, the_item(room)
    do(qtbot, workspace, partial(passages.add_quote, item=item, quote="no cost", reviewer="Ada"))
    add = partial(redactions.add_quote, item=item, quote="our camera", reason="PRV", reviewer="Ada")
    made = do(qtbot, workspace, add).redaction.id
    filtered(qtbot, room, "equip officers", "equip")
    qtbot.waitUntil(lambda: len(view.overlay.hatched) == 1 and len(view.overlay.highlights) == 1, timeout=PATIENCE)
    assert QColor(color("found_here")).rgb() in colours(view.viewport().grab().toImage())
    press(view, Qt.Key.Key_V)
    assert not colours(view.viewport().grab().toImage()) & {
        QColor(color(each)).rgb() for each in ("found_here", "found")
    }
    assert not view.overlay.highlights
    assert room.desk.target() is None, "nothing is framed"
    assert not view.overlay.hatched[0].solid, "nobody has decided on it"
    do(qtbot, workspace, partial(decide, number=made, state=RedactionState.APPROVED))
    qtbot.waitUntil(lambda: view.overlay.hatched[0].solid, timeout=PATIENCE)
    press(view, Qt.Key.Key_V)
    assert len(view.overlay.highlights) == 1


def colours(picture: QImage) -> set[int]:
    return {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}


def test_once_a_tag_is_named_the_keyboard_is_where_it_was(qtbot: QtBot, room: ReviewRoom) -> None:
    room.list.setFocus()
    palette = room.inspector.palette_box
    (more,) = (each for each in palette.findChildren(QPushButton) if each.text() == "New tag…")
    hands = Hands()
    hands.click(more)
    assert palette.name.hasFocus()
    hands.type("Meals")
    QTest.keyClick(palette.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Meals" in [tag.name for tag in palette.tags], timeout=PATIENCE)
    assert room.list.hasFocus()

    def new_tag() -> list[QPushButton]:
        return [each for each in palette.findChildren(QPushButton) if each.text() == "New tag…" and each.isVisible()]

    qtbot.waitUntil(lambda: bool(new_tag()), timeout=PATIENCE)  # it is made anew, and laid out a moment later
    (more,) = new_tag()
    more.setFocus()  # by Tab
    more.click()
    hands.type("Travel")
    QTest.keyClick(palette.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Travel" in [tag.name for tag in palette.tags], timeout=PATIENCE)
    assert room.desk.a.view.hasFocus()
