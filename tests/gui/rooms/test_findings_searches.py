"""The Findings room: looking for what speaks against an element, and looking again when evidence comes in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.policy.allegation import Side
from reviewer.domain.policy.finding import State
from reviewer.gui.models.hits import STATE
from reviewer.gui.rooms.findings.allegations import AllegationsPart
from reviewer.gui.rooms.findings.signing import SignPart
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search, told_acts
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import passages
from reviewer.usecases.people import signing
from reviewer.usecases.policy import allegations, findings
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import seen
from tests.gui.keyboard import press
from tests.gui.late import Late
from tests.gui.rooms.alleging import FIRST, alleged, cell, finding_of, opened, proved
from tests.gui.rooms.interviewing import do


def test_a_hit_is_opened_by_looking_at_it_and_dismissed_with_a_word_before_none_found_is_confirmed(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, alleged)
    first = policed.review.desk.shown()[0]
    do(qtbot, policed, partial(items.read, item=first, reviewer=policed.session.reviewer))
    part = opened(qtbot, policed)
    looking = part.suggestions
    part.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: looking.model.rowCount() > 0, timeout=PATIENCE)
    assert not looking.hits.isVisible(), "until something is found the searches have all the room"
    table, rows = looking.searches, range(looking.model.rowCount())
    qtbot.waitUntil(lambda: len({table.rowHeight(row) for row in rows}) > 1, timeout=PATIENCE)
    QTest.keyClicks(looking.query, "doorbells OR flyer")
    press(looking.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() > 1, timeout=PATIENCE)
    assert looking.hits.isVisible()
    many = looking.hits_model.rowCount()
    seen = looking.hits.currentIndex()
    assert many == 3  # the first message was open in the Review room
    assert looking.told.text() == "1 search was made; 2 hits still to be opened or dismissed"
    assert not looking.confirm.isEnabled()
    assert seen.data(STATE) == "● not looked at yet"
    qtbot.waitUntil(lambda: seen.data(STATE) == "opened", timeout=PATIENCE)
    looking.hits.setFocus()
    press(looking.hits, Qt.Key.Key_D)
    assert looking.why.hasFocus()
    press(looking.why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Say why" in looking.problem.text(), timeout=PATIENCE)
    QTest.keyClicks(looking.why, "Advertising")
    press(looking.why, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(looking.confirm.isEnabled, timeout=PATIENCE)
    looking.confirm.click()
    qtbot.waitUntil(lambda: part.left.currentIndex() == 0, timeout=PATIENCE)
    line = evidence.look(partial(allegations.get, allegation=FIRST)).line(1)
    (gone,), (said,) = line.dismissals, line.confirmations
    (made,) = said.searches
    assert (made.query, made.hits, len(made.opened or ())) == ("doorbells OR flyer", many, 2)
    assert (gone.reason, len(gone.items)) == ("Advertising", 1)
    qtbot.waitUntil(lambda: "Advertising" in cell(part, 1, Side.AGAINST).said.text(), timeout=PATIENCE)


def test_one_screen_leads_to_what_is_new_and_confirms_the_rest_together(
    qtbot: QtBot, policed: Workspace, evidence: Evidence, tmp_path: Path
) -> None:
    def alleged_twice(case: Case) -> None:
        first = alleged(case)
        allegations.confirm(case, first.id, 1, ["castellan paid"], reviewer="Ada")
        allegations.confirm(case, first.id, 2, ["invoice"], reviewer="Ada")

    do(qtbot, policed, alleged_twice)
    workers = policed.session.workers
    later = folder(tmp_path / "later", {"late.eml": mail("Paid", "Here is the invoice.")})
    do(qtbot, policed, partial(intake.add, workers=workers, paths=[later], reviewer="Ada"))
    part = opened(qtbot, policed)
    again = part.again
    press(part.list, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: again.model.rowCount() == 1, timeout=PATIENCE)
    assert again.table.hasFocus(), "Enter goes to the line"
    assert "“invoice” finds 1 document more: IA7-00000" in str(again.model.index(0, 1).data())
    assert again.settled.text() == "1 search was run again over 5 items, and nothing new is left to be looked at."
    again.confirm.click()
    qtbot.waitUntil(lambda: not again.confirm.isEnabled(), timeout=PATIENCE)
    line = evidence.look(partial(allegations.get, allegation=FIRST)).line(1)
    assert [each.items for said in line.confirmations for each in said.searches] == [4, 5]

    again.table.setFocus()
    again.table.selectRow(0)
    press(again.table, Qt.Key.Key_Return)
    looking = part.suggestions
    qtbot.waitUntil(lambda: looking.hits_model.rowCount() == 1, timeout=PATIENCE)
    assert (looking.cell, part.left.currentWidget()) == ((2, Side.AGAINST), looking)
    QTest.keyClicks(looking.why, "An invoice of another")
    press(looking.why, Qt.Key.Key_Return)
    qtbot.waitUntil(looking.confirm.isEnabled, timeout=PATIENCE)
    looking.confirm.setFocus()
    press(looking.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: part.left.currentWidget() is again and again.model.rowCount() == 0, timeout=PATIENCE)
    assert evidence.look(partial(allegations.get, allegation=FIRST)).look_again == ()


def test_the_searches_that_are_saved_in_the_case_are_offered_and_their_words_are_framed(
    qtbot: QtBot, policed: Workspace
) -> None:
    def saved(case: Case) -> None:
        alleged(case)
        saved_searches.add(case, "Ads", "doorbells OR flyer", reviewer="Ben")

    do(qtbot, policed, saved)
    part = opened(qtbot, policed)
    part.look(1, Side.AGAINST)
    qtbot.waitUntil(lambda: part.suggestions.model.rowCount() > 0, timeout=PATIENCE)
    last = part.suggestions.model.rowCount() - 1
    assert part.suggestions.model.index(last, 0).data() == 'saved:"Ads"'
    part.suggestions.searches.selectRow(last)
    press(part.suggestions.searches, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.suggestions.hits_model.rowCount() == 3, timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.pane.finder.hit is not None, timeout=PATIENCE)
    press(part.suggestions.hits, Qt.Key.Key_Return)
    desk = policed.review.desk
    qtbot.waitUntil(lambda: desk.isVisible() and desk.active.finder.hit is not None, timeout=PATIENCE)


def test_an_element_asks_to_be_looked_at_again_as_soon_as_the_saved_search_stands_for_another_one(
    qtbot: QtBot, policed: Workspace
) -> None:
    def looked(case: Case) -> None:
        saved_searches.add(case, "Ads", "zeppelin", reviewer="Ben")
        allegations.confirm(case, alleged(case).id, 1, ["saved:ads"], reviewer="Ben")

    do(qtbot, policed, looked)
    part = opened(qtbot, policed)
    assert part.whole is not None
    assert part.whole.allegation.look_again == ()
    do(qtbot, policed, partial(saved_searches.change, name="Ads", query="zeppelin OR castle", reviewer="Ben"))
    told = "element 1: the search against it: “saved:ads” stands for another search by now"
    qtbot.waitUntil(lambda: part.whole is not None and part.whole.allegation.look_again == (told,), timeout=PATIENCE)


def _proposed(case: Case) -> None:
    proved(case)
    findings.draft(case, FIRST, "sustained", reason="So it is.", reviewer="Ada")
    findings.propose(case, FIRST, reviewer="Ada")


@pytest.fixture
def signed_late(
    qtbot: QtBot, policed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> tuple[AllegationsPart, Late, list[str]]:
    """A finding that Bo signs, shown as signed; that it was signed is still to be told, and what is said is kept."""
    do(qtbot, policed, _proposed)
    policed.session.rename("Ada")
    part = opened(qtbot, policed)
    form, said = part.sheet.finding, list[str]()
    form.said.connect(said.append)
    qtbot.waitUntil(form.sign.name.isVisible, timeout=PATIENCE)
    form.sign.name.setFocus()
    QTest.keyClicks(form.sign.name, "Bo")
    late = Late(monkeypatch, told_acts, "act")
    press(form.sign.name, Qt.Key.Key_Return)
    late.wait(qtbot)
    qtbot.waitUntil(form.finalise.isVisible, timeout=PATIENCE)
    assert said == []
    return part, late, said


def test_a_step_that_is_shown_before_it_is_told_leads_to_the_next_one_all_the_same(
    qtbot: QtBot, signed_late: tuple[AllegationsPart, Late, list[str]]
) -> None:
    part, late, said = signed_late
    assert part.sheet.finding.finalise.hasFocus()
    late.let_go()
    qtbot.waitUntil(lambda: said == ["The finding is reviewed by Bo (typed name)"], timeout=PATIENCE)
    assert part.sheet.finding.finalise.hasFocus()


def test_who_has_gone_on_before_a_step_is_told_keeps_the_keyboard(
    qtbot: QtBot, signed_late: tuple[AllegationsPart, Late, list[str]]
) -> None:
    part, late, said = signed_late
    part.filter.setFocus()
    late.let_go()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert part.filter.hasFocus()


def make_key(sign: SignPart) -> None:
    """Type the passphrase of a new key where it is asked for."""
    for field in (sign.first, sign.again):
        assert (field.hasFocus(), field.echoMode()) == (True, QLineEdit.EchoMode.Password)
        QTest.keyClicks(field, "four words of bo")
        press(field, Qt.Key.Key_Return)


def test_who_forgot_the_passphrase_of_a_key_ends_it_and_signs_with_another(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, _proposed)
    do(qtbot, policed, partial(signing.add, name="Bo", passphrase="words that are gone", reviewer="Bo"))
    policed.session.rename("Ada")
    form = opened(qtbot, policed).sheet.finding
    sign = form.sign
    qtbot.waitUntil(sign.name.isVisible, timeout=PATIENCE)
    assert not sign.lost.isVisible()
    sign.name.setFocus()
    QTest.keyClicks(sign.name, "Bo")
    sign.lost.setFocus()
    press(sign.lost, Qt.Key.Key_Space)
    assert sign.why.hasFocus()
    assert "The key of Bo can be ended" in sign.told.text()
    press(sign.why, Qt.Key.Key_Return)
    assert sign.problem.text().startswith("Say why the key ends")
    QTest.keyClicks(sign.why, "The passphrase is forgotten.")
    press(sign.why, Qt.Key.Key_Return)
    qtbot.waitUntil(sign.first.hasFocus, timeout=PATIENCE)
    assert not sign.ending.isVisible()
    (old,) = evidence.look(signing.listed)
    assert (bool(old.revoked), old.reviewer) == (True, "Bo")
    make_key(sign)
    qtbot.waitUntil(sign.secret.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(sign.secret, "four words of bo")
    press(sign.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.REVIEWED, timeout=PATIENCE)
    _, new = evidence.look(signing.listed)
    assert finding_of(evidence).finding.steps[-1].signed == f"signed with own key {new.fingerprint}, checked"


def test_a_second_reviewer_makes_a_key_and_signs_with_it_by_keys_alone(
    qtbot: QtBot, policed: Workspace, evidence: Evidence
) -> None:
    do(qtbot, policed, _proposed)
    policed.session.rename("Ada")
    form = opened(qtbot, policed).sheet.finding
    sign = form.sign
    qtbot.waitUntil(sign.name.isVisible, timeout=PATIENCE)
    assert sign.state.text() == "Somebody who had no hand in it signs."
    sign.name.setFocus()
    QTest.keyClicks(sign.name, "Ada")
    assert sign.state.text() == "Ada had a hand in it, and cannot sign it."
    assert not sign.make.isVisible()
    press(sign.name, Qt.Key.Key_Return)
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    assert sign.name.hasFocus(), "and not the comment"
    qtbot.waitUntil(lambda: seen(form.problem).size() == form.problem.size(), timeout=PATIENCE)
    QTest.keyClicks(sign.name, "Bo")
    assert sign.state.text() == "Bo has no signing key: the report will say “typed name”."
    sign.make.setFocus()
    press(sign.make, Qt.Key.Key_Space)
    make_key(sign)
    qtbot.waitUntil(sign.secret.isVisible, timeout=PATIENCE)
    (key,) = evidence.look(signing.listed)
    assert sign.state.text() == f"Signs with own key {key.fingerprint}"
    assert (key.reviewer, key.creator) == ("Bo", "Ada")
    qtbot.waitUntil(sign.secret.hasFocus, timeout=PATIENCE)
    QTest.keyClicks(sign.secret, "four words of ada")
    press(sign.secret, Qt.Key.Key_Return)
    QTest.keyClicks(sign.secret, "four words of ")  # while it is checked
    assert sign.state.text() == "It is being signed; what you type meanwhile waits."
    qtbot.waitUntil(lambda: "not the passphrase of Bo's signing key" in form.problem.text(), timeout=PATIENCE)
    assert sign.secret.hasFocus()
    QTest.keyClicks(sign.secret, "bo")
    form.said.connect((said := list[str]()).append)
    press(sign.secret, Qt.Key.Key_Return)
    QTest.keyClicks(sign.secret, "once more ")
    QTest.keyClicks(form.comment, "Agreed")
    qtbot.waitUntil(lambda: finding_of(evidence).finding.state is State.REVIEWED, timeout=PATIENCE)
    step = finding_of(evidence).finding.steps[-1]
    assert (step.reviewer, step.signed) == ("Bo", f"signed with own key {key.fingerprint}, checked")
    assert policed.session.reviewer == "Ada"
    qtbot.waitUntil(form.finalise.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert said == [f"The finding is reviewed by Bo ({step.signed}). What was typed meanwhile was not taken"]
    assert (form.comment.text(), sign.secret.text()) == ("Agreed", "")
    assert form.state.text() == "reviewed; written by Ada"
    assert sign.state.text() == "Ada has no signing key: the report will say “typed name”."
    told = [each.text() for each in form.history.findChildren(QLabel)]
    assert any(step.signed in words for words in told)


def test_passages_of_nobody_are_offered_by_their_words(qtbot: QtBot, policed: Workspace) -> None:
    def mark(case: Case) -> None:
        (item,) = search.ids(case, 'subject:"Doorbells for the station"')
        passages.add_quote(case, item, "equip your officers", reviewer="Ada")
        alleged(case)

    do(qtbot, policed, mark)
    part = opened(qtbot, policed)
    part.pick(1, Side.FOR)
    qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
    part.picker.everybody.click()
    qtbot.waitUntil(lambda: part.picker.model.rowCount() == 2, timeout=PATIENCE)
    QTest.keyClicks(part.picker.filter, "officers equip")
    qtbot.waitUntil(lambda: part.picker.model.rowCount() == 1, timeout=PATIENCE)
    press(part.picker.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(part, 1, Side.FOR).model.rowCount() == 1, timeout=PATIENCE)
    row = cell(part, 1, Side.FOR).model.at(0)
    assert row is not None
    assert row.says == "equip your officers"
    qtbot.waitUntil(part.picker.none.isVisible, timeout=PATIENCE)
    assert part.picker.none.text() == "All that matches stands here already."
    part.picker.filter.setText("zeppelin")
    qtbot.waitUntil(lambda: part.picker.none.text() == "Nothing matches.", timeout=PATIENCE)
    press(part.picker.filter, Qt.Key.Key_Escape)

    def shown() -> str:
        return "" if part.shown is None else part.shown.passage.passage.anchor.quote

    qtbot.waitUntil(lambda: shown() == row.says, timeout=PATIENCE)
    part.pick(1, Side.FOR)
    qtbot.waitUntil(lambda: shown() not in {"", row.says}, timeout=PATIENCE)
    press(part.picker.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown() == row.says, timeout=PATIENCE)  # what stands in the cell, and is still chosen there
