"""What went wrong, with advice, laid over the foot of the window: it takes no focus, and nothing moves for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from reviewer.errors import KnownError
from reviewer.gui.accessibility import announce
from reviewer.gui.shell.out_of_reach import least_in_the_way
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.parts import label, row, tool

READ_IN = 4_000
"""Milliseconds in which a notice can be read; until then nothing takes it away."""


MOST = 3
"""So many things are said at once, the latest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    text: str
    advice: str
    problem: bool
    kept: bool

    @property
    def sentence(self) -> str:
        """It as a sentence."""
        begun = self.text[:1].upper() + self.text[1:]
        return begun if begun.endswith((".", "?", "!")) else f"{begun}."


WIDE = 150
"""How wide it may be where it lies over a room, in steps of the grid."""

EDGE = 1
"""Pixels of its border."""

_PLACED_ANEW = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest)


class Notice(QFrame):
    """Hidden until there is something to say, then ``over`` the rooms and pages: no layout gives it room or takes any.

    What fits into the part of the status line that ``free`` tells, in its coordinates, stands there; anything else
    above the ``line``, in the corner where neither a hand nor what one clicks on is. With no line it is at the foot.
    """

    def __init__(self, over: QWidget, line: QWidget | None = None, free: Callable[[], QRect] = QRect) -> None:
        super().__init__(over)
        self.setObjectName("overlay")
        self._over, self._line, self._free = over, line, free
        self._at_left: bool | None = None  # once it lies over a room it stays where it is
        self.read_in = READ_IN
        self._shown = QElapsedTimer()
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self.hide)
        self._said: list[_Said] = []
        self.what = label("", "problem", wrap=True)
        self.what.setAccessibleDescription(self.tr("Notice"))
        self.advice = label("", "muted", wrap=True)
        for part in (self.what, self.advice):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # no stop on the way of Tab
        close = tool("close", self.tr("Close this notice"), self.hide)
        self._words = row(self.what, self.advice, gap=3)
        self._whole = row(self._words, close, margins=(3, 0, 1, 0), gap=2)
        self._whole.setStretchFactor(self._words, 1)
        self._whole.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._whole)
        self.hide()
        for each in (over, line):
            if each is not None:
                each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Stand where there is room now."""
        if event.type() in _PLACED_ANEW:
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        """Be as large as its words are now."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return taken

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """The next one may stand elsewhere."""
        super().hideEvent(event)
        self._at_left = None

    def place(self) -> None:
        """Stand in the free part of the status line, or above it where the words need more than that."""
        if self.isHidden():
            return
        needed, free = self._in_one_line(), self._free_part()
        if needed <= free.width():
            self._lay_out(QBoxLayout.Direction.LeftToRight)
            high = max(free.height(), self._high(needed))
            self.setGeometry(free.right() + 1 - needed, free.bottom() + 1 - high, needed, high)
            return
        self._lay_out(QBoxLayout.Direction.TopToBottom)
        self.setGeometry(self._over_the_room(needed))

    def _over_the_room(self, needed: int) -> QRect:
        within = self._over.rect()
        wide = min(needed, room_for(WIDE), within.width())
        high = self._high(wide)
        foot = within.bottom() + 1 if self._line is None else self._line.y()
        first = within.width() - wide if self._line is not None else (within.width() - wide) // 2
        places = [QRect(left, foot - high, wide, high) for left in (first, 0)]
        if self._at_left is None:
            self._at_left = least_in_the_way(self._over, places, but=self) is places[1]
        return places[self._at_left]

    def _free_part(self) -> QRect:
        free = self._free()
        return free if self._line is None else free.translated(self._line.pos())

    def _lay_out(self, direction: QBoxLayout.Direction) -> None:
        upright = direction is QBoxLayout.Direction.TopToBottom
        self._words.setDirection(direction)
        self._words.setSpacing(grid(1 if upright else 3))
        self._whole.setContentsMargins(grid(3), grid(2 * upright), grid(1), grid(2 * upright))

    def _high(self, wide: int) -> int:
        words = self._whole.heightForWidth(wide - 2 * EDGE)
        return max(words, self._whole.itemAt(1).sizeHint().height()) + 2 * EDGE  # type: ignore[union-attr]

    def _in_one_line(self) -> int:
        """How wide it is if nothing is on a second line; what was said one after the other is on several."""
        shown = [each for each in (self.what, self.advice) if each.text()]
        if any("\n" in each.text() for each in shown):
            return self._over.width()
        words = sum(each.fontMetrics().horizontalAdvance(each.text()) + grid(3) + 2 for each in shown)
        return words + grid(4) + 2 * EDGE + self._whole.itemAt(1).sizeHint().width()  # type: ignore[union-attr]

    def show_error(self, error: KnownError) -> None:
        """Say what went wrong and what to do."""
        self.say(str(error), error.advice, problem=True)

    def say(self, text: str, advice: str = "", *, problem: bool = False, kept: bool = False) -> None:
        """Say something; a problem, and what else is to be ``kept``, stays beside it until it could be read."""
        self._leaving.stop()
        unread = not self.isHidden() and self._shown.elapsed() < self.read_in
        before = [each for each in self._said if unread and each.kept and each.text != text]
        said = _Said(text=text, advice=advice, problem=problem, kept=kept or problem)
        self._said = [*before[1 - MOST :], said]
        self._shown.start()
        self._show()
        announce(self.what, f"{said.sentence} {advice}".strip(), urgent=problem)

    def says(self, text: str) -> bool:
        """Whether it stands there and is not about to go."""
        return not self.isHidden() and not self._leaving.isActive() and any(each.text == text for each in self._said)

    def _show(self) -> None:
        self.what.setProperty("role", "problem" if any(each.problem for each in self._said) else "")
        self.what.style().polish(self.what)
        self.what.setText("\n".join(each.sentence for each in self._said))
        advice = "\n".join(each.advice for each in self._said if each.advice)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.show()
        self.raise_()
        self.place()

    def settle(self) -> None:
        """Go, as soon as it could be read: something else was done, or one is elsewhere."""
        left = self.read_in - self._shown.elapsed()
        if not self.isVisible() or left <= 0:
            self.hide()
        elif not self._leaving.isActive():
            self._leaving.start(left)

    def take_back(self, text: str) -> None:
        """Take it away at once if it was said: it is no longer so."""
        still = [each for each in self._said if each.text != text]
        if len(still) < len(self._said):
            self._said = still
            if not still:
                self.hide()
            elif not self.isHidden():
                self._show()
