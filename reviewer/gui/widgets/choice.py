"""A choice among a few words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from reviewer.gui.accessibility import name_choice
from reviewer.gui.theme import room_for

_ARROWS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


LEAST = 28
"""How narrow a choice can be, in steps of the grid."""


class Choice(QComboBox):
    """A choice that keeps letters and digits to itself, so that they do not act on the item instead.

    The wheel scrolls what is around it, with or without the focus: nothing is chosen in passing. Where a choice is
    written to the case ``at_once``, letters choose nothing and arrows open its list, in which Enter chooses.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self._at_once = at_once
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        """Take the letters before the room's keys get them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose by a key, unless that would be written at once."""
        if self._at_once and event.key() in _ARROWS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
        elif not (self._at_once and _letter(event)):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to what scrolls around it."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrower than what is chosen, where there is no room."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), room_for(LEAST)), hint.height())

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Show all words of what is offered, however narrow the choice itself is, and all lines of a short list."""
        offered = self.view()
        scrolls = self.count() > self.maxVisibleItems()
        bar = offered.verticalScrollBar().sizeHint().width() if scrolls else 0
        wide = offered.sizeHintForColumn(0) + bar + 2 * offered.frameWidth()
        offered.setMinimumWidth(min(wide, self.screen().availableGeometry().width()))
        super().showPopup()
        if not scrolls:
            self._show_all_lines()

    def _show_all_lines(self) -> None:
        """Qt leaves out of its sum what a style puts around the list, and then puts the last line behind an arrow."""
        offered, box = self.view(), self.view().window()
        first, last = (offered.visualRect(self.model().index(at, 0)) for at in (0, self.count() - 1))
        laid_out = box.layout()
        if laid_out is not None:
            laid_out.activate()
        parts = box.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        around = box.height() - sum(part.height() for part in parts if part.isVisible()) + 2 * offered.frameWidth()
        room = self.screen().availableGeometry()
        high = max(box.height(), min(last.bottom() + 1 - first.top() + around, room.height()))
        for arrow in parts:
            arrow.setVisible(arrow is offered)  # it comes back where the screen is too low for all of it
        box.setGeometry(box.x(), max(room.top(), min(box.y(), room.bottom() + 1 - high)), box.width(), high)

    def say(self, value: str) -> None:
        """Choose a value, if it is one of those offered."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)

    @property
    def value(self) -> str:
        """The value that is chosen."""
        return str(self.currentData() or "")


def _letter(event: QKeyEvent) -> bool:
    """Whether a key is a letter or digit: Alt+1 goes to another room, whatever has the keyboard."""
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
    return event.text().isalnum() and not event.modifiers() & held


LONGEST = 11
"""So many characters of what is offered are in sight without it being asked for."""


def choice(
    name: str,
    values: Sequence[str | tuple[str, str]],
    chosen: str = "",
    *,
    wide: int = 7,
    at_once: bool = False,
) -> Choice:
    """Values, or pairs of a value and its words; at least ``wide`` characters of room."""
    made = Choice(at_once=at_once)
    name_choice(made, name)
    made.setToolTip(name)
    for each in values:
        value, words = each if isinstance(each, tuple) else (each, str(each))
        made.addItem(words, str(value))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    longest = max((len(made.itemText(at)) for at in range(made.count())), default=0)
    made.setMinimumContentsLength(max(wide, min(longest, LONGEST)))
    made.say(chosen)
    return made
