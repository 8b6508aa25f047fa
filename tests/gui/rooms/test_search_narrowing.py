"""What a search finds is counted beside it, and a click on a count narrows it, or leaves it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.desktop import settings
from reviewer.gui.rooms.search.room import SearchRoom
from reviewer.gui.shell.window import MainWindow
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence, opened
from tests.kept import Kept

SENDERS = ("Pat <pat@shop.example>", "Pat <pat@shop.example>", "Jo <jo@mill.example>", "Al <al@mill.example>")


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    def build(case: Case, there: Path) -> None:
        mails = {f"{number}.eml": mail(f"No {number}", sender=sender) for number, sender in enumerate(SENDERS)}
        intake.add(case, workers, [folder(there / "box", mails)], custodian="Moore", reviewer="Ada")

    return Evidence(kept_cases.copy("senders", tmp_path / "case.evcase", build, title="Senders"), kept_cases.key)


def value(room: SearchRoom, named: str) -> QModelIndex:
    """The row of a value, in sight."""
    model, tree = room.narrowing.model, room.narrowing.tree
    (found,) = (each for each in model.every() if each.data() == named)
    tree.expand(found.parent())
    tree.scrollTo(found)
    return found


def click(room: SearchRoom, named: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    tree, found = room.narrowing.tree, value(room, named)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, modifier, tree.visualRect(found).center())


def test_a_click_on_what_was_counted_narrows_and_with_alt_leaves_out(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    workspace = opened(qtbot, window, evidence)
    workspace.search_for("cameras")
    room = workspace.search
    qtbot.waitUntil(lambda: room.model.rowCount() == len(SENDERS), timeout=PATIENCE)
    assert room.narrowing.isHidden()
    room.narrow.click()
    qtbot.waitUntil(lambda: room.narrowing.model.rowCount() > 0, timeout=PATIENCE)
    counted = {each.data(): each.siblingAtColumn(1).data() for each in room.narrowing.model.every()}
    assert (counted["Moore"], counted["pat@shop.example"], counted["mill.example"]) == ("4", "2", "2")
    click(room, "mill.example")
    assert room.words.text() == 'cameras from:"=@mill.example"'
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: "pat@shop.example" not in [each.data() for each in room.narrowing.model.every()], timeout=PATIENCE
    )
    click(room, "jo@mill.example", Qt.KeyboardModifier.AltModifier)
    assert room.words.text() == 'cameras from:"=@mill.example" -from:"=jo@mill.example"'
    qtbot.waitUntil(lambda: room.model.rowCount() == 1, timeout=PATIENCE)
    assert room.narrowing.isVisible()
    room.narrow.click()
    assert room.narrowing.isHidden()


def test_months_are_narrowed_to_by_a_drag_and_left_out_by_keys(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, kept_cases: Kept, workers: Workers
) -> None:
    def build(case: Case, there: Path) -> None:
        mails = {
            f"{number}.eml": mail(f"No {number}", date=f"Tue, 03 {month} 2016 12:00:00 +0000")
            for number, month in enumerate(("Feb", "Feb", "Mar", "May"))
        }
        mails |= {f"{number}.eml": mail(f"No {number}", date="some day") for number in (8, 9)}
        intake.add(case, workers, [folder(there / "box", mails)], custodian="Moore", reviewer="Ada")

    made = Evidence(kept_cases.copy("months", tmp_path / "case.evcase", build, title="Months"), kept_cases.key)
    workspace = opened(qtbot, window, made)
    workspace.search_for("cameras")
    room = workspace.search
    room.narrow.click()
    chart, hand = room.narrowing.in_time.chart, Qt.MouseButton.LeftButton
    qtbot.waitUntil(lambda: chart.isVisible() and bool(chart.rows), timeout=PATIENCE)
    assert [*zip(chart.names, chart.rows[0].counts, strict=True)] == [
        ("2016-02", 2),
        ("2016-03", 1),
        ("2016-04", 0),
        ("2016-05", 1),
    ]
    undated = room.narrowing.in_time.undated
    assert (undated.text(), undated.isVisible()) == ("2 without a date", True)
    QTest.mousePress(chart, hand, pos=chart.column_rect(0, 1).center().toPoint())
    QTest.mouseMove(chart, chart.column_rect(0, 2).center().toPoint())
    QTest.mouseMove(chart, chart.column_rect(0, 3).center().toPoint())
    assert room.narrowing.in_time.at_hand.text() == "2016-03 to 2016-05: 2 items"
    QTest.mouseRelease(chart, hand, pos=chart.column_rect(0, 3).center().toPoint())
    assert room.words.text() == "cameras date:2016-03..2016-05"
    qtbot.waitUntil(lambda: room.model.rowCount() == 2 and len(chart.names) == 3, timeout=PATIENCE)
    assert not undated.isVisible()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_End)
    QTest.keyClick(chart, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert room.words.text() == "cameras date:2016-03..2016-05 -date:2016-05"
    qtbot.waitUntil(lambda: room.model.rowCount() == 1 and not chart.isVisible(), timeout=PATIENCE)
    assert room.narrowing.tree.hasFocus()


def test_a_value_is_chosen_with_the_keyboard(qtbot: QtBot, window: MainWindow, evidence: Evidence) -> None:
    workspace = opened(qtbot, window, evidence)
    workspace.search_for("cameras")
    room = workspace.search
    qtbot.waitUntil(lambda: room.model.rowCount() == len(SENDERS), timeout=PATIENCE)
    room.narrow.click()
    tree = room.narrowing.tree
    qtbot.waitUntil(lambda: room.narrowing.model.rowCount() > 0 and tree.hasFocus(), timeout=PATIENCE)
    tree.setCurrentIndex(value(room, "pat@shop.example"))
    QTest.keyClick(tree, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert room.words.text() == 'cameras -from:"=pat@shop.example"'
    qtbot.waitUntil(lambda: room.model.rowCount() == 2, timeout=PATIENCE)
    tree.setCurrentIndex(value(room, "al@mill.example"))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.model.rowCount() == 1, timeout=PATIENCE)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert room.words.text() == 'cameras -from:"=pat@shop.example" from:"=al@mill.example"'


def test_in_a_wide_window_the_counts_stand_beside_what_was_found_until_they_are_closed(
    qtbot: QtBot, window: MainWindow, evidence: Evidence
) -> None:
    """Where it is not wide they stand below, behind a button; what the button was used for is remembered for both."""
    workspace = opened(qtbot, window, evidence)
    window.resize(2560, 1440)
    workspace.search_for("cameras")
    room = workspace.search
    qtbot.waitUntil(lambda: room.narrowing.model.rowCount() > 0, timeout=PATIENCE)
    counts, hits = room.narrowing, room.hits

    def left(widget: QWidget) -> int:
        return widget.mapTo(window, QPoint(0, 0)).x()

    qtbot.waitUntil(lambda: left(counts) >= left(hits) + hits.width(), timeout=PATIENCE)
    assert left(counts) < left(room.pane)
    counts.tree.setFocus()
    window.resize(1366, 768)
    qtbot.waitUntil(counts.isHidden, timeout=PATIENCE)
    assert hits.hasFocus(), "the keyboard stays with what was found"
    room.narrow.click()
    qtbot.waitUntil(lambda: counts.isVisible() and left(counts) == left(hits), timeout=PATIENCE)
    window.resize(2560, 1440)
    qtbot.waitUntil(lambda: left(counts) >= left(hits) + hits.width(), timeout=PATIENCE)
    assert counts.tree.hasFocus()
    room.narrow.click()
    room.search("zebra")
    qtbot.waitUntil(lambda: not room.model.rowCount(), timeout=PATIENCE)
    room.search("cameras")
    qtbot.waitUntil(lambda: room.model.rowCount() == len(SENDERS), timeout=PATIENCE)
    assert counts.isHidden(), "they were closed by hand"
    window.resize(1366, 768)
    qtbot.waitUntil(counts.isVisible, timeout=PATIENCE)
    assert (settings.counts_open(wide=True), settings.counts_open(wide=False)) == (False, True)
