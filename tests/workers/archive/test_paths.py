"""A member's path is shown where it does no harm, with what was odd about it."""

from __future__ import annotations

import pytest

from reviewer.workers.archive import identify_archive
from reviewer.workers.archive.paths import safe_path
from tests.wording import words
from tests.workers.archive.building import part, raw_zip, seven_zipped, tarred, zipped
from tests.workers.archive.reading import contents


@pytest.mark.parametrize(
    ("path", "folder", "name", "flag"),
    [
        ("a/b/c.txt", "a/b", "c.txt", ""),
        ("./a//b/./c.txt", "a/b", "c.txt", ""),
        ("../../etc/passwd", "etc", "passwd", "its path leads outside the archive"),
        ("a/../../b.txt", "a", "b.txt", "its path leads outside the archive"),
        ("a/../b.txt", "a", "b.txt", ""),
        ("/etc/passwd", "etc", "passwd", "its path begins at the top of the disk"),
        ("C:\\Windows\\a.txt", "Windows", "a.txt", "its path names a drive"),
        ("C:a.txt", "", "a.txt", "its path names a drive"),
        ("..\\..\\a.txt", "", "a.txt", "its path leads outside the archive"),
        ("drawer\\a.txt", "drawer", "a.txt", "its path holds backslashes"),
        ("a.txt\0.exe", "", "a.txt.exe", "its name holds a NUL"),
        ("a\r\nb\x1b[2J.txt", "", "ab[2J.txt", "its name holds control characters"),
        ("a\u202etxt.exe", "", "atxt.exe", "its name holds characters that hide or turn text"),
        ("..", "", "part 7.bin", "its path leads outside the archive"),
        ("", "", "part 7.bin", ""),
        ("a/...", "a", "part 7.bin", ""),
    ],
)
def test_paths_are_safe_and_flagged(path: str, folder: str, name: str, flag: str) -> None:
    safe = safe_path(path, 7)
    assert (safe.folder, safe.name) == (folder, name)
    assert (flag in words(safe.flags)) if flag else not safe.flags


def test_the_path_as_it_was_is_shown_with_codes() -> None:
    assert words(safe_path("../a\u202eb\0.txt", 1).flags)[-1] == 'its path is "../a\\u202eb\\u0000.txt"'


def test_a_path_of_ten_thousand_folders_is_shortened() -> None:
    safe = safe_path("/".join(["folder"] * 10_000) + "/a.txt", 1)
    assert safe.name == "a.txt"
    assert len(safe.folder) < 1_100
    assert "its path is very long and was shortened" in words(safe.flags)


HOSTILE = "../../../../tmp/evil.txt"


@pytest.mark.parametrize("make", [zipped, tarred, lambda files: raw_zip([part(*pair) for pair in files.items()])])
def test_each_format_keeps_a_hostile_member_under_a_safe_name(make) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    read = contents(make({HOSTILE: b"evil", "good.txt": b"good"}))
    assert read.files == {"tmp/evil.txt": b"evil", "good.txt": b"good"}
    assert "its path leads outside the archive" in words(read.members[0].flags)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (zipped({"a": b""}), "ZIP archive"),
        (zipped({}), "ZIP archive"),
        (seven_zipped({"a": b"x"}), "7z archive"),
        (tarred({"a": b"x"}), "tar archive"),
        (b"Rar!\x1a\x07\x00more", "RAR archive"),
        (b"Rar!\x1a\x07\x01\x00more", "RAR archive"),
        (b"\x1f\x8b\x08\x00", "gzip file"),
        (b"BZh91AY&SY", "bzip2 file"),
        (b"\xfd7zXZ\x00", "xz file"),
        (b"\x28\xb5\x2f\xfd", "Zstandard file"),
        (b"\x1f\x9d\x90", "compress (.Z) file"),
        (b"MSCF\x00\x00\x00\x00", "CAB archive"),
        (b"!<arch>\n", "ar archive"),
        (b"070701", "cpio archive"),
        (bytes(32_769) + b"CD001\x01", "ISO image"),
        (b"", ""),
        (bytes(1_024), ""),
        (b"Hello, this is a letter about cameras.\n" * 30, ""),
        (b"\xc7\x71" + bytes(range(100)), ""),
        (b"BZhang wrote a letter", ""),
        (b"%PDF-1.7", ""),
    ],
)
def test_archives_are_known_by_their_first_bytes(data: bytes, named: str) -> None:
    assert identify_archive(data) == named
