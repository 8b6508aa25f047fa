"""Find every file below a root, in the order of names, following no links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from reviewer.casefile.intakes import FoundFile
from reviewer.errors import NotFoundError


def root_bytes(path: Path) -> bytes:
    """A root as the file system names it, absolute; NotFoundError when it is not there."""
    if not path.exists():
        raise NotFoundError(f"there is no file or folder “{path}”", "Check the name, and that the medium is connected.")
    return os.fsencode(path.absolute())


def walk(root: bytes, ours: bytes) -> Iterator[FoundFile]:
    """Every file below a root; a root that is a file is found with an empty path. ``ours`` is the case file.

    What cannot be taken in (a link, a device, a folder that cannot be read) is found too, with its reason.
    """
    if not os.path.isdir(root):  # noqa: PTH112 - names are bytes
        yield _found(root, b"", ours)
        return
    folders = [b""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)  # noqa: PTH118
        except OSError as error:
            reason = f"the folder cannot be read: {error.strerror}"
            yield FoundFile(shown(folder) + "/", folder + b"/", 0, "", reason)
            continue
        inner = []
        for entry in entries:
            below = folder + b"/" + entry.name if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                inner.append(below)
            else:
                yield _found(root, below, ours)
        folders += reversed(inner)


def shown(path: bytes) -> str:
    """A path for people: bytes that are not UTF-8 as replacement characters, ``/`` between names."""
    return path.replace(os.sep.encode(), b"/").decode("utf-8", "replace")


def location(root: bytes, path: bytes) -> Path:
    """Where a found file is."""
    return Path(os.fsdecode(os.path.join(root, path) if path else root))  # noqa: PTH118 - names are bytes


def _found(root: bytes, path: bytes, ours: bytes) -> FoundFile:
    where = os.path.join(root, path) if path else root  # noqa: PTH118
    name = shown(path or os.path.basename(root))  # noqa: PTH119
    try:
        facts = os.lstat(where)
    except OSError as error:
        return FoundFile(name, path, 0, "", f"it cannot be read: {error.strerror}")
    modified = datetime.fromtimestamp(facts.st_mtime, UTC).isoformat(timespec="microseconds")
    return FoundFile(name, path, facts.st_size, modified, _objection(where, facts.st_mode, ours))


def _objection(where: bytes, mode: int, ours: bytes) -> str:
    if where in (ours, ours + b"-wal", ours + b"-shm", ours + b".lock"):
        return "this is the case file itself"
    if stat.S_ISLNK(mode):
        return "a link to somewhere else, which is not followed"
    return "" if stat.S_ISREG(mode) else "neither a file nor a folder"
