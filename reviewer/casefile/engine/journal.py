"""The journal and the log that a killed program may leave.

What a rollback journal holds is put back before anybody reads the case. A write-ahead log that has lost what was saved
stops everybody, to read or to write: SQLite would go on without, and write over what could still be read. So does the
log of another file, or from before the passphrase was changed: SQLite would write it into the case. Whoever has said
that it is to go on without what is lost has the log kept beside the case as it was found; what is read of it, and is
what was written, goes on. A note beside the case says so, encrypted, before the log is cut: whoever opens the case for
writing next tells it in the trail and takes the note away, also where the program is killed in between.

A case is written with a write-ahead log. Only a change of passphrase leaves that for a moment (see
:mod:`reviewer.casefile.engine.passphrase`); killed then, it leaves a journal. SQLite puts it back itself as soon as
somebody opens the case for writing, and refuses those who would only read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from reviewer.casefile.engine import copying, page_one
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock, check_one_name, followed
from reviewer.casefile.engine.log_check import Log, UnderKey, bytes_sound, check_log, is_taken_in
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import DamagedError, InputError, KnownError, LockedError, StorageError

_HEADER = struct.Struct(">8xI4xII")
"""Of the header of a journal, which fills a sector: records, pages of the file before, bytes of a sector."""
_RECORD = 4 + 4096 + 4
"""A page in a journal: its number, its bytes and a checksum."""
_CHUNK = 2**20
_NONCE = 12
_LONGEST_NOTE = 2**16


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log as it was found: its name now and SHA-256, the frames that go on, the transactions that do not."""

    name: str
    sha256: str
    frames: int
    lost: int
    reviewer: str


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
    log = check_log(path, progress, under(key))
    if log.keeps:
        raise _refusal_of(path, key, log)


def refuse_log_for_reading(path: Path, key: Key, progress: Progress) -> None:
    """The same for whoever only reads. Where somebody writes, the log is what they are writing, and not looked at."""
    if not _log_of(path).is_file() or not _log_of(path).stat().st_size or _is_written(path):
        return
    log = check_log(path, progress, under(key))
    if log.keeps and not _is_written(path):
        raise _refusal_of(path, key, log)


def under(key: Key) -> UnderKey:
    """What a key tells of the pages of a log."""
    return UnderKey(partial(page_one.page_is_whole, page_one.page_mac_key(key)), partial(page_one.number_in, key))


def _is_written(path: Path) -> bool:
    try:
        Lock(path, patience=0).release()
    except LockedError:
        return True
    except (OSError, StorageError):  # nobody can have it there, or what is there is no lock
        pass
    return False


