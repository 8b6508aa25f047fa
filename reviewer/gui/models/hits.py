"""What a search found, with snippets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.usecases.search import START, STOP, FoundItem

Index = QModelIndex | QPersistentModelIndex

FOUND = Qt.ItemDataRole.UserRole
"""The :class:`FoundItem`."""


class HitsModel(QAbstractListModel):
    """The best hits; more are added at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[FoundItem] = []

    def show(self, hits: Sequence[FoundItem]) -> None:
        """List these."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def add(self, hits: Sequence[FoundItem]) -> None:
        """List these as well."""
        if hits:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
            self._hits.extend(hits)
            self.endInsertRows()

    def at(self, row: int) -> FoundItem | None:
        """The hit of a row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many hits are listed."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; the hit itself; all of it in words for who cannot see it."""
        found = self.at(index.row()) if index.isValid() else None
        if found is None:
            return None
        if role == FOUND:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{found.item.title}\n{found.snippet.replace(START, '').replace(STOP, '')}"
        return None
