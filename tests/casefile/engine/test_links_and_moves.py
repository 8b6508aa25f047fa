"""Links to a case, links beside it, and a file that is moved or replaced while the case is open."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.lock import Lock
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.engine.passphrase import change_key
from reviewer.casefile.verification.verify import verify
from reviewer.errors import CredentialError, LockedError, StorageError

NEW = Key(bytes(range(50, 82)), bytes([1]) + bytes(15))
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, and files that are replaced while open")


def add_tag(case: Case, name: str) -> None:
    with case.act("Ada", "tag add", name) as act:
        act.insert("tag", {"name": name, "color": "#000000"})


def tags(path: Path, key: Key) -> list[str]:
    with open_case(path, key, read_only=True) as case:
        return [name for (name,) in case.tuples("SELECT name FROM tag ORDER BY id")]


@pytest.fixture
def linked(case: Case, tmp_path: Path) -> Path:
    """A symbolic link to the open case, in another folder."""
    link = tmp_path / "links" / "of.evcase"
    link.parent.mkdir()
    link.symlink_to(case.path)
    return link


def test_a_second_writer_by_a_link_is_refused_and_nothing_lies_beside_the_link(
    case: Case, key: Key, linked: Path
) -> None:
    for open_again in (open_case, verify):
        with pytest.raises(LockedError, match=r"case\.evcase is already open"):
            open_again(linked, key)
    case.close()
    with open_case(linked, key) as again:
        assert again.path == case.path
        add_tag(again, "Gift")
        with pytest.raises(LockedError):
            Lock(case.path)
    assert verify(linked, key).whole
    assert [name.name for name in linked.parent.iterdir()] == ["of.evcase"]


def test_a_change_of_passphrase_by_a_link_changes_the_file_and_leaves_the_link(
    case: Case, key: Key, linked: Path
) -> None:
    case.close()
    change_key(linked, key, NEW, reviewer="Ada")
    assert linked.is_symlink()
    for path in (linked, case.path):
        with pytest.raises(CredentialError):
            open_case(path, key)
        open_case(path, NEW).close()


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path, key: Key) -> None:
    (tmp_path / "a.evcase").symlink_to("a.evcase")
    with pytest.raises(StorageError):
        open_case(tmp_path / "a.evcase", key)


def test_a_file_with_a_second_name_is_read_and_not_written(case: Case, key: Key, tmp_path: Path) -> None:
    """Its logs would be two, and what is saved by one name would overwrite what is saved by the other."""
    add_tag(case, "Gift")
    case.close()
    other = tmp_path / "other.evcase"
    other.hardlink_to(case.path)
    for path in (case.path, other):
        with pytest.raises(StorageError, match="has 2 names"):
            open_case(path, key)
        assert tags(path, key) == ["Gift"]
    other.unlink()
    open_case(case.path, key).close()


@pytest.mark.skipif(sys.platform != "linux", reason="names of NTFS under Linux")
def test_the_short_name_that_ntfs_counts_is_no_second_name(
    case: Case, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case of Windows on an NTFS disk has two names under Linux; so has the lock file that a crash has left there."""
    case.close()
    lock = case.path.with_name("case.evcase.lock")
    lock.touch()
    (tmp_path / "other.evcase").hardlink_to(case.path)
    (tmp_path / "other.lock").hardlink_to(lock)
    monkeypatch.setattr(
        os, "getxattr", lambda _path, name, **_: name.encode() if name == "system.ntfs_dos_name" else b""
    )
    open_case(case.path, key).close()
    (tmp_path / "third.evcase").hardlink_to(case.path)
    with pytest.raises(StorageError, match="has 2 names"):
        open_case(case.path, key)


@pytest.mark.parametrize("what", ["symlink", "hard link", "pipe"])
def test_no_other_file_is_written_to_for_a_lock(case: Case, key: Key, tmp_path: Path, what: str) -> None:
    """Whoever can write to the folder could have the program empty a file of the reviewer's."""
    case.close()
    letter, lock = tmp_path / "letter.txt", case.path.with_name("case.evcase.lock")
    letter.write_text("Dear Lee")
    if what == "pipe":
        os.mkfifo(lock)
    elif what == "symlink":
        lock.symlink_to(letter)
    else:
        lock.hardlink_to(letter)
    with pytest.raises(StorageError, match=r"case\.evcase\.lock beside it"):
        open_case(case.path, key)
    assert letter.read_text() == "Dear Lee"


def test_a_copy_that_is_put_in_place_of_an_open_case_stays_what_it_is(case: Case, key: Key, tmp_path: Path) -> None:
    """The log of the open case would be read into it; and what was saved meanwhile would be in no file at all."""
    case.close()
    older = shutil.copy(case.path, tmp_path / "older")
    with open_case(case.path, key) as before:
        for number in range(30):  # pages that the copy has not
            add_tag(before, f"Before {number}")
    with open_case(case.path, key) as opened:
        add_tag(opened, "Last")
        Path(older).replace(case.path)
        with pytest.raises(StorageError, match="replaced while it was open"):
            add_tag(opened, "Lost")
        with pytest.raises(StorageError, match="replaced while it was open") as told:
            opened.reader()
        assert "kept beside it" in told.value.advice
    kept = tmp_path / "case.kept.evcase"
    assert opened.kept_beside == kept
    with open_case(case.path, key) as again:  # whoever closes once more does nothing to what has its name by now
        add_tag(again, "Next")
        opened.close()
    assert sorted(tmp_path.iterdir()) == [case.path, kept]
    assert (tags(case.path, key), tags(kept, key)) == (
        ["Next"],
        [*(f"Before {number}" for number in range(30)), "Last"],
    )
    assert verify(case.path, key).whole
    assert verify(kept, key).whole


def test_nothing_is_promised_to_who_only_reads_a_case_that_is_replaced(case: Case, key: Key, tmp_path: Path) -> None:
    case.close()
    other = shutil.copy(case.path, tmp_path / "other")
    with open_case(case.path, key, read_only=True) as opened:
        Path(other).replace(case.path)
        with pytest.raises(StorageError, match=r"replaced while it was open$") as told:
            opened.reader()
    assert told.value.advice == "Close it, and open it again."
    assert opened.kept_beside is None
    assert list(tmp_path.iterdir()) == [case.path]


def test_what_was_saved_in_a_case_that_was_moved_while_open_is_kept(case: Case, key: Key, tmp_path: Path) -> None:
    add_tag(case, "One")
    moved = case.path.rename(tmp_path / "moved.evcase")
    with pytest.raises(StorageError, match="moved"):
        add_tag(case, "Lost")
    moved.rename(case.path)
    add_tag(case, "Two")
    case.path.rename(moved)
    (tmp_path / "case.kept.evcase").write_bytes(b"there before")
    case.close()
    assert tags(tmp_path / "case.kept-2.evcase", key) == ["One", "Two"]
    assert (tmp_path / "case.kept.evcase").read_bytes() == b"there before"
