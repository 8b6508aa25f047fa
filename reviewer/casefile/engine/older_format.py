"""A case of an earlier format, to be looked at as one of today without changing it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import DatabaseError
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.copying import encrypted_copy
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import newest, take_steps
from reviewer.errors import CaseError, StorageError


@contextmanager
def of_today(path: Path, key: Key) -> Iterator[Path]:
    """The case itself; of one of an earlier format a copy under the same key, brought up to date, and gone afterwards.

    The case itself as well where it cannot be read at all. StorageError when there is no room for the copy.
    """
    if not 1 <= (version_of(path, key) or 0) < newest():
        yield path
        return
    folder = path.absolute().parent
    with ExitStack() as stack:
        try:
            made = TemporaryDirectory(
                prefix=".older-", dir=folder if os.access(folder, os.W_OK) else None, ignore_cleanup_errors=True
            )
        except OSError as error:
            raise StorageError.of("a copy of the case, which has an earlier format, cannot be made", error) from error
        copy = Path(stack.enter_context(made)) / path.name
        with closing(connect(path, key, read_only=True, immutable=not os.access(folder, os.W_OK))) as connection:
            encrypted_copy(connection, copy, key)
        with Case(copy, connect(copy, key), lambda: connect(copy, key, read_only=True), read_only=False) as case:
            take_steps(case)
        yield copy


def version_of(path: Path, key: Key) -> int | None:
    """The format of a case; None where that cannot be read."""
    with suppress(CaseError, StorageError, DatabaseError):
        immutable = not os.access(path.absolute().parent, os.W_OK)
        with closing(connect(path, key, read_only=True, immutable=immutable)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    return None
