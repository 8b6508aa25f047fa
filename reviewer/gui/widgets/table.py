"""A table that only shows: one line a row, one column that takes what room there is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.gui.theme import room_for

NARROWEST = 16
"""A column that stretches is never narrower than this, in steps of the grid."""


def table(model: QAbstractItemModel, name: str, widths: Mapping[int, int]) -> QTableView:
    """``widths`` are in steps of the grid; a column without one stretches."""
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setTabKeyNavigation(False)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(room_for(6))
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setMinimumSectionSize(room_for(min([NARROWEST, *widths.values()])))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for section in range(model.columnCount()):
        if section in widths:
            header.resizeSection(section, room_for(widths[section]))
        else:
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
    return made
