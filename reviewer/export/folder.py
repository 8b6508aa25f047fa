"""Write an export as one folder, all of it or none: first beside its place under another name, then renamed into it."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.errors import ExportError, StorageError
from reviewer.export.staging import let_go, take_folder

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)")
_AT_ONCE = 16
"""Files that a disk is asked to take at the same time: it takes them nearly as one."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_IN_A_ROW = 32
"""Files that are asked for one after the other before it is told how many the disk has."""
_MANY = 256
"""Files for which the whole file system is asked, where that tells of every fault, and not each for itself."""
_MUCH = 512 * 2**20
"""Bytes that wait for disks, more than are written in a few seconds."""
_AGAIN = 0.05
"""Seconds after which whoever waits hears that it still does, and may stop."""
_TELLS_SINCE = (5, 8)
"""The Linux from which on the call tells of each fault since the folder was opened; one before tells of none."""
_MEMORY = 0x01021994
_EXT = 0xEF53
_TELLING = frozenset({_EXT, 0x58465342, 0x9123683E, _MEMORY})
"""ext3 and ext4, XFS, Btrfs and memory, by their numbers in statfs(2): after the call all is on their disk."""
_SURE = frozenset({"ext3", "ext4"})
"""Of those with the number of ext: both are the driver ext4, one that is named ext2 may be a driver of its own, which
leaves what it has written in the memory of the disk."""
_NOT_ASKED = frozenset({errno.ENOSYS, errno.EPERM})
"""Errors of a system that does not know the call, or refuses it: they say nothing of the disk."""
_MOUNTS = Path("/proc/self/mountinfo")
_MEMORY_FACTS = Path("/proc/meminfo")
_FACTS_BYTES = 512
"""More than ``struct statfs`` takes anywhere; that number is its first word."""


def check_free(folder: Path) -> None:
    """ExportError when something stands there already; an empty folder is fine."""
    try:
        if folder.is_dir() and not folder.is_symlink():
            if any(folder.iterdir()):
                raise ExportError(f"{folder} is not empty", "Name a folder that does not exist yet.")
        elif folder.exists() or folder.is_symlink():
            raise ExportError(f"{folder} is there already and is no folder", "Name a folder that does not exist yet.")
        if not folder.absolute().parent.is_dir():
            raise ExportError(f"there is no folder {folder.absolute().parent}", "Make it first, or name another place.")
    except OSError as error:
        raise StorageError.of(f"{folder} cannot be used", error) from error


