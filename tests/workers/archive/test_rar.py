"""What can be had of a RAR archive comes out, and what cannot says truly why: what is sound is not called damaged."""

from __future__ import annotations

import struct

import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import ReadOne
from reviewer.workers.archive.limits import ArchiveLimits
from reviewer.workers.archive.system import is_installed
from reviewer.workers.reading import precise_kind, read
from tests.workers.archive.rar_blocks import COMMENT, END, MAIN, MARK, OWNER, RECOVERY, block, member
from tests.workers.archive.reading import Contents, contents
from tests.workers.archive.splitting import rar5_parts

pytestmark = pytest.mark.skipif(not is_installed(), reason="needs the system's libarchive")


def rar(*blocks: bytes, flags: int = 0, end: int = 0x4000) -> bytes:
    return MARK + block(MAIN, flags, bytes(6)) + b"".join(blocks) + block(END, end, b"")


A, B = member(b"a.txt", b"alpha words"), member(b"b.txt", b"beta words")
WHOLE = {"a.txt": b"alpha words", "b.txt": b"beta words"}


def told(read: Contents) -> dict[str, tuple[Reason, ...]]:
    return {each.name: each.reasons for each in read.members if each.reasons}


@pytest.mark.parametrize(
    "data",
    [
        rar(A, block(OWNER, 0, struct.pack("<HB", 0x101, 0), b"Ann"), B),
        rar(A, B, block(RECOVERY, 0, bytes(9), b"recovery")),
        rar(block(COMMENT, 0, struct.pack("<HBBH", 5, 15, 0x30, 0) + b"hello"), A, B),
        rar(A, member(b"b.txt", b"beta words", flags=0x10), flags=0x08),  # solid, and stored
        MARK + block(MAIN, 0, bytes(6)) + A + B,  # without an end, as before version 3
    ],
    ids=["owner", "recovery", "comment", "solid", "no end"],
)
def test_a_sound_archive_gives_all_its_members(data: bytes) -> None:
    found = contents(data)
    assert (found.files, told(found), found.archive.remarks) == (WHOLE, {}, [])


def test_no_more_members_are_listed_than_may_be() -> None:
    """Those too that only the headers name, since they began in the part before."""
    found = contents(rar5_parts({f"{n}.txt": bytes(1000) for n in range(5)}, 2)[1], limits=ArchiveLimits(members=1))
    assert ([member.name for member in found.members], len(found.archive.remarks)) == (["2.txt"], 2)
    assert Reason("archive.over_members", limit=1) in found.archive.remarks


def test_what_cannot_be_unpacked_says_by_which_method_it_is_packed() -> None:
    packed = {"method": 0x33, "packed": b"\x12\x34\x56\x78"}
    found = contents(
        rar(
            A,
            member(b"old.txt", b"older words", version=15, **packed),  # type: ignore[arg-type]
            member(b"two.txt", b"newer words", version=20, **packed),  # type: ignore[arg-type]
            member(b"solid.txt", b"solid words", version=29, flags=0x10, **packed),  # type: ignore[arg-type]
            B,
        )
    )
    assert told(found) == {
        "old.txt": (Reason("archive.unknown_method", method="RAR 1.5"),),
        "two.txt": (Reason("archive.unknown_method", method="RAR 2.0"),),
        "solid.txt": (Reason("archive.solid"),),
    }
    assert [(each.name, each.size, each.missing) for each in found.members] == [
        ("a.txt", 11, False),
        ("old.txt", 11, True),
        ("two.txt", 11, True),
        ("solid.txt", 11, True),
        ("b.txt", 10, False),
    ]
    assert found.archive.remarks == []


@pytest.mark.parametrize("flags", [0x02, 0x01])
def test_a_member_in_two_parts_of_a_split_archive_says_so(flags: int) -> None:
    split = member(b"long.txt", b"long words" * 3, flags=flags, packed=b"long wordsl")
    found = contents(rar(A, split, flags=0x01) if flags == 0x02 else rar(split, A, flags=0x01))
    assert told(found) == {"long.txt": (Reason("archive.in_other_part"),)}
    assert found.files["a.txt"] == b"alpha words"
    assert found.archive.remarks == [Reason("archive.split")]


def test_what_is_broken_off_is_still_called_so() -> None:
    found = contents(rar(A, B)[:-30])
    assert found.files == {"a.txt": b"alpha words"}
    assert found.archive.remarks == [Reason("archive.end_lost")]


def test_a_damaged_member_is_still_told_by_its_checksum() -> None:
    found = contents(rar(A, B).replace(b"alpha", b"alphA"))
    assert told(found) == {"a.txt": (Reason("archive.checksum"),)}
    assert found.files["b.txt"] == b"beta words"


def test_a_program_that_unpacks_itself_is_taken_apart() -> None:
    program = b"MZ" + bytes(70_000) + MARK + b"not a header" + bytes(500) + rar(A, B)
    assert precise_kind(program) is Kind.ARCHIVE
    assert contents(program).files == WHOLE
    reading, _ = read(ReadOne("setup.exe"), b"MZ" + bytes(70_000) + MARK + bytes(500))
    assert (reading.kind, reading.state) == (Kind.OTHER, State.FAILED)


def test_any_damage_ends_in_an_answer() -> None:
    whole = rar(A, block(OWNER, 0, bytes(3), b"Ann"), member(b"b.txt", b"beta words", flags=0x10), flags=0x09)
    for at in range(7, len(whole)):
        for byte in (0x00, 0xFF, whole[at] ^ 0x10):
            contents(whole[:at] + bytes((byte,)) + whole[at + 1 :])


def test_a_part_of_version_5_gives_what_lies_in_it_and_names_what_began_before() -> None:
    """libarchive passes over the end of a file that began in a part that is not there."""
    files = {"a.txt": b"alpha words " * 10, "b.txt": b"beta words " * 10, "c.txt": b"gamma words " * 3}
    found = contents(rar5_parts(files, 2)[1])
    assert told(found) == {"b.txt": (Reason("archive.in_other_part"),)}
    assert found.files == {"b.txt": b"", "c.txt": files["c.txt"]}
    assert found.archive.remarks == [Reason("archive.split")]
