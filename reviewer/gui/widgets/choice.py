"""A choice among a few words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox


class Choice(QComboBox):
    """A choice that keeps letters and digits to itself, so that they do not act on the item instead."""

    def event(self, event: QEvent) -> bool:
        """Take the letters before the room's keys get them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.text().isalnum():
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to what scrolls around it, unless one is in it: nothing changes in passing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def say(self, value: str) -> None:
        """Choose a value, if it is one of those offered."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return str(self.currentData() or "")


def choice(name: str, values: Sequence[str | tuple[str, str]], chosen: str = "", *, wide: int = 7) -> Choice:
    """Values, or pairs of a value and its words; at least ``wide`` characters of room."""
    made = Choice()
    made.setAccessibleName(name)
    made.setToolTip(name)
    for each in values:
        value, words = each if isinstance(each, tuple) else (each, str(each))
        made.addItem(words, str(value))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(wide)
    made.say(chosen)
    return made
