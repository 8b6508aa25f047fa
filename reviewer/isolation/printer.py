"""The print worker: one program, started before it is needed, one page at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from reviewer.isolation.channel import Channel
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.protocol import Frame, Limits, PrintPage, Ready
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker

_TIDY_SECONDS = 5.0
_ADVICE = "E-mail is shown as plain text until the PySide6 package is installed with its QtWebEngine part."


class Printer:
    """Keeps the print worker; thread-safe."""

    def __init__(self, command: Sequence[str] = (), limits: Limits | None = None) -> None:
        self._command = list(command) or program("reviewer.workers.print")
        self._limits = limits or Limits()
        self._turn = threading.Lock()
        self._worker: PipeWorker | None = None
        self._channel: Channel | None = None
        self._missing = ""

    def warm_up(self) -> None:
        """Start the worker if none runs, without waiting for it."""
        with self._turn:
            if not self._missing:
                self._running()

    def ask(self, request: PrintPage, blobs: Sequence[bytes | memoryview], seconds: float) -> Frame:
        """Print one page; WorkerError with cause ``missing`` where there is no QtWebEngine."""
        with self._turn:
            channel = self._present()
            try:
                return channel.ask(request, blobs, seconds)
            except WorkerError as error:
                if error.cause not in {"refused", "limit"}:
                    self._drop()
                raise

    def ready(self) -> Ready:
        """What the worker says of itself, started if none runs; WorkerError (``missing``) if none can be had."""
        channel = self._channel
        if channel is not None and channel.ready is not None:
            return channel.ready  # known without waiting for a page that is being printed
        with self._turn:
            return self._present().greet()

    def close(self) -> None:
        """End the worker; a page being printed in another thread ends with it."""
        worker = self._worker
        if not self._turn.acquire(blocking=False):
            if worker is not None:
                worker.kill()
            self._turn.acquire()
        elif worker is not None:
            worker.finish(_TIDY_SECONDS)  # it has a private folder to remove
        try:
            self._drop()
        finally:
            self._turn.release()

    def _present(self) -> Channel:
        if self._missing:
            raise WorkerError(self._missing, "missing", _ADVICE)
        channel = self._running()
        try:
            ready = channel.greet()
        except WorkerError as error:
            self._drop()
            raise WorkerError(f"the print worker could not be started: {error}", "missing", _ADVICE) from error
        if ready.role != "print":
            self._missing = ready.engine or "there is no print worker on this machine"
            self._drop()
            raise WorkerError(self._missing, "missing", _ADVICE)
        return channel

    def _running(self) -> Channel:
        if self._channel is not None and not self._channel.worker.alive() and self._channel.ready is not None:
            self._drop()
        if self._channel is None:
            try:
                worker = PipeWorker(self._command)
            except OSError as error:
                raise WorkerError(f"the print worker could not be started: {error}", "missing", _ADVICE) from error
            self._worker, self._channel = worker, Channel(worker, "print worker", self._limits)
        return self._channel

    def _drop(self) -> None:
        if self._channel is not None:
            self._channel.worker.close()
            self._worker = self._channel = None
