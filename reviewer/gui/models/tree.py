"""Rows of words with rows below them, for trees that only show and open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QSize, Qt

from reviewer.gui import theme
from reviewer.gui.models.lines import Index
from reviewer.gui.theme import room_for
from reviewer.gui.tips import plain


@dataclass(slots=True)
class Branch:
    """A row: its words by column, what it stands for, the rows below it, and whether it is drawn as a problem."""

    cells: tuple[str, ...]
    payload: str = ""
    below: list[Branch] = field(default_factory=list)
    problem: bool = False


class TreeModel(QAbstractItemModel):
    """Branches by their numbers; ``numbers`` are the columns that are right-aligned."""

    def __init__(self, names: Sequence[str], numbers: Collection[int] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._numbers = frozenset(numbers)
        self._top: list[int] = []
        self._branches: list[Branch] = []
        self._below: list[list[int]] = []
        self._places: list[tuple[int, int]] = []  # the number of the branch above, -1 at the top, and the row there

    def show(self, branches: Sequence[Branch]) -> None:
        """Show these branches and all below them."""
        self.beginResetModel()
        self._branches, self._below, self._places, self._top = [], [], [], []
        waiting = [(branch, -1) for branch in reversed(branches)]
        while waiting:
            branch, above = waiting.pop()
            number = len(self._branches)
            rows = self._top if above < 0 else self._below[above]
            self._branches.append(branch)
            self._below.append([])
            self._places.append((above, len(rows)))
            rows.append(number)
            waiting += [(each, number) for each in reversed(branch.below)]
        self.endResetModel()

    def at(self, index: Index) -> Branch | None:
        """The branch of an index."""
        return self._branches[index.internalId()] if index.isValid() else None

    def every(self) -> Iterator[QModelIndex]:
        """The first column of every row, from top to bottom."""
        for number, (_above, row) in enumerate(self._places):
            yield self.createIndex(row, 0, number)

    def path_of(self, index: Index) -> tuple[str, ...]:
        """The first words of a row and of those above it, which tell it from others."""
        words, number = [], index.internalId() if index.isValid() else -1
        while number >= 0:
            words.append(self._branches[number].cells[0])
            number = self._places[number][0]
        return tuple(reversed(words))

    # -- Qt's side ------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's default
        """The index of a cell."""
        rows = self._rows(parent)
        if not (0 <= row < len(rows) and 0 <= column < len(self._names)):
            return QModelIndex()
        return self.createIndex(row, column, rows[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008 - two of them in Qt
        """The row above."""
        above = self._places[index.internalId()][0] if index.isValid() else -1
        return QModelIndex() if above < 0 else self.createIndex(self._places[above][1], 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many rows are below."""
        return len(self._rows(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, N802, B008 - Qt's name and default
        """How many columns there are."""
        return len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._names):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._names[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell; the whole of it as a tip, the whole row for who cannot see it."""
        branch = self.at(index)
        if branch is None:
            return None
        words = branch.cells[index.column()] if index.column() < len(branch.cells) else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return plain(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._row_words(branch) if index.column() == 0 else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, room_for(5))
        return theme.color("problem") if role == Qt.ItemDataRole.ForegroundRole and branch.problem else None

    def _row_words(self, branch: Branch) -> str:
        told = [f"{name} {words}" for name, words in zip(self._names[1:], branch.cells[1:], strict=False) if words]
        return ", ".join([branch.cells[0], *told])

    def _rows(self, parent: Index) -> list[int]:
        if not parent.isValid():
            return self._top
        return self._below[parent.internalId()] if parent.column() == 0 else []

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
