"""Which item of the Review room is open, each way that leads to one, and from when on it counts as read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.gui.navigation import (
    ControlTarget,
    ItemsTarget,
    ItemTarget,
    ListedTarget,
    MessageTarget,
    PassageTarget,
    Target,
)
from reviewer.gui.rooms.review.listing import Listing
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk
from reviewer.gui.shared.review_acts import READ_AFTER, ReviewActs
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import passages

AHEAD = 3
"""How many of the next items are made ready."""


class Opening(QObject):
    """Opens items and lists them, in a room of which it is seen whether one is there.

    ``leave`` is what gives way to the list, ``compare`` compares an item with another one. ``gone_to`` carries an
    item that is about to be opened.
    """

    gone_to = Signal(object)

    def __init__(
        self,
        session: Session,
        room: QWidget,
        listing: Listing,
        desk: Desk,
        acts: ReviewActs,
        *,
        leave: Callable[[], object],
        compare: Callable[[ItemId, ItemId], object],
    ) -> None:
        super().__init__(room)
        self._session, self._room = session, room
        self._listing, self._desk, self._acts = listing, desk, acts
        self._leave, self._compare = leave, compare
        self.current: ItemId | None = None
        self._visits = 0
        self._sought: tuple[ItemId, str] | None = None
        self._going = Latest()
        self.seen = QTimer(self, singleShot=True, interval=READ_AFTER)
        self.seen.timeout.connect(self._read)
        desk.opened.connect(self._look_ahead)
        desk.opened.connect(self._count_anew)
        listing.led.connect(self._led)
        listing.led_to_same.connect(lambda item: desk.open(item, self._words(item)))
        listing.list.selectionModel().currentRowChanged.connect(self._row_changed)
        listing.list.item_entered.connect(self.open_beside)

    # -- ways to an item ------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next item."""
        self._listing.step(1)

    def previous(self) -> None:
        """Go to the item before."""
        self._listing.step(-1)

    def next_unread(self) -> None:
        """Go to the next item of the list that the reviewer has not read and nobody called not relevant."""
        self._listing.next_unread(self._going_on())

    def _going_on(self) -> Callable[[], bool]:
        """Begin to go somewhere; the answer says whether one has gone elsewhere meanwhile, and is not taken back."""
        at, newer = self.current, self._going.ask()
        return lambda: newer() or (at is not None and self.current != at)  # the first item comes by itself

    def show_target(self, target: Target) -> None:
        """Open an item, list what a query finds, or show a passage; an overview gives way to it."""
        self._leave()
        match target:
            case ItemTarget(item, words):
                self.open_item(item, words)
            case MessageTarget(item, other):
                self.open_aside(item)
                if other is not None:
                    self._compare(item, other)
            case ControlTarget(control):
                asked = self._session.query(self, partial(items.find, control=control)).unless(self._going_on())
                asked.success(lambda item: self.open_item(item.id)).run()
            case ItemsTarget(wanted):
                self.list_items(wanted)
            case ListedTarget(words, found):
                self.list_these(words, found)
            case PassageTarget(passage):
                self.show_passage(passage)

    def open_item(self, item: ItemId, words: str = "") -> None:
        """Open an item, wherever it is in the list; a filter that hides it is cleared. ``words`` are marked in it."""
        self._going.ask()
        self._sought = (item, words) if words else None
        if self._listing.show_item(item) and words and item == self.current:
            self._desk.open(item, self._words(item))

    def _words(self, item: ItemId) -> str:
        """The query whose words are marked in an item: the one that led to it, else the filter."""
        if self._sought is not None and self._sought[0] == item:
            return self._sought[1]
        return self._listing.filter.query()

    def show_passage(self, passage: PassageId) -> None:
        """Open the item of a passage, bring its words into sight, and make it the one at hand."""

        def show(marked: MarkedPassage) -> None:
            item = marked.passage.item
            if self._desk.seek(marked):
                return
            if item == self.current:
                self._desk.open(item)
            else:
                self.open_item(item)

        asked = self._session.query(self, partial(passages.get, passage=passage))
        asked.unless(self._going_on()).success(show).run()

    def list_items(self, query: str) -> None:
        """List what a query wants, and nothing else."""
        self._going.ask()
        self._sought = None
        self._leave()
        self._listing.list_items(query)

    def list_these(self, words: str, found: Sequence[ItemId]) -> None:
        """List these items, which ``words`` tell of, and no others."""
        self._going.ask()
        self._sought = None
        self._leave()
        self._listing.list_these(words, found)

    def open_aside(self, item: ItemId) -> None:
        """Open a message, in the list if it is there, else on the pages alone, with the filter kept."""
        self._going.ask()
        self._listing.stay()
        self._listing.go_to(self._listing.model.row_of(item))
        if item != self.current:
            self.begin(item)
            self._desk.open(item, self._listing.filter.query())

    def return_to(self, item: ItemId, page: int) -> None:
        """Open an item again where one left it; what is chosen in the list stays chosen."""
        self._going.ask()
        self._listing.stay()
        self.begin(item)
        row = self._listing.model.row_of(item)
        if row != self._listing.list.currentIndex().row():
            self._listing.go_to(row)
        self._desk.come_back(item, page)
        self._desk.open(item, self._words(item))
        view = self._desk.a.view
        if view.document is not None and view.document.item == item:
            view.go_to_page(page)

    def open_beside(self) -> None:
        """Open the item of the list in the other pane, and keep it there."""
        if self.current is not None:
            self._desk.open_in(self._desk.b, self.current, pin=True)

    def _row_changed(self, row: QModelIndex, _previous: QModelIndex) -> None:
        item = self._listing.model.item_at(row.row())
        self._listing.arrived()
        if item is None or item == self.current:
            return
        self.begin(item)
        self._desk.open(item, self._words(item))

    def _led(self, item: ItemId) -> None:
        """The list leads to the item of its row, while another one is open: of a thread, or of a group."""
        if item != self.current:
            self.begin(item)
            self._desk.open(item, self._words(item))

    def _look_ahead(self) -> None:
        row = self._listing.list.currentIndex().row()
        self._desk.a.loader.ahead(self._listing.model.next_ids(row, AHEAD))

    # -- how long one stays ---------------------------------------------------------------------------------------

    def begin(self, item: ItemId) -> None:
        """An item is the one that is open from now on."""
        self.gone_to.emit(item)
        self.current = item
        self._visits += 1
        self.seen.start()

    def _count_anew(self) -> None:
        """The time that counts begins when the pages are there, not when they were asked for."""
        if self.seen.isActive():
            self.seen.start()

    def _read(self) -> None:
        """The item has been open for the time that counts, with what stands beside it."""
        shown = self._desk.in_sight()
        if self.current not in shown:  # its pages are still on their way
            self.seen.start()
            return
        for item in shown:
            self._acts.read(item, partial(self._is_open, item, self._visits))

    def _is_open(self, item: ItemId, visit: int) -> bool:
        return visit == self._visits and self._room.isVisible() and item in self._desk.in_sight()
