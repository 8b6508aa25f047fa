"""Redactions in the Exports room: found across items, seen before they are proposed, decided on many at a time."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import Draft, Redaction, RedactionKind, RedactionState
from reviewer.gui.rooms.exports.redactions import RedactionsPart, Which
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports.redaction import redaction_patterns, redactions
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.cut_words import settle
from tests.gui.hands import Hands
from tests.gui.keyboard import out_of_order, unreached, walked
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do
from tests.gui.test_sending import held_up


@pytest.fixture
def part(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> RedactionsPart:
    """The redactions, in sight and looked up; Ada is at the keyboard."""
    window.activateWindow()
    workspace.session.rename("Ada")
    workspace.show_room("exports")
    workspace.exports.show_part("redactions")
    made = workspace.exports.redactions
    qtbot.waitUntil(lambda: made.none.isVisible() and made.finding.reason.count() > 0, timeout=PATIENCE)
    return made


def kept(evidence: Evidence) -> list[Redaction]:
    return [each.redaction for each in evidence.look(redactions.listed)]


def look(qtbot: QtBot, part: RedactionsPart, words: str) -> None:
    """Look for words, and wait for the list of where they stand."""
    hands, finding = Hands(), part.finding
    hands.tab_to(finding.term)
    hands.type(words)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(finding.places.isVisible, timeout=PATIENCE)


def places(part: RedactionsPart) -> list[tuple[str, str]]:
    """Document and words of each place that is listed."""
    model = part.finding.places.model
    return [(model.index(row, 0).data(), model.index(row, 2).data()) for row in range(model.rowCount())]


def lines(part: RedactionsPart) -> list[tuple[str, ...]]:
    """Document, reason, what and state of each redaction that is listed."""
    model = part.model
    return [tuple(str(model.index(row, at).data()) for at in (0, 2, 3, 4)) for row in range(model.rowCount())]


def proposed(case: Case) -> None:
    """Words of the first message and of the third, proposed by Ada."""
    for subject, quote in (("Doorbells for the station", "our camera"), ("Thank you", "Mine works")):
        (item,) = search.ids(case, f'subject:"{subject}"')
        redactions.add_quote(case, item, quote, "PRV", reviewer="Ada")


def test_what_is_decided_on_is_in_sight_on_a_small_laptop_with_everything_twice_as_large(
    qapp: QApplication, qtbot: QtBot, window: MainWindow, workspace: Workspace, part: RedactionsPart
) -> None:
    do(qtbot, workspace, proposed)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    window.resize(1366 // 2, 768 // 2)
    settle(qapp, lambda: workspace.width() == window.width())
    assert part.list.viewport().height() >= 2 * part.list.rowHeight(0)


def test_words_are_seen_where_they_stand_and_those_chosen_are_proposed_as_one_act_that_is_undone(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, part: RedactionsPart, evidence: Evidence
) -> None:
    assert part.none.text().startswith("Nothing is redacted yet.")
    look(qtbot, part, "camera; zzqq; flyer")
    assert part.finding.places.rest.text() == "Nowhere, or redacted already wherever it stands: “zzqq”"
    of_flyer = ["IA7-000002"] * 3  # its subject, its text, the name of what is attached
    assert [control for control, _ in places(part)] == ["IA7-000001", *of_flyer, "IA7-000004"]
    assert places(part)[0][1].startswith("…your officers with our “camera” at no cost"), "no word is cut"
    assert not kept(evidence), "nothing is proposed before it was seen"
    listed = part.finding.places
    assert listed.told.text() == "5 places in 3 documents"
    assert listed.go.text() == "Propose 5 places"
    assert listed.hint.text().startswith("All are chosen")
    assert listed.go.hasFocus()
    assert unreached(window, Qt.Key.Key_Tab) == []
    workspace.topbar.search.setFocus()
    assert out_of_order(walked(Qt.Key.Key_Tab)) == []
    model = listed.list.selectionModel()
    for at in (1, 2, 3):
        model.select(listed.model.index(at, 0), model.SelectionFlag.Deselect | model.SelectionFlag.Rows)
    assert listed.go.text() == "Propose 2 places"
    part.finding.reason.say("MED")
    listed.go.setFocus()
    Hands().press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    assert {(each.quote, each.what.reason, each.what.found_by) for each in kept(evidence)} == {
        ("camera", "MED", "pattern term")
    }
    assert len(evidence.look(partial(trail.latest, act="redaction add"))) == 1
    told = workspace.status.echo.said
    qtbot.waitUntil(lambda: told.text() == "2 redactions proposed: words in 2 items", timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(places(part)) == 3, timeout=PATIENCE)
    assert not listed.chosen, "what was left out stays so"
    assert not listed.hint.text().startswith("All are chosen")
    assert not listed.go.hasFocus()
    workspace.status.echo.undo.click()
    qtbot.waitUntil(lambda: not kept(evidence), timeout=PATIENCE)
    qtbot.waitUntil(part.none.isVisible, timeout=PATIENCE)


def test_what_was_proposed_is_not_looked_for_again_by_what_the_form_says_by_then(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, evidence: Evidence
) -> None:
    look(qtbot, part, "camera")
    finding = part.finding
    with held_up(qtbot, workspace):
        finding.places.go.click()
        finding.term.setFocus()
        Hands().type("; flyer")
        finding.query.setText("from:joel AND (")
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    assert not finding.problem.isVisible()
    assert not finding.places.isVisible(), "nobody has asked for what stands there now"
    assert finding.term.hasFocus()


def test_what_is_refused_does_not_end_the_search_under_way(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, part: RedactionsPart
) -> None:
    look(qtbot, part, "camera")
    finding, going_on = part.finding, threading.Event()
    for _ in range(2):  # all that make pages, so that the search waits behind them
        workspace.session.making(window, lambda _case: going_on.wait()).run()
    try:
        with held_up(qtbot, workspace):
            finding.reason.setCurrentIndex(-1)  # nothing is proposed without a reason
            finding.places.go.click()
            finding.look.setFocus()
            finding.look.click()
        qtbot.waitUntil(finding.problem.isVisible, timeout=PATIENCE)
        assert finding.progress.running
        assert finding.progress.isVisible()
        assert finding.progress.stop.hasFocus(), "the next key stops it"
        assert not finding.look.isEnabled()
    finally:
        going_on.set()
    qtbot.waitUntil(lambda: not finding.progress.running, timeout=PATIENCE)
    assert finding.look.isEnabled()


def test_what_is_missing_or_not_understood_is_said_in_the_form(qtbot: QtBot, part: RedactionsPart) -> None:
    finding = part.finding
    finding.look.click()
    qtbot.waitUntil(finding.problem.isVisible, timeout=PATIENCE)
    assert finding.problem.text() == "There is nothing to look for: no words are known."
    finding.term.setText("camera")
    finding.query.setText("from:joel AND (")
    finding.look.click()
    qtbot.waitUntil(lambda: bool(finding.query.accessibleDescription()), timeout=PATIENCE)
    assert not finding.places.isVisible()
    finding.query.setText("from:joel")
    finding.look.click()
    qtbot.waitUntil(finding.places.isVisible, timeout=PATIENCE)
    assert [control for control, _ in places(part)] == ["IA7-000001"]


def test_all_are_chosen_still_once_documents_that_had_no_pages_have_theirs(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, tmp_path: Path
) -> None:
    more = folder(tmp_path / "more", {"4.eml": mail("One more", "Another camera came.\n")})
    workers = workspace.session.workers
    do(qtbot, workspace, lambda case: intake.add(case, workers, [more], custodian="Okafor", reviewer="Ada"))
    look(qtbot, part, "camera")
    listed = part.finding.places
    qtbot.waitUntil(lambda: listed.go.text() == "Propose 2 places", timeout=PATIENCE)
    assert listed.go.hasFocus()
    assert listed.rest.text() == "No pages yet: IA7-000005"
    listed.pages.animateClick()  # as by the mouse, which leaves the keyboard where it is
    qtbot.waitUntil(lambda: len(places(part)) == 3, timeout=PATIENCE)
    assert listed.go.text() == "Propose 3 places"
    assert listed.go.hasFocus(), "who was in the form stays in it"


def test_what_one_leaves_out_while_pages_are_made_stays_left_out(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = folder(tmp_path / "more", {"4.eml": mail("One more", "Another camera came.\n")})
    workers = workspace.session.workers
    do(qtbot, workspace, lambda case: intake.add(case, workers, [more], custodian="Okafor", reviewer="Ada"))
    look(qtbot, part, "camera")
    listed = part.finding.places
    qtbot.waitUntil(lambda: listed.go.text() == "Propose 2 places", timeout=PATIENCE)
    late = Late(monkeypatch, redaction_patterns, "make_pages")
    try:
        listed.pages.click()
        late.wait(qtbot)
        listed.list.clearSelection()
    finally:
        late.let_go()
    qtbot.waitUntil(lambda: len(places(part)) == 3, timeout=PATIENCE)
    assert not listed.chosen


def test_a_second_reviewer_approves_many_at_once_and_who_proposed_them_cannot(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, evidence: Evidence
) -> None:
    do(qtbot, workspace, proposed)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    assert lines(part) == [
        ("IA7-000001", "PRV", "“our camera”", "proposed by Ada"),
        ("IA7-000004", "PRV", "“Mine works”", "proposed by Ada"),
    ]
    hands = Hands()
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert part.approve.text() == "Approve 2"
    hands.tab_to(part.approve)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(part.problem.isVisible, timeout=PATIENCE)
    assert part.problem.text().startswith("Ada proposed redaction 1, 2, so somebody else has to decide on it.")
    assert {each.state for each in kept(evidence)} == {RedactionState.PROPOSED}

    workspace.session.rename("Bea Second")
    hands.tab_to(part.approve)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {each.state for each in kept(evidence)} == {RedactionState.APPROVED}, timeout=PATIENCE)
    assert {each.decided_by for each in kept(evidence)} == {"Bea Second"}
    assert len(evidence.look(partial(trail.latest, act="redaction approve"))) == 1
    qtbot.waitUntil(lambda: not lines(part), timeout=PATIENCE)
    assert part.none.text() == "None is like this."
    part.chips[Which.APPROVED].click()
    assert [state for *_, state in lines(part)] == ["approved by Bea Second"] * 2
    part.list.selectAll()
    part.decline.click()
    qtbot.waitUntil(lambda: {each.state for each in kept(evidence)} == {RedactionState.DECLINED}, timeout=PATIENCE)


def test_what_is_chosen_stays_in_sight_when_many_come_above_it(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart
) -> None:
    do(qtbot, workspace, proposed)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    part.list.selectRow(1)

    def many(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Doorbells for the station"')
        rendition = redactions.rendition_of(case, item)
        drafts = [
            Draft(item, rendition, RedactionKind.REGION, 1, 1, "PRV", box=(at, at, at + 9, at + 9)) for at in range(99)
        ]
        redactions.add_drafts(case, drafts, "regions", reviewer="Ada")

    do(qtbot, workspace, many)
    qtbot.waitUntil(lambda: len(lines(part)) == 101, timeout=PATIENCE)
    (chosen,) = part.list.selectionModel().selectedRows()
    assert lines(part)[chosen.row()][:3] == ("IA7-000004", "PRV", "“Mine works”")
    assert chosen.row() > 90
    assert part.list.viewport().rect().contains(part.list.visualRect(chosen).center())


def test_many_are_removed_at_once_and_one_undo_brings_them_all_back(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, evidence: Evidence
) -> None:
    """Whoever proposed them may; what is approved meanwhile stays."""
    do(qtbot, workspace, proposed)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    before = kept(evidence)
    hands = Hands()
    hands.tab_to(part.list)
    hands.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert part.remove.text() == "Remove 2"
    hands.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not kept(evidence), timeout=PATIENCE)
    assert len(evidence.look(partial(trail.latest, act="redaction remove"))) == 1
    qtbot.waitUntil(lambda: not lines(part), timeout=PATIENCE)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: kept(evidence) == before, timeout=PATIENCE)
    do(qtbot, workspace, approved_first)
    part.chips[Which.ALL].click()
    qtbot.waitUntil(lambda: [state for *_, state in lines(part)][:1] == ["approved by Bea"], timeout=PATIENCE)
    part.list.selectAll()
    assert part.remove.text() == "Remove"
    hands.click(part.remove)
    qtbot.waitUntil(lambda: [each.state for each in kept(evidence)] == [RedactionState.APPROVED], timeout=PATIENCE)


def approved_first(case: Case) -> None:
    redactions.decide(case, [redactions.listed(case)[0].redaction.id], RedactionState.APPROVED, reviewer="Bea")


def test_the_text_of_a_redaction_is_followed_to_where_else_it_stands(
    qtbot: QtBot, workspace: Workspace, part: RedactionsPart, evidence: Evidence
) -> None:
    def one(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Doorbells for the station"')
        redactions.add_quote(case, item, "camera", "PRV", reviewer="Ada")

    do(qtbot, workspace, one)
    qtbot.waitUntil(lambda: len(lines(part)) == 1, timeout=PATIENCE)
    part.follow.click()
    qtbot.waitUntil(lambda: [control for control, _ in places(part)] == ["IA7-000004"], timeout=PATIENCE)
    finding = part.finding
    assert finding.title.text() == "Where else “camera” stands"
    finding.places.go.click()
    qtbot.waitUntil(lambda: len(kept(evidence)) == 2, timeout=PATIENCE)
    assert [each.what.follows for each in kept(evidence)] == [None, 1]
    qtbot.waitUntil(lambda: not places(part), timeout=PATIENCE)
    assert finding.places.told.text() == "Nothing is found on pages that is still to be redacted."
    finding.leave.click()
    assert finding.form.isVisible()
    assert finding.title.text() == "Find and propose"


def test_a_line_leads_to_its_words_in_review(qtbot: QtBot, workspace: Workspace, part: RedactionsPart) -> None:
    do(qtbot, workspace, proposed)
    qtbot.waitUntil(lambda: len(lines(part)) == 2, timeout=PATIENCE)
    hands = Hands()
    hands.click_row(part.list, part.model.index(1, 0))  # not by selectRow, which minds what was pressed last
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.stack.currentWidget() is workspace.review, timeout=PATIENCE)
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: desk.a.item is not None and desk.a.item.control == "IA7-000004", timeout=PATIENCE)
