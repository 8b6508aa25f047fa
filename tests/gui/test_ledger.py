"""The Ledger room: figures down to the words that prove them; benefits and endorsements entered by one key."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.case import Case
from reviewer.casefile.credential import Key
from reviewer.casefile.opening import create_case
from reviewer.domain.benefit import Field
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.passage import Place, Span
from reviewer.gui.ledger.benefit_form import BenefitForm
from reviewer.gui.ledger.dashboard import uses_of
from reviewer.gui.ledger.room import LOOKS, LedgerRoom
from reviewer.gui.operations import Noun
from reviewer.gui.pages.view import PageView
from reviewer.gui.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.isolation.workers import Workers
from reviewer.usecases import benefits, complaints, endorsements, intake, limits, officers, pages, passages, search
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.test_models import keeps_the_rules

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

ROSTER = """serial,name,rank,address,station,start,end
101,Ruth Castellan,Sergeant,ruth@pmpd.example,Harbor,2014-01-01,
102,Tom Okafor,Officer,,Mill Creek,2015-01-01,
103,Nils Strand,Officer,,Harbor,2012-01-01,2016-03-31
103,Nils Strand,Officer,,Mill Creek,2016-04-01,
104,Kim Vole,Officer,,Harbor,2013-01-01,
"""

HISTORY = """number,received,closed,serial,officer,clause,vendor,finding
C11-1,2011-05-02,2011-09-01,102,Tom Okafor,3.14,Lantern Bell,sustained
C12-4,2012-01-09,2012-03-01,104,Kim Vole,2.01,,unfounded
C13-2,2013-07-21,2013-08-30,103,Nils Strand,3.14,Halyard Diner,sustained
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A benefit of the story, with the words of the evidence that tell of it."""

    serial: str
    what: str
    value: int
    paid: int
    outcome: str
    status: str
    date: str
    quote: str
    code: str = ""
    uses: int | None = None
    threshold: int | None = None


STORY = (
    Told("101", "device", 199, 0, "accepted", "supported", "2016-02-10", "One camera for Ruth Castellan"),
    Told("102", "device", 199, 50, "accepted", "alleged", "2016-02-11", "One camera for Tom Okafor"),
    Told("103", "device", 199, 0, "accepted", "supported", "2016-05-02", "One camera for Nils Strand"),
    Told("104", "device", 199, 0, "declined", "supported", "2016-02-12", "Kim Vole sent the camera back"),
    Told("103", "money", 40, 0, "accepted", "disproved", "2016-02-13", "Forty dollars for Nils Strand"),
    Told(
        "101", "discount code", 50, 0, "accepted", "supported", "2016-03-01",
        "RUTH50 has 14 uses, 11 more earn a doorbell", "RUTH50", 14, 25,
    ),
)  # fmt: skip
COUNTED = tuple(told for told in STORY if told.outcome == "accepted" and told.status != "disproved")
PRAISE = (("101", "residents", "2016-02-20", "Ruth Castellan says every neighbor should have one"),)

BOOKS = mail(
    "Our books",
    "\n".join((*(told.quote + "." for told in STORY), *(quote + "." for *_, quote in PRAISE), "")),
    sender="Joel Tennant <joel@lantern.example>",
    date="Mon, 7 Mar 2016 09:12:00 -0800",
)
NEWS = mail(
    "Your code",
    "Your code OKAFOR50 has 14 uses, 11 more and you earn a doorbell.\nEach one gave the buyer $50 on May 3, 2016.\n",
    sender="Joel Tennant <joel@lantern.example>",
    to="Tom Okafor <tom@elsewhere.example>",
    date="Wed, 4 May 2016 10:00:00 -0800",
)


def enter(case: Case, workers: Workers) -> None:
    """Put the story into the ledger, each entry with the passage that tells of it."""
    ids = {pages.make(case, workers, item).item.subject: item for item in search.ids(case, "")}
    for item in ids.values():
        pages.keep(case, pages.make(case, workers, item), reviewer="Ada")
    books = ids["Our books"]

    def mark(quote: str) -> PassageId:
        return passages.add_quote(case, books, quote, reviewer="Ada").passage.id

    for told in STORY:
        words = {
            "officer": told.serial, "what": told.what, "giver": "Lantern Bell", "value": str(told.value),
            "outcome": told.outcome, "status": told.status, "date": told.date, "paid": str(told.paid),
            "code": told.code, "uses": told.uses, "threshold": told.threshold,
        }  # fmt: skip
        benefits.add(case, benefits.said(case, words), passage_ids=[mark(told.quote)], reviewer="Ada")
    for serial, audience, day, quote in PRAISE:
        praise = endorsements.said(case, {"officer": serial, "audience": audience, "date": day})
        endorsements.add(case, praise, [mark(quote)], reviewer="Ada")


@pytest.fixture
def evidence(tmp_path: Path, key: Key, workers: Workers) -> Evidence:
    """A giver's books with six benefits and an endorsement in the ledger, news of another, and a history."""
    path = tmp_path / "case.evcase"
    box = folder(tmp_path / "box", {"1.eml": BOOKS, "2.eml": NEWS})
    roster, history = tmp_path / "roster.csv", tmp_path / "history.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    history.write_text(HISTORY, encoding="utf-8")
    with create_case(path, key, title="Lantern Bell", reviewer="Ada") as case:
        intake.add(case, workers, [box], reviewer="Ada")
        officers.import_roster(case, roster, reviewer="Ada")
        complaints.import_history(case, history, reviewer="Ada")
        enter(case, workers)
    return Evidence(path, key)


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> Workspace:
    window.activateWindow()
    window.open_with_key(evidence.path, evidence.key)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    made = window.workspace
    assert made is not None
    qtbot.waitUntil(lambda: made.review.desk.a.view.document is not None, timeout=PATIENCE)
    return made


