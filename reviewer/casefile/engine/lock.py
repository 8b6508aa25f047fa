"""One writer at a time: an operating system lock on a small file beside the case.

The lock is released by the operating system when its holder dies. It is not on the case file itself, where it would get
in the way of SQLite's own. Its file says who holds it; a file left behind by a crash locks nobody out.

It holds as long as a case has one name: by another, lock and write-ahead log would be others too, so that two programs
could write at once, and a change of passphrase could put the new file in the place of a link and leave the old one.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from reviewer.errors import LockedError, StorageError

_PATIENCE_SECONDS = 0.25
_OPENING = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
_BEYOND = 1 << 30
"""Windows locks bytes, and what is locked cannot be read by others: so a byte that is not there is locked."""


def followed(path: Path) -> Path:
    """The file itself where its name is a symbolic link. StorageError for links that lead to themselves."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError) as error:
        raise StorageError(f"the link {path.name} leads nowhere", "Name the case file itself.") from error


def check_one_name(path: Path) -> None:
    """StorageError for a file that has a second name (a hard link), which nobody may write to by either."""
    names = 1
    with suppress(OSError):  # whatever opens it tells
        names = _names(path, path.stat())
    if names > 1:
        raise StorageError(
            f"{path.name} has {names} names on this disk (hard links), so two programs could write to it at once",
            "Copy it to another disk, and work in the copy; or remove the other names. On an NTFS disk a short name of "
            "DOS may be one of them.",
        )


def _names(path: Path, found: os.stat_result) -> int:
    """How many names lead to a file. Under Linux NTFS counts its short name, which makes no second log of it.

    The kernel's own driver counts it too and does not say that there is one: for that, whoever is refused has advice.
    """
    short = b""
    if sys.platform == "linux":
        with suppress(OSError):  # another file system, or there is none
            short = os.getxattr(path, "system.ntfs_dos_name", follow_symlinks=False)
    return found.st_nlink - bool(short)


class Lock:
    """The right to write to a case; OSError when the folder cannot be written to.

    Waits for a moment, since a reader that tidies up holds the lock for a few milliseconds: ``patience`` in seconds.
    """

    def __init__(self, path: Path, *, patience: float = _PATIENCE_SECONDS) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._descriptor = self._take(path.name, patience)
        with suppress(
            OSError
        ):  # on a full disk nobody is told who has the case; that somebody has it holds all the same
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, json.dumps({"process": os.getpid(), "host": socket.gethostname()}).encode())

    def _take(self, name: str, patience: float) -> int:
        end = time.monotonic() + patience
        while True:
            self._check_own()
            descriptor = os.open(self._path, _OPENING, 0o600)
            if not _try_lock(descriptor):
                os.close(descriptor)
                if time.monotonic() < end:
                    time.sleep(0.02)
                    continue
                raise self._refusal(name)
            # The holder before us may have removed the file between our opening and our locking it.
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), self._path.stat()):
                    return descriptor
            os.close(descriptor)

    def _check_own(self) -> None:
        """StorageError for what no program of ours has left there: to write to a link would empty another file."""
        try:
            found = self._path.lstat()
        except FileNotFoundError:
            return
        if not stat.S_ISREG(found.st_mode) or _names(self._path, found) > 1:
            raise StorageError(
                f"the case cannot be written: {self._path.name} beside it is a link, or no file at all",
                "This program has not put it there. Find out who did, then remove it; or copy the case elsewhere.",
            )

    def _refusal(self, name: str) -> LockedError:
        """Who has the case, for a person; the number of its process comes last, for the administrator."""
        place, process = "in another window or command", ""
        with suppress(OSError, ValueError, KeyError, TypeError):  # a holder that could not write who it is
            said = json.loads(self._path.read_text(encoding="utf-8"))
            number, host = int(said["process"]), str(said["host"])
            place += "" if host == socket.gethostname() else f" on the computer {host}"
            process = f" For the administrator: it is process {number}."
        return LockedError(f"{name} is already open {place}", f"Close it there, then try again.{process}")

    def release(self) -> None:
        """Give the right back. Called once. A file that cannot be removed stays, and locks nobody out."""
        if sys.platform != "win32":  # there, a file that is open cannot be removed
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        with suppress(OSError):  # the descriptor is gone all the same (close(2))
            os.close(self._descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            os.lseek(descriptor, _BEYOND, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415 - only there

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
