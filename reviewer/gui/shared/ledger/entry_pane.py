"""The words that an entry stands on, on their page: the passages one after the other, or the item itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.timeline import Entry
from reviewer.errors import NotFoundError
from reviewer.gui.pages.pane import Pane
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.highlights import HIGHLIGHTED, highlights
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.parts import boxed, column, label, row, tool
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import passages

Found = tuple[MarkedPassage | None, Item]


class EntryPane(QFrame):
    """A pane, and above it which of an entry's passages it shows."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session = session
        self._latest = Latest()
        self._entry: Entry | None = None
        self._at, self._why = 0, ""
        self.marked: MarkedPassage | None = None
        self.pane = Pane(session, self.tr("The passage on its page"))
        self.which = label("", "small")
        before = tool("up", self.tr("Previous passage"), partial(self.step, -1), "[")
        after = tool("down", self.tr("Next passage"), partial(self.step, 1), "]")
        self._steps = (before, after)
        self.bar = boxed(row(self.which, 1, before, after, margins=(2, 0, 1, 0), gap=1), "panebar")
        whole = column(self.bar, self.pane, gap=0)
        whole.setStretchFactor(self.pane, 1)
        self.setLayout(whole)
        lead(self, self.pane)
        self.bar.setMinimumHeight(room_for(7))
        self.bar.hide()
        self.pane.opened.connect(self._highlight)
        Refresher(self, session, HIGHLIGHTED, self._refresh, at_first=False)

    def show_nothing(self, words: str = "") -> None:
        """Say what belongs here."""
        self._latest.ask()
        self._entry, self.marked = None, None
        self.bar.hide()
        self.pane.show_nothing(words or self.tr("What an entry stands on is shown here on its page."))

    @property
    def entry(self) -> Entry | None:
        """What is shown."""
        return self._entry

    def show_entry(self, entry: Entry, why: str = "") -> None:
        """Show the first passage of an entry, or else its first item; ``why`` says above it what it is here for."""
        self._entry, self._at, self._why = entry, 0, why
        self._show()

    def step(self, by: int) -> None:
        """Go to another passage of the entry."""
        if self._entry is not None and len(self._entry.passages) > 1:
            self._at = (self._at + by) % len(self._entry.passages)
            self._show()

    def _show(self) -> None:
        entry = self._entry
        if entry is None or not (entry.passages or entry.items):
            self.show_nothing(self.tr("There is no passage to this entry."))
            self._entry = entry
            return
        several = len(entry.passages) > 1
        self.bar.setVisible(several or bool(self._why))
        for step in self._steps:
            step.setVisible(several)
        passage = self.tr("Passage {0:,} of {1:,}").format(self._at + 1, len(entry.passages)) if several else ""
        self.which.setText(" · ".join(part for part in (self._why, passage) if part))
        look = partial(_found, entry=entry, at=self._at)
        self._session.query(self, look).unless(self._latest.ask()).success(self._open).run()

    def _open(self, found: Found) -> None:
        self.marked, item = found
        self.pane.show_item(item, at=None if self.marked is None else self.marked.passage.anchor.span)
        self._highlight()

    def _highlight(self) -> None:
        item = self.pane.item
        if item is None:
            return

        def show(found: list[MarkedPassage]) -> None:
            chosen = None if self.marked is None or self.marked.passage.item != item.id else self.marked.passage.id
            self.pane.view.set_highlights(highlights(found), chosen)

        self._session.query(self, partial(items.item_passages, item=item.id)).unless(
            lambda: self.pane.item is not item
        ).success(show).run()

    def _refresh(self, changes: Changes) -> None:
        if self.pane.item is not None and changes.concern(HIGHLIGHTED, self.pane.item.id):
            self._highlight()

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self.pane.close_workers()


def _found(case: Case, entry: Entry, at: int) -> Found:
    if entry.passages:
        try:
            marked = passages.get(case, PassageId(entry.passages[at]))
        except NotFoundError:  # removed since the page was read, which is read again already
            if not entry.items:
                raise
        else:
            return marked, items.get(case, marked.passage.item)
    return None, items.find(case, entry.items[0])
