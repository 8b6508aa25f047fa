"""What flows takes as many lines as it needs, and each of them is seen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.rooms.review.filter_line import FilterLine
from reviewer.gui.widgets.parts import column


@pytest.mark.parametrize("width", [140, 240, 800])
def test_every_chip_above_a_list_is_seen_however_narrow_the_list(qtbot: QtBot, width: int) -> None:
    host, above = QWidget(), FilterLine()
    qtbot.addWidget(host)
    host.setLayout(column(above, QListView(), gap=0))
    host.resize(800, 600)
    host.show()
    host.resize(max(width, host.minimumSizeHint().width()), 600)
    host.grab()  # lays out what is to be drawn
    for chip in above.chips.values():
        assert above.rect().contains(chip.geometry()), (chip.accessibleName(), above.height(), chip.geometry())
