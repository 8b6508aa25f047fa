"""Work off the UI thread: one thread owns the writing case, a few read, and what comes back arrives on the UI thread.

What is written tells by itself what it changed, so that only the views concerned refresh. A query reads through a
connection of its own thread; the answer to a question since asked anew is dropped.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from reviewer.casefile.engine.case import Case
from reviewer.domain.changes import Changes, Noun
from reviewer.domain.ids import AuditId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import CancelledError, KnownError, of_environment
from reviewer.gui.case_readers import CaseReaders
from reviewer.gui.scheduling import RightOfWay, stand_back
from reviewer.usecases import cases, told_acts
from reviewer.usecases.exports.gate import Writer
from reviewer.usecases.told_acts import ToldAct

T = TypeVar("T")
A = TypeVar("A")


class Courier(QObject):
    """Brings calls from any thread to the UI thread, in order; long work elsewhere gives way to them.

    Each is made in a turn of the event loop of its own, so that keys and drawing are not kept waiting by a crowd.
    """

    _posted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way = RightOfWay()
        self._calls: deque[Callable[[], None]] = deque()
        self._coming = False
        self._guard = threading.Lock()
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have a call made on the UI thread, soon. May be called from any thread; dropped when the window is gone."""
        if not shiboken6.isValid(self):
            return
        self.way.claim()
        with self._guard:
            self._calls.append(call)
            coming, self._coming = self._coming, True
        if not coming:
            self._posted.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._guard:
            call = self._calls.popleft()
            more = self._coming = bool(self._calls)
        if more:  # not what is coming by now: whoever has posted since has said so
            QTimer.singleShot(0, self._deliver)  # first, for the call may run an event loop of its own
        QTimer.singleShot(0, self.way.release)  # when what the call has changed is drawn
        call()


