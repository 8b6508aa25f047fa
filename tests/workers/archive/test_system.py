"""Formats that the system's libarchive reads; without it they are refused in words."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest

from reviewer.workers.archive import ArchiveLimits, system
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.archive.reading import contents

TEXT = b"one camera, free of charge\n" * 3_000
IN_VAIN = "{} is locked with a password, and no reader here can unlock such an archive"
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
    [("cpio", "cpio archive"), ("cpio_bin", "cpio archive"), ("cpio_newc", "cpio archive"), ("iso9660", "ISO image")],
)
def test_members_come_out_as_they_were_put_in(form: str, format_name: str) -> None:
    read = contents(written(form, FILES))
    assert read.files == FILES
    assert (read.archive.format, read.archive.remarks) == (format_name, [])


def cab(name: bytes, data: bytes) -> bytes:
    """A cabinet with one stored file (Microsoft Cabinet Format, MS-CAB)."""
    entry = struct.pack("<2L4H", len(data), 0, 0, 0x5A21, 0, 0x20) + name + b"\0"
    folder_at = 36
    data_at = folder_at + 8 + len(entry)
    block = struct.pack("<L2H", 0, len(data), len(data)) + data
    head = struct.pack("<4s5L2B5H", b"MSCF", 0, data_at + len(block), 0, folder_at + 8, 0, 3, 1, 1, 1, 0, 1, 0)
    return head + struct.pack("<L2H", data_at, 1, 0) + entry + block


def rar(name: bytes, data: bytes, *, flags: int = 0, main: int = 0) -> bytes:
    """A RAR 4 archive with one stored file (unrar's technote.txt)."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<B2H", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    sizes = struct.pack(
        "<2LB2L2BHL", len(data), len(data), 3, zlib.crc32(data), 0x5A21_0000, 20, 0x30, len(name), 0o100644
    )
    file = block(0x74, 0x8000 | flags, sizes + name)
    return b"Rar!\x1a\x07\x00" + block(0x73, main, bytes(6)) + file + data + block(0x7B, 0x4000, b"")


@needs_library
def test_a_cabinet_gives_its_file() -> None:
    read = contents(cab(b"drawer\\a.txt", b"one camera"))
    assert (read.archive.format, read.files) == ("CAB archive", {"drawer/a.txt": b"one camera"})


@needs_library
def test_a_cabinet_packed_by_what_the_library_does_not_know_is_not_called_damaged() -> None:
    data = cab(b"a.txt", b"alpha words")
    method = data.index(struct.pack("<2H", 1, 0), 36) + 2
    read = contents(data[:method] + struct.pack("<H", 2) + data[method + 2 :])  # Quantum
    assert [each.codes[0] for each in read.members[0].reasons] == ["archive.unnamed_method"]
    assert [each.code for each in read.archive.remarks] == ["archive.beyond_libarchive"]


@needs_library
def test_a_rar_gives_its_file() -> None:
    read = contents(rar(b"..\\a.txt", b"one camera"))
    assert (read.archive.format, read.files) == ("RAR archive", {"a.txt": b"one camera"})
    assert "its path leads outside the archive" in words(read.members[0].flags)


@needs_library
def test_a_locked_member_of_a_rar_says_so() -> None:
    member = contents(rar(b"a.txt", b"one camera", flags=0x04)).members[0]
    assert (member.name, member.missing, member.locked) == ("a.txt", True, False), "no password would help here"
    assert member.reason == IN_VAIN.format("it")


@needs_library
def test_locked_names_of_a_rar_are_told() -> None:
    read = contents(rar(b"a.txt", b"one camera", main=0x80)[:30])
    assert (read.archive.opaque, read.archive.locked) == (True, False), "no password would help here"
    assert words(read.archive.remarks) == [IN_VAIN.format("its list of members")]


@needs_library
def test_a_wrong_checksum_is_told() -> None:
    read = contents(rar(b"a.txt", b"one camera").replace(b"one camera", b"two camera"))
    assert (read.data, read.members[0].reason) == ((b"two camera",), "its checksum does not match")


def test_a_format_that_nothing_here_reads_is_named() -> None:
    with pytest.raises(Refusal, match="libarchive does not read: xar archive"):
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
    assert words(contents(data, limits=ArchiveLimits(members=1)).archive.remarks) == [
        "it holds more than 1 members, which is the limit; the others were left out"
    ]


def test_without_the_library_the_format_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "ffi", None)
    with pytest.raises(Refusal, match=r"there is no reader on this machine \(libarchive\): RAR archive"):
        contents(b"Rar!\x1a\x07\x00" + bytes(100))
