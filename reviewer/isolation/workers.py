"""The pool of parse workers, sessions with a worker of one's own, the print worker and the converter, behind one door.

Hostile bytes are read on the other side of it. Whatever happens there costs the one request: a worker that crashed,
hung or answered nonsense is ended, and a fresh one takes the next request. One that ended because its zygote did has
its request asked once more.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation import consent
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.channel import Channel
from reviewer.isolation.checking import MAX_PIXELS, pixels_asked_for
from reviewer.isolation.converter import Converter
from reviewer.isolation.decoder import Decoder
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.frames import Frame, FrameBounds
from reviewer.isolation.printer import Printer
from reviewer.isolation.protocol import (
    Convert,
    Decode,
    Ocr,
    OpenDocument,
    Opened,
    PrintPage,
    Raster,
    Ready,
    Request,
    SplitMbox,
)
from reviewer.isolation.provider import Provider, Worker, program
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.spool import Spools
from reviewer.isolation.streamed import Blob

__all__ = ["SandboxReport", "Session", "WorkerError", "Workers"]

_LIFE = (
    64  # requests a worker answers before a fresh one takes over: old memory, and what one item may do to later ones
)

_BUSY = 60.0  # seconds of work after which it is replaced too, far from the processor time that the system grants it


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """Which walls are up around each kind of worker, in short phrases, and where less is to be had than could be."""

    platform: str
    parse: tuple[str, ...]
    print: tuple[str, ...]
    convert: tuple[str, ...]
    warnings: tuple[str, ...]


def best_provider(module: str = "reviewer.workers.parse", *arguments: str, awaited: bool = False) -> Provider:
    """The zygote where the system has what it takes, else a program per worker; ``module`` is what they run.

    A zygote that is ``awaited`` stands back once it has loaded; any other from its start.
    """
    if sys.platform == "linux":
        from reviewer.isolation.provider_fork import ForkProvider  # noqa: PLC0415 - its imports exist there only

        if ForkProvider.usable():
            return ForkProvider(program(module, *arguments), awaited=awaited)
    return PipeProvider(program(module, *arguments, "--pipe"))


class Workers:
    """Workers for as many requests at a time as there are ``jobs``; a context manager, thread-safe.

    ``awaited`` says that nothing can be done before a reader has loaded.
    """

    def __init__(
        self,
        jobs: int | None = None,
        *,
        provider: Provider | None = None,
        print_command: Sequence[str] = (),
        convert_command: Sequence[str] = (),
        bounds: FrameBounds | None = None,
        awaited: bool = False,
    ) -> None:
        self.jobs = jobs or max(2, os.cpu_count() or 2)
        self._bounds = bounds or FrameBounds()
        self._provider = provider or best_provider(awaited=awaited)
        self.spools = Spools()
        self._printer = Printer(print_command, self._bounds)
        self._converter = Converter(convert_command, self._bounds)
        self._decoder = Decoder((), self._bounds)
        self._slots = threading.BoundedSemaphore(self.jobs)
        self._lock = threading.Lock()
        self._idle: list[Channel] = []
        self._running: set[Worker] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        request: Request,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 30.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        """The answer to one request, within ``seconds`` once a worker is free; WorkerError if none comes.

        What it takes of processor time is taken off an ``allowance``, and it is ended where that holds no more.
        """
        if isinstance(request, PrintPage):
            return self.print_page(request, blobs, seconds=seconds, allowance=allowance)
        if isinstance(request, Convert):
            return self.convert(request, blobs, seconds=seconds, allowance=allowance)
        if isinstance(request, Decode):
            return self._decoder.ask(request, blobs, seconds, allowance)
        if isinstance(request, SplitMbox | OpenDocument | Raster | Ocr):
            raise TypeError(f"{type(request).__name__} needs a session")
        with self._slots:
            try:
                return self._ask(self._take(), request, blobs, seconds, allowance)
            except WorkerError as error:
                if error.cause != "crashed" or error.reason.code != "worker.silent":
                    raise
            # Nobody is left to tell how it ended: its zygote is gone, and all readers with it, whatever this one read.
            return self._ask(self.start(session=False), request, blobs, seconds, allowance)

    def submit(self, request: Request, blobs: Sequence[Blob] = (), *, seconds: float = 30.0) -> Future[Frame]:
        """As :meth:`ask`, without waiting; requests wait their turn in order."""
        with self._lock:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="workers")
            threads = self._threads
        return threads.submit(self.ask, request, blobs, seconds=seconds)

    def session(self) -> Session:
        """A worker of one's own that remembers, for a mailbox to split or a document to draw."""
        return Session(self)

    def print_page(
        self,
        request: PrintPage,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 140.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        """The page as PDF. WorkerError, with cause ``missing`` where there is no QtWebEngine.

        It is ended when it has used too much memory or processor time, wherever a page comes from; ``seconds`` bounds
        a machine that is too busy.
        """
        return self._printer.ask(request, blobs, seconds, allowance)

    def convert(
        self,
        request: Convert,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 140.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        """The pages of an Office document by LibreOffice. WorkerError, with cause ``missing`` where it cannot be used.

        The converter gives up by itself after 120 seconds; ``seconds`` is when it is ended if it did not.
        """
        return self._converter.ask(request, blobs, seconds, allowance)

    def warm_up(self) -> None:
        """Start the print worker, which takes a while, without waiting for it."""
        self._printer.warm_up()

    def load(self) -> None:
        """Have a reader started and loaded, which takes half a second, without waiting for it."""
        with suppress(WorkerError):  # who asks it for something is told
            channel = self.start(session=False)
            self._give_back(channel, well=True)

    def walled(self) -> bool:
        """Whether readers are in a sandbox here; starts one if none runs."""
        return consent.walled(self._greeted())

    def check_walled(self) -> None:
        """NoSandboxError where readers are in none and nobody said to read all the same."""
        consent.check(self._greeted())

    def _greeted(self) -> Ready:
        with self._slots:
            channel, well = self._take(), False
            try:
                ready = channel.greet()
                well = True
            finally:
                self._give_back(channel, well=well)
            return ready

    def describe(self) -> SandboxReport:
        """What walls are up; starts one worker of each kind if none runs."""
        walls = self._greeted().sandbox
        try:
            printing, less = self._printer.ready().sandbox, []
        except WorkerError as error:
            printing, less = (), [f"{error}: {error.advice}" if error.advice else str(error)]
        less += [wall for wall in printing if " off: " in wall]
        less += [lack] if (lack := self._converter.lacks()) else []
        try:
            converting = self._converter.ready().sandbox
        except WorkerError:  # not installed, or not to be used here: our own pages take its place
            converting = ()
        warnings = (*_warnings(walls), *less)
        return SandboxReport(f"{platform.system()} {platform.release()}", walls, printing, converting, warnings)

    def close(self) -> None:
        """End all workers; requests still under way fail."""
        with self._lock:
            self._closed = True
            threads, self._threads = self._threads, None
            idle, self._idle = self._idle, []
            running = list(self._running)
        self._provider.close()
        for worker in running:
            worker.kill()
        self._printer.close()
        self._converter.close()
        self._decoder.close()
        if threads is not None:
            threads.shutdown(wait=True, cancel_futures=True)
        for channel in idle:
            self.release(channel)

    def start(self, *, session: bool) -> Channel:
        """A fresh worker, for the pool or for a session; it may not be ready yet."""
        if self._closed:
            raise WorkerError(Reason("worker.shut_down"), "crashed")
        try:
            worker = self._provider.start(session=session)
        except OSError as error:
            raise WorkerError(Reason("worker.not_started", detail=str(error)), "crashed") from error
        with self._lock:
            self._running.add(worker)
        return Channel(worker, "reader", self._bounds, self.spools)

    def release(self, channel: Channel) -> None:
        """End a worker for good."""
        with self._lock:
            self._running.discard(channel.worker)
        channel.worker.close()

    def _ask(
        self,
        channel: Channel,
        request: Request,
        blobs: Sequence[Blob],
        seconds: float,
        allowance: Allowance | None,
    ) -> Frame:
        well = False
        try:
            frame = channel.ask(request, blobs, seconds, allowance)
            well = True
        except WorkerError as error:
            well = error.cause in {"refused", "limit"}
            raise
        finally:
            self._give_back(channel, well=well)
        return frame

    def _take(self) -> Channel:
        while True:
            with self._lock:
                channel = self._idle.pop() if self._idle else None
            if channel is None:
                return self.start(session=False)
            if channel.worker.alive():
                return channel
            self.release(channel)

    def _give_back(self, channel: Channel, *, well: bool) -> None:
        with self._lock:
            keep = well and channel.requests < _LIFE and channel.busy < _BUSY and not self._closed
            if keep:
                self._idle.append(channel)
        if not keep:
            self.release(channel)


class Session:
    """A worker of one's own; a context manager, thread-safe, one request at a time.

    After a crash the next request gets a fresh worker, with the document opened again; a mailbox has to be split again
    from its beginning.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._turn = threading.Lock()
        self._channel: Channel | None = None
        self._document: tuple[OpenDocument, Sequence[Blob]] | None = None
        self._sizes: tuple[tuple[float, float], ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    @property
    def spools(self) -> Spools:
        """Where what is too large to hold is put aside."""
        return self._workers.spools

    def ask(
        self,
        request: Request,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 30.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        """The answer, within ``seconds``. WorkerError if none comes, or if a picture beyond 64 Mpx is asked for.

        What it takes of processor time is taken off an ``allowance``, and it is ended where that holds no more.
        """
        with self._turn:
            if isinstance(request, Raster | Ocr):
                if isinstance(request, Raster):
                    self._check(request)
                if self._channel is None and self._document is not None:
                    self._ask(*self._document, seconds, allowance)
            frame = self._ask(request, blobs, seconds, allowance)
            if isinstance(request, OpenDocument) and isinstance(frame.message, Opened):
                self._document, self._sizes = (request, blobs), frame.message.sizes
            return frame

    def close(self) -> None:
        """End the worker, once a request under way has been answered."""
        with self._turn:
            self._drop()
            self._document = None

    def interrupt(self) -> None:
        """End the worker at once, from another thread; a request under way fails."""
        channel = self._channel
        if channel is not None:
            channel.worker.kill()

    def _check(self, request: Raster) -> None:
        if self._document is not None and pixels_asked_for(request, self._sizes) > MAX_PIXELS:
            raise WorkerError(Reason("worker.picture_large"), "limit")

    def _ask(
        self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None = None
    ) -> Frame:
        if self._channel is None:
            self._channel = self._workers.start(session=True)
        well = False
        try:
            frame = self._channel.ask(request, blobs, seconds, allowance)
            well = True
        except WorkerError as error:
            well = error.cause in {"refused", "limit"}
            raise
        finally:
            if not well:
                self._drop()
        return frame

    def _drop(self) -> None:
        if self._channel is not None:
            self._workers.release(self._channel)
            self._channel = None


def _warnings(walls: tuple[str, ...]) -> list[str]:
    warnings = []
    if not any(wall.startswith("seccomp") for wall in walls):
        warnings.append(
            "no system call filter here: a reader taken over by a hostile file could reach files and network"
        )
    if not any(wall.startswith("rlimits") for wall in walls):
        warnings.append("no resource limits here: a hostile file can use up memory until its time is over")
    return warnings
