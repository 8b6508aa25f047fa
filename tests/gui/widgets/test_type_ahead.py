"""A line that names one of many: the arrow that opens its list, on whatever keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.type_ahead import WIDE, Named, TypeAhead


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


def test_the_list_of_a_line_at_the_edge_of_the_screen_is_in_sight_as_a_whole(qtbot: QtBot) -> None:
    """It is wider than a narrow line, and what tells one from another stands at its end; also after each letter."""
    line = TypeAhead("Who", "a name")
    qtbot.addWidget(line)
    line.show_choices([Named("Ada Brook · Officer · 4003 · Harbor", 1), Named("Ada Lund · Sergeant · 4004", 2)])
    line.setFixedWidth(room_for(60))
    room = line.screen().availableGeometry()
    line.move(room.right() - line.width(), room.top())
    line.show()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_A):
        QTest.keyClick(line, key)
        assert line.popup.width() >= room_for(WIDE)
        assert line.popup.sizeHintForRow(0) >= line.fontMetrics().height() + 2 * grid(1), "a hand can hit it"
        assert room.contains(line.popup.geometry())
    line.popup.hide()
