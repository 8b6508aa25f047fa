"""Selecting with the mouse held down: from where it was pressed, and on beyond the edge of what is in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea

from reviewer.domain.pages.passage import Place


class Dragging:
    """A drag over the pages. ``select`` is told from which place, to which point, and whether letter by letter."""

    def __init__(self, area: QAbstractScrollArea, select: Callable[[Place, QPoint, bool], None]) -> None:
        self._area = area
        self._select = select
        self._pressed: QPoint | None = None
        self._start = Place(1, 0)
        self._by_letters = False
        self._beyond = QTimer(area, interval=50)
        self._beyond.timeout.connect(self._scroll_on)

    def begin(self, event: QMouseEvent, start: Place) -> None:
        """The mouse was pressed; what is selected starts at a place."""
        self._pressed, self._start = event.position().toPoint(), start
        self._by_letters = _with_alt(event)

    def reach(self, event: QMouseEvent) -> None:
        """Select as far as the pointer is."""
        self._select(self._start, event.position().toPoint(), self._by_letters)

    def go_on(self, event: QMouseEvent) -> None:
        """The mouse was moved: a little is a click; beyond the edge the view goes on by itself."""
        if self._pressed is None:
            return
        self._by_letters = _with_alt(event)
        point = event.position().toPoint()
        if (point - self._pressed).manhattanLength() < QGuiApplication.styleHints().startDragDistance() // 2:
            return
        self.reach(event)
        if self._area.viewport().rect().contains(point):
            self._beyond.stop()
        elif not self._beyond.isActive():
            self._beyond.start()

    def end(self, event: QMouseEvent) -> bool:
        """The mouse was let go; whether it had been pressed here."""
        self.stop()
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return False
        self._pressed = None
        return True

    def stop(self) -> None:
        """Go on no further by itself."""
        self._beyond.stop()

    def _scroll_on(self) -> None:
        viewport, bar = self._area.viewport(), self._area.verticalScrollBar()
        point = viewport.mapFromGlobal(self._area.cursor().pos())
        over = min(point.y(), 0) + max(point.y() - viewport.height(), 0)
        bar.setValue(bar.value() + over // 2)
        self._select(self._start, point, self._by_letters)


def _with_alt(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
