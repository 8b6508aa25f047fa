"""A thread as a list: each message that is there or missing, how deep, and why it stands where it does."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.catalogue import sentence
from reviewer.gui import text
from reviewer.gui.models.lines import LinesModel
from reviewer.gui.tips import plain
from reviewer.usecases.analysis.threads import ThreadLine


class ThreadModel(LinesModel[ThreadLine]):
    """The lines of one thread, in the order in which one reads them; messages that are missing have one, too."""

    def row_of(self, item: ItemId | None) -> int:
        """The row of a message or one of its copies; -1 when it is not here."""
        return self.first(lambda line: any(copy.id == item for copy in line.copies))

    @property
    def missing(self) -> int:
        """How many messages are not in the evidence."""
        return sum(line.item is None for line in self.lines)

    def told(self, line: ThreadLine, role: int) -> object:
        """Who and what; why as a tip; all of it in words for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join(part for part in (self.head(line), self.subject(line)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.why(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            depth = self.tr("level {0:,}").format(line.depth + 1)
            return ". ".join(part for part in (depth, self.head(line), self.subject(line), self.why(line)) if part)
        return None

    def head(self, line: ThreadLine) -> str:
        """Who wrote it, to whom and when, as far as is known."""
        if line.item is not None:
            when = text.moment(line.item.date, line.item.zone)
            copies = len(line.copies)
            more = text.counted(copies - 1, self.tr("duplicate"), self.tr("duplicates")) if copies > 1 else ""
            who = text.person(line.item.sender) or line.item.control
            return " · ".join(part for part in (who, when, line.item.control, more) if part)
        told = line.told
        if told is None:
            return self.tr("Missing · nobody's quote tells who wrote it")
        who = told.name or told.address or self.tr("somebody")
        whom = self.tr("{0} to {1}").format(who, told.recipients) if told.recipients else who
        return " · ".join(part for part in (self.tr("Missing"), whom, told.date_text or told.date) if part)

    def subject(self, line: ThreadLine) -> str:
        """Its subject, as far as is known."""
        if line.item is not None:
            return line.item.title
        return line.told.subject if line.told is not None else ""

    def tells_more(self, line: ThreadLine) -> bool:
        """Whether its subject is another than that of the first message."""
        first = self.lines[0] if self.lines else line
        return line is first or base_subject(self.subject(line))[0] != base_subject(self.subject(first))[0]

    def why(self, line: ThreadLine) -> str:
        """Why it stands where it does."""
        words = self.tr("answers {0}: {1}").format(line.parent, sentence(line.evidence)) if line.evidence else ""
        if line.item is None:
            gone = self.tr("not in the evidence; others name it as {0}").format(line.message_id)
            return "; ".join(part for part in (gone, words) if part)
        return words
