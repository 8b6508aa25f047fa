"""Every format is read, and every bomb is bounded, in a process that can open nothing and start nothing."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import py7zr
import pytest
import zstandard

from reviewer.workers.archive import ArchiveLimits, open_archive
from reviewer.workers.archive.system import is_installed
from reviewer.workers.refusal import Refusal
from tests.endurance import a_few
from tests.workers.archive.building import (
    Part,
    Zeros,
    aes_zipped,
    part,
    raw_zip,
    seven_zipped,
    tar_of,
    tarred,
    zip_ciphered,
    zipped,
)
from tests.workers.archive.test_system import cab, rar, written
from tests.workers.behind_walls import behind_walls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")

TEXT = b"one camera, free of charge\n" * 3_000
FILES = {"a.txt": TEXT, "領収書.txt": b"x"}
SUM = zlib.crc32(TEXT)


def seven_zip_bytes(password: str | None = None) -> bytes:
    return seven_zipped(FILES, password, names_too=password is not None)


READABLE: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(FILES),
    "zip bzip2": lambda: zipped(FILES, 12),
    "zip lzma": lambda: zipped(FILES, 14),
    "zip zstd": lambda: raw_zip([Part(b"a.txt", zstandard.compress(TEXT), size=len(TEXT), crc=SUM, method=93)]),
    "zip shift jis": lambda: raw_zip([part("領収書.txt".encode("cp932"), TEXT)]),
    "zip aes": lambda: aes_zipped(FILES, "camera"),
    "zip old cipher": lambda: raw_zip(
        [Part(b"a.txt", zip_ciphered(TEXT, b"camera", SUM), size=len(TEXT), crc=SUM, flags=1)]
    ),
    "tar": lambda: tarred(FILES),
    "tar gz": lambda: gzip.compress(tarred(FILES)),
    "tar bz2": lambda: bz2.compress(tarred(FILES)),
    "tar xz": lambda: lzma.compress(tarred(FILES)),
    "tar zst": lambda: zstandard.compress(tarred(FILES)),
    "gz": lambda: gzip.compress(TEXT),
    "7z": seven_zip_bytes,
    "7z locked": lambda: seven_zip_bytes("camera"),
    "cpio": lambda: written("cpio_newc", FILES),
    "iso": lambda: written("iso9660", FILES),
    "rar": lambda: rar(b"a.txt", TEXT),
    "cab": lambda: cab(b"a.txt", TEXT[:27_000]),
}


@pytest.mark.parametrize("name", READABLE)
def test_each_format_is_read_behind_the_walls(name: str) -> None:
    if name in {"cpio", "iso", "rar", "cab"} and not is_installed():
        pytest.skip("the system has no libarchive")
    data = READABLE[name]()

    def check() -> None:
        archive = open_archive(io.BytesIO(data), "a.txt.gz", ["door", "camera"], ArchiveLimits())
        members = list(archive.members())
        assert members
        assert not [member for member, _ in members if member.reason]
        assert any(isinstance(piece, bytes) and piece and TEXT.startswith(piece) for _, piece in members)
        assert archive.remarks == []

    behind_walls(check)


_FRESH = """
import codecs, io, sys
from reviewer.workers.archive import ArchiveLimits, open_archive
from reviewer.workers.sandbox import Budget, lock_down
data = sys.stdin.buffer.read()
codecs.lookup("utf-16-le")
lock_down(Budget(processor=10))
members = list(open_archive(io.BytesIO(data), "a", ["camera"], ArchiveLimits()).members())
print(len(members), [member.reason for member, _ in members if member.reason])
"""


@pytest.mark.parametrize("name", ["zip aes", "7z locked"])
def test_a_process_that_has_never_met_a_cipher_opens_what_is_locked(name: str) -> None:
    """The other tests here pack what they read, which loads what they pack with."""
    child = subprocess.run([sys.executable, "-c", _FRESH], input=READABLE[name](), capture_output=True, check=False)
    assert (child.returncode, child.stdout.decode(), child.stderr.decode()) == (0, f"{len(FILES)} []\n", "")


def flood(size: int) -> bytes:
    """``size`` zeros in raw deflate: 16 MiB at most packed once and repeated, which is quick to make."""
    packer, block = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(min(size, 2**24))
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * (size // len(block)) + zlib.compressobj(9, zlib.DEFLATED, -15).flush()


def quoted_zip_bomb(size: int) -> bytes:
    """Many entries that all stand for the same packed bytes, as David Fifield's bombs."""
    kernel = flood(size)
    parts = [
        Part(b"0", kernel, size=size, method=8),
        *(Part(b"0", b"", at=0, size=size, method=8) for _ in range(2_000)),
    ]
    return raw_zip(parts)


