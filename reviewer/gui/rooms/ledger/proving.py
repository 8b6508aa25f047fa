"""The page at the right of the Ledger room: the passage that proves what is at hand, shown in its place."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from reviewer.domain.evidence.item import Item
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import Span
from reviewer.gui.pages.pane import Pane
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.highlights import highlights
from reviewer.gui.shared.ledger.quoted import Quoted, of_selection
from reviewer.gui.widgets.parts import column
from reviewer.usecases.evidence import items


class ProvingPane(QFrame):
    """Shows one passage at a time; other words can be selected there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session = session
        self._latest, self._marks = Latest(), Latest()
        self.marked: MarkedPassage | None = None
        self.pane = Pane(session, self.tr("The passage on its page"))
        self.setLayout(column(self.pane))
        self.pane.opened.connect(self._highlight)
        self.say(self.tr("The passage that proves an entry is shown here on its page."))

    def say(self, words: str) -> None:
        """Show words instead of a page."""
        self._latest.ask()
        self.marked = None
        self.pane.show_nothing(words)

    def show_marked(self, marked: MarkedPassage | None) -> None:
        """Show a passage."""
        if marked is None:
            self.say(self.tr("The passage that proves an entry is shown here on its page."))
            return
        self.marked = marked
        self._open(marked.passage.item, marked.passage.anchor.span)
        self._highlight()

    def show_quote(self, quoted: Quoted, go: bool) -> None:  # noqa: FBT001 - comes by signal
        """Show words that prove a field; another item only when that is asked for."""
        if self.pane.item is not None and self.pane.item.id == quoted.item:
            self.pane.view.reveal(quoted.span)
        elif go or quoted.passage is not None:
            self._open(quoted.item, quoted.span)

    def selection(self) -> Quoted | None:
        """What is selected on the page."""
        return of_selection(self.pane)

    def _open(self, number: int, span: Span) -> None:
        def show(item: Item) -> None:
            self.pane.show_item(item, at=span)

        asked = self._session.query(self, partial(items.get, item=number))  # type: ignore[arg-type]
        asked.unless(self._latest.ask()).success(show).run()

    def _highlight(self) -> None:
        item, marked = self.pane.item, self.marked
        if item is None:
            return
        chosen = None if marked is None else marked.passage.id
        asked = self._session.query(self, partial(items.item_passages, item=item.id)).unless(self._marks.ask())
        asked.success(lambda found: self.pane.view.set_highlights(highlights(found), chosen)).run()

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.pane.close_workers()
