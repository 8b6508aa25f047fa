"""Rows of words in lists: how they are painted, with paragraphs of a few lines and small lines, and measured."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.gui import theme
from reviewer.gui.models.lines import Index
from reviewer.gui.theme import grid
from reviewer.gui.widgets import cues

LINES = 3
"""A paragraph has no more lines than this; what is left ends in an ellipsis."""


class RowDelegate(QStyledItemDelegate):
    """Paints each row of a list by :meth:`draw`, over the ground of one that is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            view = option.widget
            of_run = cues.ends(view, index) if isinstance(view, QAbstractItemView) else cues.ALONE
            cues.chosen(painter, option.rect, of_run)
        self.draw(painter, option.rect, index)
        painter.restore()

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint what a row says."""
        raise NotImplementedError


class WrappedRowDelegate(RowDelegate):
    """Each row is as high as its words at the width of the list."""

    USUAL = 60
    """How wide a row is where no list has it yet, in steps of the grid."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """As high as its words at this width."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else grid(self.USUAL)
        return QSize(width, self.lay(None, QRect(0, 0, width, 0), index))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint what a row says."""
        self.lay(painter, rect, index)

    def lay(self, painter: QPainter | None, rect: QRect, index: Index) -> int:
        """Paint what a row says, or without a painter only measure it; how high it is."""
        raise NotImplementedError


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


def wrapped(
    painter: QPainter | None, words: str, rect: QRect, *, size: str = "normal", color: str = "text", most: int = LINES
) -> int:
    """Draw words on at most so many lines, the last one cut; returns where the next may begin."""
    if not words:
        return rect.top()
    font = theme.font(size)
    metrics = QFontMetrics(font)
    lines = _lines(words, metrics, max(rect.width(), grid(10)), most)
    if painter is not None:
        painter.setFont(font)
        painter.setPen(theme.color(color))
        for number, line in enumerate(lines):
            painter.drawText(rect.left(), rect.top() + number * metrics.lineSpacing() + metrics.ascent(), line)
    return rect.top() + len(lines) * metrics.lineSpacing()


def _lines(words: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most:
        taken = 1
        while taken < len(rest) and metrics.horizontalAdvance(" ".join(rest[: taken + 1])) <= width:
            taken += 1
        last = len(lines) == most - 1
        lines.append(" ".join(rest if last else rest[:taken]))
        rest = rest[taken:]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def two_ended_line(
    painter: QPainter,
    rect: QRect,
    y: int,
    words: tuple[str, str],
    *,
    size: str = "normal",
    color: str = "text",
    bold: bool = False,
) -> int:
    """Draw words at the left, cut where they meet those at the right; returns where the next line begins."""
    left, right = words
    font = theme.font(size, bold=bold)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color(color))
    taken = metrics.horizontalAdvance(right)
    room = rect.width() - (taken + grid(2) if right else 0)
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect.left(), y + metrics.ascent(), shown)
    painter.drawText(rect.right() - taken, y + metrics.ascent(), right)
    return y + metrics.lineSpacing()