class ExportFolder:
    """A folder that comes to be whole or not at all; a context manager.

    Files are written beside the place, for their owner only; :meth:`make_durable` waits until the disk has them, which
    takes a while (less if :meth:`begin_durable` asked for it), and :meth:`finish` puts the folder into its place, which
    takes none. An error within the context, even after that, leaves nothing. ExportError when the place is taken,
    StorageError when the disk does not take it.
    """

    def __init__(self, folder: Path) -> None:
        check_free(folder)
        self.folder = folder.absolute()
        self._part = self.folder.with_name(f".{self.folder.name}.part")
        self._folders: dict[str, str] = {}
        """Where each is that was made, by its name within this one; this one has none."""
        self._waiting: list[str] = []
        self._system: _FileSystem | None = None
        self._finished = False
        self._held: int | None = None

    def __enter__(self) -> Self:
        with self._storing():
            self._held = take_folder(self._part)
            self._folders[""] = str(self._part)
            self._system = _FileSystem.of(self._part)  # before the first file: it tells of faults since then
        return self

    def write(self, name: str, data: bytes) -> None:
        """Write one file by its name below the folder, ``/`` between names; ExportError for a name that is not safe."""
        _check_name(name)
        within, _, last = name.rpartition("/")
        with self._storing():
            path = f"{self._way(within)}{os.sep}{last}"
            handle = os.open(path, _NEW, 0o600)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
            self._waiting.append(path)

    @property
    def place(self) -> Path:
        """Where it will be."""
        return self.folder

    @property
    def staged(self) -> Path:
        """Where it is until it is finished."""
        return self._part

    def read(self, name: str) -> bytes:
        """What was written under a name, read from the disk."""
        with self._storing():
            return self._part.joinpath(*name.split("/")).read_bytes()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """What was written so far, by the names below the folder."""
        for path in sorted(self._part.rglob("*")):
            if path.is_file():
                with self._storing():
                    yield path.relative_to(self._part).as_posix(), path.read_bytes()

    def begin_durable(self) -> None:
        """Have the disk begin with what was written so far, while something else is done; what it says comes later."""
        _begin_sync(self._part)

    def make_durable(self, step: Callable[[int, int], None] = lambda _done, _of: None) -> None:
        """Wait until the disk has what was written; ``step`` hears how many files it has, of how many.

        Many files are asked for at once, as their file system, where that tells of every fault; else each is asked for
        by itself. StorageError when it tells of one.
        """
        with self._storing():
            if not self._sync_all(step):
                self._sync_each(step)
            for each in sorted(self._folders.values() if self._waiting else (), reverse=True):
                _sync(Path(each))
            self._waiting.clear()

    def _sync_all(self, step: Callable[[int, int], None]) -> bool:
        """Have the disk take many files at once; False where each has to be asked for by itself.

        A fault that is told is not looked for file by file: the system no longer knows of it where it has let go of
        what it knew of the file since.
        """
        total = len(self._waiting)
        if total < _MANY or self._system is None:
            return False
        number = self._system.sync(partial(step, 0, total))
        if number is None or number in _NOT_ASKED:
            return False
        if number:
            raise StorageError.of(
                f"the disk tells of a fault, not of which file, so the export is not put into {self.folder}",
                OSError(number, os.strerror(number)),
                "Export it again. If the disk tells of a fault again, free some space, or choose another place.",
            )
        return True

    def _sync_each(self, step: Callable[[int, int], None]) -> None:
        total = len(self._waiting)
        rows = [self._waiting[at : at + _IN_A_ROW] for at in range(0, total, _IN_A_ROW)]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="disk") as pool:
            for done in chain.from_iterable(pool.map(_sync_files, rows, range(0, total, _IN_A_ROW))):
                step(done, total)

    def finish(self) -> None:
        """Put the folder into its place; what was written is durable then."""
        self.make_durable()
        with self._storing():
            if self.folder.exists():
                self.folder.rmdir()
            self._part.rename(self.folder)
            self._finished = True
            _sync(self.folder.parent)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:  # else another export may be writing there by now
            shutil.rmtree(self._part, ignore_errors=True)
        elif kind is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        if self._system is not None:
            self._system.close()
        let_go(self._held)

    def _way(self, within: str) -> str:
        """Where a folder within this one is, which is made when it is first asked for."""
        if within not in self._folders:
            above, _, last = within.rpartition("/")
            made = f"{self._way(above)}{os.sep}{last}"
            Path(made).mkdir(mode=0o700)
            self._folders[within] = made
        return self._folders[within]

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError.of(
                f"the export could not be written to {self.folder}", error, "Free some space, or choose another place."
            ) from error


