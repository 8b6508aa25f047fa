"""Where the counts of what was found stand: open beside it in a wide window, else below it, behind a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QBoxLayout, QSplitter, QWidget

from reviewer.desktop import settings
from reviewer.gui.rooms.search.narrowing import Narrowing
from reviewer.gui.theme import room_for

WIDE = 400
"""A window is wide from so many steps of the grid on: 1,600 pixels with letters of the usual size."""

LEAST = 68
"""So wide the counts are beside what was found, in steps of the grid."""


class NarrowingPlace(QObject):
    """Puts them below ``hits``, in ``column``, or in ``panes`` after the first.

    Whether they are open is remembered on this laptop once the button was used: for wide windows, and for others.
    ``text`` is what was searched for last.
    """

    def __init__(
        self,
        room: QWidget,
        narrowing: Narrowing,
        hits: QWidget,
        *,
        column: QBoxLayout,
        panes: QSplitter,
        text: Callable[[], str],
    ) -> None:
        super().__init__(room)
        self._room, self._narrowing, self._hits = room, narrowing, hits
        self._column, self._panes, self._text = column, panes, text
        self._wide = self._found = False
        self._put()
        room.installEventFilter(self)

    def toggle(self) -> bool:
        """Open them, or close them, and remember that; whether they are open now."""
        opened = self._narrowing.isHidden()
        settings.open_counts(opened, wide=self._wide)
        self._show(opened)
        return opened

    def show_found(self) -> None:
        """Something was found: count it where that is wanted."""
        self._found, wanted = True, self._wanted()
        self._narrowing.setVisible(wanted)
        if wanted:
            self._narrowing.ask(self._text())

    def show_nothing(self) -> None:
        """Nothing was found that could be counted."""
        self._found = False
        self._narrowing.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The window may have become wide, or is so no longer."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        wide = self._room.window().width() >= room_for(WIDE)
        if wide != self._wide:
            self._wide = wide
            focus = QApplication.focusWidget()
            held = focus is not None and self._narrowing.isAncestorOf(focus)
            self._put()
            if self._found:
                self._show(self._wanted())
            if held:
                (self._hits if self._narrowing.isHidden() else self._narrowing.tree).setFocus()

    def _put(self) -> None:
        hidden = self._narrowing.isHidden()
        if self._wide:
            self._panes.insertWidget(1, self._narrowing)
        else:
            self._column.insertWidget(self._column.indexOf(self._hits) + 1, self._narrowing, 1)
        self._narrowing.setMinimumWidth(room_for(LEAST) if self._wide else 0)
        self._narrowing.setHidden(hidden)

    def _wanted(self) -> bool:
        return settings.counts_open(wide=self._wide)

    def _show(self, wanted: bool) -> None:  # noqa: FBT001 - a state
        opened = wanted and self._narrowing.isHidden()
        self._narrowing.setVisible(wanted)
        if opened:
            self._narrowing.ask(self._text())
