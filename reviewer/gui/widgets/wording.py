"""Words painted in lists: paragraphs of a few lines, and small lines; without a painter they are only measured."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption

from reviewer.gui import theme
from reviewer.gui.theme import grid

LINES = 3
"""A paragraph has no more lines than this; what is left ends in an ellipsis."""


def paragraph(painter: QPainter | None, text: str, at: QPoint, width: int, *, muted: bool = False) -> int:
    """Paint a paragraph; returns where the next thing below it may begin."""
    layout = QTextLayout(text, theme.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    metrics = QFontMetrics(theme.font())
    y = at.y()
    lines: list[tuple[int, int]] = []
    layout.beginLayout()
    while len(lines) < LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        lines.append((line.textStart(), line.textLength()))
    layout.endLayout()
    if painter is not None:
        painter.setFont(theme.font())
        painter.setPen(theme.color("muted" if muted else "text"))
        for number, (start, length) in enumerate(lines):
            last = number == LINES - 1
            words = (
                metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
                if last
                else text[start : start + length]
            )
            painter.drawText(at.x(), y + number * metrics.lineSpacing() + metrics.ascent(), words)
    return y + len(lines) * metrics.lineSpacing() + grid(1)


def small_line(painter: QPainter | None, at: QPoint, width: int, text: str) -> int:
    """Paint one small, muted line; returns where the next thing below it may begin."""
    font = theme.font("small")
    metrics = QFontMetrics(font)
    if painter is not None:
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(at.x(), at.y() + metrics.ascent(), words)
    return at.y() + metrics.lineSpacing() + grid(1)
