"""A benefit or an endorsement entered from the words at hand by one key, and taken back by another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from reviewer.domain.ledger.benefit import Field, Outcome
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shared.ledger.benefit_form import BenefitForm
from reviewer.gui.shared.ledger.entry_fields import DateField
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.ledger import endorsements
from reviewer.usecases.pages import passages
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import focused, press
from tests.gui.ledger.story import CONTROL, PRAISE, STORY, kept, select
from tests.gui.rooms.interviewing import do


def open_form(qtbot: QtBot, room: ReviewRoom, words: str) -> BenefitForm:
    """Select words, press B, and wait until the form is filled in."""
    select(room.desk.a.view, words)
    press(room.desk.a.view, Qt.Key.Key_B)
    form = room.entering.benefit
    qtbot.waitUntil(lambda: form.isVisible() and bool(form.words().get("date")), timeout=PATIENCE)
    return form


# -- entering ---------------------------------------------------------------------------------------------------------


def test_b_on_a_selection_and_enter_make_a_benefit_with_its_proofs_and_undo_takes_both_back(
    qtbot: QtBot, news: ReviewRoom, evidence: Evidence
) -> None:
    words = "Your code OKAFOR50 has 14 uses, 11 more and you earn a doorbell"
    form = open_form(qtbot, news, words)
    said = form.words()
    assert (said["code"], said["uses"], said["threshold"], said["what"]) == ("OKAFOR50", "14", "25", "discount code")
    assert said["date"] == "around 2016-05-04"
    assert form.rows["date"].note.text() == "the day of the message"
    officer = form.rows["officer"].field.widget
    assert officer.hasFocus(), "nobody is named yet"
    QTest.keyClicks(officer, "okaf")
    press(officer, Qt.Key.Key_Return)
    outcome = form.rows["outcome"].field.widget
    assert outcome.hasFocus(), "what it came to is never taken for granted"
    assert "outcome" not in form.words()
    assert len(kept(evidence)) == len(STORY)
    QTest.keyClick(outcome, Qt.Key.Key_O)
    press(outcome, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)
    made = kept(evidence)[-1]
    assert made.officer.serial == "102"
    facts = made.benefit.facts
    assert facts.outcome is Outcome.OFFERED
    assert (facts.code, facts.uses, facts.threshold, str(facts.when)) == ("OKAFOR50", 14, 25, "around 2016-05-04")
    proved = {proof.field: proof.passage for proof in made.benefit.proofs}
    assert {Field.ENTRY, Field.CODE, Field.USES} <= proved.keys()
    (passage,) = set(proved.values())
    quotes = {each.passage.id: each.passage.anchor.quote for each in evidence.look(passages.listed)}
    assert " ".join(quotes[passage].split()) == words
    view = news.desk.a.view
    qtbot.waitUntil(view.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(news.inspector.uses.isVisible, timeout=PATIENCE)
    press(view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY), timeout=PATIENCE)
    assert passage not in {each.passage.id for each in evidence.look(passages.listed)}


def test_what_is_saved_is_kept_though_the_look_for_doubles_comes_due_meanwhile(
    qtbot: QtBot, news: ReviewRoom, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    QTest.keyClicks(form.rows["officer"].field.widget, "okaf")
    press(form.rows["officer"].field.widget, Qt.Key.Key_Return)
    outcome = form.rows["outcome"].field.widget
    QTest.keyClick(outcome, Qt.Key.Key_O)
    press(outcome, Qt.Key.Key_Return)
    form._soon.timeout.emit()
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)


def test_a_key_pressed_while_the_entry_is_saved_acts_after_it_and_the_notice_goes_with_the_form(
    qtbot: QtBot, workspace: Workspace, news: ReviewRoom, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    QTest.keyClicks(form.rows["officer"].field.widget, "okaf")
    press(form.rows["officer"].field.widget, Qt.Key.Key_Return)
    QTest.keyClick(form.rows["outcome"].field.widget, Qt.Key.Key_O)
    news.list.setFocus()
    press(news.list, Qt.Key.Key_D)
    assert workspace.notice.what.text().startswith("Save or cancel the entry first")
    form.save()
    assert form.saving
    press(news.list, Qt.Key.Key_D)
    qtbot.waitUntil(news.inspector.reason.isVisible, timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY) + 1
    assert workspace.notice.isHidden()


def test_the_day_of_an_entry_is_not_cut(qtbot: QtBot, news: ReviewRoom) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    field = form.rows["date"].field.widget
    assert isinstance(field, DateField)
    first = field.first
    option = QStyleOptionFrame()
    first.initStyleOption(option)
    inside = first.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, first)
    assert first.text() == "2016-05-04"
    assert inside.width() > first.fontMetrics().horizontalAdvance(first.text())
    assert form.width() >= form.minimumSizeHint().width()


def test_escape_leaves_nothing_behind(qtbot: QtBot, news: ReviewRoom, evidence: Evidence) -> None:
    before = evidence.look(passages.listed)
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    press(form.rows["code"].field.widget, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert news.desk.a.view.hasFocus()
    assert len(kept(evidence)) == len(STORY)
    assert evidence.look(passages.listed) == before


def test_a_field_is_taken_from_other_words_and_these_prove_it(
    qtbot: QtBot, news: ReviewRoom, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses, 11 more")
    form.rows["officer"].field.say("102")
    form.rows["date"].field.widget.setFocus()
    view = news.desk.a.view
    select(view, "on May 3, 2016")
    press(view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: form.words()["date"] == "on 2016-05-03", timeout=PATIENCE)
    form.folding.more.click()  # of a code its worth is not among the first
    form.rows["value"].field.widget.setFocus()
    select(view, "gave the buyer $50")
    press(view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: form.words().get("value") == "$50.00", timeout=PATIENCE)
    form.rows["outcome"].field.say("accepted")
    form.rows["value"].field.widget.setFocus()
    press(form.rows["value"].field.widget, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)
    made = kept(evidence)[-1]
    quotes = {each.passage.id: each.passage.anchor.quote for each in evidence.look(passages.listed)}
    proved = {proof.field: quotes[proof.passage] for proof in made.benefit.proofs}
    assert proved[Field.DATE] == "on May 3, 2016"
    assert proved[Field.VALUE] == "gave the buyer $50"


def test_a_likely_double_is_brought_up_and_can_take_the_passage_instead(
    qtbot: QtBot, news: ReviewRoom, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Each one gave the buyer $50")
    for name, said in (
        ("officer", "101"), ("what", "discount code"), ("donor", "Lantern Bell"), ("code", "RUTH50"),
        ("outcome", "accepted"), ("date", "around 2016-03-01"),
    ):  # fmt: skip
        form.rows[name].field.say(said)
    widget = form.rows["code"].field.widget
    widget.setFocus()
    press(widget, Qt.Key.Key_Return)
    qtbot.waitUntil(form.duplicates.isVisible, timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY), "it is asked first"
    press(widget, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY)
    entry = next(each for each in kept(evidence) if each.benefit.facts.code == "RUTH50")
    quotes = {each.passage.id: each.passage.anchor.quote for each in evidence.look(passages.listed)}
    assert "Each one gave the buyer $50" in {quotes[passage] for passage in entry.benefit.passages}


def test_e_enters_an_endorsement_with_its_passage(qtbot: QtBot, news: ReviewRoom, evidence: Evidence) -> None:
    view = news.desk.a.view
    select(view, "you earn a doorbell")
    press(view, Qt.Key.Key_E)
    form = news.entering.endorsement
    qtbot.waitUntil(lambda: form.isVisible() and form.words().get("medium") == "e-mail", timeout=PATIENCE)
    assert form.words()["date"] == "on 2016-05-04"
    officer = form.rows["officer"].field.widget
    QTest.keyClicks(officer, "102")
    press(officer, Qt.Key.Key_Return)
    listed: Callable[[], list[endorsements.EndorsementEntry]] = lambda: evidence.look(endorsements.listed)  # noqa: E731
    qtbot.waitUntil(lambda: len(listed()) == len(PRAISE) + 1, timeout=PATIENCE)
    made = next(each for each in listed() if each.officer.serial == "102")
    quotes = evidence.look(partial(endorsements.quotes, endorsement=made.endorsement))
    assert [each.passage.anchor.quote for each in quotes] == ["you earn a doorbell"]


# -- leaving while the machine is slow --------------------------------------------------------------------------------


class Held:
    """Questions to the case are answered when this is let go: a slow disk, for as long as one likes."""

    def __init__(self, room: ReviewRoom) -> None:
        self._go = threading.Event()
        for _ in range(room._session._thread.READERS):
            room._session.query(room, lambda _case: self._go.wait(60)).run()

    def let_go(self) -> None:
        self._go.set()


def filled(form: BenefitForm) -> None:
    form.rows["officer"].field.say("102")
    form.rows["outcome"].field.say("offered")


def test_escape_after_enter_takes_the_entry_back_before_it_is_made_and_n_begins_a_note(
    qtbot: QtBot, news: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    filled(form)
    held = Held(news)
    press(form.rows["code"].field.widget, Qt.Key.Key_Return)
    press(focused(), Qt.Key.Key_Escape)
    press(focused(), Qt.Key.Key_N)
    held.let_go()
    QTest.keyClicks(focused(), "xr1")
    for _ in range(2):  # the answer to the look for duplicates, then what would be written after it
        do(qtbot, workspace, lambda _case: None)
        done = list[int]()
        news._session.query(news, lambda _case: 1).success(done.append).run()
        qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)  # noqa: B023
    QTest.keyClicks(focused(), "xr2")
    assert news.inspector.note.toPlainText() == "xr1xr2"
    assert len(kept(evidence)) == len(STORY)


def test_a_form_has_the_keyboard_before_it_is_filled_in(qtbot: QtBot, news: ReviewRoom, evidence: Evidence) -> None:
    held = Held(news)
    select(news.desk.a.view, "Your code OKAFOR50 has 14 uses")
    press(news.desk.a.view, Qt.Key.Key_B)
    form = news.entering.benefit
    QTest.keyClicks(focused(), "okaf")
    held.let_go()
    qtbot.waitUntil(lambda: bool(form.words().get("date")), timeout=PATIENCE)
    officer = form.rows["officer"].field.widget
    assert officer.hasFocus()
    assert officer.text() == "okaf"  # type: ignore[attr-defined]
    held = Held(news)
    press(officer, Qt.Key.Key_Escape)
    select(news.desk.a.view, "Your code OKAFOR50 has 14 uses")
    press(news.desk.a.view, Qt.Key.Key_B)
    press(focused(), Qt.Key.Key_Escape)
    held.let_go()
    assert not form.isVisible()
    assert len(kept(evidence)) == len(STORY)


def test_what_is_saved_late_does_not_take_the_keyboard_from_the_search_box(
    qtbot: QtBot, news: ReviewRoom, workspace: Workspace, evidence: Evidence
) -> None:
    form = open_form(qtbot, news, "Your code OKAFOR50 has 14 uses")
    filled(form)
    held = Held(news)
    press(form.rows["code"].field.widget, Qt.Key.Key_Return)
    workspace.focus_search()
    held.let_go()
    qtbot.waitUntil(lambda: not news.entering.open, timeout=PATIENCE)
    QTest.keyClicks(focused(), "xr")
    assert workspace.topbar.search.text() == "xr"
    assert len(kept(evidence)) == len(STORY) + 1


def test_what_is_typed_before_a_form_is_filled_in_stays_and_nothing_is_taken_while_it_is_saved(
    qtbot: QtBot, news: ReviewRoom, evidence: Evidence
) -> None:
    held = Held(news)
    select(news.desk.a.view, "Your code OKAFOR50 has 14 uses")
    press(news.desk.a.view, Qt.Key.Key_B)
    form = news.entering.benefit
    code = form.rows["code"].field.widget
    code.setFocus()
    QTest.keyClicks(code, "TYPED1")
    held.let_go()
    qtbot.waitUntil(lambda: bool(form.words().get("date")), timeout=PATIENCE)
    assert form.words()["code"] == "TYPED1", "what the words tell gives way to what was typed"
    assert code.hasFocus()
    filled(form)
    held = Held(news)
    press(code, Qt.Key.Key_Return)
    QTest.keyClicks(code, "more")
    assert form.words()["code"] == "TYPED1"
    held.let_go()
    qtbot.waitUntil(lambda: not news.entering.open, timeout=PATIENCE)
    assert kept(evidence)[-1].benefit.facts.code == "TYPED1"
