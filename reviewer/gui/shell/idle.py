"""Locking a case that nobody has had a hand on for as long as the settings say."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reviewer.desktop import preferences
from reviewer.gui.widgets.keys import FORM
from reviewer.gui.widgets.parts import LOOKUP

LOOK = 15_000
"""Milliseconds from look to look; the clock is read then, and as a hand comes after longer."""

STILL = 1.0
"""Seconds for which no key was pressed since a case was locked by itself: what is typed from then on is meant for the
page in sight. Whoever was about to type as it came would begin a passphrase with what was meant for the case."""

HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,  # all that is seen of the press of a key that a shortcut takes
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleLock(QObject):
    """``wanted`` carries the minutes after which it is time, unless that would take something away: it is ``held``.

    Only what comes to the windows themselves is looked at, and not every event of every widget: that costs frames.
    """

    wanted = Signal(int)
    not_taken = Signal()
    """The first key that came so soon after the case was locked that it is for nobody."""

    def __init__(self, parent: QObject, held: Callable[[], bool], clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._held, self._clock = held, clock
        self._last = clock()
        self._waking: int | None = None  # the key whose press locked the case, until it is let go
        self._pressed: float | None = None  # when a key was last pressed, or the case locked, until that is long ago
        self._told = False
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self.look)
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]  # there is one

    def begin(self) -> None:
        """A case is open from now on."""
        self._last, self._pressed = self._clock(), None
        self._looking.start()

    def end(self) -> None:
        """It is closed."""
        self._looking.stop()

    def look(self) -> None:
        """See whether it is time."""
        now, minutes = self._clock(), preferences.current().lock_after
        self._last = min(self._last, now)  # where the clock was set back
        if minutes and now - self._last >= minutes * 60 and not self._held():
            self.wanted.emit(minutes)
            if not self._looking.isActive():
                self._pressed, self._told = self._clock(), False  # what was typed while it was locked comes now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take notice of a hand. The press that wakes a laptop and locks the case is for what was in sight before."""
        if event.type() in HANDS and self._touched():
            self._waking = event.key() if isinstance(event, QKeyEvent) else None
            return event.type() not in {QEvent.Type.MouseMove, QEvent.Type.Wheel}
        return self._still_waking(event) or self._too_soon(event) or super().eventFilter(watched, event)

    def _too_soon(self, event: QEvent) -> bool:
        """Whether a key is pressed in the moment in which the case was locked, or goes on from there."""
        if self._pressed is None or not isinstance(event, QKeyEvent):
            return False
        now = self._clock()
        if not 0 <= now - self._pressed < STILL:
            self._pressed = None
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._pressed = now
            if not self._told:
                self._told = True
                self.not_taken.emit()
        return True

    def _still_waking(self, event: QEvent) -> bool:
        """Whether an event is of the press of a key that locked the case: it would be typed as of a passphrase."""
        if self._waking is None or not isinstance(event, QKeyEvent):
            return False
        same = event.key() == self._waking
        if not same or (event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat()):
            self._waking = None
        return same

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            self._touched()
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _touched(self) -> bool:
        """Take notice of a hand; one that comes too late, as to a laptop that slept, keeps nothing open.

        Whether the case was locked by it.
        """
        watched = self._looking.isActive()
        if watched and self._clock() - self._last >= LOOK / 1000:
            self.look()
        self._last = self._clock()
        return watched and not self._looking.isActive()


def typed_unsaved(within: QWidget) -> bool:
    """Whether words that were typed, and are no query, would be lost by locking; in what could be seen there."""
    lines = (
        each
        for each in within.findChildren(QLineEdit)
        if each.isModified() and each.text().strip() and _in_form(each, within)
    )
    edits: list[QPlainTextEdit | QTextEdit] = [*within.findChildren(QPlainTextEdit), *within.findChildren(QTextEdit)]
    pages = (each for each in edits if each.document().isModified() and each.toPlainText().strip())
    return any(each.isVisibleTo(within) for each in (*lines, *pages))


def left_typed(within: QWidget) -> list[QLineEdit]:
    """The other lines that words were typed into, in what could be seen there: no form would keep them.

    Whether they were saved they cannot tell; a passphrase is not told of, and what is looked for is nobody's work.
    """
    return [
        each
        for each in within.findChildren(QLineEdit)
        if each.isModified()
        and each.text().strip()
        and each.accessibleName()
        and each.echoMode() is QLineEdit.EchoMode.Normal
        and not each.property(LOOKUP)
        and not _in_form(each, within)
        and each.isVisibleTo(within)
    ]


def _in_form(widget: QWidget, within: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not within:
        if at.property(FORM):
            return True
        at = at.parentWidget()
    return False
