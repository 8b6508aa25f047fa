"""One after the other: threads of this program, and other programs of this laptop, that change a file both know."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from types import TracebackType

PATIENCE_SECONDS = 2.0
"""Another program holds the lock for some milliseconds; one that was stopped in the middle makes nobody wait longer."""

_PAUSE_SECONDS = 0.005


class FolderTakenError(OSError):
    """Another program held the folder for so long that one does without."""


class FolderLock:
    """Held by whoever changes what lies in a folder; who holds it may take it again, within.

    On Unix the folder itself is locked, and so nothing is left in it; on Windows a file is. Where a disk knows no
    locks one goes on without. Taking it raises FolderTakenError where it does not come.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._threads = RLock()
        self._taken = 0
        self._held: int | None = None

    def __enter__(self) -> None:
        self._threads.acquire()
        came = False
        try:
            if not self._taken:
                self._held = _locked(self._folder())
            self._taken += 1
            came = True
        finally:
            if not came:
                self._threads.release()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._taken -= 1
        if not self._taken and self._held is not None:
            _unlock(self._held)
            self._held = None
        self._threads.release()


def _locked(folder: Path) -> int | None:
    """What holds the lock until it is closed; None where there is nothing to lock, or no way to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sys.platform == "win32":
            held = os.open(folder / "settings.lock", os.O_CREAT | os.O_RDWR, 0o600)
        else:
            held = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _lock(held)
        except (BlockingIOError, PermissionError) as error:  # EAGAIN; EACCES on Windows
            if time.monotonic() > until:
                os.close(held)
                raise FolderTakenError(f"another program has {folder}") from error
            time.sleep(_PAUSE_SECONDS)
        except OSError:
            os.close(held)
            return None
        else:
            return held


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only there

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - only there

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(descriptor: int) -> None:
    """Also where a process that is about to start another program has the same descriptor for a moment."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - only there

        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
