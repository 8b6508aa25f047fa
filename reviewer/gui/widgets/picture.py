"""Shows a picture in the colours of the theme: points at marks by mouse and keys, and says what each stands for.

The arrows walk from mark to mark, Home and End to the first and last, Enter chooses; Ctrl with the wheel, plus, minus
and 0 zoom.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from reviewer.domain.pictures.finding import Finder
from reviewer.domain.pictures.picture import Box, Picture, Target
from reviewer.gui import theme
from reviewer.gui.widgets.cues import focus_ring
from reviewer.gui.widgets.marks import Ink
from reviewer.gui.widgets.parts import follow_theme

SMALLEST, LARGEST = 0.5, 6.0
"""Pixels a point."""

LARGEST_FIT = 1.6
"""The same where the picture fits itself in; larger, its words would be out of proportion to those around it."""

_NOTHING = Picture("", "", 1, 1, ())
_WAYS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PictureView(QAbstractScrollArea):
    """A picture to look at and to choose from.

    ``chosen`` carries the :class:`Target` of the mark that was clicked or entered, ``told`` the words of the mark that
    is pointed at, empty when none is.
    """

    chosen = Signal(object)
    told = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = _NOTHING
        self.scale = 1.0
        self.here: int | None = None
        self.over: int | None = None
        self._finder = Finder(_NOTHING)
        self._fitted = True
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        follow_theme(self, self.viewport().update)

    def show_picture(self, picture: Picture) -> None:
        """Show another picture, from its top, as wide as there is room."""
        self.picture, self._finder = picture, Finder(picture)
        self.here = self.over = None
        self.setAccessibleDescription(f"{picture.title}. {picture.words}")
        self.fit()
        self.verticalScrollBar().setValue(0)
        self.told.emit("")

    def fit(self) -> None:
        """As wide as there is room, but no larger than :data:`LARGEST_FIT`."""
        self._fitted = True
        self._scale_to(min(self.viewport().width() / self.picture.width, LARGEST_FIT))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Larger or smaller; what lies at a point of the viewport stays there."""
        self._fitted = False
        fixed = at or QPointF(self.viewport().rect().center())
        before = self._to_picture(fixed)
        self._scale_to(self.scale * factor)
        after = self._to_picture(fixed)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round((before.x() - after.x()) * self.scale))
        down.setValue(down.value() + round((before.y() - after.y()) * self.scale))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as the picture at one pixel a point."""
        return QSize(round(self.picture.width), round(self.picture.height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what lies in the exposed part."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = event.rect().adjusted(-2, -2, 2, 2)
        first, last = self._to_picture(QPointF(shown.topLeft())), self._to_picture(QPointF(shown.bottomRight()))
        painter.translate(self._origin())
        painter.scale(self.scale, self.scale)
        exposed = Box(first.x(), first.y(), last.x(), last.y())
        ink = Ink(painter)
        for mark, box in zip(self.picture.marks, self._finder.boxes, strict=True):
            if not (
                box.right < exposed.left
                or box.left > exposed.right
                or box.bottom < exposed.top
                or box.top > exposed.bottom
            ):
                ink.paint(mark)
        for number, width in ((self.over, 1.0), (self.here if self.hasFocus() else None, 2.0)):
            if number is not None:
                painter.setPen(QPen(theme.color("text" if width == 1.0 else "accent"), width / self.scale))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                box = self._finder.boxes[number].grown(2.5)
                painter.drawRoundedRect(QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom)), 2, 2)
        if self.hasFocus():
            painter.resetTransform()
            focus_ring(painter, self.viewport().rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Stay as wide as there is room, until it was zoomed."""
        super().resizeEvent(event)
        if self._fitted:
            self._scale_to(self.viewport().width() / self.picture.width)
        else:
            self._set_bars()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """Move what is shown; only what comes into view is painted."""
        self.viewport().scroll(dx, dy)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at what lies under the mouse."""
        self._point_at(self._mark_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose what was clicked."""
        event.accept()
        number = self._mark_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or number is None:
            return
        if number in self._finder.stops:
            self._go(number)
        self._choose(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing more to do: the press chose."""
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tips, and the mouse that leaves."""
        if event.type() == QEvent.Type.Leave:
            self._point_at(None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._mark_at(QPointF(event.pos()))
            self._tip(number, event.globalPos())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll; zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.0015 ** event.angleDelta().y(), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk, choose and zoom."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        stops = self._finder.stops
        if key in _WAYS and not control:
            self._go(self._finder.next(self.here, *_WAYS[key]))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and stops:
            self._go(stops[0] if key is Qt.Key.Key_Home else stops[-1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.here is not None:
            self._choose(self.here)
        elif control and key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1.25)
        elif control and key is Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif control and key is Qt.Key.Key_0:
            self.fit()
        else:
            event.ignore()

    def place_of(self, number: int) -> QPoint:
        """The middle of a mark, on the viewport."""
        box = self._finder.boxes[number]
        middle = QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        return (middle * self.scale + self._origin()).toPoint()

    def _choose(self, number: int) -> None:
        target: Target = self.picture.marks[number].target
        if target:
            self.chosen.emit(target)

    def _go(self, number: int | None) -> None:
        """Stand on a mark: bring it into view and say it."""
        if number is None:
            return
        self.here = number
        box = self._finder.boxes[number].grown(8)
        for bar, low, high, room in (
            (self.horizontalScrollBar(), box.left, box.right, self.viewport().width()),
            (self.verticalScrollBar(), box.top, box.bottom, self.viewport().height()),
        ):
            if low * self.scale < bar.value():
                bar.setValue(round(low * self.scale))
            elif high * self.scale > bar.value() + room:
                bar.setValue(round(high * self.scale) - room)
        words = self.picture.marks[number].words
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.told.emit(words)
        self._tip(number, self.viewport().mapToGlobal(self.place_of(number) + QPoint(8, 8)))
        self.viewport().update()

    def _point_at(self, number: int | None) -> None:
        if number == self.over:
            return
        for each in (self.over, number):
            if each is not None:
                self.viewport().update(self._on_viewport(self._finder.boxes[each].grown(5)))
        self.over = number
        leads = number is not None and bool(self.picture.marks[number].target)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.told.emit("" if number is None else self.picture.marks[number].words)

    def _tip(self, number: int | None, at: QPoint) -> None:
        words = "" if number is None else self.picture.marks[number].words
        if not words:
            QToolTip.hideText()
            return
        # Names come from evidence, and a tip would take them for markup.
        QToolTip.showText(at, f"<p style='white-space: pre-wrap'>{html.escape(words)}</p>", self.viewport())

    def _mark_at(self, at: QPointF) -> int | None:
        point = self._to_picture(at)
        return self._finder.at(point.x(), point.y(), 4 / self.scale)

    def _scale_to(self, scale: float) -> None:
        self.scale = min(max(scale, SMALLEST), LARGEST)
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        for bar, length, room in (
            (self.horizontalScrollBar(), self.picture.width, self.viewport().width()),
            (self.verticalScrollBar(), self.picture.height, self.viewport().height()),
        ):
            bar.setRange(0, max(0, round(length * self.scale) - room))
            bar.setPageStep(room)
            bar.setSingleStep(20)

    def _origin(self) -> QPointF:
        """Where the picture's corner lies on the viewport; in the middle where there is more room."""
        spare = max(0.0, self.viewport().width() - self.picture.width * self.scale) / 2
        return QPointF(spare - self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _to_picture(self, at: QPointF) -> QPointF:
        return (at - self._origin()) / self.scale

    def _on_viewport(self, box: Box) -> QRect:
        corners = (
            QPointF(x, y) * self.scale + self._origin() for x, y in ((box.left, box.top), (box.right, box.bottom))
        )
        return QRectF(*corners).toAlignedRect()
