"""The officers of the roster, in a table that a typed filter narrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.officer import Officer, station_on
from reviewer.domain.query import fold
from reviewer.gui import theme
from reviewer.gui.models.lines import Index
from reviewer.gui.tips import plain

OFFICER = Qt.ItemDataRole.UserRole
"""The :class:`Officer`."""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as the table shows and finds them."""

    officer: Officer
    cells: tuple[str, ...]
    passages: int
    folded: str


class OfficersModel(QAbstractTableModel):
    """Name, rank, serial, station and number of passages. A roster is small, so all of it is held."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[OfficerRow] = []
        self._shown: list[OfficerRow] = []
        self._filter = ""
        self._only_unidentified = False
        self._sort: tuple[int, bool] = (0, False)

    def show(self, officers: Sequence[Officer], passages: Mapping[OfficerId, int]) -> None:
        """List these officers."""
        self.show_lines(lines(officers, passages))

    def show_lines(self, made: Sequence[OfficerRow]) -> None:
        """List these, made beforehand by :func:`lines`."""
        self._all = list(made)
        self._narrow()

    def filter(self, typed: str) -> None:
        """Show those of whom every word typed is a part of name, serial, rank, station, alias or address."""
        self._filter = typed
        self._narrow()

    def narrow(self, *, only_unidentified: bool) -> None:
        """Show those alone who are not identified yet, or all again."""
        self._only_unidentified = only_unidentified
        self._narrow()

    def _narrow(self) -> None:
        words = fold(self._filter).split()
        column, descending = self._sort
        self.beginResetModel()
        among = [line for line in self._all if line.officer.unidentified or not self._only_unidentified]
        shown = [line for line in among if all(word in line.folded for word in words)]
        key = (lambda line: line.passages) if column == PASSAGES else (lambda line: line.cells[column].casefold())
        self._shown = sorted(shown, key=key, reverse=descending)
        self.endResetModel()

    def at(self, row: int) -> Officer | None:
        """The officer of a row."""
        return self._shown[row].officer if 0 <= row < len(self._shown) else None

    def row_of(self, officer: OfficerId | None) -> int:
        """The row of an officer; -1 when not shown."""
        return next((row for row, line in enumerate(self._shown) if line.officer.id == officer), -1)

    def knows(self, officer: OfficerId) -> bool:
        """Whether an officer is among all that could be shown."""
        return any(line.officer.id == officer for line in self._all)

    @property
    def unidentified(self) -> int:
        """How many of all are not identified yet."""
        return sum(line.officer.unidentified for line in self._all)

    def __len__(self) -> int:
        return len(self._all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many officers are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = [self.tr("Name"), self.tr("Rank"), self.tr("Serial"), self.tr("Station"), self.tr("Passages")]
        return names[section] if 0 <= section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell, or the officer."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        line = self._shown[index.row()]
        if role == OFFICER:
            return line.officer
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == PASSAGES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._look(line, role)

    def _look(self, line: OfficerRow, role: int) -> object:
        """One who is not identified is set in italics, and the tip says so."""
        state = self.tr("not identified") if line.officer.unidentified else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(" · ".join(part for part in (*line.cells[:4], state) if part))
        if role == Qt.ItemDataRole.FontRole and state:
            font = theme.font()
            font.setItalic(True)
            return font
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort what is shown."""
        if 0 <= column < self.columnCount():
            self._sort = column, order is Qt.SortOrder.DescendingOrder
            self._narrow()


PASSAGES = 4


def lines(officers: Sequence[Officer], passages: Mapping[OfficerId, int]) -> list[OfficerRow]:
    """The lines of some officers; thousands take a while, so not on the UI thread."""
    return [_line(officer, passages.get(officer.id, 0)) for officer in officers]


def _line(officer: Officer, passages: int) -> OfficerRow:
    station = station_on(officer, "")
    cells = (officer.name, officer.rank, officer.serial, station, f"{passages:,}" if passages else "")
    folded = fold(" ".join((*cells[:4], officer.unit, *officer.aliases, *officer.addresses)))
    return OfficerRow(officer, cells, passages, folded)
