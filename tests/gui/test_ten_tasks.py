"""What the tasks of a reviewer's hour cost in keys and in gestures of the mouse; words one types are not counted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ledger.benefit import Outcome
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Place
from reviewer.domain.people.officer import Role
from reviewer.gui.models.items import Column
from reviewer.gui.navigation import RoomName
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared.ledger.entry_form import EntryForm
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.choice import Choice
from reviewer.usecases import search
from reviewer.usecases.evidence import items
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import item_pages, passages, tags
from tests.endurance import at_length
from tests.evidence import folder
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import CONTROL, SHIFT, Hands
from tests.gui.keyboard import focused
from tests.gui.rooms.conftest import policed
from tests.gui.rooms.interviewing import do
from tests.gui.rooms.test_custody import PASSWORD, locked_archive
from tests.scans import letter, needs_language_data, scan

__all__ = ["policed"]


@pytest.fixture
def hands() -> Hands:
    return Hands()


def kept(evidence: Evidence) -> list[MarkedPassage]:
    return evidence.look(passages.listed)


def active(qtbot: QtBot, within: QWidget) -> None:
    """The offscreen platform leaves no window active when a list or menu above it goes."""
    within.window().activateWindow()
    qtbot.waitUntil(within.window().isActiveWindow, timeout=PATIENCE)


def on_page(qtbot: QtBot, room: ReviewRoom) -> None:
    qtbot.waitUntil(room.desk.a.view.hasFocus, timeout=PATIENCE)


def found(qtbot: QtBot, room: ReviewRoom, hands: Hands, words: str) -> None:
    """Words of the document at hand are found, and the keyboard is on the page again."""
    hands.find(words)
    qtbot.waitUntil(lambda: room.desk.a.finder.count.text() == "1 of 1", timeout=PATIENCE)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    on_page(qtbot, room)


def test_a_hit_that_was_found_is_tagged_with_one_key_and_all_about_it_said_with_four_more(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    """Tag; officer with a role, and note; then the benefit, whose officer is known by now."""
    room.list.setFocus()
    found(qtbot, room, hands, "our camera")
    hands.press(Qt.Key.Key_1)
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    assert (kept(evidence)[0].passage.anchor.quote, hands.keys) == ("our camera", 1)
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
    assert hands.keys == 5
    on_page(qtbot, room)
    hands.press(Qt.Key.Key_B)
    form = room.entering.benefit
    qtbot.waitUntil(form.rows["outcome"].field.widget.hasFocus, timeout=PATIENCE)  # the first that is not known
    assert form.words()["officer"] == "101"
    assert form.area.horizontalScrollBar().maximum() == 0, "nothing of a line is cut off"
    hands.type("o")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(evidence.look(benefits.listed)), timeout=PATIENCE)
    assert hands.keys == 5 + 2


def test_words_are_tagged_by_the_caret_with_four_keys_from_the_list(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    """How far it is to the words is up to the page: these are in its second line."""
    room.list.setFocus()
    hands.press(Qt.Key.Key_F7)
    on_page(qtbot, room)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_End, SHIFT)
    hands.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: bool(kept(evidence)), timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert [tag.name for tag in marked.tags] == ["Endorsement"]
    assert "Joel Tennant" in marked.passage.anchor.quote
    assert hands.keys == 4


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
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: room.desk.at_hand is not None and room.desk.at_hand.item.id == second, timeout=PATIENCE)
    QTest.keyClick(room.list, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: evidence.look(partial(items.mark, item=second)).relevance != "", timeout=PATIENCE)
    QTest.keyClick(room.list, Qt.Key.Key_K)
    said.clear()
    hands.press(Qt.Key.Key_U)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    row = room.list.currentIndex().row()
    assert room.model.item_at(row) not in (first, second)
    assert hands.keys == 1


# -- by the mouse, and in the other rooms -----------------------------------------------------------------------------


def test_the_next_unread_item_is_one_click_away_once_only_those_are_listed(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    first, second = (room.model.item_at(row) for row in (0, 1))
    assert first is not None
    assert second is not None
    hands.click(room.inspector.marks.relevant)  # so it is read
    qtbot.waitUntil(lambda: evidence.look(partial(items.mark, item=first)).relevance != "", timeout=PATIENCE)
    assert len({chip.y() for chip in room.filter.chips.values()}) == 1, "one line of chips, on a laptop too"
    hands.click(room.filter.chips["is:unseen"])
    qtbot.waitUntil(lambda: room.model.query == "is:unseen" and room.model.row_of(second) >= 0, timeout=PATIENCE)
    hands.click_row(room.list, room.model.index(room.model.row_of(second), Column.SUBJECT))
    qtbot.waitUntil(lambda: room.desk.a.item is not None and room.desk.a.item.id == second, timeout=PATIENCE)
    assert hands.clicks == 1 + 2, "the first of the two is for good"


def test_words_are_tagged_linked_and_noted_by_the_mouse(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    hands.drag(room.desk.a.view, "our camera")
    (tag, *_) = evidence.look(tags.listed)
    hands.click(room.inspector.palette_box._chips[tag.id])
    qtbot.waitUntil(lambda: room.desk.passage() is not None, timeout=PATIENCE)
    assert (kept(evidence)[0].passage.anchor.quote, hands.clicks) == ("our camera", 2)
    hands.click(room.inspector.officers.name)
    popup = room.inspector.officers.name.popup
    qtbot.waitUntil(popup.isVisible, timeout=PATIENCE)
    hands.click_row(popup, popup.model().index(0, 0))
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].officers), timeout=PATIENCE)
    active(qtbot, room)
    hands.click(room.inspector.note.viewport())
    hands.type("One for each officer")
    hands.click(room.inspector.note_editor.save)
    qtbot.waitUntil(lambda: bool(kept(evidence)[0].notes), timeout=PATIENCE)
    (marked,) = kept(evidence)
    assert [(officer.serial, link.role) for link, officer in marked.officers] == [("101", Role.RECIPIENT)]
    assert hands.clicks <= 6


def fields_in_sight(form: EntryForm) -> list[str]:
    return [name for name, each in form.rows.items() if each.field.widget.isVisible()]


def test_a_benefit_that_is_recognised_takes_three_keys_with_five_fields_in_sight(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    def flyer() -> bool:
        document = room.desk.a.view.document
        return document is not None and "CASTELLAN50" in document.text.texts[0]

    room.opening.list_items("kind:pdf")
    qtbot.waitUntil(flyer, timeout=PATIENCE)
    room.list.setFocus()
    found(qtbot, room, hands, "Save 50 dollars with the code CASTELLAN50")
    hands.press(Qt.Key.Key_B)
    form = room.entering.benefit
    qtbot.waitUntil(lambda: bool(form.words().get("code")), timeout=PATIENCE)
    said = form.words()
    assert (said["code"], said["what"]) == ("CASTELLAN50", "discount code")
    assert "outcome" not in said
    assert fields_in_sight(form) == ["officer", "what", "outcome", "date", "code"]
    hands.type("castel")
    hands.press(Qt.Key.Key_Return)
    active(qtbot, room)
    qtbot.waitUntil(form.rows["outcome"].field.widget.hasFocus, timeout=PATIENCE)
    hands.type("o")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(evidence.look(benefits.listed)), timeout=PATIENCE)
    (made,) = evidence.look(benefits.listed)
    facts = made.benefit.facts
    assert (made.officer.serial, facts.code, facts.outcome) == ("101", "CASTELLAN50", Outcome.OFFERED)
    assert hands.keys == 3


def test_a_benefit_is_entered_by_the_mouse_and_the_other_fields_are_a_click_away(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence, hands: Hands
) -> None:
    """Five gestures; more for whoever looks at the other fields, and presses Save too early."""
    hands.drag(room.desk.a.view, "our camera")
    hands.click(room.inspector.entries.of("B"))
    form, curious = room.entering.benefit, Hands()
    qtbot.waitUntil(lambda: form.isVisible() and bool(form.words().get("date")), timeout=PATIENCE)
    assert len(fields_in_sight(form)) == 5
    form.rows["donor"].field.say("Lantern Bell")
    assert "Donor: Lantern Bell" in form.folding.filled.text(), "what is out of sight is told"
    curious.click(form.folding.more)
    assert len(fields_in_sight(form)) == len(form.rows)
    curious.scroll(qtbot, form.folding.more)
    curious.click(form.folding.more)
    assert form.words()["officer"] == "101", "it is she to whom the message went"
    curious.click(form.save_button)
    assert form.rows["outcome"].note.text() == "Enter this."
    qtbot.waitUntil(form.rows["outcome"].field.widget.hasFocus, timeout=PATIENCE)  # what is lacking has the keyboard
    outcome = form.rows["outcome"].field.widget
    assert isinstance(outcome, Choice)
    hands.click(outcome)
    assert outcome.view().verticalScrollBar().maximum() == 0, "each outcome is in sight"
    hands.choose_first(qtbot, outcome)
    assert not form.rows["outcome"].note.isVisible(), "it is mended"
    active(qtbot, room)
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: bool(evidence.look(benefits.listed)), timeout=PATIENCE)
    (made,) = evidence.look(benefits.listed)
    assert (made.benefit.facts.donor, made.benefit.facts.outcome) == ("Lantern Bell", Outcome(outcome.value))
    assert (hands.clicks, curious.clicks) == (5, 4)


@pytest.mark.parametrize("by", ["Return", "Space", "mouse"])
def test_from_a_figure_to_the_words_that_prove_it_are_two_keys_or_two_clicks(
    qtbot: QtBot, workspace: Workspace, hands: Hands, by: str
) -> None:
    def enter(case: Case) -> None:
        for subject, quote, serial in (
            ("Doorbells for the station", "our camera", "101"),
            ("Thank you", "Thank you for the camera", "102"),
        ):
            (item,) = search.ids(case, f'subject:"{subject}"')
            item_pages.ensure(case, workspace.session.workers, item, reviewer="Ada")
            words = {"officer": serial, "what": "device", "outcome": "accepted", "value": "199", "date": "2016-01-19"}
            passage = passages.add_quote(case, item, quote, reviewer="Ada").passage.id
            benefits.add(case, benefits.said(case, words), passage_ids=[passage], reviewer="Ada")

    do(qtbot, workspace, enter)
    workspace.show_room("ledger")
    ledger = workspace.ledger
    qtbot.waitUntil(lambda: ledger.figures.with_device.number == "2", timeout=PATIENCE)
    ledger.figures.with_device.setFocus()
    if by == "mouse":
        hands.click(ledger.figures.with_device)
    else:
        hands.press(Qt.Key.Key_Return if by == "Return" else Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ledger.drill_down.model.rowCount() == 2, timeout=PATIENCE)
    table = ledger.drill_down.table
    if by == "mouse":
        hands.click_row(table, table.model().index(1, 1))
    else:
        hands.press(Qt.Key.Key_Down)

    def shown() -> bool:
        marked, view = ledger.marked(), ledger.pane.pane.view
        return marked is not None and view.document is not None and view.overlay.chosen == marked.passage.id

    qtbot.waitUntil(shown, timeout=PATIENCE)
    assert hands.keys + hands.clicks == 2


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is chosen wherever one is asked for; dialogs alone are patched."""
    page = scan([letter("Lanterns", size=20)], resolution=100, size=(300, 160))
    made = folder(tmp_path / "disk", {"locked.zip": locked_archive(), "scan.pdf": page})
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made))
    return made


