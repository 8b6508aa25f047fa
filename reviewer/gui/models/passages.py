"""A list of passages with their tags, officers and notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.domain.ids import PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.gui.tips import plain

Index = QModelIndex | QPersistentModelIndex

PASSAGE = Qt.ItemDataRole.UserRole
"""The :class:`MarkedPassage`."""


class PassagesModel(QAbstractListModel):
    """The passages of one item, or of one officer."""

    def __init__(self) -> None:
        super().__init__()
        self._passages: Sequence[MarkedPassage] = ()

    def show(self, passages: Sequence[MarkedPassage]) -> None:
        """List these."""
        self.beginResetModel()
        self._passages = tuple(passages)
        self.endResetModel()

    def at(self, row: int) -> MarkedPassage | None:
        """The passage of a row."""
        return self._passages[row] if 0 <= row < len(self._passages) else None

    def row_of(self, passage: PassageId | None) -> int:
        """The row of a passage; -1 when it is not listed."""
        return next((row for row, each in enumerate(self._passages) if each.passage.id == passage), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many passages there are."""
        return 0 if parent.isValid() else len(self._passages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The quote; the passage itself; all of it in words for who cannot see it."""
        marked = self.at(index.row()) if index.isValid() else None
        if marked is None:
            return None
        if role == PASSAGE:
            return marked
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(marked.passage.anchor.quote)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_words(marked)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(in_words(marked))
        return None


def in_words(marked: MarkedPassage) -> str:
    """A passage with all that was said of it, as text."""
    parts = [f"“{one_line(marked.passage.anchor.quote)}”", marked.control]
    parts += [tag.name for tag in marked.tags]
    parts += [f"{officer.name} ({link.role.words})" for link, officer in marked.officers]
    parts += [marked.note] if marked.note else []
    return "\n".join(parts)
