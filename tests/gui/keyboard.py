"""The keyboard, as tests of the window use it."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.widgets.progress_line import SearchWait
from reviewer.gui.widgets.tab_order import first_stop

PATIENCE = 120_000
"""Milliseconds, as in the tests that use them."""


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in a widget."""
    QTest.keyClick(widget, key, modifier)


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def stops(window: QWidget) -> list[QWidget]:
    """What one sees in a window and expects Tab to reach, as Qt knows it."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.window() is window
        and each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
    ]


def walked(key: Qt.Key, most: int = 200) -> list[QWidget]:
    """What has the keyboard, one after the other, while Tab or Shift+Tab is pressed until one is back."""
    found: list[QWidget] = []
    while len(found) < most and focused() not in found:
        found.append(focused())
        press(focused(), key)
    return found


def unreached(window: QWidget, key: Qt.Key) -> list[str]:
    """What a whole round leaves out."""
    return left_out(window, walked(key))


def left_out(window: QWidget, reached: list[QWidget]) -> list[str]:
    """What is not among the stops reached. Of buttons of which one is down, one is enough: arrows lead on from it."""
    groups = {each.group() for each in reached if isinstance(each, QAbstractButton)} - {None}
    left = [each for each in stops(window) if each not in reached]
    return [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in left
        if not (isinstance(each, QAbstractButton) and each.group() in groups)
    ]


def cut_off(widget: QWidget) -> bool:
    """Whether less of a widget is in sight than would fit into what is scrolled around it."""
    part, at = widget.rect(), widget
    while not at.isWindow() and (around := at.parentWidget()) is not None:
        most = part.size().boundedTo(around.size())
        part, area = part.translated(at.pos()) & around.rect(), around.parentWidget()
        if isinstance(area, QScrollArea) and area.widget() is at and part.size() != most:
            return True
        at = around
    return False


def moved(qtbot: QtBot, rows: QWidget, waiting: SearchWait) -> int:
    """By how much what is in sight moves when a line comes that tells how far a search is, in pixels."""
    qtbot.waitUntil(lambda: rows.isVisible() and not waiting.running, timeout=PATIENCE)
    QApplication.processEvents()
    before = rows.mapTo(rows.window(), QPoint()).y()
    waiting.line.show()
    QApplication.processEvents()
    assert waiting.line.isVisible()
    assert waiting.line.parentWidget() is rows.parentWidget()  # beside what it is about
    now = rows.mapTo(rows.window(), QPoint()).y()
    waiting.line.hide()
    return now - before


def cut_off_on_the_way(within: QWidget) -> list[str]:
    """What is cut off when it has the keyboard, while Tab goes through a part of a window and Shift+Tab back."""
    found: list[str] = []
    there = [each for each in stops(within.window()) if within.isAncestorOf(each)]
    first_stop(within).setFocus()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        for _ in there:
            press(focused(), key)
            QApplication.processEvents()
            if cut_off(focused()):
                found.append(f"{type(focused()).__name__} {focused().accessibleName()}")
    return found


def out_of_order(stops: list[QWidget]) -> list[tuple[str, str]]:
    """Stops reached one after the other, where the second stands in the way to the first: above it, or left of it."""

    def wrong(first: QWidget, then: QWidget) -> bool:
        one, two = (QRect(each.mapTo(each.window(), QPoint()), each.size()) for each in (first, then))
        above = two.bottom() < one.top() and one.left() <= two.right() and two.left() <= one.right()
        left = two.right() < one.left() and one.top() <= two.bottom() and two.top() <= one.bottom()
        return above or left

    pairs = itertools.pairwise(stops)
    return [(one.accessibleName(), two.accessibleName()) for one, two in pairs if wrong(one, two)]
