"""What a hand is on stays where it stands in what is scrolled, while something above it grows or shrinks.

At the top nothing is held: what comes there is to be seen.
"""

from __future__ import annotations

import weakref

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QWidget

_LAID_OUT = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class HeldInPlace(QObject):
    """Scrolls an area along with what the mouse is on, else what has the keyboard, else the first that is in sight."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._known: list[tuple[weakref.ref[QWidget], int]] = []
        """What one can click on or type in, and how far below the top of all it stands, in pixels.

        Not by a reference: what Qt has made itself would come to belong to Python, and is deleted with a collection.
        """
        self._owed = 0
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._settle)
        area.verticalScrollBar().valueChanged.connect(self._scrolled)
        if (inside := area.widget()) is not None:
            inside.installEventFilter(self)

    @property
    def _bar(self) -> QScrollBar:
        """Asked for each time, for the same reason."""
        return self._area.verticalScrollBar()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """By now what is in it is laid out anew: a layout hears of it before."""
        laid_out = event.type() in _LAID_OUT and shiboken6.isValid(self._area)  # it may be going just now
        if laid_out and watched is self._area.widget():
            if self._known and self._bar.value() > 0:
                self._hold()
            self._known = []
            self._scrolled()
        return False

    def _hold(self) -> None:
        held = self._at_hand()
        if held is None:
            return
        widget, before = held
        wanted = self._bar.value() + self._owed + self._place(widget) - before
        self._bar.setValue(wanted)
        self._owed = wanted - self._bar.value()  # what is laid out in several steps has its room only with the last
        self._settled.start()

    def _settle(self) -> None:
        self._owed = 0

    def _scrolled(self) -> None:
        if not self._known and self._bar.value() > 0 and self._area.isVisible():
            inside = self._area.widget()
            every = [] if inside is None else inside.findChildren(QWidget)
            self._known = [
                (weakref.ref(each), self._place(each))
                for each in every
                if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible()
            ]

    def _place(self, widget: QWidget) -> int:
        return widget.mapTo(self._area.viewport(), QPoint()).y() + self._bar.value()

    def _at_hand(self) -> tuple[QWidget, int] | None:
        top, bottom = self._bar.value(), self._bar.value() + self._area.viewport().height()
        there = [
            (each, place)
            for known, place in self._known
            if (each := known()) is not None
            and shiboken6.isValid(each)
            and each.isVisible()
            and self._area.isAncestorOf(each)
            and place < bottom
            and place + each.height() > top
        ]
        focus = QApplication.focusWidget()
        pointed = [each for each in there if each[0].underMouse()]
        typed = [each for each in there if each[0] is focus]
        first = sorted((each for each in there if each[1] >= top), key=lambda each: each[1])
        return next(iter([*pointed[::-1], *typed, *first]), None)
