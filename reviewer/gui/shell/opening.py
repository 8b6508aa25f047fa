"""The ways into a case, and what whoever opens one should know at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from reviewer.casefile.engine.case import Case, Upgrade
from reviewer.casefile.engine.credential import Key
from reviewer.desktop import settings
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import CancelledError, CredentialError, KnownError
from reviewer.gui.operations import Background, CaseThread, Courier, PostedProgress
from reviewer.gui.session import Latest
from reviewer.gui.shell.credentials import UnlockPage
from reviewer.gui.shell.new_case import NewCase, NewCasePage
from reviewer.gui.shell.notice import Notice
from reviewer.usecases import cases
from reviewer.usecases.cases import CaseInfo


class OpenCase(Protocol):
    """How a case is opened; ``upgraded`` is told if it was brought up to date for that.

    ``progress`` hears how far the log of a killed program is looked through, and may stop that.
    """

    def __call__(self, *, upgraded: Callable[[Upgrade], None], progress: Progress) -> Case:
        """Open it."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case that is open on its thread, and what is to be said of that.

    ``told`` is what to know, what to do, and whether it is a problem; ``keep`` the passphrase, if the key is to be
    remembered on this laptop.
    """

    path: Path
    thread: CaseThread
    info: CaseInfo
    told: tuple[str, str, bool]
    keep: tuple[Path, str] | None
    by_sheet: bool
    new: bool


class CaseOpening(QObject):
    """Opens a case by the key that this laptop remembers, its passphrase or recovery sheet, or makes a new one.

    ``asking`` says that the passphrase is asked for; ``opened`` carries the :class:`OpenedCase`. ``away`` looks into
    the keyring on a thread of its own.
    """

    asking = Signal()
    opened = Signal(object)

    def __init__(
        self,
        window: QObject,
        courier: Courier,
        unlock: UnlockPage,
        new_case: NewCasePage,
        *,
        notice: Notice,
        away: Callable[[Callable[[], bool]], Background[bool]],
    ) -> None:
        super().__init__(window)
        self._courier, self._away = courier, away
        self._unlock, self._new_case, self._notice = unlock, new_case, notice
        self._path: Path | None = None
        self._look: _Look | None = None
        self._asked = Latest()
        unlock.unlock_wanted.connect(self._by_passphrase)
        unlock.sheet_used.connect(self._by_sheet)
        new_case.create_wanted.connect(self.create)

    def forget(self) -> None:
        """No case is meant any more, and what was typed to open one is forgotten.

        One that is being opened stops where that is safe.
        """
        self._path = None
        self._stop()
        self._unlock.forget()
        self._new_case.forget()

    def _stop(self) -> None:
        """Whatever was being opened is not meant any more."""
        self._asked.ask()
        if self._look is not None:
            self._look.progress.cancel()

    def open_case(self, path: Path) -> None:
        """Open a case: by the key that this laptop remembers, else by asking for the passphrase."""
        self._stop()
        self._path = path

        def look() -> bool:
            return cases.remembered_key(path) is not None

        def known(remembered: bool) -> None:  # noqa: FBT001 - an answer
            if remembered:
                self._open(path, partial(_with_remembered_key, path), self.ask)
            else:
                self.ask()

        self._away(look).unless(self._asked.ask()).success(known).failure(self._notice.show_error).run()

    def open_with_key(self, path: Path, key: Key) -> None:
        """Open a case by its raw key."""
        self._path = path
        self._open(path, partial(cases.open_with_key, path, key), self.ask)

    def open_with_passphrase(self, path: Path, passphrase: str) -> None:
        """Open a case by a passphrase that nobody typed."""
        self._path = path
        self._open(path, partial(cases.open_with_passphrase, path, passphrase), self._notice.show_error)

    def ask(self, error: KnownError | None = None) -> None:
        """Ask for the passphrase of the case that is meant, and say why the key at hand did not do."""
        if self._path is not None:
            self._notice.settle()
            self.asking.emit()
            self._unlock.ask(self._path)
            if error is not None:
                self._unlock.refuse(error)

    def create(self, new: NewCase) -> None:
        """Make a case and open it."""
        reviewer = new.reviewer or settings.offered_reviewer()
        settings.remember_reviewer(reviewer)

        def make(*, upgraded: object, progress: object) -> Case:  # noqa: ARG001 - a new one is up to date, and has no log
            return cases.create(new.path, new.passphrase, title=new.title, reference=new.reference, reviewer=reviewer)

        keep = (new.path, new.passphrase) if new.remember else None
        self._path = new.path
        self._open(new.path, make, self._new_case.refuse, keep, new=True)

    def _by_passphrase(self, passphrase: str, remember: bool) -> None:  # noqa: FBT001 - comes by signal
        path = self._path
        if path is not None:
            keep = (path, passphrase) if remember else None
            self._open(path, partial(cases.open_with_passphrase, path, passphrase), self._unlock.refuse, keep)

    def _by_sheet(self, lines: str) -> None:
        path = self._path
        if path is not None:
            self._open(path, partial(_with_sheet, path, lines), self._unlock.refuse, by_sheet=True)

    def _open(
        self,
        path: Path,
        open_case: OpenCase,
        refused: Callable[[KnownError], None],
        keep: tuple[Path, str] | None = None,
        *,
        by_sheet: bool = False,
        new: bool = False,
    ) -> None:
        self._stop()
        thread, upgrades = CaseThread(), list[Upgrade]()
        look = self._look = _Look(path, self._courier, self._tell_looking)

        def opened(case: Case) -> tuple[CaseInfo, tuple[str, str, bool]]:
            stop_if_cancelled(look.progress)  # when it was looked through already
            return cases.info(case), _to_say(case)

        def refuse(error: KnownError) -> None:
            wanted = self._ended(look)
            try:
                with suppress(KnownError):  # what failed first is told
                    thread.close()
            finally:
                if wanted:
                    refused(error)
                elif not isinstance(error, CancelledError | CredentialError):
                    self._notice.show_error(error)  # not on the page of another case
                for each in upgrades:  # that stays, whatever failed after it
                    self._notice.say(*_of_upgrade(each), kept=True)

        def show(found: tuple[CaseInfo, tuple[str, str, bool]]) -> None:
            if look.progress.cancelled:  # when the answer was on its way
                refuse(CancelledError("stopped as asked"))
                return
            self._ended(look)
            self._unlock.forget()
            self._new_case.forget()
            self.opened.emit(OpenedCase(path, thread, *found, keep, by_sheet, new))

        def ask(_case: Case) -> None:
            asked = Background(self, self._courier, lambda: thread.write(opened))
            asked.success(show).failure(refuse).run()

        opening = partial(open_case, upgraded=upgrades.append, progress=look.progress)
        asked = Background(self, self._courier, lambda: thread.open(opening))
        asked.success(ask).failure(refuse).run()

    def _ended(self, look: _Look) -> bool:
        """That is over; whether anybody still waits for it."""
        if self._look is not look:
            return False
        self._look = None
        return self._path == look.path

    def _tell_looking(self, look: _Look, done: int, total: int) -> None:
        """Show how far the log is looked through, where one opens the case, if that takes long."""
        if self._look is look and self._path == look.path and look.takes_long:
            if not self._unlock.isVisible():  # by a key that nobody had to type
                self.asking.emit()
                self._unlock.ask(look.path)
                self._unlock.busy(True)
            self._unlock.tell_looking(look.progress, done, total)


class _Look:
    """How far the log of a case that is being opened is looked through; ``tell`` hears of it on the UI thread."""

    PATIENCE = 0.4
    """Seconds: what takes no longer is not worth a line that comes and goes."""

    def __init__(self, path: Path, courier: Courier, tell: Callable[[_Look, int, int], None]) -> None:
        self.path = path
        self.progress = PostedProgress(courier, lambda done, total, _what: tell(self, done, total), waited_for=True)
        self._begun: float | None = None

    @property
    def takes_long(self) -> bool:
        """Whether it has been told of for some time."""
        now = time.monotonic()
        self._begun = self._begun or now
        return now - self._begun >= self.PATIENCE


def _to_say(case: Case) -> tuple[str, str, bool]:
    """What to know, what to do, and whether it is a problem; all may be empty."""
    said = []
    if words := cases.older_than_remembered(case):
        said.append((f"{words[:1].upper()}{words[1:]}.", _tr("Compare it with your latest copy.")))
    if case.why_read_only:
        words = _tr("Opened for reading only: {0}.").format(case.why_read_only)
        advice = _tr("Copy the case to a disk you can write to. What you export from here is not in its audit trail.")
        said.append((words, advice))
    problem = bool(said)
    if case.upgraded is not None:
        said.append(_of_upgrade(case.upgraded))
    return " ".join(words for words, _ in said), " ".join(advice for _, advice in said), problem


def _of_upgrade(upgraded: Upgrade) -> tuple[str, str]:
    """That a case was brought up to date, and what to do with the copy made before."""
    words = _tr("This case was made by an earlier version and is up to date now. As it was before: {0}.")
    advice = _tr("Keep that copy until Custody, Verify now, says: whole.")
    return words.format(upgraded.copy.name), advice


def of_recovery_sheet() -> tuple[str, str]:
    """That a case was opened without its passphrase, and where it gets another one."""
    return _tr("Opened with the recovery sheet."), _tr("Choose a new passphrase in Settings (Ctrl+,) or in Custody.")


def _with_remembered_key(path: Path, *, upgraded: Callable[[Upgrade], None], progress: Progress) -> Case:
    """Open a case by the key that this laptop remembers."""
    key = cases.remembered_key(path)
    if key is None:
        raise KnownError("the keyring no longer holds the key", "Type the passphrase.")
    return cases.open_with_key(path, key, upgraded=upgraded, progress=progress)


def _with_sheet(path: Path, lines: str, *, upgraded: Callable[[Upgrade], None], progress: Progress) -> Case:
    """Open a case by the lines of its recovery sheet."""
    return cases.open_with_key(path, cases.key_of_recovery_sheet(lines), upgraded=upgraded, progress=progress)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Opening", words)
