"""Productions whose answers come late: what one turned to meanwhile stays, and what was typed stays."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import EVERYTHING
from reviewer.domain.exports.production import ProductionId
from reviewer.errors import InputError, StorageError
from reviewer.gui.rooms.exports.productions import ProductionsPart
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases.exports import production_history, productions
from reviewer.usecases.exports.production_history import Sheet
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import Hands
from tests.gui.late import Late
from tests.gui.rooms.exports.test_productions import COUNSEL, kept, looked, numbered, two
from tests.gui.rooms.interviewing import do, read_through
from tests.gui.test_sending import held_up


def test_a_late_answer_leaves_the_line_of_another_production_alone_and_a_late_refusal_is_told(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    two(qtbot, policed, part)
    after, hands, refused = part.page.after, Hands(), list[object]()
    policed.session.failed.connect(refused.append)
    after.drop.click()
    hands.type("too wide")
    with held_up(qtbot, policed):
        hands.press(Qt.Key.Key_Return)
        hands.press(Qt.Key.Key_Return)
        part.list.selectRow(0)
        qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
        after.drop.click()
        hands.type("too early")
    qtbot.waitUntil(lambda: [each.drop is not None for each in kept(evidence)] == [False, True], timeout=PATIENCE)
    assert after.dropping.isVisible()
    assert after.dropping.typed.text() == "too early"
    assert not refused, "the second Enter did not drop it again"
    after.dropping.typed.clear()
    with held_up(qtbot, policed):
        hands.press(Qt.Key.Key_Return)
        hands.press(Qt.Key.Key_Escape)
        assert not after.dropping.isVisible()
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE)


def test_a_production_that_is_ready_late_does_not_take_away_the_one_gone_on_to(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    numbered(qtbot, policed, part)
    part.add.click()
    form, said = part.page.form, list[str]()
    policed.session.said.connect(said.append)
    for field, words in ((form.title, "Second"), (form.receiver, COUNSEL), (form.query, "castellan50")):
        field.setText(words)
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    with held_up(qtbot, policed):
        form.make.click()
        Hands().click_row(part.list, part.model.index(0, 0))
        qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
        part.page.mock.list.setFocus()
    qtbot.waitUntil(lambda: part.model.rowCount() == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Production 2 is numbered" in said, timeout=PATIENCE)
    assert part.page.production == 1
    assert part.page.mock.list.hasFocus()


def test_what_is_being_typed_is_not_filled_in_again_and_enter_among_receivers_numbers_nothing(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, evidence: Evidence
) -> None:
    numbered(qtbot, policed, part)
    part.add.click()
    form, hands = part.page.form, Hands()
    for field, words in ((form.title, "Second"), (form.receiver, COUNSEL), (form.query, "castellan50")):
        field.setText(words)
    hands.tab_to(form.prefix)
    hands.press(Qt.Key.Key_Backspace, times=len("PMPD"))
    hands.tab_to(form.stamp)
    hands.type("DRAFT")
    form.title.setFocus()
    do(qtbot, policed, lambda case: productions.drop(case, 1, "too wide", reviewer="Ada"))
    qtbot.waitUntil(lambda: part.model.index(0, 1).data().splitlines()[2].startswith("dropped "), timeout=PATIENCE)
    assert form.prefix.text() == ""
    assert form.stamp.text() == "DRAFT"
    form.prefix.setText("Q")
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    form.receiver.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert not form.progress.isVisible()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.progress.isVisible()
    looked(qtbot, part, 2)
    assert len(kept(evidence)) == 2


def test_a_form_that_was_begun_is_not_taken_away_by_what_was_on_its_way_and_a_click_leads_back(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    two(qtbot, policed, part)
    form = part.page.form
    with held_up(qtbot, policed):
        part.list.selectRow(0)
        part.add.click()
        form.title.setText("Third")
    do(qtbot, policed, lambda _case: None)
    assert (form.isVisible(), form.title.text()) == (True, "Third")
    Hands().click_row(part.list, part.model.index(0, 0))
    qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)


def test_a_list_that_comes_before_the_production_one_chose_does_not_go_back(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(qtbot, policed, part)
    part.list.selectRow(0)
    qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
    listed_anew, sheet = threading.Event(), production_history.sheet

    def late(case: Case, number: ProductionId) -> Sheet:
        assert listed_anew.wait(PATIENCE / 1000)
        return sheet(case, number)

    monkeypatch.setattr(production_history, "sheet", late)
    part.list.selectRow(1)
    part.model.modelReset.connect(listed_anew.set)
    policed.session.changed.emit(EVERYTHING)
    qtbot.waitUntil(listed_anew.is_set, timeout=PATIENCE)
    qtbot.waitUntil(lambda: part.page.production == 2, timeout=PATIENCE)
    assert part.list.currentIndex().row() == 1


def test_no_act_falls_on_the_production_shown_until_the_one_chosen_comes_and_no_mock_run_of_another_is_told(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(qtbot, policed, part)
    do(qtbot, policed, lambda case: productions.drop(case, 1, "too wide", reviewer="Ada"))
    read_through(qtbot, policed)  # nothing else asks for a sheet
    late = Late(monkeypatch, production_history, "sheet")
    part.list.selectRow(0)
    late.wait(qtbot)
    assert part.page.title.text() == "Production 2: No. 2"
    assert not part.page.after.deliver.isEnabled()
    late.let_go()
    qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
    assert part.page.isEnabled()
    part.page.refuse_mock(ProductionId(2), InputError("the disk is full"))
    assert part.page.mock.verdict.text() == "Dropped: nothing leaves from it."


def test_a_numbering_that_is_refused_is_told_to_whoever_went_elsewhere_meanwhile(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart
) -> None:
    numbered(qtbot, policed, part)
    part.add.click()
    form, refused = part.page.form, list[object]()
    policed.session.failed.connect(refused.append)
    for field, words in ((form.title, "Second"), (form.receiver, COUNSEL), (form.query, "castellan50")):
        field.setText(words)
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    form.prefix.setText("not a prefix")
    qtbot.waitUntil(form.make.isEnabled, timeout=PATIENCE)
    with held_up(qtbot, policed):
        form.make.click()
        part.list.selectRow(0)
        qtbot.waitUntil(lambda: part.page.production == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(refused) == 1, timeout=PATIENCE)


def test_a_production_that_cannot_be_read_is_told_once_and_the_one_shown_stays_at_hand(
    qtbot: QtBot, policed: Workspace, part: ProductionsPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(qtbot, policed, part)
    read_through(qtbot, policed)
    refused = list[object]()
    policed.session.failed.connect(refused.append)

    def unreadable(_case: Case, number: ProductionId) -> Sheet:
        raise StorageError(f"production {number} cannot be read")

    monkeypatch.setattr(production_history, "sheet", unreadable)
    part.list.selectRow(0)
    qtbot.waitUntil(lambda: bool(refused), timeout=PATIENCE)
    read_through(qtbot, policed)
    told = len(refused)
    read_through(qtbot, policed)
    assert len(refused) == told, "it is not asked for again and again"
    assert part.page.production == 2
    assert part.list.currentIndex().row() == 1
    assert part.page.isEnabled()
