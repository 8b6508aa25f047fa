"""How it is painted that something has the keyboard, or is chosen in a list: never by a tint alone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.domain.analysis.grouping import Member
from reviewer.gui import theme
from reviewer.gui.theme import grid


def focus_ring(painter: QPainter, rect: QRect) -> None:
    """A ring just within what has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.restore()


Ends = tuple[bool, bool]
"""Whether a row that is chosen is the first, and whether it is the last, of chosen rows below each other."""

ALONE: Ends = (True, True)


def ends(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> Ends:
    """Where the chosen rows begin and end of which this is one."""
    chosen_rows, row, column = view.selectionModel(), index.row(), index.column()
    above, below = index.sibling(row - 1, column), index.sibling(row + 1, column)
    return not chosen_rows.isSelected(above), not chosen_rows.isSelected(below)


def chosen(painter: QPainter, rect: QRect, of_run: Ends = ALONE) -> None:
    """The ground of a row that is chosen: tinted, with a line above the first and below the last of several."""
    painter.fillRect(rect, theme.color("chosen"))
    edges(painter, rect, of_run)


def edges(painter: QPainter, rect: QRect, of_run: Ends = ALONE) -> None:
    """The lines above and below a row that is chosen, or the first and the last of several."""
    first, last = of_run
    if first:
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, theme.color("accent"))
    if last:
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("accent"))


def paint_runs(view: QAbstractItemView) -> None:
    """Have rows painted anew whose neighbours are chosen, or no longer; for a view that has its model."""
    view.selectionModel().selectionChanged.connect(lambda _now, _before: view.viewport().update())


class ChosenRuns(QStyledItemDelegate):
    """Rows as the style sheet has them, but several that are chosen below each other have one line around them all."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        paint_runs(view)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell, and its ground over the lines between chosen rows."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            rect, (first, last) = option.rect, ends(self._view, index)
            for inner, y in ((not first, rect.top()), (not last, rect.bottom())):
                if inner:
                    painter.fillRect(rect.left(), y, rect.width(), 1, theme.color("chosen"))


def together(painter: QPainter, rect: QRect, member: Member | None) -> int:
    """Paint the rule that joins a row to those it stands together with; by how much its words move in."""
    if member is None:
        return 0
    color, left, thick = theme.color("muted"), rect.left() + 2, 2
    top, bottom = rect.top(), rect.bottom() + 1
    if member.number == 1:
        top += grid(1)
        painter.fillRect(left, top, grid(1), thick, color)
    elif member.number == member.size:
        bottom -= grid(1)
        painter.fillRect(left, bottom - thick, grid(1), thick, color)
    painter.fillRect(left, top, thick, bottom - top, color)
    return grid(3) if member.number > 1 else 0


def how_many(member: Member | None) -> str:
    """How many stand together, told beside the first of them."""
    if member is None or member.number > 1:
        return ""
    return QCoreApplication.translate("Grouping", "{0:,} together").format(member.size)
