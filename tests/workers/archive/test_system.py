"""Formats that the system's libarchive reads; without it they are refused in words."""

from __future__ import annotations

import io
import random

import pytest

from reviewer.workers.archive import ArchiveLimits, system
from reviewer.workers.refusal import Refusal
from tests.workers.archive.reading import contents

TEXT = b"one camera, free of charge\n" * 3_000
FILES = {"a.txt": TEXT, "folder/b.bin": bytes(range(256)) * 50, "empty.txt": b""}

needs_library = pytest.mark.skipif(not system.is_installed(), reason="the system has no libarchive")


def written(form: str, files: dict[str, bytes], filter_name: str | None = None) -> bytes:
    import libarchive  # noqa: PLC0415

    out = io.BytesIO()
    with libarchive.custom_writer(out.write, form, filter_name) as archive:
        for name, data in files.items():
            archive.add_file_from_memory(name, len(data), data)
    return out.getvalue()


@needs_library
@pytest.mark.parametrize(
    ("form", "format_name"),
    [("cpio", "cpio archive"), ("cpio_newc", "cpio archive"), ("iso9660", "ISO image")],
)
def test_members_come_out_as_they_were_put_in(form: str, format_name: str) -> None:
    read = contents(written(form, FILES))
    assert read.files == FILES
    assert (read.archive.format, read.archive.remarks) == (format_name, [])


def test_a_format_that_nothing_here_reads_is_named() -> None:
    with pytest.raises(Refusal, match="this is an xar archive: "):
        contents(b"xar!\x00\x1c\x00\x01" + bytes(100))


@needs_library
def test_ar_members_come_out() -> None:
    files = {"a.txt": b"even", "b.txt": TEXT}
    assert contents(written("ar_svr4", files)).files == files


@needs_library
def test_names_in_other_alphabets_are_whole() -> None:
    files = {"Überblick отчёт.txt": b"x"}
    for form in ("cpio_newc", "iso9660"):
        assert contents(written(form, files)).files == files


@needs_library
@pytest.mark.parametrize("cut", [2_000, 40_000, 61_000])
def test_a_broken_off_archive_gives_what_is_there(cut: int) -> None:
    noise = random.Random(5).randbytes(60_000)
    read = contents(written("cpio_newc", {"a.txt": TEXT[:1_000], "noise": noise, "c.txt": b"c"})[:cut])
    assert read.files["a.txt"] == TEXT[:1_000]
    broken = next((member for member in read.members if member.reason), None)
    assert broken or read.archive.remarks


@needs_library
def test_limits_name_themselves() -> None:
    data = written("cpio_newc", {"big": bytes(20_000), "small": b"x"})
    read = contents(data, limits=ArchiveLimits(member=10_240))
    assert read.members[0].reason == "it is larger than 10 KiB, the limit for one member"
    assert read.files["small"] == b"x"
    assert contents(data, limits=ArchiveLimits(members=1)).archive.remarks == [
        "it holds more than 1 members, which is the limit; the others were left out"
    ]


def test_without_the_library_the_format_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "ffi", None)
    with pytest.raises(
        Refusal, match=r"this is a RAR archive: there is no reader for it on this machine \(libarchive\)"
    ):
        contents(b"Rar!\x1a\x07\x00" + bytes(100))
