"""What flows takes as many lines as it needs, and each of them is seen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.rooms.review.filter_line import FilterLine
from reviewer.gui.widgets.flow import flow
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


def test_what_is_hidden_leaves_no_gap_and_what_is_lower_stands_half_way_up_its_line(qtbot: QtBot) -> None:
    host, caption, gone, high = QWidget(), QLabel("People"), QPushButton("Save draft"), QPushButton("Reopen")
    qtbot.addWidget(host)
    high.setFixedHeight(3 * caption.sizeHint().height())
    host.setLayout(flow(gone, caption, high))
    gone.hide()
    host.resize(400, 100)
    host.show()
    host.grab()  # lays out what is to be drawn
    assert caption.x() == host.contentsRect().x()
    assert abs(caption.geometry().center().y() - high.geometry().center().y()) <= 1
