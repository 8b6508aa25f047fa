"""What there is about an officer, one entry a row: a small line that says when, what and where, and the words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from reviewer.domain.people.timeline import Entry
from reviewer.gui.models.lines import LinesModel
from reviewer.gui.tips import plain


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it is shown; ``problem`` draws it as one."""

    head: str
    words: str
    entry: Entry
    problem: bool = False


class EntriesModel(LinesModel[EntryLine]):
    """Entries in the order given."""

    def row_of(self, entry: Entry | None) -> int:
        """The row of an entry that says the same; -1 when there is none."""
        return self.first(lambda line: line.entry == entry)

    def told(self, line: EntryLine, role: int) -> object:
        """The words; all of it for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = "\n".join(part for part in (line.head, line.words) if part)
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None
