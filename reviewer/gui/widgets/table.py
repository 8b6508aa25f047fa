"""A table that only shows: one line a row or several, one column that takes what room there is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reviewer.gui.theme import font, room_for

NARROWEST = 16
"""A column that stretches is never narrower than this, in steps of the grid."""

BESIDE_HEAD = 2 * 7 + 2
"""Pixels that the style sheet leaves free beside the words of a head."""

ARROW = 4
"""What the arrow of the order takes, in steps of the grid."""


def head_width(words: str, *, arrow: bool = True) -> int:
    """How wide a column is at least so that its head is not cut, in pixels; with an ``arrow`` where it orders."""
    return QFontMetrics(font("small")).horizontalAdvance(words) + BESIDE_HEAD + arrow * room_for(ARROW)


def widen_to_heads(header: QHeaderView, *, arrow: bool = True) -> None:
    """Make each column that does not stretch as wide as the words of its head are, if it is narrower."""
    for section in range(header.count()):
        if header.sectionResizeMode(section) is not QHeaderView.ResizeMode.Stretch:
            words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
            header.resizeSection(section, max(header.sectionSize(section), head_width(words, arrow=arrow)))


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
    widen_to_heads(header)
    return made
