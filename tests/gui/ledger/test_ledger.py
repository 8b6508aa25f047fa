"""The Ledger room: figures down to the words that prove them, tables, limits, pictures, and what is done there."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, ItemId
from reviewer.domain.ledger.benefit import Field, What
from reviewer.domain.ledger.endorsement import Audience
from reviewer.gui.models.rows import RowsModel
from reviewer.gui.rooms.ledger.dashboard import uses_of
from reviewer.gui.rooms.ledger.endorsements import REACH
from reviewer.gui.rooms.ledger.room import LOOKS, LedgerRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.ledger import benefits, endorsements, limits
from reviewer.usecases.pages import passages
from reviewer.usecases.policy import complaints
from tests.gui.conftest import PATIENCE, Evidence, written
from tests.gui.cut_words import settle
from tests.gui.keyboard import press
from tests.gui.ledger.story import CONTROL, COUNTED, PRAISE, STORY, column, kept, shown_in
from tests.gui.models.test_models import keeps_the_rules

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
    assert figures.vendor.number == "1", "one of them the donor of this ledger"
    assert column(figures.group_table, 0) == ["2011", "2012", "2013"]


def test_a_figure_leads_to_its_entries_and_an_entry_to_its_words_on_the_page(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom
) -> None:
    ledger.figures.with_device.setFocus()
    press(ledger.figures.with_device, Qt.Key.Key_Space)
    devices = [told for told in COUNTED if told.what == "device"]
    names = {"101": "Ruth Castellan", "102": "Tom Okafor", "103": "Nils Strand"}
    qtbot.waitUntil(lambda: ledger.drill_down.model.rowCount() == len(devices), timeout=PATIENCE)
    assert column(ledger.drill_down.table, 1) == sorted(names[told.serial] for told in devices)
    row = column(ledger.drill_down.table, 1).index("Tom Okafor")
    ledger.drill_down.table.selectRow(row)
    view = ledger.pane.pane.view
    qtbot.waitUntil(lambda: ledger.marked() is not None and quote_of(ledger) == devices[1].quote, timeout=PATIENCE)
    qtbot.waitUntil(lambda: shown_in(view, devices[1].quote), timeout=PATIENCE)
    marked = ledger.marked()
    assert marked is not None
    qtbot.waitUntil(lambda: view.overlay.chosen == marked.passage.id, timeout=PATIENCE)
    press(ledger.drill_down.table, Qt.Key.Key_Return)
    qtbot.waitUntil(ledger.detail.lines.hasFocus, timeout=PATIENCE)
    press(ledger.detail.lines, Qt.Key.Key_Return)
    assert workspace.stack.currentWidget() is workspace.review
    desk = workspace.review.desk
    qtbot.waitUntil(lambda: desk.passage() is not None and desk.chosen == marked.passage.id, timeout=PATIENCE)
    workspace.show_room("ledger")
    press(ledger.drill_down.table, Qt.Key.Key_Escape)
    assert ledger.stack.currentWidget() is ledger.figures
    ledger.drill("0 complaints", ())
    qtbot.waitUntil(ledger.drill_down.none.isVisible, timeout=PATIENCE)
    assert ledger.drill_down.back.hasFocus(), "so that Esc leads back"
    assert (ledger.detail.told, ledger.marked(), ledger.pane.pane.item) == (None, None, None)
    press(ledger.drill_down.back, Qt.Key.Key_Escape)
    press(ledger.figures.with_device, Qt.Key.Key_Space)
    qtbot.waitUntil(ledger.drill_down.table.hasFocus, timeout=PATIENCE)


def quote_of(ledger: LedgerRoom) -> str:
    marked = ledger.marked()
    return "" if marked is None else " ".join(marked.passage.anchor.quote.split())


def test_complaints_by_clause_lead_to_the_complaints(qtbot: QtBot, ledger: LedgerRoom) -> None:
    figures = ledger.figures
    figures.ways["clause"].click()
    assert column(figures.group_table, 0) == ["2.01", "3.14"]
    figures.group_table.setFocus()
    figures.group_table.selectRow(1)
    press(figures.group_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column(ledger.drill_down.table, 0) == ["C11-1", "C13-2"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: "sustained" in column(ledger.detail.lines, 1), timeout=PATIENCE)
    assert ledger.pane.pane.item is None


def test_a_complaint_leads_to_the_table_it_is_written_in(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, evidence: Evidence
) -> None:
    ledger.figures.ways["clause"].click()
    ledger.figures.group_table.setFocus()
    ledger.figures.group_table.selectRow(1)
    press(ledger.figures.group_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column(ledger.drill_down.table, 0) == ["C11-1", "C13-2"], timeout=PATIENCE)
    source = next(each.source for each in evidence.look(complaints.listed) if each.complaint.number == "C11-1")
    qtbot.waitUntil(lambda: source in column(ledger.detail.lines, 1), timeout=PATIENCE)
    ledger.detail.lines.setFocus()
    press(ledger.detail.lines, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_in(workspace.review.desk.a.view, "C11-1"), timeout=PATIENCE)
    item = workspace.review.desk.a.item
    assert item is not None
    assert source.startswith(f"{item.control}, line ")
    qtbot.waitUntil(lambda: workspace.review.desk.a.finder.count.text() == "1 of 1", timeout=PATIENCE)


def test_a_codes_uses_are_told_with_what_is_lacking(ledger: LedgerRoom) -> None:
    numbers = ledger.figures.numbers
    assert numbers is not None
    (code,) = numbers.counted.figures.codes
    assert uses_of(code) == "14 uses, 11 more"


# -- the tables -------------------------------------------------------------------------------------------------------


def test_rows_are_in_sight_on_a_small_laptop_with_everything_twice_as_large(
    qapp: QApplication, window: MainWindow, ledger: LedgerRoom
) -> None:
    window.resize(1366 // 2, 768 // 2)
    for name, table in (("benefits", ledger.benefits.table), ("pairs", ledger.pairs.table)):
        ledger.show_look(name)
        settle(qapp, lambda table=table: table.isVisible() and ledger.width() < window.width())  # type: ignore[misc]
        assert table.viewport().height() >= 2 * table.verticalHeader().defaultSectionSize()


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
    assert sorted(column(ledger.pairs.table, 4)) == ["10 days after", "10 days before"]
    assert "not a conclusion" in ledger.pairs.note.text()
    qtbot.waitUntil(lambda: any("E-1" in each for each in column(ledger.detail.lines, 0)), timeout=PATIENCE)
    assert any(each.startswith("B-") for each in column(ledger.detail.lines, 0))
    assert (ledger.detail.title.text(), ledger.detail.officer.text()) == ("Ruth Castellan", "Officer's page")


def test_how_many_were_reached_has_a_column_only_where_it_is_known(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom
) -> None:
    ledger.show_look("endorsements")
    view = ledger.endorsements
    qtbot.waitUntil(lambda: view.model.rowCount() > 0, timeout=PATIENCE)
    assert view.table.isColumnHidden(REACH)
    first = view.model.rows[0].id

    def reach(case: Case) -> None:
        praise = endorsements.get(case, first).endorsement.praise
        endorsements.edit(case, first, endorsements.said(case, {"reach": 120}, praise), reviewer="Ada")

    workspace.session.operation(workspace, reach).run()
    qtbot.waitUntil(lambda: not view.table.isColumnHidden(REACH), timeout=PATIENCE)
    assert "120" in column(view.table, REACH)


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
def test_no_word_of_a_pair_is_cut_on_a_small_screen(
    qtbot: QtBot, window: MainWindow, ledger: LedgerRoom, size: tuple[int, int]
) -> None:
    window.resize(*size)
    ledger.show_look("pairs")
    qtbot.waitUntil(lambda: ledger.pairs.model.rowCount() == 2, timeout=PATIENCE)
    table, model = ledger.pairs.table, ledger.pairs.model
    shown = [number for number in range(model.columnCount()) if not table.isColumnHidden(number)]
    assert len(shown) >= 6
    indexes = [model.index(row, number) for row in range(model.rowCount()) for number in shown]
    cut = [each.data() for each in indexes if table.sizeHintForIndex(each).width() > table.columnWidth(each.column())]
    assert cut == []
    metrics, margin = table.fontMetrics(), table.sizeHintForIndex(indexes[0]).width()
    margin -= table.fontMetrics().horizontalAdvance(indexes[0].data())
    needs = {each: max(table.sizeHintForIndex(model.index(row, each)).width() for row in (0, 1)) for each in shown}
    for number, any_of in ((3, Audience), (7, What)):  # columns share their room by what they hold
        needs[number] = max(metrics.horizontalAdvance(each.value) + margin for each in any_of)
    assert sum(needs.values()) <= table.viewport().width()


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
    verdicts = {"Ruth Castellan": "above Department rule", "Tom Okafor": "not above Department rule"}
    qtbot.waitUntil(lambda: said_of(view.table, 4).items() >= verdicts.items(), timeout=PATIENCE)
    view.table.selectRow(column(view.table, 0).index("Ruth Castellan"))
    assert "$199.00 (B-1) + $50.00 (B-6) = $249.00; Department rule allows $200.00: above" in view.sum.text()
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
    qtbot.waitUntil(lambda: not view.rule.text(), timeout=PATIENCE)  # until then what is typed changes the first one
    view.rule.setText("City charter")
    view.amount.setText("100 EUR")
    press(view.amount, Qt.Key.Key_Return)
    apart = "not above Department rule · City charter (EUR) is in another currency: not compared"
    qtbot.waitUntil(lambda: said_of(view.table, 4)["Ruth Castellan"] == apart, timeout=PATIENCE)
    assert "not compared with City charter, which allows 100.00 EUR: this is in USD" in view.sum.text()
    view.table.setFocus()
    press(view.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(column(ledger.drill_down.table, 0)) == ["B-1", "B-6"], timeout=PATIENCE)


def test_what_is_typed_while_a_limit_is_being_saved_stays(qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence) -> None:
    ledger.show_look("limits")
    view = ledger.limits
    qtbot.waitUntil(lambda: view.model.rowCount() == 3, timeout=PATIENCE)
    view.rule.setText("Department rule")
    view.amount.setText("200")
    view.amount.setFocus()
    press(view.amount, Qt.Key.Key_Return)
    view.rule.setText("City charter")
    qtbot.waitUntil(lambda: view.limits.rowCount() == 1, timeout=PATIENCE)
    view.rule.setFocus()
    press(view.rule, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.limits.rowCount() == 2, timeout=PATIENCE)
    assert {each.rule for each in evidence.look(limits.listed)} == {"Department rule", "City charter"}


def said_of(table: QWidget, at: int) -> dict[str, str]:
    return dict(zip(column(table, 0), column(table, at), strict=True))


def test_a_picture_leads_to_the_entries_behind_its_mark(qtbot: QtBot, ledger: LedgerRoom) -> None:
    ledger.show_look("pictures")
    view = ledger.pictures.view
    qtbot.waitUntil(lambda: bool(view.picture.marks), timeout=PATIENCE)
    view.setFocus()
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ledger.drill_down.model.rowCount() > 0, timeout=PATIENCE)
    press(ledger.drill_down.table, Qt.Key.Key_Escape)
    assert ledger.stack.currentWidget() is ledger.pictures


def acts(model: RowsModel) -> list[tuple[str, str]]:
    """What the trail says of each act, and what it calls it."""
    return [(model.index(row, 3).data(), model.index(row, 4).data()) for row in range(model.rowCount())]


def test_what_is_shown_is_written_and_nothing_else_and_the_trail_tells(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, tmp_path: Path
) -> None:
    ledger.show_look("benefits")
    qtbot.waitUntil(lambda: ledger.benefits.model.rowCount() == len(STORY), timeout=PATIENCE)
    ledger.benefits.what.say("device")
    out = tmp_path / "devices.csv"
    ledger.export_to(out)
    qtbot.waitUntil(lambda: written(out), timeout=PATIENCE)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["officer"] for row in rows] == ["101", "102", "104", "103"]
    ledger.show_look("pictures")
    qtbot.waitUntil(lambda: bool(ledger.pictures.picture.marks), timeout=PATIENCE)
    drawn = tmp_path / "timeline.svg"
    ledger.export_to(drawn)
    qtbot.waitUntil(lambda: written(drawn), timeout=PATIENCE)
    workspace.show_room("custody")
    trail = workspace.custody.trail
    told = [("Table written: devices.csv", "table export"), ("Picture written: timeline.svg", "picture export")]
    qtbot.waitUntil(lambda: acts(trail.model)[:2] == told[::-1], timeout=PATIENCE)


def test_every_look_is_reached_by_its_button_and_survives_an_empty_ledger(
    qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence
) -> None:
    def empty(case: Case) -> None:
        for entry in benefits.listed(case):
            benefits.remove(case, entry.benefit.id, reviewer="Ada")
        for praise in endorsements.listed(case):
            endorsements.remove(case, praise.endorsement.id, reviewer="Ada")

    done: list[object] = []
    ledger._session.operation(ledger, empty).success(lambda _none: done.append(1)).run()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert kept(evidence) == []
    for name in LOOKS:
        ledger.switch[name].click()
        assert ledger.look == name
    ledger.switch["benefits"].click()
    qtbot.waitUntil(lambda: "press B" in ledger.benefits.none.text(), timeout=PATIENCE)
    ledger.switch["figures"].click()
    counted = ledger.figures
    qtbot.waitUntil(lambda: counted.no_station.isVisible() and counted.no_code.isVisible(), timeout=PATIENCE)
    assert "in Review (B)" in counted.no_code.text()
    shown = [table.isVisible() for table in (counted.station_table, counted.code_table, counted.group_table)]
    assert (shown, counted.no_history.isVisible()) == ([False, False, True], False), "complaints there are"


def test_doubles_are_made_one_and_parted_again(qtbot: QtBot, ledger: LedgerRoom, evidence: Evidence) -> None:
    def again(case: Case) -> None:
        first = benefits.get(case, BenefitId(1)).benefit
        (item,) = search.ids(case, 'subject:"Your code"')
        mark = passages.add_quote(case, ItemId(item), "doorbell", reviewer="Ada")
        benefits.add(case, first.facts, passage_ids=[mark.passage.id], reviewer="Ada")

    ledger._session.operation(ledger, again).run()
    qtbot.waitUntil(ledger.figures.likely.isVisible, timeout=PATIENCE)
    ledger.figures.likely.click()
    qtbot.waitUntil(lambda: ledger.duplicates.model.rowCount() == 1, timeout=PATIENCE)
    ledger.duplicates.table.setFocus()
    press(ledger.duplicates.table, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: ledger.duplicates.model.rowCount() == 0, timeout=PATIENCE)
    assert len(kept(evidence)) == len(STORY)
    assert len(evidence.look(partial(benefits.get, benefit=BenefitId(1))).benefit.passages) == 2
    ledger.show_benefit(BenefitId(1))
    qtbot.waitUntil(ledger.detail.part.isVisible, timeout=PATIENCE)
    ledger.detail.part.click()
    qtbot.waitUntil(lambda: len(kept(evidence)) == len(STORY) + 1, timeout=PATIENCE)
