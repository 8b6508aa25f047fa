"""One unlocked case in the window: its threads, its workers, who reviews, and the news of what changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QObject, Signal

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes
from reviewer.errors import CancelledError, KnownError
from reviewer.gui.navigation import QuoteStep, Target
from reviewer.gui.operations import Background, CaseThread, Courier, PostedProgress, Query, UnseenProgress
from reviewer.isolation.workers import Workers
from reviewer.usecases import read_ahead
from reviewer.usecases.analysis.relevance import Rankings
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.told_acts import ToldAct

T = TypeVar("T")


class Session(QObject):
    """What every room is given.

    ``changed`` carries :class:`Changes`, ``acted`` a ``ToldAct``, ``failed`` a ``KnownError``, ``said`` words,
    ``unsaid`` words that were said and hold no longer, ``saving`` how many acts are still on their way to the file,
    ``at_work`` how far a long one of these is, as a progress tells it,
    ``going`` a ``Target``, ``renamed`` who is at the keyboard from now on, ``preferred`` the name of a
    setting of this laptop that was changed.
    ``language`` is what the reviewer chose last for reading scanned pages by machine; ``rankings`` keep what was
    learned of the queue that was ranked last.
    """

    changed = Signal(object)
    acted = Signal(object)
    failed = Signal(object)
    said = Signal(str)
    unsaid = Signal(str)
    saving = Signal(int)
    at_work = Signal(int, int, str)
    going = Signal(object)
    renamed = Signal(str)
    preferred = Signal(str)

    def __init__(self, path: Path, thread: CaseThread, courier: Courier, workers: Workers, reviewer: str) -> None:
        super().__init__()
        self.path = path
        self.workers = workers
        self._reviewer = reviewer
        self.courier = courier
        self.language = ""
        self.rankings = Rankings()
        self._thread = thread
        thread.changed = self._tell
        thread.acted = self._tell_act
        self.quote_steps: list[QuoteStep] = []
        """How one came by quotes to where one is, in whatever rooms; the latest step last."""
        self._on_their_way = 0
        self._at_length: set[Future[Any]] = set()
        self._searches: WeakSet[PostedProgress] = WeakSet()

    @property
    def reviewer(self) -> str:
        """Who is at the keyboard, for what is asked for now: it is read on the UI thread, when the key is pressed.

        Work that waits its turn is not asked who that is by then: an act would be recorded as somebody else's.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("who acts is known when the act is asked for, not when it is done")
        return self._reviewer

    @property
    def working(self) -> bool:
        """Whether long work or an export is under way; acts on their way to the file are finished by a closing."""
        return not all(each.done() for each in self._at_length)

    @property
    def lost(self) -> bool:
        """Whether the case could not be opened anew when it had to be: only locking is left."""
        return self._thread.lost

    def go(self, target: Target) -> None:
        """Go somewhere else in the window."""
        self.going.emit(target)

    def rename(self, reviewer: str) -> None:
        """Somebody else is at the keyboard."""
        self._reviewer = reviewer
        self.renamed.emit(reviewer)

    def prefer(self, name: str) -> None:
        """A setting of this laptop was changed."""
        if name == "ocr_language":
            self.language = ""
        self.preferred.emit(name)

    def operation(self, parent: QObject, fn: Callable[[Case], T]) -> Background[T]:
        """A change of the case; failures show in the notice line unless ``failure`` says otherwise."""
        return Background(parent, self.courier, lambda: self._write(fn)).failure(self.report)

    def long_operation(self, parent: QObject, fn: Callable[[Case], T], *, told: bool = False) -> Background[T]:
        """A change that takes long and reports to a :meth:`progress`; short ones get their turn in between.

        ``told``: it ends in an act that is told as that of a short one, to be undone.
        """
        return Background(parent, self.courier, lambda: self._lasting(self._thread.write_long(fn, told=told))).failure(
            self.report
        )

    def query(self, parent: QObject, fn: Callable[[Case], T]) -> Background[T]:
        """A question to the case."""
        return Query(parent, self.courier, lambda: self._thread.read(fn)).failure(self.report)

    def making(self, parent: QObject, fn: Callable[[Case], T]) -> Background[T]:
        """A question to the case whose answer needs the workers."""
        return Background(parent, self.courier, lambda: self._thread.make(fn)).failure(self.report)

    def ranking(self, parent: QObject, fn: Callable[[Case, Writer], T]) -> Background[T]:
        """A question that takes long, whose answer needs a program of its own and is kept; it reports to :meth:`aside`.

        No change waits for it but for that.
        """
        return Background(parent, self.courier, lambda: self._lasting(self._thread.make_and_keep(fn))).failure(
            self.report
        )

    def replacing(
        self, parent: QObject, fn: Callable[[Case], T], case_of: Callable[[T], Case], progress: PostedProgress
    ) -> Background[T]:
        """What opens the case anew under all that is made of it: see :meth:`CaseThread.replace`."""
        return Background(
            parent, self.courier, lambda: self._lasting(self._thread.replace(fn, case_of, progress))
        ).failure(self.report)

    def read_ahead(self) -> None:
        """Have ready what the first lists, counts and searches take from all items, once they are asked for."""
        progress = self._stopped_at_closing(UnseenProgress(self.courier))
        self._thread.ahead(lambda case: read_ahead.read_ahead(case, progress))

    def exporting(self, parent: QObject, fn: Callable[[Case, Writer], T]) -> Background[T]:
        """An export: it reads on a thread of its own, so no change waits for it, and reports to :meth:`exported`."""
        return Background(parent, self.courier, lambda: self._lasting(self._thread.export(fn))).failure(self.report)

    def exported(self, show: Callable[[int, int, str], None]) -> PostedProgress:
        """A progress of an export, that ``show`` hears of on the UI thread."""
        return PostedProgress(self.courier, show)

    def progress(self, show: Callable[[int, int, str], None]) -> PostedProgress:
        """A progress that ``show`` hears of on the UI thread."""
        return PostedProgress(self.courier, show, self._thread.breathe)

    def searching(self, show: Callable[[int, int, str], None]) -> PostedProgress:
        """A progress of a :meth:`query` that may take long; it is stopped when the case is closed."""
        return self._stopped_at_closing(PostedProgress(self.courier, show, waited_for=True))

    def acting(self, show: Callable[[int, int, str], None]) -> PostedProgress:
        """A progress of an :meth:`operation` that may take long; a closing waits for it, and so do other acts."""

        def told(done: int, total: int, what: str) -> None:
            if shiboken6.isValid(self):
                self.at_work.emit(done, total, what)
            show(done, total, what)

        return PostedProgress(self.courier, told, waited_for=True)

    def aside(self, show: Callable[[int, int, str], None]) -> PostedProgress:
        """A progress of a :meth:`ranking`; it is stopped when the case is closed."""
        return self._stopped_at_closing(PostedProgress(self.courier, show))

    def _stopped_at_closing(self, made: PostedProgress) -> PostedProgress:
        self._searches.add(made)
        return made

    def report(self, error: KnownError) -> None:
        """Show what went wrong, unless the reviewer wanted it so."""
        if not isinstance(error, CancelledError):
            self.failed.emit(error)

    def _tell(self, changes: Changes) -> None:
        def tell() -> None:
            if shiboken6.isValid(self):
                self.changed.emit(changes)

        self.courier.post(tell)

    def _tell_act(self, act: ToldAct) -> None:
        def tell() -> None:
            if shiboken6.isValid(self):
                self.acted.emit(act)

        self.courier.post(tell)

    def _write(self, fn: Callable[[Case], T]) -> Future[T]:
        self._on_their_way += 1
        self.saving.emit(self._on_their_way)
        future = self._thread.write(fn)
        future.add_done_callback(lambda _done: self.courier.post(self._written))
        return future

    def _lasting(self, future: Future[T]) -> Future[T]:
        self._at_length = {each for each in self._at_length if not each.done()} | {future}
        return future

    def _written(self) -> None:
        self._on_their_way -= 1
        self.saving.emit(self._on_their_way)

    def renewed(self) -> Session:
        """The same case for rooms that are made anew; what it tells, it tells them from now on."""
        self._stop_searches()
        made = Session(self.path, self._thread, self.courier, self.workers, self.reviewer)
        made.language, made.rankings = self.language, self.rankings
        return made

    def close(self) -> None:
        """Finish what is running but for searches and rankings, which stop, and close the case."""
        self._stop_searches()
        self.rankings.close()
        self._thread.close()

    def _stop_searches(self) -> None:
        for progress in list(self._searches):
            progress.cancel()


class Latest:
    """Tells the newest question from those asked before it."""

    def __init__(self) -> None:
        self._number = 0

    def ask(self) -> Callable[[], bool]:
        """Begin a new question; the answer says whether that one has become stale."""
        self._number += 1
        mine = self._number
        return lambda: mine != self._number
