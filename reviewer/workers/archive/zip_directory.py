"""The structures of a zip file: its list of members, and the headers before each (PKWARE APPNOTE.TXT 6.3.10)."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from reviewer.workers.archive.feed import length_of, read_at, span

LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_END64, _LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
_END_FIELDS = struct.Struct("<4H2LH")
_END64_FIELDS = struct.Struct("<2H2L4Q")
_CENTRAL_FIELDS = struct.Struct("<2B5HL2L5H2L")
_LOCAL_FIELDS = struct.Struct("<5HL2L2H")
_TAIL = 22 + 65_535 + 20  # the end record, its longest comment, the ZIP64 locator before it
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF

LOCKED, DESCRIBED, STRONG, UTF8, MASKED = 1, 8, 1 << 6, 1 << 11, 1 << 13
"""Bits of an entry's flags: encrypted, sizes follow the data, strong encryption, name in UTF-8, header hidden."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the list of members is; ``shift`` is how many bytes stand before the archive. Offsets in the file.

    ``behind`` is where the archive ends: behind its end record.
    """

    start: int
    end: int
    count: int
    shift: int
    disk: int = 0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as a header describes it. ``offset`` is its local header's in the file; sizes are -1 if not known."""

    raw_name: bytes
    flags: int
    method: int
    time: int
    crc: int
    packed: int
    size: int
    offset: int
    extra: bytes = b""
    system: int = 0
    attributes: int = 0
    disk: int = 0
    head: int = 0  # bytes of the local header, where known
    recovered: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether it stands for a folder and holds nothing."""
        return self.raw_name.endswith((b"/", b"\\")) and self.size <= 0 and self.packed <= 2

    def field(self, number: int) -> bytes:
        """The extra field of this number, else nothing."""
        return next((data for found, data in _fields(self.extra) if found == number), b"")


def find_directory(file: BinaryIO) -> Directory | None:
    """Where the list of members is, None if there is no end record."""
    length = length_of(file)
    begin = max(0, length - _TAIL)
    tail = read_at(file, begin, length - begin)
    at = tail.rfind(END)
    while at >= 0:
        if len(tail) - at >= 22:
            found = _directory(file, begin + at, _END_FIELDS.unpack_from(tail, at + 4))
            if found:
                return found
        at = tail.rfind(END, 0, at)
    return None


def _directory(file: BinaryIO, at: int, end: tuple[int, ...]) -> Directory | None:
    disk, _, _, count, size, offset, comment = end
    stop, behind = at, at + 22 + comment
    if _FULL16 in (disk, count) or _FULL32 in (size, offset):
        locator = read_at(file, at - 20, 20) if at >= 20 else b""
        if locator.startswith(_LOCATOR64):
            stated = struct.unpack_from("<Q", locator, 8)[0]
            for stop64 in (stated, at - 20 - 56):  # the second holds if bytes stand before the archive
                record = read_at(file, stop64, 56) if 0 <= stop64 < at else b""
                if record.startswith(_END64) and len(record) == 56:
                    _, _, disk, _, _, count, size, offset = _END64_FIELDS.unpack_from(record, 12)
                    stop = stop64
                    break
    start = stop - size
    if start < 0:
        return None
    if count and read_at(file, start, 4) != CENTRAL:
        if read_at(file, offset, 4) != CENTRAL:
            return None
        return Directory(offset, stop, count, 0, disk, behind)
    return Directory(start, stop, count, start - offset, disk, behind)


def entries(file: BinaryIO, directory: Directory) -> Iterator[Entry]:
    """The entries of the list in order, until its end or the first that is damaged."""
    feed = span(file, directory.start, directory.end)
    while (head := feed.exactly(46))[:4] == CENTRAL and len(head) == 46:
        found = _CENTRAL_FIELDS.unpack_from(head, 4)
        _, system, _, flags, method, time, _, crc, packed, size, named, extra, comment, disk, _, attributes, offset = (
            found
        )
        rest = feed.exactly(named + extra + comment)
        if len(rest) < named + extra + comment:
            return
        made = Entry(
            rest[:named],
            flags,
            method,
            time,
            crc,
            packed,
            size,
            offset,
            rest[named : named + extra],
            system,
            attributes,
            disk,
        )
        made = _with_zip64(made)
        yield replace(made, offset=made.offset + directory.shift)


def local_entry(file: BinaryIO, offset: int) -> Entry | None:
    """The entry that the local header at ``offset`` describes, None if there is none."""
    head = read_at(file, offset, 30)
    if len(head) < 30 or head[:4] != LOCAL:
        return None
    _, flags, method, time, _, crc, packed, size, named, extra = _LOCAL_FIELDS.unpack_from(head, 4)
    rest = read_at(file, offset + 30, named + extra)
    if len(rest) < named + extra:
        return None
    made = Entry(rest[:named], flags, method, time, crc, packed, size, offset, rest[named:], head=30 + len(rest))
    made = _with_zip64(made)
    if flags & DESCRIBED and not packed:
        made = replace(made, packed=-1, size=-1)
    return made


def next_mark(file: BinaryIO, start: int, end: int, marks: tuple[bytes, ...] = (LOCAL, CENTRAL, END)) -> int:
    """The offset of the next header of a member, by default also of the list and its end; else ``end``."""
    feed, kept, at = span(file, start, end), b"", start
    pattern = re.compile(b"|".join(re.escape(mark) for mark in marks))
    while piece := feed.take(2**18):
        found = pattern.search(kept + piece)
        if found:
            return at - len(kept) + found.start()
        at += len(piece)
        kept = (kept + piece)[-3:]
    return end


def after_descriptor(file: BinaryIO, entry: Entry, end: int) -> int:
    """Where the data descriptor behind an entry's ``end`` ends; it may lack its mark and be of 64 bits."""
    if not entry.flags & DESCRIBED:
        return end
    found = read_at(file, end, 24)
    marked = 4 if found.startswith(DESCRIPTOR) else 0
    for length in (12, 20):
        following = read_at(file, end + marked + length, 4)
        if following[:2] == b"PK" or not following:
            return end + marked + length
    return end + (16 if marked else 0)


def unicode_name(entry: Entry) -> str:
    """The name of the Unicode path extra field (0x7075) if it belongs to the name in the header, else nothing."""
    data = entry.field(0x7075)
    if len(data) < 5 or data[0] != 1 or struct.unpack_from("<L", data, 1)[0] != zlib.crc32(entry.raw_name):
        return ""
    return data[5:].decode("utf-8", "replace")


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from("<2H", extra, at)
        yield number, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _with_zip64(entry: Entry) -> Entry:
    data = entry.field(1)
    values = list(struct.unpack(f"<{len(data) // 8}Q", data[: len(data) // 8 * 8]))
    found = {}
    for name in ("size", "packed", "offset"):
        if getattr(entry, name) == _FULL32 and values:
            found[name] = values.pop(0)
    return replace(entry, **found) if found else entry
