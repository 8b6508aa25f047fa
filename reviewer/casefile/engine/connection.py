"""A connection to the encrypted file: keyed, with every safeguard set and read back, its errors in words.

``sqlite_utils`` and every module of this package go through the same two classes, so an error of the file system
reaches a person as the same KnownError wherever it happens.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from reviewer.casefile.engine import cipher, raw_file
from reviewer.casefile.engine.changes import WRITES, Once, WriteGuard, Written
from reviewer.casefile.engine.credential import Key
from reviewer.domain.query import folded
from reviewer.errors import DamagedError, KnownError, LockedError, StorageError

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
"""Primary result codes, https://www.sqlite.org/rescode.html; the extended ones carry them in their low byte."""
_ATTACH, _DETACH, _SAVEPOINT = 24, 25, 32
_OK, _DENY = 0, 1
_VERIFY = "`reviewer case verify` tells where, and whether it is the disk. Restore it from a copy."
_WAIT_SECONDS = 5.0
APPLICATION_ID = 0x45564431
"""``EVD1``."""
DAMAGED = "the case file is damaged"
"""What SQLite says of pages that are not right, and of those that the disk does not give at all."""

_SAFEGUARDS: tuple[tuple[str, str, object], ...] = (
    ("cipher_compatibility", "4", None),
    ("cipher_page_size", "", "4096"),
    ("cipher_use_hmac", "", "1"),
    ("cipher_plaintext_header_size", "", "0"),
    ("foreign_keys", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("synchronous", "FULL", 2),
    ("cache_size", "-65536", -65536),  # 64 MiB: a page that leaves the cache costs a decryption when it comes back
    # 32 MiB: pages of indexes that each batch of an intake changes are written back once and not with every batch.
    ("wal_autocheckpoint", "8192", 8192),
    *((("fullfsync", "ON", 1), ("checkpoint_fullfsync", "ON", 1)) if sys.platform == "darwin" else ()),
)
"""Each pragma, what it is set to (or nothing), and what must be read back (None: it has no answer)."""

_KNOWN: dict[int, tuple[type[KnownError], str, str]] = {
    _BUSY: (LockedError, "the case is busy in another program", "Close it there, then try again."),
    _LOCKED: (LockedError, "the case is busy in another program", "Close it there, then try again."),
    _READONLY: (
        StorageError,
        "the case cannot be written to: the disk or the file is write-protected",
        "Copy it to a disk you can write to.",
    ),
    _IOERR: (
        StorageError,
        "the disk failed while reading or writing the case",
        "What was saved before is kept. Free some space, check the disk, copy the case to another one.",
    ),
    _FULL: (
        StorageError,
        "the disk is full",
        "What was saved before is kept. Free some space, then do the last step again.",
    ),
    _CANTOPEN: (
        StorageError,
        "the case, or a file beside it, cannot be opened",
        "Check who may read and write the file and its folder.",
    ),
    _CORRUPT: (DamagedError, DAMAGED, _VERIFY),
    _NOTADB: (DamagedError, DAMAGED, _VERIFY),
}

_NO_ROOM = 1024**2
"""With fewer bytes free than that a disk is full."""

_BROKEN_OFF = (
    "what was being saved could not be finished, so none of it was saved",
    "What was saved before is kept. Do the last step again.",
)

_CODES = {
    "database is locked": _BUSY,
    "database table is locked": _LOCKED,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "database disk image is malformed": _CORRUPT,
    "file is not a database": _NOTADB,
}
"""Result codes by what SQLite says of them: an error of a backup comes with the words alone."""


class Cursor(cipher.Cursor):  # type: ignore[misc]  # the wheel has no type information
    """A cursor whose errors are in words where they are not bugs, and which notes what is written.

    Its methods run for every statement and row of an intake, so they pay for no context manager.
    """

    def execute(self, *arguments: Any) -> Self:
        """Run one statement."""
        if self.connection.transacting and not self.connection.in_transaction:
            raise StorageError(*_BROKEN_OFF)
        try:
            super().execute(*arguments)
        except cipher.DatabaseError as error:
            if self._may_try_again(arguments[0]):
                return self.execute(*arguments)
            self._note(arguments[0])
            raise translated(error, self.connection.path) from error
        self._note(arguments[0])
        return self

    def executemany(self, statement: str, values: Any) -> Self:
        """Run one statement for many rows of values."""
        if self.connection.transacting and not self.connection.in_transaction:
            raise StorageError(*_BROKEN_OFF)
        rows = values if isinstance(values, list | tuple | Once) else Once(values)
        try:
            super().executemany(statement, rows)
        except cipher.DatabaseError as error:
            # A statement is compiled before it gets its first row.
            if self._may_try_again(statement) and not (isinstance(rows, Once) and rows.begun):
                return self.executemany(statement, rows)
            self._note(statement, failed=True)
            raise translated(error, self.connection.path) from error
        self._note(statement)
        return self

    def executescript(self, *_arguments: Any) -> Self:
        """Refuse it: it commits before it begins, so that rows could be left without a seal."""
        raise NotImplementedError("statements are run one by one")

    def _may_try_again(self, statement: str) -> bool:
        """Whether a statement failed because it writes to a table that was not watched, and now is."""
        self.connection.written.ran(statement, wrote=False)  # else what it was to write is told of the next one
        return bool(self.connection.guard.opened())

    def _note(self, statement: str, *, failed: bool = False) -> None:
        # A statement with RETURNING does not know its rows before they are fetched; many rows may fail half way.
        wrote = failed or self.rowcount != 0 or self.description is not None
        self.connection.written.ran(statement, wrote=wrote)

    def fetchone(self) -> Any:
        """The next row, or None."""
        try:
            return super().fetchone()
        except cipher.DatabaseError as error:
            raise translated(error, self.connection.path) from error

    def fetchmany(self, *arguments: Any, **options: Any) -> list[Any]:
        """Some rows."""
        with in_words(self.connection.path):
            rows: list[Any] = super().fetchmany(*arguments, **options)
            return rows

    def fetchall(self) -> list[Any]:
        """All rows."""
        with in_words(self.connection.path):
            rows: list[Any] = super().fetchall()
            return rows

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except cipher.DatabaseError as error:
            raise translated(error, self.connection.path) from error


class Connection(cipher.Connection):  # type: ignore[misc]
    """A connection that knows its key and what was written through it.

    Once closed it does what :attr:`afterwards` lists, last first.
    """

    key: Key
    path: Path | None = None
    identity: raw_file.Identity | None = None
    """The file that is open, whatever lies at its path by now."""
    afterwards: list[Callable[[], None]]
    unlock: Callable[[], None] | None = None
    """Gives back the right to write, which is one of :attr:`afterwards` where this connection has it."""
    closed: bool = False
    transacting: bool = False
    """Set while a transaction is at work. After some errors SQLite takes a whole one back: then nothing more is run,
    lest what is written next be kept at once and without its seal."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.written = Written()
        self.guard = WriteGuard()
        super().__init__(*arguments, **options)

    def cursor(self, factory: type[Cursor] = Cursor) -> Any:
        """A cursor of ours."""
        return super().cursor(factory)

    def backup(self, target: Any, **options: Any) -> None:
        """Copy the whole database into another connection's."""
        with in_words(self.path):
            super().backup(target, **options)

    @property
    def in_place(self) -> bool:
        """Whether the file at its path is the one that is open: it was not moved, removed or replaced since."""
        try:
            return self.path is None or self.identity in (None, raw_file.identity(self.path))
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # of the disk: whatever is read or written next tells it
            return True

    def check_in_place(self, *, read_only: bool = False) -> None:
        """StorageError where it is not: what is written would go into a log that belongs to no file of that name.

        What is read would be of another file: ``read_only``.
        """
        if self.in_place:
            return
        moved = f"{'' if self.path is None else self.path.name} was moved, removed or replaced while it was open"
        if read_only:
            raise StorageError(moved, "Close it, and open it again.")
        raise StorageError(
            f"{moved}, so nothing more is saved in it",
            "Close it. What was saved before is then kept beside it, in a case whose name says so. Open both, and "
            "go on with the one that is right.",
        )

    def write_first_page(self) -> None:
        """Have the transaction that is under way write the first page, too, with nothing in it other than it was.

        So each log tells on which file it was begun, and is not taken into another copy of the case: SQLite puts a
        number into that page (bytes 24 to 27, the "file change counter") that is one more than what stood there when it
        last read the page, and reads that before SQLCipher decrypts it. So it is one more than four bytes of a cipher,
        which are others each time the page is written: see :func:`reviewer.casefile.engine.log_check.check_log`.
        """
        self.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def read_first_page_again(self) -> None:
        """Have the next transaction number the first page by what the last one wrote. Outside of a transaction.

        SQLite reads the page again after a transaction that has written it and is taken back, and else not.
        """
        self.execute("BEGIN IMMEDIATE")
        try:
            self.write_first_page()
        finally:
            if self.in_transaction:  # some errors take it back by themselves
                self.execute("ROLLBACK")

    def commit(self) -> None:
        """Refuse it: what was written would be kept before its rows are sealed. An act commits by itself."""
        raise NotImplementedError("an act commits what it has sealed")

    def close(self) -> None:
        """Close, then give back what was held for this connection."""
        self.closed = True
        self.guard.end()
        try:
            with in_words(self.path):
                super().close()
        finally:
            while self.afterwards:
                self.afterwards.pop()()


def connect(path: Path, key: Key, *, read_only: bool = False, immutable: bool = False) -> Connection:
    """Open a file that exists, or a new empty one, with its key, which the caller has checked: see page_one.py."""
    mode = "mode=ro" if read_only else "mode=rw"
    with in_words(path):
        connection = cipher.connect(
            f"{path.absolute().as_uri()}?{mode}{'&immutable=1' if immutable else ''}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_WAIT_SECONDS,
            factory=Connection,
        )
    assert isinstance(connection, Connection)  # noqa: S101 - tells mypy what the factory makes
    connection.key, connection.path = key, path
    connection.afterwards = []
    with ExitStack() as undo:
        undo.callback(connection.close)
        with in_words():
            held = connection.identity = raw_file.hold(path)
        connection.afterwards.append(lambda: raw_file.release(held))
        # What is wrong with a page we say ourselves, once and in words; SQLCipher's log has a line for each attempt.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # set_key and not PRAGMA key: a trace callback, or a log of statements, would see the latter.
        connection.set_key(key.literal())
        connection.row_factory = cipher.Row
        connection.create_function("folded", 1, folded, deterministic=True)
        _safeguard(connection, read_only=read_only)
        undo.pop_all()
    return connection


def _no_room(path: Path) -> bool:
    """Whether the disk of a case is as good as full; not where it cannot be asked."""
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM
    except OSError:
        return False


def _safeguard(connection: Connection, *, read_only: bool) -> None:
    for name, wanted, expected in _SAFEGUARDS:
        if wanted:
            connection.execute(f"PRAGMA {name} = {wanted}")
        found = None if expected is None else connection.execute(f"PRAGMA {name}").fetchone()
        if found is not None and found[0] != expected:
            raise DamagedError(f"the safeguard {name} could not be set: it is {found[0]}, not {expected}")
    if not read_only:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise StorageError(
                f"this disk does not let the case be written safely (journal mode {mode})",
                "Copy the case to a local disk.",
            )
    connection.set_authorizer(_authorizer(connection.written, connection.guard))


def _authorizer(written: Written, guard: WriteGuard) -> Callable[..., int]:
    def authorize(action: int, first: str | None, second: str | None, schema: object, *_where: object) -> int:
        written.compiling(action, first, second)
        if action in WRITES and guard.refuses(first, schema):
            return _DENY
        # Attaching another file could write evidence in plain text: ATTACH … KEY '' does so without a word.
        # ROLLBACK TO a savepoint would take away the triggers by which the guard has tables watched.
        return _DENY if action in {_ATTACH, _DETACH, _SAVEPOINT} else _OK

    return authorize


@contextmanager
def in_words(path: Path | None = None) -> Iterator[None]:
    """Raise the file system's and the file's own faults as KnownErrors; let every other database error through.

    ``path`` is that of the case, by which a full disk is told from a failing one.
    """
    try:
        yield
    except OSError as error:
        raise StorageError.of("the case cannot be opened", error) from error
    except cipher.DatabaseError as error:
        raise translated(error, path) from error


def translated(error: Exception, path: Path | None = None) -> Exception:
    """The KnownError for a database error of the case at ``path``, or the error itself where it is a bug."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF or _CODES.get(str(error), 0)
    if code == _IOERR and path is not None and _no_room(path):
        code = _FULL  # the index of the journal could not grow: SQLite calls that an error of the disk
    known = _KNOWN.get(code)
    return error if known is None else known[0](*known[1:])
