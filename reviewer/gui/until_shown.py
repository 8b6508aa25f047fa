"""A page that shows one thing while another is on its way: until that has come, nothing can be done on it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from reviewer.gui.keyboard_moves import KeyboardKept


class UntilShown:
    """Disables a page from a choice to its answer, so that no act meant for the one chosen falls on the one shown.

    The keyboard goes back to where it was on the page, or to what was to have it, unless it has gone elsewhere.
    """

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._to: QWidget | None = None
        self._kept = KeyboardKept()  # since one began to wait

    @property
    def waiting(self) -> bool:
        """Whether another one is on its way."""
        return not self._page.isEnabled()

    def wait(self) -> None:
        """Another one was chosen."""
        focus = QApplication.focusWidget()
        if focus is not None and self._page.isAncestorOf(focus):
            self._to = focus
        elif not (self.waiting and self._kept):
            self._to = None  # the keyboard has gone elsewhere
        self._page.setEnabled(False)
        self._kept = KeyboardKept()

    def focus(self, widget: QWidget) -> None:
        """Give the keyboard to something on the page, now or as soon as it can take it."""
        if self.waiting:
            self._to, self._kept = widget, KeyboardKept()
        else:
            widget.setFocus()

    def arrived(self) -> None:
        """It is shown."""
        if not self.waiting:
            return
        to, self._to = self._to, None
        self._page.setEnabled(True)
        if to is not None and to.isVisible() and self._kept:
            to.setFocus()
