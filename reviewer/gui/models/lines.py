"""A list of lines that are held in memory; what is told of one is for each kind of list to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
L = TypeVar("L")

LINE = Qt.ItemDataRole.UserRole
"""The line itself."""


class LinesModel(QAbstractListModel, Generic[L]):
    """Lines in the order given; a row that is not there has nothing to tell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[L] = []

    @property
    def lines(self) -> Sequence[L]:
        """All that are listed."""
        return self._lines

    def show(self, lines: Sequence[L]) -> None:
        """List these."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def at(self, row: int) -> L | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def first(self, test: Callable[[L], bool]) -> int:
        """The first row whose line passes a test; -1 where none does."""
        return next((row for row, line in enumerate(self._lines) if test(line)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many are listed."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself, or what is told of it."""
        line = self.at(index.row()) if index.isValid() else None
        return line if line is None or role == LINE else self.told(line, role)

    def told(self, line: L, role: int) -> object:
        """What a list tells of a line in any other role."""
        raise NotImplementedError
