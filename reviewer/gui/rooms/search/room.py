"""The Search room: what was found is a list to work through."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QSplitter, QStackedWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.grouping import Grouping
from reviewer.domain.changes import Noun
from reviewer.domain.ids import ItemId
from reviewer.domain.last_view import LastView
from reviewer.errors import CancelledError, KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.models.hits import HitsModel
from reviewer.gui.navigation import (
    HitTarget,
    ItemTarget,
    KeysTarget,
    MessageTarget,
    PassageTarget,
    Room,
    SearchTarget,
    Target,
)
from reviewer.gui.pages.findbar import FindBar
from reviewer.gui.pages.view import PageView
from reviewer.gui.reading import grouping as groupings
from reviewer.gui.reading.query_completion import QueryCompletion
from reviewer.gui.reading.quoting import Quoting
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.search.hit_coding import HitCoding
from reviewer.gui.rooms.search.narrowing import Narrowing
from reviewer.gui.rooms.search.narrowing_place import NarrowingPlace
from reviewer.gui.rooms.search.overviews import SearchOverviews
from reviewer.gui.rooms.search.working_list import WorkingList
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import FACTS, Desk, Facts
from reviewer.gui.shared.thread import ThreadPane
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys, on_keys_within
from reviewer.gui.widgets.lists.hits import HitsView
from reviewer.gui.widgets.parts import boxed, button, column, label, lookup, row, tool
from reviewer.gui.widgets.progress_line import ProgressLine, SearchWait
from reviewer.gui.widgets.query_field import Refusal, mark_refused, select_refused
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases import search
from reviewer.usecases.search import FoundItem, Results, Run
from reviewer.usecases.told_acts import ActPlace

BATCH = 50

MOST_KEPT = 500
"""A hit at hand that stands farther down in other groups is not listed at once: the first hit is gone to."""

SHOWN = FACTS | {Noun.PAGES, Noun.PRODUCTIONS}
"""What is shown of the hit at hand."""


class SearchRoom(Room):
    """Type words; what was found stands below with snippets, and its page beside."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest, self._latest_more, self._latest_groups = Latest(), Latest(), Latest()
        self._text = ""
        self._grouping = Grouping.NONE
        self._run = self._searched = Run()
        self._asking_more = False
        self._entered = False
        self._thread: ThreadPane | None = None
        self.words = lookup(self.tr("Search"), self.tr('Words, "a phrase", word*, -word, OR, w/5, from:…'))
        self.words.setClearButtonEnabled(True)
        self.completion = QueryCompletion(self.words, session)
        self.overviews = tool(
            "overviews", self.tr("Saved searches, term lists, threads or families together…"), lambda: None
        )
        self.total = label("", "small")
        self.read_as = label("", "small", wrap=True)
        self.read_as.hide()
        self.refusal = Refusal()
        self.total.setAccessibleDescription(self.tr("How many items were found"))
        self.model = HitsModel()
        self.model.setParent(self)
        self.hits = HitsView(self.model)
        self.none = label("", "muted", wrap=True)
        self.desk = Desk(session, beside=False)
        self.pane = self.desk.a
        self.pane.setAccessibleName(self.tr("The item found"))
        self.working = WorkingList(session, self.hits, self.desk, lambda: self._run)
        self.quoting = Quoting(session, self.desk, self._compare, HitTarget)
        self.open = button(self.tr("Open in Review"), self._open, "link")
        self.narrowing = Narrowing(session)
        self.narrow = button(self.tr("Narrow"), self._toggle_narrowing, "link")
        self.narrow.setToolTip(self.tr("Count the items found by custodian, sender, month and so on"))
        self._typing = QTimer(self, singleShot=True, interval=200)
        self._lay_out()
        self._connect()
        self._connect_keys()
        lead(self, self.hits)  # one comes back to the hit where one was; while there are none, to the line of words
        self._say_how()

    def _lay_out(self) -> None:
        left = QFrame()
        left.setObjectName("panel")
        head = column(
            row(self.words, self.overviews, gap=1),
            row(self.total, 1, self.narrow, self.open),
            self.read_as,
            self.refusal,
            margins=(2, 2, 2, 1),
            gap=1,
        )
        self.stack = SearchOverviews(self._session, split := QSplitter(), lambda: self._text)
        self.offers = self.stack.offers()
        listed = column(head, self.none, self.offers, self.hits, gap=0)

        def place_wait(line: ProgressLine) -> None:
            line.setContentsMargins(grid(2), 0, grid(2), grid(1))
            listed.insertWidget(listed.count() - 1, line)

        self.waiting = SearchWait(self, self._session, place_wait)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)
        listed.setStretchFactor(self.hits, 1)
        listed.addStretch(0)
        left.setLayout(listed)
        self.counts = NarrowingPlace(
            self, self.narrowing, self.hits, column=listed, panes=split, text=lambda: self._text
        )
        aside = QStackedWidget()  # an entry that is typed stands in the place of the list
        aside.addWidget(left)
        self.coding = HitCoding(self._session, self.working.acts, self.desk, left, aside)
        self.reading = QSplitter(Qt.Orientation.Vertical)
        self.reading.addWidget(self.desk)
        self.reading.setChildrenCollapsible(False)
        split.addWidget(aside)
        whole = column(self.working, self.coding, self.reading, self.coding.told, gap=0)
        whole.setStretchFactor(self.reading, 1)
        beside = boxed(whole, "page")
        lead(beside, self.pane)
        split.addWidget(beside)
        split.setStretchFactor(1, 1)
        split.setSizes([grid(110), grid(220)])
        split.setChildrenCollapsible(False)
        self.setLayout(column(self.stack))
        self.desk.show_nothing(self.tr("What you choose on the left is shown here, with the words found highlighted."))

    def _connect(self) -> None:
        self.words.textChanged.connect(lambda _text: self._typing.start())
        self.words.returnPressed.connect(self._search_now)
        self._typing.timeout.connect(self._search)
        self.refusal.taken.connect(self.search)
        self.stack.wanted.connect(self.search)
        self.stack.left.connect(self._to_hits_or_words)
        self.stack.currentChanged.connect(lambda _page: self.working.many.leave())
        self.overviews.clicked.connect(lambda: self.stack.show_menu(self.overviews, self._offer_groups))
        self.narrowing.narrowed.connect(self._narrow)
        self.hits.selectionModel().currentRowChanged.connect(self._chosen)
        self.hits.activated.connect(lambda _index: self._open())
        self.hits.verticalScrollBar().valueChanged.connect(self._more)
        self.working.more_wanted.connect(self._ask_more)
        self.desk.attachment_wanted.connect(self._open_item)
        self.desk.facts_changed.connect(self._show_in_thread)
        self.coding.left.connect(self._to_hits)
        self.working.palette_box.left.connect(self._to_hits)
        self.coding.thread_wanted.connect(lambda: self.thread_pane.toggle())  # noqa: PLW0108 - made when it is first wanted
        self.coding.entering.passage_wanted.connect(lambda passage: self._session.go(PassageTarget(passage)))
        Refresher(self, self._session, SHOWN, self.desk.look_again, at_first=False)

    def _connect_keys(self) -> None:
        finder, view = self.pane.finder, self.pane.view
        keys: dict[str, Callable[[], object]] = {
            "J": self.working.next,
            "K": self.working.previous,
            "U": self.working.next_unread,
            "G": self.working.marks.then_next.click,
            groupings.KEY: lambda: self.group(groupings.following(self._grouping)),
            "/": self._type,
            "?": partial(self._session.go, KeysTarget()),
            "F7": partial(PageView.show_caret, view),
            "Ctrl+F": partial(FindBar.open_bar, finder),
            "F3": finder.next,
            "Shift+F3": finder.previous,
            "Ctrl+C": view.copy,
            "Ctrl+Shift+C": self.desk.copy_with_cite,
            "Ctrl+P": self.desk.print,
            "Ctrl+= + =": lambda: view.zoom_by(1),
            "-": lambda: view.zoom_by(-1),
            "0": view.fit,
        }
        on_keys_within(self, keys | self.coding.keys() | self.stack.keys() | self.quoting.keys())
        form = self.coding.entering.unless_open
        on_keys_within(self, {key: form(act) for key, act in self.working.keys().items()}, once=True)
        on_keys(self.hits, {"Space": view.scroll_on, "Ctrl+A": self.working.many.choose_all})

    @property
    def thread_pane(self) -> ThreadPane:
        """The thread below the pages, made when first wanted; a message of it that was not found opens in Review."""
        if self._thread is None:
            self._thread = ThreadPane(self._session)
            self._thread.item_chosen.connect(self._open_of_thread)
            self._thread.left.connect(self._to_hits)
            self.reading.addWidget(self._thread)
            self.reading.setSizes([grid(120), grid(52)])
            if self.desk.facts is not None:
                self._thread.show_item(self.desk.facts.item.id)
        return self._thread

    def _show_in_thread(self, found: Facts) -> None:
        if self._thread is not None:
            self._thread.show_item(found.item.id)

    def _open_of_thread(self, item: ItemId) -> None:
        row = self.model.row_of(item)
        if row >= 0:
            self.hits.go_to(row)
        else:
            self._open_item(item)

    def _open_item(self, item: ItemId) -> None:
        self._session.go(ItemTarget(item))

    def _compare(self, one: ItemId, other: ItemId) -> None:
        """Two stand side by side in Review."""
        self._session.go(MessageTarget(one, other))

    def _to_hits(self) -> None:
        (self.hits if self.hits.isVisible() else self.pane.view).setFocus()

    def _type(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _to_hits_or_words(self) -> None:
        (self.hits if self.hits.isVisible() else self.words).setFocus()

    def search(self, typed: str) -> None:
        """Search for what was typed elsewhere; until the answer is there no key marks what was found before."""
        self.stack.leave()
        self.words.setText(typed)
        self.words.setFocus()
        self._search_now()

    def standing(self) -> Sequence[str]:
        """The list that one goes through."""
        return (self._text,)

    def goes_through(self, place: ActPlace) -> bool:
        """Whether the item of a place is among the hits."""
        return self.working.holds(place.item)

    def going_through(self) -> Hashable | None:
        """What was found, as it was found once."""
        return self._searched

    def show_target(self, target: Target) -> None:
        """Search for the words of a target, or go to the hit that it names."""
        match target:
            case SearchTarget(words):
                self.search(words)
            case HitTarget(item):
                self.show_hit(item)

    def show_hit(self, item: ItemId) -> None:
        """Go to an item among the hits; to one that is not listed in Review."""
        self.stack.leave()
        if self.working.holds(item):
            self.hits.go_to(self.model.row_of(item))
            self.hits.setFocus()
        else:
            self._session.go(MessageTarget(item))

    def group(self, grouping: Grouping) -> None:
        """List hits of a thread or family together, or each by itself; the one at hand stays at hand."""
        self._grouping = grouping
        run, hand = self._run, self.working.item()

        def look(case: Case) -> tuple[Run, tuple[FoundItem, ...]]:
            made = search.regrouped(case, run, grouping)
            row = made.found.index(hand) if hand is not None and hand in made.found else 0
            return made, search.described(case, made, limit=max(BATCH, row + 1 if row < MOST_KEPT else 0))

        def show(answer: tuple[Run, tuple[FoundItem, ...]]) -> None:
            made, hits = answer
            now = self.working.item()
            if now != hand and now in made.found and all(each.item.id != now for each in hits):
                self.group(grouping)  # one has gone on meanwhile, to what was not asked for
                return
            self._run = made
            self._forget_more()
            self.model.show(hits)
            if hits:
                self.hits.go_to(max(0, self.model.row_of(now) if now is not None else 0))
            self.working.begin(all_listed=len(hits) >= len(made.found))
            self._session.said.emit(groupings.told(grouping))

        def fail(error: KnownError) -> None:
            self._grouping = run.grouping  # what is listed stands as it stood
            self._session.report(error)

        newer = self._latest_groups.ask()
        asked = self._session.query(self, look).unless(lambda: newer() or self._run is not run)
        asked.success(show).failure(fail).run()

    def last_view(self, view: LastView) -> LastView:
        """What stands together."""
        return replace(view, hits=self._grouping)

    def come_back(self, view: LastView) -> None:
        """Let the same stand together, unless it was chosen here what does."""
        if self._grouping is Grouping.NONE and view.hits is not Grouping.NONE:
            self._grouping = view.hits
            if self._run.found:
                self.group(view.hits)

    def _offer_groups(self, menu: QMenu) -> None:
        groupings.add_groupings(menu, self._grouping, self.group)

    def _toggle_narrowing(self) -> None:
        if self.counts.toggle():
            self.narrowing.tree.setFocus()
        else:
            self.hits.setFocus()

    def _narrow(self, condition: str) -> None:
        """Write a condition behind what was searched for, once, and search for both."""
        if not f"{self._text} ".endswith(f" {condition} "):
            self.words.setText(f"{self._text.rstrip()} {condition}")
            self._search_now()

    def _search_now(self) -> None:
        self._typing.stop()
        self._entered = True
        self._search()

    def _search(self) -> None:
        self._text = self.words.text()
        stale = self._latest.ask()
        self._forget_more()
        if not self._text.strip():
            self.waiting.over()
            self._show((Run(), Results(0, ())))
            return
        run = partial(
            search.run, text=self._text, reviewer=self._session.reviewer, limit=BATCH, grouping=self._grouping
        )
        asked = self._session.query(self, self.waiting.watched(run)).unless(stale)
        answered = self.waiting.unless_stopped(self._show, self._refuse)
        asked.success(answered).failure(self._refuse).run()

    def _refuse(self, error: KnownError) -> None:
        """Say in the line of words where they are not understood, or that the search was stopped; nothing was found."""
        self.waiting.over()
        entered, self._entered = self._entered, False
        self._run = self._searched = Run()
        self.model.show(())
        if isinstance(error, CancelledError):
            self._say(self.tr("The search was stopped. Press Enter to run it again."))
            mark_refused(self.words, None)  # it was another one that was not understood
            self.refusal.show_error(None)
            self.words.setFocus()
            return
        self._say("")
        self.refusal.show_error(error)
        mark_refused(self.words, error)
        if entered:
            select_refused(self.words, error)

    def _show(self, answer: tuple[Run, Results]) -> None:
        self.waiting.over()
        self._run, found = answer
        self._searched = self._run
        entered, self._entered = self._entered, False
        mark_refused(self.words, None)
        self.refusal.show_error(None)
        self.model.show(found.hits)
        if found.hits:
            self.total.setText(self.tr("{0:,} found").format(found.total))
            self.read_as.setText(self.tr("Read as: {0}").format(found.read_as))
            self.read_as.setVisible(found.telling)
            announce(self.total, self.total.text())
            self.none.hide()
            self.offers.hide()
            self.hits.show()
            self.open.show()
            self.narrow.show()
            self.counts.show_found()
            self.working.show()
            self.coding.show()
            self.coding.told.show()
            self.hits.go_to(0)
            self.working.begin(all_listed=len(found.hits) >= found.total)
            if entered and self.words.hasFocus():
                self.hits.setFocus()
            if self._run.grouping is not self._grouping:  # chosen while it was searched for
                self.group(self._grouping)
        elif self._text:
            announce(self.total, self.tr("No items match."))
            self._say(self.tr("No items match. Try fewer words, or word* for words that begin so."))
            self.refusal.suggest(found.meant)
        else:
            self._say_how()

    def _say_how(self) -> None:
        self._say(self.tr("Type words to find them in subjects, people, bodies, attachments and notes."))

    def _say(self, words: str) -> None:
        self.total.setText("")
        self.read_as.hide()
        self.open.hide()
        self.narrow.hide()
        self.none.setText(words)
        self.none.show()
        self.offers.setVisible(not self._text.strip())
        focus = QApplication.focusWidget()
        bars = (self.working, self.coding, self.coding.told)
        if focus is self.hits or (focus and any(each.isAncestorOf(focus) for each in (*bars, self.narrowing))):
            self.words.setFocus()
        self.hits.hide()
        for each in bars:
            each.hide()
        self.counts.show_nothing()
        self.desk.show_nothing(self.tr("What you choose on the left is shown here, with the words found highlighted."))

    def _more(self, value: int) -> None:
        if value >= self.hits.verticalScrollBar().maximum():
            self._ask_more()

    def _ask_more(self) -> None:
        """List the next hits too, unless they are on their way."""
        shown = self.model.rowCount()
        if self._asking_more or shown >= len(self._run.found):
            return
        self._asking_more = True

        def add(found: Sequence[FoundItem]) -> None:
            self._asking_more = False
            self.model.add(found)
            self.working.grown(all_listed=not found or self.model.rowCount() >= len(self._run.found))

        def refuse(error: KnownError) -> None:
            self._asking_more = False
            self._session.report(error)

        more = partial(search.described, run=self._run, limit=BATCH, offset=shown)
        asked = self._session.query(self, more).unless(self._latest_more.ask())
        asked.success(add).failure(refuse).run()

    def _forget_more(self) -> None:
        self._latest_more.ask()
        self._asking_more = False

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        found = self.model.at(current.row())
        if found is not None:
            self.desk.open(found.item.id, self._run.text)

    def _open(self) -> None:
        found: FoundItem | None = self.model.at(self.hits.currentIndex().row())
        if found is not None:
            self._session.go(ItemTarget(found.item.id, self._run.text))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Take back what was said of keys in here."""
        super().hideEvent(event)
        self.working.many.leave()

    def close_workers(self) -> None:
        """Let the worker go and forget what was shown."""
        self._typing.stop()
        self.working.stop()
        self.coding.drafting.flush()
        if self._thread is not None:
            self._thread.cancel()
        self.desk.close_workers()