class CaseThread:
    """The one thread that owns the writing case, and a few that only read it.

    What is to be written waits in one line. Long work (an intake) calls :meth:`breathe` between its transactions, so
    that a reviewer's tag need not wait until it is through. ``changed`` hears, on the writing thread, what each piece
    of work has changed, before whoever asked for it hears that it is done; of what failed half way too. ``acted`` hears
    of the last act of each short piece of work, in words. Some seconds after an act the laptop remembers the head of
    the trail: should the program be killed, an older file in the place of the case is noticed all the same.
    """

    READERS = 2
    MAKERS = 2
    REMEMBERS_AFTER = 5.0

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, "case-writer", stand_back)
        self._readers = ThreadPoolExecutor(self.READERS, "case-reader", stand_back)
        self._makers = ThreadPoolExecutor(self.MAKERS, "page-maker", stand_back)
        self._exporters = ThreadPoolExecutor(1, "exporter", stand_back)
        self._aheads = ThreadPoolExecutor(1, "ahead-reader", stand_back)
        self._ahead: Case | None = None
        self._waiting: deque[Callable[[], None]] = deque()
        self._reading = CaseReaders(self._opened)
        self._guard = threading.Lock()
        self._case: Case | None = None
        self._closed = self._lost = False
        self.changed: Callable[[Changes], None] = lambda _changes: None
        self.acted: Callable[[ToldAct], None] = lambda _act: None
        self._acts: list[AuditId] = []  # of the piece of work at hand
        self._remembering: threading.Timer | None = None
        self._gathered: list[Changes] = []  # one for each piece of work under way; the last is the one at work

    def open(self, open_case: Callable[[], Case]) -> Future[Case]:
        """Open the case on its thread."""

        def work() -> Case:
            return self._take(open_case())

        return self._writer.submit(work)

    def _take(self, case: Case) -> Case:
        """This is the case from now on."""
        self._case = case
        case.committed, case.acted = self._gather, self._acted
        return case

    def replace(self, fn: Callable[[Case], T], case_of: Callable[[T], Case], progress: Progress) -> Future[T]:
        """Run on the writing thread what opens the case anew, with no other connection to it; then go on with that.

        What is to be read meanwhile waits, and what is to be written comes after. The last act of the case that was
        opened is told. Where what was running does not end, the ``progress`` may be cancelled.
        """

        def meanwhile() -> None:
            self._break_off()
            stop_if_cancelled(progress, "nothing is changed")
            self._serve()

        def work() -> T:
            with self._reading.shut(meanwhile):
                case = self._opened()
                try:
                    answer = fn(case)
                finally:
                    if case.closed:  # it has another connection now, or none any more
                        self._case, self._lost = None, True
                self._take(case_of(answer))
            self._lost = False
            self.changed(Changes.of({Noun.CASE, Noun.TRAIL}))
            self._tell_act([told_acts.newest(self._opened())])
            return answer

        return self._writer.submit(work)

    def write(self, fn: Callable[[Case], T]) -> Future[T]:
        """Run on the writing thread, after what was asked before."""
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(CancelledError("the case has been closed"))
            return future

        def work() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    mine = len(self._acts)  # long work may have done something before, which it tells itself
                    answer = self._told(fn)
                    self._tell_act(self._acts[mine:])
                except BaseException as error:  # noqa: BLE001 - carried to whoever asked, as an executor does
                    future.set_exception(error)
                else:
                    future.set_result(answer)
                finally:
                    del self._acts[mine:]

        self._waiting.append(work)
        self._writer.submit(self._serve)
        return future

    def write_long(self, fn: Callable[[Case], T], *, told: bool = False) -> Future[T]:
        """Run on the writing thread something that calls :meth:`breathe` now and then; ``told``: its last act is."""

        def work() -> T:
            self._acts.clear()
            answer = self._told(fn)
            if told:
                self._tell_act(self._acts)
            return answer

        return self._writer.submit(work)

    @property
    def lost(self) -> bool:
        """Whether a case that was opened anew under all that is made of it could not be opened."""
        return self._lost

    def breathe(self) -> None:
        """On the writing thread, between two transactions: do what has come in meanwhile."""
        if self._case is not None and not self._case.db.conn.in_transaction:
            self._serve()

    def read(self, fn: Callable[[Case], T]) -> Future[T]:
        """Run on one of the reading threads. After :meth:`close` its future holds a CancelledError."""
        return self._ask(self._readers, fn)

    def make(self, fn: Callable[[Case], T]) -> Future[T]:
        """Run something that reads and then waits for workers, where it keeps no list waiting; else as :meth:`read`."""
        return self._ask(self._makers, fn)

    def make_and_keep(self, fn: Callable[[Case, Writer], T]) -> Future[T]:
        """The same for what is then written: only that waits for the writing thread, and has it wait."""
        return self._ask(self._makers, lambda case: fn(case, self._write_and_wait))

    def export(self, fn: Callable[[Case, Writer], T]) -> Future[T]:
        """Run an export on a thread of its own, which reads; the writing thread writes only what tells of it."""
        return self._ask(self._exporters, lambda case: fn(case, self._write_and_wait))

    def ahead(self, fn: Callable[[Case], object]) -> None:
        """Read what nobody has asked for yet, and give back the memory of the connection that has read it.

        What fails is told when somebody asks for it. Whatever closes the case breaks it off.
        """

        def work() -> None:
            with self._reading.reading() as own, own.reader() as case:
                with self._guard:
                    self._ahead = None if self._closed else case
                try:
                    if self._ahead is not None:
                        fn(case)
                finally:
                    with self._guard:
                        self._ahead = None

        if not self._closed:
            self._aheads.submit(work)

    def _break_off(self) -> None:
        """End what is read ahead."""
        with self._guard:
            if self._ahead is not None:
                self._ahead.interrupt()

    def _write_and_wait(self, act: Callable[[Case], A], /) -> A:
        return self.write(act).result()

    def close(self) -> None:
        """Finish what is running and what is to be written, drop what was to be read, and close every connection.

        What went wrong with the case is raised once all are closed.
        """
        with self._guard:
            if self._closed:
                return
            self._closed, remembering = True, self._remembering
        self._break_off()
        if remembering is not None:  # closing remembers
            remembering.cancel()
            remembering.join()
        for pool in (self._readers, self._makers, self._exporters, self._aheads):
            pool.shutdown(wait=True, cancel_futures=True)
        self._reading.close()
        closed = self._writer.submit(self._close_case)
        self._writer.shutdown(wait=True)
        closed.result()

    def _ask(self, pool: ThreadPoolExecutor, fn: Callable[[Case], T]) -> Future[T]:
        if self._closed:  # an answer that arrives while the window closes may still ask for more
            refused: Future[T] = Future()
            refused.set_exception(CancelledError("the case has been closed"))
            return refused

        def work() -> T:
            with self._reading.reading() as case:
                return fn(case)

        return pool.submit(work)

    def _told(self, fn: Callable[[Case], T]) -> T:
        case = self._opened()
        self._gathered.append(Changes())
        try:
            return fn(case)
        finally:
            changes = self._gathered.pop()
            if changes:
                self.changed(changes)

    def _tell_act(self, acts: Sequence[AuditId]) -> None:
        """Tell the last act of a piece of work."""
        if acts:
            self.acted(told_acts.act(self._opened(), acts[-1]))

    def _acted(self, number: AuditId) -> None:
        self._acts.append(number)
        with self._guard:
            if self._remembering is None and not self._closed:
                self._remembering = threading.Timer(self.REMEMBERS_AFTER, lambda: self.write(self._remember_head))
                self._remembering.name, self._remembering.daemon = "head-rememberer", True
                self._remembering.start()

    def _remember_head(self, case: Case) -> None:
        with self._guard:
            self._remembering = None  # an act from now on has it remembered again
        cases.remember_head(case)

    def _gather(self, changes: Changes) -> None:
        if self._gathered:
            self._gathered[-1] |= changes

    def _serve(self) -> None:
        while self._waiting:
            self._waiting.popleft()()

    def _opened(self) -> Case:
        if self._case is None:
            raise CancelledError("the case has been closed")
        return self._case

    def _close_case(self) -> None:
        if self._case is not None:
            case, self._case = self._case, None
            cases.close(case)