def test_a_report_goes_to_counsel_by_two_keys_or_two_clicks_and_the_dialog_for_its_folder(
    qtbot: QtBot, workspace: Workspace, hands: Hands, chosen: Path
) -> None:
    workspace.show_room("exports")
    room = workspace.exports.report
    qtbot.waitUntil(lambda: room.none.isVisible() and room.leaving.known, timeout=PATIENCE)
    assert room.leaving.told.text() == "Nothing of this stays with the case.", "it was run through already"
    assert room.choose.hasFocus()
    hands.press(Qt.Key.Key_Return)
    assert room.start.hasFocus()
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(room.open_folder.isVisible, timeout=PATIENCE)
    (made,) = chosen.glob("report */report.pdf")
    assert made.read_bytes().startswith(b"%PDF")
    assert (hands.keys, hands.clicks) == (2, 0)
    qtbot.waitUntil(lambda: room.earlier.rowCount() == 1, timeout=PATIENCE)
    hands.click(room.choose)
    hands.click(room.start)
    qtbot.waitUntil(lambda: room.earlier.rowCount() == 2, timeout=PATIENCE)
    assert hands.clicks == 2


@at_length
@needs_language_data
@pytest.mark.usefixtures("chosen")
def test_evidence_with_a_locked_archive_is_added_and_opened_by_the_mouse(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, hands: Hands
) -> None:
    form, custody = workspace.evidence, workspace.rail.buttons[RoomName.CUSTODY]
    hands.click(workspace.topbar.add)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    hands.click(menu, menu.actionGeometry(menu.actions()[1]).center())
    qtbot.waitUntil(form.custodian.hasFocus, timeout=PATIENCE)
    hands.type("Castellan")
    hands.click(form.recognise)
    hands.click(form.add)
    qtbot.waitUntil(lambda: "Taken in" in workspace.notice.what.text(), timeout=PATIENCE)
    active(qtbot, workspace)
    hands.click(custody)
    retrying = workspace.custody.account.retrying
    qtbot.waitUntil(retrying.asking.isVisible, timeout=PATIENCE)
    hands.click(retrying.password)
    hands.type(PASSWORD)
    hands.click(retrying.attempt)
    qtbot.waitUntil(lambda: "could be read this time" in retrying.said.text(), timeout=PATIENCE)
    assert len(evidence.look(partial(search.ids, text="nobody reads this"))) == 1
    assert len(evidence.look(partial(search.ids, text="lanterns is:ocr"))) == 1
    assert hands.clicks == 7


@needs_language_data
@pytest.mark.usefixtures("chosen")
def test_evidence_with_a_locked_archive_is_added_and_opened_by_keys(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_A, CONTROL | SHIFT)
    assert QApplication.activePopupWidget() is not None
    hands.press(Qt.Key.Key_Down, times=2)
    hands.press(Qt.Key.Key_Return)
    form = workspace.evidence
    active(qtbot, workspace)
    qtbot.waitUntil(form.custodian.hasFocus, timeout=PATIENCE)
    hands.type("Castellan")
    hands.tab_to(form.recognise)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Taken in" in workspace.notice.what.text(), timeout=PATIENCE)
    active(qtbot, workspace)
    hands.press(Qt.Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "custody" in workspace.rooms and workspace.custody.isVisible(), timeout=PATIENCE)
    retrying = workspace.custody.account.retrying
    qtbot.waitUntil(retrying.asking.isVisible, timeout=PATIENCE)
    hands.tab_to(retrying.password)
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "could be read this time" in retrying.said.text(), timeout=PATIENCE)
    assert len(evidence.look(partial(search.ids, text="nobody reads this"))) == 1
    assert len(evidence.look(partial(search.ids, text="lanterns is:ocr"))) == 1
    assert hands.keys <= 14
