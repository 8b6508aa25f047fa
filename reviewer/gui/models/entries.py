"""What there is about an officer, one entry a row: a small line that says when, what and where, and the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.domain.people.timeline import Entry
from reviewer.gui.tips import plain

Index = QModelIndex | QPersistentModelIndex

LINE = Qt.ItemDataRole.UserRole
"""The :class:`EntryLine`."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it is shown; ``problem`` draws it as one."""

    head: str
    words: str
    entry: Entry
    problem: bool = False


class EntriesModel(QAbstractListModel):
    """Lines in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[EntryLine] = ()

    def show(self, lines: Sequence[EntryLine]) -> None:
        """List these."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def at(self, row: int) -> EntryLine | None:
        """The line of a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, entry: Entry | None) -> int:
        """The row of an entry that says the same; -1 when there is none."""
        return next((row for row, each in enumerate(self._lines) if each.entry == entry), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words; the line itself; all of it for who cannot see it."""
        line = self.at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = "\n".join(part for part in (line.head, line.words) if part)
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None
