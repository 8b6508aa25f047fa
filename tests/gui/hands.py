"""A reviewer's hands: keys pressed where the keyboard is, and gestures of the mouse, both counted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from reviewer.gui.pages.view import PageView
from tests.gui.keyboard import focused

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

MOST_STOPS = 80
"""So many stops one goes through before one gives up."""


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
    def type(words: str) -> None:
        """Words of the reviewer's own; nobody can spare them."""
        QTest.keyClicks(focused(), words)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on something that is in sight and can be used."""
        assert widget.isVisible(), widget.accessibleName()
        assert widget.isEnabled(), widget.accessibleName()
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, NONE, at or widget.rect().center())

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
