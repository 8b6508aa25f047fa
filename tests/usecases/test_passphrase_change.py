"""What of a case still opens with its old passphrase once another one is chosen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from reviewer.casefile.engine import opening
from reviewer.casefile.engine.case import Case
from reviewer.usecases import passphrase_change
from reviewer.usecases.passphrase_change import Others, others_under

SALT = bytes(range(16))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A file that begins with another salt by now."""
    path = tmp_path / "gifts.evcase"
    path.write_bytes(bytes(16) + b"pages")
    return path


def copy_of(path: Path, name: str) -> None:
    path.with_name(name).write_bytes(SALT + b"pages")


def test_copies_are_found_whatever_they_are_called(changed: Path, tmp_path: Path) -> None:
    """What is too short for a salt, or has another, is none; nor is what lies in a folder looked at."""
    names = ("OLD.EVCASE", "copy of gifts", "gifts.evcase.bak")
    for name in names:
        copy_of(changed, name)
    changed.with_name("other.evcase").write_bytes(SALT[::-1] + b"pages")
    changed.with_name("short.evcase").write_bytes(SALT[:-1])
    changed.with_name("folder.evcase").mkdir()
    assert others_under(changed, SALT) == Others(tmp_path, names, looked=5)


def test_where_the_case_is_named_by_a_link_its_own_folder_is_looked_at(changed: Path, tmp_path: Path) -> None:
    copy_of(changed, "before.evcase")
    link = tmp_path / "desk" / "case"
    link.parent.mkdir()
    link.symlink_to(changed)
    assert others_under(link, SALT) == Others(tmp_path, ("before.evcase",), looked=1)


def test_what_cannot_be_read_is_told(changed: Path, tmp_path: Path) -> None:
    loop = changed.with_name("loop.evcase")
    loop.symlink_to(loop)
    assert others_under(changed, SALT) == Others(tmp_path, unread=("loop.evcase",))
    gone = tmp_path / "gone"
    assert others_under(gone / "gifts.evcase", SALT) == Others(gone, unlisted=True)


class Watching:
    """A progress that asks for a stop once so many files were looked at."""

    def __init__(self, stop: int) -> None:
        self.told: list[tuple[int, int]] = []
        self._stop = stop

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002
        self.told.append((done, total))

    @property
    def cancelled(self) -> bool:
        return bool(self.told) and self.told[-1][0] >= self._stop and self.told[-1][1] > 0


def test_in_a_very_large_folder_it_is_told_how_far_it_is_and_where_it_was_stopped(
    changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase_change, "AT_ONCE", 2)
    for number in range(6):
        copy_of(changed, f"{number}.evcase")
    whole, stopped, hasty = Watching(9), Watching(3), Watching(0)
    assert others_under(changed, SALT, whole).where == (
        f"Looked at 6 other files in its folder, {tmp_path}; not at folders in it, and nowhere else."
    )
    assert whole.told[-6:] == [(number, 6) for number in range(6)]
    found = others_under(changed, SALT, stopped)
    assert (len(found.names), found.left) == (4, 2)
    assert found.words.endswith("Stopped as asked: 2 more were not looked at.")
    assert len(others_under(changed, SALT, hasty).names) == 2, "of a small folder nothing is left out"


@pytest.mark.skipif(sys.platform != "linux", reason="the locks of a process are listed there alone")
def test_a_case_that_is_open_keeps_its_locks(case: Case) -> None:
    """Closing any descriptor of a file drops all locks that the process has on it."""
    salt = opening.key_of(case).salt
    shutil.copy(case.path, case.path.with_name("copy"))
    assert case.path.with_name(f"{case.path.name}-shm").exists()

    def locks() -> list[str]:
        ours = (line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines())
        return sorted(" ".join(line[1:]) for line in ours if "POSIX" in line and str(os.getpid()) in line)

    before = locks()
    assert before
    assert others_under(case.path.with_name("copy"), salt).names == (case.path.name,)
    assert locks() == before
