"""A list of what there is about an officer: when and what in a small line, and the words in up to three."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView

from reviewer.gui import theme
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.models.lines import LINE, Index
from reviewer.gui.theme import grid
from reviewer.gui.widgets.lists.wording import WrappedRowDelegate, paragraph, small_line

PAD = grid(2)
BAR = 4
"""How wide the edge of a problem is, in pixels."""


class EntriesView(QListView):
    """Shows an :class:`EntriesModel`. Enter opens, left and right go to the section beside."""

    opened = Signal()
    beside_wanted = Signal(int)

    def __init__(self, model: EntriesModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_EntryRows(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setUniformItemSizes(False)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Letters that mean something in the room are left to it."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.beside_wanted.emit(1 if key is Qt.Key.Key_Right else -1)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class _EntryRows(WrappedRowDelegate):
    def lay(self, painter: QPainter | None, rect: QRect, index: Index) -> int:
        """Paint one entry, with an edge where it is a problem."""
        line: EntryLine = index.data(LINE)
        if line.problem and painter is not None:
            bar = rect.adjusted(0, PAD, 0, -PAD)
            bar.setWidth(BAR)
            painter.fillRect(bar, theme.color("problem"))
        left, width = rect.left() + PAD + BAR, rect.width() - 2 * PAD - BAR
        y = rect.top() + PAD
        if line.head:
            y = small_line(painter, QPoint(left, y), width, line.head)
        if line.words:
            y = paragraph(painter, line.words, QPoint(left, y), width)
        return y - rect.top() + PAD
