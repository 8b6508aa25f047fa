"""Panes that do not fit side by side fold, and none is out of reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.theme import room_for
from reviewer.gui.widgets.fitting import Scroller
from reviewer.gui.widgets.folding import Folding, bring, folded_away
from reviewer.gui.widgets.going_round import go_round
from tests.gui.conftest import PATIENCE

LEFT = Qt.MouseButton.LeftButton


class Pane(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.button, self.words = QPushButton(name), QLabel("")
        layout = QVBoxLayout(self)
        layout.addWidget(self.button)
        layout.addWidget(self.words)


class Three(Folding):
    """Three panes of at least 50 steps each; all three stand side by side from 200 steps on."""

    def __init__(self) -> None:
        super().__init__(roomy=50)
        self.panes = tuple(Pane(name) for name in ("list", "pages", "drawer"))
        for pane in self.panes:
            self.add(pane, pane.button.text(), least=50, usual=50, stretch=1)

    def of_width(self, steps: int) -> list[bool]:
        self.resize(room_for(steps), 300)
        return self.seen()

    def seen(self) -> list[bool]:
        return [pane.isVisible() for pane in self.panes]

    def shown_names(self) -> list[str]:
        buttons = self.names.findChildren(QPushButton)
        return [each.text() for each in buttons if each.isVisible() and each.isChecked()]


@pytest.fixture
def three(qtbot: QtBot) -> Three:
    made = Three()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def test_as_many_panes_are_in_sight_as_fit_and_names_lead_to_the_others(three: Three) -> None:
    assert three.of_width(210) == [True, True, True]
    assert not three.names.isVisible()
    assert three.of_width(180) == [True, True, False], "there would be room for three, but not to read in"
    assert three.names.isVisible()
    assert three.of_width(90) == [True, False, False]
    assert three.shown_names() == ["list"]


def test_a_click_on_a_name_brings_its_pane_and_keeps_the_keyboard_in_it(qtbot: QtBot, three: Three) -> None:
    three.of_width(110)
    three.panes[0].button.setFocus()
    qtbot.waitUntil(three.panes[0].button.hasFocus, timeout=PATIENCE)
    (drawer,) = (each for each in three.names.findChildren(QPushButton) if each.text() == "drawer")
    QTest.mouseClick(drawer, LEFT)
    assert three.seen() == [False, True, True]
    qtbot.waitUntil(three.panes[2].button.hasFocus, timeout=PATIENCE)
    assert three.shown_names() == ["pages", "drawer"]


def test_what_one_works_in_stays_in_sight_while_the_window_shrinks(qtbot: QtBot, three: Three) -> None:
    three.of_width(210)
    three.panes[2].button.setFocus()
    qtbot.waitUntil(three.panes[2].button.hasFocus, timeout=PATIENCE)
    assert three.of_width(60) == [False, False, True]


def test_a_pane_that_is_not_wanted_takes_no_room_and_has_no_name(three: Three) -> None:
    three.want(three.panes[1], False)
    assert three.of_width(110) == [True, False, True]
    assert not three.names.isVisible()
    assert not folded_away(three.panes[1])
    three.bring(three.panes[1])
    assert three.seen() == [True, False, True]


def test_a_pane_whose_words_come_to_need_more_folds_the_others_away(qtbot: QtBot, three: Three) -> None:
    assert three.of_width(110) == [True, True, False]
    three.panes[0].words.setMinimumWidth(room_for(100))
    qtbot.waitUntil(lambda: three.seen() == [True, False, False], timeout=PATIENCE)


def test_a_room_never_asks_for_more_width_than_its_widest_pane(qtbot: QtBot) -> None:
    three = Three()
    three.panes[2].words.setMinimumWidth(room_for(40))
    room = Scroller(three)
    qtbot.addWidget(room)
    room.resize(room_for(60), 300)
    room.show()
    assert room.horizontalScrollBar().maximum() == 0
    assert three.minimumSizeHint().width() < room_for(50)


def test_f6_goes_to_a_pane_that_is_folded_away(qtbot: QtBot, three: Three) -> None:
    three.of_width(60)
    three.panes[0].button.setFocus()
    qtbot.waitUntil(three.panes[0].button.hasFocus, timeout=PATIENCE)
    for pane in (*three.panes[1:], three.panes[0]):
        go_round(three, 1)
        qtbot.waitUntil(pane.button.hasFocus, timeout=PATIENCE)
        assert three.seen() == [each is pane for each in three.panes]
    go_round(three, -1)
    qtbot.waitUntil(three.panes[2].button.hasFocus, timeout=PATIENCE)


def test_a_widget_deep_in_folded_panes_is_brought_into_sight(qtbot: QtBot) -> None:
    outer, inner = Three(), Three()
    qtbot.addWidget(outer)
    outer.add(inner, "more", least=50, usual=50)
    outer.show()
    outer.of_width(60)
    deep = inner.panes[2].button
    assert not deep.isVisible()
    bring(deep)
    assert deep.isVisible()
