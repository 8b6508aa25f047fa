"""What a program asks of the disk while it writes a case, recorded; and what a disk without power makes of it.

A VFS of SQLite stands between the library and the system's own, and the calls of :mod:`os` that the case file's modules
make are watched as well. What is synced stays. Of what was written since, a power cut keeps any part, in any order,
with writes torn at sectors; of names that were given, moved or taken away, it keeps the first few.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3

SECTOR = 512
_FULL, _CANTOPEN, _IOERR_WRITE, _IOERR_FSYNC, _IOERR_TRUNCATE, _IOERR_DELETE = 13, 14, 778, 1034, 1546, 2570
"""What SQLite calls such errors, https://www.sqlite.org/rescode.html."""

_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, https://www.sqlite.org/c3ref/vfs.html."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("size", ctypes.c_int),
        ("longest", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 14),
    )


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, https://www.sqlite.org/c3ref/io_methods.html."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 13),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of the disk: ``write``, ``truncate``, ``sync``, ``create``, ``delete``, ``move``, ``names``.

    ``names`` is a sync of a folder. ``told`` is none: then somebody was told that so many acts are kept.
    """

    what: str
    path: str = ""
    at: int = 0
    data: bytes = b""
    to: str = ""


class Recorder:
    """The steps so far; ``before`` is called with the number of each, and may end the program.

    It may also answer with the number of an error of the system, with which the step fails then.
    """

    def __init__(self, before: Callable[[int], int | None] = lambda _number: None) -> None:
        self.steps: list[Step] = []
        self._before = before
        self._library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.c_void_p
        self._library.sqlite3_vfs_find.argtypes = (ctypes.c_char_p,)
        self._library.sqlite3_vfs_register.argtypes = (ctypes.c_void_p, ctypes.c_int)
        self._library.sqlite3_vfs_unregister.argtypes = (ctypes.c_void_p,)
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._kept: list[Any] = []

    def note(self, step: Step) -> int:
        """Take a step; the number of the error that it fails with, or 0."""
        error = self._before(len(self.steps)) or 0
        self.steps.append(step)
        return error

    def asked(self, step: Step) -> None:
        """Take a step that a call of :mod:`os` asks for; OSError when it fails."""
        error = self.note(step)
        if error:
            raise OSError(error, os.strerror(error))

    def told(self, acts: int) -> None:
        self.steps.append(Step("told", at=acts))

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Record what this process asks of the disk."""
        own = self._library.sqlite3_vfs_find(None)
        vfs = _Vfs.from_buffer_copy(ctypes.string_at(own, ctypes.sizeof(_Vfs)))
        vfs.name, vfs.next = b"recorded", None
        opened, delete = _OPEN(vfs.open), _DELETE(vfs.delete)

        def open_(_vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
            path = ctypes.string_at(name).decode() if name else ""
            if path and not Path(path).exists() and self.note(Step("create", path)):
                ctypes.c_void_p.from_address(file).value = None  # so SQLite does not close it
                return _CANTOPEN
            code: int = opened(own, name, file, flags, out)
            if code == 0 and path:
                self._paths[file] = path
                self._watch(file)
            return code

        def delete_(_vfs: int, name: bytes, folder: int) -> int:
            if Path(name.decode()).exists():
                if self.note(Step("delete", name.decode())):
                    return _IOERR_DELETE
                if folder:
                    self.note(Step("names", str(Path(name.decode()).parent)))
            code: int = delete(own, name, folder)
            return code

        self._kept = [vfs, _OPEN(open_), _DELETE(delete_)]
        vfs.open, vfs.delete = (ctypes.cast(each, ctypes.c_void_p).value for each in self._kept[1:])
        self._library.sqlite3_vfs_register(ctypes.addressof(vfs), 1)
        try:
            with self._watching_os():
                yield
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.addressof(vfs))
            self._library.sqlite3_vfs_register(own, 1)

    def _watch(self, file: int) -> None:
        """Stand before the functions of an open file."""
        own = ctypes.c_void_p.from_address(file).value
        assert own is not None
        if own not in self._methods:
            made = _Methods.from_buffer_copy(ctypes.string_at(own, ctypes.sizeof(_Methods)))
            write, truncate, sync = _WRITE(made.write), _TRUNCATE(made.truncate), _SYNC(made.sync)

            def write_(file: int, data: int, size: int, at: int) -> int:
                error = self.note(Step("write", self._paths[file], at, ctypes.string_at(data, size)))
                if error:
                    return _FULL if error == errno.ENOSPC else _IOERR_WRITE
                code: int = write(file, data, size, at)
                return code

            def truncate_(file: int, size: int) -> int:
                if self.note(Step("truncate", self._paths[file], size)):
                    return _IOERR_TRUNCATE
                code: int = truncate(file, size)
                return code

            def sync_(file: int, flags: int) -> int:
                if self.note(Step("sync", self._paths[file])):
                    return _IOERR_FSYNC
                code: int = sync(file, flags)
                return code

            ours = (_WRITE(write_), _TRUNCATE(truncate_), _SYNC(sync_))
            self._kept += ours
            made.write, made.truncate, made.sync = (ctypes.cast(each, ctypes.c_void_p).value for each in ours)
            self._methods[own] = made
        ctypes.c_void_p.from_address(file).value = ctypes.addressof(self._methods[own])

    @contextmanager
    def _watching_os(self) -> Iterator[None]:
        real = {name: getattr(os, name) for name in ("open", "fsync", "replace", "unlink")}

        def open_(path: Any, flags: int, *more: Any, **options: Any) -> int:
            if flags & os.O_CREAT and not Path(path).exists() and not str(path).endswith(".lock"):
                self.asked(Step("create", str(path)))
            made: int = real["open"](path, flags, *more, **options)
            return made

        def fsync(descriptor: int) -> None:
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            self.asked(Step("names", str(path)) if path.is_dir() else Step("sync", str(path)))
            real["fsync"](descriptor)

        def replace(old: Any, new: Any) -> None:
            self.asked(Step("move", str(old), to=str(new)))
            real["replace"](old, new)

        def unlink(path: Any, **options: Any) -> None:
            if Path(path).exists() and not str(path).endswith(".lock"):
                self.asked(Step("delete", str(path)))
            real["unlink"](path, **options)

        os.open, os.fsync, os.replace, os.unlink = open_, fsync, replace, unlink  # type: ignore[assignment]
        try:
            yield
        finally:
            for name, function in real.items():
                setattr(os, name, function)


