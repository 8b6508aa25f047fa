"""How it is painted that something has the keyboard, or is chosen in a list: never by a tint alone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter, QPen

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


def chosen(painter: QPainter, rect: QRect) -> None:
    """The ground of a row that is chosen: tinted, with a line above and below it."""
    painter.fillRect(rect, theme.color("chosen"))
    painter.fillRect(rect.left(), rect.top(), rect.width(), 1, theme.color("accent"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("accent"))


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