@pytest.fixture
def ledger(qtbot: QtBot, workspace: Workspace) -> LedgerRoom:
    """The Ledger room with its figures counted."""
    workspace.show_room("ledger")
    room = workspace.ledger
    qtbot.waitUntil(lambda: room.figures.numbers is not None, timeout=PATIENCE)
    return room


@pytest.fixture
def news(qtbot: QtBot, workspace: Workspace) -> ReviewRoom:
    """The Review room with the message about the code open."""
    workspace.show_room("review")
    room = workspace.review
    room.list_items('subject:"Your code"')
    qtbot.waitUntil(lambda: shown_in(room.desk.a.view, "OKAFOR50"), timeout=PATIENCE)
    return room


def shown_in(view: PageView, words: str) -> bool:
    return view.document is not None and words in view.document.text.texts[0]


def select(view: PageView, words: str) -> None:
    """As if one had dragged over these words."""
    assert view.document is not None
    at = view.document.text.texts[0].index(words)
    view.setFocus()
    view.select(Span(Place(1, at), Place(1, at + len(words))))


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, key, modifier)


def open_form(qtbot: QtBot, room: ReviewRoom, words: str) -> BenefitForm:
    """Select words, press B, and wait until the form is filled in."""
    select(room.desk.a.view, words)
    press(room.desk.a.view, Qt.Key.Key_B)
    form = room.entering.benefit
    qtbot.waitUntil(lambda: form.isVisible() and bool(form.words().get("date")), timeout=PATIENCE)
    return form


def column(room_table: QWidget, model_at: int) -> list[str]:
    model = room_table.model()  # type: ignore[attr-defined]
    return [model.index(row, model_at).data() for row in range(model.rowCount())]


def kept(evidence: Evidence) -> list[benefits.Entry]:
    return evidence.look(benefits.listed)


# -- figures ----------------------------------------------------------------------------------------------------------


