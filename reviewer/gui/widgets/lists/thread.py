"""The list of a thread: indented by depth, two lines a message, missing ones with a sign and a dotted edge."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem

from reviewer.domain.ids import ItemId
from reviewer.gui import icons, theme
from reviewer.gui.models.lines import LINE, Index
from reviewer.gui.models.thread import ThreadModel
from reviewer.gui.theme import grid
from reviewer.gui.widgets.lists.wording import RowDelegate
from reviewer.usecases.analysis.threads import ThreadLine

STEP = grid(5)
"""How far an answer stands to the right of what it answers."""

DEEPEST = 12
"""From this depth on answers stand below one another."""

ICON = grid(4)


class ThreadView(QListView):
    """Shows a :class:`ThreadModel`. Enter opens, Delete detaches, A asks what the message answers."""

    entered_line = Signal()
    detach_wanted = Signal()
    attach_wanted = Signal()

    def __init__(self, model: ThreadModel, name: str) -> None:
        super().__init__()
        self.here: ItemId | None = None
        self.setModel(model)
        self.setItemDelegate(_MessageRows(self, model))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self.entered_line.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Letters that mean something in the room are left to it."""
        wanted = {
            Qt.Key.Key_Return: self.entered_line,
            Qt.Key.Key_Enter: self.entered_line,
            Qt.Key.Key_Delete: self.detach_wanted,
            Qt.Key.Key_A: self.attach_wanted,
        }.get(Qt.Key(event.key()))
        if wanted is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            wanted.emit()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class _MessageRows(RowDelegate):
    def __init__(self, view: ThreadView, model: ThreadModel) -> None:
        super().__init__(view)
        self._view, self._words = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's name
        """As high as two lines."""
        normal, small = (QFontMetrics(theme.font(size)).lineSpacing() for size in ("normal", "small"))
        return QSize(grid(40), normal + small + grid(2))

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint one message."""
        line: ThreadLine = index.data(LINE)
        left = grid(2) + STEP * min(line.depth, DEEPEST)
        inner = rect.adjusted(left, grid(1), -grid(2), -grid(1))
        missing = line.item is None
        icon = icons.icon("missing" if missing else "email", "problem" if missing else "muted")
        icon.paint(painter, QRect(inner.left(), inner.top(), ICON, ICON))
        if missing:
            painter.setPen(QPen(theme.color("problem"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(inner.left() - grid(1), inner.top(), inner.left() - grid(1), inner.bottom())
        inner.setLeft(inner.left() + ICON + grid(2))
        here = any(copy.id == self._view.here for copy in line.copies)
        y = _line(
            painter, inner, inner.top(), self._words.head(line), bold=here, color="problem" if missing else "text"
        )
        subject = self._words.subject(line) if self._words.tells_more(line) else ""
        below = " · ".join(part for part in (subject, self._words.why(line)) if part)
        _line(painter, inner, y, below, size="small", color="muted")


def _line(
    painter: QPainter, rect: QRect, y: int, words: str, *, size: str = "normal", bold: bool = False, color: str
) -> int:
    font = theme.font(size, bold=bold)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color(color))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect.left(), y + metrics.ascent(), shown)
    return y + metrics.lineSpacing()
