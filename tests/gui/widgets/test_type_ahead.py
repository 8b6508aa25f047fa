"""A line that names one of many: the arrow that opens its list, on whatever keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.gui.widgets.type_ahead import Named, TypeAhead


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier])
def test_down_in_an_empty_line_lists_what_there_is(qtbot: QtBot, held: Qt.KeyboardModifier) -> None:
    """The arrows of a number pad, and every arrow of a Mac, come as keys of a pad."""
    line = TypeAhead("Who", "a name")
    qtbot.addWidget(line)
    line.show_choices([Named("Ada Brook", 1), Named("Bea Lund", 2)])
    line.show()
    QTest.keyClick(line, Qt.Key.Key_Down, held)
    assert line.popup.isVisible()
    line.popup.hide()
