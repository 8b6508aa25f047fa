"""A journal that a killed program left: readers and verification take it back first."""

from __future__ import annotations

import os
import random
import shutil
import struct
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.journal import only_first_page
from reviewer.casefile.engine.lock import Lock
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.verification.verify import verify
from reviewer.errors import DamagedError, LockedError


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


@pytest.fixture
def torn(case: Case) -> Path:
    """A case whose power was cut while its first page was written, as in a change to or from a write-ahead log."""
    with case.act("Ada", "tag add", "gift") as act:
        act.insert("tag", {"name": "gift", "color": "#000000"})
    case.close()
    data = bytearray(case.path.read_bytes())
    first, nonce = bytes(data[:4096]), 4711
    header = struct.pack(">8sIIIII", MARK, 1, nonce, len(data) // 4096, 512, 4096)
    checksum = struct.pack(">I", nonce + sum(first[at] for at in range(4096 - 200, 0, -200)))
    record = b"\0\0\0\1" + first + checksum
    Path(f"{case.path}-journal").write_bytes(header.ljust(512, b"\0") + record)
    data[512:1024] = random.Random(1).randbytes(512)
    case.path.write_bytes(data)
    return case.path


MARK = bytes.fromhex("d9d505f920a163d7")


@pytest.mark.parametrize("read_only", [True, False])
def test_a_first_page_torn_by_a_power_cut_is_put_back_and_not_called_damaged(
    torn: Path, key: Key, *, read_only: bool
) -> None:
    with open_case(torn, key, read_only=read_only) as case:
        assert [row["name"] for row in case.rows("SELECT name FROM tag")] == ["gift"]
    assert not Path(f"{torn}-journal").exists()
    assert verify(torn, key).whole


def not_accepted(whole: bytes) -> list[bytes]:
    """Journals that hold the first page, of which SQLite plays nothing back and which it deletes."""

    def changed(at: int, number: int) -> bytes:
        return whole[:at] + struct.pack(">I", number) + whole[at + 4 :]

    name = b"/gone-mj"
    other = struct.pack(">I", 2**18 + 1) + name + struct.pack(">II", len(name), sum(name)) + MARK
    before = struct.pack(">I", 2) + bytes(4096 + 4)  # a record whose checksum is not right: SQLite goes no further
    return [
        changed(8, 0),  # records
        changed(16, 0),  # pages of the file before
        changed(16, 1),
        changed(20, 513)[:512] + b"\0" + whole[512:],  # bytes of a sector
        changed(24, 1024),  # bytes of a page
        changed(len(whole) - 4, 0),  # checksum
        changed(8, 2)[:512] + before + whole[512:],
        whole + other,
    ]


def test_a_torn_first_page_that_no_journal_holds_is_damage(torn: Path, key: Key) -> None:
    beside = Path(f"{torn}-journal")
    whole = beside.read_bytes()
    spoiled = (b"", whole[:600], bytes(len(whole)), whole[:1000] + bytes(512) + whole[1512:])
    for left in (*spoiled, *not_accepted(whole)):
        for read_only in (True, False):
            beside.write_bytes(left)
            with pytest.raises(DamagedError, match="first page of the case file is damaged"):
                open_case(torn, key, read_only=read_only)
            assert beside.read_bytes() == left
    beside.write_bytes(whole)
    held = Lock(torn)
    try:
        with pytest.raises(LockedError):
            open_case(torn, key, read_only=True)
    finally:
        held.release()


def test_verification_keeps_a_journal_that_would_be_deleted(torn: Path, key: Key) -> None:
    beside, case = Path(f"{torn}-journal"), torn.read_bytes()
    for left in not_accepted(beside.read_bytes()):
        beside.write_bytes(left)
        with pytest.raises(DamagedError, match="first page of the case file is damaged"):
            verify(torn, key)
        assert (beside.read_bytes(), torn.read_bytes()) == (left, case)


def test_a_journal_that_counts_its_records_by_its_length_is_put_back(torn: Path, key: Key) -> None:
    beside = Path(f"{torn}-journal")
    whole = beside.read_bytes()
    beside.write_bytes(whole[:8] + b"\xff" * 4 + whole[12:])
    with open_case(torn, key, read_only=True) as case:
        assert [row["name"] for row in case.rows("SELECT name FROM tag")] == ["gift"]


def journal(path: Path, pages: list[int]) -> None:
    """A journal of pages by their numbers, with a sector of 512 bytes: https://www.sqlite.org/fileformat.html, 3."""
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", len(pages), 0, 9, 512, 4096)
    records = b"".join(struct.pack(">I", number) + bytes(4096 + 4) for number in pages)
    Path(f"{path}-journal").write_bytes(header.ljust(512, b"\0") + records)


@pytest.mark.parametrize(("pages", "only_first"), [([], True), ([1], True), ([2], False), ([1, 2], False)])
def test_a_journal_of_the_first_page_alone_is_told_from_others(
    tmp_path: Path, pages: list[int], *, only_first: bool
) -> None:
    journal(tmp_path / "a.evcase", pages)
    assert only_first_page(tmp_path / "a.evcase") is only_first


def test_of_a_long_journal_only_its_beginning_is_read(tmp_path: Path) -> None:
    """One of 64 GiB, which a disk holds as a hole and no memory as a whole."""
    journal(tmp_path / "a.evcase", [1])
    os.truncate(tmp_path / "a.evcase-journal", 2**36)
    assert not only_first_page(tmp_path / "a.evcase")
