"""What a search found, with snippets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt

from reviewer.domain.analysis.grouping import Member
from reviewer.domain.ids import ItemId
from reviewer.gui.models.lines import LinesModel
from reviewer.usecases.search import START, STOP, FoundItem

STATE = Qt.ItemDataRole.UserRole + 1
"""What became of it, in a word or two; empty where that is not asked."""

MEMBER = Qt.ItemDataRole.UserRole + 2
"""Which of several that stand together a hit is, as :class:`Member`; None where it stands by itself."""


class HitsModel(LinesModel[FoundItem]):
    """The best hits; more are added at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._states: Mapping[ItemId, str] = {}

    def show(self, lines: Sequence[FoundItem], states: Mapping[ItemId, str] | None = None) -> None:
        """List these, with what became of each where that is asked."""
        self._states = states or {}
        super().show(lines)

    def show_states(self, states: Mapping[ItemId, str]) -> None:
        """Say what became of those that are listed."""
        self._states = states
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def add(self, hits: Sequence[FoundItem]) -> None:
        """List these as well."""
        if hits:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(hits) - 1)
            self._lines.extend(hits)
            self.endInsertRows()

    def row_of(self, item: ItemId) -> int:
        """The row of an item; -1 when it is not listed."""
        return self.first(lambda found: found.item.id == item)

    def told(self, line: FoundItem, role: int) -> object:
        """The title; all of it in words for who cannot see it."""
        if role == STATE:
            return self._states.get(line.item.id, "")
        if role == MEMBER:
            return _member(line)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            plain = line.snippet.replace(START, "").replace(STOP, "")
            together = self._together(_member(line))
            return "\n".join(filter(None, (line.item.title, together, self._states.get(line.item.id, ""), plain)))
        return None

    def _together(self, member: Member | None) -> str:
        words = self.tr("{0:,} of {1:,} that stand together")
        return "" if member is None else words.format(member.number, member.size)


def _member(found: FoundItem) -> Member | None:
    return found.member if found.member is not None and found.member.size > 1 else None
