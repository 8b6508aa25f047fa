"""The list of items: ids in order, and facts fetched a page at a time in the background."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from itertools import islice

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer, Signal

from reviewer.casefile.engine.case import Case
from reviewer.domain import query_grammar
from reviewer.domain.analysis.grouping import GroupedList, Grouping, Member
from reviewer.domain.changes import Noun
from reviewer.domain.evidence.item import Item, Mark
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.models.lines import Index
from reviewer.gui.session import Latest, Session
from reviewer.gui.tips import plain
from reviewer.usecases import search
from reviewer.usecases.evidence import items

_Find = Callable[[Case], tuple[GroupedList, int, int]]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with what the reviewer has done with it."""

    item: Item
    read: bool
    mark: Mark
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Among:
    """Items of which one wants some and no others, and the words that tell which they are."""

    items: frozenset[int]
    words: str


class Column(IntEnum):
    """The columns of the list."""

    READ = 0
    CONTROL = 1
    DATE = 2
    SENDER = 3
    SUBJECT = 4
    ATTACHMENTS = 5
    STATE = 6


SORTS = {
    Column.CONTROL: "control",
    Column.DATE: "date",
    Column.SENDER: "sender",
    Column.SUBJECT: "subject",
    Column.ATTACHMENTS: "attachments",
    Column.STATE: "state",
}
"""The columns the case file can sort by."""

_LOOKED_THROUGH = 50_000
"""Items of a long list that are looked through without a pause: some thousandths of a second."""

_NAMED = {"saved:": Noun.SAVED, "tag:": Noun.TAGS}
"""What a query names that may come to stand for something else while it is listed."""

ROW = Qt.ItemDataRole.UserRole
"""The :class:`ItemRow`, or None until it has been fetched."""