def test_the_dashboard_says_what_the_story_adds_up_to(ledger: LedgerRoom) -> None:
    figures = ledger.figures
    assert figures.with_benefit.number == str(len({told.serial for told in COUNTED}))
    assert figures.with_device.number == str(len({told.serial for told in COUNTED if told.what == "device"}))
    both = {told.serial for told in COUNTED} & {serial for serial, *_ in PRAISE}
    assert figures.with_both.number == str(len(both))
    worth = sum(told.value - told.paid for told in COUNTED)
    assert figures.worth.number == f"${worth:,}.00"
    assert figures.apart.number == str(len(STORY) - len(COUNTED))
    stations = {"Harbor": ["101"], "Mill Creek": ["102", "103"]}  # 103 had moved by May
    for row, (name, serials) in enumerate(sorted(stations.items(), key=lambda each: -len(each[1]))):
        there = sum(told.value - told.paid for told in COUNTED if told.serial in serials)
        cells = [figures.stations.index(row, at).data() for at in range(3)]
        assert cells == [name, str(len(serials)), f"${there}.00"]
    assert [figures.codes.index(0, at).data() for at in range(2)] == ["RUTH50", "14 uses, 11 more"]
    assert figures.conflicts.number == "2", "two complaints name a vendor"
    assert figures.vendor.number == "1", "one of them the giver of this ledger"
    assert column(figures.group_table, 0) == ["2011", "2012", "2013"]


def test_a_figure_leads_to_its_entries_and_an_entry_to_its_words_on_the_page(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom
) -> None:
    ledger.figures.with_device.setFocus()
    press(ledger.figures.with_device, Qt.Key.Key_Space)
    devices = [told for told in COUNTED if told.what == "device"]
    names = {"101": "Ruth Castellan", "102": "Tom Okafor", "103": "Nils Strand"}
    qtbot.waitUntil(lambda: ledger.behind.model.rowCount() == len(devices), timeout=PATIENCE)
    assert column(ledger.behind.table, 1) == sorted(names[told.serial] for told in devices)
    row = column(ledger.behind.table, 1).index("Tom Okafor")
    ledger.behind.table.selectRow(row)
    view = ledger.pane.pane.view
    qtbot.waitUntil(lambda: ledger.marked() is not None and quote_of(ledger) == devices[1].quote, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shown_in(view, devices[1].quote), timeout=PATIENCE)
    marked = ledger.marked()
    assert marked is not None
    qtbot.waitUntil(lambda: view._chosen == marked.passage.id, timeout=PATIENCE)
    press(ledger.behind.table, Qt.Key.Key_Return)
    qtbot.waitUntil(ledger.detail.lines.hasFocus, timeout=PATIENCE)
    press(ledger.detail.lines, Qt.Key.Key_Return)
    assert workspace.stack.currentWidget() is workspace.review
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: desk.passage() is not None and desk.chosen == marked.passage.id, timeout=PATIENCE)
    workspace.show_room("ledger")
    press(ledger.behind.table, Qt.Key.Key_Escape)
    assert ledger.stack.currentWidget() is ledger.figures


def quote_of(ledger: LedgerRoom) -> str:
    marked = ledger.marked()
    return "" if marked is None else " ".join(marked.passage.anchor.quote.split())


