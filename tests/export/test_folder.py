"""An export folder is there whole or not at all, for its owner only, under names that every system takes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reviewer.errors import ExportError, KnownError, StorageError
from reviewer.export import folder as folders
from reviewer.export.folder import ExportFolder, check_free

FILES = {"report.pdf": b"report", "exhibits/Exhibit-001.pdf": b"one", "exhibits/Exhibit-002.pdf": b"two"}


def export(folder: Path, files: Mapping[str, bytes]) -> None:
    with ExportFolder(folder) as made:
        for name, data in files.items():
            made.write(name, data)
        made.finish()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


TELLING = {"ext2/ext3", "xfs", "btrfs", "tmpfs"}
"""As stat(1) names them; ext2/ext3 is ext4 as well."""


def of_linux(folder: Path) -> str:
    """Which kind of file system a folder is on."""
    return subprocess.run(
        ["stat", "--file-system", "--format", "%T", folder], check=True, capture_output=True, text=True
    ).stdout.strip()


MOUNT = "36 35 {} /mnt1 /mnt2 rw,noatime master:1 - {} /dev/root rw,errors=continue\n"
"""The example of proc_pid_mountinfo(5)."""


def mounted_as(driver: str, folder: Path) -> Path:
    """A list of mounts by which a folder is on a file system of that driver, beside another device."""
    device = folder.stat().st_dev
    mounts = folder / "mounts"
    other = MOUNT.format(f"{os.major(device) + 1}:{os.minor(device)}", "ext9")
    mounts.write_text(other + MOUNT.format(f"{os.major(device)}:{os.minor(device)}", driver))
    return mounts


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_all_files_are_there_and_nothing_else(tmp_path: Path) -> None:
    export(tmp_path / "out", FILES)
    assert written(tmp_path / "out") == FILES
    assert names_in(tmp_path) == ["out"]


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    export(tmp_path / "out", FILES)
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(tmp_path / "out", FILES)
    assert written(tmp_path / "out") == FILES


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        export(tmp_path / "out", FILES)
    assert written(tmp_path / "out") == {"mine.txt": b"mine"}
    assert names_in(tmp_path) == ["out"]


def test_a_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ExportError, match="no folder"):
        check_free(tmp_path / "out")


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no folder"):
        check_free(tmp_path / "missing" / "out")


def test_what_a_killed_export_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / "half.pdf").write_text("half")
    export(tmp_path / "out", FILES)
    assert written(tmp_path / "out") == FILES
    assert names_in(tmp_path) == ["out"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no locks of folders")
def test_two_exports_to_one_place_at_once_are_told_and_the_first_is_left_whole(tmp_path: Path) -> None:
    with ExportFolder(tmp_path / "out") as first:
        first.write("report.pdf", b"first")
        with pytest.raises(ExportError, match=r"another export is being written to .*out$"):
            export(tmp_path / "out", FILES)
        first.write("later.pdf", b"first")
        first.finish()
        (tmp_path / ".out.part").mkdir()  # of one that began when the place was free
    assert written(tmp_path / "out") == {"report.pdf": b"first", "later.pdf": b"first"}
    assert sorted(names_in(tmp_path)) == [".out.part", "out"]


def test_something_that_is_in_the_way_is_named_and_left(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "mine.txt").write_text("mine")
    (tmp_path / ".out.part").symlink_to(tmp_path / "theirs")
    with pytest.raises(ExportError, match="part is in the way"):
        export(tmp_path / "out", FILES)
    assert written(tmp_path / "theirs") == {"mine.txt": b"mine"}


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        export(tmp_path / "out", {**FILES, "report.pdf/under-a-file.pdf": b"x"})
    assert names_in(tmp_path) == []


def test_an_error_after_the_last_file_leaves_nothing_either(tmp_path: Path) -> None:
    def break_off() -> None:
        with ExportFolder(tmp_path / "out") as made:
            made.write("report.pdf", b"report")
            made.finish()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert names_in(tmp_path) == []


def test_the_wait_for_the_disk_is_told_file_by_file_and_can_be_stopped(tmp_path: Path) -> None:
    """Whether the disk was asked to begin before, as when more was written after that, or not."""
    told: list[tuple[int, int]] = []

    def step(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 3:
            raise ZeroDivisionError

    with ExportFolder(tmp_path / "out") as made:
        made.write("a/one.txt", b"1")
        made.begin_durable()
        made.write("a/two.txt", b"2")
        made.make_durable(step)
        made.finish()
    assert told == [(0, 2), (1, 2)]
    assert names_in(tmp_path) == ["out"]

    def break_off() -> None:
        with ExportFolder(tmp_path / "other") as stopped:
            stopped.write("three.txt", b"3")
            stopped.make_durable(step)

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert names_in(tmp_path) == ["out"]


def test_each_of_many_files_is_told_once_and_large_ones_are_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with ExportFolder(tmp_path / "out") as made:
        for number in range(69):
            made.write(f"{number % 3}/{number}.bin", bytes([number]) * number * 4_001)
        made.make_durable(lambda done, total: told.append((done, total)))
        made.finish()
    assert told == [(number, 69) for number in range(69)]
    for number in range(69):
        assert (tmp_path / f"out/{number % 3}/{number}.bin").read_bytes() == bytes([number]) * number * 4_001


def test_the_wait_for_so_many_files_that_they_are_waited_for_at_once_is_told_and_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_MUCH", 2**62)  # whatever other programs write
    is_told_at_once = sys.platform == "linux" and folders._release() >= folders._TELLS_SINCE
    is_told_at_once = is_told_at_once and of_linux(tmp_path) in TELLING
    if is_told_at_once:  # in a root of its own (chroot) the system does not say what the folder is mounted from
        monkeypatch.setattr(folders, "_MOUNTS", mounted_as("ext4", tmp_path))
    told: list[tuple[int, int]] = []

    def export_many(name: str, step: Callable[[int, int], None]) -> None:
        with ExportFolder(tmp_path / name) as made:
            for number in range(300):
                made.write(f"{number}.bin", bytes(number))
            made.make_durable(step)
            made.finish()

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise ZeroDivisionError

    export_many("out", lambda done, total: told.append((done, total)))
    assert told[0] == (0, 300)
    if is_told_at_once:
        assert set(told) == {(0, 300)}
    else:
        assert told == [(number, 300) for number in range(300)]
    with pytest.raises(ZeroDivisionError):
        export_many("stopped", stop)
    assert told[-1] == (0, 300)
    assert sorted(names_in(tmp_path)) == (["mounts", "out"] if is_told_at_once else ["out"])
    assert {name: len(data) for name, data in written(tmp_path / "out").items()} == {f"{n}.bin": n for n in range(300)}


AT_ONCE = {(0, 3)}
ONE_BY_ONE = {(0, 3), (1, 3), (2, 3)}


@pytest.fixture
def telling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A disk that tells of every fault, and takes three files at once."""
    if sys.platform != "linux" or folders._release() < folders._TELLS_SINCE:
        pytest.skip("needs a Linux that tells of every fault")
    monkeypatch.setattr(folders, "_TELLING", folders._TELLING | {folders._number(tmp_path)})
    monkeypatch.setattr(folders, "_MEMORY", 0)
    monkeypatch.setattr(folders, "_MUCH", 2**62)
    monkeypatch.setattr(folders, "_MANY", 3)
    monkeypatch.setattr(folders, "_MOUNTS", mounted_as("ext4", tmp_path))
    return monkeypatch


