"""A journal that a killed program left: readers and verification take it back first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.engine.verify import verify
from reviewer.errors import LockedError


@pytest.fixture
def broken_off(case: Case, key: Key, tmp_path: Path) -> Path:
    """A case whose writer was killed while it wrote with a journal, as a change of passphrase does for a moment."""
    with case.act("Ada", "tag add", "gift") as act:
        act.insert("tag", {"name": "gift", "color": "#000000"})
    case.close()
    left = tmp_path / "left"
    left.mkdir()
    connection = connect(case.path, key)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    for number in range(400):
        connection.execute("INSERT INTO tag (name, color) VALUES (?, ?)", (f"{number:0500}", "#000000"))
    for ending in ("", "-journal"):
        shutil.copy(f"{case.path}{ending}", left / f"case{ending}")
    connection.execute("ROLLBACK")
    connection.close()
    for ending in ("", "-journal"):
        shutil.copy(left / f"case{ending}", f"{case.path}{ending}")
    assert Path(f"{case.path}-journal").stat().st_size
    return case.path


def test_a_reader_sees_what_was_saved_before(broken_off: Path, key: Key) -> None:
    with open_case(broken_off, key, read_only=True) as case:
        assert [row["name"] for row in case.rows("SELECT name FROM tag")] == ["gift"]
    assert not Path(f"{broken_off}-journal").exists()


def test_verification_finds_the_case_whole(broken_off: Path, key: Key) -> None:
    verify(broken_off, key)


def test_while_somebody_writes_a_reader_leaves_the_journal_alone(broken_off: Path, key: Key) -> None:
    before = Path(f"{broken_off}-journal").read_bytes()
    held = Lock(broken_off)
    try:
        with pytest.raises(LockedError):
            open_case(broken_off, key, read_only=True)
    finally:
        held.release()
    assert Path(f"{broken_off}-journal").read_bytes() == before
