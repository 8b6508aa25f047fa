"""An encrypted copy of an open case, proved equal before it gets its name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.connection import Connection, connect
from reviewer.casefile.engine.credential import Key
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import DamagedError, KnownError, StorageError

PARTIAL = ".partial"
"""What a copy is called until it is finished; leftovers of it may be deleted by whoever holds the lock."""


Finish = Callable[[Path], None]

AT_ONCE = 1024
"""Pages that are copied between two looks at whether to go on, where somebody watches."""


def encrypted_copy(
    source: Connection, target: Path, key: Key, *, finish: Finish | None = None, progress: Progress | None = None
) -> None:
    """Copy a case into a file under a key, verify the copy, and only then give it its name.

    ``finish`` may still change the copy, which it gets closed, before it is named; what had that name before is
    replaced. StorageError when there is no room, DamagedError when the copy is not what was copied, CancelledError as
    the ``progress`` asks for it until the copy is named; none leaves a file.
    """
    partial = target.with_name(target.name + PARTIAL)
    try:
        remove_with_log(partial)
        with ExitStack() as undo:
            undo.callback(remove_what_can_be, partial)
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            _fill(source, partial, key, progress)
            _check(source, partial, key)
            if finish is not None:
                finish(partial)
            sync_file(partial)
            if progress is not None:
                stop_if_cancelled(progress, "nothing is changed")
            os.replace(partial, target)  # noqa: PTH105 - tests kill the program at these calls by their name
            undo.pop_all()
        sync_folder(target.parent)
    except OSError as error:
        raise StorageError.of(f"the copy {target.name} could not be written", error) from error


def _fill(source: Connection, partial: Path, key: Key, progress: Progress | None) -> None:
    made = cipher.connect(str(partial), isolation_level=None, factory=Connection)
    assert isinstance(made, Connection)  # noqa: S101 - tells mypy what the factory makes
    made.key, made.afterwards = key, []
    try:
        made.set_key(key.literal())
        made.execute("PRAGMA synchronous = FULL")
        if progress is None:
            source.backup(made)
        else:
            source.backup(made, pages=AT_ONCE, progress=_telling(progress))
    finally:
        made.close()


def _telling(progress: Progress) -> Callable[[int, int, int], None]:
    def tell(_status: int, left: int, pages: int) -> None:
        stop_if_cancelled(progress, "nothing is changed")
        if left:
            progress.step(pages - left, pages, "pages copied under the new key")
        else:
            progress.step(0, 0, "the copy is compared with the case")

    return tell


def _check(source: Connection, partial: Path, key: Key) -> None:
    with partial.open("rb") as file:
        salt = file.read(len(key.salt))
    if salt != key.salt:
        raise DamagedError("the copy was not encrypted as asked; nothing was replaced")
    copy = connect(partial, key, read_only=True, immutable=True)
    try:
        spoiled = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if spoiled or faults != ["ok"] or census(copy) != census(source):
            raise DamagedError("the copy is not what was copied; nothing was replaced", "Check the disk.")
    finally:
        copy.close()


def is_copy(path: Path, key: Key, version: int, head: bytes) -> bool:
    """Whether a file is a whole case under this key, of this format, whose audit trail ends with this hash."""
    logs = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    if any(log.exists() and log.stat().st_size for log in logs):
        return False  # somebody works in it, or the program was killed while somebody did
    try:
        copy = connect(path, key, read_only=True, immutable=True)
    except KnownError:
        return False
    try:
        spoiled = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        found = copy.execute("PRAGMA user_version").fetchone()[0]
        last = copy.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        return not spoiled and found == version and last is not None and bytes(last[0]) == head
    except (KnownError, cipher.DatabaseError):
        return False
    finally:
        copy.close()


def census(connection: Connection) -> dict[str, int | bytes | None]:
    """The number of rows of each table, and the head of the audit trail."""
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]
    counted: dict[str, int | bytes | None] = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables
    }
    head = connection.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    counted[""] = None if head is None else bytes(head[0])
    return counted


def keep_what_was_open(connection: Connection) -> Path | None:
    """Before a case is closed whose file was moved, removed or replaced: a copy of it as it was open, beside its place.

    Its log holds acts that are in no other file, and would be read into whatever file has its name next; it goes once
    they are in the copy. None where the log holds nothing, or the connection is closed already. StorageError when there
    is no room: then the log stays.
    """
    path = connection.path
    if path is None or connection.closed or connection.in_place:
        return None
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return None
    kept = next(name for name in _kept_names(path) if not name.exists())
    encrypted_copy(connection, kept, connection.key)
    connection.afterwards.append(lambda: remove_log(path))
    return kept


def _kept_names(path: Path) -> Iterator[Path]:
    yield path.with_name(f"{path.stem}.kept{path.suffix}")
    for number in count(2):
        yield path.with_name(f"{path.stem}.kept-{number}{path.suffix}")


def remove_with_log(path: Path) -> None:
    """Remove a database file and what SQLite may have left beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.unlink(path.with_name(path.name + ending))  # noqa: PTH108


def remove_log(path: Path) -> None:
    """Remove what SQLite has left beside a database file that is closed, as far as the disk lets it go."""
    for ending in ("-wal", "-shm"):
        with suppress(OSError):
            os.unlink(path.with_name(path.name + ending))  # noqa: PTH108


def remove_what_can_be(path: Path) -> None:
    """As :func:`remove_with_log`, after an error that is to be told: one more, of a disk that fails, would hide it."""
    with suppress(OSError):
        remove_with_log(path)


def sync_file(path: Path) -> None:
    """Have the disk keep what was written to a file."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Have the disk keep a new name in a folder. Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
