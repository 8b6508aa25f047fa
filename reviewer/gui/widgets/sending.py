"""What a form does between Save and the answer: an answer takes away only what it is the answer to.

A line to add things with stays free to be typed into, and is cleared only as it was :class:`Sent`. A form that closes
when it is saved stands still until then (:class:`Sending`): what was typed meanwhile would go with it. It is typed
afterwards where the form stays, as something was refused, and is said where it is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer.errors import KnownError
from reviewer.gui.keyboard_moves import KeyboardKept

T = TypeVar("T")
Refused = Callable[[KnownError], None]
Typing = QKeyEvent | QInputMethodEvent
Typed = list[tuple[QWidget, Typing]]
"""What was typed while a form stood still, each with its field."""

_EDITING = {
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
"""Keys that change where or what is typed, and type nothing."""

_CONTROL, _ALT, _META = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
)

_BY_HAND = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.DragEnter,
    QEvent.Type.Drop,
}


class Sent:
    """What some fields held, and where the keyboard was, when they were sent."""

    def __init__(self, *fields: QWidget) -> None:
        self._fields = fields
        self._held = [_held(each) for each in fields]
        self._keyboard = KeyboardKept()

    @property
    def unchanged(self) -> bool:
        """Whether the fields hold what they held: then they can be cleared or filled."""
        return [_held(each) for each in self._fields] == self._held

    @property
    def at_hand(self) -> bool:
        """Whether nobody has gone on with the keyboard: then the answer may move it."""
        return bool(self._keyboard)


class Sending(QObject):
    """A form that closes when it is saved: it takes nothing by hand from Save to the answer; Esc still leaves it.

    Who has left it meanwhile, and may have begun it anew, is not taken out of it by the answer; what was refused then
    goes to ``elsewhere``, and so does what was typed meanwhile and is not taken.
    """

    def __init__(self, form: QWidget, elsewhere: Refused) -> None:
        super().__init__(form)
        self._form, self._elsewhere = form, elsewhere
        self._sitting = 0
        self._still: list[QWidget] = []
        self._typed: Typed = []
        form.installEventFilter(self)

    @property
    def busy(self) -> bool:
        """Whether the answer is still out."""
        return bool(self._still)

    def hold(self) -> None:
        """Take nothing by hand from now on."""
        if not self._still:
            self._still = [self._form, *self._form.findChildren(QWidget)]
            for each in self._still[1:]:
                each.installEventFilter(self)
            self._form.setCursor(Qt.CursorShape.BusyCursor)

    def release(self) -> None:
        """Be free again; an answer that is still out finds another sitting."""
        self._sitting += 1
        self._typed.clear()
        still, self._still = self._still, []
        for each in still[1:]:
            if shiboken6.isValid(each):
                each.removeEventFilter(self)
        if still:
            self._form.unsetCursor()

    def taken(self) -> Typed:
        """Be free again, and have what was typed meanwhile: the form that stays types it where it belongs."""
        typed = list(self._typed)
        self.release()
        return typed

    def answers(self, saved: Callable[[T], object], refused: Refused) -> tuple[Callable[[T], None], Refused]:
        """Send it: what to do with the answer, and with what was refused."""
        self.hold()
        mine = self._sitting

        def arrived(answer: T) -> None:
            if self._sitting == mine:
                typed = _told(self._typed)
                self.release()
                saved(answer)
                if typed.strip():
                    self._elsewhere(_not_taken(typed))

        def came_back(error: KnownError) -> None:
            if self._sitting == mine:
                type_again(self.taken())
                refused(error)  # after that: what is typed takes the words of a refusal away
            else:
                self._elsewhere(error)

        return arrived, came_back

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let nothing through while the answer is out but Esc; a form that was left is at an end."""
        if watched is self._form and event.type() == QEvent.Type.Hide and self._form.isHidden():
            self.release()
        if not self._still or event.type() not in _BY_HAND:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # it comes again as a key for the field, and stops here
        elif isinstance(watched, QLineEdit | QPlainTextEdit):
            self._keep(watched, event)
        return True

    def _keep(self, field: QWidget, event: QEvent) -> None:
        """Keep what types or edits; a key that is a command is none, and is not given later."""
        if isinstance(event, QInputMethodEvent) and event.commitString():
            kept = QInputMethodEvent()
            kept.setCommitString(event.commitString())
            self._typed.append((field, kept))
        elif isinstance(event, QKeyEvent) and (_prints(event) or _edits(event)):
            self._typed.append((field, event.clone()))


def _prints(key: QKeyEvent) -> bool:
    """Whether a key types something. Ctrl and Alt together are AltGr on Windows."""
    held = key.modifiers() & (_CONTROL | _ALT | _META)
    return bool(key.text()) and key.text().isprintable() and held in (Qt.KeyboardModifier.NoModifier, _CONTROL | _ALT)


def _edits(key: QKeyEvent) -> bool:
    return key.key() in _EDITING and not key.modifiers() & (_ALT | _META)


def _told(typed: Typed) -> str:
    """What was typed, in words: without what Backspace took back."""
    words = ""
    for _, each in typed:
        if isinstance(each, QInputMethodEvent):
            words += each.commitString()
        elif each.key() == Qt.Key.Key_Backspace:
            words = words[:-1]
        elif _prints(each):
            words += each.text()
    return words


def type_again(keys: Typed) -> None:
    """Type in its fields what was typed while they stood still."""
    for field, key in keys:
        if shiboken6.isValid(field):
            QApplication.sendEvent(field, key)


def _not_taken(typed: str) -> KnownError:
    return KnownError(
        f"“{typed}” was typed while the form was being saved, and was not taken", "Type it again where it belongs."
    )


def _held(field: QWidget) -> object:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return field.currentIndex(), field.currentText()
    if isinstance(field, QAbstractButton):
        return field.isChecked()
    raise TypeError(type(field).__name__)
