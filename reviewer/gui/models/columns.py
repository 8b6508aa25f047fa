"""A table of rows that are held in memory: columns that know how to show and to order them, and a test that narrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from reviewer.gui import theme
from reviewer.gui.models.lines import Index
from reviewer.gui.tips import plain

R = TypeVar("R")

ROW = Qt.ItemDataRole.UserRole
"""The row itself."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """``show`` says a row's words; ``key`` is what it is ordered by, else those words; a ``number`` stands right."""

    name: str
    show: Callable[[R], str]
    key: Callable[[R], Any] | None = None
    number: bool = False


class ColumnsModel(QAbstractTableModel, Generic[R]):
    """Words are made when they are looked at, so a table of any length is there at once."""

    def __init__(self, columns: Sequence[Column[R]], *, muted: Callable[[R], bool] = lambda _row: False) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._muted = muted
        self._all: Sequence[R] = ()
        self._shown: list[R] = []
        self._test: Callable[[R], bool] | None = None
        self._sort: tuple[int, bool] | None = None

    def show(self, rows: Sequence[R]) -> None:
        """Show these rows, narrowed and ordered as the ones before."""
        self._all = rows
        self._arrange()

    def redraw(self) -> None:
        """The rows tell something else than before; they are the same, and stand as they stood."""
        if self._shown and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self._columns) - 1))

    def narrow(self, test: Callable[[R], bool] | None) -> None:
        """Show the rows that pass a test, or all."""
        self._test = test
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._all if self._test is None or self._test(row)]
        if self._sort is not None:
            column, descending = self._sort
            made = self._columns[column]
            self._shown.sort(key=made.key or (lambda row: made.show(row).casefold()), reverse=descending)
        self.endResetModel()

    @property
    def rows(self) -> Sequence[R]:
        """What is shown, in its order."""
        return self._shown

    @property
    def every(self) -> Sequence[R]:
        """What there is, narrowed or not."""
        return self._all

    def at(self, row: int) -> R | None:
        """One of those shown."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, test: Callable[[R], bool]) -> int:
        """Where the first one shown is that passes a test; -1 where none does."""
        return next((number for number, row in enumerate(self._shown) if test(row)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._columns[section].name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; the whole of it as a tip; the row itself."""
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = self._columns[index.column()].show(row)
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and self._muted(row):
            return theme.color("muted")
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; by none, as they came."""
        self._sort = (column, order is Qt.SortOrder.DescendingOrder) if 0 <= column < len(self._columns) else None
        self._arrange()

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