@dataclass(slots=True)
class _File:
    kept: bytearray
    pending: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Disk:
    """A folder as a disk has it: what is synced, and what was asked for since."""

    folder: str
    names: dict[str, _File]
    pending: list[tuple[str, str, _File | None]] = field(default_factory=list)
    """Names that changed since: which, to what it was moved, and the file that got it; so that it is gone without."""
    told: int = 0

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """A folder that is all on the disk."""
        return cls(
            str(folder), {str(path): _File(bytearray(path.read_bytes())) for path in folder.iterdir() if path.is_file()}
        )

    def copy(self) -> Disk:
        """Another, with the same files; of one that did nothing yet."""
        return Disk(
            self.folder, {path: _File(bytearray(file.kept)) for path, file in self.names.items()}, [], self.told
        )

    def now(self) -> dict[str, _File]:
        """The names as a program sees them."""
        return _named(self.names, self.pending)

    def does(self, step: Step) -> None:
        """What becomes of it by a step; one that another folder is asked for, such as that of settings, is none."""
        place = step.path if step.what == "names" else str(Path(step.path).parent)
        if step.path and place != self.folder:
            return
        match step.what:
            case "told":
                self.told = step.at
            case "create":
                self.pending.append((step.path, "", _File(bytearray())))
            case "delete":
                self.pending.append((step.path, "", None))
            case "move":
                self.pending.append((step.path, step.to, None))
            case "names":
                self.names, self.pending = self.now(), []
            case "sync":
                file = self.now()[step.path]
                for each in file.pending:
                    _apply(file.kept, each)
                file.pending.clear()
                if step.path.endswith(("-wal", "-journal")):  # SQLite syncs their folder with them the first time
                    self.names, self.pending = self.now(), []
            case _:
                self.now()[step.path].pending.append(step)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files after a power cut."""
        names = _named(self.names, self.pending[: chance.randint(0, len(self.pending))])
        how = chance.choice(("none", "all", "some", "torn", "torn"))
        return {path: _cut(file, how, chance) for path, file in names.items()}


def _named(names: dict[str, _File], changes: list[tuple[str, str, _File | None]]) -> dict[str, _File]:
    found = dict(names)
    for path, to, file in changes:
        if to:
            found[to] = found.pop(path)
        elif file is None:
            found.pop(path, None)
        else:
            found[path] = file
    return found


def _apply(data: bytearray, step: Step) -> None:
    if step.what == "truncate":
        del data[step.at :]
        return
    if len(data) < step.at:
        data.extend(bytes(step.at - len(data)))
    data[step.at : step.at + len(step.data)] = step.data


def _cut(file: _File, how: str, chance: random.Random) -> bytes:
    data = bytearray(file.kept)
    steps = list(file.pending)
    if how == "none":
        steps = []
    elif how != "all":
        steps = [each for each in steps if chance.random() < 0.5]
        chance.shuffle(steps)
    for step in steps:
        if how == "torn" and step.what == "write" and chance.random() < 0.5:
            for start in range(0, len(step.data), SECTOR):
                if chance.random() < 0.5:
                    _apply(data, Step("write", at=step.at + start, data=step.data[start : start + SECTOR]))
        else:
            _apply(data, step)
    return bytes(data)
