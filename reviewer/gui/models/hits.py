"""What a search found, with snippets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.domain.analysis.grouping import Member
from reviewer.domain.ids import ItemId
from reviewer.usecases.search import START, STOP, FoundItem

Index = QModelIndex | QPersistentModelIndex

FOUND = Qt.ItemDataRole.UserRole
"""The :class:`FoundItem`."""

STATE = Qt.ItemDataRole.UserRole + 1
"""What became of it, in a word or two; empty where that is not asked."""

MEMBER = Qt.ItemDataRole.UserRole + 2
"""Which of several that stand together a hit is, as :class:`Member`; None where it stands by itself."""


class HitsModel(QAbstractListModel):
    """The best hits; more are added at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[FoundItem] = []
        self._states: Mapping[ItemId, str] = {}

    def show(self, hits: Sequence[FoundItem], states: Mapping[ItemId, str] | None = None) -> None:
        """List these."""
        self.beginResetModel()
        self._hits = list(hits)
        self._states = states or {}
        self.endResetModel()

    def show_states(self, states: Mapping[ItemId, str]) -> None:
        """Say what became of those that are listed."""
        self._states = states
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    def add(self, hits: Sequence[FoundItem]) -> None:
        """List these as well."""
        if hits:
            first = len(self._hits)
            self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
            self._hits.extend(hits)
            self.endInsertRows()

    @property
    def hits(self) -> Sequence[FoundItem]:
        """All that are listed."""
        return self._hits

    def row_of(self, item: ItemId) -> int:
        """The row of an item; -1 when it is not listed."""
        return next((row for row, found in enumerate(self._hits) if found.item.id == item), -1)

    def at(self, row: int) -> FoundItem | None:
        """The hit of a row."""
        return self._hits[row] if 0 <= row < len(self._hits) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many hits are listed."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; the hit itself; all of it in words for who cannot see it."""
        found = self.at(index.row()) if index.isValid() else None
        if found is None or role == FOUND:
            return found
        if role == STATE:
            return self._states.get(found.item.id, "")
        if role == MEMBER:
            return _member(found)
        if role == Qt.ItemDataRole.DisplayRole:
            return found.item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            plain = found.snippet.replace(START, "").replace(STOP, "")
            together = self._together(_member(found))
            return "\n".join(filter(None, (found.item.title, together, self._states.get(found.item.id, ""), plain)))
        return None

    def _together(self, member: Member | None) -> str:
        words = self.tr("{0:,} of {1:,} that stand together")
        return "" if member is None else words.format(member.number, member.size)


def _member(found: FoundItem) -> Member | None:
    return found.member if found.member is not None and found.member.size > 1 else None
