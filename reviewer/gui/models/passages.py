"""A list of passages with their tags, officers and notes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reviewer.domain.ids import PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import one_line
from reviewer.gui.models.lines import LinesModel
from reviewer.gui.tips import plain


class PassagesModel(LinesModel[MarkedPassage]):
    """The passages of one item, or of one officer."""

    def row_of(self, passage: PassageId | None) -> int:
        """The row of a passage; -1 when it is not listed."""
        return self.first(lambda each: each.passage.id == passage)

    def told(self, line: MarkedPassage, role: int) -> object:
        """The quote; all of it in words for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(line.passage.anchor.quote)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_words(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(in_words(line))
        return None


def in_words(marked: MarkedPassage) -> str:
    """A passage with all that was said of it, as text."""
    parts = [f"“{one_line(marked.passage.anchor.quote)}”", marked.control]
    parts += [tag.name for tag in marked.tags]
    parts += [f"{officer.name} ({link.role.words})" for link, officer in marked.officers]
    parts += [marked.note] if marked.note else []
    return "\n".join(parts)
