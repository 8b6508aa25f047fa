"""The journal and the log that a killed program may leave.

What a rollback journal holds is put back before anybody reads the case. A write-ahead log that has lost what was saved
stops everybody, to read or to write: SQLite would go on without, and write over what could still be read. So does the
log of another file, or from before the passphrase was changed: SQLite would write it into the case. Whoever has said
that it is to go on without what is lost has the log kept beside the case as it was found; what is read of it goes on.

A case is written with a write-ahead log. Only a change of passphrase leaves that for a moment (see
:mod:`reviewer.casefile.engine.passphrase`); killed then, it leaves a journal. SQLite puts it back itself as soon as
somebody opens the case for writing, and refuses those who would only read.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from reviewer.casefile.engine import copying, page_one
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock, check_one_name, followed
from reviewer.casefile.engine.log_check import IsWhole, Log, bytes_read, check_log
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import DamagedError, InputError, LockedError, StorageError

_HEADER = struct.Struct(">8xI4xII")
"""Of the header of a journal, which fills a sector: records, pages of the file before, bytes of a sector."""
_RECORD = 4 + 4096 + 4
"""A page in a journal: its number, its bytes and a checksum."""
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log as it was found, and where it is now: its SHA-256, the frames that are read, what is lost behind them."""

    path: Path
    sha256: str
    frames: int
    lost: int


def left(path: Path) -> Path | None:
    """The journal beside a case, if there is one with anything in it."""
    journal = path.with_name(path.name + "-journal")
    return journal if journal.exists() and journal.stat().st_size else None


def only_first_page(path: Path) -> bool:
    """Whether a journal holds nothing but the first page, or nothing that was finished.

    Then the case is whole without it as well, if its first page is: leaving the write-ahead log, which takes
    the log into the file before, changes that page alone. For the format see https://www.sqlite.org/fileformat.html, 3.
    """
    try:
        with path.with_name(path.name + "-journal").open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            header = file.read(_HEADER.size)
            if len(header) < _HEADER.size:
                return True
            _, _, sector = _HEADER.unpack(header)
            file.seek(sector)
            return size <= sector + _RECORD and file.read(4) in (b"", b"\0\0\0\1")
    except OSError:
        return False


def put_back(path: Path, key: Key) -> None:
    """Have SQLite put back what a journal holds, if there is one. The caller holds the lock, and has checked the key.

    What is left of it must not meet the file that the next change of passphrase puts in this one's place.
    """
    journal = left(path)
    if journal is not None:
        connect(path, key).close()
        remove(path)


def remove(path: Path) -> None:
    """Remove what is left of a journal; StorageError when the disk does not let it go."""
    journal = path.with_name(path.name + "-journal")
    try:
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError.of(f"{journal.name} cannot be removed", error) from error


def refuse_log(path: Path, key: Key, progress: Progress) -> None:
    """DamagedError where the log of a case has lost what was saved, or is of another file.

    The caller has the right to write.
    """
    log = check_log(path, progress, whole_under(key))
    if log.keeps:
        raise refusal_of(path, log)


def refuse_log_for_reading(path: Path, key: Key, progress: Progress) -> None:
    """The same for whoever only reads. Where somebody writes, the log is what they are writing, and not looked at."""
    if not _log_of(path).is_file() or not _log_of(path).stat().st_size or _is_written(path):
        return
    log = check_log(path, progress, whole_under(key))
    if log.keeps and not _is_written(path):
        raise refusal_of(path, log)


def whole_under(key: Key) -> IsWhole:
    """What tells whether a page is what was written with a key."""
    return partial(page_one.page_is_whole, page_one.page_mac_key(key))


def _is_written(path: Path) -> bool:
    try:
        Lock(path, patience=0).release()
    except LockedError:
        return True
    except (OSError, StorageError):  # nobody can have it there, or what is there is no lock
        pass
    return False


def keep_log(path: Path, key: Key) -> KeptLog:
    """Put a log that has lost something aside, and leave of it what is read. Afterwards the case can be opened.

    InputError where nothing is lost; DamagedError where the first page is among it; LockedError where it is open.
    """
    path = followed(path)
    page_one.salt_of(path)
    page_one.check_key(path, key)
    check_one_name(path)
    try:
        lock = Lock(path)
    except OSError as error:
        raise StorageError.of(f"{path} cannot be written", error) from error
    try:
        found = check_log(path, Quiet())
        if not found.lost:
            raise InputError("the log of this case has lost nothing", "There is nothing to accept.")
        kept, sha256 = _copied(path)
        os.truncate(_log_of(path), bytes_read(found))
        copying.sync_file(_log_of(path))
    except OSError as error:
        raise StorageError.of(f"{_log_of(path).name} could not be kept, and was left as it is", error) from error
    finally:
        lock.release()
    return KeptLog(kept, sha256, found.frames, found.lost)


def _copied(path: Path) -> tuple[Path, str]:
    """A copy of the log, on the disk, and its SHA-256. One that fails leaves nothing."""
    kept = next(name for name in _kept_names(path) if not os.path.lexists(name))
    digest = hashlib.sha256()
    with ExitStack() as undo, _log_of(path).open("rb") as source:
        descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        undo.callback(copying.remove_what_can_be, kept)
        with open(descriptor, "wb") as target:  # noqa: PTH123 - by its descriptor
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
        copying.sync_file(kept)
        copying.sync_folder(kept.absolute().parent)
        undo.pop_all()
    return kept, digest.hexdigest()


def _kept_names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.lost-log")
    for number in count(2):
        yield path.with_name(f"{path.name}.lost-log-{number}")


def refusal_of(path: Path, log: Log) -> DamagedError:
    """What is wrong with the log of a case, and what to do."""
    beside = _log_of(path).name
    if log.of_another:
        return DamagedError(
            f"{beside} is the log of another file, or from before the passphrase of {path.name} was changed",
            f"Nothing was changed. It would be written into {path.name}: move {beside} into another folder, beside the "
            "file that it belongs to, and open the case again.",
        )
    advice = (
        f"Nothing was changed. Copy {path.name} and {beside} to another disk and keep both. Then go on with the last "
        f"copy of the case that verifies, in a folder without this {beside}"
    )
    if not log.strange:
        advice += "; or, without what is lost, by `reviewer case verify CASE --accept-lost`, which keeps the log"
    return DamagedError(
        f"the log of {path.name}, which holds what was saved last, is damaged: {'; '.join(log.findings)}", f"{advice}."
    )


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
