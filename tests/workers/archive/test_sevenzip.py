"""7z archives: solid, locked, damaged, and packed by each of the usual methods."""

from __future__ import annotations

import random

import py7zr
import pytest

from reviewer.workers.archive import ArchiveLimits, system
from reviewer.workers.refusal import Refusal
from tests.wording import words
from tests.workers.archive.building import seven_zipped
from tests.workers.archive.reading import contents

TEXT = b"one camera, free of charge\n" * 3_000
FILES = {"a.txt": TEXT, "folder/b.bin": bytes(range(256)) * 50, "empty.txt": b"", "Überblick.txt": b"x"}


@pytest.mark.parametrize(
    "method",
    ["FILTER_LZMA2", "FILTER_LZMA", "FILTER_BZIP2", "FILTER_DEFLATE", "FILTER_ZSTD", "FILTER_COPY",
     "FILTER_BROTLI", "FILTER_PPMD"],
)  # fmt: skip
def test_members_come_out_as_they_were_put_in(method: str) -> None:
    filters: dict[str, int] = {"id": getattr(py7zr, method)}
    if method == "FILTER_PPMD":
        if not system.is_installed():
            pytest.skip("the system has no libarchive")
        filters |= {"order": 6, "mem": 24}
    if method == "FILTER_BROTLI":
        filters |= {"level": 5}
    read = contents(seven_zipped(FILES, filters=[filters]))
    assert read.files == FILES
    assert read.archive.format == "7z archive"
    assert not any(member.flags or member.reason for member in read.members)
    if method != "FILTER_PPMD":
        assert read.archive.declared == len(FILES)


def test_a_locked_archive_opens_with_the_right_password_of_several() -> None:
    read = contents(seven_zipped(FILES, "camera"), passwords=["door", "camera"])
    assert (read.files, read.archive.password) == (FILES, 2)


def test_locked_names_open_with_the_right_password_of_several() -> None:
    data = seven_zipped(FILES, "camera", names_too=True)
    read = contents(data, passwords=["door", "bell", "camera"])
    assert (read.files, read.archive.password) == (FILES, 3)


@pytest.mark.parametrize("passwords", [(), ("door",)])
def test_without_the_password_locked_members_are_listed(passwords: tuple[str, ...]) -> None:
    read = contents(seven_zipped({"a.txt": TEXT, "b.txt": b"b"}, "camera"), passwords=passwords)
    assert [(m.name, m.missing, m.locked, m.reason) for m in read.members] == [
        ("a.txt", True, True, "it is locked with a password"),
        ("b.txt", True, True, "it is locked with a password"),
    ]


@pytest.mark.parametrize("passwords", [(), ("door",)])
def test_without_the_password_locked_names_are_told(passwords: tuple[str, ...]) -> None:
    read = contents(seven_zipped(FILES, "camera", names_too=True), passwords=passwords)
    assert read.archive.locked
    assert words(read.archive.remarks) == ["its list of members is locked with a password"]


def test_damage_costs_the_members_behind_it_only() -> None:
    noise = {f"{n}.bin": random.Random(n).randbytes(100_000) for n in range(6)}
    data = bytearray(seven_zipped(noise))
    data[350_000] ^= 0xFF
    read = contents(bytes(data))
    assert read.archive.declared == len(read.members) == 6
    assert list(read.data[:3]) == [noise[f"{n}.bin"] for n in range(3)]
    assert read.members[3].reason
    assert read.data[3][:20_000] == noise["3.bin"][:20_000]


def test_a_method_whose_decoder_starts_threads_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "ffi", None)
    read = contents(seven_zipped({"a.txt": TEXT}, filters=[{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}]))
    assert read.members[0].reason.startswith("it is packed by a method that no reader here knows (PPMd)")


@pytest.mark.parametrize("cut", [20, 40, 5_000])
def test_a_broken_off_archive_is_refused_in_words(cut: int) -> None:
    data = seven_zipped({"a.bin": random.Random(0).randbytes(20_000)})
    with pytest.raises(Refusal, match="this 7z archive is broken off or damaged"):
        contents(data[:cut])


def test_limits_name_themselves_and_the_rest_comes_out() -> None:
    read = contents(seven_zipped({"big": bytes(20_000), "small": b"x"}), limits=ArchiveLimits(member=10_240))
    assert read.members[0].reason == "it is larger than 10 KiB, the limit for one member"
    assert read.files["small"] == b"x"
    bomb = contents(seven_zipped({"bomb": bytes(3_000_000), "next": b"x"}), limits=ArchiveLimits(floor=100_000))
    assert {member.reason for member in bomb.members} == {
        "the archive unpacks to more than 100 times its size, which is the limit"
    }
