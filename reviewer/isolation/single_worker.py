"""One program of its own beside the app, started when it is needed and asked one thing at a time."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.appetite import Appetite, Diet
from reviewer.isolation.channel import Channel
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.frames import Frame, FrameBounds
from reviewer.isolation.protocol import Ready, Request
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.streamed import Blob

_TIDY_SECONDS = 5.0  # to remove its private folder
_LOOK_SECONDS = 0.1  # between looks for a program that is being started while it is to end


class SingleWorker(ABC):
    """Keeps the program; thread-safe.

    ``role`` is what it must say it is, ``what`` its name for people, ``advice`` what holds while there is none.
    ``appetite`` is what it and all that it starts may use for one request, ``too_much`` why it was ended when it used
    more: memory, processor time. After ``most`` requests, and where it does not stay after one that it refused, the
    next gets a fresh program.
    """

    role: str
    what: str
    absent: Reason
    advice: str
    most: int = 2**31
    stays_after_refusal: bool = True
    appetite: Appetite | None = None
    too_much: tuple[Reason, Reason] = (Reason("print.memory"), Reason("print.processor_time"))

    def __init__(self, bounds: FrameBounds | None) -> None:
        self._bounds = bounds or FrameBounds()
        self._turn = threading.Lock()
        self._worker: PipeWorker | None = None
        self._channel: Channel | None = None
        self._missing: Reason | None = None
        self._asked = 0

    @abstractmethod
    def _launch(self) -> PipeWorker:
        """Start the program. OSError when it cannot be; WorkerError when it must not be."""

    def ask(self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None = None) -> Frame:
        """The answer to one request; WorkerError with cause ``missing`` where the program is not to be had.

        One that is too slow to start is not missing: that is a ``timeout``, and the next request starts another.
        What it takes of processor time is taken off the ``allowance``.
        """
        with self._turn:
            channel, well = self._present(), False
            self._asked += 1
            try:
                frame = self._asked_within(channel, request, blobs, seconds, allowance)
                well = self._asked < self.most
            except WorkerError as error:
                well = error.cause == "refused" and self.stays_after_refusal
                raise
            finally:
                if not well:  # stopped with Ctrl+C, say: what was sent in part would swallow the next request
                    self._drop()
            return frame

    def _asked_within(
        self,
        channel: Channel,
        request: Request,
        blobs: Sequence[Blob],
        seconds: float,
        allowance: Allowance | None,
    ) -> Frame:
        if self._worker is None or (self.appetite is None and allowance is None):
            return channel.ask(request, blobs, seconds)
        most, too_much = self.appetite or Appetite(), self.too_much
        if allowance is not None and (left := allowance.left) < most.processor:
            most, too_much = replace(most, processor=left), (too_much[0], allowance.over().reason)
        diet = Diet(self._worker, most, too_much)
        try:
            with diet:
                return channel.ask(request, blobs, seconds)
        except WorkerError as error:
            if diet.over is None:
                raise
            raise WorkerError(diet.over, "limit") from error
        finally:
            if allowance is not None:
                allowance.spend(diet.processor)

    def ready(self) -> Ready:
        """What the program says of itself, started if none runs; WorkerError (``missing``) if none can be had."""
        channel = self._channel
        if channel is not None and channel.ready is not None:
            return channel.ready  # known without waiting for what it is at
        with self._turn:
            return self._present().greet()

    @property
    def process(self) -> int | None:
        """The number of the program's process while it runs: one of another number knows nothing that it was told."""
        worker = self._worker
        return worker.process if worker is not None and worker.alive() else None

    def close(self) -> None:
        """End the program; a request under way in another thread ends with it."""
        if self._turn.acquire(blocking=False):
            if self._worker is not None:
                self._worker.finish(_TIDY_SECONDS)
        else:
            self._end_request()
        try:
            self._drop()
        finally:
            self._turn.release()

    def _end_request(self) -> None:
        """Kill what works on the request under way, or starts for it just now, and take the turn."""
        while True:
            worker = self._worker
            if worker is not None:
                worker.kill()
            if self._turn.acquire(timeout=_LOOK_SECONDS):
                return

    def _present(self) -> Channel:
        if self._missing:
            raise WorkerError(self._missing, "missing", self.advice)
        channel = self._running()
        try:
            ready = channel.greet()
        except WorkerError as error:
            self._drop()
            if error.cause == "timeout":  # it is there, and this machine is too busy for it
                raise
            raise WorkerError(self._unstarted(error), "missing", self.advice) from error
        if ready.role != self.role:
            self._drop()
            self._miss(Reason("worker.not_usable", detail=ready.engine) if ready.engine else self.absent)
        return channel

    def _running(self) -> Channel:
        if self._channel is not None and not self._channel.worker.alive() and self._channel.ready is not None:
            self._drop()
        if self._channel is None:
            try:
                worker = self._launch()
            except OSError as error:
                self._drop()
                raise WorkerError(self._unstarted(error), "missing", self.advice) from error
            self._asked = 0
            self._worker, self._channel = worker, Channel(worker, self.what.removeprefix("the "), self._bounds)
        return self._channel

    def _unstarted(self, error: Exception) -> Reason:
        return Reason("worker.program_not_started", worker=self.what, detail=str(error))

    def _miss(self, why: Reason) -> None:
        """Remember that there is none; always raises WorkerError."""
        self._missing = why
        raise WorkerError(why, "missing", self.advice)

    def _drop(self) -> None:
        if self._channel is not None:
            self._channel.worker.close()
            self._worker = self._channel = None
