"""In the Ledger too, what was chosen last stays chosen, and a key acts on the entry that is framed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import EVERYTHING
from reviewer.domain.ids import BenefitId
from reviewer.domain.ledger.benefit import Facts, Outcome, What
from reviewer.domain.pictures.picture import Target
from reviewer.gui.rooms.ledger import listing, lookup
from reviewer.gui.rooms.ledger.room import LedgerRoom
from reviewer.gui.shell.workspace import Workspace
from reviewer.usecases import search
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import passages
from reviewer.usecases.people import officers
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.keyboard import press
from tests.gui.late import Late
from tests.gui.rooms.interviewing import do, read_through


def ids(evidence: Evidence) -> set[BenefitId]:
    return {each.benefit.id for each in evidence.look(benefits.listed)}


def show(qtbot: QtBot, ledger: LedgerRoom, look: str) -> None:
    ledger.show_look(look)
    shown = ledger.benefits if look == "benefits" else ledger.pairs
    qtbot.waitUntil(lambda: shown.model.rowCount() > 1 and shown.table.hasFocus(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: ledger.detail.told is not None, timeout=PATIENCE)


def test_delete_takes_the_entry_that_is_framed_and_not_the_one_shown_until_then(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, ledger, "benefits")
    every, rows = ids(evidence), [each.id for each in ledger.benefits.model.rows]
    late = Late(monkeypatch, lookup, "look")
    press(ledger.benefits.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    press(ledger.benefits.table, Qt.Key.Key_Delete)
    late.let_go()
    qtbot.waitUntil(lambda: ids(evidence) != every, timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert every - ids(evidence) == {rows[1]}


def test_f2_changes_the_entry_that_is_framed(qtbot: QtBot, ledger: LedgerRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    show(qtbot, ledger, "benefits")
    second = ledger.benefits.model.rows[1]
    late = Late(monkeypatch, lookup, "look")
    press(ledger.benefits.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    press(ledger.benefits.table, Qt.Key.Key_F2)
    assert not ledger.benefit_form.isVisible()
    late.let_go()
    qtbot.waitUntil(ledger.benefit_form.isVisible, timeout=PATIENCE)
    assert ledger.detail.told is not None
    assert ledger.detail.told.only_benefit is not None
    assert ledger.detail.told.only_benefit.benefit.id == second.id


def test_delete_after_a_look_up_that_failed_takes_nothing(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, evidence: Evidence
) -> None:
    show(qtbot, ledger, "benefits")
    every = ids(evidence)
    with qtbot.waitSignal(workspace.session.failed, timeout=PATIENCE):
        ledger.detail.show_target(Target((BenefitId(999),)))
    assert ledger.detail.told is None
    assert not ledger.detail.remove.isVisible()
    assert "999" in ledger.detail.none.text()
    press(ledger.benefits.table, Qt.Key.Key_Delete)
    do(qtbot, workspace, lambda _case: None)
    assert ids(evidence) == every


def test_a_key_waits_for_its_entry_also_when_that_is_asked_for_anew(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, ledger, "benefits")
    every, rows = ids(evidence), [each.id for each in ledger.benefits.model.rows]
    late = Late(monkeypatch, lookup, "look")
    press(ledger.benefits.table, Qt.Key.Key_Down)
    late.wait(qtbot)
    press(ledger.benefits.table, Qt.Key.Key_Delete)
    ledger.detail.show_target(Target((rows[1],)))
    late.let_go()
    qtbot.waitUntil(lambda: every - ids(evidence) == {rows[1]}, timeout=PATIENCE)
    read_through(qtbot, workspace)


def test_an_entry_one_was_led_to_does_not_come_before_one_chosen_since(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(qtbot, ledger, "benefits")
    late = Late(monkeypatch, listing, "hold")
    workspace.session.changed.emit(EVERYTHING)
    late.wait(qtbot)

    def enter(case: Case) -> BenefitId:
        (item,) = search.ids(case, 'subject:"Our books"')
        marked = passages.add_quote(case, item, "sent the camera back", reviewer="Ada")
        officer, _ = officers.show(case, "102")
        facts = Facts(officer.id, What.DEVICE, donor="Lantern", outcome=Outcome.ACCEPTED)
        return benefits.add(case, facts, passage_ids=[marked.passage.id], reviewer="Ada").benefit.id

    made = do(qtbot, workspace, enter)
    ledger.show_benefit(made)
    press(ledger.benefits.table, Qt.Key.Key_Down)
    chosen = ledger.benefits.at_hand()
    late.let_go()
    qtbot.waitUntil(lambda: made in {each.id for each in ledger.benefits.model.every}, timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert chosen is not None
    assert ledger.benefits.at_hand() == chosen


def test_several_entries_stay_chosen_when_the_ledger_is_listed_anew(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom
) -> None:
    show(qtbot, ledger, "benefits")
    press(ledger.benefits.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = ledger.benefits.several()
    listed: list[object] = []
    ledger.benefits.model.modelReset.connect(lambda: listed.append(None))
    workspace.session.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: bool(listed), timeout=PATIENCE)
    read_through(qtbot, workspace)
    assert len(chosen) == 2
    assert ledger.benefits.several() == chosen


def test_a_pair_stays_at_hand_when_the_pairs_are_listed_anew(
    qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom
) -> None:
    show(qtbot, ledger, "pairs")
    press(ledger.pairs.table, Qt.Key.Key_Down)
    at = ledger.pairs.model.at(1)
    assert at is not None
    listed: list[object] = []
    ledger.pairs.model.modelReset.connect(lambda: listed.append(None))
    workspace.session.changed.emit(EVERYTHING)
    qtbot.waitUntil(lambda: bool(listed), timeout=PATIENCE)
    read_through(qtbot, workspace)
    row = ledger.pairs.table.currentIndex().row()
    now = ledger.pairs.model.at(row)
    assert now is not None
    assert (row, now.pair) == (1, at.pair)
