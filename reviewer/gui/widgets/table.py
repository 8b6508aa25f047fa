"""A table that only shows: one line a row or several, one column that takes what room there is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.gui.theme import room_for

NARROWEST = 16
"""A column that stretches is never narrower than this, in steps of the grid."""


def table(
    model: QAbstractItemModel, name: str, widths: Mapping[int, int], *, lines: int = 1, wrapped: bool = False
) -> QTableView:
    """``widths`` are in steps of the grid; a column without one stretches. Rows are as high as so many ``lines``.

    ``wrapped`` words go on in the next line. Else the words themselves say where lines end, and what is too long for
    one of several is cut in its middle, for how it begins and ends tells it apart.
    """
    made = QTableView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setShowGrid(False)
    made.setWordWrap(wrapped)
    made.setTabKeyNavigation(False)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(room_for(4 * lines + 2))
    if lines > 1 and not wrapped:
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
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
