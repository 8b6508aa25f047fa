"""What libarchive does not tell of RAR archives: checksums of version 4, and whether names are locked.

Layouts: unrar's technote.txt (RAR 2.9 to 4) and https://www.rarlab.com/technote.htm (RAR 5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from reviewer.workers.archive.feed import length_of, read_at

_MARK4, _MARK5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MAIN, _FILE, _ENCRYPTION = 0x73, 0x74, 4
_SPLIT, _PASSWORD, _FOLDER, _LARGE, _LONG, _NAMES_LOCKED = 0x03, 0x04, 0xE0, 0x100, 0x8000, 0x80


def names_locked(file: BinaryIO) -> bool:
    """Whether the archive begins by saying that its headers are encrypted."""
    head = read_at(file, 0, 14)
    if head.startswith(_MARK4) and len(head) > 10:
        return head[9] == _MAIN and bool(head[10] & _NAMES_LOCKED)
    # RAR 5: after the mark CRC32 (4 bytes) and the header's size (1 byte if small) comes the header's type.
    return head.startswith(_MARK5) and len(head) > 13 and head[13] == _ENCRYPTION


def checksums(file: BinaryIO) -> Iterator[int | None]:
    """CRC-32 of each file of a RAR 4 archive in order, None where the header has none that holds; else nothing."""
    at, length = len(_MARK4), length_of(file)
    if read_at(file, 0, at) != _MARK4:
        return
    while at < length:
        head = read_at(file, at, 40)
        if len(head) < 7:
            return
        _, kind, flags, size = struct.unpack_from("<HBHH", head)
        added = struct.unpack_from("<L", head, 7)[0] if flags & _LONG and len(head) >= 11 else 0
        if kind == _FILE and len(head) >= 32:
            if flags & _LARGE and len(head) >= 36:
                added += struct.unpack_from("<L", head, 32)[0] << 32
            if flags & _FOLDER != _FOLDER:
                yield None if flags & (_SPLIT | _PASSWORD) else struct.unpack_from("<L", head, 16)[0]
        if size < 7:
            return
        at += size + added
