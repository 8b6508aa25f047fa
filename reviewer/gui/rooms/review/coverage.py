"""What was read and what was not, by reviewer, custodian, month, queue and the query of the list, in a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame

from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import ItemId
from reviewer.gui.at_hand import row_kept
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.refresh import Refresher
from reviewer.gui.session import Latest, Session
from reviewer.gui.theme import room_for
from reviewer.gui.widgets.keys import ENTER, as_form, on_keys, on_keys_within
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.tab_order import lead
from reviewer.usecases.analysis import coverage
from reviewer.usecases.analysis.coverage import Coverage, ReadBy, Share

SHARES = (Share.ITEMS, Share.READ, Share.MARKED, Share.UNREAD, Share.UNREADABLE)
"""What the numbers of a row count, from the third column on."""

WIDEST = 320
"""The table is no wider, in steps of the grid: farther from its name no number of a row is found by the eye."""


class CoveragePage(QFrame):
    """A number leads to its items: ``chosen`` carries what they are in words, and which; ``left`` to go back.

    ``listed`` tells the query of the list, which has a row of its own.
    """

    chosen = Signal(str, object)
    left = Signal()

    def __init__(self, session: Session, listed: Callable[[], tuple[str, int]]) -> None:
        super().__init__()
        self.setObjectName("page")
        as_form(self)  # keys of Review do not act on what is out of sight
        self._session, self._listed = session, listed
        self._latest, self._going = Latest(), Latest()
        self.sum = label(self.tr("Adding up what was read…"), wrap=True, selectable=True)
        self.marked = label("", "small", wrap=True, selectable=True)
        self.model: ColumnsModel[ReadBy] = ColumnsModel(self._columns())
        self.model.setParent(self)
        self.table = table(self.model, self.tr("What was read"), {0: 30, 2: 18, 3: 18, 4: 18, 5: 18, 6: 30})
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        hint = label(
            self.tr("Arrows go from number to number. Enter or a double click lists its items."), "small", wrap=True
        )
        back = button(self.tr("Back to reading"), self.left.emit, "link")
        back.setToolTip(self.tr("Back to the list and the pages (Esc)"))
        head = row(label(self.tr("Coverage"), "title"), 1, back)
        self.table.setMaximumWidth(room_for(WIDEST))
        across = row(self.table, 1)
        across.setStretch(0, 1_000)  # the table takes the room as far as it may
        whole = column(head, self.sum, self.marked, across, hint, margins=(4, 3, 4, 3), gap=2)
        whole.setStretchFactor(across, 1)
        self.setLayout(whole)
        lead(self, self.table)
        self.table.doubleClicked.connect(lambda _index: self._open())
        on_keys(self.table, {ENTER: self._open})
        on_keys_within(self, {"Esc": self.left.emit})
        self.left.connect(self._going.ask)
        Refresher(self, session, {Noun.READS, Noun.MARKS, Noun.ITEMS, Noun.QUEUES}, self._look)

    def _columns(self) -> list[Column[ReadBy]]:
        read = (self.tr("Read"), self.tr("Marked"), self.tr("Read by nobody"))
        names = [self.tr("Items"), *read, self.tr("Not readable")]
        numbers: list[Column[ReadBy]] = [
            Column(name, partial(_number, share=share), number=True) for name, share in zip(names, SHARES, strict=True)
        ]
        return [Column(self.tr("By"), self._kind), Column(self.tr("Which"), self._which), *numbers]

    def _kind(self, part: ReadBy) -> str:
        return {
            "": self.tr("all"),
            "reviewer": self.tr("reviewer"),
            "custodian": self.tr("custodian"),
            "month": self.tr("month"),
            "query": self.tr("query"),
            "queue": self.tr("queue"),
        }[part.by]

    def _which(self, part: ReadBy) -> str:
        if not part.by:
            return self.tr("the whole case")
        return part.value or (self.tr("no date") if part.by == "month" else self.tr("none"))

    def show_listed(self) -> None:
        """Look again: another query may be listed."""
        self._ask()
        self.table.setFocus()

    def _look(self, _changes: Changes) -> None:
        self._ask()

    def _ask(self) -> None:
        query, _ = self._listed()
        queries = [query] if query.strip() else []
        look = partial(coverage.coverage_of, queries=queries, reviewer=self._session.reviewer)
        self._session.query(self, look).unless(self._latest.ask()).success(self._show).run()

    def _show(self, found: Coverage) -> None:
        whole, at = found.whole, self.table.currentIndex()
        said = self.tr("{0} of {1} items read by somebody, {2} by nobody, {3} cannot be read.")
        self.sum.setText(
            said.format(f"{whole.read:,}", f"{whole.items:,}", f"{whole.unread:,}", f"{whole.unreadable:,}")
        )
        beside = self.tr("Of those read: {0} marked, {1} only opened, {2} as part or duplicate of another.")
        told = beside.format(f"{whole.marked:,}", f"{whole.opened:,}", f"{whole.covered:,}")
        if whole.unseen:
            unseen = self.tr("{0} were marked without having been opened.")
            told = f"{told} {unseen.format(f'{whole.unseen:,}')}"
        self.marked.setText(told)
        part, rows = self.model.at(at.row()), [ReadBy("", "", whole), *found.parts]
        kept = None if part is None else (part.by, part.value)
        self.model.show(rows)
        section = at.column() if at.isValid() else 2 + SHARES.index(Share.UNREAD)
        self.table.setCurrentIndex(
            self.model.index(row_kept([(each.by, each.value) for each in rows], kept, at.row()), section)
        )

    def _open(self) -> None:
        """List the items that the number at hand counts; on a name, all of them."""
        at = self.table.currentIndex()
        part = self.model.at(at.row())
        if part is None:
            return
        share = SHARES[at.column() - 2] if at.column() >= 2 else Share.ITEMS
        look = partial(coverage.items_of, by=part.by, value=part.value, share=share, reviewer=self._session.reviewer)
        name = str(self.model.headerData(2 + SHARES.index(share), self.table.horizontalHeader().orientation()))
        words = self.tr("{0}, {1} {2}").format(name, self._kind(part), self._which(part))

        def show(found: list[ItemId]) -> None:
            if self.isVisible():
                self.chosen.emit(words, found)

        self._session.query(self, look).unless(self._going.ask()).success(show).run()


def _number(part: ReadBy, share: Share) -> str:
    number = {
        Share.ITEMS: part.read.items,
        Share.READ: part.read.read,
        Share.MARKED: part.read.marked,
        Share.UNREAD: part.read.unread,
        Share.UNREADABLE: part.read.unreadable,
    }[share]
    return f"{number:,}" if number else "–"
