"""Lists of what an element can rest on: passages and entries of the ledger, in a cell of the matrix or to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem

from reviewer.domain.policy.allegation import Ground
from reviewer.gui import theme
from reviewer.gui.models.lines import LINE, Index, LinesModel
from reviewer.gui.shared.dragged_grounds import GROUNDS, dragged_grounds, grounds_data
from reviewer.gui.theme import grid, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.lists.wording import WrappedRowDelegate, wrapped

MOST_HIGH = 90
"""How high a list in the matrix becomes before it scrolls, in steps of the grid."""


@dataclass(frozen=True, slots=True)
class GroundLine:
    """Something an element can rest on. ``name`` is as the use cases take it; ``wrong`` what changed, or is unknown."""

    name: str
    says: str
    where: str
    wrong: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it as text."""
        return "\n".join((f"“{self.says}”" if self.says else self.name, self.where, *self.wrong))


def row_of(ground: Ground) -> GroundLine:
    """What stands in a cell, with how it differs from what was relied on, or that this is not known."""
    wrong = tuple(f"{ground.name} {what}" for what in (*ground.stale, ground.unknown) if what)
    return GroundLine(f"{ground.kind.value}:{ground.target}", ground.says, ground.where, wrong)


class GroundsModel(LinesModel[GroundLine]):
    """Lines in memory, which can be dragged by their names."""

    def place_of(self, name: str) -> int:
        """The row of something; -1 when it is not listed."""
        return self.first(lambda each: each.name == name)

    def told(self, line: GroundLine, role: int) -> object:
        """Its words; all of it for who cannot see it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return line.says
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(line.words)
        return line.words if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be chosen and dragged."""
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """What a drag carries."""
        return [GROUNDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """The names of what is dragged."""
        return grounds_data(row.name for index in indexes if (row := self.at(index.row())) is not None)


class GroundsView(QListView):
    """Shows a :class:`GroundsModel`. ``grows``: as high as what it holds, and drops are ``received``."""

    received = Signal(object)

    def __init__(self, model: GroundsModel, name: str, *, grows: bool = False) -> None:
        super().__init__()
        self._grows = grows
        self.setModel(model)
        self.setItemDelegate(_GroundRows(self))
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragDrop if grows else QAbstractItemView.DragDropMode.DragOnly
        )
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setAcceptDrops(grows)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Be as high as what it holds, where it grows."""
        if not self._grows:
            return
        option = QStyleOptionViewItem()
        option.widget = self
        model, delegate = self.model(), self.itemDelegate()
        needed = sum(delegate.sizeHint(option, model.index(row, 0)).height() for row in range(model.rowCount()))
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(min(needed + frame, room_for(MOST_HIGH)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words wrap elsewhere now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
            self.scheduleDelayedItemsLayout()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take what an element can rest on."""
        _offer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Take it wherever it is let go."""
        _offer(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say what was dropped."""
        take(event, self)


def _offer(event: QDragMoveEvent) -> None:
    if event.mimeData().hasFormat(GROUNDS):
        event.acceptProposedAction()
    else:
        event.ignore()


def take(event: QDropEvent, view: GroundsView) -> None:
    """Have a view receive what was dropped, unless it came from there."""
    names = dragged_grounds(event.mimeData())
    if names and event.source() is not view:
        event.acceptProposedAction()
        view.received.emit(names)
    else:
        event.ignore()


class _GroundRows(WrappedRowDelegate):
    def lay(self, painter: QPainter | None, rect: QRect, index: Index) -> int:
        """Paint one, with an edge that tells whether something is wrong with it."""
        row: GroundLine = index.data(LINE)
        if painter is not None:
            bar = QRect(rect.left(), rect.top() + grid(1), grid(1), rect.height() - grid(2))
            painter.fillRect(bar, theme.color("problem" if row.wrong else "line"))
        inner = rect.adjusted(grid(3), grid(1), -grid(2), 0)
        y = inner.top()
        says = f"“{row.says}”" if row.name.startswith("passage:") and row.says else row.says or row.name
        y = wrapped(painter, says, QRect(inner.left(), y, inner.width(), 0))
        y = wrapped(painter, row.where, QRect(inner.left(), y, inner.width(), 0), size="small", color="muted", most=1)
        for what in row.wrong:
            words = f"⚑ {what}"
            y = wrapped(painter, words, QRect(inner.left(), y, inner.width(), 0), size="small", color="problem")
        return y - rect.top() + grid(1)
