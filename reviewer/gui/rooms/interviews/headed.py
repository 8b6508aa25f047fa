"""Lists of entries in parts: a heading stands out, and is passed over by the keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.gui import theme
from reviewer.gui.models.entries import EntriesModel, EntryLine
from reviewer.gui.models.lines import LINE, Index
from reviewer.gui.rooms.interviews.lookup import HEADING
from reviewer.gui.theme import grid
from reviewer.gui.widgets.lists.entries import EntriesView


class HeadedModel(EntriesModel):
    """Entries and headings."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        found = self.at(index.row())
        if found is None or found.entry.kind == HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def head(view: EntriesView) -> None:
    """Have a list draw its headings as such."""
    view.setItemDelegate(_HeadedRows(view, view.itemDelegate()))


class _HeadedRows(QStyledItemDelegate):
    def __init__(self, parent: EntriesView, other: QAbstractItemDelegate) -> None:
        super().__init__(parent)
        self._other = other

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """One line for a heading."""
        line: EntryLine = index.data(LINE)
        if line.entry.kind != HEADING:
            return self._other.sizeHint(option, index)
        return QSize(grid(20), QFontMetrics(theme.font(bold=True)).lineSpacing() + grid(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading, or leave it to the list's own way."""
        line: EntryLine = index.data(LINE)
        if line.entry.kind != HEADING:
            self._other.paint(painter, option, index)
            return
        painter.save()
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.color("text"))
        rect = option.rect.adjusted(grid(3), grid(2), -grid(2), 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line.words)
        painter.restore()
