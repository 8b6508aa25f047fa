"""What was copied in this window, so that it is not left on the clipboard of a locked laptop."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication


class CopiedHere(QObject):
    """Knows whether what is on the clipboard was put there here; only what it hashes to is kept."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._last = b""
        self._clipboard.dataChanged.connect(self._look)

    def forget(self) -> None:
        """Clear the clipboard, and the selection of a desktop that has one, if they hold what was copied here."""
        if self._last and _digest(self._clipboard) == self._last:
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
        self._last = b""

    def _look(self) -> None:
        """Something was copied: here, if a window of this program has the focus."""
        self._last = _digest(self._clipboard) if self.in_front() or self._clipboard.ownsClipboard() else b""

    def in_front(self) -> bool:
        """Whether what the keyboard does is done in this program."""
        return QGuiApplication.focusWindow() is not None


def _digest(clipboard: QClipboard) -> bytes:
    text = clipboard.text()
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() if text else b""
