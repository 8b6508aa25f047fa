"""The rollback journal that a killed program may leave: what it holds is put back before anybody reads the case.

A case is written with a write-ahead log. Only a change of passphrase leaves that for a moment (see
:mod:`reviewer.casefile.engine.passphrase`); killed then, it leaves a journal. SQLite puts it back itself as soon as
somebody opens the case for writing, and refuses those who would only read.
"""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key


def left(path: Path) -> Path | None:
    """The journal beside a case, if there is one with anything in it."""
    journal = path.with_name(path.name + "-journal")
    return journal if journal.exists() and journal.stat().st_size else None


def put_back(path: Path, key: Key) -> None:
    """Have SQLite put back what a journal holds, if there is one. The caller holds the lock, and has checked the key.

    What is left of it must not meet the file that the next change of passphrase puts in this one's place.
    """
    journal = left(path)
    if journal is not None:
        connect(path, key).close()
        journal.unlink(missing_ok=True)