def told_of_three(folder: Path) -> set[tuple[int, int]]:
    """What is told while three files go to the disk."""
    told = set[tuple[int, int]]()
    with ExportFolder(folder) as made:
        for number in range(3):
            made.write(f"{number}.txt", b"words")
        made.make_durable(lambda done, total: told.add((done, total)))
        made.finish()
    assert len(written(folder)) == 3
    return told


def test_files_are_waited_for_one_by_one_where_nothing_tells_how_much_waits_for_disks(
    tmp_path: Path, telling: pytest.MonkeyPatch
) -> None:
    assert told_of_three(tmp_path / "known") == AT_ONCE
    (tmp_path / "facts").write_text("MemTotal: 24684084 kB\n")
    for name in ("facts", "none"):
        telling.setattr(folders, "_MEMORY_FACTS", tmp_path / name)
        assert told_of_three(tmp_path / f"by {name}") == ONE_BY_ONE


@pytest.mark.parametrize(
    ("driver", "expected"), [("ext4", AT_ONCE), ("ext3", AT_ONCE), ("ext2", ONE_BY_ONE), ("", ONE_BY_ONE)]
)
def test_files_are_waited_for_one_by_one_where_ext_may_have_another_driver(
    tmp_path: Path, telling: pytest.MonkeyPatch, driver: str, expected: set[tuple[int, int]]
) -> None:
    telling.setattr(folders, "_EXT", folders._number(tmp_path))
    telling.setattr(folders, "_MOUNTS", mounted_as(driver, tmp_path) if driver else tmp_path / "none")
    assert told_of_three(tmp_path / "out") == expected


STOPPED = """
import os, sys
from pathlib import Path
from reviewer.export import folder
out = Path(sys.argv[1])
folder._TELLING |= {folder._number(out.parent)}
folder._MEMORY, folder._MUCH, folder._MANY = 0, 2**62, 1
silent, _ = os.pipe()
folder._syncfs = lambda _: len(os.read(silent, 1))
def step(done, total):
    raise KeyboardInterrupt
try:
    with folder.ExportFolder(out) as made:
        made.write("one.txt", b"1")
        made.make_durable(step)
except KeyboardInterrupt:
    sys.exit("stopped")
"""
"""Stops an export while its disk does not answer."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for all files at once")
def test_a_program_ends_while_a_disk_that_was_asked_for_many_files_does_not_answer(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, tmp_path / "out"], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == "stopped\n"
    assert names_in(tmp_path) == []


def test_what_is_not_finished_is_not_there(tmp_path: Path) -> None:
    with ExportFolder(tmp_path / "out") as made:
        made.write("report.pdf", b"report")
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["../up.pdf", "/etc/passwd", "a/../b", "C:\\x", "con.pdf", "NUL", "a b\u202e.pdf", "", "x" * 101, "dot.", "a//b"],
)
def test_names_that_lead_out_or_trouble_a_system_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnownError, match="no safe name"):
        export(tmp_path / "out", {name: b""})
    assert names_in(tmp_path) == []
