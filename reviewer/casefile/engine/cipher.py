"""SQLCipher in sqlite3's place, for sqlite-utils too.

sqlcipher3's exception classes are not sqlite3's. sqlite-utils catches those of ``pysqlite3`` when it finds that
package, so it is told that sqlcipher3 *is* pysqlite3, before it is first imported. Everything in
:mod:`reviewer.casefile` takes both from here; ``tests/casefile/engine/test_cipher.py`` pins the behaviour that depends
on it.
"""

from __future__ import annotations

import sys
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

if "sqlite_utils" in sys.modules:  # pragma: no cover - a programming error, seen at start-up
    raise ImportError("sqlite_utils was imported before reviewer.casefile.engine.cipher")
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)
_unused: dict[str, Any] = {name: None for name in ("numpy", "pandas") if name not in sys.modules}
sys.modules.update(_unused)  # None: as if it were not installed, https://docs.python.org/3/reference/import.html

import sqlite_utils  # noqa: E402 - must come after the alias above
from sqlite_utils.db import NotFoundError as RowNotFoundError  # noqa: E402

for name in _unused:
    del sys.modules[name]

Connection = dbapi2.Connection
Cursor = dbapi2.Cursor
Database = sqlite_utils.Database
DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError
OperationalError = dbapi2.OperationalError
Row = dbapi2.Row
complete_statement = dbapi2.complete_statement
connect = dbapi2.connect

__all__ = [
    "Connection",
    "Cursor",
    "Database",
    "DatabaseError",
    "IntegrityError",
    "OperationalError",
    "Row",
    "RowNotFoundError",
    "complete_statement",
    "connect",
]
