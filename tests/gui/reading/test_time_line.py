"""Messages in time: a stretch that is chosen by keys or dragged over narrows the list, and gaps are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.casefile.engine.case import Case
from reviewer.gui.reading.time_chart import ChartRow, TimeChart
from reviewer.gui.rooms.review.room import ReviewRoom
from reviewer.isolation.workers import Workers
from reviewer.usecases.analysis import analysis
from reviewer.usecases.analysis.timeline import Timeline
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import tags
from tests.evidence import folder, mail
from tests.gui.conftest import PATIENCE, Evidence
from tests.gui.hands import SHIFT, Hands
from tests.gui.keyboard import focused
from tests.kept import Kept

DAYS = [*(f"{day:02} Jan 2016" for day in range(1, 13)), "20 Mar 2016"]


@pytest.fixture
def evidence(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Evidence:
    """One custodian with mail each day and then a gap, another with two messages and one without a date."""

    def build(case: Case, there: Path) -> None:
        for custodian, days in (("Castellan", DAYS), ("Okafor", ["09 Feb 2016", "10 Feb 2016", ""])):
            files = {
                f"{number}.eml": mail(f"{custodian} {number}", "Words.\n", date=f"{day} 09:00:00 +0000" if day else "")
                for number, day in enumerate(days)
            }
            intake.add(case, workers, [folder(there / custodian, files)], custodian=custodian, reviewer="Ada")
        analysis.arrange(case, reviewer="Ada")
        tags.add(case, "Gratuity offered", color="orange", key="1", reviewer="Ada")

    path = kept_cases.copy("time line", tmp_path / "case.evcase", build, title="Time", reference="IA 7")
    return Evidence(path, kept_cases.key)


@pytest.fixture
def room(qtbot: QtBot, room: ReviewRoom) -> ReviewRoom:
    """The Review room once all is listed."""
    qtbot.waitUntil(lambda: room.model.rowCount() == 16, timeout=PATIENCE)
    return room


def test_a_stretch_of_a_custodian_is_chosen_by_keys_and_another_by_a_drag(qtbot: QtBot, room: ReviewRoom) -> None:
    hands = Hands()
    room.list.setFocus()
    hands.press(Qt.Key.Key_L, SHIFT)
    page = room.stack.time_line
    chart = page.chart
    qtbot.waitUntil(lambda: len(chart.rows) == 3, timeout=PATIENCE)
    assert page.said.text() == (
        "15 messages, by day in UTC. Left out: 1 message without a date, or with one that cannot be."
    )
    assert list(chart.names) == ["2016-01", "2016-02", "2016-03"]
    assert [(row.name, row.counts) for row in chart.rows] == [
        ("All custodians", (12, 2, 1)),
        ("Castellan", (12, 0, 1)),
        ("Okafor", (0, 2, 0)),
    ]
    assert focused() is chart
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right, SHIFT)
    assert page.at_hand.text() == (
        "Castellan, 2016-02 to 2016-03: 1 message. "
        "None between 2016-01-12 and 2016-03-20: 68 days apart, usually 1 at most."
    )
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.fold.isVisible() and room.model.rowCount() == 1, timeout=PATIENCE)
    assert room.filter.typed.text() == 'date:2016-02..2016-03 custodian:"=Castellan"'
    room.list.setFocus()
    hands.press(Qt.Key.Key_L, SHIFT)
    qtbot.waitUntil(chart.isVisible, timeout=PATIENCE)
    ends = [chart.column_rect(0, at).center().toPoint() for at in (0, 1)]
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=ends[0])
    QTest.mouseMove(chart, ends[1])
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=ends[1])
    qtbot.waitUntil(lambda: room.fold.isVisible() and room.model.rowCount() == 14, timeout=PATIENCE)
    assert room.filter.typed.text() == "date:2016-01..2016-02"


def test_without_a_message_that_has_a_day_it_says_what_belongs_there(qtbot: QtBot, room: ReviewRoom) -> None:
    hands = Hands()
    room.list.setFocus()
    hands.press(Qt.Key.Key_L, SHIFT)
    page = room.stack.time_line
    qtbot.waitUntil(lambda: len(page.chart.rows) == 3, timeout=PATIENCE)
    page._show(Timeline((), 2))
    assert page.said.text() == (
        "No message has a day yet. Add mail, then its messages stand here in time. "
        "Left out: 2 messages without a date, or with one that cannot be."
    )
    assert not page.chart.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert room.fold.isVisible()
    assert focused() is room.list


def test_the_row_and_the_stretch_at_hand_stay_the_same_when_others_come_before_them(qtbot: QtBot) -> None:
    """They are kept by their names; a drag over columns that go chooses nothing."""
    chart, chosen = TimeChart("Messages", lambda row, start, end: f"{row}: {start} to {end}"), list[int]()
    qtbot.addWidget(chart)
    chart.resize(800, 400)
    chart.chosen.connect(lambda: chosen.append(chart.row))
    chart.show_rows(["2016-01", "2016-02", "2016-03"], [ChartRow(name, (1, 1, 1)) for name in ("Castellan", "Okafor")])
    chart.put(1, 1, 2)
    rows = [ChartRow(name, (1, 1, 1, 1)) for name in ("Boateng", "Okafor", "Castellan")]
    chart.show_rows(["2015-12", "2016-01", "2016-02", "2016-03"], [*rows[:1], ChartRow("Aster", ()), *rows[1:]])
    assert (chart.row, chart.stretch) == (2, (2, 3))
    at = chart.column_rect(2, 3).center().toPoint()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=at)
    chart.show_rows(["2015-12"], rows[:2])
    assert (chart.row, chart.stretch) == (1, (0, 0))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=at)
    assert not chosen
