"""Members that are too large to hold: their bytes come out in parts, and are the same."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

import py7zr
import pytest

from reviewer.domain.evidence.reading import Member
from reviewer.workers.archive import ArchiveLimits, open_archive
from reviewer.workers.archive.archive import Handed
from tests.workers.archive.building import aes_zipped, part, raw_zip, seven_zipped, tarred, zip_ciphered, zipped

WORDS = b"".join(b"line %d of the log\n" % number for number in range(60_000))
NOISE = random.Random(5).randbytes(700_000)
SMALL = b"a note"
FILES = {"before.txt": SMALL, "log.txt": WORDS, "noise.bin": NOISE, "after.txt": SMALL}
HELD = 300_000

Found = list[tuple[Member, bytes]]


def taken(data: bytes, name: str = "evidence", passwords: Sequence[str] = (), **limits: int) -> Found:
    """Each member with its bytes, in whatever way they came."""
    found: Found = []
    parts = bytearray()
    largest = 0

    def hand(piece: bytes, first: bool) -> None:  # noqa: FBT001 - as archives call it
        nonlocal largest
        if first:
            parts.clear()
        parts.extend(piece)
        largest = max(largest, len(piece))

    archive = open_archive(io.BytesIO(data), name, passwords, ArchiveLimits(held=HELD, **limits), hand)
    for member, piece in archive.members():
        if isinstance(piece, Handed):
            assert (piece.size, piece.checksum) == (len(parts), zlib.crc32(parts))
            found.append((member, bytes(parts)))
        else:
            assert len(piece) <= HELD
            found.append((member, piece))
    assert largest <= HELD
    return found


SMALL_DICTIONARY = [{"id": py7zr.FILTER_LZMA2, "preset": 0}]
"""Packs within few MB; the usual dictionary takes 190."""

SEVERAL: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(FILES),
    "zip stored": lambda: zipped(FILES, zipfile.ZIP_STORED),
    "zip bzip2": lambda: zipped(FILES, zipfile.ZIP_BZIP2),
    "zip lzma": lambda: zipped(FILES, zipfile.ZIP_LZMA),
    "zip aes": lambda: aes_zipped(FILES, "camera"),
    "7z": lambda: seven_zipped(FILES, filters=SMALL_DICTIONARY),
    "tar": lambda: tarred(FILES),
    "tar gz": lambda: gzip.compress(tarred(FILES)),
    "tar xz": lambda: lzma.compress(tarred(FILES), preset=0),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_large_members_come_out_whole_and_in_their_place(name: str) -> None:
    found = taken(SEVERAL[name](), passwords=["door", "camera"])
    assert [(member.name, data) for member, data in found] == list(FILES.items())
    assert [member.reason for member, _ in found] == [""] * 4


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_large_compressed_file_comes_out_whole(pack: Callable[[bytes], bytes]) -> None:
    ((member, data),) = taken(pack(WORDS), "log.txt.gz")
    assert (data == WORDS, member.reason, member.missing) == (True, "", False)


def test_a_wrong_password_leaves_nothing_of_what_it_made_of_a_large_member() -> None:
    """ZipCrypto takes one wrong password in 256, and what was stored then comes out as noise."""
    crc = zlib.crc32(NOISE)
    locked = part("noise.bin", zip_ciphered(NOISE, b"camera", crc), crc=crc, size=len(NOISE), flags=1)
    wrong = [f"door {number}" for number in range(600)]
    ((member, data),) = taken(raw_zip([locked]), passwords=[*wrong, "camera"])
    assert (data == NOISE, member.reason) == (True, "")


def test_a_large_member_of_a_locked_7z_comes_out_whole() -> None:
    locking = [*SMALL_DICTIONARY, {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}]
    found = taken(seven_zipped(FILES, "camera", filters=locking), passwords=["door", "camera"])
    assert [(member.name, data) for member, data in found] == list(FILES.items())


def test_a_large_member_that_is_cut_off_gives_what_comes_before() -> None:
    packed = gzip.compress(NOISE)
    ((member, data),) = taken(packed[: len(packed) - 100_000], "noise.bin.gz")
    assert NOISE.startswith(data)
    assert len(data) > len(NOISE) - 150_000
    assert f"broken off after {len(data):,} bytes" in member.reason


def test_a_large_member_whose_checksum_is_wrong_says_so() -> None:
    ((member, data),) = taken(raw_zip([part("noise.bin", NOISE, crc=1)]))
    assert (data == NOISE, "checksum" in member.reason) == (True, True)


def test_a_member_beyond_the_limit_is_not_mixed_with_the_next() -> None:
    """The first says that it is small, so that it is only found out while it comes out."""
    packed = zlib.compress(WORDS)[2:-4]
    liar = part("liar.txt", packed, crc=0, size=10, method=8)
    found = taken(raw_zip([liar, part("noise.bin", NOISE)]), member=800_000)
    assert [member.missing for member, _ in found] == [True, False]
    assert "the limit for one member" in found[0][0].reason
    assert found[1][1] == NOISE
