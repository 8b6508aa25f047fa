"""How it is painted that something has the keyboard, or is chosen in a list: never by a tint alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from reviewer.gui import theme


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
