"""SQLCipher stands in sqlite3's place for sqlite-utils too, and stays what the file format says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlite_utils.db
from sqlcipher3 import dbapi2

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import Connection, translated
from reviewer.errors import DamagedError, LockedError, StorageError


def test_sqlite_utils_catches_the_exceptions_of_sqlcipher(case: Case) -> None:
    assert sqlite_utils.db.OperationalError is dbapi2.OperationalError
    case.db["custodian"].insert({"name": "Records"})
    case.db["custodian"].insert({"name": "Records"}, ignore=True)
    assert case.value("SELECT count(*) FROM custodian") == 1
    case.db["custodian"].insert({"name": "Fleet", "drawer": "x"}, alter=True)
    assert case.value("SELECT drawer FROM custodian WHERE name = 'Fleet'") == "x"
    assert case.db.cached_counts() == {}


def test_the_order_of_imports_is_watched_over() -> None:
    script = "import sqlite_utils\nimport reviewer.casefile.engine.cipher"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "sqlite_utils was imported before" in done.stderr


def test_nothing_is_loaded_that_sqlite_utils_has_a_use_for_and_nobody_here() -> None:
    script = "import sys, reviewer.usecases.search\nprint('numpy' in sys.modules)\nimport numpy"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_every_row_of_sqlite_utils_comes_over_our_connection(case: Case) -> None:
    assert isinstance(case.db.conn, Connection)
    assert type(case.db.execute("SELECT 1")).__module__ == "reviewer.casefile.engine.connection"


def test_the_wheel_has_what_the_file_needs(case: Case) -> None:
    assert case.value("PRAGMA cipher_version").startswith("4.")
    assert case.value("PRAGMA cipher_page_size") == "4096"
    assert case.value("PRAGMA cipher_hmac_algorithm") == "HMAC_SHA512"
    assert case.value("SELECT count(*) FROM item_fts") == 0


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (5, LockedError),
        (261, LockedError),
        (8, StorageError),
        (778, StorageError),
        (13, StorageError),
        (11, DamagedError),
    ],
)
def test_faults_of_the_disk_are_told_from_bugs(code: int, kind: type[Exception]) -> None:
    error = cipher.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    assert type(translated(error)) is kind


def test_a_wrong_statement_stays_a_bug(case: Case, tmp_path: Path) -> None:
    with pytest.raises(cipher.OperationalError, match="no such table"):
        case.execute("SELECT * FROM nowhere")
    with pytest.raises(cipher.IntegrityError):
        case.execute("INSERT INTO custodian (name) VALUES (NULL)")
    assert tmp_path.exists()
