"""What has the keyboard is in sight: wholly where it fits, else with its caret and as much of it as fits.

Qt scrolls to the line of the caret alone, and only where Tab leads. What a hand is on stays where it is: a click moves
nothing, and the first key that is typed there does.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

MARGIN = 8
"""Pixels around what is in sight, for its frame and for whoever looks how it goes on there."""

_LINE = QSize(1, 24)
"""What is seen at least of something that has no caret."""

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def into_sight(widget: QWidget) -> None:
    """Scroll whatever is around a widget until it is seen: no further than it takes, and not where it is seen."""
    if not widget.isVisible():
        return  # it is gone again by now
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    part, caret, at = widget.rect(), _caret(widget), widget
    while not at.isWindow() and (around := at.parentWidget()) is not None:
        area = around.parentWidget()
        if isinstance(area, QScrollArea) and area.widget() is at:
            across, down = area.horizontalScrollBar(), area.verticalScrollBar()
            view = around.size()
            left, top = (
                _wanted((part.left(), part.width()), (caret.left(), caret.width()), across.value(), view.width()),
                _wanted((part.top(), part.height()), (caret.top(), caret.height()), down.value(), view.height()),
            )
            across.setValue(left)
            down.setValue(top)
        part, caret = (each.translated(at.pos()) & around.rect() for each in (part, caret))
        at = around


def into_sight_soon(widget: QWidget) -> None:
    """The same once all is laid out that was shown or filled just now, if it is still there then.

    It is not kept for that: what Qt has made itself, as an open list, would come to belong to Python and be deleted.
    """
    known = _weak(widget)

    def scroll() -> None:
        if (there := _live(known)) is not None:
            into_sight(there)

    QTimer.singleShot(0, scroll)


def _caret(widget: QWidget) -> QRect:
    """Where one types in a widget, or the row at hand; its top where it has neither."""
    asked = Qt.InputMethodQuery.ImCursorRectangle
    place, none = widget.inputMethodQuery(asked), QWidget.inputMethodQuery(widget, asked)
    place = place.toRect() if isinstance(place, QRectF) else place
    found = place & widget.rect() if isinstance(place, QRect) and place != none else QRect()
    return found if found.isValid() else QRect(QPoint(), widget.size().boundedTo(_LINE))


def _wanted(part: tuple[int, int], caret: tuple[int, int], now: int, view: int) -> int:
    """Where a bar has to stand, in pixels: each of the two begins somewhere and is so long."""
    begin, length = part
    if length <= view:
        margin = min(MARGIN, (view - length) // 2)
        return max(min(now, begin - margin), begin + length + margin - view)
    first, last = caret[0], caret[0] + caret[1]
    if begin <= now and now + view <= begin + length and now <= first and last <= now + view:
        return now  # nothing but it is in sight, and the caret is
    return begin if last <= begin + view else last - view


def _weak(widget: QWidget | None) -> Callable[[], QWidget | None]:
    """One that keeps nothing of a closed case."""
    return (lambda: None) if widget is None else weakref.ref(widget)


def _live(known: Callable[[], QWidget | None]) -> QWidget | None:
    widget = known()
    return widget if widget is not None and shiboken6.isValid(widget) else None


class KeyboardInSight(QObject):
    """Scrolls to whatever is given the keyboard, in any window of the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._last, self._typed = _weak(app.focusWidget()), _weak(None)
        app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if (typed := _live(self._typed)) is not None:
            typed.removeEventFilter(self)
            self._typed = _weak(None)
        if now is None:
            return  # another window has it, or a list that opened
        last, self._last = _live(self._last), _weak(now)
        if isinstance(now, (QLineEdit, QPlainTextEdit)):
            now.installEventFilter(self)
            self._typed = _weak(now)
        if last is None or last is now or last.window() is not now.window() or not last.isVisible():
            return  # it comes back, or Qt hands it on from what is gone, which nobody asked for
        if now.underMouse() or QApplication.mouseButtons():
            return  # a hand is on it
        into_sight_soon(now)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What is typed is seen."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QWidget) and event.text() and not event.modifiers() & _COMMANDS:
            into_sight_soon(watched)
        return False