def keep_log(path: Path, key: Key, *, reviewer: str, progress: Progress | None = None) -> KeptLog:
    """Put a log that has lost something aside, and leave of it what can be relied on: the case can be opened then.

    Opening it for writing tells that in the trail. InputError where nothing is lost; DamagedError where the first page
    is among it, or where some of what would go is in the file already; LockedError where the case is open; StorageError
    where the disk does not give all of the log; CancelledError as the ``progress`` asks for it.
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
        found = check_log(path, progress or Quiet(), under(key))
        if found.unread:
            raise refusal_of(path, found)
        if not found.keeps:
            noted = _noted(path, key)
            if noted is None:
                raise InputError("the log of this case has lost nothing", "There is nothing to accept.")
            return noted
        if found.begun_elsewhere:
            raise refusal_of(path, found)
        if found.strange and not _is_whole_without_end(path, key, found):
            raise refusal_of(path, found, helps=False)
        name, sha256 = _copied(path)
        kept = KeptLog(name, sha256, found.sound, found.lost + found.unsound, reviewer)
        _note(path, key, kept)
        os.truncate(_log_of(path), bytes_sound(found))
        copying.sync_file(_log_of(path))
    except OSError as error:
        raise StorageError.of(f"{_log_of(path).name} could not be kept, and was left as it is", error) from error
    finally:
        lock.release()
    return kept


def can_go_without_end(path: Path, key: Key, log: Log) -> bool:
    """Whether a log with pages that are not of the case can be cut, if every page of the file is whole."""
    try:
        return bool(log.strange) and _is_whole_without_end(path, key, log)
    except OSError:  # what the disk does not give is not known to be whole
        return False


def _is_whole_without_end(path: Path, key: Key, log: Log) -> bool:
    return not log.of_another and page_one.first_is_whole(path, key) and not is_taken_in(path, log)


def tell_kept(case: Case, key: Key) -> bool:
    """Tell in the trail that a log was kept, where a note beside the case says so, and take the note away.

    Whether that was told now. ``case`` is open for writing. A note that was not made under this key says nothing.
    """
    kept = _noted(case.path, key)
    if kept is None:
        return False
    told = case.tuples(_TOLD, (kept.name, kept.sha256))
    if not told:
        with case.act(kept.reviewer, "case accept lost", kept.name) as act:
            act.facts.update({"frames": kept.frames, "lost": kept.lost, "sha256": kept.sha256})
    copying.remove_what_can_be(_note_of(case.path))
    return not told


_TOLD = """SELECT 1 FROM audit WHERE act = 'case accept lost' AND subject = ?
    AND json_extract(detail, '$.facts.sha256') = ?"""


def _note(path: Path, key: Key, kept: KeptLog) -> None:
    """Write the note of a kept log to the disk; only the key reads it."""
    nonce = secrets.token_bytes(_NONCE)
    note = _note_of(path)
    copying.remove_what_can_be(note)  # of an attempt that was killed before it cut the log
    descriptor = os.open(note, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - by its descriptor
        file.write(nonce + _sealing(key).encrypt(nonce, json.dumps(asdict(kept)).encode(), None))
    copying.sync_file(note)
    copying.sync_folder(note.absolute().parent)


def _noted(path: Path, key: Key) -> KeptLog | None:
    """What the note beside a case says, if there is one and it was made under this key."""
    note = _note_of(path)
    try:
        with note.open("rb") as file:
            data = file.read(_LONGEST_NOTE)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError.of(f"{note.name} cannot be read", error) from error
    try:
        return KeptLog(**json.loads(_sealing(key).decrypt(data[:_NONCE], data[_NONCE:], None)))
    except (InvalidTag, ValueError):  # of another key, or not all of it was written: then nothing was cut
        return None


def _sealing(key: Key) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(key.raw, b"note of a kept log" + key.salt, "sha256"))


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lost-log.note")


def _copied(path: Path) -> tuple[str, str]:
    """The name of a copy of the log, on the disk, and its SHA-256. One that fails leaves nothing."""
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
    return kept.name, digest.hexdigest()


def _kept_names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.name}.lost-log")
    for number in count(2):
        yield path.with_name(f"{path.name}.lost-log-{number}")


def _refusal_of(path: Path, key: Key, log: Log) -> KnownError:
    """The same, where it is to be found out whether the case can go on without what is lost."""
    return refusal_of(path, log, helps=not log.strange or can_go_without_end(path, key, log))


def refusal_of(path: Path, log: Log, *, helps: bool = True) -> KnownError:
    """What is wrong with the log of a case, and what to do; whether it ``helps`` to go on without what is lost."""
    beside = _log_of(path).name
    if log.unread:
        return StorageError(
            f"{beside}, which holds what was saved last, was not read to its end: {log.unread}",
            f"Nothing was changed. Check the cable and the disk; copy {path.name} and {beside} to another disk and "
            "open the case there.",
        )
    if log.of_another:
        return DamagedError(
            f"{beside} is the log of another file, or from before the passphrase of {path.name} was changed",
            f"Nothing was changed. It would be written into {path.name}: move {beside} into another folder, beside the "
            "file that it belongs to, and open the case again.",
        )
    if log.begun_elsewhere:
        return DamagedError(
            f"{beside}, left by a program that was killed, belongs to this case as it was at another time than "
            f"{path.name}",
            f"Nothing was changed. Together they would be a mixture of the two. Move {beside} into another folder, "
            f"beside the file that it belongs to; {path.name} opens as it is by itself. Keep both until you know which "
            "of them has what was done last.",
        )
    advice = (
        f"Nothing was changed. Copy {path.name} and {beside} to another disk and keep both. Then go on with the last "
        f"copy of the case that verifies, in a folder without this {beside}"
    )
    if helps:
        advice += "; or, without what is lost, by `reviewer case verify CASE --accept-lost`, which keeps the log"
    return DamagedError(
        f"the log of {path.name}, which holds what was saved last, is damaged: {'; '.join(log.findings)}", f"{advice}."
    )


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
