"""A figure that can be pressed: the number large, and below it what it counts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from reviewer.gui import theme
from reviewer.gui.theme import grid
from reviewer.gui.tips import plain
from reviewer.gui.widgets.cues import focus_ring
from reviewer.gui.widgets.keys import ENTER, on_keys

PAD = grid(3)


class FigureButton(QAbstractButton):
    """Says what it counts; pressing it leads to the entries behind it."""

    def __init__(self, words: str, tip: str = "") -> None:
        super().__init__()
        self._words = words
        self._number = "…"
        self._more = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(plain(tip))
        on_keys(self, {ENTER: self.click})
        self.show_number("…")

    @property
    def number(self) -> str:
        """The number shown."""
        return self._number

    def show_number(self, number: str, more: str = "") -> None:
        """Show a number, and something more about it in a small line."""
        self._number, self._more = number, more
        self.setText(f"{number} {self._words}")
        self.setAccessibleName(" ".join(part for part in (number, self._words, more) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words, in three lines."""
        large, small = QFontMetrics(theme.font("large", bold=True)), QFontMetrics(theme.font("small"))
        normal = QFontMetrics(theme.font())
        words = ((large, self._number), (normal, self._words), (small, self._more))
        width = max(metrics.horizontalAdvance(each) for metrics, each in words)
        height = large.lineSpacing() + normal.lineSpacing() + small.lineSpacing()
        return QSize(width + 2 * PAD + grid(1), height + 2 * grid(2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the number and its words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        if self.hasFocus():
            focus_ring(painter, self.rect())
        room = self.rect().adjusted(PAD, grid(2), -PAD, -grid(2))
        y = room.top()
        for words, font, color in (
            (self._number, theme.font("large", bold=True), "accent"),
            (self._words, theme.font(), "text"),
            (self._more, theme.font("small"), "muted"),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(theme.color(color))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            line = QRect(room.left(), y, room.width(), metrics.lineSpacing())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            y += metrics.lineSpacing()
