"""A group that is compared: one document stays in sight, and the others are held against it one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.ids import ItemId
from reviewer.errors import KnownError
from reviewer.gui.operations import PostedProgress
from reviewer.gui.pages.loading import has_pages
from reviewer.gui.refresh import Refresher
from reviewer.gui.rooms.review.comparing import Comparing
from reviewer.gui.rooms.review.group_list import GroupList, GroupRow
from reviewer.gui.rooms.review.listing import Listing
from reviewer.gui.rooms.review.opening import AHEAD
from reviewer.gui.session import Latest, Session
from reviewer.gui.shared.desk import Desk
from reviewer.gui.widgets.keys import typing
from reviewer.usecases.analysis import comparison, near_duplicates
from reviewer.usecases.analysis.comparison import HeldAgainst
from reviewer.usecases.analysis.near_duplicates import Alike
from reviewer.usecases.evidence import items

MOST = 500
"""So many documents are compared as a group."""

AT_ONCE = 8
"""So many are counted between two looks at whether that is still wanted."""

UNSEEN = 20
"""So few are counted before a line could tell how far it is."""

Members = tuple[Sequence[Item], dict[ItemId, Mark]]


class ComparingGroup(QObject):
    """C compares what is chosen, or what is nearly the same as the document at hand.

    Where that is more than two, their list takes the place of the list of items until Esc: J and K go through it, and
    each is shown beside the one that all are held against. ``opened`` carries the item that is gone to, ``left`` the
    item and page to go back to.
    """

    opened = Signal(object)
    left = Signal(object, int)

    def __init__(
        self, session: Session, desk: Desk, comparing: Comparing, listing: Listing, place: QStackedWidget
    ) -> None:
        super().__init__(desk)
        self._session, self._desk, self._comparing = session, desk, comparing
        self._listing, self._place = listing, place
        self._asked = Latest()
        self._base: GroupRow | None = None
        self._member: ItemId | None = None
        self._back: tuple[ItemId, int] | None = None
        self._counting: PostedProgress | None = None
        self._by = 1
        comparing.compared.connect(self._bring_member)
        comparing.compared.connect(self._look_ahead)
        listing.led.connect(self._led)
        for pane in desk.panes:
            pane.view.escaped.connect(self.leave)
        desk.b.view.finished.connect(partial(self.go_on, 1))

    @cached_property
    def panel(self) -> GroupList:
        """The list of the group; made when a group is first compared."""
        made = GroupList()
        made.chosen.connect(self._chosen)
        made.stepped.connect(self.go_on)
        made.base_wanted.connect(self.make_base)
        made.read_wanted.connect(lambda: self._desk.active.view.setFocus())  # noqa: PLW0108 - it changes
        made.scroll_wanted.connect(lambda: self._desk.active.view.scroll_on())  # noqa: PLW0108 - it changes
        made.left.connect(self.leave)
        self._place.addWidget(made)
        Refresher(made, self._session, {Noun.MARKS, Noun.ITEMS}, self._look_again, at_first=False)
        return made

    def keys(self) -> dict[str, Callable[[], object]]:
        """What each key does."""
        return {"C": self.next, "Shift+C": self.previous, "Shift+B": self.make_base}

    @property
    def open(self) -> bool:
        """Whether a group is compared."""
        return self._base is not None

    def holds(self, item: ItemId | None) -> bool:
        """Whether an item is one of the group that is compared, and not what the others are held against."""
        return self.open and any(each.item.id == item for each in self.panel.model.rows)

    # -- keys -----------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next difference; compare first what is chosen, or else what is nearly the same."""
        chosen = self._listing.list.chosen()
        if self._member is not None:
            self._next_of(self._member)
        elif len(chosen) > MOST:
            words = self.tr("{0} documents are chosen; choose {1} at most to compare them")
            self._session.said.emit(words.format(f"{len(chosen):,}", f"{MOST:,}"))
        elif len(chosen) > 2:
            self._compare_these(list(chosen))
        elif chosen or self._comparing.comparing:
            self._comparing.next()
        else:
            self._look_for_like()

    def previous(self) -> None:
        """Go to the difference before."""
        if self._comparing.comparing:
            self._comparing.previous()
        else:
            self.next()

    def _next_of(self, member: ItemId) -> None:
        if self._comparing.comparing:
            self._comparing.next()
        else:  # something else was opened in one of the panes
            self.go_to(member)

    def go_on(self, by: int) -> None:
        """Go to the next of the group, or the one before; nothing where no group is compared."""
        if not self.open:
            return
        self._by = by
        at = self._row_of(self._member)
        found = self.panel.model.at(at + by)
        if found is not None:
            self.go_to(found.item.id)
        else:
            last, first = self.tr("That was the last of the group"), self.tr("That is the first of the group")
            self._session.said.emit(last if by > 0 else first)

    def make_base(self) -> None:
        """Hold the others against the member in sight, which has the one before beside it."""
        before, rows = self._base, {each.item.id: each for each in self._rows()}
        if before is None or self._member not in rows:
            self._session.said.emit(
                self.tr("Compare documents with C first, then Shift+B changes what they are held against")
            )
            return
        rows[before.item.id] = before
        base = rows.pop(self._member)
        said = self.tr("The others are held against {0} now").format(base.item.control)
        self._show(base, _ordered(rows.values()), before.item.id, said)

    def compare(self, one: ItemId, other: ItemId) -> None:
        """Compare these two and no group, whatever is chosen."""
        self.end()
        self._comparing.compare(one, other)

    # -- which ----------------------------------------------------------------------------------------------------

    def _compare_these(self, chosen: list[ItemId]) -> None:
        def show(found: Members) -> None:
            members, marks = found
            base, *others = [GroupRow(each, marks.get(each.id)) for each in comparison.earliest_first(members)]
            at = next((each.item.id for each in others if each.item.id == hand), others[0].item.id)
            said = self.tr("{0} documents are compared, the earliest with each of the others")
            self._begin(base, others, at, said.format(f"{len(members):,}"))

        hand = self._listing.at_hand()
        self._look_up(lambda case: _members(case, chosen), show)

    def _look_for_like(self) -> None:
        """Find what is nearly the same as the document at hand."""
        found = self._desk.at_hand
        if found is None:
            self._session.said.emit(self.tr("The document is still opening; nothing was compared"))
            return
        item = found.item

        def look(case: Case) -> tuple[Members, int]:
            group = near_duplicates.of_item(case, item.id)
            nearest = next((each.nearest.id for each in group if each.item.id == item.id), item.id)
            alike = sorted(group, key=partial(_apart, nearest))
            return _members(case, [each.item.id for each in alike[:MOST]]), len(alike)

        def show(answer: tuple[Members, int]) -> None:
            (members, marks), count = answer
            others = [each for each in members if each.id != item.id]
            if not others:
                self._session.said.emit(self.tr("Nothing is nearly the same as this one. Choose two to compare them"))
            elif count == 2:
                self._comparing.compare(item.id, others[0].id)
            else:
                rows = _ordered(GroupRow(each, marks.get(each.id)) for each in others)
                said = self.tr("{0} documents are nearly the same as this one; the nearest is beside it")
                if count > len(members):
                    said = self.tr("{0} documents are nearly the same as this one; the {1} nearest are listed")
                said = said.format(f"{count - 1:,}", f"{len(others):,}")
                self._begin(GroupRow(item, marks.get(item.id)), rows, others[0].id, said)

        self._look_up(look, show)

    def _look_up(self, look: Callable[[Case], object], show: Callable[..., None]) -> None:
        """Ask for a group, unless one has gone elsewhere by the time it is there."""
        newer, hand = self._asked.ask(), self._listing.at_hand()

        def stale() -> bool:
            return newer() or typing() or self._listing.at_hand() != hand

        self._session.query(self, look).unless(stale).success(show).run()

    def _begin(self, base: GroupRow, others: Sequence[GroupRow], first: ItemId, said: str) -> None:
        hand = self._listing.at_hand()
        self._back = None if hand is None else (hand, max(1, self._desk.a.view.page))
        self._comparing.make_room()
        self._show(base, others, first, said)
        self._place.setCurrentWidget(self.panel)
        (self.panel.table if self.panel.isVisible() else self._desk.b.view).setFocus()

    def _show(self, base: GroupRow, others: Sequence[GroupRow], first: ItemId, said: str) -> None:
        """Hold these against another one than before, and count anew in how many places they differ."""
        self._base, self._member = base, None
        for each in others:
            each.held = None
        self.panel.show_base(base, len(others))
        self.panel.model.show(others)
        self.go_to(first, said)
        self._count()

    def go_to(self, item: ItemId, said: str = "") -> None:
        """Show one of the group beside the one that it is held against."""
        base = self._base
        if base is None:
            return
        self._member = item
        self.panel.go_to(item)
        self.opened.emit(item)
        at = self._row_of(item)
        row = self.panel.model.at(at)
        if row is not None:
            words = self.tr("{0}, {1} of {2}").format(row.item.control, f"{at + 1:,}", f"{len(self._rows()):,}")
            self._comparing.hold_against(base.item.id, item, ". ".join(part for part in (said, words) if part))
            self._desk.read_in(self._desk.b)

    def _chosen(self, item: ItemId) -> None:
        if item != self._member:
            self.go_to(item)

    def _bring_member(self) -> None:
        """The member is what one reads and what keys mark, also where there is room for one of the two alone."""
        if self.open:
            self._desk.bring(self._desk.b)
            self._desk.read_in(self._desk.b)

    def _look_ahead(self) -> None:
        """Make the next few of the group ready, in the way one goes, and the one before."""
        if self.open:
            at = self._row_of(self._member)
            near = [at + self._by * step for step in (*range(1, AHEAD + 1), -1)]
            found = [self.panel.model.at(row) for row in near if row >= 0]
            self._desk.b.loader.ahead([each.item.id for each in found if each is not None and has_pages(each.item)])

    def _rows(self) -> Sequence[GroupRow]:
        return self.panel.model.rows

    def _row_of(self, item: ItemId | None) -> int:
        return self.panel.model.row_of(lambda each: each.item.id == item)

    # -- back -----------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Go back to the list and to what was at hand there."""
        back = self._back
        if self.open:
            self.end()
            if back is not None:
                self.left.emit(*back)

    def end(self) -> None:
        """Have the list of items again in the place of the group's."""
        if not self.open:
            return
        self._asked.ask()
        self._stop_counting()
        self._base = self._member = self._back = None
        self._comparing.leave()
        focus = QApplication.focusWidget()
        held = focus is not None and self.panel.isAncestorOf(focus)
        self._place.setCurrentWidget(self._listing)
        self.panel.model.show([])
        if held:
            self._listing.list.setFocus()

    def _led(self, item: ItemId) -> None:
        """The list leads to the member in sight: one reads on there, without the other beside it."""
        if self.open and item == self._member:
            page = max(1, self._desk.b.view.page)
            self.end()
            self.left.emit(item, page)

    def gone_to(self, item: ItemId) -> None:
        """An item is open: one that the group did not lead to ends it."""
        if item != self._member:
            self.end()

    # -- in how many places -----------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Count in how many places each differs, some at once; the line that tells how far it is can stop it."""
        self._stop_counting()
        self.panel.show_counting(over=False)
        line = self.panel.counting
        self._counting = progress = self._session.searching(line.step)
        if len(self._rows()) > UNSEEN:
            line.begin(progress, self.tr("Counting the differences…"))
        self._count_on(progress)

    def _count_on(self, progress: PostedProgress) -> None:
        rows, base = self._rows(), self._base
        wanted = [each for each in rows if each.held is None]
        if base is None or not wanted or progress.cancelled:
            self._stop_counting()
            self.panel.show_counting(over=True)
            return
        some = wanted[:AT_ONCE]

        def look(case: Case) -> list[HeldAgainst]:
            return list(comparison.hold_against(case, base.item, [each.item for each in some]))

        def show(found: list[HeldAgainst]) -> None:
            for each, held in zip(some, found, strict=True):
                each.held = held
            self.panel.model.redraw()
            self.panel.counting.step(len(rows) - len(wanted) + len(some), len(rows), "")
            self._count_on(progress)

        def fail(error: KnownError) -> None:
            self._stop_counting()
            self.panel.show_counting(over=True)
            self._session.report(error)

        asked = self._session.query(self, look).unless(lambda: progress is not self._counting)
        asked.success(show).failure(fail).run()

    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
            self.panel.counting.end()

    def _look_again(self, _changes: Changes) -> None:
        """What is told of the members may have changed, and so may their words."""
        base, rows = self._base, self._rows()
        if base is None:
            return
        ids = [base.item.id, *(each.item.id for each in rows)]

        def show(found: Members) -> None:
            members, marks = found
            there, again = {each.id: each for each in members}, False
            for row in (base, *rows):
                item = there.get(row.item.id, row.item)
                row.mark, changed = marks.get(item.id), item != row.item
                row.item, again = item, again or changed
                row.held = None if changed else row.held
            self.panel.show_base(base, len(rows))
            self.panel.model.redraw()
            if again:
                self._count()

        look = partial(_members, ids=ids)
        self._session.query(self, look).unless(lambda: self._base is not base or self._rows() is not rows).success(
            show
        ).run()


def _members(case: Case, ids: Sequence[ItemId]) -> Members:
    return items.many(case, ids), items.marks_of(case, ids)


def _ordered(rows: Iterable[GroupRow]) -> list[GroupRow]:
    there = {each.item.id: each for each in rows}
    return [there[item.id] for item in comparison.earliest_first(each.item for each in there.values())]


def _apart(nearest: ItemId, other: Alike) -> tuple[bool, float, int]:
    """What comes first is most like an item whose ``nearest`` is known."""
    return other.item.id != nearest, -other.similarity, other.item.id
