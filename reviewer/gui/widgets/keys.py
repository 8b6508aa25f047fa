"""What keys do while something has the focus.

A key without Ctrl or Alt acts only where one reads: in a list, on a page, in a picture. While a field, a button, a form
or a list that has opened above the window has the keyboard, it is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from reviewer.desktop import settings

Acts = Mapping[str, Callable[[], object]]
"""What each key does; keys that do the same stand in one name, parted by a space: ``Ctrl+Return Ctrl+Enter``."""

ENTER = "Return Enter"
CTRL_ENTER = "Ctrl+Return Ctrl+Enter"

TYPED = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
FIELDS = (*TYPED, QAbstractSlider, QLabel)
"""What one types into, chooses in or reads by caret."""

FORM = "form"
"""The property of a widget whose keys are its own, wherever in it the focus is."""

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LAST_CHARACTER = 0xFFFFFF
"""Keys above stand for no character: Qt::Key_Escape and on."""


def on_keys(widget: QWidget, acts: Acts, *, once: bool = False) -> None:
    """Have keys do something while the widget itself has the focus; ``once`` as for :func:`on_keys_within`."""
    _on_keys(widget, acts, Qt.ShortcutContext.WidgetShortcut, once=once)


def on_keys_within(widget: QWidget, acts: Acts, *, once: bool = False) -> None:
    """Have keys do something while the widget, or anything in it, has the focus.

    ``once``: a key that is held down acts once, for it marks what nobody has seen yet if it leads on.
    """
    _on_keys(widget, acts, Qt.ShortcutContext.WidgetWithChildrenShortcut, once=once)


def on_keys_anywhere(widget: QWidget, acts: Acts, *, once: bool = False) -> None:
    """Have keys do something while the window of the widget has the focus and the widget is in sight.

    ``once`` as for :func:`on_keys_within`.
    """
    _on_keys(widget, acts, Qt.ShortcutContext.WindowShortcut, once=once)


def as_form(widget: QWidget) -> None:
    """Keep single keys that are pressed anywhere in a widget from acting on what stands around it."""
    widget.setProperty(FORM, True)


def typing() -> bool:
    """Whether somebody types into something: what arrives by itself must not take the keyboard away then."""
    return isinstance(QApplication.focusWidget(), TYPED)


def in_field(focus: QWidget | None, within: QWidget) -> bool:
    """Whether a field has the keyboard, or a form in ``within``, or a switch."""
    if isinstance(focus, FIELDS) or (isinstance(focus, QAbstractButton) and focus.isCheckable()):
        return focus is not within
    while focus is not None and focus is not within:
        if focus.property(FORM):
            return True
        focus = focus.parentWidget()
    return False


def _among_fields(focus: QWidget, within: QWidget) -> bool:
    """Whether a button has the keyboard that one comes to on the way through the fields of ``within``."""
    return isinstance(focus, QAbstractButton) and any(within.findChild(kind) is not None for kind in TYPED)


def _on_keys(widget: QWidget, acts: Acts, context: Qt.ShortcutContext, *, once: bool = False) -> None:
    for keys, act in acts.items():
        for key in keys.split(" "):
            _Key(key, widget, act, context).setAutoRepeat(not once)


class _Key(QShortcut):
    """A key that acts, unless it is meant for what has opened above the window or for a field: they are handed it."""

    def __init__(self, key: str, widget: QWidget, act: Callable[[], object], context: Qt.ShortcutContext) -> None:
        super().__init__(QKeySequence(key), widget)
        self._widget, self._act, self._combination = widget, act, _combination(key)
        self.setContext(context)
        self.activated.connect(self._pressed)

    def _pressed(self) -> None:
        popup, focus = _above(), QApplication.focusWidget()
        passing = self.context() is not Qt.ShortcutContext.WidgetShortcut and _single(self._combination)
        if popup is not None:
            self._hand(popup.focusWidget() or popup)
        elif focus is not None and (self._off() or (passing and self._for(focus))):
            self._hand(focus)
        else:
            self._act()

    def _off(self) -> bool:
        return is_letter(self._combination) and not settings.single_keys()

    def _for(self, focus: QWidget) -> bool:
        return in_field(focus, self._widget) or _among_fields(focus, self._widget)

    def _hand(self, to: QWidget) -> None:
        key, modifiers = self._combination.key(), self._combination.keyboardModifiers()
        letter = key.value <= _LAST_CHARACTER and not modifiers & _MODIFIERS
        text = chr(key.value).lower() if letter else ""
        self.setEnabled(False)  # or it would take the key again
        QApplication.sendEvent(to, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))
        self.setEnabled(True)


def _combination(key: str) -> QKeyCombination:
    first: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # PySide's stubs leave __getitem__ out
    return first


def _above() -> QWidget | None:
    """What has opened above the window and takes the keys: not the offers below a line while none of them is marked."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QAbstractItemView) and popup.focusProxy() is not None and not popup.currentIndex().isValid():
        return None
    return popup


def is_letter(key: QKeyCombination) -> bool:
    """Whether a key is a character without Ctrl or Alt: one that can be turned off (WCAG 2.2, 2.1.4)."""
    letter = key.key().value <= _LAST_CHARACTER and key.key() != Qt.Key.Key_Space
    return letter and not key.keyboardModifiers() & _MODIFIERS


def _single(key: QKeyCombination) -> bool:
    """Whether a key is one that a hand may press in passing: a character, Del or Backspace, without Ctrl or Alt."""
    plain = key.key().value <= _LAST_CHARACTER or key.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    return plain and not key.keyboardModifiers() & _MODIFIERS
