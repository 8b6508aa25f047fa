"""A table of entries of the ledger that a line of words narrows, and in which the entry at hand stays chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import QFrame

from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger import ledger_rows
from reviewer.domain.ledger.ledger_rows import BenefitRow, EndorsementRow
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture import Target
from reviewer.domain.query import fold
from reviewer.gui.at_hand import WantedRow
from reviewer.gui.models.columns import Column, ColumnsModel
from reviewer.gui.rooms.ledger.listing import EntryWords, prepare
from reviewer.gui.theme import grid
from reviewer.gui.widgets.keys import on_keys
from reviewer.gui.widgets.lists.table import table
from reviewer.gui.widgets.parts import label, lookup
from reviewer.gui.widgets.tab_order import lead

Entry = TypeVar("Entry", BenefitRow, EndorsementRow)
Test = Callable[[Entry], bool]


class EntriesView(QFrame, Generic[Entry]):
    """``chosen`` with the target at hand, or None; the others with nothing.

    Who inherits makes the columns, lays the parts out, and tells what the entries shown come to.
    """

    chosen = Signal(object)
    opened = Signal()
    edit_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, name: str, widths: Mapping[int, int], *, several: bool = False) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._wanted: WantedRow[int] = WantedRow()
        self._leading = False  # what is chosen now is not the reviewer's choice
        self._officers: Mapping[OfficerId, Officer] = {}
        self._words: EntryWords | None = None
        self.model: ColumnsModel[Entry] = ColumnsModel(self.columns(), muted=self.apart)
        self.model.setParent(self)
        self.filter = lookup("")
        self.filter.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.narrow)
        self.filter.textChanged.connect(lambda _typed: self._typing.start())
        self.table = prepare(table(self.model, name, widths), self.opened.emit, several=several)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._selected())
        on_keys(self.table, {"Del": self.remove_wanted.emit, "F2": self.edit_wanted.emit})
        lead(self, self.table)
        self.totals = label("", "small", wrap=True, selectable=True)
        self.totals.setAccessibleDescription(self.tr("Totals of what is shown"))
        self.none = label("", "muted", wrap=True)
        self.none.setContentsMargins(grid(3), grid(3), grid(3), 0)

    # -- what one kind of entries says of itself --------------------------------------------------------------------

    @abstractmethod
    def columns(self) -> list[Column[Entry]]:
        """What the table shows."""

    def apart(self, _entry: Entry) -> bool:
        """Whether an entry stands in the table without counting."""
        return False

    @abstractmethod
    def target(self, entries: Sequence[int]) -> Target:
        """What leads to these entries."""

    def test(self) -> Test[Entry] | None:
        """What an entry must be beside holding the words; None where nothing else is asked."""
        return None

    @abstractmethod
    def told(self) -> str:
        """What the entries shown come to, in words."""

    @abstractmethod
    def lacking(self) -> str:
        """What to say where there are no entries at all."""

    @abstractmethod
    def unlike(self) -> str:
        """What to say where no entry is as wanted."""

    def needs_words(self) -> bool:
        """Whether what is wanted can be told only once the words of the entries are there."""
        return bool(self.filter.text().strip())

    def clear_filter(self) -> None:
        """Show all of them."""
        self.filter.clear()
        self.narrow()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Entry], officers: Mapping[OfficerId, Officer]) -> None:
        """Show these; those that were chosen stay so. Until their words are there too, all of them."""
        kept = self.several() if self._wanted.key is None else [self._wanted.key]
        stood = self.table.currentIndex().row()
        self._officers, self._words = officers, None
        if self.needs_words():
            self.model.narrow(None)
        self.model.show(rows)
        self._count()
        self._choose(kept, stood)

    def show_words(self, words: EntryWords) -> None:
        """Let what is shown be found by its words."""
        self._words = words
        if self.needs_words():
            self.narrow()

    def name_of(self, entry: Entry) -> str:
        """Whose it is."""
        return self._officers[entry.officer].name

    def station_of(self, entry: Entry) -> str:
        """Where the officer was then."""
        if self._words is not None:
            return self._words.stations.get(entry.id, "")
        return ledger_rows.station(self._officers[entry.officer], entry.earliest, entry.latest)

    def narrow(self) -> None:
        """Show what is wanted."""
        self._typing.stop()
        if self._words is None and self.needs_words():
            return  # as soon as they are there
        kept, folded = self.several(), {} if self._words is None else self._words.folded
        words, test = fold(self.filter.text()).split(), self.test()

        def wanted(entry: Entry) -> bool:
            return (test is None or test(entry)) and all(word in folded[entry.id] for word in words)

        self.model.narrow(wanted if words or test is not None else None)
        self._count()
        self._choose(kept)

    def _count(self) -> None:
        shown, every = self.model.rowCount(), len(self.model.every)
        self.totals.setText(self.told() if every else "")
        self.table.setVisible(bool(shown))
        self.none.setVisible(not shown)
        self.none.setText(self.unlike() if every else self.lacking())

    # -- what is chosen ---------------------------------------------------------------------------------------------

    def show_entry(self, entry: int) -> None:
        """Choose an entry, whatever the filter was, now or when it is there."""
        self._wanted.want(entry)
        if self._row_of(entry) < 0:
            self.clear_filter()
        self._choose([entry])

    def _row_of(self, entry: int) -> int:
        return self.model.row_of(lambda each: each.id == entry)

    def _choose(self, entries: Sequence[int], stood: int = 0) -> None:
        """Choose those of these that are shown; where none is, the row that the last one stood at."""
        rows = [at for each in entries if (at := self._row_of(each)) >= 0]
        if rows and self._wanted.key in entries:
            self._wanted.settle()
        if not rows and self.model.rowCount() and self._wanted.key is None:
            rows = [min(max(stood, 0), self.model.rowCount() - 1)]
        if rows:
            chosen, last = QItemSelection(), self.model.columnCount() - 1
            for at in rows:
                chosen.select(self.model.index(at, 0), self.model.index(at, last))
            first, how = self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag
            # Not selectRow, which would add to the selection, or take from it, while Shift or Ctrl is held.
            self._leading = True
            self.table.selectionModel().setCurrentIndex(first, how.NoUpdate)
            self.table.selectionModel().select(chosen, how.ClearAndSelect)
            self._leading = False
            self.table.scrollTo(first)
        else:
            self.chosen.emit(None)

    def at_hand(self) -> int | None:
        """The entry that is chosen, if it is one."""
        rows = self.several()
        return rows[0] if len(rows) == 1 else None

    def several(self) -> list[int]:
        """The entries that are chosen."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [each.id for at in rows if (each := self.model.at(at)) is not None]

    def _selected(self) -> None:
        several = self.several()
        if several and not self._leading:
            self._wanted.settle()  # a list that comes after this does not lead elsewhere
        if several:
            self.chosen.emit(self.target(several))

    def choose_again(self) -> None:
        """Say anew what is chosen."""
        if self.several():
            self._selected()
        else:
            self._choose([])
