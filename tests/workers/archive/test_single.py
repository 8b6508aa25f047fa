"""A compressed file gives the one file in it, under its own name, or says what is wrong with it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
from collections.abc import Callable

import pytest
import zstandard

from tests.wording import words
from tests.workers.archive.reading import contents

TEXT = b"".join(f"{number} cameras were given\n".encode() for number in range(5_000))


def gzipped(data: bytes, name: str = "") -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out, mtime=0) as file:
        file.write(data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "pack", "format_name"),
    [
        ("letter.txt.gz", gzipped, "gzip file"),
        ("letter.txt.bz2", bz2.compress, "bzip2 file"),
        ("letter.txt.xz", lzma.compress, "xz file"),
        ("letter.txt.zst", zstandard.compress, "Zstandard file"),
    ],
)
def test_a_compressed_file_is_one_member_without_its_ending(
    name: str, pack: Callable[[bytes], bytes], format_name: str
) -> None:
    read = contents(pack(TEXT), name)
    assert read.files == {"letter.txt": TEXT}
    assert (read.archive.format, read.archive.declared, read.archive.remarks) == (format_name, 1, [])


def test_gzip_remembers_the_name() -> None:
    assert contents(gzipped(b"x", "ledger.csv"), "a.gz").paths == ["ledger.csv"]


@pytest.mark.parametrize("pack", [gzipped, bz2.compress, lzma.compress, zstandard.compress])
def test_streams_one_after_the_other_are_one_file(pack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert contents(pack(b"first ") + pack(b"second"), "a.gz").data == (b"first second",)


def test_what_came_before_a_break_is_kept_to_the_byte() -> None:
    noise = random.Random(1).randbytes(100_000)
    packed = gzipped(noise)
    read = contents(packed[:60_000])
    assert noise.startswith(read.data[0])
    assert len(read.data[0]) > 59_000
    assert read.members[0].reason == f"it is broken off after {len(read.data[0]):,} bytes"


def test_what_came_before_damage_is_kept() -> None:
    packed = bytearray(gzipped(TEXT))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    read = contents(bytes(packed))
    assert len(read.data[0]) > len(TEXT) // 3
    assert read.members[0].reason


def test_a_wrong_checksum_is_told() -> None:
    packed = bytearray(gzipped(TEXT))
    packed[-8] ^= 1
    read = contents(bytes(packed))
    assert read.data == (TEXT,)
    assert read.members[0].reason == "its checksum does not match"


def test_what_comes_behind_damage_in_a_compressed_file_is_not_taken_for_whole() -> None:
    codes = [*b"a camera", 500, *b" and mor", *b"e behind it"]  # no code of 500 can be known yet
    bits = sum(code << 9 * at for at, code in enumerate(codes))
    read = contents(b"\x1f\x9d\x90" + bits.to_bytes(-(-9 * len(codes) // 8), "little"))
    assert (read.data, read.members[0].reason) == ((b"a camera",), "its data is damaged after 8 bytes")


def test_bytes_behind_the_end_are_told() -> None:
    assert words(contents(gzipped(TEXT) + b"more").archive.remarks) == ["bytes follow its end that are not part of it"]
