"""Messages in time as columns, a row for each custodian: one drags over a stretch, or chooses it by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from reviewer.gui import theme
from reviewer.gui.theme import grid, room_for
from reviewer.gui.tips import plain
from reviewer.gui.widgets.cues import focus_ring
from reviewer.gui.widgets.parts import follow_theme

LABEL = 32
"""Room for the name of a row, in steps of the grid."""

ROW = 14
"""How high a row is, in steps of the grid."""

FOOT = 8
"""Room for the names of the columns, in steps of the grid."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row: its name, the number of each column, and from where to where there is a gap, in columns."""

    name: str
    counts: tuple[int, ...]
    gaps: tuple[tuple[float, float], ...] = ()


class TimeChart(QWidget):
    """``moved`` when another stretch is at hand, ``chosen`` when it is chosen: by Enter, or at the end of a drag.

    ``words`` tells of a stretch of a row: from which column to which. ``label`` is the room for the names of rows, and
    ``high`` how high they are, in steps of the grid.
    """

    moved = Signal()
    chosen = Signal()

    def __init__(
        self, name: str, words: Callable[[int, int, int], str], *, label: int = LABEL, high: int = ROW
    ) -> None:
        super().__init__()
        self._label, self._high = label, high
        self.rows: Sequence[ChartRow] = ()
        self.names: Sequence[str] = ()
        self.row = self._from = self._to = 0
        self._words = words
        self._dragging = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        follow_theme(self, lambda: self._fit())  # noqa: PLW0108 - a method of what is gone could not be let go

    def show_rows(self, names: Sequence[str], rows: Sequence[ChartRow]) -> None:
        """Show rows of columns with these names; the row and the stretch at hand are kept by their names.

        Where one of them is gone, it is the first again, and what is dragged then chooses nothing.
        """
        held = self.rows[self.row].name if self.rows else ""
        ends = [self.names[at] for at in (self._from, self._to)] if self.names else []
        self.names, self.rows = names, rows
        at, columns = next((at for at, row in enumerate(rows) if row.name == held), None), list(names)
        there = bool(ends) and all(end in columns for end in ends)
        self._from, self._to = (columns.index(end) for end in ends) if there else (0, 0)
        self.row = at or 0
        self._dragging = self._dragging and there and at is not None
        self._fit()
        self._tell()

    @property
    def stretch(self) -> tuple[int, int]:
        """The first and the last column at hand."""
        return min(self._from, self._to), max(self._from, self._to)

    def put(self, row: int, start: int, end: int) -> None:
        """Have a stretch at hand; columns and rows that there are not are as near as may be."""
        last = max(len(self.names) - 1, 0)
        self.row = min(max(row, 0), max(len(self.rows) - 1, 0))
        self._from, self._to = min(max(start, 0), last), min(max(end, 0), last)
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self._words(self.row, *self.stretch) if self.rows else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.moved.emit()
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(len(self.rows) * room_for(self._high) + room_for(FOOT))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(room_for(120), self.height())

    # -- where things are ---------------------------------------------------------------------------------------------

    def column_rect(self, row: int, column: int) -> QRectF:
        """The whole of a column in a row, whatever its number."""
        left, wide = self._across()
        return QRectF(left + column * wide, row * room_for(self._high), wide, room_for(self._high))

    def _across(self) -> tuple[float, float]:
        left = room_for(self._label)
        return left, max(self.width() - left - grid(2), 1) / max(len(self.names), 1)

    def _at(self, point: QPoint) -> tuple[int, int]:
        left, wide = self._across()
        return point.y() // room_for(self._high), int((point.x() - left) // wide)

    # -- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows, the names of some columns, and the stretch at hand."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("panel"))
        for number in range(len(self.rows)):
            self._paint_row(painter, number)
        self._paint_names(painter)
        if self.hasFocus():
            focus_ring(painter, self.rect())

    def _paint_row(self, painter: QPainter, number: int) -> None:
        row, high = self.rows[number], room_for(self._high)
        most, foot = max(row.counts, default=0) or 1, room_for(2)
        if number == self.row:
            start, end = self.stretch
            painter.fillRect(
                self.column_rect(number, start).united(self.column_rect(number, end)), theme.color("chosen")
            )
        name = QRect(grid(2), number * high, room_for(self._label) - grid(4), high - foot)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(bold=number == self.row))
        words = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, words)
        left, wide = self._across()
        base = (number + 1) * high - foot
        for at, count in enumerate(row.counts):
            if count:  # however few, they are seen
                tall = max(2.0, (high - foot - grid(1)) * count / most)
                bar = QRectF(left + at * wide, base - tall, max(wide - 1, 1.0), tall)
                painter.fillRect(bar, theme.color("accent"))
        painter.fillRect(QRectF(left, base, wide * len(row.counts), 1), theme.color("edge"))
        for after, before in row.gaps:
            band = QRectF(left + after * wide, base + 1, max((before - after) * wide, 3.0), foot - 1)
            painter.fillRect(band, QBrush(theme.color("problem"), Qt.BrushStyle.BDiagPattern))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        left, wide = self._across()
        room = painter.fontMetrics().horizontalAdvance("0000-00-00") + grid(3)
        every = max(1, -(-room // max(int(wide), 1)))
        top = len(self.rows) * room_for(self._high)
        for at in range(0, len(self.names), every):
            x = left + at * wide
            if x + room <= self.width() or not at:
                painter.drawText(QRectF(x, top, room, room_for(FOOT)), Qt.AlignmentFlag.AlignTop, self.names[at])

    # -- mouse and keys -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a stretch; with Shift, extend the one at hand."""
        row, column = self._at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not 0 <= row < len(self.rows) or column < 0:
            return
        self._dragging = True
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.put(row, self._from if extend else column, column)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Extend the stretch."""
        if self._dragging:
            self.put(self.row, self._from, self._at(event.position().toPoint())[1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it."""
        if self._dragging and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False
            self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Tell of the column under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row, column = self._at(event.pos())
            there = 0 <= row < len(self.rows) and 0 <= column < len(self.names)
            QToolTip.showText(event.globalPos(), plain(self._words(row, column, column)) if there else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go from column to column and row to row, with Shift they extend the stretch, Enter chooses it."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ends = {Qt.Key.Key_Left: self._to - 1, Qt.Key.Key_Right: self._to + 1, Qt.Key.Key_Home: 0}
        ends[Qt.Key.Key_End] = len(self.names) - 1
        key = Qt.Key(event.key())
        if key in ends:
            self.put(self.row, self._from if shift else ends[key], ends[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.put(self.row + (1 if key == Qt.Key.Key_Down else -1), self._from, self._to)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.rows:
            self.chosen.emit()
        else:
            super().keyPressEvent(event)
