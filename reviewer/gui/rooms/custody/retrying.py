"""Try again what could not be read: with passwords, with higher limits, or as it is; it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from reviewer.casefile.engine.case import Case
from reviewer.domain.evidence.unpack_limits import UNRAISED, UnpackingLimits
from reviewer.domain.progress import Progress
from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.keyboard_moves import KeyboardKept
from reviewer.gui.navigation import ItemsTarget
from reviewer.gui.operations import PostedProgress
from reviewer.gui.rooms.custody.limit_override import LimitOverride
from reviewer.gui.rooms.custody.sheet import LeftInside
from reviewer.gui.session import Session
from reviewer.gui.widgets.parts import boxed, button, column, label, line, row
from reviewer.gui.widgets.progress_line import ProgressLine
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import items, passwords, unlocking
from reviewer.usecases.evidence.unlocking import Passwords, Unlocked


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it, of which passwords, and how many items are still locked."""

    done: Unlocked
    passwords: Passwords
    locked: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """What to try: where passwords come from, how far archives go, and on which items by their control numbers.

    Without control numbers, on everything. ``typed``: a password was typed into the line, and is not from a file.
    """

    passwords: Callable[[], Sequence[str]] = tuple
    limits: UnpackingLimits = UNRAISED
    controls: tuple[str, ...] = ()
    typed: bool = False


def again(case: Case, workers: Workers, attempt: Attempt, *, reviewer: str, progress: Progress) -> Result:
    """Try again what could not be read, with passwords where there are some, and put what came out in order."""
    wanted = Passwords(tuple(attempt.passwords()), listed=not attempt.typed)
    within = [items.find(case, control).id for control in attempt.controls]
    done = unlocking.retry(
        case, workers, wanted, within=within, limits=attempt.limits, reviewer=reviewer, progress=progress
    )
    analysis.arrange(case, reviewer=reviewer, progress=progress, workers=workers)
    return Result(done, wanted, len(search.ids(case, "is:locked")))