def one_zstd_frame(zeros: bytes) -> bytes:
    """Zeros packed 32 times, one after the other, into one frame."""
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join(packer.compress(zeros) for _ in range(32)) + packer.flush()


def sparse_tar_bomb() -> bytes:
    entry = tarfile.TarInfo("sparse")
    entry.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(10**17)}
    return tar_of([(entry, b"0\n".ljust(512, b"\0"))])


BOMBS: dict[str, Callable[[int], bytes]] = {
    "deflate": lambda floor: raw_zip([Part(b"bomb", flood(4 * floor), size=4 * floor, method=8)]),
    "deflate that lies": lambda floor: raw_zip([Part(b"bomb", flood(4 * floor), size=10, method=8)]),
    "hundred members": lambda floor: raw_zip([Part(b"bomb", flood(floor // 16), size=floor // 16, method=8)] * 200),
    "overlapping": quoted_zip_bomb,
    "gz": lambda floor: b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + flood(8 * floor) + bytes(8),
    "bz2": lambda floor: bz2.compress(bytes(floor // 16)) * 32,
    "xz": lambda floor: lzma.compress(bytes(floor // 16)) * 32,
    "zst": lambda floor: one_zstd_frame(bytes(floor // 16)),
    "tar gz of zeros": lambda floor: (
        gzip.compress(tarred({"a": b"a"})[:1_024]) + gzip.compress(bytes(floor // 16)) * 32
    ),
    "sparse tar": lambda _: sparse_tar_bomb(),
    "7z": lambda floor: seven_zipped(
        {"bomb": Zeros(floor + 2**20), "next": b"x"}, filters=[{"id": py7zr.FILTER_ZSTD, "level": 1}]
    ),
    "Z that grows": lambda _: b"\x1f\x9d\x90" + bytes(2**20),
}
"""More than what may come out in any case (``floor``), from a hundredth of it."""


@pytest.mark.parametrize("floor", a_few([2**24], [ArchiveLimits().floor]))
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_bounded(name: str, floor: int) -> None:
    data, limits = BOMBS[name](floor), replace(ArchiveLimits(), floor=floor)

    def check() -> None:
        try:
            archive = open_archive(io.BytesIO(data), "bomb", (), limits)
        except Refusal:
            return
        largest = total = 0
        for _, piece in archive.members():
            largest, total = max(largest, len(piece)), total + len(piece)
        assert largest <= limits.member
        assert total <= max(limits.floor, 100 * len(data))

    behind_walls(check)


def test_a_bomb_says_so_and_its_neighbours_come_out() -> None:
    bomb = Part(b"bomb", flood(2**29), size=2**29, method=8)
    data = raw_zip([part("before.txt", b"before"), bomb, part("after.txt", b"after")])

    def check() -> None:
        archive = open_archive(io.BytesIO(data), "a.zip", (), ArchiveLimits())
        found = {member.name: (member.reason, piece) for member, piece in archive.members()}
        assert found["before.txt"] == ("", b"before")
        assert found["after.txt"] == ("", b"after")
        assert "more than 100 times" in found["bomb"][0]

    behind_walls(check)
