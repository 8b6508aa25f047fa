"""Create and open case files."""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from reviewer.casefile.engine import audit, copying, journal, page_one, schema_check
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import APPLICATION_ID, Connection, connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock, check_one_name, followed
from reviewer.casefile.engine.migrations import STEPS, Step, check_version, migrate, newest, run_script
from reviewer.domain import clock
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CaseError, DamagedError, InputError, KnownError, NotACaseError, StorageError

FORMAT_VERSION = newest()
_OF_THE_DISK = frozenset({errno.EROFS, errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def control_prefix(reference: str, title: str) -> str:
    """What control numbers begin with: the first letters and digits of the reference or title, else ``EV``."""
    for text in (reference, title):
        letters = re.sub(r"[^A-Z0-9]", "", text.upper())
        if len(letters) >= 2:
            return letters[:6]
    return "EV"


def check_free(path: Path) -> None:
    """Raise when a case cannot be created there: something is there already, or the folder is not."""
    if os.path.lexists(path):
        raise InputError(f"{path} exists already", "Choose another name; nothing is ever written over.")
    if not path.absolute().parent.is_dir():
        raise InputError(f"there is no folder {path.absolute().parent}", "Create it first.")


def create_case(
    path: Path, key: Key, *, title: str, reference: str = "", reviewer: str, steps: Sequence[Step] = STEPS
) -> Case:
    """Create a case file that must not exist yet, readable by its owner only. A creation that fails leaves no file."""
    check_free(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise _cannot_write(path, error) from error
    with ExitStack() as undo:
        undo.callback(copying.remove_what_can_be, path)
        case = _writable(path, key, Quiet())
        undo.push(_closing(case))
        _fill(case, title, reference, reviewer, steps)
        try:
            copying.sync_folder(path.absolute().parent)
        except OSError as error:
            raise _cannot_write(path, error) from error
        undo.pop_all()
    return case


def _fill(case: Case, title: str, reference: str, reviewer: str, steps: Sequence[Step]) -> None:
    # One transaction: a creation that is killed leaves a case of format 0, nothing else.
    case.execute("PRAGMA user_version")  # the first page is read, and so the key used, before it begins
    with case.transaction():
        run_script(case, 1)
        for step in steps:
            step(case)
        case.follow_format()
        case.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        case.execute(f"PRAGMA user_version = {newest(steps)}")
        created = clock.now()
        case.execute(
            "INSERT INTO case_record (id, uuid, title, reference, control_prefix, created, created_by)"
            " VALUES (1, ?, ?, ?, ?, ?, ?)",
            (str(uuid.uuid4()), title, reference, control_prefix(reference, title), created, reviewer),
        )
        audit.append(
            case,
            at=created,
            reviewer=reviewer,
            act="case create",
            subject=title,
            changes=[],
            facts={"title": title, "reference": reference},
            undoes=None,
            sealed=case.seal(),
        )


def open_case(
    path: Path,
    key: Key,
    *,
    read_only: bool = False,
    steps: Sequence[Step] = STEPS,
    progress: Progress | None = None,
) -> Case:
    """Open a case file with its key, as the one writer unless ``read_only``.

    Where the disk or the file is write-protected it is opened read-only all the same, and
    :attr:`Case.why_read_only` says so. Errors: NotFoundError, NotACaseError, DamagedError, CredentialError,
    LockedError, NewerVersionError, StorageError. A key that is refused changes nothing, not even a time. Where the path
    is a symbolic link, the case is the file it leads to, by that file's own name. ``progress`` hears how far the log of
    a killed program is looked through, and may stop that: CancelledError.
    """
    path = followed(path)
    page_one.salt_of(path)
    shown = progress or Quiet()
    page_one.check_key(path, key, shown)
    if read_only:
        return _for_reading(path, key, steps, shown)
    if not _may_write(path):
        case = _for_reading(path, key, steps, shown)
        case.why_read_only = "the disk or the file is write-protected"
        return case
    with ExitStack() as undo:
        case = _writable(path, key, shown)
        undo.push(_closing(case))
        copying.remove_what_can_be(path.with_name(path.name + copying.PARTIAL))
        _check_identity(case, steps)
        # A change of passphrase that was killed can leave a journal. What there was to take back in it, the first read
        # above has taken back; what is left of it must not meet the file that the next change puts in this one's place.
        journal.remove(path)
        case.upgraded = migrate(case, connection_of(case), steps)
        case.went_on = journal.tell_kept(case, key)
        undo.pop_all()
    return case


def _closing(case: Case) -> Callable[[object, BaseException | None, object], None]:
    """Close a case that is not opened after all. Why is what is told, also where its closing fails as well."""

    def close(_kind: object, refusal: BaseException | None, _trace: object) -> None:
        try:
            case.close()
        except KnownError as error:
            if refusal is None:
                raise
            refusal.add_note(f"its closing failed: {error}")

    return close


def connection_of(case: Case) -> Connection:
    """The connection of a case, for the few modules that need more of it than statements."""
    connection = case._connection  # noqa: SLF001
    assert isinstance(connection, Connection)  # noqa: S101 - tells mypy what opening made
    return connection


def key_of(case: Case) -> Key:
    """The key that a case was opened with."""
    return connection_of(case).key


def go_on_under(case: Case, key: Key) -> Case:
    """Close a case that is open for writing, whose file was put under another key, and open it again with that one.

    Nobody can begin to write in between: the right to goes over from one connection to the other.
    """
    connection = connection_of(case)
    unlock = connection.unlock
    if unlock is None:
        raise ValueError("only a case that is open for writing gets another key")
    connection.afterwards.remove(unlock)
    with ExitStack() as undo:
        undo.callback(unlock)
        case.close()
        undo.pop_all()
    return _held(case.path, key, unlock)


def _writable(path: Path, key: Key, progress: Progress) -> Case:
    check_one_name(path)
    try:
        lock = Lock(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    with ExitStack() as undo:
        undo.callback(lock.release)
        journal.refuse_log(path, key, progress)
        undo.pop_all()
    return _held(path, key, lock.release)


def _held(path: Path, key: Key, unlock: Callable[[], None]) -> Case:
    """A case opened for writing by whoever has the right to; it is given back with it, or where that fails."""
    with ExitStack() as undo:
        undo.callback(unlock)
        connection = connect(path, key)
        undo.pop_all()
    connection.unlock = unlock
    connection.afterwards.insert(0, unlock)
    _owner_only(path)
    return Case(path, connection, partial(connect, path, key, read_only=True), read_only=False)


def _for_reading(path: Path, key: Key, steps: Sequence[Step], progress: Progress) -> Case:
    # On a medium that nobody can write to, SQLite cannot make the files it shares with a writer, and there is none.
    immutable = not _may_write(path)
    log = path.with_name(path.name + "-wal")
    beside = log if log.exists() and log.stat().st_size else journal.left(path)
    if immutable and beside is not None:
        raise StorageError(
            f"{path.name} was not closed properly and lies on a disk that cannot be written to",
            f"Copy it together with {beside.name} to a disk you can write to, and open it there.",
        )
    journal.refuse_log_for_reading(path, key, progress)
    if not immutable and journal.left(path) is not None:
        immutable = not _put_back(path, key)
    reopen = partial(connect, path, key, read_only=True, immutable=immutable)
    try:
        connection = reopen()
    except StorageError:
        reopen = partial(connect, path, key, read_only=True, immutable=True)
        connection = _held_still(path, log, reopen)
    else:
        if not immutable:
            connection.afterwards.insert(0, partial(tidy, path, key))
    with ExitStack() as undo:
        case = Case(path, connection, reopen, read_only=True)
        undo.push(_closing(case))
        version = _check_identity(case, steps)
        _refuse_older(version, newest(steps))
        undo.pop_all()
    return case


def _held_still(path: Path, log: Path, reopen: Callable[[], Connection]) -> Connection:
    """A connection to a case that nobody may write to meanwhile, where SQLite has no room for files of its own.

    It shares those with a writer. StorageError where there is a log to be read as well.
    """
    if log.exists() and log.stat().st_size:
        raise StorageError(
            f"there is no room on the disk to read {path.name}, which was not closed properly",
            "Free some space, then try again; nothing was lost.",
        )
    with ExitStack() as undo:
        try:
            release = Lock(path).release
            undo.callback(release)
        except OSError as error:
            if not _bars_writers(path, error):
                raise _cannot_write(path, error) from error
            release = _nothing
        connection = reopen()
        undo.pop_all()
    connection.afterwards.insert(0, release)
    return connection


def _bars_writers(path: Path, error: OSError) -> bool:
    """Whether what kept us from the lock keeps everybody from writing: a disk that takes not even a lock.

    A lock file that only somebody else may open, or too many open files, keep nobody else from the case.
    """
    if error.errno in (errno.EACCES, errno.EPERM):
        return not os.access(path.absolute().parent, os.W_OK)
    return error.errno in _OF_THE_DISK


def _nothing() -> None:
    """What there is to give back where nothing was taken."""


def _put_back(path: Path, key: Key) -> bool:
    """Whether what a journal holds could be put back; it need not be where it is the first page, and that is whole."""
    try:
        lock = Lock(path)
    except OSError as error:
        if _is_whole_without(path, key):
            return False
        raise _cannot_write(path, error) from error
    try:
        journal.put_back(path, key)
    except StorageError:
        if not _is_whole_without(path, key):
            raise
        return False
    finally:
        lock.release()
    return True


def _is_whole_without(path: Path, key: Key) -> bool:
    return journal.only_first_page(path) and page_one.first_is_whole(path, key)


def _refuse_older(version: int, needed: int) -> None:
    if version < needed:
        raise CaseError(
            f"this case has format {version} and must be brought to format {needed} first",
            "Open it once in the window, or with a command that changes it, on a disk you can write to.",
        )


def _check_identity(case: Case, steps: Sequence[Step]) -> int:
    """What there is to know of a case before its rows are read; its format."""
    application, version = int(case.value("PRAGMA application_id")), int(case.value("PRAGMA user_version"))
    if application == 0 and version == 0:
        check_version(0)
    if application != APPLICATION_ID:
        raise NotACaseError(
            f"{case.path.name} is an encrypted database of another program", "Open it with the program that made it."
        )
    if case.row("SELECT 1 FROM sqlite_schema WHERE name = 'case_record'") is None:
        raise DamagedError("the case has no record of itself", "Restore it from a copy.")
    check_version(version, steps)
    schema_check.check(case, version, steps)
    return version


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def tidy(path: Path, key: Key) -> None:
    """Take away the empty log that a reader leaves, unless somebody has the case open: SQLite itself sees to that."""
    log = path.with_name(path.name + "-wal")
    with suppress(OSError, KnownError):
        if log.stat().st_size == 0:
            lock = Lock(path, patience=0)
            try:
                connect(path, key).close()
            finally:
                lock.release()


def _owner_only(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file = path.with_name(path.name + ending)
        # A disk without owners (FAT, a share) cannot keep the mode; whoever may mount it may read it.
        with suppress(OSError):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _cannot_write(path: Path, error: OSError) -> StorageError:
    return StorageError.of(f"{path} cannot be written", error)
