"""Whether anybody has gone on with the keyboard: Qt moves it too, where what had it is hidden, disabled or gone."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class KeyboardMoves(QObject):
    """Counts how often the keyboard left something that could have kept it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.count = 0
        self._lost = False
        self._last = _weak(app.focusWidget())
        app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        stands = _can_have_it(self._last())
        if now is None:
            if not stands:
                self._last = _weak(None)  # nothing else could have it: where it goes from here, somebody goes
                self._lost = True
            return  # else another window has it, or a list that opened: it may come back
        if self._lost or (stands and self._last() is not now):
            self.count += 1
        self._last, self._lost = _weak(now), False


def _can_have_it(widget: QWidget | None) -> bool:
    return widget is not None and shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled()


def _weak(widget: QWidget | None) -> Callable[[], QWidget | None]:
    """One that keeps nothing of a closed case."""
    return (lambda: None) if widget is None else weakref.ref(widget)


class KeyboardKept:
    """Where the keyboard is now, and later whether anybody has gone on from there."""

    def __init__(self) -> None:
        self._moves, self._at = _moves(), QApplication.focusWidget()
        self._count = self._moves.count

    def __bool__(self) -> bool:
        return QApplication.focusWidget() in (self._at, None) or self._moves.count == self._count


def _moves() -> KeyboardMoves:
    """Those of the program, counted from the first time that anybody asks."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - tells mypy that there is a window
    return app.findChild(KeyboardMoves) or KeyboardMoves(app)
