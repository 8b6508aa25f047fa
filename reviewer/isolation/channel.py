"""One request to one worker, and its answer or what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation import consent
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.checking import check_answer
from reviewer.isolation.deadline import Deadline
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.frames import EndOfStreamError, Frame, FrameBounds, ProtocolError, encode, read_frame
from reviewer.isolation.protocol import (
    Answer,
    Chunk,
    Failed,
    GoOn,
    NextMembers,
    OpenContainer,
    Pixels,
    Read,
    Ready,
    Request,
)
from reviewer.isolation.provider import Worker, ending
from reviewer.isolation.spool import Spools
from reviewer.isolation.streamed import Blob, joined, parts_of

START_SECONDS = 300.0
"""How long a worker may take to say that it is there: loading everything, on a slow and very busy laptop.

Nothing of the evidence is in it yet, so the time ends nothing but a fault of ours. After 60 seconds whole intakes
ended on a machine with ten times as much to do as it could.
"""
_ANSWERED_AT_LENGTH = (Read, OpenContainer, NextMembers, Chunk, GoOn)
"""Requests whose answers may hold more than is good to hold."""
_END_SECONDS = 2.0  # between the end of a worker's connection and the news of how it ended


_CRASHES = frozenset({"worker.crashed", "worker.forbidden"})
"""Ends of a worker that are a fault of the program, whatever the evidence was."""

crash_listeners: list[Callable[[Reason], object]] = []
"""Hear, on whatever thread, how a worker crashed."""


class Channel:
    """A worker and the conversation with it; for one thread at a time. ``busy`` is in seconds.

    A reader has ``spools`` and works alone; without them others may work for it, as they do in a browser.
    """

    def __init__(self, worker: Worker, what: str, bounds: FrameBounds, spools: Spools | None = None) -> None:
        self.worker = worker
        self.ready: Ready | None = None
        self.requests = 0
        self.busy = 0.0
        self._what = what
        self._bounds = bounds
        self._spools = spools

    def greet(self) -> Ready:
        """What the worker says it is; waits for it the first time."""
        if self.ready is None:
            with Deadline(self.worker, START_SECONDS) as deadline:
                message = self._receive(deadline, Ready).message
            self.ready = message
        return self.ready

    def ask(self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None = None) -> Frame:
        """Send the request and wait for its answer; after a WorkerError the worker is of use only if it refused."""
        self._check_request(blobs)
        consent.check(self.greet())
        self.requests += 1
        begun = time.monotonic()
        try:
            return self._exchange(request, blobs, seconds, allowance)
        finally:
            self.busy += time.monotonic() - begun

    def _exchange(self, request: Request, blobs: Sequence[Blob], seconds: float, allowance: Allowance | None) -> Frame:
        processor = None if allowance is None else allowance.left
        with Deadline(self.worker, seconds, alone=self._spools is not None, processor=processor) as deadline:
            try:
                frame = self._answer(request, blobs, deadline)
            except WorkerError as error:
                if allowance is not None and deadline.used_up:
                    raise allowance.over() from error
                raise
            finally:
                if allowance is not None:
                    allowance.spend(deadline.spent())
        if isinstance(frame.message, Failed):
            raise WorkerError(frame.message.reason, "refused")
        return frame

    def _answer(self, request: Request, blobs: Sequence[Blob], deadline: Deadline) -> Frame:
        try:
            for part in joined(part for piece in encode(request, blobs) for part in parts_of(piece)):
                self.worker.write(part)
        except OSError:
            self._ended(deadline)
        deadline.asked = True
        frame = self._receive(deadline, Answer, aside=isinstance(request, _ANSWERED_AT_LENGTH))
        try:
            check_answer(request, frame)
            return self._with_pixels(frame)
        except ProtocolError as error:
            self._nonsense(error)

    def _check_request(self, blobs: Sequence[Blob]) -> None:
        size = sum(len(blob) for blob in blobs)
        if size > self._bounds.blob_bytes or len(blobs) > self._bounds.blobs:
            raise WorkerError(Reason("worker.too_much", size=size, pieces=len(blobs)), "limit")

    def _with_pixels(self, frame: Frame) -> Frame:
        message = frame.message
        if not isinstance(message, Pixels) or not message.shared:
            return frame
        try:
            pixels = self.worker.pixels(message.width * message.height * 3)
        except ValueError as error:
            raise ProtocolError(str(error)) from error
        return Frame(Pixels(message.width, message.height), [pixels])

    def _receive(self, deadline: Deadline, kind: Any, *, aside: bool = False) -> Frame:
        over = False

        def read(size: int) -> bytes:
            nonlocal over
            part = self.worker.read(size)
            over = not part
            return part

        try:
            if aside and self._spools is not None:
                return read_frame(read, kind, self._bounds, self._spools.large, self._spools.take)
            return read_frame(read, kind, self._bounds)
        except (EndOfStreamError, OSError):
            self._ended(deadline)
        except ProtocolError as error:
            if over:
                self._ended(deadline)
            self._nonsense(error)

    def _ended(self, deadline: Deadline) -> NoReturn:
        if deadline.passed:
            late = Reason("worker.timeout", worker=self._what, seconds=f"{deadline.seconds:g}")
            raise WorkerError(late, "timeout")
        ended = ending(self._what, self.worker.wait(_END_SECONDS))
        if ended.code in _CRASHES:
            for heard in crash_listeners:
                heard(ended)
        raise WorkerError(ended, "crashed")

    def _nonsense(self, error: ProtocolError) -> NoReturn:
        raise WorkerError(Reason("worker.nonsense", worker=self._what, detail=str(error)), "nonsense") from error
