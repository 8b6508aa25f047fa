"""What was found, as a list that one works through: the marks and tags of Review, one key a hit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QFrame

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.coding_scope import CodingScope
from reviewer.domain.changes import Noun
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.tag import Tag
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.search.hit_states import HitState, states
from reviewer.gui.rooms.search.many_hits import ManyHits
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.bulk_acts import BulkActs
from reviewer.gui.shared.desk import Desk
from reviewer.gui.shared.item_menu import ItemMenu
from reviewer.gui.shared.mark_chips import MarkChips, mark_keys
from reviewer.gui.shared.palette import TagPalette
from reviewer.gui.shared.review_acts import READ_AFTER, ReviewActs
from reviewer.gui.widgets.lists.hits import HitsView
from reviewer.gui.widgets.parts import column
from reviewer.usecases.evidence import unread
from reviewer.usecases.evidence.unread import Progress
from reviewer.usecases.pages import tags
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.search import Run
from reviewer.usecases.told_acts import ToldAct


class WorkingList(QFrame):
    """The bar above the pages, and what keys do to the hit at hand.

    A mark or tag leads on to the next hit unless that is switched off; one that is taken off does not.
    ``more_wanted`` when one goes on past the hits that are listed; what asks calls :meth:`grown`.
    """

    more_wanted = Signal()

    def __init__(self, session: Session, hits: HitsView, desk: Desk, run: Callable[[], Run]) -> None:
        super().__init__()
        self.setObjectName("panebar")
        self._session, self.hits, self.desk = session, hits, desk
        self.model = hits.found
        bar = column(margins=(2, 1, 2, 1), gap=1)
        self.acts, self.bulk = ReviewActs(session, self), BulkActs(session, self, bar.addWidget)
        self.many = ManyHits(session, hits, run)
        self.menu = ItemMenu(session, self.bulk, hits, self.many.or_one)
        self.marks = MarkChips("search", goes_on=True)
        self.palette_box = TagPalette()
        self.all_listed = True
        self._states: Mapping[ItemId, HitState] = {}
        self._asked_states, self._asked_unread, self._asked_tags = Latest(), Latest(), Latest()
        self._then: Callable[[], None] | None = None
        self._visits = 0
        self._seen = QTimer(self, singleShot=True, interval=READ_AFTER)
        bar.addWidget(self.marks)
        bar.addWidget(self.palette_box)
        self.setLayout(bar)
        self._connect()

    def _connect(self) -> None:
        self.marks.relevance_wanted.connect(lambda said: self.mark(relevance=said))
        self.marks.privilege_wanted.connect(lambda: self.mark(privileged=True))
        self.palette_box.tag_chosen.connect(self.tag)
        self.palette_box.tag_named.connect(self.acts.add_tag)
        self.palette_box.unsaid.connect(self._session.unsaid)
        self.hits.selectionModel().currentRowChanged.connect(self._chosen)
        self.desk.a.view.finished.connect(self.next)
        self.desk.passage_changed.connect(self._check_tags)
        self._seen.timeout.connect(self._read)
        self.desk.opened.connect(self._count_anew)
        self._session.acted.connect(self._undone)
        Refresher(self, self._session, {Noun.MARKS, Noun.READS}, lambda _changes: self.look_again(), at_first=False)
        Refresher(self, self._session, {Noun.TAGS}, lambda _changes: self._list_tags())

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key does to the hit at hand; held down, it does so once."""
        digits = {digit: partial(self._tag_by_key, digit) for digit in "123456789"}
        return mark_keys(self.mark, self.say_read) | digits

    # -- what is listed -------------------------------------------------------------------------------------------

    def begin(self, *, all_listed: bool) -> None:
        """Other hits are listed."""
        self._then = None
        self._asked_unread.ask()
        self.all_listed = all_listed
        self.look_again()

    def grown(self, *, all_listed: bool) -> None:
        """More hits are listed at the end: go on where one wanted to."""
        self.all_listed = all_listed
        self.look_again()
        then, self._then = self._then, None
        if then is not None:
            then()

    def look_again(self) -> None:
        """Look up what became of the hits."""
        listed = [found.item.id for found in self.model.lines]
        look = partial(states, ids=listed, reviewer=self._session.reviewer)
        self._session.query(self, look).unless(self._asked_states.ask()).success(self._show_states).run()

    def _show_states(self, found: Mapping[ItemId, HitState]) -> None:
        self._states = found
        self.model.show_states({item: state.words for item, state in found.items()})
        self._show_mark()

    def _show_mark(self) -> None:
        item = self.item()
        state = self._states.get(item) if item is not None else None
        self.setEnabled(item is not None)
        if state is not None:
            self.marks.show_mark(state.mark)

    def holds(self, item: ItemId | None) -> bool:
        """Whether an item is listed."""
        return item is not None and self.model.row_of(item) >= 0

    # -- where one is -----------------------------------------------------------------------------------------------

    def item(self) -> ItemId | None:
        """The hit at hand."""
        found = self.model.at(self.hits.currentIndex().row())
        return None if found is None else found.item.id

    def _chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._visits += 1
        self._seen.start()
        self._show_mark()

    def _go_to(self, row: int) -> None:
        self.hits.go_to(row)

    def next(self) -> None:
        """Go to the next hit."""
        row = self.hits.currentIndex().row() + 1
        if row < self.model.rowCount():
            self._go_to(row)
        elif self.all_listed:
            self._session.said.emit(self.tr("That was the last of what was found"))
        else:
            self._then = self.next
            self.more_wanted.emit()

    def previous(self) -> None:
        """Go to the hit before."""
        row = self.hits.currentIndex().row() - 1
        if row >= 0:
            self._go_to(row)

    def next_unread(self) -> None:
        """Go to the next hit that the reviewer has not read and nobody called not relevant."""
        listed = [found.item.id for found in self.model.lines]
        at, who = self.hits.currentIndex().row() + 1, self._session.reviewer
        item_at_hand, newer = self.item(), self._asked_unread.ask()
        ids = listed[at:] + (listed[:at] if self.all_listed else [])

        def look(case: Case) -> tuple[ItemId | None, Progress]:
            return unread.next_unread(case, ids, reviewer=who), unread.progress(case, reviewer=who)

        def go(found: tuple[ItemId | None, Progress]) -> None:
            item, so_far = found
            read = self.tr("{0} of {1} seen by you").format(f"{so_far.read:,}", f"{so_far.items:,}")
            if item is not None:
                self._go_to(self.model.row_of(item))
                self._session.said.emit(read)
            elif self.all_listed:
                self._session.said.emit(self.tr("Nothing that was found is left for you to see. {0}").format(read))
            else:
                self._then = self.next_unread
                self.more_wanted.emit()

        self._session.query(self, look).unless(lambda: newer() or self.item() != item_at_hand).success(go).run()

    def _read(self) -> None:
        """A hit whose page was in sight for the time that counts is read."""
        item = self.item()
        if item is None or not self.isVisible():
            return
        if item not in self.desk.in_sight():  # its pages are still on their way
            self._seen.start()
            return
        visit = self._visits
        self.acts.read(item, lambda: visit == self._visits and self.isVisible() and item in self.desk.in_sight())

    def _count_anew(self) -> None:
        """The time that counts begins when the pages are there, not when they were asked for."""
        if self._seen.isActive():
            self._seen.start()

    # -- marks and tags ---------------------------------------------------------------------------------------------

    def mark(self, *, relevance: str | None = None, privileged: bool = False, alone: bool = False) -> None:
        """Mark the hit at hand as a whole, and its duplicates with it unless it is meant ``alone``.

        Where several are chosen, all of them are meant: one act, and a mark is set and never taken off.
        """
        meant, item = self.many.meant(), self.item()
        if meant is not None:
            scope = CodingScope.ITEM if alone else CodingScope.DUPLICATES
            self.bulk.mark(meant, relevance=relevance, privileged=privileged, scope=scope)
            self._show_mark()  # a chip that was clicked shows what is so
            return
        if item is not None:
            self.acts.mark(item, relevance=relevance, privileged=privileged, alone=alone)
            state = self._states.get(item)
            off = state is not None and (state.mark.privileged if privileged else state.mark.relevance == relevance)
            self._go_on(off=off)

    def say_read(self) -> None:
        """Say that one has read the hit at hand, or that it is unread."""
        item = self.item()
        if item is not None:
            self.acts.say_read(item)
            state = self._states.get(item)
            self._go_on(off=state is not None and state.reviewed)

    def _tag_by_key(self, key: str) -> None:
        tag = self.palette_box.of_key(key)
        if tag is not None:
            self.tag(tag)
        else:
            self._session.said.emit(self.palette_box.why_none(key))

    def tag(self, tag: Tag) -> None:
        """Tag what is selected on the page, else all that are chosen in the list, else the words found."""
        target, meant = self.desk.target(), self.many.meant()
        self._check_tags()
        if meant is not None and self.desk.pointed() is None:
            self.bulk.tag(meant, tag)
            return
        if self.desk.at_hand is None or self.desk.at_hand.item.id != self.item() or self.desk.a.view.document is None:
            self._session.said.emit(self.tr("The pages are still opening; nothing was tagged"))
        elif target is None:
            self._session.said.emit(self.tr("Select words on the page first, then press a tag's key"))
        else:
            self.acts.tag(target, tag, self.desk.added)
            self._go_on(off=not isinstance(target, Stretch) and tag.id in {each.id for each in target.tags})

    def _check_tags(self) -> None:
        marked = self.desk.passage()
        self.palette_box.check(() if marked is None else {each.id for each in marked.tags})

    def _go_on(self, *, off: bool) -> None:
        if self.marks.leads_on and not off:
            self.next()

    def _undone(self, act: ToldAct) -> None:
        """What was taken back is at hand again."""
        if self.many.meant() is not None:  # they stay chosen
            return
        if act.back == "undo" and self.isVisible() and self.holds(act.place.item):
            assert act.place.item is not None  # noqa: S101 - tells mypy what was checked
            self._go_to(self.model.row_of(act.place.item))

    def _list_tags(self) -> None:
        self._session.query(self, tags.listed).unless(self._asked_tags.ask()).success(self._show_tags).run()

    def _show_tags(self, found: list[Tag]) -> None:
        self.palette_box.show_tags(found)
        self._check_tags()

    def stop(self) -> None:
        """Wait for nothing more."""
        self._seen.stop()