MEMBER = Qt.ItemDataRole.UserRole + 1
"""Which of several that stand together a row is, as :class:`Member`; None where it stands by itself."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list is asked for by, beside the query."""

    sort: Column = Column.DATE
    descending: bool = False
    grouping: Grouping = Grouping.NONE
    among: Among | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is on its way: as typed, and what to do with the answer."""

    typed: str
    then: Callable[[], None] | None
    failed: Callable[[KnownError], None] | None


class ItemsModel(QAbstractTableModel):
    """A million rows if need be: 8 bytes each, 4 a group, and the facts of the latest few thousand looked at."""

    counted = Signal(int, int)
    answered = Signal()
    """What was asked last is listed, or is not and it was told why."""

    PAGE = 128
    KEEP = 48
    AT_ONCE = 4

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._listed = GroupedList()
        self._stood = array("q")
        self._found = (ItemId(0), -1)
        self._pages: OrderedDict[int, list[ItemRow]] = OrderedDict()
        self._missing: set[int] = set()
        self._asked: set[int] = set()
        self._latest = Latest()
        self._generation = Latest()
        self._stale = self._generation.ask()
        self._text = ""
        self._then: Callable[[], None] | None = None
        self._on_its_way: _Asked | None = None
        self._answered = False
        self._by = self._listed_by = _Order()
        self.failed: Callable[[KnownError], None] = session.report
        """Hears why what is listed could not be listed again, or in another order: it stands as it was."""
        self.watched: Callable[[_Find], _Find] = lambda find: find
        """What is to be done with each question before it is asked, so that somebody sees how far it is."""
        self.stopping: Callable[[], bool] = lambda: False
        """Whether what was asked was told to stop and has not yet: no other order asks for it again."""
        self._fetch = QTimer(self, singleShot=True, interval=0)
        self._fetch.timeout.connect(self._fetch_missing)

    # -- what is listed -------------------------------------------------------------------------------------------

    def ask(
        self,
        typed: str,
        then: Callable[[], None] | None = None,
        failed: Callable[[KnownError], None] | None = None,
        keep: ItemId | None = None,
    ) -> None:
        """List what a query as typed wants; ``then`` is called once it is listed.

        Where ``among`` is set, only of those items.
        ``keep`` is an item that keeps its place among what was listed before, though it may be wanted no more.
        """
        by, who = self._by, self._session.reviewer
        among = by.among
        before, self._stood = self._stood or self._listed.items, array("q")
        self._on_its_way = mine = _Asked(typed, then, failed)

        def find(case: Case) -> tuple[GroupedList, int, int]:
            found = search.in_order(case, typed, reviewer=who, sort=SORTS[by.sort], descending=by.descending)
            every = len(found) if not typed.strip() else items.count(case)
            if among is not None:
                found = array("q", (each for each in found if each in among.items))
            query_grammar.prepare()
            count = len(found)
            return search.grouped(case, with_kept(found, before, keep), by.grouping), count, every

        def show(found: tuple[GroupedList, int, int]) -> None:
            if self.stopping():  # told so when the answer was on its way
                refuse(CancelledError(self.tr("The search was stopped")))
                return
            self._text, self._then, self._on_its_way, self._listed_by = typed, then, None, by
            self.stay()
            self.answered.emit()
            self._show(*found)
            if then is not None:
                then()

        def refuse(error: KnownError) -> None:
            if self._on_its_way is mine:
                self._on_its_way = None
            self.stay()
            self.answered.emit()
            (failed or self.failed)(error)

        asked = self._session.query(self, self.watched(find)).unless(self._latest.ask())
        asked.success(show).failure(refuse).run()

    @property
    def loading(self) -> bool:
        """Whether nothing is listed yet and something may be."""
        return not self._listed.items and (self._on_its_way is not None or not self._answered)

    @property
    def query(self) -> str:
        """What is listed now was asked for so."""
        return self._text

    @property
    def whole(self) -> bool:
        """Whether all is listed now that the query finds, and not only some of it."""
        return self._listed_by.among is None

    @property
    def among(self) -> Among | None:
        """The items of which some are wanted and no others; None for all."""
        return self._by.among

    @among.setter
    def among(self, among: Among | None) -> None:
        self._by = replace(self._by, among=among)

    @property
    def grouping(self) -> Grouping:
        """What is to stand together, from the next answer on at the latest."""
        return self._by.grouping

    @property
    def shown(self) -> set[Noun]:
        """What makes another list when it changes, beside what a query asks for."""
        named = {noun for field, noun in _NAMED.items() if field in self.query.casefold()}
        by_thread = self._by.grouping is Grouping.THREAD
        return {Noun.ITEMS, Noun.PAGES} | ({Noun.ORDER} if by_thread else set()) | named

    def stay(self) -> None:
        """Want no other order, and no other items to be among, than what is listed has; unless it is on its way."""
        if self._on_its_way is None:
            self._by = self._listed_by

    def come_back(self, ids: Sequence[ItemId], sort: str, *, descending: bool, grouping: Grouping) -> None:
        """Keep these as what was listed last, when the case was open before, and list by this order from now on."""
        self._stood = array("q", ids)
        column = next((column for column, name in SORTS.items() if name == sort), self._by.sort)
        self._by = self._listed_by = replace(self._by, sort=column, descending=descending, grouping=grouping)

    @property
    def order(self) -> tuple[str, bool]:
        """What is sorted by, and whether the largest come first."""
        return SORTS[self._by.sort], self._by.descending

    def again(self, keep: ItemId | None = None) -> None:
        """Ask again what is listed now, or what was asked for last and is not there yet."""
        asked = self._on_its_way or _Asked(self._text, self._then, None)
        self.ask(asked.typed, asked.then, asked.failed, keep=keep)

    def _show(self, listed: GroupedList, found: int, every: int) -> None:
        self.beginResetModel()
        self._listed, self._answered = listed, True
        self._found = (ItemId(0), -1)
        self._forget()
        self.endResetModel()
        self.counted.emit(found, every)

    def refresh_facts(self) -> None:
        """Fetch the facts anew; those in sight stay until the new ones are here."""
        latest = list(self._pages)[-self.AT_ONCE :]
        for number in list(self._pages):
            if number not in latest:
                del self._pages[number]
        self._missing.update(latest)
        self._fetch.start()

    def _forget(self) -> None:
        self._pages.clear()
        self._missing.clear()
        self._asked.clear()
        self._stale = self._generation.ask()

    def item_at(self, row: int) -> ItemId | None:
        """The id of a row's item."""
        return ItemId(self._listed.items[row]) if 0 <= row < len(self._listed.items) else None

    def items_between(self, first: int, last: int) -> array[int]:
        """The ids of the items of all rows from one to another."""
        return self._listed.items[first : last + 1]

    def row_of(self, item: ItemId) -> int:
        """The row of an item; -1 when it is not listed.

        Looked for along the ids: a gesture asks once or twice, and an index by item would take ten times their room.
        """
        if self._found[0] != item:
            try:
                self._found = item, self._listed.items.index(item)
            except ValueError:
                self._found = item, -1
        return self._found[1]

    def row_at(self, row: int) -> ItemRow | None:
        """The facts of a row, as far as they are known by now."""
        number, at = divmod(row, self.PAGE)
        page = self._pages.get(number, []) if row >= 0 else []
        return page[at] if at < len(page) else None

    def ids_after(self, row: int) -> Sequence[int]:
        """All items in the order in which one reads on from a row: down to the end, then from the top."""
        return self._listed.items[row + 1 :] + self._listed.items[: row + 1]

    def next_ids(self, row: int, count: int) -> list[ItemId]:
        """The few items after a row."""
        return [ItemId(each) for each in self._listed.items[row + 1 : row + 1 + count]]

    # -- Qt's side ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many items are listed."""
        return 0 if parent.isValid() else len(self._listed.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = ["", self.tr("Control no."), self.tr("Date"), self.tr("From"), self.tr("Subject"), "", self.tr("State")]
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is known by now; what is not is fetched, and the views hear of it."""
        if not index.isValid():
            return None
        found = self._row(index.row())
        if role == ROW or found is None:
            return found
        if role == MEMBER:
            return self._member(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            column = Column(index.column())
            words = self._words(found, column)
            return words if role == Qt.ItemDataRole.DisplayRole else self._spoken(words, column, index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(found.item.reason or found.item.title)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in the case file; not what is being stopped, which would be run again."""
        if Column(column) in SORTS and not self.stopping():
            self._by = replace(self._by, sort=Column(column), descending=order is Qt.SortOrder.DescendingOrder)
            self.again()

    def group(self, grouping: Grouping, keep: ItemId | None) -> None:
        """List in other groups; as :meth:`sort`."""
        if not self.stopping():
            self._by = replace(self._by, grouping=grouping)
            self.again(keep)

    def _member(self, row: int) -> Member | None:
        member = self._listed.member(row)
        return member if member is not None and member.size > 1 else None

    def _spoken(self, words: str, column: Column, row: int) -> str:
        member = self._member(row)
        if member is None or column is not Column.SUBJECT:
            return words
        return self.tr("{0}, {1:,} of {2:,} that stand together").format(words, member.number, member.size)

    def _read(self, row: ItemRow) -> str:
        """What the reviewer did; whether the case counts an item as read is for Coverage to say."""
        if row.reviewed:
            return self.tr("read, as you said")
        return self.tr("opened by you") if row.read else self.tr("not seen by you")

    def _words(self, row: ItemRow, column: Column) -> str:
        item = row.item
        if column is Column.READ:
            return self._read(row)
        if column is Column.ATTACHMENTS:
            return str(item.attachments) if item.attachments else ""
        if column is Column.STATE:
            return state_words(row)
        return {
            Column.CONTROL: item.control,
            Column.DATE: text.day(item),
            Column.SENDER: text.person(item.sender),
            Column.SUBJECT: item.title,
        }[column]

    # -- fetching -------------------------------------------------------------------------------------------------

    def _row(self, row: int) -> ItemRow | None:
        number, at = divmod(row, self.PAGE)
        page = self._pages.get(number)
        if page is None:
            self._missing.add(number)
            if not self._fetch.isActive():
                self._fetch.start()
            return None
        return page[at] if at < len(page) else None

    def _fetch_missing(self) -> None:
        wanted = sorted(self._missing - self._asked)[-self.AT_ONCE :]
        self._missing.intersection_update(self._asked)
        for number in wanted:
            self._asked.add(number)
            ids = [ItemId(each) for each in self._listed.items[number * self.PAGE : (number + 1) * self.PAGE]]
            fetch = partial(item_rows, ids=ids, reviewer=self._session.reviewer)
            self._session.query(self, fetch).unless(self._stale).success(partial(self._fetched, number)).run()

    def _fetched(self, number: int, rows: list[ItemRow]) -> None:
        self._asked.discard(number)
        if self._missing:
            self._fetch.start()
        self._pages[number] = rows
        self._pages.move_to_end(number)
        if len(self._pages) > self.KEEP:
            self._pages.popitem(last=False)
        first = number * self.PAGE
        last = min(first + len(rows), len(self._listed.items)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def item_rows(case: Case, ids: Sequence[ItemId], reviewer: str) -> list[ItemRow]:
    """The facts of some items, in the order asked for."""
    read = items.read_by(case, ids, reviewer=reviewer)
    reviewed = items.reviewed_by(case, ids, reviewer=reviewer)
    marks = items.marks_of(case, ids)
    return [
        ItemRow(item, item.id in read, marks.get(item.id, Mark(item.id)), item.id in reviewed)
        for item in items.many(case, ids)
    ]


def with_kept(found: array[int], before: array[int], keep: ItemId | None) -> array[int]:
    """What was found, with an item that was listed before and is not found any more where it stood.

    That is before the first of those that followed it and is found again, or at the end.
    """
    if keep is None or _place(found, keep) >= 0 or (stood := _place(before, keep)) < 0:
        return found
    there = set[int]()
    for at in range(0, len(found), _LOOKED_THROUGH):
        there.update(found[at : at + _LOOKED_THROUGH])
    follower = next((each for each in islice(before, stood + 1, None) if each in there), None)
    found.insert(len(found) if follower is None else _place(found, follower), keep)
    return found


def _place(items: array[int], wanted: int) -> int:
    """Where an item stands; -1 where it does not. In steps, between which the window may draw."""
    for at in range(0, len(items), _LOOKED_THROUGH):
        with suppress(ValueError):
            return items.index(wanted, at, at + _LOOKED_THROUGH)
    return -1


def state_words(row: ItemRow) -> str:
    """The state and the marks of an item in short."""
    state = "locked" if row.item.locked else str(row.item.state)
    parts = [] if state == State.OK else [state]
    parts += [row.mark.relevance] if row.mark.relevance else []
    parts += ["privileged"] if row.mark.privileged else []
    return ", ".join(parts)
