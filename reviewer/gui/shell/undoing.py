"""Undo and redo in the window: each says what it took back; what is out of sight or of an earlier sitting is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import QObject

from reviewer.domain.ids import AuditId
from reviewer.errors import CredentialError, InputError, KnownError
from reviewer.gui import text
from reviewer.gui.navigation import place_target
from reviewer.gui.session import Session
from reviewer.gui.shell.echo import Echo
from reviewer.gui.shell.undo_run import UndoRun
from reviewer.gui.widgets.progress_line import ProgressLine, WatchedActs
from reviewer.usecases import told_acts, undo
from reviewer.usecases.told_acts import ActPlace, ToldAct


class Undoing(QObject):
    """Brings the line that echoes acts together with undo and redo.

    ``in_sight`` tells whether one sees a place, ``standing`` where one is: what was done here a moment ago is in sight,
    wherever it is kept. ``going_through`` tells the list that one works through, if there is one. ``place`` puts the
    line where one sees it that tells how far a long undo is, and stops it.
    """

    def __init__(
        self,
        session: Session,
        echo: Echo,
        in_sight: Callable[[ActPlace], bool],
        standing: Callable[[], Hashable],
        going_through: Callable[[], Hashable | None],
        *,
        place: Callable[[ProgressLine], None],
    ) -> None:
        super().__init__(echo)
        self.acts = WatchedActs(session, self, place)
        self.run = UndoRun(session, echo, going_through, self.acts)
        self._session, self._echo, self._in_sight, self._standing = session, echo, in_sight, standing
        self._done: tuple[AuditId, Hashable] | None = None
        self._wanted: list[str] = []  # by whom
        self._busy = False
        self._begun: AuditId | None = None
        self._asked: AuditId | None = None
        self._shown: ToldAct | None = None
        session.acted.connect(self._tell)
        echo.undo_wanted.connect(self.undo)
        echo.redo_wanted.connect(self.redo)
        echo.going_wanted.connect(self._go)
        echo.left.connect(self._leave)
        session.query(self, told_acts.newest).success(self._begin).run()

    def undo(self) -> None:
        """Take back the last act; one that is out of sight, or of an earlier sitting, only when asked twice."""
        self._wanted.append(self._session.reviewer)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        """One at a time: each press takes back what is the last act once the one before is done."""
        self._busy = bool(self._wanted)
        if self._busy:
            who = self._wanted.pop(0)
            look = partial(told_acts.last, reviewer=who)  # behind what is on its way to the file, and told by then
            self._session.operation(self, look).success(partial(self._looked, who)).failure(self._refused).run()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._asked = None
        if self.run.redo(self._not_again):
            return
        self.acts.run(partial(undo.redo, reviewer=self._session.reviewer), refused=self._not_again)

    def _not_again(self, error: KnownError) -> None:
        """A signature is not given again by a key press; one is led to where it is given."""
        self._session.report(error)
        if isinstance(error, CredentialError):
            self._go()

    def _begin(self, newest: AuditId) -> None:
        """Whatever is no newer is of an earlier sitting; an answer that comes late may tell of an act of this one."""
        self._begun = newest if self._begun is None else min(self._begun, newest)

    def _looked(self, who: str, found: ToldAct | None) -> None:
        if found is None:
            self._refused(InputError(self.tr("there is nothing to undo")))
            return
        why = "" if found.number == self._asked else self._why_ask(found)
        if why:
            self._asked, self._shown = found.number, found
            self._echo.ask(found.words, why, there=place_target(found.place) is not None)
            self._wanted, self._busy = [], False  # what was pressed before it is asked is no answer
            return
        self._asked = None
        act = partial(undo.undo, reviewer=who, only=found.number)
        self.acts.run(act, lambda _done: self._next(), self._refused)

    def _refused(self, error: KnownError) -> None:
        self._wanted, self._busy = [], False
        self._session.report(error)

    def _why_ask(self, found: ToldAct) -> str:
        if self._begun is None or found.number <= self._begun:
            return self.tr("It is of an earlier sitting, {0}.").format(text.moment(found.at, 0))
        told = self._shown
        if told is not None and not told.back and told.by != found.by:
            return self.tr("It came before what {0} did.").format(told.by)
        if (found.number, self._standing()) != self._done and not self._in_sight(found.place):
            return self.tr("It is not in sight.")
        return ""

    def _tell(self, act: ToldAct) -> None:
        self._begin(AuditId(act.number - 1))
        if not (act.back or act.undoable or act.handed):
            return  # pages that were made in advance, say
        self._asked, self._shown, self._done = None, act, (act.number, self._standing())
        run = self.run.told(act)
        if act.back:
            there = place_target(act.place) is not None and not self._in_sight(act.place)
            self._echo.undone(act.words, there=there, again=act.back == "redo")
        else:
            self._echo.done(act.words, run, undo=act.undoable and act.by == self._session.reviewer)

    def _go(self) -> None:
        target = None if self._shown is None else place_target(self._shown.place)
        if target is not None:
            self._session.go(target)

    def _leave(self) -> None:
        self._asked = None
        self._echo.clear()
