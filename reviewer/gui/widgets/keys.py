"""What keys do while something has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Acts = Mapping[str, Callable[[], object]]
"""What each key does; keys that do the same stand in one name, parted by a space: ``Ctrl+Return Ctrl+Enter``."""

ENTER = "Return Enter"
CTRL_ENTER = "Ctrl+Return Ctrl+Enter"


def on_keys(widget: QWidget, acts: Acts) -> None:
    """Have keys do something while the widget itself has the focus."""
    _on_keys(widget, acts, Qt.ShortcutContext.WidgetShortcut)


def on_keys_within(widget: QWidget, acts: Acts) -> None:
    """Have keys do something while the widget, or anything in it, has the focus."""
    _on_keys(widget, acts, Qt.ShortcutContext.WidgetWithChildrenShortcut)


def on_keys_anywhere(widget: QWidget, acts: Acts) -> None:
    """Have keys do something while the window of the widget has the focus and the widget is in sight."""
    _on_keys(widget, acts, Qt.ShortcutContext.WindowShortcut)


def _on_keys(widget: QWidget, acts: Acts, context: Qt.ShortcutContext) -> None:
    for keys, act in acts.items():
        for key in keys.split(" "):
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(context)
            shortcut.activated.connect(act)