def test_complaints_by_clause_lead_to_the_complaints(qtbot: QtBot, ledger: LedgerRoom) -> None:
    figures = ledger.figures
    figures._ways.button(1).click()
    assert column(figures.group_table, 0) == ["2.01", "3.14"]
    figures.group_table.setFocus()
    figures.group_table.selectRow(1)
    press(figures.group_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column(ledger.behind.table, 0) == ["C11-1", "C13-2"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: "sustained" in column(ledger.detail.lines, 1), timeout=PATIENCE)
    assert ledger.pane.pane.item is None


def test_a_codes_uses_are_told_with_what_is_lacking(ledger: LedgerRoom) -> None:
    numbers = ledger.figures.numbers
    assert numbers is not None
    (code,) = numbers.counted.figures.codes
    assert uses_of(code) == "14 uses, 11 more"


# -- the tables -------------------------------------------------------------------------------------------------------


def test_words_and_choices_narrow_the_benefits_and_the_totals_follow(qtbot: QtBot, ledger: LedgerRoom) -> None:
    ledger.show_look("benefits")
    view = ledger.benefits
    qtbot.waitUntil(lambda: view.model.rowCount() == len(STORY), timeout=PATIENCE)
    qtbot.waitUntil(lambda: view.station.count() > 1, timeout=PATIENCE)
    keeps_the_rules(view.model)
    worth = sum(told.value - told.paid for told in COUNTED)
    assert view.totals.text() == f"6 entries · 4 count, of 3 officers · worth ${worth}.00"
    QTest.keyClicks(view.filter, "strand")
    qtbot.waitUntil(lambda: view.model.rowCount() == 2, timeout=PATIENCE)
    assert view.totals.text() == "2 of 6 entries · 1 count, of 1 officer · worth $199.00"
    view.filter.clear()
    view.status.say("disproved")
    assert column(view.table, 2) == ["Nils Strand"]
    view.clear_filter()
    view.station.say("Mill Creek")
    assert sorted(column(view.table, 2)) == ["Nils Strand", "Tom Okafor"]
    view.clear_filter()
    view.what.say("discount code")
    assert column(view.table, 0) == ["B-6"]
    view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    view.clear_filter()
    assert column(view.table, 0) == ["B-6", "B-5", "B-4", "B-3", "B-2", "B-1"]


def test_an_entry_is_changed_where_it_stands_and_undo_takes_that_back(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    ledger.show_benefit(BenefitId(2))
    qtbot.waitUntil(lambda: told_of(ledger) == 2, timeout=PATIENCE)
    press(ledger.benefits.table, Qt.Key.Key_F2)
    form = ledger.benefit_form
    qtbot.waitUntil(lambda: form.words().get("officer") == "102", timeout=PATIENCE)
    value = form.rows["value"].field.widget
    value.setFocus()
    value.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(value, "150-249")
    press(value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: worth(evidence, 2) == (15000, 24900), timeout=PATIENCE)
    before = kept(evidence)[1]
    assert [proof.field for proof in before.benefit.proofs] == [Field.ENTRY]
    assert (before.benefit.facts.paid, before.benefit.facts.status) == (5000, "alleged")
    qtbot.waitUntil(lambda: ledger.left.currentIndex() == 0, timeout=PATIENCE)
    press(ledger.benefits.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: worth(evidence, 2) == (19900, 19900), timeout=PATIENCE)


def told_of(ledger: LedgerRoom) -> int | None:
    told = ledger.detail.told
    return None if told is None or told.only_benefit is None else int(told.only_benefit.benefit.id)


def worth(evidence: Evidence, number: int) -> tuple[int | None, int | None]:
    facts = evidence.look(partial(benefits.get, benefit=BenefitId(number))).benefit.facts
    return facts.low, facts.high


def test_a_deleted_entry_comes_back_by_undo_and_the_figures_follow(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    ledger.show_benefit(BenefitId(2))
    qtbot.waitUntil(lambda: told_of(ledger) == 2, timeout=PATIENCE)
    press(ledger.benefits.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: ledger.benefits.model.rowCount() == len(STORY) - 1, timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY) - 1
    ledger.show_look("figures")
    qtbot.waitUntil(lambda: ledger.figures.with_benefit.number == "2", timeout=PATIENCE)
    press(ledger.figures, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: ledger.figures.with_benefit.number == "3", timeout=PATIENCE)


def test_a_wrong_date_is_told_below_the_field_and_nothing_is_saved(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    ledger.show_benefit(BenefitId(1))
    qtbot.waitUntil(lambda: told_of(ledger) == 1, timeout=PATIENCE)
    ledger.edit()
    form = ledger.benefit_form
    qtbot.waitUntil(lambda: form.words().get("date") == "on 2016-02-10", timeout=PATIENCE)
    date = form.rows["date"]
    date.field.say("on 2016-02")
    date.field.first.setText("2016-02-30")  # type: ignore[attr-defined]
    form.save()
    assert date.note.text() == "There is no such day as 2016-02-30."
    assert ledger.left.currentWidget() is form
    assert str(kept(evidence)[0].benefit.facts.when) == "on 2016-02-10"


def test_pairs_say_the_days_between_and_show_both_entries(qtbot: QtBot, ledger: LedgerRoom) -> None:
    ledger.show_look("pairs")
    qtbot.waitUntil(lambda: ledger.pairs.model.rowCount() == 2, timeout=PATIENCE)
    keeps_the_rules(ledger.pairs.model)
    # Ruth praised it on 20 February; the camera came on the 10th, the code on 1 March (2016 has 29 February).
    assert sorted(column(ledger.pairs.table, 3)) == ["10 days after", "10 days before"]
    assert "not a conclusion" in ledger.pairs.note.text()
    qtbot.waitUntil(lambda: any("E-1" in each for each in column(ledger.detail.lines, 0)), timeout=PATIENCE)
    assert any(each.startswith("B-") for each in column(ledger.detail.lines, 0))


def test_a_limit_is_entered_and_changed_and_the_arithmetic_shown(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    ledger.show_look("limits")
    view = ledger.limits
    qtbot.waitUntil(lambda: view.model.rowCount() == 3, timeout=PATIENCE)
    QTest.keyClicks(view.rule, "Department rule")
    QTest.keyClicks(view.amount, "200")
    view.amount.setFocus()
    press(view.amount, Qt.Key.Key_Return)
    verdicts = {"Ruth Castellan": "above: Department rule", "Tom Okafor": "not above: Department rule"}
    qtbot.waitUntil(lambda: said_of(view.table, 4).items() >= verdicts.items(), timeout=PATIENCE)
    view.table.selectRow(column(view.table, 0).index("Ruth Castellan"))
    assert "$199.00 (1) + $50.00 (6) = $249.00; Department rule lets $200.00: above" in view.sum.text()
    view.limit_table.selectRow(0)
    view.limit_table.setFocus()
    press(view.limit_table, Qt.Key.Key_F2)
    view.amount.setText("-3")
    press(view.amount, Qt.Key.Key_Return)
    qtbot.waitUntil(view.wrong.isVisible, timeout=PATIENCE)
    assert "less than nothing" in view.wrong.text()
    view.amount.setText("300")
    press(view.amount, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said_of(view.table, 4)["Ruth Castellan"].startswith("not above"), timeout=PATIENCE)
    assert [each.amount for each in evidence.look(limits.listed)] == [30000]
    view.table.setFocus()
    press(view.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(column(ledger.behind.table, 0)) == ["B-1", "B-6"], timeout=PATIENCE)


def said_of(table: QWidget, at: int) -> dict[str, str]:
    return dict(zip(column(table, 0), column(table, at), strict=True))


def test_a_picture_leads_to_the_entries_behind_its_mark(qtbot: QtBot, ledger: LedgerRoom) -> None:
    ledger.show_look("pictures")
    view = ledger.pictures.view
    qtbot.waitUntil(lambda: bool(view.picture.marks), timeout=PATIENCE)
    view.setFocus()
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ledger.behind.model.rowCount() > 0, timeout=PATIENCE)
    press(ledger.behind.table, Qt.Key.Key_Escape)
    assert ledger.stack.currentWidget() is ledger.pictures


def test_what_is_shown_is_written_and_nothing_else(qtbot: QtBot, ledger: LedgerRoom, tmp_path: Path) -> None:
    ledger.show_look("benefits")
    qtbot.waitUntil(lambda: ledger.benefits.model.rowCount() == len(STORY), timeout=PATIENCE)
    ledger.benefits.what.say("device")
    out = tmp_path / "devices.csv"
    ledger.export_to(out)
    qtbot.waitUntil(out.exists, timeout=PATIENCE)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["officer"] for row in rows] == ["101", "102", "104", "103"]
    ledger.show_look("pictures")
    qtbot.waitUntil(lambda: bool(ledger.pictures.picture.marks), timeout=PATIENCE)
    drawn = tmp_path / "timeline.svg"
    ledger.export_to(drawn)
    qtbot.waitUntil(drawn.exists, timeout=PATIENCE)


def test_every_look_is_reached_by_its_button_and_survives_an_empty_ledger(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    def empty(case: Case) -> None:
        for entry in benefits.listed(case):
            benefits.remove(case, entry.benefit.id, reviewer="Ada")
        for praise in endorsements.listed(case):
            endorsements.remove(case, praise.endorsement.id, reviewer="Ada")

    done: list[object] = []
    ledger._session.operation(ledger, empty, Noun.LEDGER).success(lambda _none: done.append(1)).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert kept(evidence) == []
    for name in LOOKS:
        ledger.switch[name].click()
        assert ledger.look == name
    ledger.switch["benefits"].click()
    qtbot.waitUntil(lambda: "press B" in ledger.benefits.none.text(), timeout=PATIENCE)


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
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)
    made = kept(evidence)[-1]
    assert made.officer.serial == "102"
    facts = made.benefit.facts
    assert (facts.code, facts.uses, facts.threshold, str(facts.when)) == ("OKAFOR50", 14, 25, "around 2016-05-04")
    proved = {proof.field: proof.passage for proof in made.benefit.proofs}
    assert {Field.ENTRY, Field.CODE, Field.USES} <= proved.keys()
    (passage,) = set(proved.values())
    quotes = {each.passage.id: each.passage.anchor.quote for each in evidence.look(passages.listed)}
    assert " ".join(quotes[passage].split()) == words
    view = news.desk.a.view
    qtbot.waitUntil(view.hasFocus, timeout=PATIENCE)
    qtbot.waitUntil(news.inspector.proves.isVisible, timeout=PATIENCE)
    press(view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY), timeout=PATIENCE)
    assert passage not in {each.passage.id for each in evidence.look(passages.listed)}


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
    form.rows["value"].field.widget.setFocus()
    select(view, "gave the buyer $50")
    press(view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: form.words().get("value") == "$50.00", timeout=PATIENCE)
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
        ("officer", "101"), ("what", "discount code"), ("giver", "Lantern Bell"), ("code", "RUTH50"),
        ("date", "around 2016-03-01"),
    ):  # fmt: skip
        form.rows[name].field.say(said)
    widget = form.rows["code"].field.widget
    widget.setFocus()
    press(widget, Qt.Key.Key_Return)
    qtbot.waitUntil(form.doubles.isVisible, timeout=PATIENCE)
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
    listed: Callable[[], list[endorsements.Entry]] = lambda: evidence.look(endorsements.listed)  # noqa: E731
    qtbot.waitUntil(lambda: len(listed()) == len(PRAISE) + 1, timeout=PATIENCE)
    made = next(each for each in listed() if each.officer.serial == "102")
    quotes = evidence.look(partial(endorsements.quotes, endorsement=made.endorsement))
    assert [each.passage.anchor.quote for each in quotes] == ["you earn a doorbell"]


def test_doubles_are_made_one_and_parted_again(qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence) -> None:
    def again(case: Case) -> None:
        first = benefits.get(case, BenefitId(1)).benefit
        (item,) = search.ids(case, 'subject:"Your code"')
        mark = passages.add_quote(case, ItemId(item), "doorbell", reviewer="Ada")
        benefits.add(case, first.facts, passage_ids=[mark.passage.id], reviewer="Ada")

    ledger._session.operation(ledger, again, Noun.LEDGER, Noun.PASSAGES).run()
    qtbot.waitUntil(ledger.figures.likely.isVisible, timeout=PATIENCE)
    ledger.figures.likely.click()
    qtbot.waitUntil(lambda: ledger.doubles.model.rowCount() == 1, timeout=PATIENCE)
    ledger.doubles.table.setFocus()
    press(ledger.doubles.table, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: ledger.doubles.model.rowCount() == 0, timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY)
    assert len(evidence.look(partial(benefits.get, benefit=BenefitId(1))).benefit.passages) == 2
    ledger.show_benefit(BenefitId(1))
    qtbot.waitUntil(ledger.detail.part.isVisible, timeout=PATIENCE)
    ledger.detail.part.click()
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)
