"""Reading a case file's bytes past SQLite, without taking SQLite's locks away.

POSIX locks belong to a process and a file: closing *any* descriptor of a file drops all of the process's locks on it,
SQLite's own among them (https://www.sqlite.org/howtocorrupt.html, §2.2). So while this process has a case open, the
descriptors that read it otherwise are closed only when its last connection is.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

PAGE = 4096
"""Bytes of a page, as SQLCipher 4 writes them."""

Identity = tuple[int, int]

_guard = threading.Lock()


@dataclass(slots=True)
class _Held:
    connections: int = 0
    waiting: list[BinaryIO] = field(default_factory=list)


_held: dict[Identity, _Held] = {}


def identity(path: Path) -> Identity:
    """Device and inode of a file: what POSIX locks go by."""
    found = os.stat(path)  # noqa: PTH116 - the same call everywhere in this module
    return found.st_dev, found.st_ino


def hold(path: Path) -> Identity:
    """Say that a connection to the file is open in this process, until :func:`release` is given what this returns."""
    with _guard:
        which = identity(path)
        _held.setdefault(which, _Held()).connections += 1
        return which


def release(which: Identity) -> None:
    """Say that a connection has been closed; the last one closes the descriptors that waited for it."""
    with _guard:
        held = _held[which]
        held.connections -= 1
        if held.connections == 0:
            del _held[which]
            for file in held.waiting:
                file.close()


class Reading:
    """The file, opened to read its bytes: a context manager that gives the open file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def __enter__(self) -> BinaryIO:
        return self._file

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        found = os.fstat(self._file.fileno())
        with _guard:
            held = _held.get((found.st_dev, found.st_ino))
            if held is None:
                self._file.close()
            else:
                held.waiting.append(self._file)
