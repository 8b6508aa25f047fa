"""The converter: one program with LibreOffice in it, started when it is needed, one document at a time.

LibreOffice works on files. They are kept in memory (``/dev/shm``), in a folder made here and removed here, whatever
became of the program; a folder that a killed app left goes when the next app starts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from reviewer.isolation.channel import Channel
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.protocol import Convert, Frame, Limits, Ready
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory; that it is one is checked
_PREFIX = "reviewer-office-"
_TIDY_SECONDS = 5.0
_TRIES, _PAUSE = 100, 0.02  # seconds
_ADVICE = "Office documents are shown as plain pages of our own."


class Converter:
    """Keeps the program and its folder; thread-safe."""

    def __init__(self, command: Sequence[str] = (), limits: Limits | None = None, memory: Path = MEMORY) -> None:
        self._command = list(command) or program("reviewer.workers.libre")
        self._limits = limits or Limits()
        self._memory = memory
        self._turn = threading.Lock()
        self._folder: _Folder | None = None
        self._worker: PipeWorker | None = None
        self._channel: Channel | None = None
        self._missing = ""
        sweep(memory)

    def ask(self, request: Convert, blobs: Sequence[bytes | memoryview], seconds: float) -> Frame:
        """Make the pages of one document; WorkerError with cause ``missing`` where there is no LibreOffice to use."""
        with self._turn:
            channel = self._present()
            try:
                return channel.ask(request, blobs, seconds)
            except WorkerError as error:
                if error.cause not in {"refused", "limit"}:
                    self._drop()
                raise

    def lacks(self) -> str:
        """What this system has not that LibreOffice could not be used without, else nothing; starts no program."""
        if sys.platform != "linux" or in_memory(self._memory):
            return ""
        return f"there is no folder in memory ({self._memory}), so LibreOffice is not used: {_ADVICE}"

    def ready(self) -> Ready:
        """What the program says of itself, started if none runs; WorkerError (``missing``) if none can be had."""
        channel = self._channel
        if channel is not None and channel.ready is not None:
            return channel.ready
        with self._turn:
            return self._present().greet()

    def close(self) -> None:
        """End the program; a document being converted in another thread ends with it."""
        worker = self._worker
        if not self._turn.acquire(blocking=False):
            if worker is not None:
                worker.kill()
            self._turn.acquire()
        elif worker is not None:
            worker.finish(_TIDY_SECONDS)
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
            raise WorkerError(f"LibreOffice could not be started: {error}", "missing", _ADVICE) from error
        if ready.role != "convert":
            self._drop()
            self._miss(ready.engine or "there is no LibreOffice on this machine")
        return channel

    def _running(self) -> Channel:
        if self._channel is not None and not self._channel.worker.alive() and self._channel.ready is not None:
            self._drop()
        if self._channel is None:
            if not in_memory(self._memory):
                self._miss(f"LibreOffice is not used: there is no folder in memory here ({self._memory})")
            try:
                self._folder = _Folder(self._memory)
                worker = PipeWorker([*self._command, str(self._folder.path)])
            except OSError as error:
                self._drop()
                raise WorkerError(f"LibreOffice could not be started: {error}", "missing", _ADVICE) from error
            self._worker, self._channel = worker, Channel(worker, "converter", self._limits)
        return self._channel

    def _miss(self, why: str) -> NoReturn:
        self._missing = why
        raise WorkerError(why, "missing", _ADVICE)

    def _drop(self) -> None:
        if self._channel is not None:
            self._channel.worker.close()
            self._worker = self._channel = None
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


class _Folder:
    """A folder in memory for us alone. It is locked as long as we live, which tells it from one that was left."""

    def __init__(self, memory: Path) -> None:
        made = Path(tempfile.mkdtemp(prefix=f".{_PREFIX}", dir=memory))  # no sweep looks for it before it is locked
        self._held = os.open(made, os.O_RDONLY | os.O_DIRECTORY)
        _lock(self._held)
        self.path = made.rename(made.with_name(made.name.removeprefix(".")))

    def remove(self) -> None:
        """Remove it with all that is in it; a process that was just killed may be busy in it for a moment longer."""
        for _ in range(_TRIES):
            shutil.rmtree(self.path, ignore_errors=True)
            if not self.path.exists():
                break
            time.sleep(_PAUSE)
        os.close(self._held)


def sweep(memory: Path = MEMORY) -> None:
    """Remove the folders that apps left which were killed."""
    if not in_memory(memory):
        return
    for left in memory.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another app that starts now may be faster; not ours, so not our business
            held = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                _lock(held)
                if os.fstat(held).st_uid == os.geteuid():
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(held)


def in_memory(place: Path) -> bool:
    """Whether a folder is a file system in memory that we may write to (Linux: tmpfs)."""
    if sys.platform != "linux" or not os.access(place, os.W_OK | os.X_OK):
        return False
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # Of two on the same place the later one is seen.
    kinds = {at: kind for _, at, kind, *_ in map(str.split, mounts.splitlines())}
    path = place.resolve()
    return next((kinds[str(at)] for at in (path, *path.parents) if str(at) in kinds), "") in {"tmpfs", "ramfs"}


def _lock(folder: int) -> None:
    """Lock an open folder; BlockingIOError if another process holds it."""
    import fcntl  # noqa: PLC0415 - it exists on Unix only, and nothing else of this module is used elsewhere

    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
