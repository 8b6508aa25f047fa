"""The members of an ARJ archive are all listed; those that are stored come out, the others say why not."""

from __future__ import annotations

import struct
import zlib

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.reading import identify
from tests.workers.archive.reading import contents


def header(name: bytes, data: bytes = b"", *, flags: int = 0, method: int = 0, kind: int = 0, size: int = -1) -> bytes:
    """A header of ARJ and the data behind it (technote.txt of ARJ 2)."""
    fixed = struct.pack(
        "<8B4L3H", 30, 11, 1, 0, flags, method, kind, 0, 0x5A210000, len(data),
        len(data) if size < 0 else size, zlib.crc32(data), 0, 0o644, 0,
    )  # fmt: skip
    basic = fixed + name + b"\0\0"
    return b"\x60\xea" + struct.pack("<H", len(basic)) + basic + struct.pack("<LH", zlib.crc32(basic), 0) + data


def arj(*members: bytes) -> bytes:
    return header(b"box.arj", kind=2) + b"".join(members) + b"\x60\xea\0\0"


def test_members_come_out_or_say_why_not() -> None:
    data = arj(
        header(b"mail\\a.txt", b"alpha words"),
        header(b"mail", kind=3),
        header(b"packed.txt", b"\x12\x34", method=1, size=900),
        header(b"locked.txt", b"\x12\x34", flags=1, size=2),
        header(b"long.txt", b"long", flags=4, size=90),
        header("Größe für Jörg.txt".encode("cp437"), b"last words"),
    )
    assert identify("x", data) is Kind.ARCHIVE
    found = contents(data)
    assert [(each.name, each.size, each.reasons) for each in found.members] == [
        ("a.txt", 11, ()),
        ("packed.txt", 900, (Reason("archive.unknown_method", method="ARJ 1"),)),
        ("locked.txt", 2, (Reason("archive.locked_for_good"),)),
        ("long.txt", 90, (Reason("archive.in_other_part"),)),
        ("Größe für Jörg.txt", 10, ()),
    ]
    assert [each for each in found.data if each] == [b"alpha words", b"last words"]
    assert (found.archive.format, found.archive.remarks) == ("ARJ archive", [])


def test_damage_is_told() -> None:
    data = arj(header(b"a.txt", b"alpha words"), header(b"b.txt", b"beta words"))
    found = contents(data.replace(b"alpha", b"alphA"))
    assert found.members[0].reasons == (Reason("archive.checksum"),)
    cut = contents(data[:-30])
    assert cut.archive.remarks == [Reason("archive.end_lost")]
