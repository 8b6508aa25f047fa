"""A page that waits for another gives the keyboard back to where it was, unless it has gone elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.parts import column


class Beside(QWidget):
    """A page with two fields, and two beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.page = QWidget()
        self.first, self.second, self.outside, self.other = (QLineEdit() for _ in range(4))
        self.page.setLayout(column(self.first, self.second))
        self.setLayout(column(self.page, self.outside, self.other))


@pytest.fixture
def beside(qtbot: QtBot) -> Beside:
    made = Beside()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_keyboard_goes_back_to_where_it_was(beside: Beside) -> None:
    until = UntilShown(beside.page)
    beside.second.setFocus()
    until.wait()
    assert not beside.second.hasFocus()
    until.wait()  # yet another is chosen meanwhile
    until.arrived()
    assert beside.second.hasFocus()


def test_who_has_gone_elsewhere_and_chosen_another_from_there_stays_there(beside: Beside) -> None:
    until = UntilShown(beside.page)
    beside.second.setFocus()
    until.wait()
    beside.other.setFocus()
    until.wait()
    until.arrived()
    assert beside.other.hasFocus()


def test_what_had_the_keyboard_once_does_not_get_it_when_another_is_chosen_from_elsewhere(beside: Beside) -> None:
    until = UntilShown(beside.page)
    beside.other.setFocus()
    until.wait()
    until.focus(beside.first)
    until.arrived()
    assert beside.first.hasFocus()
