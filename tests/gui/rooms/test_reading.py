"""Reading and marking with the keyboard alone, then looking into the file for what was kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.reading import Hidden
from reviewer.domain.people.officer import Grade, Role
from reviewer.domain.reasons.reason import Reason
from reviewer.gui.models.items import Column
from reviewer.gui.pages import loading
from reviewer.gui.rooms.review.inspector import Inspector
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared.desk import Facts
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.people import officers
from tests.evidence import folder
from tests.gui.conftest import FIRST, PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do
from tests.gui.rooms.reading import found, kept, put_caret, shows

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


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


def tell_much(inspector: Inspector, found: Facts) -> None:
    """More of an item than there is room for."""
    item = replace(found.item, custodian="Drawer of the desk " * 90, folder="Inbox/2016", derived=True, locked=True)
    inspector.show_item(item, found.mark, found.of_item, [Hidden("white on white", Reason("hidden.more"))])
    inspector.show_copies(item, 3, conflicting=True)
    inspector.show_target("on the words found: “our camera”")


def test_j_and_k_go_through_the_list_and_the_attachment_opens_beside(qtbot: QtBot, room: ReviewRoom) -> None:
    stood = places(room.inspector)
    press(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: shows(room, "Flyer"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.b.view.complete, timeout=PATIENCE)
    assert room.desk.b.item is not None
    assert room.desk.b.item.name == "flyer.pdf"
    assert "CASTELLAN50" in room.desk.b.view.document.text.texts[0]  # type: ignore[union-attr]
    press(room.desk.a.view, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: shows(room, "Doorbells for the station"), timeout=PATIENCE)
    assert not room.desk.b.isVisible()
    assert room.desk.facts is not None
    tell_much(room.inspector, room.desk.facts)
    qtbot.waitUntil(lambda: room.inspector.facts.height() > room.inspector.height() / 2, timeout=PATIENCE)
    (scroller,) = room.inspector.findChildren(QScrollArea)
    assert scroller.verticalScrollBar().maximum() > 0, "its bar takes no room from them"
    assert places(room.inspector) == stood


def places(inspector: Inspector) -> list[QPoint]:
    """Where what one marks, tags, links and notes with stands."""
    QApplication.processEvents()
    tools = (inspector.marks.relevant, *inspector.palette_box._chips.values(), inspector.officers.name, inspector.note)
    return [each.mapTo(inspector, QPoint()) for each in tools]


def test_a_pinned_attachment_stays_while_one_reads_on(qtbot: QtBot, room: ReviewRoom) -> None:
    press(room.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: room.desk.b.view.complete, timeout=PATIENCE)
    room.desk.b.pin.click()
    press(room.list, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: shows(room, "Doorbells for the station"), timeout=PATIENCE)
    assert room.desk.b.item is not None
    assert room.desk.b.item.name == "flyer.pdf"


def test_where_the_first_pane_is_pinned_space_goes_through_what_opens_in_the_second(
    qtbot: QtBot, room: ReviewRoom
) -> None:
    pinned, read = room.desk.panes
    pinned.pin.click()
    press(room.list, Qt.Key.Key_J)
    here = room.opening.current
    qtbot.waitUntil(lambda: read.item is not None and read.item.id == here and not read.busy, timeout=PATIENCE)
    for pane in room.desk.panes:
        pane.view.set_zoom(4.0)
    bars = [pane.view.verticalScrollBar() for pane in room.desk.panes]
    press(room.list, Qt.Key.Key_Space)
    assert (bars[0].value(), bars[1].value() > 0) == (0, True)
    bars[1].setValue(bars[1].maximum())
    press(room.list, Qt.Key.Key_Space)
    assert room.opening.current not in {None, here}, "to the next item"


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
    assert found(evidence, room, "is:seen") == 0 or stayed, "or the machine is so slow that the time has passed"
    qtbot.waitUntil(lambda: found(evidence, room, "is:opened") > 0, timeout=PATIENCE)
    assert found(evidence, room, "is:reviewed") == 0


def test_what_is_still_opening_is_not_read_nothing_is_said_of_its_words_and_the_keyboard_stays(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(qtbot, workspace, lambda _case: None)
    room.desk.a.loader.drop_kept()
    late = Late(monkeypatch, loading, "read_document")
    room.list.setFocus()
    press(room.list, Qt.Key.Key_J)
    late.wait(qtbot)
    item, passed = room.opening.current, list[bool]()
    assert item is not None
    room.opening.seen.setInterval(1)
    room.opening.seen.timeout.connect(lambda: passed.append(True))
    room.opening.seen.start()
    qtbot.waitUntil(lambda: bool(passed), timeout=PATIENCE)
    do(qtbot, workspace, lambda _case: None)
    assert evidence.look(partial(items.read_by, ids=[item], reviewer=workspace.session.reviewer)) == set()
    press(room.list, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(focused(), "doorbells")
    assert (room.desk.a.finder.words.text(), room.desk.a.finder.count.text()) == ("doorbells", "")
    press(focused(), Qt.Key.Key_Escape)
    assert room.list.hasFocus()
    late.let_go()
    qtbot.waitUntil(
        lambda: bool(evidence.look(partial(items.read_by, ids=[item], reviewer=workspace.session.reviewer))),
        timeout=PATIENCE,
    )


def test_m_says_that_an_item_is_read_and_m_again_that_it_is_not(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    room.opening.seen.stop()
    press(room.list, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: found(evidence, room, "is:reviewed") == 1, timeout=PATIENCE)
    assert (found(evidence, room, "is:seen"), found(evidence, room, "is:opened")) == (1, 0)
    qtbot.waitUntil(lambda: workspace.status.echo.said.text() == "IA7-000001 marked as read", timeout=PATIENCE)
    index = room.model.index(0, Column.READ)
    qtbot.waitUntil(lambda: index.data() == "read, as you said", timeout=PATIENCE)
    press(room.list, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: found(evidence, room, "is:reviewed") == 0, timeout=PATIENCE)
    assert found(evidence, room, "is:seen") == 0


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