class RetryPart(QWidget):
    """“Locked: 3” with a line for a password; what failed otherwise is tried again with the same button's help."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asker: QWidget | None = None
        self.title = label("", "caption")
        self.show_locked = button(self.tr("Show in Review"), partial(session.go, ItemsTarget("is:locked")), "link")
        self.password = line(self.tr("Password to try"), self.tr("Password to try on every locked item"))
        self.password.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.password.returnPressed.connect(self.try_password)
        self.attempt = button(self.tr("Try it"), self.try_password)
        self.file = button(self.tr("From a file…"), self._choose)
        self.file.setToolTip(self.tr("A text file with one password a line"))
        self.file.setAccessibleName(self.tr("Passwords from a file"))
        self.override = LimitOverride()
        self.override.wanted.connect(self.try_limits)
        self.working = ProgressLine()
        self.stop, self.doing = self.working.stop, self.working.doing
        self.said = label("", wrap=True, selectable=True)
        self.said.setAccessibleDescription(self.tr("What came of it"))
        self._locked: int | None = None  # how many, once it was counted
        self._asked: KeyboardKept | None = None  # where the keyboard was when a password was to be asked for
        self._asking = (self.password, self.attempt, self.file, self.override.attempt)
        self._lay_out()
        self.asking.hide()
        self.show_left_inside(())

    def _lay_out(self) -> None:
        asking = column(row(self.title, self.show_locked, 1), row(self.password, self.attempt, self.file), gap=1)
        self.asking = boxed(asking)
        self.setLayout(column(self.said, self.working, self.override, self.asking, gap=2))
        self.said.hide()

    @property
    def running(self) -> bool:
        """Whether something is being tried."""
        return self.working.running

    def show_count(self, locked: int) -> None:
        """How many items want a password."""
        self._locked = locked
        self.title.setText(self.tr("Locked: {0:,}").format(locked))
        self.asking.setVisible(bool(locked))
        asked, self._asked = self._asked, None
        if asked and locked:
            self.password.setFocus()

    def show_left_inside(self, left: Sequence[LeftInside]) -> None:
        """What met a limit on archives."""
        if not left and self.override.isAncestorOf(self.focusWidget() or self):
            self.said.setFocus()
        self.override.show_left(left)

    def ask(self) -> None:
        """Put the cursor where a password is typed, as soon as it is known that anything wants one.

        Not if somebody has gone on by then.
        """
        if self._locked is None:
            self._asked = KeyboardKept()
        elif self._locked:
            self.password.setFocus()

    def try_password(self) -> None:
        """Try what was typed on every locked item."""
        typed = self.password.text()
        if typed:
            self.run(Attempt(lambda: [typed], typed=True))

    def try_file(self, path: Path) -> None:
        """Try the passwords of a text file, one a line."""
        self.run(Attempt(lambda: passwords.of_file(path)))

    def try_limits(self) -> None:
        """Try what met a limit again, with the limits that are set."""
        limits, controls = self.override.limits, self.override.within
        if limits is not None and controls:
            self.run(Attempt(limits=limits, controls=controls))

    def run(self, attempt: Attempt | None = None) -> None:
        """Try again; without an attempt, everything that could not be read, as it is."""
        if self.running:
            return
        session, what, who = self._session, attempt or Attempt(), self._session.reviewer
        progress = session.progress(self.working.step)
        self._begin(progress)
        session.long_operation(
            self,
            lambda case: again(case, session.workers, what, reviewer=who, progress=progress),
        ).success(partial(self._done, what)).failure(self._failed).run()

    def cancel(self) -> None:
        """Ask it to stop; what was read until then is kept."""
        self.working.cancel()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("A text file with one password a line"))
        if name:
            self.try_file(Path(name))

    def _begin(self, progress: PostedProgress) -> None:
        """Put the cursor on what stops the work, if it was on what began it."""
        focus = QApplication.focusWidget()
        self._asker = focus if focus is not None and self.isAncestorOf(focus) else None
        self.working.begin(progress, self.tr("Trying…"))
        if self._asker is not None:
            self.stop.setFocus()
        for part in self._asking:
            part.setEnabled(False)
        self.said.hide()

    def _done(self, tried: Attempt, result: Result) -> None:
        if tried.typed:  # else what stands in the line was not tried yet
            self.password.clear()
        self._end(self._in_words(result))

    def _in_words(self, result: Result) -> str:
        done = result.done
        tried = text.counted(done.tried, self.tr("item"), self.tr("items"))
        words = [self.tr("Tried {0} again; {1:,} could be read this time.").format(tried, done.recovered)]
        if result.locked:
            still = text.counted(result.locked, self.tr("is still locked"), self.tr("are still locked"))
            words.append(self.tr("{0}.").format(still))
        return " ".join((*words, *self._of_passwords(result.passwords, done)))

    def _of_passwords(self, tried: Passwords, done: Unlocked) -> list[str]:
        """What they opened, and what becomes of them."""
        if not tried.texts:
            return []
        opened = text.counted(done.opened, self.tr("locked item"), self.tr("locked items"))
        if not tried.listed and not done.opened:
            return [self.tr("The password opened nothing."), *([] if done.kept else [self.tr("It is not kept.")])]
        told = self.tr("The password opened {0}.") if not tried.listed else self.tr("The passwords opened {0}.")
        words = told.format(opened) if done.opened else self.tr("None of the passwords opened anything.")
        if not done.kept:
            return [words]
        kept = text.counted(done.kept, self.tr("new password"), self.tr("new passwords"))
        return [words, self.tr("The case keeps {0} for what is taken in later.").format(kept)]

    def _failed(self, error: KnownError) -> None:
        if isinstance(error, CancelledError):
            self._end(self.tr("Stopped. What was read until then is kept."))
        else:
            self._end(text.refusal(error))

    def _end(self, words: str) -> None:
        waiting, asker = self.stop.hasFocus(), self._asker
        self.said.setText(words)
        self.said.show()
        for part in self._asking:
            part.setEnabled(True)
        if waiting:
            (asker if asker is not None and asker.isVisible() else self.said).setFocus()
        self.working.end()