class Background(Generic[T]):
    """Work on another thread: its answer or its error is delivered on the UI thread, while ``parent`` still lives.

    ``start`` puts the work on its thread and returns its future.
    """

    def __init__(self, parent: QObject, courier: Courier, start: Callable[[], Future[T]]) -> None:
        self._parent = parent
        self._courier = courier
        self._start = start
        self._success: Callable[[T], None] | None = None
        self._failure: Callable[[KnownError], None] | None = None
        self._stale: Callable[[], bool] = lambda: False

    def success(self, callback: Callable[[T], None]) -> Self:
        """What to do with the answer."""
        self._success = callback
        return self

    def failure(self, callback: Callable[[KnownError], None]) -> Self:
        """What to do when the input or the environment was at fault."""
        self._failure = callback
        return self

    def unless(self, stale: Callable[[], bool]) -> Self:
        """Drop the answer when ``stale()`` holds at the time it arrives."""
        self._stale = stale
        return self

    def run(self) -> None:
        """Start it."""
        self._start().add_done_callback(lambda done: self._courier.post(lambda: self._deliver(done)))

    def _deliver(self, done: Future[T]) -> None:
        if done.cancelled() or not shiboken6.isValid(self._parent):
            return
        try:
            answer = done.result()
            if self._success is not None and not self._stale():
                self._success(answer)
        except KnownError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001 - a bug: shown as one, and the window lives on
            known = of_environment(error)
            if known is not None:
                self._failed(known)
            else:
                sys.excepthook(*sys.exc_info())

    def _failed(self, error: KnownError) -> None:
        if self._failure is not None and not self._stale():
            self._failure(error)


class Query(Background[T]):
    """A question whose answer the window waits for: long work elsewhere gives way from now until it is there."""

    def run(self) -> None:
        """Start it."""
        self._courier.way.claim()
        super().run()

    def _deliver(self, done: Future[T]) -> None:
        self._courier.way.release()
        super()._deliver(done)


class PostedProgress:
    """A progress that reaches the UI thread at most ten times a second, and a way to cancel.

    What the window waits for gives way to nothing: ``waited_for``.
    """

    INTERVAL = 0.1

    def __init__(
        self,
        courier: Courier,
        show: Callable[[int, int, str], None],
        breathe: Callable[[], None] = lambda: None,
        *,
        waited_for: bool = False,
    ) -> None:
        self._courier = courier
        self._show = show
        self._breathe = breathe
        self._waited_for = waited_for
        self._last = 0.0
        self._stop = threading.Event()

    def step(self, done: int, total: int, what: str) -> None:
        """Show it, unless something was shown less than a tenth of a second ago."""
        self._breathe()
        if not self._waited_for:
            self._courier.way.give()
        now = time.monotonic()
        if now - self._last >= self.INTERVAL or (total and done >= total):
            self._last = now
            self._courier.post(lambda: self._show(done, total, what))

    @property
    def cancelled(self) -> bool:
        """Whether the reviewer has asked for the work to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask for the work to stop."""
        self._stop.set()


class UnseenProgress(PostedProgress):
    """That of work which nobody waits for or is told of: it gives way to the window, and can be cancelled."""

    def __init__(self, courier: Courier) -> None:
        super().__init__(courier, lambda _done, _total, _what: None)

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002 - nobody is told
        """Wait while the window is busy."""
        self._courier.way.give()
