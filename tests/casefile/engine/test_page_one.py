"""A file and a key are judged before SQLite touches the file, and judging changes nothing."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine import credential, opening, page_one
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.errors import CredentialError, DamagedError, NotACaseError, NotFoundError
from tests.endurance import a_few

PAGE = page_one.PAGE


def closed(case: Case) -> Path:
    case.close()
    return case.path


def spoil(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {found.name: (found.read_bytes(), found.stat().st_mtime_ns) for found in sorted(folder.iterdir())}


def crashed(case: Case, tmp_path: Path) -> Path:
    """A copy as a power cut would leave it: the log beside the file still holds the last acts."""
    with case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "gift", "color": "#000000"})
    folder = tmp_path / "crashed"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{case.path}{ending}", folder)
    return folder / case.path.name


@pytest.mark.parametrize("keys", a_few([100], [1000]))
def test_wrong_keys_change_neither_bytes_nor_times(case: Case, tmp_path: Path, keys: int) -> None:
    path, seeded = crashed(case, tmp_path), random.Random(4)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    before = state(path.parent)
    for _ in range(keys):
        with pytest.raises(CredentialError):
            open_case(path, Key(seeded.randbytes(32), opening.key_of(case).salt))
    assert state(path.parent) == before


def test_every_page_that_sqlcipher_wrote_has_the_hmac_we_compute(case: Case, key: Key) -> None:
    data = closed(case).read_bytes()
    mac_key = page_one.page_mac_key(key)
    pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    assert all(page_one.page_is_whole(mac_key, number, page) for number, page in enumerate(pages, start=1))
    assert not any(page_one.page_is_whole(mac_key, number + 1, page) for number, page in enumerate(pages, start=1))
    assert page_one.pages_by_header(key, pages[0]) == len(pages)


def test_a_damaged_first_page_is_not_called_a_wrong_passphrase(case: Case, key: Key) -> None:
    path = closed(case)
    spoil(path, 2000, b"\0\0\0\0")
    with pytest.raises(DamagedError, match="first page"):
        open_case(path, key)


def test_a_right_key_with_a_spoiled_salt_is_not_called_a_wrong_passphrase(case: Case, key: Key) -> None:
    path = closed(case)
    spoil(path, 5, bytes([key.salt[5] ^ 1]))
    with pytest.raises(DamagedError, match="first page"):
        open_case(path, key)


def test_a_first_page_torn_by_a_power_cut_is_taken_from_the_log(key: Key, tmp_path: Path) -> None:
    with create_case(tmp_path / "new.evcase", key, title="A case", reviewer="Ada") as case:  # its log has every page
        path = crashed(case, tmp_path)
    spoil(path, 3000, b"torn")
    with open_case(path, key) as opened:
        assert opened.value("SELECT name FROM tag") == "gift"


@pytest.mark.parametrize("start", [0, 1])
def test_a_zeroed_first_page_is_damage(case: Case, key: Key, start: int) -> None:
    path = closed(case)
    spoil(path, start, bytes(PAGE - start))
    with pytest.raises(DamagedError):
        open_case(path, key)


def test_a_file_that_ends_within_its_first_page_is_cut_short(case: Case, key: Key) -> None:
    path = closed(case)
    os.truncate(path, 1000)
    with pytest.raises(DamagedError, match="cut short"):
        open_case(path, key)


def test_what_is_no_case_is_called_so(tmp_path: Path, key: Key) -> None:
    plain = sqlite3.connect(tmp_path / "plain.evcase")
    plain.execute("CREATE TABLE a (b)")
    plain.close()
    (tmp_path / "empty.evcase").touch()
    (tmp_path / "letter.evcase").write_text("Dear officer,\n" * 1000)
    (tmp_path / "short.evcase").write_text("Dear officer")
    (tmp_path / "one.evcase").write_bytes(b"\1" + b"text " * 5000)
    (tmp_path / "zeros.evcase").write_bytes(bytes(8 * PAGE))
    (tmp_path / "packed.evcase").write_bytes(gzip.compress(random.Random(1).randbytes(9001)))
    (tmp_path / "folder.evcase").mkdir()
    for path in tmp_path.iterdir():
        with pytest.raises(NotACaseError) as told:
            open_case(path, key)
        assert ("plain SQLite" in str(told.value)) == (path.name == "plain.evcase")


def test_a_file_that_is_not_there_is_not_created(tmp_path: Path, key: Key) -> None:
    with pytest.raises(NotFoundError):
        open_case(tmp_path / "none.evcase", key)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_profile_is_damage_or_a_later_version(case: Case) -> None:
    path = closed(case)
    spoil(path, 0, b"\xee")
    with pytest.raises(DamagedError, match="later version"):
        page_one.salt_of(path)


def test_salts_name_their_profile_and_differ() -> None:
    salts = {new_salt() for _ in range(100)}
    assert len(salts) == 100
    assert {salt[0] for salt in salts} == {credential.PROFILE}


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes in folders")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.evcase")
    with pytest.raises(NotACaseError, match="a device or a pipe"):
        page_one.salt_of(tmp_path / "pipe.evcase")
