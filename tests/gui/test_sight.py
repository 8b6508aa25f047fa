"""What has the keyboard is in sight wherever one scrolls, and nothing moves under a hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.held_in_place import HeldInPlace
from reviewer.gui.widgets.tab_order import lead_to
from tests.gui.keyboard import cut_off, press

PATIENCE = 10_000


@dataclass(frozen=True, slots=True)
class Form:
    """A line above, a field of many lines below the edge, and what scrolls both."""

    area: QScrollArea
    line: QLineEdit
    late: QLabel
    words: QPlainTextEdit

    @property
    def value(self) -> int:
        return self.area.verticalScrollBar().value()


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    line, late, words = QLineEdit(), QLabel("one\ntwo\nthree\nfour"), QPlainTextEdit()
    late.hide()
    words.setFixedHeight(150)
    words.setTabChangesFocus(True)
    whole = QVBoxLayout(inside)
    whole.addWidget(line)
    whole.addWidget(late)
    whole.addSpacing(300)
    whole.addWidget(words)
    whole.addSpacing(300)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    HeldInPlace(area)
    area.resize(300, 260)
    area.show()
    area.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=PATIENCE)
    return Form(area, line, late, words)


def click(form: Form, at: QPoint) -> None:
    """Press and let go of the mouse where one sees something."""
    handle = form.area.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_a_field_of_many_lines_is_wholly_in_sight_when_a_program_gives_it_the_keyboard(
    qtbot: QtBot, form: Form
) -> None:
    assert cut_off(form.words)
    form.words.setFocus()
    qtbot.waitUntil(lambda: not cut_off(form.words), timeout=PATIENCE)


def test_a_field_that_does_not_fit_shows_its_top_and_else_the_caret(qtbot: QtBot, form: Form) -> None:
    form.words.setFixedHeight(600)
    form.words.setPlainText("\n".join(f"line {number}" for number in range(30)))
    form.words.setFocus()
    top = form.words.mapTo(form.area.viewport(), QPoint())
    qtbot.waitUntil(lambda: form.words.mapTo(form.area.viewport(), QPoint()).y() == 0, timeout=PATIENCE)
    assert top.y() > 0
    press(form.words, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    press(form.words, Qt.Key.Key_A)
    view = form.area.viewport()
    qtbot.waitUntil(
        lambda: view.rect().contains(form.words.mapTo(view, form.words.cursorRect().bottomLeft())), timeout=PATIENCE
    )
    assert not cut_off(form.words)


def test_a_click_moves_nothing_and_the_first_key_shows_all_of_the_field(qtbot: QtBot, form: Form) -> None:
    form.area.verticalScrollBar().setValue(170)
    assert cut_off(form.words)
    click(form, form.words.mapTo(form.area, QPoint(20, 20)))
    qtbot.waitUntil(form.words.hasFocus, timeout=PATIENCE)
    qtbot.wait(0)
    assert form.value == 170
    QTest.keyClicks(form.words, "Thanks")
    qtbot.waitUntil(lambda: not cut_off(form.words), timeout=PATIENCE)
    assert form.words.toPlainText() == "Thanks"


def test_what_is_scrolled_away_stays_so_when_one_comes_back_to_the_window(qtbot: QtBot, form: Form) -> None:
    form.area.verticalScrollBar().setValue(400)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus, timeout=PATIENCE)
    form.area.activateWindow()
    qtbot.waitUntil(form.line.hasFocus, timeout=PATIENCE)
    qtbot.wait(0)
    assert form.value == 400


def test_who_is_led_on_by_a_click_sees_the_next_field_whole(qtbot: QtBot, form: Form) -> None:
    lead_to(form.words)
    qtbot.waitUntil(lambda: not cut_off(form.words), timeout=PATIENCE)


def test_what_comes_late_above_moves_nothing_that_one_types_in_or_is_about_to_click(qtbot: QtBot, form: Form) -> None:
    lead_to(form.words)
    qtbot.waitUntil(lambda: not cut_off(form.words), timeout=PATIENCE)
    before, value = form.words.mapTo(form.area, QPoint()), form.value
    form.late.show()
    qtbot.waitUntil(lambda: form.late.height() > 0 and form.value > value, timeout=PATIENCE)
    assert form.words.mapTo(form.area, QPoint()) == before
    form.late.hide()
    qtbot.waitUntil(lambda: form.value == value, timeout=PATIENCE)
    assert form.words.mapTo(form.area, QPoint()) == before


def test_what_comes_above_where_one_is_at_the_top_is_seen(qtbot: QtBot, form: Form) -> None:
    form.late.show()
    qtbot.waitUntil(lambda: not form.late.visibleRegion().isEmpty(), timeout=PATIENCE)
    assert form.value == 0