class _FileSystem:
    """The file system of a folder, which tells of what went wrong in writing since it was opened; to be closed."""

    def __init__(self, folder: int, *, has_disk: bool) -> None:
        self._folder, self._has_disk = folder, has_disk
        self._held = threading.Lock()
        self._is_asked = self._is_over = False

    @classmethod
    def of(cls, folder: Path) -> Self | None:
        """Open that of a folder; None where it is not sure that it tells of each fault."""
        if sys.platform != "linux" or _release() < _TELLS_SINCE or (number := _number(folder)) not in _TELLING:
            return None
        with suppress(OSError):
            if number != _EXT or _driver(folder) in _SURE:
                return cls(os.open(folder, os.O_RDONLY), has_disk=number != _MEMORY)
        return None

    def sync(self, step: Callable[[], None]) -> int | None:
        """Wait until all that was written is on the disk; ``step`` is called as it begins and meanwhile, and may raise.

        The number of the error that is told, 0 for none; None when it was not asked, as much of others waits for disks
        or that is not known: then each file has to be asked for by itself. Whoever stops does not wait for a call under
        way, nor does the program at its end; the system may keep its process until the call has come back.
        """
        if self._has_disk and not _little_waits():
            return None
        told: list[int] = []
        asking = threading.Thread(target=self._ask, args=(told,), name="disk", daemon=True)
        self._is_asked = True
        asking.start()
        step()
        asking.join(_AGAIN)
        while asking.is_alive():
            step()
            asking.join(_AGAIN)
        return told[0]

    def _ask(self, told: list[int]) -> None:
        told.append(_syncfs(self._folder))
        with self._held:
            self._is_asked = False
            if self._is_over:
                os.close(self._folder)

    def close(self) -> None:
        """Close it, once a call under way has come back; nobody waits for that."""
        with self._held:
            self._is_over = True
            if not self._is_asked:
                os.close(self._folder)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync_files(paths: Sequence[str], first: int) -> range:
    """Have the disk take some files; their numbers, from ``first`` on."""
    for path in paths:
        handle = os.open(path, os.O_RDWR)  # Windows flushes only what may be written to
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return range(first, first + len(paths))


def _begin_sync(folder: Path) -> None:
    """Have the file system of a folder write what it holds back, while something else is done.

    It is a beginning that nobody waits for: who has to know asks later, and is told of what went wrong. Where much
    waits for disks it is left alone, as a process cannot end before what others wrote is on the disk with it.
    """
    if sys.platform == "linux":
        threading.Thread(target=_begin, args=(folder,), name="disk", daemon=True).start()


def _begin(folder: Path) -> None:
    with suppress(OSError):
        if not _little_waits():
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            _syncfs(handle)
        finally:
            os.close(handle)


def _syncfs(descriptor: int) -> int:
    """The number of the error it ended with, 0 for none; ENOSYS for a C library without the call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        return errno.ENOSYS
    return 0 if call(descriptor) == 0 else ctypes.get_errno() or errno.EIO


def _number(folder: Path) -> int:
    """Which kind of file system a folder is on; 0 where that is not told."""
    call = getattr(ctypes.CDLL(None), "statfs", None)
    facts = ctypes.create_string_buffer(_FACTS_BYTES)
    if call is None or call(os.fsencode(folder), facts) != 0:
        return 0
    return ctypes.c_ulong.from_buffer(facts).value


def _release() -> tuple[int, ...]:
    """The first two numbers of the system's version; none where it has none."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return () if found is None else (int(found[1]), int(found[2]))


def _driver(folder: Path) -> str:
    """The name of the file system that a folder is on, as proc_pid_mountinfo(5) has it; empty where it has none."""
    if sys.platform != "linux":
        return ""
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        place, _, system = line.partition(" - ")
        if place.split()[2] == number:
            return system.split()[0]
    return ""


def _little_waits() -> bool:
    """Whether few bytes wait for the disks of this machine, whoever wrote them; False where Linux does not tell."""
    with suppress(OSError):
        for line in _MEMORY_FACTS.read_text(encoding="ascii").splitlines():
            if line.startswith("Dirty:"):
                return int(line.split()[1]) * 1024 <= _MUCH
    return False


def _sync(folder: Path) -> None:
    """Make a folder's entries durable, where the system can."""
    if os.name == "nt":
        return  # Windows has no handle of a folder to flush
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_name(name: str) -> None:
    parts = name.split("/")
    if not all(_SAFE.fullmatch(part) and not part.endswith(".") and not _RESERVED.match(part) for part in parts):
        raise ExportError(f"“{name}” is no safe name for a file")
