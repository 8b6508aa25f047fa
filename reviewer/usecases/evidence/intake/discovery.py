"""Find every file below a root, in the order of names, following no links."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from reviewer.casefile.evidence.intakes import FoundFile, SourceFile
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.errors import NotFoundError


def root_bytes(path: Path) -> bytes:
    """A root as the file system names it, absolute; NotFoundError when it is not there."""
    try:
        path.stat()
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        why = getattr(error, "strerror", None) or str(error)
        raise NotFoundError(
            f"there is no file or folder “{path}” that can be read: {why}",
            "Check the name, and that the medium is connected.",
        ) from error
    return os.fsencode(path.absolute())


def walk(root: bytes, ours: bytes) -> Iterator[FoundFile]:
    """Every file below a root; a root that is a file is found with an empty path. ``ours`` is the case file.

    What cannot be taken in (a link, a device, a folder that cannot be read) is found too, with its reason.
    """
    own = _own_files(ours)
    if not os.path.isdir(root):  # noqa: PTH112 - names are bytes
        yield _found(root, b"", own)
        return
    folders = [b""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)  # noqa: PTH118
        except OSError as error:
            reason = Reason("file.folder_unreadable", detail=error.strerror or str(error))
            yield FoundFile(shown(folder) + "/", folder + b"/", 0, "", reason)
            continue
        inner = []
        for entry in entries:
            below = folder + b"/" + entry.name if folder else entry.name
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError as error:  # a damaged medium whose file system does not tell kinds in its folders
                yield FoundFile(shown(below), below, 0, "", unreadable(error))
                continue
            if is_folder:
                inner.append(below)
            else:
                yield _found(root, below, own)
        folders += reversed(inner)


def unreadable(error: OSError) -> Reason:
    """Why a file could not be read."""
    return Reason("file.unreadable", detail=error.strerror or str(error))


def shown(path: bytes) -> str:
    """A path for people: bytes that are not UTF-8 as replacement characters, ``/`` between names."""
    return path.replace(os.sep.encode(), b"/").decode("utf-8", "replace")


def open_found(root: bytes, path: bytes) -> BinaryIO:
    """A found file, open for reading; OSError when something else has meanwhile taken its place, a pipe say."""
    return os.fdopen(_opened(root, path), "rb")


def read_found(root: bytes, path: bytes, size: int) -> tuple[bytes, os.stat_result] | None:
    """A found file of so many bytes as a whole, and what the file system says of it then; None when it has more now.

    OSError as :func:`open_found`.

    Thousands of small files are read a third as fast through file objects.
    """
    descriptor = _opened(root, path)
    try:
        data = os.read(descriptor, size + 1)
        facts = os.fstat(descriptor)
        if len(data) != facts.st_size:  # else that was all of it, and it need not be asked for more
            while len(data) <= size and (rest := os.read(descriptor, size + 1 - len(data))):
                data += rest
            facts = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return (data, facts) if len(data) <= size else None


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINK | getattr(os, "O_BINARY", 0)


_FOLDER_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
_STEP_BY_STEP = os.open in os.supports_dir_fd and _NO_LINK != 0


def _opened(root: bytes, path: bytes) -> int:
    where = os.path.join(root, path) if path else root  # noqa: PTH118 - names are bytes
    descriptor = _open_below(root, path.split(b"/")) if _STEP_BY_STEP and b"/" in path else os.open(where, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no longer a file", os.fsdecode(where))
    return descriptor


def _open_below(root: bytes, names: Sequence[bytes]) -> int:
    """Open a file folder by folder: none of them may be a link by now, which would lead out of the root."""
    held = os.open(root, _FOLDER_FLAGS)
    try:
        for name in names[:-1]:
            inner = os.open(name, _FOLDER_FLAGS | _NO_LINK, dir_fd=held)
            os.close(held)
            held = inner
        return os.open(names[-1], _FLAGS, dir_fd=held)
    finally:
        os.close(held)


def other_size(found: int, read: int) -> Reasons:
    """What is to be told of a file that had so many bytes when it was found, and so many when it was read."""
    return () if found == read else (Reason("file.other_size", found=found, read=read),)


def is_as_found(file: SourceFile, facts: os.stat_result, versions: Container[int]) -> bool:
    """Whether a file that was just read is as it was found; ``versions`` are those that were found since the start.

    Its number in the file system says nothing: some count anew whenever they have forgotten a file.
    """
    if not file.modified:
        return True
    return _modified(facts.st_mtime) == file.modified and version(file.path_bytes, facts) in versions


def rewritten(found: int, read: int, *, as_found: bool) -> Reasons:
    """What is to be told of a file that was changed since it was found, though it has as many bytes as then."""
    return (Reason("file.rewritten"),) if found == read and not as_found else ()


def version(path: bytes, facts: os.stat_result) -> int:
    """Another number for whatever was done to a file: its time of change, and when the file system noted anything."""
    return hash((path, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns))


def _found(root: bytes, path: bytes, own: set[tuple[int, int]]) -> FoundFile:
    where = os.path.join(root, path) if path else root  # noqa: PTH118
    name = shown(path or os.path.basename(root))  # noqa: PTH119
    try:
        facts = os.lstat(where)
    except OSError as error:
        return FoundFile(name, path, 0, "", unreadable(error))
    objection, modified = _objection(facts, own), _modified(facts.st_mtime)
    return FoundFile(name, path, facts.st_size, modified, objection, version(path, facts))


def _modified(seconds: float) -> str:
    """A time of the file system; as it stands when no calendar has it, since a forged medium may say anything."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError, OSError):
        return f"{seconds:.0f} seconds from 1970"


def _own_files(case: bytes) -> set[tuple[int, int]]:
    """Device and number of the case file and of those beside it, so that they are known by any name."""
    found = set()
    for ending in (b"", b"-wal", b"-shm", b".lock"):
        with suppress(OSError):
            facts = os.stat(case + ending)  # noqa: PTH116 - names are bytes
            found.add((facts.st_dev, facts.st_ino))
    return found


def _objection(facts: os.stat_result, own: set[tuple[int, int]]) -> Reason | None:
    mode = facts.st_mode
    if (facts.st_dev, facts.st_ino) in own:
        return Reason("file.case_itself")
    if stat.S_ISLNK(mode):
        return Reason("file.link")
    return None if stat.S_ISREG(mode) else Reason("file.special")
