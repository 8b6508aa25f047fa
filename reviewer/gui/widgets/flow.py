"""A layout that puts things side by side and begins a new line where they no longer fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from reviewer.gui.theme import grid


class Flow(QLayout):
    """Left to right, then down; what is lower than others stands half way up its line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 1) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(grid(gap))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Add at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many things there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """How high it is at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As small as it can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest thing."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, outer: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        rect = outer.marginsRemoved(margins)
        x, y, height = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():  # hidden: no gap beside it either
                continue
            hint = item.sizeHint()
            width = max(item.minimumSize().width(), min(hint.width(), rect.width()))
            if x > rect.x() and x + width > rect.right() + 1:
                _level(line, height, move=move)
                x, y, height = rect.x(), y + height + self.spacing(), 0
            line.append((item, QRect(QPoint(x, y), QSize(width, hint.height()))))
            x += width + self.spacing()
            height = max(height, hint.height())
        _level(line, height, move=move)
        return y + height - rect.y() + margins.top() + margins.bottom()


def _level(line: list[tuple[QLayoutItem, QRect]], height: int, *, move: bool) -> None:
    """Put a line in its place, each thing half way up it; then another line can begin."""
    for item, place in line if move else ():
        item.setGeometry(place.translated(0, (height - place.height()) // 2))
    line.clear()


def flow(*parts: QWidget, gap: int = 2) -> Flow:
    """Things side by side, on as many lines as they need."""
    made = Flow(gap=gap)
    for part in parts:
        made.addWidget(part)
    return made
