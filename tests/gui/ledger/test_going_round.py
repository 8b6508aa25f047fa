"""F6 goes round the parts of the room one is in, and Shift+F6 the other way, whichever room it is."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.gui.navigation import OfficerTarget
from reviewer.gui.rooms.interviews.room import InterviewsRoom
from reviewer.gui.rooms.ledger.room import LedgerRoom
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.widgets.tab_order import enter
from tests.gui.conftest import PATIENCE
from tests.gui.keyboard import unreached
from tests.gui.ledger.story import CONTROL, NONE, shown_in
from tests.gui.rooms.interviewing import bare, do, shown

SHIFT = Qt.KeyboardModifier.ShiftModifier


def rounds(workspace: Workspace, modifier: Qt.KeyboardModifier = NONE) -> list[QWidget]:
    """Where the keyboard goes with F6 until it is where it was after the first press."""
    went: list[QWidget] = []
    for _ in range(12):
        QTest.keyClick(workspace, Qt.Key.Key_F6, modifier)
        now = QApplication.focusWidget()
        assert now is not None
        if went and now is went[0]:
            return went
        went.append(now)
    raise AssertionError(went)


def expect(workspace: Workspace, parts: Sequence[QWidget]) -> None:
    """Each press goes to the next of these parts, and with Shift to the one before."""
    for modifier, order in ((NONE, list(parts)), (SHIFT, list(reversed(parts)))):
        went = rounds(workspace, modifier)
        in_parts = [next((each for each in order if each is at or each.isAncestorOf(at)), at) for at in went]
        first = order.index(in_parts[0])
        assert in_parts == order[first:] + order[:first]


@pytest.fixture
def planned(qtbot: QtBot, workspace: Workspace) -> InterviewsRoom:
    """An interview that is planned with an officer, in its room."""
    do(qtbot, workspace, bare)
    return shown(qtbot, workspace)


def test_f6_goes_from_the_officers_to_the_page_of_one_and_to_its_words(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.go(OfficerTarget(OfficerId(1)))
    room = workspace.people
    qtbot.waitUntil(lambda: room.place.pane.view.complete, timeout=PATIENCE)
    expect(workspace, (room.left, room.page, room.place))


def test_f6_goes_round_each_part_of_the_findings(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_room("findings")
    room = workspace.findings
    qtbot.waitUntil(lambda: bool(room.allegations.none.text()), timeout=PATIENCE)
    expect(workspace, (room.bar, room.allegations.left))
    room.show_part("complaints")
    qtbot.waitUntil(lambda: room.complaints.model.rowCount() > 0, timeout=PATIENCE)
    above = room.complaints.list.parentWidget()
    assert above is not None
    expect(workspace, (room.bar, above, room.complaints.groups, room.complaints.details))


def test_f6_goes_round_an_interview(workspace: Workspace, planned: InterviewsRoom) -> None:
    listing = planned.list.parentWidget()
    assert listing is not None
    expect(workspace, (listing, planned.material, planned.middle))


def test_f6_goes_round_exports_and_custody(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.show_room("exports")
    choosing = workspace.exports.report.folder.parentWidget()
    assert choosing is not None
    expect(workspace, (workspace.exports.bar, choosing))
    workspace.show_room("custody")
    custody = workspace.custody
    qtbot.waitUntil(lambda: custody.trail.model.rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: custody.account.containers.rowCount() > 0, timeout=PATIENCE)
    expect(workspace, (custody.account, custody.intakes, custody.file, custody.trail))


def test_f6_goes_from_the_list_to_the_pages_and_to_the_passages(news: ReviewRoom, workspace: Workspace) -> None:
    news.list.setFocus()
    expect(workspace, (news.listing, news.desk.a, news.aside))


def test_f6_goes_from_the_hits_to_the_page_of_one(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.search_for("camera")
    room = workspace.search
    qtbot.waitUntil(lambda: shown_in(room.pane.view, "camera"), timeout=PATIENCE)
    hits = room.hits.parentWidget()
    assert hits is not None
    expect(workspace, (hits, room.pane))


def test_f6_goes_round_each_look_of_the_ledger(qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom) -> None:
    head = ledger.export.parentWidget()
    assert head is not None
    qtbot.waitUntil(lambda: ledger.figures.stations.rowCount() > 0, timeout=PATIENCE)
    ledger.show_look("pictures")
    qtbot.waitUntil(lambda: bool(ledger.pictures.picture.marks), timeout=PATIENCE)
    chips = next(iter(ledger.pictures.buttons.values())).parentWidget()
    assert chips is not None
    expect(workspace, (head, chips, ledger.pictures.view))
    ledger.show_benefit(BenefitId(1))
    qtbot.waitUntil(lambda: shown_in(ledger.pane.pane.view, "One camera for Ruth"), timeout=PATIENCE)
    expect(workspace, (head, ledger.lists, ledger.detail, ledger.pane))


def test_f6_comes_back_to_the_field_it_left(qtbot: QtBot, workspace: Workspace, ledger: LedgerRoom) -> None:
    QTest.keyClick(workspace, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: ledger.pane.marked is not None, timeout=PATIENCE)
    ledger.benefits.table.setFocus()
    qtbot.waitUntil(lambda: ledger.detail.told is not None, timeout=PATIENCE)
    QTest.keyClick(ledger.benefits.table, Qt.Key.Key_F2)
    qtbot.waitUntil(ledger.benefit_form.isVisible, timeout=PATIENCE)
    field = ledger.benefit_form.rows["code"].field.widget
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F6)
    assert not ledger.benefit_form.isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]
    QTest.keyClick(workspace, Qt.Key.Key_F6, SHIFT)
    assert field.hasFocus()


def test_f6_leaves_the_headers_of_a_hidden_table_alive(workspace: Workspace) -> None:
    workspace.show_room("exports")
    gone: list[object] = []
    for header in (workspace.exports.report.table.horizontalHeader, workspace.exports.report.table.verticalHeader):
        header().destroyed.connect(lambda *_of: gone.append(True))
    rounds(workspace)
    gc.collect()
    assert not gone


@pytest.mark.parametrize("look", ["figures", "benefits", "pairs", "limits", "pictures"])
def test_tab_reaches_every_stop_of_the_ledger_both_ways(window: MainWindow, ledger: LedgerRoom, look: str) -> None:
    ledger.show_look(look)
    enter(ledger)
    assert unreached(window, Qt.Key.Key_Tab) == []
    assert unreached(window, Qt.Key.Key_Backtab) == []
