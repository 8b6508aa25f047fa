"""The keyboard, as tests of the window use it."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


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
    """What a whole round leaves out. Of buttons of which one is down, one is enough: arrows lead on from it."""
    reached = walked(key)
    groups = {each.group() for each in reached if isinstance(each, QAbstractButton)} - {None}
    left = [each for each in stops(window) if each not in reached]
    return [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in left
        if not (isinstance(each, QAbstractButton) and each.group() in groups)
    ]


def out_of_order(stops: list[QWidget]) -> list[tuple[str, str]]:
    """Stops reached one after the other, where the second stands in the way to the first: above it, or left of it."""

    def wrong(first: QWidget, then: QWidget) -> bool:
        one, two = (QRect(each.mapTo(each.window(), QPoint()), each.size()) for each in (first, then))
        above = two.bottom() < one.top() and one.left() <= two.right() and two.left() <= one.right()
        left = two.right() < one.left() and one.top() <= two.bottom() and two.top() <= one.bottom()
        return above or left

    pairs = itertools.pairwise(stops)
    return [(one.accessibleName(), two.accessibleName()) for one, two in pairs if wrong(one, two)]
