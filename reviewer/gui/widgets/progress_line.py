"""How far a piece of work is: a bar, words, and a button that stops it; out of sight while nothing is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QProgressBar

from reviewer.casefile.engine.case import Case
from reviewer.errors import CancelledError, KnownError
from reviewer.gui.operations import PostedProgress
from reviewer.gui.session import Session
from reviewer.gui.theme import grid, room_for
from reviewer.gui.widgets.parts import button, column, label, row

T = TypeVar("T")

LONGEST = 80
"""So many characters are said of what is at work."""


class ProgressLine(QFrame):
    """Shows one piece of work from :meth:`begin` to :meth:`end`; its progress posts to :meth:`step`."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: PostedProgress | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(room_for(30))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = label("", "small", wrap=True)
        self.doing.setMinimumHeight(self.doing.fontMetrics().lineSpacing())
        self.stop = button(self.tr("Cancel"), self.cancel)
        self._lines = column(row(self.bar, self.stop, 1, gap=2), self.doing, gap=1)
        self.setLayout(self._lines)
        self.hide()

    def lie_flat(self) -> None:
        """Stand on one line, as low as its words, in a line that is there already."""
        self._lines.setDirection(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(grid(2))
        self.doing.setWordWrap(False)
        self.stop.setProperty("role", "link")

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._progress is not None

    def begin(self, progress: PostedProgress, words: str) -> None:
        """Something is under way, and nobody knows yet how much there is; where it was already, its next part."""
        self._progress = progress
        self.bar.setRange(0, 0)
        self.doing.setText(words)
        self.show()

    def step(self, done: int, total: int, what: str) -> None:
        """So far is it; ``what`` is at work."""
        if self._progress is not None and not self._progress.cancelled:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            of = self.tr("{0:,} of {1:,}").format(done, total) if total else (f"{done:,}" if done else "")
            self.doing.setText(" · ".join(part for part in (of, what[:LONGEST]) if part))

    def end(self) -> None:
        """It is over."""
        self._progress = None
        self.hide()

    def cancel(self) -> None:
        """Ask for it to stop, which it does when it can."""
        if self._progress is not None:
            self._progress.cancel()
            self.doing.setText(self.tr("Stopping…"))


class SearchWait(QObject):
    """How far a search is that compares texts, one at a time; out of sight for what is quick.

    ``place`` puts the line into the view when it is first shown.
    A search that is asked anew stops the one before, for nobody waits for that any more. ``acts``: what is searched for
    is acted on, so whoever asks looks first whether one is :attr:`running`, and closing the case stops none.
    """

    PATIENCE = 400
    """Milliseconds: what takes no longer is not worth a line that comes and goes."""

    def __init__(
        self, parent: QObject, session: Session, place: Callable[[ProgressLine], None], *, acts: bool = False
    ) -> None:
        super().__init__(parent)
        self._watch = session.acting if acts else session.searching
        self._place = place
        self._progress: PostedProgress | None = None
        self._told: tuple[int, int, str] | None = None
        self._patience = QTimer(self, singleShot=True, interval=self.PATIENCE)
        self._patience.timeout.connect(self._show)

    @cached_property
    def line(self) -> ProgressLine:
        """The line, made when a search first takes long."""
        made = ProgressLine()
        self._place(made)
        return made

    @property
    def running(self) -> bool:
        """Whether somebody waits for a search."""
        return self._progress is not None

    @property
    def stopping(self) -> bool:
        """Whether a search was told to stop and has not yet."""
        return self._progress is not None and self._progress.cancelled

    @property
    def held(self) -> bool:
        """Whether the keyboard is at the button that stops it."""
        return "line" in self.__dict__ and self.line.stop.hasFocus()

    def watched(self, look: Callable[[Case], T]) -> Callable[[Case], T]:
        """A search that is about to be asked, as one that is watched from now on until :meth:`over`."""
        self.over()

        def step(done: int, total: int, what: str) -> None:
            if shiboken6.isValid(self) and self._progress is progress:  # it is posted, and the room may be gone
                self._told = done, total, what
                self._show()

        self._progress = progress = self._watch(step)
        self._patience.start()

        def watch(case: Case) -> T:
            with case.watched(progress):
                return look(case)

        return watch

    def unless_stopped(self, show: Callable[[T], None], refuse: Callable[[KnownError], None]) -> Callable[[T], None]:
        """What becomes of an answer: it is refused where the search was told to stop when the answer was on its way."""

        def answered(found: T) -> None:
            if self.stopping:
                refuse(CancelledError(self.tr("The search was stopped")))
            else:
                show(found)

        return answered

    def over(self) -> None:
        """Nobody waits any more: the answer is there, or something else is asked."""
        self._patience.stop()
        self._told = None
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None
        if "line" in self.__dict__:
            self.line.end()

    def _show(self) -> None:
        if self._told is None or self._progress is None or self._patience.isActive():
            return
        if not self.line.running:
            self.line.begin(self._progress, "")
        self.line.step(*self._told)


class WatchedActs(QObject):
    """Acts that may take long: a line tells how far one is and stops it, and then nothing was changed.

    ``place`` puts the line where one sees it, when it is first shown.
    """

    def __init__(self, session: Session, parent: QObject, place: Callable[[ProgressLine], None]) -> None:
        super().__init__(parent)
        self._session = session
        self.waiting = SearchWait(self, session, place, acts=True)

    def run(
        self,
        act: Callable[[Case], T],
        told: Callable[[T], object] = lambda _done: None,
        refused: Callable[[KnownError], object] | None = None,
    ) -> None:
        """Do it, and then what tells of it. What comes while another one is at work waits for that, unseen."""
        watched = not self.waiting.running

        def done(answer: T) -> None:
            if watched:
                self.waiting.over()
            told(answer)

        def failed(error: KnownError) -> None:
            if watched:
                self.waiting.over()
            if isinstance(error, CancelledError):
                self._session.said.emit(self.tr("That was stopped, and nothing was changed"))
            (refused or self._session.report)(error)

        asked = self._session.operation(self, self.waiting.watched(act) if watched else act)
        asked.success(done).failure(failed).run()
