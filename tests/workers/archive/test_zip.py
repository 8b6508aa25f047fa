"""Zip files: every method, every odd name, every lock, every kind of damage; nothing that is in them is lost."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import struct
import zipfile
import zlib

import inflate64
import pytest
import zstandard

from reviewer.workers.archive import ArchiveLimits
from tests.wording import words
from tests.workers.archive.building import FULL, Part, aes_zipped, deflated, part, raw_zip, zip_ciphered, zipped
from tests.workers.archive.reading import contents

TEXT = b"".join(f"line {number}: one camera, free of charge\n".encode() for number in range(3_000))
FILES = {"a.txt": TEXT, "folder/b.bin": bytes(range(256)) * 50, "empty.txt": b""}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_come_out_as_they_were_put_in(method: int) -> None:
    read = contents(zipped(FILES, method))
    assert read.files == FILES
    assert (read.archive.format, read.archive.declared, read.archive.remarks) == ("ZIP archive", 3, [])
    assert not any(member.flags or member.reason for member in read.members)
    assert [member.size for member in read.members] == [len(data) for data in FILES.values()]


def test_newer_methods_are_unpacked() -> None:
    packer = inflate64.Deflater()
    crc, size = zlib.crc32(TEXT), len(TEXT)
    parts = [
        Part(b"deflate64", packer.deflate(TEXT) + packer.flush(), method=9, size=size, crc=crc),
        Part(b"bzip2", bz2.compress(TEXT), method=12, size=size, crc=crc),
        Part(b"zstd", zstandard.compress(TEXT), method=93, size=size, crc=crc),
        Part(b"xz", lzma.compress(TEXT), method=95, size=size, crc=crc),
    ]
    read = contents(raw_zip(parts))
    assert {name: data == TEXT for name, data in read.files.items()} == dict.fromkeys(
        ["deflate64", "bzip2", "zstd", "xz"], True
    )


def bits(*numbers: tuple[int, int]) -> bytes:
    """Numbers of so many bits, each with its lowest bit first."""
    value = at = 0
    for number, width in numbers:
        value |= number << at
        at += width
    return value.to_bytes((at + 7) // 8, "little")


def backwards(number: int, width: int) -> int:
    return int(f"{number:0{width}b}"[::-1], 2)


def test_imploded_members_are_unpacked() -> None:
    # Two trees of 64 codes of 6 bits: the first code, all zeros, is the last value's (APPNOTE.TXT 5.3.8).
    tree = b"\x03" + b"\xf5" * 4
    letters = [(1 | letter << 1, 9) for letter in b"camera "]
    # No literal: low 6 bits of the distance less one, its high part, the length less two.
    match = [(0, 1), (6, 6), (backwards(63 - 0, 6), 6), (backwards(63 - 5, 6), 6)]
    data = b"camera camera "
    packed = tree * 2 + bits(*letters, *match)
    member = Part(b"old.txt", packed, size=len(data), crc=zlib.crc32(data), method=6)
    read = contents(raw_zip([member, Part(b"cut.txt", packed[:15], size=len(data), method=6)]))
    assert read.files == {"old.txt": data, "cut.txt": b"came"}
    assert [member.reason for member in read.members] == ["", "it is broken off"]


def test_shrunk_members_are_unpacked() -> None:
    data = b"ababab" + b"c" * 3
    # Literals a, b; 257 is "ab"; 259 is "aba"'s place, so 257 again; c; 261 is "cc", which is being made.
    codes = [97, 98, 257, 257, 99, 261]
    packed = bits(*((code, 9) for code in codes))
    read = contents(raw_zip([Part(b"old.txt", packed, size=len(data), crc=zlib.crc32(data), method=1)]))
    assert (read.files, read.members[0].reason) == ({"old.txt": data}, "")


def test_an_unknown_method_is_named() -> None:
    read = contents(raw_zip([Part(b"old.txt", b"xx", size=5, method=97)]))
    assert read.members[0].missing
    assert read.members[0].reason == "it is packed by a method that no reader here knows (WavPack)"


def test_an_empty_archive_has_no_members() -> None:
    read = contents(zipped({}))
    assert (read.members, read.archive.declared, read.archive.remarks) == ((), 0, [])


def test_folders_are_no_members() -> None:
    read = contents(zipped({"drawer/": b"", "drawer/a.txt": b"x"}))
    assert (read.paths, read.archive.declared) == (["drawer/a.txt"], 1)


def test_a_folder_that_holds_bytes_is_a_member() -> None:
    assert contents(raw_zip([part("drawer/", b"hidden in a folder's entry")])).data == (b"hidden in a folder's entry",)


def test_zip64_sizes_and_offsets_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("big.txt", "w", force_zip64=True) as file:
        file.write(TEXT)
    assert contents(out.getvalue()).files == {"big.txt": TEXT}
    extra = struct.pack("<2H2Q", 1, 16, len(TEXT), len(TEXT))
    listed = raw_zip([Part(b"big.txt", TEXT, size=FULL, crc=zlib.crc32(TEXT), extra=extra)])
    at = listed.rindex(b"PK\x01\x02") + 20  # where the list says how long the packed bytes are
    listed = listed[:at] + struct.pack("<L", FULL) + listed[at + 4 :]
    assert contents(listed).files == {"big.txt": TEXT}


def test_zip64_end_record_is_read() -> None:
    plain = zipped({"a.txt": TEXT})
    at = plain.rindex(b"PK\x05\x06")
    size, offset = struct.unpack_from("<2L", plain, at + 12)
    record = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, FULL, FULL, 0)
    read = contents(plain[:at] + record + locator + end)
    assert (read.files, read.archive.declared, read.archive.remarks) == ({"a.txt": TEXT}, 1, [])


@pytest.mark.parametrize("counted", [True, False])
def test_bytes_before_the_archive_do_no_harm(counted: bool) -> None:  # noqa: FBT001
    program = b"MZ" + b"\x90" * 5_000
    data = raw_zip([part("a.txt", TEXT), part("b.txt", b"b")], prefix=program)
    if counted:  # as programs that unpack themselves have it: offsets are those in the whole file
        out = io.BytesIO(program)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("a.txt", TEXT)
            archive.writestr("b.txt", b"b")
        data = out.getvalue()
    read = contents(data)
    assert (read.files, read.archive.remarks) == ({"a.txt": TEXT, "b.txt": b"b"}, [])


def test_a_comment_that_looks_like_the_end_does_no_harm() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.comment = b"PK\x05\x06" + b"\xff" * 30
    assert contents(out.getvalue()).files == {"a.txt": TEXT}


def test_without_its_list_the_members_are_found_by_their_headers() -> None:
    whole = zipped(FILES)
    read = contents(whole[: whole.index(b"PK\x01\x02")])
    assert read.files == FILES
    assert read.archive.declared is None
    assert words(read.archive.remarks) == [
        "its list of members is missing or damaged; the members were found by their own headers"
    ]


def test_a_broken_off_archive_gives_what_is_there() -> None:
    noise = random.Random(2).randbytes(50_000)
    whole = zipped({"a.txt": TEXT, "noise": noise, "c.txt": b"c"})
    read = contents(whole[: whole.index(b"noise") + 30_000])
    assert read.paths == ["a.txt", "noise"]
    assert read.data[0] == TEXT
    assert noise.startswith(read.data[1])
    assert len(read.data[1]) > 29_000
    assert read.members[1].reason == f"it is broken off after {len(read.data[1]):,} bytes"


def test_streamed_members_are_found_without_the_list() -> None:
    parts = [
        deflated("a.txt", TEXT, described=True),
        part("b.txt", b"stored and described", described=True),
        deflated("c.txt", b"c", described=True),
    ]
    read = contents(raw_zip(parts, directory=False))
    assert read.files == {"a.txt": TEXT, "b.txt": b"stored and described", "c.txt": b"c"}
    assert not any(member.reason for member in read.members)


def test_a_member_that_the_list_hides_is_recovered() -> None:
    parts = [part("a.txt", b"a"), part("hidden.txt", b"not to be seen", listed=False), part("b.txt", b"b")]
    read = contents(raw_zip(parts))
    assert read.files == {"a.txt": b"a", "b.txt": b"b", "hidden.txt": b"not to be seen"}
    assert words(read.members[2].flags) == ["recovered: the archive's list does not name it"]
    assert read.archive.declared == 2


def test_a_list_that_points_to_the_wrong_place_is_mended() -> None:
    parts = [part("a.txt", b"a"), part("b.txt", b"b", at=7), part("c.txt", b"c")]
    assert contents(raw_zip(parts)).files == {"a.txt": b"a", "b.txt": b"b", "c.txt": b"c"}


def test_a_member_that_is_nowhere_says_so() -> None:
    data = raw_zip([part("a.txt", b"a"), part("b.txt", b"b")]).replace(b"PK\x03\x04", b"XX\x03\x04", 1)
    read = contents(data)
    assert read.members[0].missing
    assert read.members[0].reason == "it is not where the list says"
    assert read.files["b.txt"] == b"b"


def test_a_list_that_sends_to_another_disk_hides_nothing() -> None:
    data = bytearray(raw_zip([part("a.txt", b"a"), part("b.txt", b"b")]))
    struct.pack_into("<H", data, data.rindex(b"PK\x01\x02") + 34, 7)
    assert contents(bytes(data)).files == {"a.txt": b"a", "b.txt": b"b"}


def test_a_list_that_names_fewer_than_it_counts_is_told() -> None:
    read = contents(raw_zip([part("a.txt", b"a")], count=5))
    assert read.archive.declared == 5
    assert words(read.archive.remarks) == ["its list says 5 members and names 1"]


def test_both_names_of_a_member_are_told() -> None:
    read = contents(raw_zip([part("invoice.exe", b"x", listed_name=b"invoice.pdf")]))
    assert read.paths == ["invoice.pdf"]
    assert words(read.members[0].flags) == ['its own header names it "invoice.exe"']


def test_a_wrong_checksum_is_told_and_the_bytes_are_kept() -> None:
    read = contents(raw_zip([part("a.txt", TEXT, crc=1), deflated("b.txt", TEXT, crc=2)]))
    assert read.data == (TEXT, TEXT)
    assert {member.reason for member in read.members} == {"its checksum does not match"}


def test_damage_inside_a_member_keeps_what_comes_before() -> None:
    whole = bytearray(zipped({"a.txt": TEXT, "b.txt": b"b"}))
    middle = whole.index(b"b.txt") // 2
    whole[middle : middle + 100] = b"\xff" * 100
    read = contents(bytes(whole))
    assert read.members[0].reason
    assert TEXT[:1_000] == read.data[0][:1_000]
    assert read.data[1] == b"b"


def test_two_members_of_one_name_are_both_kept() -> None:
    read = contents(raw_zip([part("a.txt", b"one"), part("a.txt", b"two")]))
    assert (read.paths, read.data) == (["a.txt", "a.txt"], (b"one", b"two"))


def test_a_symbolic_link_names_its_target() -> None:
    read = contents(raw_zip([part("link", b"../../etc/passwd", attributes=0o120777 << 16)]))
    assert words(read.members[0].flags) == ["link to ../../etc/passwd"]


@pytest.mark.parametrize(
    ("name", "codec", "spoken"),
    [
        ("Prüfbericht über Käse.txt", "cp437", "code page 437"),
        ("Décision privée.txt", "cp1252", "Windows-1252"),
        ("領収書とメール.txt", "cp932", "Shift JIS"),
        ("审计报告文件.doc", "gbk", "GB 18030"),
        ("отчёт проверки.doc", "cp866", "code page 866"),
        ("отчёт проверки.doc", "cp1251", "Windows-1251"),
        ("감사 보고서.doc", "cp949", "EUC-KR"),
        ("Überblick.txt", "utf-8", "UTF-8"),
    ],
)
def test_a_name_without_its_character_set_is_read_by_likelihood(name: str, codec: str, spoken: str) -> None:
    read = contents(raw_zip([part(name.encode(codec), b"x")]))
    assert read.paths == [name]
    assert words(read.members[0].flags) == [f"its name was not marked as UTF-8; read as {spoken}"]


def test_a_marked_name_has_no_flag() -> None:
    assert not contents(zipped({"Überblick.txt": b"x"})).members[0].flags


def test_the_unicode_path_field_is_believed_if_it_fits() -> None:
    coded = "Ärger.txt".encode("cp437")
    data = b"\x01" + struct.pack("<L", zlib.crc32(coded)) + "Ärger.txt".encode()
    extra = struct.pack("<2H", 0x7075, len(data)) + data
    read = contents(raw_zip([part(coded, b"x", extra=extra)]))
    assert (read.paths, read.members[0].flags) == (["Ärger.txt"], ())


def test_aes_opens_with_the_right_password_of_several() -> None:
    read = contents(aes_zipped(FILES, "camera"), passwords=["door", "camera"])
    assert (read.files, read.archive.password) == (FILES, 2)


def test_the_old_cipher_opens_with_the_right_password() -> None:
    crc = zlib.crc32(TEXT)
    locked = Part(b"a.txt", zip_ciphered(TEXT, b"camera", crc), size=len(TEXT), crc=crc, flags=1)
    read = contents(raw_zip([locked]), passwords=["door", "bell", "camera"])
    assert (read.files, read.archive.password) == ({"a.txt": TEXT}, 3)


@pytest.mark.parametrize("passwords", [(), ("door", "bell")])
def test_without_the_password_locked_members_are_listed(passwords: tuple[str, ...]) -> None:
    crc = zlib.crc32(TEXT)
    old = raw_zip([Part(b"a.txt", zip_ciphered(TEXT, b"camera", crc), size=len(TEXT), crc=crc, flags=1)])
    for data in (old, aes_zipped({"a.txt": TEXT}, "camera")):
        read = contents(data, passwords=passwords)
        assert [(m.name, m.missing, m.locked, m.reason) for m in read.members] == [
            ("a.txt", True, True, "it is locked with a password")
        ]
        assert read.archive.declared == 1


def test_damaged_aes_is_no_wrong_password() -> None:
    data = bytearray(aes_zipped({"a.txt": b"open sesame", "b.txt": random.Random(3).randbytes(5_000)}, "camera"))
    data[data.index(b"b.txt") + 2_000] ^= 0xFF
    read = contents(bytes(data), passwords=["camera"])
    assert read.files["a.txt"] == b"open sesame"
    assert not read.members[1].locked
    assert read.members[1].reason


def test_a_limit_on_members_leaves_a_remark() -> None:
    read = contents(zipped({f"{n}.txt": b"x" for n in range(20)}), limits=ArchiveLimits(members=5))
    assert len(read.members) == 5
    assert read.archive.declared == 20
    assert words(read.archive.remarks) == ["it holds more than 5 members, which is the limit; the others were left out"]


def test_a_limit_on_members_leaves_a_remark_without_the_list_too() -> None:
    parts = [deflated(f"{n}.txt", b"x") for n in range(6)]
    limit = "it holds more than 5 members, which is the limit; the others were left out"
    assert limit in words(contents(raw_zip(parts, directory=False), limits=ArchiveLimits(members=5)).archive.remarks)
    assert limit not in words(
        contents(raw_zip(parts, directory=False), limits=ArchiveLimits(members=6)).archive.remarks
    )


def test_a_limit_on_size_names_itself() -> None:
    read = contents(zipped({"big": bytes(2_000), "small": b"x"}), limits=ArchiveLimits(member=1_024))
    assert (read.members[0].missing, read.members[0].reason) == (
        True,
        "it is larger than 1 KiB, the limit for one member",
    )
    assert read.files["small"] == b"x"


def test_a_limit_on_the_total_leaves_the_rest_listed() -> None:
    files = {f"{n}.bin": random.Random(n).randbytes(1_000) for n in range(5)}
    read = contents(zipped(files), limits=ArchiveLimits(total=2_048))
    assert [member.missing for member in read.members] == [False, False, True, True, True]
    assert read.members[4].reason == "the archive unpacks to more than 2 KiB, which is the limit"


def test_a_member_that_grows_too_much_says_how_much() -> None:
    limits = ArchiveLimits(floor=10_000)
    bomb = deflated("bomb", bytes(1_000_000))
    read = contents(raw_zip([bomb, part("a.txt", b"a"), deflated("liar", bytes(1_000_000), size=50)]), limits=limits)
    assert read.members[0].reason == "it unpacks to more than 100 times its size, which is the limit"
    assert read.files["a.txt"] == b"a"
    assert read.members[2].missing
    assert "more than 100 times" in read.members[2].reason


def test_overlapping_members_are_refused_but_the_first() -> None:
    kernel = deflated("kernel", bytes(100_000))
    parts = [kernel, *(Part(kernel.name, b"", listed_name=b"%d" % n, at=0) for n in range(5))]
    data = bytearray(raw_zip(parts))
    read = contents(bytes(data))
    assert read.data[0] == bytes(100_000)
    assert all(member.missing for member in read.members[1:6])
    assert "shares its bytes" in read.members[1].reason
