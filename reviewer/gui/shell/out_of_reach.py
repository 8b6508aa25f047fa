"""Which of several places covers least of what a hand is on or may go to next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_FOR_A_HAND = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)


def least_in_the_way(over: QWidget, places: Sequence[QRect], *, but: QWidget) -> QRect:
    """The first place over a widget, in its coordinates, that covers the fewest things one clicks on or types in.

    Before that counts that it is not where the mouse or the keyboard is. ``but`` is what is to stand there.
    """
    hand = QRect(over.mapFromGlobal(QCursor.pos()), QSize(1, 1))
    typed = _typed_in(over)
    seen = [
        _in_sight(each, over)
        for each in over.findChildren(QWidget)
        if isinstance(each, _FOR_A_HAND) and each.isVisible() and each.isEnabled() and not but.isAncestorOf(each)
    ]

    def in_the_way(place: QRect) -> tuple[bool, int]:
        return place.intersects(hand) or place.intersects(typed), sum(place.intersects(each) for each in seen)

    return min(places, key=in_the_way)


def _typed_in(over: QWidget) -> QRect:
    """Where the keyboard is: in a list the row at hand."""
    focus = QApplication.focusWidget()
    if focus is None or not over.isAncestorOf(focus):
        return QRect()
    if isinstance(focus, QAbstractItemView):
        row = focus.visualRect(focus.currentIndex()) & focus.viewport().rect()
        return row.translated(focus.viewport().mapTo(over, QPoint()))
    return _in_sight(focus, over) if isinstance(focus, _FOR_A_HAND) else QRect()


def _in_sight(widget: QWidget, over: QWidget) -> QRect:
    """As much of a widget as nothing around it cuts off."""
    part, around = widget.rect(), widget
    while around is not over and (parent := around.parentWidget()) is not None:
        part, around = part.translated(around.pos()) & parent.rect(), parent
    return part
