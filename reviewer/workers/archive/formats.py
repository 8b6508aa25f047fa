"""What kind of archive a file is, by its first bytes."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from reviewer.workers.archive.arj import is_arj

MARKS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP archive"),
    (b"PK\x05\x06", "ZIP archive"),
    (b"PK\x07\x08PK\x03\x04", "ZIP archive"),  # one part of a split archive
    (b"PK00PK\x03\x04", "ZIP archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07\x00", "RAR archive"),
    (b"Rar!\x1a\x07\x01\x00", "RAR archive"),
    (b"\x1f\x8b\x08", "gzip file"),
    (b"\xfd7zXZ\x00", "xz file"),
    (b"\x28\xb5\x2f\xfd", "Zstandard file"),
    (b"\x1f\x9d", "compress (.Z) file"),
    (b"\x04\x22\x4d\x18", "LZ4 file"),
    (b"LZIP\x01", "lzip file"),
    (b"MSCF\x00\x00\x00\x00", "CAB archive"),
    (b"!<arch>\n", "ar archive"),
    (b"070701", "cpio archive"),
    (b"070702", "cpio archive"),
    (b"070707", "cpio archive"),
    (b"xar!", "xar archive"),
)
"""What files of a format begin with, and its name for people."""

_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_LHA = re.compile(rb"..-lh[0-9dx]-", re.DOTALL)


def identify_archive(head: bytes) -> str:
    """The archive's format for people, or nothing; the first 64 kB tell all but ISO images with less."""
    named = next((name for mark, name in MARKS if head.startswith(mark)), "")
    return named or next((name for bears, name in TESTS if bears(head)), "")


def _is_binary_cpio(head: bytes) -> bool:
    """Whether cpio's old binary header begins here, in either byte order: 26 bytes, then a name that ends in NUL."""
    order = {b"\xc7\x71": "<", b"\x71\xc7": ">"}.get(head[:2])
    if not order or len(head) < 28:
        return False
    named = int(struct.unpack_from(f"{order}H", head, 20)[0])
    return 1 < named <= 1_024 and head[26 : 26 + named].find(b"\0") == named - 1


def is_tar(head: bytes) -> bool:
    """Whether a tar header begins here: its checksum is right, over bytes as unsigned or as signed numbers."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    stated = re.fullmatch(rb"[ \0]*([0-7]{1,7})[ \0]*", block[148:156])
    if not stated:
        return False
    blank = block[:148] + b" " * 8 + block[156:]
    unsigned = sum(blank)
    signed = unsigned - 256 * sum(byte > 127 for byte in blank)
    return int(stated[1], 8) in {unsigned, signed}


TESTS: tuple[tuple[Callable[[bytes], object], str], ...] = (
    (_BZIP2.match, "bzip2 file"),
    (_is_binary_cpio, "cpio archive"),
    (_LHA.match, "LHA archive"),
    (is_arj, "ARJ archive"),
    (lambda head: head[32769:32774] == b"CD001", "ISO image"),
    (is_tar, "tar archive"),
)
"""Formats that more than their first bytes tell: a test of the beginning of a file, and the name."""
