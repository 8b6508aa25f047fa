"""What was marked and tagged one by one in a list is taken back by one key, and done again by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import QObject

from reviewer.domain.ids import AuditId
from reviewer.errors import CancelledError, InputError, KnownError
from reviewer.gui.session import Session
from reviewer.gui.shell.echo import Echo
from reviewer.gui.widgets.progress_line import WatchedActs
from reviewer.usecases import undo
from reviewer.usecases.told_acts import ToldAct
from reviewer.usecases.trail import AuditEntry


class UndoRun(QObject):
    """Knows the latest acts of this sitting that were done one by one in the list that ``going_through`` tells of.

    Any other act, and an act in another list, begins anew: what Alt+Z takes back is what one has just worked through.
    """

    def __init__(
        self, session: Session, echo: Echo, going_through: Callable[[], Hashable | None], watched: WatchedActs
    ) -> None:
        super().__init__(echo)
        self._session, self._echo, self._going_through, self._watched = session, echo, going_through, watched
        self._acts: list[AuditId] = []
        self._list: Hashable | None = None
        self._taken_back = 0
        echo.run_unwanted.connect(self.undo)
        session.renamed.connect(self._forget)

    def told(self, act: ToldAct) -> int:
        """Hear of an act; how many there are now that can be taken back together."""
        self._taken_back = 0
        if act.back == "undo":
            self._acts = self._acts[:-1]
        elif act.one_by_one:
            here = self._going_through()
            kept = self._acts if here is not None and here == self._list else []
            self._acts, self._list = [*kept, act.number][-undo.MOST :], here
        else:
            self._forget()
        return len(self._acts)

    def _forget(self) -> None:
        self._acts, self._taken_back = [], 0

    def undo(self) -> None:
        """Take back all of them, or none; not from elsewhere, where one does not see what they were."""
        if len(self._acts) < 2:
            self._session.report(InputError(self.tr("there are not several to undo"), self.tr("Use Ctrl+Z for one.")))
        elif self._going_through() != self._list:
            gone = InputError(
                self.tr("those {0} were done in another list").format(f"{len(self._acts):,}"),
                self.tr("Take them back one by one with Ctrl+Z."),
            )
            self._session.report(gone)
        else:
            run = partial(undo.undo_run, first=self._acts[0], reviewer=self._session.reviewer)
            self._watched.run(run, self._undone)

    def _undone(self, entries: list[AuditEntry]) -> None:
        self._acts, self._taken_back = [], len(entries)
        self._echo.undone(self._words(len(entries)), there=False, again=False)

    def redo(self, failed: Callable[[KnownError], None]) -> bool:
        """Do again what was taken back together, if that was the last that was done; whether it was."""
        if not self._taken_back:
            return False
        count, self._taken_back = self._taken_back, 0

        def refused(error: KnownError) -> None:
            if isinstance(error, CancelledError):  # nothing was done, so all of them are still to be done again
                self._taken_back = count
            failed(error)

        again = partial(undo.redo_last, count=count, reviewer=self._session.reviewer)
        self._watched.run(again, self._done_again, refused)
        return True

    def _done_again(self, acts: list[AuditId]) -> None:
        self._acts = acts
        self._echo.undone(self._words(len(acts)), there=False, again=True)

    def _words(self, count: int) -> str:
        return self.tr("all {0} that were marked or tagged one by one").format(f"{count:,}")
