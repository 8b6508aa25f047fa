"""A reviewer's hands: keys pressed where the keyboard is, and gestures of the mouse, both counted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.gui.pages.view import PageView
from reviewer.gui.sight import into_sight
from reviewer.gui.widgets.choice import Choice
from tests.gui.keyboard import focused

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

PATIENCE = 120_000
"""Milliseconds, as in the tests that use them."""

_LEAST = 12
"""Pixels of something that one sees and can click on."""

MOST_STOPS = 80
"""So many stops one goes through before one gives up."""


def seen(widget: QWidget) -> QRect:
    """As much of a widget as nothing around it cuts off."""
    part, around = widget.rect(), widget
    while (parent := around.parentWidget()) is not None and not around.isWindow():
        part, around = part.translated(around.pos()) & parent.rect(), parent
    return part


class Hands:
    """What they cost: ``keys``, and ``clicks``, of which a drag is one."""

    def __init__(self) -> None:
        self.keys = 0
        self.clicks = 0

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1, *, within: QWidget | None = None
    ) -> None:
        """Press a key where the keyboard is, else ``within`` a field whose offers would have it handed back to them."""
        for _ in range(times):
            self.keys += 1
            popup = QApplication.activePopupWidget()
            QTest.keyClick(within or popup or focused(), key, modifiers)

    def tab_to(self, widget: QWidget) -> None:
        """Go to something by Tab alone; fails where Tab does not lead there."""
        for _ in range(MOST_STOPS):
            if focused() is widget:
                return
            self.press(Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"Tab does not lead to {widget.accessibleName() or type(widget).__name__}")

    @staticmethod
    def find(words: str) -> None:
        """Look for words on the page and go back to it; what stands before a task is not counted."""
        QTest.keyClick(focused(), Qt.Key.Key_F, CONTROL)
        QTest.keyClicks(focused(), words)
        QTest.keyClick(focused(), Qt.Key.Key_Return)

    @staticmethod
    def type(words: str) -> None:
        """Words of the reviewer's own; nobody can spare them."""
        QTest.keyClicks(focused(), words)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click where something stands in its window, in sight and usable, and nothing lies over it."""
        assert widget.isVisible(), widget.accessibleName()
        assert widget.isEnabled(), widget.accessibleName()
        window = widget.window()
        QApplication.processEvents()  # what was laid out anew is moved first
        part = seen(widget)  # of a field that is higher than its place, the line with the caret is scrolled into sight
        assert min(part.width(), part.height()) >= _LEAST, widget.accessibleName()
        there = part.center() if at is None else widget.mapTo(window, at)
        hit = window.childAt(there) or window
        assert hit is widget or widget.isAncestorOf(hit), f"{widget.accessibleName()} is behind {hit}"
        self.clicks += 1
        handle = window.windowHandle()
        assert handle is not None
        QTest.mouseClick(handle, LEFT, NONE, there)

    def scroll(self, qtbot: QtBot, widget: QWidget) -> None:
        """Turn the wheel, where something is not in sight; that is a gesture. Then it stands where it stays."""

        def stands() -> bool:
            before = widget.mapTo(widget.window(), widget.rect().center())
            QApplication.processEvents()  # what is laid out anew moves under the hand
            there = widget.isVisible() and widget.isEnabled() and widget.height() > 0
            return there and widget.mapTo(widget.window(), widget.rect().center()) == before

        qtbot.waitUntil(stands, timeout=PATIENCE)
        if seen(widget).size() != widget.size():
            self.clicks += 1
            into_sight(widget)
            qtbot.waitUntil(stands, timeout=PATIENCE)

    def choose_first(self, qtbot: QtBot, choice: Choice) -> None:
        """The first that there is to choose, in a list that was opened by a click."""
        offered = choice.view()
        qtbot.waitUntil(offered.isVisible, timeout=PATIENCE)
        for corner in (offered.viewport().rect().topLeft(), offered.viewport().rect().bottomRight()):
            QTest.mouseMove(offered.viewport(), corner)  # else it takes the click for the end of the one that opened it
        self.click_row(offered, offered.model().index(1, 0))
        qtbot.waitUntil(lambda: bool(choice.value), timeout=PATIENCE)

    def click_row(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Click on a row of a list or table."""
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center())

    def drag(self, view: PageView, words: str) -> None:
        """Drag over words of one line of the first page, from their first letter to their last."""
        assert view.document is not None
        text = view.document.text
        at = text.texts[0].index(words)
        first, last = (text.boxes(1)[each] for each in (at, at + len(words) - 1))
        left, top, _, _ = view._layout.rect(1)
        height = round(top + (first[1] + first[3]) / 2 * view.zoom) - view.verticalScrollBar().value()
        start, end = (QPoint(round(left + x * view.zoom), height) for x in (first[0] + 0.3, last[2] - 0.3))
        self.clicks += 1
        QTest.mousePress(view.viewport(), LEFT, NONE, start)
        QTest.mouseMove(view.viewport(), (start + end) / 2)
        QTest.mouseMove(view.viewport(), end)
        QTest.mouseRelease(view.viewport(), LEFT, NONE, end)
