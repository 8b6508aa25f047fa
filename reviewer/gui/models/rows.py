"""Plain rows of words in columns, for tables that only show."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor

from reviewer.gui import theme
from reviewer.gui.models.lines import Index
from reviewer.gui.tips import plain


class RowsModel(QAbstractTableModel):
    """``numbers`` are the columns that are right-aligned; ``problems`` the rows that are drawn as such."""

    def __init__(self, names: Sequence[str], numbers: Collection[int] = ()) -> None:
        super().__init__()
        self._names = tuple(names)
        self._numbers = frozenset(numbers)
        self._rows: list[tuple[str, ...]] = []
        self._problems: frozenset[int] = frozenset()

    def show(self, rows: Sequence[tuple[str, ...]], problems: Collection[int] = ()) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._problems = frozenset(problems)
        self.endResetModel()

    def head(self, section: int, name: str) -> None:
        """Call a column otherwise."""
        self._names = (*self._names[:section], name, *self._names[section + 1 :])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, section, section)

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these as well, at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._names):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._names[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; the whole of it as a tip."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = self._rows[index.row()][index.column()]
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.row() in self._problems:
            return QColor(theme.color("problem"))
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
