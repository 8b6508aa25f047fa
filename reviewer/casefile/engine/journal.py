"""The rollback journal that a killed program may leave: what it holds is put back before anybody reads the case.

A case is written with a write-ahead log. Only a change of passphrase leaves that for a moment (see
:mod:`reviewer.casefile.engine.passphrase`); killed then, it leaves a journal. SQLite puts it back itself as soon as
somebody opens the case for writing, and refuses those who would only read.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.errors import StorageError

_HEADER = struct.Struct(">8xI4xII")
"""Of the header of a journal, which fills a sector: records, pages of the file before, bytes of a sector."""
_RECORD = 4 + 4096 + 4
"""A page in a journal: its number, its bytes and a checksum."""


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
