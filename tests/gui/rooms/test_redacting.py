"""Redacting in Review: proposed by a key, hatched on the page, listed, decided on by somebody else, taken back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import REASONS, RedactionKind, RedactionState
from reviewer.domain.ids import ItemId
from reviewer.gui.pages.regions import RegionDrawing
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import item_pages, passages
from tests.evidence import folder, pdf
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.gui.keyboard import press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do
from tests.gui.rooms.redacting import (
    CONTROL,
    WORDS,
    ask_part,
    decide,
    drag,
    kept,
    part_of,
    picture,
    redact,
    select,
    the_item,
)


def lines(room: ReviewRoom) -> list[str]:
    """What the inspector lists, as it is read out."""
    listed = room.inspector.redactions
    if not listed.isVisible():
        return []
    frames = [each for each in listed.children() if isinstance(each, QWidget) and not each.isHidden()]
    return [each.accessibleName() for each in frames if each.findChild(QToolButton) is not None]


def button(room: ReviewRoom, name: str) -> QToolButton:
    """The button of a listed redaction whose name begins so."""
    every = room.inspector.redactions.findChildren(QToolButton)
    (found,) = (each for each in every if each.isVisible() and each.accessibleName().startswith(name))
    return found


@pytest.fixture
def proposed(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> ReviewRoom:
    """The first message, with words of it proposed for redaction by whoever is at the keyboard."""
    redact(qtbot, workspace.review, WORDS, "medic")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(lines(workspace.review)) == 1, timeout=PATIENCE)
    return workspace.review


def test_selected_words_are_proposed_by_a_key_and_a_reason_in_one_act_that_is_echoed_and_undone(
    qtbot: QtBot, workspace: Workspace, proposed: ReviewRoom, evidence: Evidence
) -> None:
    (made,) = kept(evidence)
    who = workspace.session.reviewer
    assert (made.quote, made.what.kind, made.what.reason, made.state) == (
        WORDS,
        RedactionKind.WORDS,
        "MED",
        RedactionState.PROPOSED,
    )
    assert (made.reviewer, made.what.item) == (who, the_item(proposed))
    assert lines(proposed) == [f"MED · proposed by {who} · “{WORDS}”"]
    echo = workspace.status.echo
    qtbot.waitUntil(lambda: echo.said.text() == "Redaction proposed: IA7-000001", timeout=PATIENCE)
    assert len(evidence.look(partial(trail.latest, act="redaction add"))) == 1
    view = proposed.desk.a.view
    qtbot.waitUntil(lambda: view.selection.span is None, timeout=PATIENCE)  # it would hide what is hatched
    echo.undo.click()
    qtbot.waitUntil(lambda: not kept(evidence), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not lines(proposed), timeout=PATIENCE)
    assert not proposed.desk.a.view.overlay.hatched


def test_enter_takes_the_reason_that_was_given_last(qtbot: QtBot, proposed: ReviewRoom, evidence: Evidence) -> None:
    redact(qtbot, proposed, "no cost")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    assert {each.quote: each.what.reason for each in kept(evidence)} == {WORDS: "MED", "no cost": "MED"}
    redact(qtbot, proposed, "equip", "juv")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 3, timeout=PATIENCE)
    redact(qtbot, proposed, "officers")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 4, timeout=PATIENCE)
    assert {each.quote: each.what.reason for each in kept(evidence)}["officers"] == "JUV"


def test_a_reason_is_chosen_before_anything_is_redacted_and_then_shown_as_the_one_of_last_time(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    view, name = room.desk.a.view, room.inspector.reason.name
    select(view, WORDS)
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(name.popup.isVisible, timeout=PATIENCE)
    assert name.placeholderText() == "Redact because: choose a reason"
    press(name.popup, Qt.Key.Key_Return)  # as keys arrive while it is open
    assert workspace.notice.what.text().startswith("Choose a reason first")
    do(qtbot, workspace, lambda _case: None)
    assert not kept(evidence)
    assert room.inspector.reason.isVisible()
    assert not name.popup.isVisible()
    press(name, Qt.Key.Key_Down)  # as it says
    assert name.popup.isVisible()
    press(name.popup, Qt.Key.Key_Escape)
    QTest.keyClicks(name, "medic")
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.what.reason for each in kept(evidence)] == ["MED"], timeout=PATIENCE)
    assert name.placeholderText() == "Redact because: MED again (Enter)"


def test_every_reason_is_offered_again_whatever_was_typed_last(qtbot: QtBot, proposed: ReviewRoom) -> None:
    view, name = proposed.desk.a.view, proposed.inspector.reason.name
    select(view, "equip")
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(name.popup.isVisible, timeout=PATIENCE)
    offered = [name.popup.model().index(row, 0).data() for row in range(name.popup.model().rowCount())]
    assert offered[0] == "MED · medical"
    assert sorted(offered) == sorted(f"{code} · {meaning}" for code, meaning in REASONS.items())


def test_a_second_d_while_a_reason_is_asked_for_is_typed_into_its_line(
    qtbot: QtBot, proposed: ReviewRoom, evidence: Evidence
) -> None:
    view, name = proposed.desk.a.view, proposed.inspector.reason.name
    before = kept(evidence)
    select(view, "equip")
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(name.popup.isVisible, timeout=PATIENCE)
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: name.text() == "d", timeout=PATIENCE)
    assert kept(evidence) == before


def test_the_words_of_the_passage_at_hand_are_redacted(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    item = the_item(room)
    marked = do(qtbot, workspace, lambda case: passages.add_quote(case, item, "at no cost", reviewer="Ada"))
    qtbot.waitUntil(lambda: bool(room.desk.facts and room.desk.facts.passages), timeout=PATIENCE)
    room.desk.choose(marked)
    room.inspector.entries.of("D").click()
    name = room.inspector.reason.name
    qtbot.waitUntil(name.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(name, "witness")
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [(each.quote, each.what.reason) for each in kept(evidence)] == [("at no cost", "INF")])
    assert room.desk.chosen == marked.passage.id


def test_without_words_and_for_no_known_reason_nothing_is_redacted_and_it_is_said(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    room.desk.a.view.setFocus()
    press(room.desk.a.view, Qt.Key.Key_D)
    assert workspace.notice.what.text() == "Select words on the page first, then redact them."
    assert not room.inspector.reason.isVisible()
    select(room.desk.a.view, WORDS)
    press(room.desk.a.view, Qt.Key.Key_D)
    name = room.inspector.reason.name
    qtbot.waitUntil(name.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(name, "zeppelin")
    press(name, Qt.Key.Key_Return)
    assert workspace.notice.what.text() == "No reason for a redaction is like “zeppelin”."
    press(name, Qt.Key.Key_Escape)
    assert not room.inspector.reason.isVisible()
    assert not kept(evidence)


def test_the_same_words_twice_are_refused_with_the_redaction_that_there_is(
    qtbot: QtBot, workspace: Workspace, proposed: ReviewRoom, evidence: Evidence
) -> None:
    redact(qtbot, proposed, WORDS, "privacy")
    said = "Redaction 1 covers just this already, with the reason MED."
    qtbot.waitUntil(lambda: workspace.notice.what.text() == said, timeout=PATIENCE)
    assert len(kept(evidence)) == 1


def test_who_proposed_cannot_decide_and_somebody_else_can(
    qtbot: QtBot, workspace: Workspace, proposed: ReviewRoom, evidence: Evidence
) -> None:
    who = workspace.session.reviewer
    button(proposed, "Approve").click()
    refused = f"{who} proposed redaction 1, so somebody else has to decide on it."
    qtbot.waitUntil(lambda: workspace.notice.what.text() == refused[:1].upper() + refused[1:], timeout=PATIENCE)
    assert kept(evidence)[0].state is RedactionState.PROPOSED

    workspace.session.rename("Bea Second")
    button(proposed, "Approve").click()
    qtbot.waitUntil(lambda: lines(proposed) == [f"MED · approved by Bea Second · “{WORDS}”"], timeout=PATIENCE)
    assert (kept(evidence)[0].state, kept(evidence)[0].decided_by) == (RedactionState.APPROVED, "Bea Second")
    echo = workspace.status.echo.said
    qtbot.waitUntil(lambda: echo.text() == "Redaction approved: IA7-000001", timeout=PATIENCE)
    names = [each.accessibleName() for each in proposed.inspector.redactions.findChildren(QToolButton)]
    assert not [name for name in names if name.startswith("Remove: MED · approved")], "nobody takes it back alone"

    decline = button(proposed, "Decline")
    line = decline.parentWidget()
    assert line is not None
    assert "Approved by Bea Second, " in line.toolTip()
    before = workspace.notice.what.text()
    decline.setFocus()
    press(decline, Qt.Key.Key_Delete)
    do(qtbot, workspace, lambda _case: None)
    assert kept(evidence)[0].state is RedactionState.APPROVED, "there is nothing here to remove by Del"
    assert workspace.notice.what.text() == before

    decline.click()
    qtbot.waitUntil(lambda: lines(proposed) == [f"MED · declined by Bea Second · “{WORDS}”"], timeout=PATIENCE)
    assert [(each.act, each.reviewer) for each in evidence.look(partial(trail.latest, act="redaction decline"))] == [
        ("redaction decline", "Bea Second")
    ]


def test_a_proposal_is_removed_and_ctrl_z_brings_it_back(
    qtbot: QtBot, proposed: ReviewRoom, evidence: Evidence
) -> None:
    remove = button(proposed, "Remove")
    remove.setFocus()
    press(remove, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not lines(proposed), timeout=PATIENCE)
    assert not kept(evidence)
    assert proposed.desk.a.view.hasFocus(), "the keyboard is back on the page"
    press(proposed.desk.a.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(lines(proposed)) == 1, timeout=PATIENCE)
    assert [each.quote for each in kept(evidence)] == [WORDS]


def test_the_box_is_hatched_to_the_end_of_the_line_otherwise_once_approved_and_gone_once_declined(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    view, item = room.desk.a.view, the_item(room)
    looks = [picture(view, WORDS)]
    add = partial(redactions.add_quote, item=item, quote=WORDS, reason="PRV", reviewer="Ada")
    made = do(qtbot, workspace, add).redaction.id
    for state in (RedactionState.APPROVED, RedactionState.DECLINED, None):
        before = looks[-1]
        qtbot.waitUntil(lambda: picture(view, WORDS) != before, timeout=PATIENCE)  # noqa: B023 - called at once
        looks.append(picture(view, WORDS))
        if state is not None:
            do(qtbot, workspace, partial(decide, number=made, state=state))
    bare, waiting, approved, declined = looks
    assert declined == bare
    assert waiting != approved
    assert bare not in (waiting, approved)
    assert view.document is not None
    edge = view.document.sizes[0][0]
    do(qtbot, workspace, partial(decide, number=made, state=RedactionState.APPROVED))
    qtbot.waitUntil(lambda: bool(view.overlay.hatched), timeout=PATIENCE)
    (shown,) = view.overlay.hatched
    assert (shown.code, shown.approved, [box.page for box in shown.boxes]) == ("PRV", True, [1])
    assert shown.boxes[0].box[2] == pytest.approx(edge, abs=1)
    assert kept(evidence)[0].state is RedactionState.APPROVED


def test_pages_and_regions_that_were_redacted_elsewhere_are_shown_too(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom
) -> None:
    item = the_item(room)
    do(qtbot, workspace, lambda case: redactions.add_page(case, item, 1, 1, "LE", reviewer="Ada"))
    add = partial(redactions.add_region, item=item, page=1, box=(10.0, 20.0, 110.0, 60.0), reason="SAF", reviewer="Ada")
    do(qtbot, workspace, add)
    qtbot.waitUntil(lambda: len(lines(room)) == 2, timeout=PATIENCE)
    assert lines(room) == ["LE · proposed by Ada · page 1", "SAF · proposed by Ada · a region of page 1"]
    view = room.desk.a.view
    assert view.document is not None
    width, height = view.document.sizes[0]
    page, region = (each.boxes[0].box for each in view.overlay.hatched)
    assert page == pytest.approx((0.0, 0.0, width, height))
    assert region == (10.0, 20.0, 110.0, 60.0)


def test_it_is_told_that_the_same_words_stand_elsewhere(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    """“camera” is in the third message as well."""
    redact(qtbot, room, "camera", "privacy")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "the same words" in workspace.notice.what.text(), timeout=PATIENCE)
    assert workspace.notice.what.text().startswith("1 other place holds the same words")
    assert "Follow redaction 1 in Exports" in workspace.notice.what.text()


def test_a_whole_page_and_a_field_of_the_head_are_redacted_by_keys(
    qtbot: QtBot, room: ReviewRoom, evidence: Evidence
) -> None:
    part_of(qtbot, room, "From", "witness")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    (field,) = kept(evidence)
    assert (field.quote, field.what.reason, field.what.found_by) == (
        "Joel Tennant <joel@lantern.example>",
        "INF",
        "field From",
    )
    part_of(qtbot, room, "page", "privacy")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    page = next(each for each in kept(evidence) if each.what.kind is RedactionKind.PAGE)
    assert (page.what.first_page, page.what.last_page, page.what.reason) == (1, 1, "PRV")


def test_a_field_that_the_page_lacks_is_refused_by_its_name(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    part_of(qtbot, room, "Cc", "privacy")
    said = "The first page has no field “Cc”."
    qtbot.waitUntil(lambda: workspace.notice.what.text() == said, timeout=PATIENCE)
    assert not kept(evidence)


def test_a_region_is_drawn_by_the_mouse_and_by_arrows(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    view = room.desk.a.view
    part_of(qtbot, room, "region", "privacy")
    drawing = view.viewport().findChild(RegionDrawing)
    assert isinstance(drawing, RegionDrawing)
    drawing.setFocus()  # the offscreen platform takes it away with the completions
    x, y, *_ = view._layout.rect(1)
    start, end = QPoint(round(x) + 40, round(y) + 30), QPoint(round(x) + 140, round(y) + 80)
    QTest.mousePress(drawing, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(drawing, end)
    QTest.mouseRelease(drawing, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    assert not drawing.isVisible()
    assert view.hasFocus()
    (region,) = kept(evidence)
    assert region.what.kind is RedactionKind.REGION
    expected = tuple(each / view.zoom for each in (40, 30, 140, 80))
    assert region.what.box == pytest.approx(expected, abs=2 / view.zoom)

    part_of(qtbot, room, "region", "privacy")
    drawing.setFocus()
    assert "Enter takes it, Esc leaves it" in drawing.told.text()
    assert drawing.rect().contains(drawing.told.mapTo(drawing, drawing.told.rect().bottomRight()))
    before = drawing.region
    press(drawing, Qt.Key.Key_Down)
    press(drawing, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert drawing.region.top() > before.top()
    assert drawing.region.width() > before.width()
    press(drawing, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)

    part_of(qtbot, room, "region", "privacy")
    press(drawing, Qt.Key.Key_Escape)
    assert not drawing.isVisible()
    assert view.hasFocus()

    part_of(qtbot, room, "region", "privacy")
    room.opening.next()
    qtbot.waitUntil(lambda: not drawing.isVisible(), timeout=PATIENCE)
    assert len(kept(evidence)) == 2, "what is begun on one item is not ended on another"


def test_what_was_asked_for_on_one_item_is_stored_on_no_other(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    """Not while the next one is on its way, not once it is there, and not after a click into the other pane."""
    box, first, told = room.inspector.reason, the_item(room), workspace.notice.what
    ask_part(qtbot, room, "page")
    room.opening.next()
    assert the_item(room) == first, "the next one is on its way"
    box.chosen.emit("PRV")
    assert told.text() == "Another document is being opened, so nothing was redacted."
    qtbot.waitUntil(lambda: the_item(room) != first and room.desk.a.view.complete, timeout=PATIENCE)
    assert box.isHidden()

    qtbot.waitUntil(lambda: room.desk.b.view.complete, timeout=PATIENCE)
    ask_part(qtbot, room, "page")
    assert box.isVisible()
    room.desk.b.view.setFocus()
    assert box.isHidden()
    assert room.desk.b.view.hasFocus(), "the keyboard stays where one went"

    part_of(qtbot, room, "region", "privacy")
    drawing = room.desk.a.view.viewport().findChild(RegionDrawing)
    assert isinstance(drawing, RegionDrawing)
    workspace.show_room("people")
    room.opening.previous()
    qtbot.waitUntil(lambda: the_item(room) == first, timeout=PATIENCE)
    qtbot.waitUntil(lambda: room.desk.a.view.document is not None, timeout=PATIENCE)
    workspace.show_room("review")
    assert not drawing.isVisible(), "what is begun on one item is not ended on another"
    do(qtbot, workspace, lambda _case: None)
    assert not kept(evidence)


def test_a_reason_that_was_asked_for_words_redacts_no_page_once_they_are_selected_no_more(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence
) -> None:
    part_of(qtbot, room, "page", "privacy")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    view, box = room.desk.a.view, room.inspector.reason
    select(view, WORDS)
    press(view, Qt.Key.Key_D)
    qtbot.waitUntil(box.name.hasFocus, timeout=PATIENCE)
    view.select_nothing()
    view.setFocus()
    room.inspector.entries.of("D").click()
    assert box.isHidden()
    box.chosen.emit("INF")
    do(qtbot, workspace, lambda _case: None)
    assert [each.what.reason for each in kept(evidence)] == ["PRV"]


def test_a_region_keeps_its_reason_while_words_are_redacted(qtbot: QtBot, room: ReviewRoom, evidence: Evidence) -> None:
    part_of(qtbot, room, "region", "privacy")
    drawing = room.desk.a.view.viewport().findChild(RegionDrawing)
    assert isinstance(drawing, RegionDrawing)
    redact(qtbot, room, WORDS, "medic")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    assert drawing.isVisible()
    x, y, *_ = room.desk.a.view._layout.rect(1)
    drag(drawing, QPoint(round(x) + 40, round(y) + 30), QPoint(round(x) + 140, round(y) + 80))
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    assert {each.what.kind: each.what.reason for each in kept(evidence)} == {
        RedactionKind.WORDS: "MED",
        RedactionKind.REGION: "PRV",
    }


def test_the_whole_page_in_sight_is_the_one_in_sight_when_the_reason_is_given(
    qtbot: QtBot, workspace: Workspace, room: ReviewRoom, evidence: Evidence, tmp_path: Path
) -> None:
    papers = folder(tmp_path / "papers", {"minutes.pdf": pdf(["Those present", "What was said", "The end"])})
    workers = workspace.session.workers

    def add(case: Case) -> ItemId:
        intake.add(case, workers, [papers], custodian="Castellan", reviewer="Ada")
        (item,) = search.ids(case, "Those present")
        item_pages.ensure(case, workers, item, reviewer="Ada")
        return item

    item = do(qtbot, workspace, add)
    room.opening.open_item(item)
    qtbot.waitUntil(lambda: the_item(room) == item and room.desk.a.view.complete, timeout=PATIENCE)
    ask_part(qtbot, room, "page")
    room.desk.a.view.go_to_page(2)
    box = room.inspector.reason
    box.name.setFocus()
    QTest.keyClicks(box.name, "privacy")
    press(box.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    assert (kept(evidence)[0].what.item, kept(evidence)[0].what.first_page) == (item, 2)

    room.window().activateWindow()  # the offscreen platform takes that away with the completions
    qtbot.waitUntil(room.window().isActiveWindow, timeout=PATIENCE)
    view = room.desk.a.view
    part_of(qtbot, room, "region", "privacy")
    drawing = view.viewport().findChild(RegionDrawing)
    assert isinstance(drawing, RegionDrawing)
    view.verticalScrollBar().setValue(round(view._layout.tops[1]) - 100)
    drag(drawing, QPoint(100, 20), QPoint(200, 180))
    assert drawing.isVisible()
    assert drawing.told.text() == "Nothing is redacted: a region is on one page. Draw one on each."
    assert len(kept(evidence)) == 1


def test_reasons_that_come_late_are_listed_for_whoever_waits_for_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow, evidence: Evidence
) -> None:
    late = Late(monkeypatch, redactions, "reasons_by_use")
    workspace = opened(qtbot, window, evidence)
    review = workspace.review
    late.wait(qtbot)
    qtbot.waitUntil(lambda: review.desk.a.view.complete, timeout=PATIENCE)
    said: list[str] = []
    workspace.session.said.connect(said.append)
    name = review.inspector.reason.name
    select(review.desk.a.view, WORDS)
    press(review.desk.a.view, Qt.Key.Key_D)
    assert name.hasFocus()
    QTest.keyClicks(name, "medic")
    press(name, Qt.Key.Key_Return)
    assert said == ["The reasons are still being looked up"]
    assert name.text() == "medic"
    late.let_go()
    qtbot.waitUntil(name.popup.isVisible, timeout=PATIENCE)
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == 1, timeout=PATIENCE)
    (made,) = kept(evidence)
    assert made.what.reason == "MED"
