"""All messages that others name or quote and that are not there, and when each mailbox was silent for too long."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.gaps import RULE
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.ids import ItemId
from reviewer.gui import text
from reviewer.gui.models.tree import Branch, TreeModel
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import grid
from reviewer.gui.widgets.lists.tree import Tree
from reviewer.gui.widgets.parts import column, label
from reviewer.usecases.analysis import threads
from reviewer.usecases.analysis.threads import Missing, Silence

MOST = 5_000
"""So many missing messages are listed; the command ``thread missing`` lists all."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing from a case."""

    messages: tuple[Missing, ...]
    silences: tuple[Silence, ...]


def look(case: Case) -> Gaps:
    """Look up what is missing."""
    return Gaps(tuple(threads.missing(case)), tuple(threads.silences(case)))


class MissingPart(QWidget):
    """A row of a message opens the first item that names it."""

    item_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest()
        names = [self.tr("Who to whom, when, about what"), self.tr("Before"), self.tr("Named by")]
        self.model = TreeModel(names, parent=self)
        self.tree = Tree(self.model, self.tr("What is missing"), {1: 40, 2: 64})
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        words = self.tr("Claims of those who quote or name them. Enter opens the first item that does.")
        self.said = label(words, "small", wrap=True)
        self.said.setContentsMargins(grid(3), 0, grid(3), grid(1))
        whole = column(self.said, self.tree, gap=0)
        whole.setStretchFactor(self.tree, 1)
        self.setLayout(whole)
        self.tree.opened.connect(lambda item: self.item_chosen.emit(ItemId(int(item))))

    def refresh(self) -> None:
        """Look up anew."""
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Gaps) -> None:
        messages = [self._message(each) for each in found.messages[:MOST]]
        silences = [self._silence(each) for each in found.silences]
        named = self.tr("Messages that are named or quoted and not there · {0:,}").format(len(found.messages))
        silent = self.tr("Silences of mailboxes · {0:,}").format(len(silences))
        self.tree.show_branches([Branch((named, "", ""), "", messages), Branch((silent, "", ""), "", silences)])
        self.tree.expandToDepth(0)
        self.tree.setToolTip(RULE)

    def _message(self, each: Missing) -> Branch:
        told = _told(each.told) if each.told is not None else ""
        words = told or self.tr("nobody's quote tells; named as {0}").format(each.message_id)
        by = ", ".join(item.control for item, _ in each.referrers[:3])
        more = len(each.referrers) - 3
        by = self.tr("{0} and {1:,} more").format(by, more) if more > 0 else by
        first = str(each.referrers[0][0].id) if each.referrers else ""
        return Branch((words, text.moment(each.not_after, None), by), first)

    def _silence(self, each: Silence) -> Branch:
        where = " › ".join(part for part in (each.custodian, each.mailbox or self.tr("all mailboxes")) if part)
        gap = each.gap
        words = self.tr("{0}: {1:,} days without a message, from {2} to {3}; usually {4:,} at most")
        return Branch((words.format(where, gap.days, gap.after, gap.before, gap.usual), "", ""))


def _told(said: QuotedHeader) -> str:
    who = " ".join(part for part in (said.name, f"<{said.address}>" if said.address else "") if part)
    whom = f"→ {said.recipients}" if said.recipients else ""
    about = f"“{said.subject}”" if said.subject else ""
    return " · ".join(part for part in (" ".join(each for each in (who, whom) if each), said.date_text, about) if part)
