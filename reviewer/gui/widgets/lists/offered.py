"""The list of what a line offers, below it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QMoveEvent, QShowEvent
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.gui.theme import grid, room_for


class _Rows(QStyledItemDelegate):
    """Rows that a hand can hit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """As high as in other lists."""
        return super().sizeHint(option, index) + QSize(0, 2 * grid(1))


class OfferedList(QListView):
    """The list of a completer, at least so many steps of the grid ``wide``.

    A completer keeps on the screen what is as wide as its line; what is wider would be cut off beside it.
    """

    def __init__(self, wide: int = 0) -> None:
        super().__init__()
        self.setObjectName("completions")
        if wide:
            self.setMinimumWidth(room_for(wide))
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def offer_for(self, completer: QCompleter) -> None:
        """Be the list of a completer, which gives it rows of its own."""
        completer.setPopup(self)
        self.setItemDelegate(_Rows(self))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Come into sight as a whole."""
        super().showEvent(event)
        self._stay_on_screen()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Stay in sight: it is put below its line again with each letter."""
        super().moveEvent(event)
        if self.isVisible():
            self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        room = (self.focusProxy() or self).screen().availableGeometry()
        left = max(room.left(), min(self.x(), room.right() + 1 - self.width()))
        if left != self.x():
            self.move(left, self.y())
