"""The items of the Review room: the line that narrows them, the list, and the place in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.ids import ItemId
from reviewer.domain.last_view import LastView
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.models.items import Among, ItemsModel
from reviewer.gui.reading import grouping as groupings
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.review.filter_line import FilterLine
from reviewer.gui.rooms.review.list import ItemsView
from reviewer.gui.rooms.review.queue_strip import SHOWN, QueueStrip
from reviewer.gui.session import Session
from reviewer.gui.shared.bulk_acts import Meant, these
from reviewer.gui.theme import grid
from reviewer.gui.widgets.laid_over import LaidOver
from reviewer.gui.widgets.parts import button, column, label
from reviewer.gui.widgets.progress_line import ProgressLine, SearchWait
from reviewer.gui.widgets.query_field import Refusal, mark_refused, select_refused
from reviewer.usecases.evidence import unread
from reviewer.usecases.evidence.unread import Progress

FOLLOWING = 20
"""So many items are remembered to find a place in the list by."""


class Listing(QFrame):
    """Lists what the filter wants. ``at_hand`` tells the item that is on the pages, whose place is kept.

    A filter that is not understood changes nothing: the list stays as it was, and it is said that it does.
    """

    counted = Signal(int, int)
    led_to_same = Signal(object)
    """What was listed leads to the item that is open already: what its words are found by is new."""
    led = Signal(object)
    """An item was gone to by name, which is in the list; its row may have been the current one already."""

    def __init__(self, session: Session, at_hand: Callable[[], ItemId | None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session, self.at_hand = session, at_hand
        self._wanted: ItemId | None = None
        self._to_first = False
        self._several = 0
        self._grouping = Grouping.NONE
        self._told = ""
        self._entered = ""
        self._entering = False  # what Enter was pressed on is on its way; until then letters belong to the filter
        self._refused: KnownError | None = None
        self._missed = False  # what changed while a search was told to stop
        self._returning = False  # to what was listed when the case was last open
        self.model = ItemsModel(session)
        self.model.setParent(self)
        self.list = ItemsView(self.model)
        self.filter = FilterLine()
        self.completion = QueryCompletion(self.filter.typed, session)
        self.queue = QueueStrip(session, at_hand)
        self.nothing = label("", "muted", wrap=True)
        self.refusal = Refusal()
        self.clear = button(self.tr("Clear the filter"), self.filter.clear, "link")
        self._typing = QTimer(self, singleShot=True, interval=150)
        self.setLayout(column(self.queue, self.filter, self.list, self.queue.why, gap=0))
        LaidOver(self.list, self.refusal, self.nothing, self.clear)
        self.nothing.setContentsMargins(grid(3), grid(3), grid(3), 0)
        self.filter.query_changed.connect(self._typed)
        self.filter.entered.connect(self._enter)
        self.queue.item_wanted.connect(self.show_item)
        self.filter.sort_wanted.connect(self._show_sorts)
        self.refusal.taken.connect(self._take)
        self._typing.timeout.connect(self.ask)
        self.waiting = SearchWait(self, session, self.place_wait)
        self.model.watched = self.waiting.watched
        self.model.stopping = lambda: self.waiting.stopping
        self.model.answered.connect(self.waiting.over)
        self.model.answered.connect(lambda: session.unsaid.emit(self._wait()))
        self.model.failed = self._as_it_was
        self.model.counted.connect(self._counted)
        self.list.selectionModel().selectionChanged.connect(self._tell_chosen)
        self._say(self.tr("Listing the items…"))
        self.clear.hide()
        Refresher(self, session, SHOWN, self.queue.refresh)

    def _typed(self, _query: str) -> None:
        self._entering = False
        self._typing.start()

    def wanted(self) -> tuple[str, int]:
        """The query of what is listed, and how many items that is; -1 where only some of what it finds are listed."""
        return self.model.query, self.model.rowCount() if self.model.whole else -1

    def ask(self) -> None:
        """List what the filter wants."""
        self._ask(None)

    def refresh(self) -> None:
        """List it again, as what is listed may have changed; the item at hand stays until one goes on."""
        if self.waiting.stopping:
            self._missed = True
        elif self._refused is None:
            self._ask(None if self._to_first else self.at_hand() or self._wanted)
        elif not (isinstance(self._refused, CancelledError) and self.model.query == self.filter.query()):
            self.model.again(self.at_hand())  # what is listed, unless that is what was stopped

    def show_item(self, item: ItemId) -> bool:
        """Go to an item; one that the filter hides is gone to once all are listed. Whether it is listed now."""
        self.stay()
        row = self.model.row_of(item)
        if row >= 0:
            self.go_to(row)
            self.led.emit(item)
            return True
        self._wanted = item
        self._only(None)
        self.filter.clear()
        self._typing.stop()
        self.ask()
        return False

    def list_these(self, words: str, found: Collection[ItemId]) -> None:
        """List these items, which ``words`` tell of, until all are wanted again; the filter narrows them."""
        self.list_items("")
        self._only(Among(frozenset(found), words))
        self.ask()

    def list_all(self) -> None:
        """List all again that the filter wants, also where that was stopped before."""
        self._only(None)
        if self.filter.problem() is not None:
            self.model.again(self.at_hand())
        elif self.waiting.stopping or isinstance(self._refused, CancelledError):
            self.ask()
        else:
            self.refresh()
        self.list.setFocus()

    def _only(self, among: Among | None) -> None:
        self.model.among = among
        if among is not None:
            told = self.tr("Only these are listed: {0}. List all").format(among.words)
            self.only.setText(text.on_button(told))
            self.only.setAccessibleName(told)
            self.only.show()
        elif "only" in self.__dict__:  # else it was never made
            self.only.hide()

    @cached_property
    def only(self) -> QPushButton:
        """Which items are listed and no others; a press lists all again. Made when it is first wanted."""
        made = button("", self.list_all, "link")
        made.setToolTip(self.tr("List all again"))
        around = self.layout()
        assert isinstance(around, QBoxLayout)  # noqa: S101 - tells mypy what was made above
        around.insertWidget(around.indexOf(self.filter) + 1, made)
        return made

    def meant(self) -> Meant | None:
        """What is chosen, or else the item at hand."""
        several, at = self.list.chosen(), self.model.item_at(self.list.currentIndex().row())
        return self.chosen(several) if several else None if at is None else these([at])

    def chosen(self, chosen: Sequence[ItemId]) -> Meant:
        """Items of the list; where that is all that a query wants, they are told by the query."""
        whole = len(chosen) == self.model.rowCount() and self.model.whole
        return these(chosen, self.model.query if whole else "")

    def list_items(self, query: str) -> None:
        """List what a query wants, and nothing else, and go to the first of it."""
        self._only(None)
        self._wanted, self._to_first, self._returning = None, True, False
        self.filter.clear()
        self.filter.typed.setText(query)
        self._entered = self.filter.query()
        self._typing.stop()
        self.ask()

    def narrow(self, condition: str, *, in_place_of: str = "") -> None:
        """List of what is typed only what meets a condition as well, written behind it or for another one there."""
        typed = self.filter.typed.text().strip()
        before = typed.removesuffix(in_place_of).strip() if in_place_of else typed
        self.filter.typed.setText(f"{before} {condition}".strip())
        self._enter()

    def come_back(self, view: LastView) -> None:
        """List at first what was listed when one left, and go to the item that was at hand."""
        self._wanted, self._returning = view.item, True
        self.filter.come_back(view.typed, view.chips)
        self._entered = self.filter.query()
        self._typing.stop()
        self.list.show_order(view.sort, descending=view.descending)
        stood = [] if view.item is None else [view.item, *view.following]
        self._grouping = view.grouping
        self.model.come_back(stood, view.sort, descending=view.descending, grouping=view.grouping)

    def last_view(self, view: LastView) -> LastView:
        """Where one is, as far as the list can tell: where one was, until it is listed."""
        if self._returning:
            return view
        sort, descending = self.model.order
        return replace(
            view,
            typed=self.filter.typed.text(),
            chips=self.filter.chosen(),
            sort=sort,
            descending=descending,
            grouping=self.model.grouping,
            item=self.at_hand(),
            following=self.model.next_ids(self.list.currentIndex().row(), FOLLOWING),
        )

    def keys(self) -> dict[str, Callable[[], object]]:
        """What changes how the list stands."""
        return {groupings.KEY: lambda: self.group(groupings.following(self.model.grouping))}

    def group(self, grouping: Grouping) -> None:
        """List the items of a thread or family together, or each by itself."""
        self.model.group(grouping, self.at_hand())

    def go_to(self, row: int) -> None:
        """Go to a row, if there is one of that number."""
        if 0 <= row < self.model.rowCount():
            index = self.model.index(row, self.model.columnCount() - 3)
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(index, alone)  # whatever keys are held: Ctrl+Z comes here too
            self.list.scrollTo(index)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What keys are for here is nothing to say elsewhere."""
        super().hideEvent(event)
        self._session.unsaid.emit(self._told)

    def _tell_chosen(self) -> None:
        count = self.list.count_chosen()
        several = count if count > 1 else 0
        if several:
            said = self.tr("{0} documents are chosen: R, X, P are for all of them, tags while no words are selected")
            self._tell(said.format(f"{several:,}"))
        elif self._several:
            self._tell(self.tr("One document is chosen again: keys are for what is on the page"))
        self._several = several

    def _tell(self, words: str) -> None:
        self._told = words
        self._session.said.emit(words)

    def step(self, rows: int) -> None:
        """Go so many rows down, or up."""
        self.go_to(self.list.currentIndex().row() + rows)

    def go_on(self, item: ItemId) -> None:
        """Go on from an item that is done with: in the queue that led to it, else in the list."""
        if self.queue.leads_on_from(item):
            self.queue.next()
            return
        if self.model.row_of(item) == self.model.rowCount() - 1:
            self._session.said.emit(self.tr("That was the last of this list"))
        self.step(1)

    def next_unread(self, going: Callable[[], bool]) -> None:
        """Go to the next item that the reviewer has not read and nobody called not relevant.

        ``going`` says of the answer that one has gone elsewhere meanwhile.
        """
        if self.model.loading:
            self._session.said.emit(self._wait())
            return
        ids = self.model.ids_after(self.list.currentIndex().row())
        who = self._session.reviewer

        def look(case: Case) -> tuple[ItemId | None, Progress]:
            return unread.next_unread(case, ids, reviewer=who), unread.progress(case, reviewer=who)

        def go(found: tuple[ItemId | None, Progress]) -> None:
            item, so_far = found
            read = self.tr("{0} of {1} seen by you").format(f"{so_far.read:,}", f"{so_far.items:,}")
            if item is None:
                self._session.said.emit(self.tr("Nothing in this list is left for you to see. {0}").format(read))
            else:
                self.show_item(item)
                self._session.said.emit(read)

        self._session.query(self, look).unless(going).success(go).run()

    def _wait(self) -> str:
        return self.tr("The items are still being listed. Press U again in a moment")

    def stay(self) -> None:
        """One has gone somewhere: a list that is on its way leads nowhere else, and leaves the keyboard where it is."""
        self._wanted, self._to_first, self._entering = None, False, False

    def arrived(self) -> None:
        """An item of the list is at hand: no other one is waited for."""
        self._wanted = None

    def stop(self) -> None:
        """Wait for nothing more."""
        self._typing.stop()

    def _ask(self, keep: ItemId | None) -> None:
        self._refused, self._missed = self.filter.problem(), False
        if self._refused is not None:
            self.model.stay()
            self._not_understood(self._refused)
        else:
            self.model.ask(self.filter.query(), self._listed, self._not_understood, keep)

    def _enter(self) -> None:
        """Enter in the filter: the first that it finds, unless it is what was entered before and holds what is read."""
        entered = self.filter.query()
        hand = self.at_hand()
        self._to_first = entered != self._entered or hand is None or self.model.row_of(hand) < 0
        self._entered = entered
        self._typing.stop()
        self._entering = True
        self.ask()

    def _type_again(self) -> None:
        """Nothing was found: what is typed next corrects the filter, and marks nothing that is not listed."""
        self._entered = ""
        self.filter.begin()

    def _take(self, query: str) -> None:
        self.filter.typed.setText(query)
        self._enter()

    def place_wait(self, line: ProgressLine) -> None:
        """Put a line that shows how far something is below the list, where no row moves under a hand."""
        around = self.layout()
        assert isinstance(around, QBoxLayout)  # noqa: S101 - tells mypy what was made above
        line.setContentsMargins(grid(2), 0, grid(2), grid(1))
        around.addWidget(line)

    def _stopped(self, error: KnownError) -> None:
        """The list stays as it was, and no change of the case runs the filter again by itself."""
        self._refused, self._entered, self._returning = error, "", False
        self._entering = self._to_first = False
        mark_refused(self.filter.typed, None)  # it was another one that was not understood
        self.refusal.show_error(None)
        self._show_listed_by()
        self.filter.count.setText(self.tr("not run"))
        self._say(
            self.tr("The search was stopped, and the list is as it was. Press Enter in the filter to run it again.")
        )
        self.filter.typed.setFocus()
        self._look_at_missed()

    def _look_at_missed(self) -> None:
        missed, self._missed = self._missed, False
        if missed:
            self.refresh()

    def _as_it_was(self, error: KnownError) -> None:
        """What is listed was to be looked at again or sorted anew, and was not."""
        if isinstance(error, CancelledError) and self.model.query == self.filter.query():
            self._stopped(error)
            return
        self._show_listed_by()
        if isinstance(error, CancelledError):
            self._session.said.emit(self.tr("That was stopped, and the list is as it was"))
        self._session.report(error)
        self._look_at_missed()

    def _show_listed_by(self) -> None:
        """Show the order of what is listed, and whether only some items are."""
        order, descending = self.model.order
        self.list.show_order(order, descending=descending)
        self._only(self.model.among)

    def _not_understood(self, error: KnownError) -> None:
        if isinstance(error, CancelledError):
            self._stopped(error)
            return
        if self._returning:  # it names something that is no longer there
            self._returning = False
            said = self.tr("All items are listed: the filter of last time, {0}, names what is no longer there")
            self._session.said.emit(said.format(self.filter.query()))
            self.filter.clear()
            self._typing.stop()
            self.ask()
            return
        entered, self._entering, self._to_first = self._entering and self._to_first, False, False
        self._show_listed_by()
        self._refused = shown = self.filter.refuse(error)
        self._say_what_is_listed()
        self.refusal.show_error(shown)
        if entered:
            self._entered = ""
            select_refused(self.filter.typed, shown)

    def _listed(self) -> None:
        self._returning = False
        if self._grouping is not self.model.grouping:
            self._grouping = self.model.grouping
            self._session.said.emit(groupings.told(self._grouping))
        self._show_listed_by()
        if self._refused is None:
            mark_refused(self.filter.typed, None)
            self.refusal.show_error(None)
        elif not isinstance(self._refused, CancelledError):  # what was asked for before came in after it
            self._say_what_is_listed()
        entering, self._entering = self._entering, False
        if entering and (self.model.rowCount() or not self._to_first):
            self.list.setFocus()
        elif entering:
            self._type_again()
        hand = self._wanted or self.at_hand()
        row = self.model.row_of(hand) if hand is not None else 0
        anew, self._to_first = self._to_first, False
        row = 0 if anew else row
        if row >= 0:
            self.go_to(row)
        first = self.model.item_at(row) if anew else None
        if first is not None and first == self.at_hand():
            self.led_to_same.emit(first)
        self._look_at_missed()

    def _counted(self, found: int, every: int) -> None:
        if isinstance(self._refused, CancelledError) and self.model.query == self.filter.query():
            self._refused = None  # what was stopped has been run since, as in another order
        if self._refused is None:
            self.filter.show_count(found, every)
            self._say("" if found else self.tr("No items match."))
        self.counted.emit(found, every)

    def _say_what_is_listed(self) -> None:
        """Of what the list is, where the filter is not understood and so tells it no longer."""
        query = self.model.query
        self._say(self.tr("Listed: {0}").format(query) if query.strip() else self.tr("All items are listed."))

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
        self.clear.setVisible(bool(words))

    def _show_sorts(self) -> None:
        menu = self.list.sort_menu()
        groupings.add_groupings(menu, self.model.grouping, self.group)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.filter.sort.mapToGlobal(self.filter.sort.rect().bottomLeft()))
