"""The Review room: the list, two panes, the inspector, and the keys that move between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.domain.last_view import LastView
from reviewer.domain.pages.tag import Tag
from reviewer.domain.people.officer import Link
from reviewer.gui.navigation import (
    KeysTarget,
    Room,
    Target,
)
from reviewer.gui.reading.quoting import Quoting
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.review.comparing import Comparing
from reviewer.gui.rooms.review.comparing_group import ComparingGroup
from reviewer.gui.rooms.review.drawer import Drawer
from reviewer.gui.rooms.review.empty import EmptyCase
from reviewer.gui.rooms.review.inspecting import Inspecting
from reviewer.gui.rooms.review.inspector import Inspector
from reviewer.gui.rooms.review.listing import Listing
from reviewer.gui.rooms.review.marking import Marking
from reviewer.gui.rooms.review.opening import Opening
from reviewer.gui.rooms.review.overviews import Overviews
from reviewer.gui.session import Session
from reviewer.gui.shared.cite_evidence import CitingEvidence
from reviewer.gui.shared.desk import FACTS, Desk, Facts
from reviewer.gui.shared.entry_buttons import EntryButtons, KeyedAct
from reviewer.gui.shared.ledger.entering import Entering
from reviewer.gui.shared.note_editor import Drafting
from reviewer.gui.shared.officer_box import Linking
from reviewer.gui.shared.redactions import Redacting, deciding, removing
from reviewer.gui.shared.review_acts import ReviewActs
from reviewer.gui.shared.thread import ThreadPane
from reviewer.gui.theme import grid
from reviewer.gui.widgets.fitting import CurrentStack
from reviewer.gui.widgets.folding import Folding
from reviewer.gui.widgets.keys import on_keys_within
from reviewer.gui.widgets.parts import column
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.told_acts import ActPlace

T = TypeVar("T")

ROOMY = 44
"""So much more than the least there must be for the list, the pages and the drawer to stand side by side."""

SHOWN = FACTS | {Noun.READS, Noun.PAGES, Noun.PRODUCTIONS, Noun.SAVED}
"""What the list and the panes show."""


class ReviewRoom(Room):
    """Reading, from the first item to the last, with the keyboard."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.acts = ReviewActs(session, self)
        self.listing = Listing(session, lambda: self.opening.current)
        self.model, self.list, self.filter = self.listing.model, self.listing.list, self.listing.filter
        self.desk = Desk(session)
        self.inspector = Inspector()
        self.inspecting = Inspecting(session, self.inspector, self.desk)
        self.aside = QStackedWidget()
        self.aside.addWidget(self.inspector)
        self.entering = Entering(session, self.desk, self.inspector.uses, self.inspector, self.aside)
        self.linking = Linking(session, self.acts, self.inspector.officers, self.desk)
        self.drafting = Drafting(session, self.inspector.note_editor, self.desk)
        self.citing = CitingEvidence(session, self.inspector.citing, self.desk.target, self.desk.added)
        self.redacting = Redacting(session, self.inspector.reason, self.desk)
        self.entry_buttons = self._entry_buttons()
        self.inspector.show_entry_buttons(self.entry_buttons)
        self.empty = EmptyCase()
        self._thread: ThreadPane | None = None
        self._lay_out()
        self._connect()
        self._connect_keys()
        lead(self, self.list)
        Refresher(self, session, SHOWN, self._refresh)

    def _lay_out(self) -> None:
        self.reading = QSplitter(Qt.Orientation.Vertical)
        self.reading.addWidget(self.desk)
        self.reading.setChildrenCollapsible(False)
        self.fold = Folding(roomy=ROOMY)
        self.place = CurrentStack()
        self.place.addWidget(self.listing)
        self.fold.add(self.place, self.tr("List"), least=60, usual=63, stretch=1)  # a laptop has all chips on a line
        self.fold.add(self.reading, self.tr("Pages"), least=78, usual=78, stretch=3)
        self.fold.add(self.aside, self.tr("Tags and notes"), least=87, usual=87)  # as wide as the form of a benefit
        self.drawer = Drawer(self.fold, self.place, self.aside, self.entering, self._to_pages)
        self.stack = Overviews(self._session, self.listing, self.fold, self.empty)
        self.comparing = Comparing(self._session, self.desk, self.list.chosen, self.drawer.close)
        self.group = ComparingGroup(self._session, self.desk, self.comparing, self.listing, self.place)
        self.marking = Marking(
            self._session, self.acts, self.inspector.marks, self.desk, self.listing, group=self.group
        )
        self.quoting = Quoting(self._session, self.desk, self.group.compare)
        self.opening = Opening(
            self._session,
            self,
            self.listing,
            self.desk,
            self.acts,
            leave=self.stack.leave,
            compare=self.group.compare,
        )
        self.stack.listed.connect(self.opening.list_these)
        self.stack.currentChanged.connect(self._leave_group)
        self.group.opened.connect(self.opening.begin)
        self.opening.gone_to.connect(self.group.gone_to)
        self.group.left.connect(self.opening.return_to)
        self.setLayout(column(self.stack))

    def _connect(self) -> None:
        self.empty.going.connect(self._session.go)
        self.listing.counted.connect(self._counted)
        self.list.scroll_wanted.connect(lambda: self.desk.active.view.scroll_on())  # noqa: PLW0108 - it changes
        self.desk.a.view.finished.connect(self._next)
        self.desk.b.view.finished.connect(self._next_beside)
        self.desk.facts_changed.connect(self._show_in_thread)
        self.inspector.passage_chosen.connect(self.desk.choose)
        self.inspector.passage_unwanted.connect(self.acts.remove)
        self.inspector.palette_box.tag_chosen.connect(self.tag)
        self.inspector.palette_box.tag_named.connect(self.acts.add_tag)
        self.inspector.palette_box.unsaid.connect(self._session.unsaid)
        self.inspector.palette_box.left.connect(self._to_pages)
        self.inspector.coding.note_opened.connect(self.drafting.change)
        self.drafting.added.connect(self.desk.added)
        self.drafting.left.connect(self._to_pages)
        self.inspector.left.connect(self.drafting.leave)
        self.inspector.coding.note_released.connect(self.acts.release_note)
        self.inspector.coding.note_unwanted.connect(self._without(self.acts.remove_note))
        self.inspector.coding.link_unwanted.connect(self._without(self.unlink))
        self.inspector.coding.of_item_unwanted.connect(self._without(self.acts.take_off_item))
        self.inspector.left.connect(self._to_pages)
        self.inspector.citing.left.connect(self._to_pages)
        self.inspector.reason.left.connect(self._to_pages)
        listed, decide = self.inspector.redactions, partial(deciding, self._session, self)
        listed.approved.connect(self._without(decide(RedactionState.APPROVED)))
        listed.declined.connect(self._without(decide(RedactionState.DECLINED)))
        listed.unwanted.connect(self._without(removing(self._session, self)))
        self.inspector.going.connect(self._session.go)
        self.inspector.thread_wanted.connect(self._toggle_thread)
        self.filter.drawer_wanted.connect(self.entering.unless_open(self.drawer.toggle))
        self.entering.left.connect(self._to_pages)
        self.entering.passage_wanted.connect(self.opening.show_passage)

    def _connect_keys(self) -> None:
        form, shown = self.entering.unless_open, self.drawer.with_it
        keys: dict[str, Callable[[], object]] = {
            "J": self._next,
            "K": self._previous,
            "O": shown(self.inspector.officers.name.setFocus),
            "N": shown(self.inspector.note.setFocus),
            "I": form(self.drawer.toggle),
            "[": lambda: self.desk.step(-1),
            "]": lambda: self.desk.step(1),
            "G": self.inspector.marks.then_next.click,
            "T": self._toggle_thread,
            "H": shown(self.inspector.hidden_text.toggle),
            "U": self.opening.next_unread,
            "Q": self.listing.queue.next,
            "F7": self._caret,
            "/": self._filter,
            "?": partial(self._session.go, KeysTarget()),
            "Ctrl+C": self.desk.copy,
            "Ctrl+Shift+C": self.desk.copy_with_cite,
            "Ctrl+P": self.desk.print,
        }
        keys |= self.desk.page_keys() | self.group.keys() | self.quoting.keys() | self.listing.keys()
        on_keys_within(self, keys | self.entry_buttons.keys | self.stack.keys())
        marks = {key: form(act) for key, act in self.marking.keys().items()}
        tags_ = {digit: form(partial(self._tag_by_key, digit)) for digit in "123456789"}
        on_keys_within(self, marks | tags_, once=True)

    def _entry_buttons(self) -> EntryButtons:
        form = self._unless_typed
        return EntryButtons(
            (
                KeyedAct("B", self.tr("Benefit…"), self.entering.benefit_here),
                KeyedAct("E", self.tr("Endorsement…"), self.entering.endorsement_here),
                KeyedAct("F", self.tr("For or against…"), form(self.citing.ask)),
                KeyedAct("D", self.tr("Redact…"), form(self.redacting.ask)),
                KeyedAct("Shift+D", self.tr("Region, page…"), form(self.redacting.ask_part), stop=False),
                KeyedAct("V", self.tr("As receivers see it"), self.desk.toggle_preview, stop=False),
            )
        )

    def _unless_typed(self, act: Callable[[], object]) -> Callable[[], object]:
        """A key that asks for something in the drawer, unless an entry is typed there."""

        def go() -> None:
            self.drawer.open()
            act()

        return self.entering.unless_open(go)

    @property
    def beside(self) -> ThreadPane:
        """The thread below the pages, made when it is first wanted."""
        if self._thread is None:
            self._thread = ThreadPane(self._session)
            self._thread.item_chosen.connect(self._open_from_thread)
            self._thread.left.connect(self._to_pages)
            self.reading.addWidget(self._thread)
            self.reading.setSizes([grid(120), grid(52)])
            if self.desk.facts is not None:
                self._thread.show_item(self.desk.facts.item.id)
        return self._thread

    def _toggle_thread(self) -> None:
        self.beside.toggle()

    def _to_pages(self) -> None:
        view = self.desk.active.view
        (view if view.isVisible() else self.list).setFocus()

    def _caret(self) -> None:
        """The caret goes onto the page from wherever one is; on the page it goes away again."""
        view = self.desk.active.view
        if view.hasFocus() and view.caret_browsing:
            view.hide_caret()
        else:
            view.show_caret()

    # -- the list -------------------------------------------------------------------------------------------------

    def _refresh(self, changes: Changes) -> None:
        if changes.concern(self.model.shown):
            self.listing.refresh()
        elif changes.concern({Noun.READS, Noun.MARKS}):
            self.model.refresh_facts()
        self.desk.look_again(changes)
        self.inspecting.look_again(changes)

    def _counted(self, _found: int, every: int) -> None:
        self.stack.show_reading(empty=not every and not self.filter.query())

    def show_target(self, target: Target) -> None:
        """Open an item, list what a query finds, or show a passage; an overview gives way to it."""
        self.group.leave()
        self.opening.show_target(target)

    def last_view(self, view: LastView) -> LastView:
        """What is listed, and the item and page at hand."""
        view = self.listing.last_view(view)
        view, pane = replace(view, drawer=self.drawer.wanted), self.desk.a
        there = pane.item is not None and pane.item.id == view.item
        return replace(view, page=max(1, pane.view.page)) if there else view

    def come_back(self, view: LastView) -> None:
        """List that again, and open the item at its page, with the drawer as it was."""
        self.drawer.come_back(wanted=view.drawer)
        if view.item is not None:
            self.desk.come_back(view.item, view.page)
        self.listing.come_back(view)

    def standing(self) -> Sequence[str]:
        """The items on the pages."""
        return [str(item) for item in self.desk.shown()]

    def shows(self, place: ActPlace) -> bool:
        """Whether the item of a place is on the pages."""
        return place.item is None or place.item in self.desk.shown()

    def goes_through(self, place: ActPlace) -> bool:
        """Whether one goes through a list that has the item of a place, mark by mark."""
        return self.marking.lists(place.item)

    def going_through(self) -> Hashable | None:
        """The list, and the queue that one reads through."""
        return (self.listing.queue.name, self.model.query, self.model.among)

    def _open_from_thread(self, item: ItemId) -> None:
        self.opening.open_aside(item)
        if self.beside.isVisible():
            self.beside.view.setFocus()

    def _show_in_thread(self, found: Facts) -> None:
        if self._thread is not None:
            self._thread.show_item(found.item.id)

    def _next(self) -> None:
        if self.group.open:
            self.group.go_on(1)
        else:
            self.opening.next()

    def _next_beside(self) -> None:
        """Go on from an item that opened in the second pane, as the first is pinned."""
        if self.desk.a.pinned and not self.group.open:
            self.opening.next()

    def _previous(self) -> None:
        if self.group.open:
            self.group.go_on(-1)
        else:
            self.opening.previous()

    def _filter(self) -> None:
        self.group.leave()
        self.filter.begin()

    def _leave_group(self) -> None:
        """An overview takes the place of the list and the pages."""
        if self.stack.currentWidget() is not self.fold:
            self.group.leave()

    # -- the passage at hand --------------------------------------------------------------------------------------

    def _tag_by_key(self, key: str) -> None:
        tag = self.inspector.palette_box.of_key(key)
        if tag is not None:
            self.tag(tag)
        else:
            self._session.said.emit(self.inspector.palette_box.why_none(key))

    def tag(self, tag: Tag) -> None:
        """Tag the selection or the passage at hand, else all that are chosen in the list, else the words found."""
        target, several = self.desk.target(), self.list.chosen()
        if several and self.desk.pointed() is None:
            if self.marking.means(several):
                self.marking.bulk.tag(self.listing.chosen(several), tag)
        elif target is not None:
            self.acts.tag(target, tag, self.desk.added)
        elif self.desk.a.busy or (self.desk.at_hand is None and self.listing.at_hand() is not None):
            self.inspector.palette_box.check(())
            self._session.said.emit(self.tr("The pages are still opening; nothing was tagged"))
        else:
            passage = self.desk.passage()
            self.inspector.palette_box.check({each.id for each in passage.tags} if passage else ())
            self._session.said.emit(self.tr("Select words on the page first, then press a tag's key"))

    def unlink(self, link: Link) -> None:
        """Take an officer off the passage at hand."""
        self.acts.unlink(link, self.desk.added)

    def _without(self, act: Callable[[T], object]) -> Callable[[T], None]:
        """Go back to the pages and then act: the line that had the focus is about to go."""

        def go(on: T) -> None:
            self._to_pages()
            act(on)

        return go

    # -- size and end ---------------------------------------------------------------------------------------------

    def close_workers(self) -> None:
        """Let the workers go and forget what was shown."""
        self.opening.seen.stop()
        self.drafting.flush()
        self.listing.stop()
        self.inspecting.settled.stop()
        if self._thread is not None:
            self._thread.cancel()
        self.desk.close_workers()
