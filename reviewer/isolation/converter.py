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
import time
from collections.abc import Sequence
from pathlib import Path

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import FrameBounds
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.single_worker import SingleWorker

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory; that it is one is checked
_PREFIX = "reviewer-office-"
_TRIES, _PAUSE = 100, 0.02  # seconds


class Converter(SingleWorker):
    """Keeps the program and its folder; missing where there is no LibreOffice to use."""

    role = "convert"
    what = "LibreOffice"
    absent = Reason("worker.no_converter")
    advice = "Office documents are shown as plain pages of our own."

    def __init__(self, command: Sequence[str] = (), bounds: FrameBounds | None = None, memory: Path = MEMORY) -> None:
        super().__init__(bounds)
        self._command = list(command) or program("reviewer.workers.libre")
        self._memory = memory
        self._folder: _Folder | None = None
        sweep(memory)

    def lacks(self) -> str:
        """What this system has not that LibreOffice could not be used without, else nothing; starts no program."""
        if sys.platform != "linux" or in_memory(self._memory):
            return ""
        return f"there is no folder in memory ({self._memory}), so LibreOffice is not used: {self.advice}"

    def _launch(self) -> PipeWorker:
        if not in_memory(self._memory):
            self._miss(Reason("worker.no_memory_folder", folder=str(self._memory)))
        self._folder = _Folder(self._memory)
        return PipeWorker([*self._command, str(self._folder.path)])

    def _drop(self) -> None:
        super()._drop()
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
