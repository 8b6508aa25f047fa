"""Tar archives of every kind, whole and damaged, plain and compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import tarfile
from pathlib import Path

import pytest
import zstandard

from reviewer.workers.archive import ArchiveLimits
from tests.wording import words
from tests.workers.archive.building import tar_of, tarred
from tests.workers.archive.reading import contents

TEXT = b"one camera, free of charge\n" * 3_000
FILES = {"a.txt": TEXT, "folder/b.bin": bytes(range(256)) * 50, "empty.txt": b""}
LONG = "/".join(["a folder with a long name"] * 12) + "/letter.txt"


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_come_out_as_they_were_put_in(form: int) -> None:
    read = contents(tarred(FILES, form))
    assert read.files == FILES
    assert (read.archive.format, read.archive.declared, read.archive.remarks) == ("tar archive", None, [])
    assert not any(member.flags or member.reason for member in read.members)


@pytest.mark.parametrize(
    ("pack", "format_name"),
    [
        (gzip.compress, "gzip file"),
        (bz2.compress, "bzip2 file"),
        (lzma.compress, "xz file"),
        (zstandard.compress, "Zstandard file"),
    ],
)
def test_a_compressed_tar_is_one_archive(pack, format_name: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    read = contents(pack(tarred(FILES)))
    assert read.files == FILES
    assert read.archive.format == f"tar archive in a {format_name}"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_and_other_alphabets_are_whole(form: int) -> None:
    cut_at_a_slash = "gnu/" + "123/" * 30 + "longname"  # its first 100 bytes end with one, like a folder's
    files = {LONG: b"x", "Überblick/отчёт.txt": b"y", cut_at_a_slash: b"z"}
    assert contents(tarred(files, form)).files == files


def test_a_name_that_is_not_utf8_is_read_by_likelihood() -> None:
    read = contents(tarred({"Décision privée.txt": b"x"}, tarfile.GNU_FORMAT, "cp1252"))
    assert read.paths == ["Décision privée.txt"]
    assert words(read.members[0].flags) == ["its name is not UTF-8; read as Windows-1252"]


@pytest.mark.parametrize(
    "options", [["--format=gnu"], ["--format=pax", "--sparse-version=0.0"], ["--format=pax", "--sparse-version=0.1"],
                ["--format=pax", "--sparse-version=1.0"]],
)  # fmt: skip
def test_sparse_files_have_their_zeros(tmp_path: Path, options: list[str]) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        for at in range(0, 60 * 65_536, 2 * 65_536):
            file.seek(at)
            file.write(b"%d" % at)
        file.truncate(70 * 65_536)
    (tmp_path / "after").write_bytes(b"after")
    made = subprocess.run(
        ["tar", "-C", tmp_path, "-S", *options, "-cf", "-", "sparse", "after"], capture_output=True, check=True
    ).stdout
    assert len(made) < 2_000_000, "the file system keeps no holes"
    read = contents(made)
    assert read.files == {"sparse": (tmp_path / "sparse").read_bytes(), "after": b"after"}
    assert read.archive.remarks == []


def test_a_map_of_a_sparse_file_that_never_ends_costs_that_file_only() -> None:
    sparse = tarfile.TarInfo("sparse")
    sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "5"}
    read = contents(tar_of([(sparse, b"5\n" + b"1" * 4_096), (tarfile.TarInfo("after"), b"after")]))
    assert [member.reason for member in read.members] == ["its map of pieces is damaged", ""]
    assert read.files["after"] == b"after"


def test_links_and_devices_are_members_without_bytes() -> None:
    entries = []
    for name, kind, target in [
        ("soft", tarfile.SYMTYPE, "/etc/passwd"), ("hard", tarfile.LNKTYPE, "a.txt"), ("tape", tarfile.CHRTYPE, ""),
        ("pipe", tarfile.FIFOTYPE, ""), ("drawer", tarfile.DIRTYPE, ""),
    ]:  # fmt: skip
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, target
        entries.append((entry, b""))
    read = contents(tar_of([(tarfile.TarInfo("a.txt"), TEXT), *entries]))
    assert read.paths == ["a.txt", "soft", "hard", "tape", "pipe"]
    assert [words(member.flags) for member in read.members[1:]] == [
        ["link to /etc/passwd"], ["link to a.txt"], ["a device or pipe"], ["a device or pipe"]
    ]  # fmt: skip
    assert set(read.data[1:]) == {b""}


def test_a_broken_off_tar_gives_what_is_there() -> None:
    whole = tarred({"a.txt": TEXT, "b.txt": TEXT})
    read = contents(whole[: 2 * 512 + 81_408 + 10_000])
    assert read.data[0] == TEXT
    assert TEXT.startswith(read.data[1])
    assert read.members[1].reason == f"it is broken off after {len(read.data[1]):,} bytes"
    assert len(read.data[1]) > 9_000


def test_a_broken_off_compressed_tar_gives_what_is_there() -> None:
    packed = gzip.compress(tarred({f"{n}.txt": b"%d" % n * 5_000 for n in range(100)}))
    read = contents(packed[: len(packed) // 2])
    assert len(read.members) > 20
    assert all(data == b"%d" % n * 5_000 for n, data in enumerate(read.data[:-1]))
    assert words(read.archive.remarks) == ["it is broken off; what comes behind is lost"]


def test_members_behind_a_damaged_header_are_recovered() -> None:
    whole = bytearray(tarred({"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"}, tarfile.GNU_FORMAT))
    whole[1_024 + 100] ^= 0x40
    read = contents(bytes(whole))
    assert read.files == {"a.txt": b"a", "c.txt": b"c"}
    assert words(read.members[1].flags) == ["recovered: it was found behind damage"]
    assert words(read.archive.remarks) == ["a header is damaged; members may be missing"]


def test_an_archive_behind_the_end_of_another_is_read() -> None:
    assert contents(tarred({"a.txt": b"a"}) + tarred({"b.txt": b"b"})).files == {"a.txt": b"a", "b.txt": b"b"}


def test_bytes_behind_the_end_are_told() -> None:
    read = contents(tarred({"a.txt": b"a"}) + b"\xff" * 2_000)
    assert words(read.archive.remarks) == ["bytes follow its end that are not part of it"]


def test_two_members_of_one_name_are_both_kept() -> None:
    read = contents(tar_of([(tarfile.TarInfo("a.txt"), b"one"), (tarfile.TarInfo("a.txt"), b"two")]))
    assert read.data == (b"one", b"two")


def test_the_old_kind_without_a_mark_is_a_tar() -> None:
    whole = bytearray(tarred({"a.txt": b"old"}, tarfile.USTAR_FORMAT))
    whole[257:265] = bytes(8)
    blank = whole[:148] + b" " * 8 + whole[156:512]
    whole[148:156] = b"%06o\0 " % sum(blank)
    assert contents(bytes(whole)).files == {"a.txt": b"old"}


def test_a_negative_size_ends_nothing() -> None:
    whole = bytearray(tarred({"a.txt": b"a", "b.txt": b"b"}, tarfile.GNU_FORMAT))
    whole[124:136] = b"\xff" * 12
    blank = whole[:148] + b" " * 8 + whole[156:512]
    whole[148:156] = b"%06o\0 " % sum(blank)
    read = contents(bytes(whole))
    assert read.files == {"b.txt": b"b"}
    assert words(read.archive.remarks) == ["a header is damaged; members may be missing"]


def test_ten_thousand_headers_about_the_next_member_do_no_harm() -> None:
    entry = tarfile.TarInfo("x")
    about = entry.create_gnu_header({**entry.get_info(), "name": "y" * 200}, "utf-8", "strict")[:1_024]
    assert contents(about * 10_000 + tarred({"a.txt": b"a"})).files == {"y" * 200: b"a"}


def test_a_name_without_its_member_is_told() -> None:
    first, second = (tarred({name: b"x"}, tarfile.GNU_FORMAT)[:1_024] for name in ("a.txt", LONG))
    assert words(contents(first + second).archive.remarks) == [
        "it ends with a header about a member that does not follow"
    ]


def test_limits_name_themselves() -> None:
    files = {f"{n}.bin": bytes([n]) * 3_000 for n in range(6)}
    few = contents(tarred(files), limits=ArchiveLimits(members=3))
    assert len(few.members) == 3
    assert words(few.archive.remarks) == ["it holds more than 3 members, which is the limit; the others were left out"]
    small = contents(tarred(files), limits=ArchiveLimits(member=1_024))
    assert {member.reason for member in small.members} == {"it is larger than 1 KiB, the limit for one member"}
    packed = contents(gzip.compress(tarred(files)), limits=ArchiveLimits(floor=8_000, ratio=2))
    assert words(packed.archive.remarks) == [
        "the archive unpacks to more than 2 times its size, which is the limit; what comes behind was left out"
    ]


def test_reading_goes_forward_only() -> None:
    class Once(io.BytesIO):
        """A file that notes how many bytes were read."""

        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(size)
            Once.taken += len(piece)
            return piece

    from reviewer.workers.archive import open_archive  # noqa: PLC0415

    data = tarred({f"{n}.bin": bytes(50_000) for n in range(20)})
    archive = open_archive(Once(data), "a.tar", (), ArchiveLimits())
    assert sum(len(piece) for _, piece in archive.members()) == 1_000_000
    assert Once.taken < len(data) + 70_000  # the head is looked at once more
