"""What a message quotes: greyed on its pages, told below them, with ways to it, back, and to compare the two."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from reviewer.casefile.engine.case import Case
from reviewer.desktop import preferences
from reviewer.desktop.preferences import QuotedLook
from reviewer.domain.analysis.quoted_places import PageStretch
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span
from reviewer.errors import KnownError
from reviewer.gui.navigation import MessageTarget, QuoteStep, Target
from reviewer.gui.pages.pane import Pane
from reviewer.gui.pages.quotes import QuotedSpans
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk, Facts
from reviewer.gui.widgets.keys import typing
from reviewer.usecases.analysis import quoted_text
from reviewer.usecases.analysis.quoted_text import QuotedMessage, QuotedText

KEEP = 60
"""What so many messages quote is kept at hand, until the case changes."""

SETTLED = 250
"""Milliseconds for which one stays with an item before its quotes are looked for: its pages come first."""

MOST_STEPS = 50
"""From so many quotes one can go back."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a message quotes, and where each quote stands on its pages; None where that was not looked for.

    The text of the message is left out.
    """

    told: QuotedText
    places: list[tuple[PageStretch, ...]] | None


class Quoting(QObject):
    """W goes to the message that is quoted where one reads, Alt+Left goes back, Shift+W compares the two.

    It is looked for when one stays with a message, and off where the settings of this laptop say so. ``leading`` makes
    the target of a message of what is listed in the room.
    """

    def __init__(
        self,
        session: Session,
        desk: Desk,
        compare: Callable[[ItemId, ItemId], object],
        leading: Callable[[ItemId], Target] = MessageTarget,
    ) -> None:
        super().__init__(desk)
        self._session, self._desk, self._compare, self._leading = session, desk, compare, leading
        self._kept: OrderedDict[ItemId, _Looked] = OrderedDict()
        self._asked = {pane: Latest() for pane in desk.panes}
        self._failed: dict[ItemId, KnownError] = {}  # why it is not known what a message quotes
        self._linked: set[Pane] = set()  # those that heard what to do with a click below their pages
        self._bare = False
        self._on = preferences.current().quoted_text is QuotedLook.GREYED
        self._soon = QTimer(self, singleShot=True, interval=SETTLED)
        self._soon.timeout.connect(self._look)
        desk.opened.connect(self._show)
        desk.target_changed.connect(self._hear_receiver)
        session.preferred.connect(self._prefer)
        for pane in desk.panes:
            pane.view.quoted.followed.connect(partial(self._clicked, pane))
        Refresher(desk, session, {Noun.ITEMS, Noun.ORDER, Noun.PAGES}, self._refresh, at_first=False)

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key does."""
        return {"W": self.follow, "Shift+W": self.compare, "Alt+Left": self._back_by_key}

    def follow(self) -> None:
        """Go to the message that is quoted at the caret, or else to the first that is in the case."""
        found = self._at_hand()
        if found is not None and found.item is not None:
            self._go(self._desk.active, found.item.id)

    def compare(self) -> None:
        """Compare the message with the one that it quotes."""
        found, pane = self._at_hand(differing=True), self._desk.active
        if found is not None and found.item is not None and pane.item is not None:
            self._compare(pane.item.id, found.item.id)

    def back(self) -> None:
        """Go back to where one came from by a quote."""
        if self._session.quote_steps:
            self._session.go(self._session.quote_steps.pop().back)
        else:
            self._session.said.emit(self.tr("There is no quoted message to go back from"))

    def _back_by_key(self) -> None:
        """Go back, unless somebody types: what is typed would be left behind."""
        if typing():
            self._session.said.emit(self.tr("Leave the field first (Esc), then Alt+Left goes back"))
        else:
            self.back()

    # -- what is quoted -----------------------------------------------------------------------------------------------

    def _at_hand(self, *, differing: bool = False) -> QuotedMessage | None:
        """The quote that keys mean; where there is none, that is said."""
        if not self._on:
            self._session.said.emit(self.tr("Quoted text is not looked for: the settings say so (Ctrl+,)"))
            return None
        pane, found = self._desk.active, self._desk.at_hand
        looked = None if found is None else self._kept.get(found.item.id)
        not_yet = self._not_yet(pane, found, looked)
        if found is not None and self._failed.pop(found.item.id, None) is not None:
            self._soon.start()
        if not_yet:
            self._session.said.emit(not_yet)
            return None
        there = [each for each in looked.told.quotes if each.item is not None] if looked is not None else []
        if not there:
            quotes = looked is not None and looked.told.quotes
            none, gone = self.tr("Nothing here quotes an earlier message"), self.tr("What it quotes is not in the case")
            self._session.said.emit(gone if quotes else none)
            return None
        at = pane.view.quoted.at(pane.view.selection.caret) if looked is not None else None
        here = looked.told.quotes[at] if looked is not None and at is not None else None
        if here is not None and here.item is not None:
            return here
        return next((each for each in there if each.differs), there[0]) if differing else there[0]

    def _not_yet(self, pane: Pane, found: Facts | None, looked: _Looked | None) -> str:
        """Why it is not known what a message quotes; empty where it is known, and where no message is at hand."""
        if found is None and self._desk.asked(pane) is None:
            return ""
        if found is None or pane.busy or (looked is None and self._quoting(pane) == found.item.id):
            failed = None if found is None else self._failed.get(found.item.id)
            if failed is not None:
                words = self.tr("What it quotes could not be looked for: {0}. It is tried again now")
                return words.format(str(failed).rstrip("."))
            return self.tr("What it quotes is still looked for. Press the key again in a moment")
        if looked is not None or found.item.kind is not Kind.EMAIL:
            return ""
        if self._desk.as_receiver:
            return self.tr("What it quotes is not looked for in a receiver's view. Leave that view with V first")
        return self.tr("What it quotes is not looked for: it has no pages here")

    def _clicked(self, pane: Pane, number: int) -> None:
        looked = None if pane.item is None else self._kept.get(pane.item.id)
        found = None if looked is None else looked.told.quotes[number].item
        if found is not None:
            self._go(pane, found.id)

    def _go(self, pane: Pane, item: ItemId) -> None:
        steps = self._session.quote_steps
        if pane.item is not None:
            steps.append(QuoteStep(self._leading(pane.item.id), pane.item.control, item))
            del steps[:-MOST_STEPS]
        self._session.go(self._leading(item))

    # -- looking ------------------------------------------------------------------------------------------------------

    def _quoting(self, pane: Pane) -> ItemId | None:
        """The message on the pages of a pane, if what it quotes is to be told."""
        document, item = pane.view.document, pane.item
        if document is None or item is None or document.item != item.id or item.kind is not Kind.EMAIL:
            return None
        return item.id if self._on and not self._desk.as_receiver else None

    def _show(self) -> None:
        """Show what is known by now, and look for the rest soon."""
        for pane in self._desk.panes:
            item = self._quoting(pane)
            looked = None if item is None else self._kept.get(item)
            if item is not None and looked is not None:
                self._kept.move_to_end(item)
                self._show_in(pane, looked)
                continue
            self._asked[pane].ask()
            pane.view.quoted.show(None, ())
            pane.hide_quotes()
            if item is not None:
                self._soon.start()

    def _look(self) -> None:
        for pane in self._desk.panes:
            item = self._quoting(pane)
            if item is not None and item not in self._kept:
                self._ask(pane, item)

    def _ask(self, pane: Pane, item: ItemId) -> None:
        stale = self._asked[pane].ask()

        def look(case: Case) -> _Looked | None:
            if stale():
                return None
            told = quoted_text.of_item(case, item)
            places = quoted_text.on_pages(case, item, told) if told.quotes else None
            return _Looked(replace(told, text=""), places)  # many are kept, and a text may be long

        def show(looked: _Looked | None) -> None:
            if looked is not None and self._quoting(pane) == item:
                self._kept[item] = looked
                if len(self._kept) > KEEP:
                    self._kept.popitem(last=False)
                self._show_in(pane, looked)

        def fail(error: KnownError) -> None:
            self._failed[item] = error
            self._session.report(error)

        self._failed.pop(item, None)
        asked = self._session.query(self, look).unless(stale).success(show)
        asked.failure(fail).run()

    def _show_in(self, pane: Pane, looked: _Looked) -> None:
        document, told, places = pane.view.document, looked.told, looked.places
        if document is None:
            return
        pane.view.quoted.show(document.text, [] if places is None else self._spans(told.quotes, places))
        step = self._session.quote_steps[-1] if self._session.quote_steps else None
        back = step.control if step is not None and step.to == document.item else ""
        if not told.quotes and not back:
            pane.hide_quotes()
            return
        if pane not in self._linked:
            self._linked.add(pane)
            pane.quotes.followed.connect(partial(self._go, pane))
            pane.quotes.compare_wanted.connect(partial(self._compare_with, pane))
            pane.quotes.back_wanted.connect(self.back)
        pane.quotes.show_quoted(told, placed=None if places is None else [bool(each) for each in places], back=back)

    def _compare_with(self, pane: Pane, item: ItemId) -> None:
        if pane.item is not None:
            self._compare(pane.item.id, item)

    def _spans(self, quotes: Sequence[QuotedMessage], places: Sequence[tuple[PageStretch, ...]]) -> list[QuotedSpans]:
        words = self.tr("Go to {0}, which is quoted here")
        return [
            QuotedSpans(
                tuple(Span(Place(each.page, each.start), Place(each.page, each.end)) for each in stretches),
                "" if quote.item is None else words.format(quote.item.control),
                quote.differs,
            )
            for quote, stretches in zip(quotes, places, strict=True)
        ]

    # -- what changes -------------------------------------------------------------------------------------------------

    def _refresh(self, _changes: Changes) -> None:
        self._kept.clear()
        self._failed.clear()
        self._show()

    def _prefer(self, name: str) -> None:
        if name == "quoted_text":
            self._on = preferences.current().quoted_text is QuotedLook.GREYED
            self._show()

    def _hear_receiver(self) -> None:
        """The pages are shown as a receiver sees them, or again as they are."""
        if self._bare != self._desk.as_receiver:
            self._bare = self._desk.as_receiver
            self._show()
