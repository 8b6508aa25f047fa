"""Who has gone on with the keyboard is told from whose field was hidden, disabled or taken away under their hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.gui.keyboard_moves import KeyboardKept
from reviewer.gui.until_shown import UntilShown
from reviewer.gui.widgets.parts import column
from tests.gui.conftest import PATIENCE


class Form(QFrame):
    """Three lines below each other, the second within a part of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = QLineEdit(), QLineEdit(), QLineEdit()
        self.part = QFrame()
        self.part.setLayout(column(self.second))
        self.setLayout(column(self.first, self.part, self.third))


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[Form]:
    """In sight, with the keyboard in the line within the part."""
    made = Form()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.second.setFocus()
    qtbot.waitUntil(made.second.hasFocus, timeout=PATIENCE)
    yield made
    made.close()


@pytest.mark.parametrize("taken", ["hide", "deleteLater", "disable", "hide the part"])
def test_nobody_has_gone_on_where_a_line_is_taken_away_and_somebody_has_after_tab(
    qtbot: QtBot, form: Form, taken: str
) -> None:
    kept = KeyboardKept()
    if taken == "disable":
        form.second.setEnabled(False)
    elif taken == "hide the part":
        form.part.hide()
    else:
        getattr(form.second, taken)()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not form.second, timeout=PATIENCE)
    assert kept
    form.first.setFocus()
    QTest.keyClick(form.first, Qt.Key.Key_Tab)
    assert not kept


def test_whoever_goes_elsewhere_while_nothing_could_have_the_keyboard_stays_there(form: Form) -> None:
    shown = UntilShown(form.part)
    for each in (form.first, form.third):
        each.setEnabled(False)
    shown.wait()
    form.first.setEnabled(True)
    form.first.setFocus()
    shown.arrived()
    assert form.first.hasFocus()
    assert form.part.isEnabled()
