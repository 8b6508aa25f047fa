"""What a receiver would get of a document, told above its pages while they are shown as a receiver sees them.

What is drawn there is a draft; the finished pages are made on demand and open in a window of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from reviewer.domain.exports.leaving import Answer, Way
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.gui import text
from reviewer.gui.accessibility import announce
from reviewer.gui.pages.pane import Pane
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.finished_pages import FinishedPages
from reviewer.usecases.exports import production_scope
from reviewer.usecases.exports.production_scope import Outlook
from reviewer.usecases.exports.redaction.redactions import Placed


class Preview(QObject):
    """Asks the gate, as a production would, and says what it answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._latest: defaultdict[Pane, Latest] = defaultdict(Latest)
        self.finished: dict[Pane, FinishedPages] = {}

    def leave(self, pane: Pane) -> None:
        """Tell nothing above the pages of a pane."""
        self._latest[pane].ask()
        pane.hide_preview()

    def close(self) -> None:
        """Stop what is under way, and close the windows with finished pages."""
        for pane, each in self.finished.items():
            self._latest[pane].ask()
            each.close_window()

    def show(self, pane: Pane, item: ItemId, redactions: Sequence[Placed]) -> None:
        """Tell above the pages of a pane what leaves of its item."""
        look = partial(production_scope.outlook, item=item, reviewer=self._session.reviewer)
        asked = self._session.query(pane, look).unless(self._latest[pane].ask())
        asked.success(partial(self._tell, pane, item, redactions)).run()

    def _tell(self, pane: Pane, item: ItemId, redactions: Sequence[Placed], found: Outlook) -> None:
        if pane.item is None or pane.item.id != item or pane.view.document is None:
            return
        waiting = [each.said.redaction.state for each in redactions].count(RedactionState.PROPOSED)
        words = self._words(found.answer)
        if waiting:
            wait = text.counted(waiting, self.tr("redaction waits"), self.tr("redactions wait"))
            words += " " + self.tr("{0} for a second reviewer.").format(wait)
        told = not pane.preview.isHidden() and pane.preview.text() == words
        pane.preview.setText(words)
        pane.preview.show()
        leaves = found.answer.way in {Way.GOES, Way.REDACTED}
        self._finished(pane).offer(item, found.rests_on, leaves=leaves)
        if not told:
            announce(pane.preview, words)

    def _finished(self, pane: Pane) -> FinishedPages:
        """The button below what is told above a pane; made when it is first wanted."""
        if pane not in self.finished:
            made = self.finished[pane] = FinishedPages(self._session, pane)
            pane.stand_below_preview(made, made.leave)
        return self.finished[pane]

    def _words(self, answer: Answer) -> str:
        why = "" if answer.reason is None else answer.reason.words
        return {
            Way.GOES: self.tr("As a receiver sees it: it goes as it is."),
            Way.REDACTED: self.tr(
                "As a receiver sees it: boxes are drawn over the page here, as a draft. In a bundle the page is "
                "rebuilt as a picture without what is below them. Here the words are still there: finding and screen "
                "readers reach them."
            ),
            Way.PLACEHOLDER: self.tr("A receiver sees none of these pages, but a slip sheet: {0}.").format(why),
            Way.STAYS: self.tr("A receiver sees none of these pages: {0}.").format(why),
        }[answer.way]
