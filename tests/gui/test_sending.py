"""What is typed, chosen and begun between Save and the answer is the reviewer's: no answer takes it away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import EVERYTHING
from reviewer.domain.ids import ItemId
from reviewer.domain.people.officer import Officer
from reviewer.domain.policy.allegation import Side
from reviewer.errors import KnownError
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.evidence import items
from reviewer.usecases.people import officers, organisations, signing
from reviewer.usecases.policy import allegations, clauses, findings
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.rooms.alleging import FIRST, alleged, finding_of, opened, proved
from tests.gui.rooms.conftest import policed
from tests.gui.rooms.interviewing import bare, do, kept, mark, shown

__all__ = ["policed"]

CONTROL = Qt.KeyboardModifier.ControlModifier
NEXT = "more words"


@contextmanager
def held_up(qtbot: QtBot, workspace: Workspace) -> Iterator[None]:
    """Nothing gets into the file while this lasts, as while other work is being written; then everything is there."""
    free, done = threading.Event(), list[object]()
    workspace.session.operation(workspace, lambda _case: free.wait()).run()
    try:
        yield
    finally:
        workspace.session.operation(workspace, lambda _case: True).success(done.append).run()
        free.set()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def stands_still(field: QWidget) -> None:
    """Neither a letter nor Enter gets into a field."""
    before = field.text()  # type: ignore[attr-defined]
    QTest.keyClicks(field, NEXT)
    press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_Return, CONTROL)
    assert field.text() == before  # type: ignore[attr-defined]


# -- lines that things are added with: they stay free -----------------------------------------------------------------


def test_the_next_exhibit_participant_and_question_can_be_typed_while_the_one_before_is_saved(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    mark(qtbot, workspace)
    do(qtbot, workspace, bare)
    room = shown(qtbot, workspace)
    sheet = room.sheet
    sheet.show_part("exhibits")
    control = evidence.look(lambda case: items.get(case, ItemId(1)).control)
    sheet.exhibits.control.setText(control)
    sheet.exhibits.control.setFocus()
    with held_up(qtbot, workspace):
        press(sheet.exhibits.control, Qt.Key.Key_Return)
        sheet.exhibits.control.setText(NEXT)
    qtbot.waitUntil(lambda: sheet.exhibits.model.rowCount() == 1, timeout=PATIENCE)
    assert sheet.exhibits.control.text() == NEXT
    sheet.show_part("plan")
    plan = sheet.plan
    plan.name.setText("Ines Roy")
    plan.role.setText("interviewer")
    plan.role.setFocus()
    with held_up(qtbot, workspace):
        press(plan.role, Qt.Key.Key_Return)
        plan.name.setText(NEXT)
        plan.place.setFocus()
    assert [each.name for each in kept(evidence).participants] == ["Ines Roy"]
    assert plan.name.text() == NEXT
    assert plan.place.hasFocus()
    sheet.show_part("outline")
    outline = sheet.outline
    qtbot.waitUntil(lambda: outline.model.rowCount() > 0, timeout=PATIENCE)
    outline.view.setCurrentIndex(outline.model.index(0))
    outline.new.setText("Who else knew?")
    outline.new.setFocus()
    with held_up(qtbot, workspace):
        press(outline.new, Qt.Key.Key_Return)
        outline.new.setText(NEXT)
        outline.view.setCurrentIndex(outline.model.index(1))
    questions = [each.text for each in kept(evidence).questions]
    assert "Who else knew?" in questions
    qtbot.waitUntil(lambda: outline.model.rowCount() == 5, timeout=PATIENCE)
    at_hand = outline.view.row_at_hand()
    assert at_hand is not None
    assert (outline.new.text(), at_hand.text) == (NEXT, "What was offered?")


# -- forms that close: they stand still -------------------------------------------------------------------------------


def test_an_officer_being_saved_takes_nothing_more_and_one_begun_meanwhile_stays_open(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    workspace.show_room("people")
    people = workspace.people
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 2, timeout=PATIENCE)
    people.page.add_officer()
    form = people.page.form
    form.serial.setText("103")
    form.name.setText("Nils Strand")
    form.name.setFocus()
    with held_up(qtbot, workspace):
        press(form.name, Qt.Key.Key_Return, CONTROL)
        stands_still(form.name)
        press(form.name, Qt.Key.Key_Escape)
        assert not form.isVisible(), "one is not kept waiting"
        people.page.add_officer()
        form.serial.setFocus()
        QTest.keyClicks(form.serial, "104")
    assert {each.serial for each in evidence.look(officers.listed)} == {"101", "102", "103"}
    assert form.isVisible()
    assert form.serial.text() == "104"


@pytest.mark.parametrize("serial", ["103", "101"])
def test_what_is_typed_while_a_form_is_saved_is_told_or_typed_where_the_form_stays(
    qtbot: QtBot, workspace: Workspace, serial: str
) -> None:
    """There is an officer 101 already: that one is refused."""
    workspace.show_room("people")
    people = workspace.people
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 2, timeout=PATIENCE)
    failed: list[KnownError] = []
    workspace.session.failed.connect(failed.append)
    people.page.add_officer()
    form = people.page.form
    form.serial.setText(serial)
    form.name.setText("Nils Strand")
    form.name.setFocus()
    with held_up(qtbot, workspace):
        press(form.name, Qt.Key.Key_Return, CONTROL)
        QTest.keyClicks(form.name, " jx")
        press(form.name, Qt.Key.Key_Backspace)
        press(form.name, Qt.Key.Key_R)
        press(form.name, Qt.Key.Key_Shift)
        press(form.name, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        press(form.name, Qt.Key.Key_V, CONTROL)
        composed = QInputMethodEvent()
        composed.setCommitString("ü")
        QApplication.sendEvent(form.name, composed)
        assert form.name.text() == "Nils Strand"
    if serial == "101":
        qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
        assert (form.name.text(), failed) == ("Nils Strand jrü", [])
    else:
        qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE)
        assert not form.isVisible()
        assert "“ jrü” was typed" in str(failed[0])


def test_officers_being_merged_and_parted_are_so_once(qtbot: QtBot, workspace: Workspace, evidence: Evidence) -> None:
    def third(case: Case) -> Officer:
        return officers.enter(case, officers.OfficerDetails("103", "Ruth Castelan"), reviewer="Ada")

    do(qtbot, workspace, third)
    workspace.show_room("people")
    people = workspace.people
    qtbot.waitUntil(lambda: people.officers.model.rowCount() == 3, timeout=PATIENCE)
    merge, split = people.page.merge, people.page.split
    found = {each.serial: each for each in evidence.look(officers.listed)}
    refused: list[object] = []
    workspace.session.failed.connect(refused.append)
    merge.ask(found["101"])
    qtbot.waitUntil(lambda: bool(merge._others), timeout=PATIENCE)
    merge._chosen(found["103"].id)
    qtbot.waitUntil(merge.merge.isEnabled, timeout=PATIENCE)
    with held_up(qtbot, workspace):
        merge._merge()
        merge._merge()
        assert merge._sending.busy
    qtbot.waitUntil(lambda: not merge._sending.busy, timeout=PATIENCE)
    assert (merge.problem.text(), refused) == ("", []), "the second Enter merged nobody with somebody who was gone"
    split.ask(found["101"])
    qtbot.waitUntil(lambda: bool(split.takes), timeout=PATIENCE)
    with held_up(qtbot, workspace):
        split.takes[0].click()
        split.takes[0].click()
    qtbot.waitUntil(lambda: not split._sending.busy, timeout=PATIENCE)
    assert (split.problem.text(), refused) == ("", [])


def test_an_organisation_and_its_person_being_saved_take_nothing_more(
    qtbot: QtBot, workspace: Workspace, evidence: Evidence
) -> None:
    workspace.show_room("people")
    workspace.people.show_part("organisations")
    workspace.people.add_new()
    page = workspace.people.organisation
    page.form.fields["name"].setText("Lantern")  # type: ignore[union-attr]
    with held_up(qtbot, workspace):
        page.form.submit()
        stands_still(page.form.fields["name"])
    qtbot.waitUntil(lambda: not page.form.isVisible(), timeout=PATIENCE)
    assert [each.name for each in evidence.look(organisations.listed)] == ["Lantern"]
    qtbot.waitUntil(page.add.isVisible, timeout=PATIENCE)
    for name in ("Dana Cole", "Eve Marsh"):
        page._ask_person(None)
        page.person.fields["name"].setText(name)  # type: ignore[union-attr]
        with held_up(qtbot, workspace):
            page.person.submit()
            stands_still(page.person.fields["name"])
        qtbot.waitUntil(lambda: not page.person.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.people.rowCount() == 2, timeout=PATIENCE)
    page.people_table.selectRow(1)
    (made,) = evidence.look(organisations.listed)
    page.show_organisation(made)
    qtbot.waitUntil(lambda: page.name.text() == "Lantern", timeout=PATIENCE)
    workspace.session.changed.emit(EVERYTHING)
    with held_up(qtbot, workspace):
        pass
    assert page.people_table.currentIndex().row() == 1, "the person at hand stays at hand"


def test_an_allegation_an_interview_and_a_clause_being_saved_take_nothing_more(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    part._change()
    form = part.form
    qtbot.waitUntil(lambda: form.clause.count() > 0, timeout=PATIENCE)
    form.vendor.setText("Lantern Bell")
    with held_up(qtbot, policed):
        press(form.vendor, Qt.Key.Key_Return)
        stands_still(form.vendor)
        press(form.vendor, Qt.Key.Key_Escape)
        part._change()
        form.vendor.setText(NEXT)
    assert form.isVisible(), "what was begun anew is not closed by what was saved before"
    assert form.vendor.text() == NEXT
    (made,) = evidence.look(allegations.listed)
    assert made.vendor == "Lantern Bell"
    policed.findings.show_part("policy")
    clause = policed.findings.policy.form
    qtbot.waitUntil(lambda: clause.code.text() == "3.14", timeout=PATIENCE)
    clause.name.setText("Gifts")
    with held_up(qtbot, policed):
        press(clause.name, Qt.Key.Key_Return, CONTROL)
        stands_still(clause.name)
    qtbot.waitUntil(lambda: not clause.dirty, timeout=PATIENCE)
    assert [each.name for each in evidence.look(clauses.listed)] == ["Gifts"]
    policed.show_room("interviews")
    interview = policed.interviews
    interview.begin()
    entering = interview.form
    entering.witness.setText("Noor Haddad")
    with held_up(qtbot, policed):
        press(entering.witness, Qt.Key.Key_Return)
        stands_still(entering.witness)
    qtbot.waitUntil(lambda: not entering.isVisible(), timeout=PATIENCE)
    assert kept(evidence).name == "Noor Haddad"


# -- what stands beside the form --------------------------------------------------------------------------------------


def test_who_goes_on_while_a_hit_is_dismissed_is_not_led_past_the_next(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    part = opened(qtbot, policed)
    looking = part.suggestions
    part.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: looking.model.rowCount() > 0, timeout=PATIENCE)
    looking.query.setText("doorbells OR flyer")
    press(looking.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() == 3, timeout=PATIENCE)
    looking._opening.stop()
    at = looking.hits.currentIndex().row()
    looking.why.setText("Advertising")
    with held_up(qtbot, policed):
        press(looking.why, Qt.Key.Key_Return, CONTROL)
        gone_on = (at + 1) % 3
        looking.hits.setCurrentIndex(looking.hits_model.index(gone_on))
        looking._opening.stop()
        looking.why.setText(NEXT)
    assert len(evidence.look(partial(allegations.get, allegation=FIRST)).line(1).dismissals) == 1
    assert (looking.hits.currentIndex().row(), looking.why.text()) == (gone_on, NEXT)


def test_a_step_of_a_finding_clears_nothing_of_another_allegation(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    def two(case: Case) -> None:
        proved(case)
        allegations.add(case, "102", "3.14", "Took another", "2016", reviewer="Ada")
        findings.draft(case, FIRST, "sustained", reason="The offer shows it.", reviewer="Ada")

    do(qtbot, policed, two)
    policed.session.rename("Ada")
    part = opened(qtbot, policed)
    form = part.sheet.finding
    qtbot.waitUntil(form.propose.isEnabled, timeout=PATIENCE)
    other = evidence.look(allegations.listed)[1].id
    with held_up(qtbot, policed):
        form.propose.click()
        part.show_allegation(other)
        qtbot.waitUntil(lambda: part.whole is not None and part.whole.allegation.id == other, timeout=PATIENCE)
        form.comment.setText(NEXT)
    assert finding_of(evidence).finding.state.value == "proposed"
    assert form.comment.text() == NEXT


def test_a_passphrase_typed_while_a_key_is_made_stays(qtbot: QtBot, policed: Workspace, evidence: Evidence) -> None:
    do(qtbot, policed, proved)
    do(qtbot, policed, partial(findings.draft, allegation=FIRST, outcome="sustained", reason="So.", reviewer="Ada"))
    policed.session.rename("Ada")
    sign = opened(qtbot, policed).sheet.finding.sign
    qtbot.waitUntil(sign.make.isVisible, timeout=PATIENCE)
    sign.make.click()
    sign.first.setText("four words of ada")
    sign.again.setText("four words of ada")
    with held_up(qtbot, policed):
        sign.keep.click()
        sign.first.setText(NEXT)
    assert [each.reviewer for each in evidence.look(signing.listed)] == ["Ada"]
    assert (sign.first.text(), sign.making.isVisible()) == (NEXT, True)


def test_who_goes_on_by_hand_is_not_taken_to_the_next_unread_item(qtbot: QtBot, workspace: Workspace) -> None:
    room = workspace.review
    room.list.setFocus()
    press(room.list, Qt.Key.Key_U)
    room.listing.step(+2)
    gone_on = room.list.currentIndex().row()
    answered: list[object] = []
    workspace.session.query(room, lambda case: case).success(answered.append).run()
    qtbot.waitUntil(lambda: bool(answered), timeout=PATIENCE)
    assert room.list.currentIndex().row() == gone_on == 2
