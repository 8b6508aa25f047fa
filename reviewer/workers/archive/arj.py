"""ARJ archives: what lies in them by name, size and time, and the bytes of members that are only stored.

Layout: technote.txt of ARJ 2. How it packs the others is not read; each says so.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.archive.archive import Archive, Data, checksum, collect, without_bytes
from reviewer.workers.archive.feed import read_at, span
from reviewer.workers.archive.gzipped import CHECKSUM
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.names import decode_name, guess_charset
from reviewer.workers.archive.paths import safe_path

MARK = b"\x60\xea"
_LONGEST = 2_600  # bytes of a header
_MOST_FURTHER = 20  # headers behind one
_LOCKED, _CONTINUED, _CONTINUES = 0x01, 0x04, 0x08
_LABEL, _FOLDER = 4, 3
_STORED, _FASTEST = 0, 4
_METHODS = {1: "ARJ 1", 2: "ARJ 2", 3: "ARJ 3", _FASTEST: "ARJ 4"}


@dataclass(frozen=True, slots=True)
class _Header:
    """One header: where its data begin, and what it says of them."""

    flags: int
    method: int
    kind: int
    packed: int
    size: int
    crc: int
    name: bytes
    data: int


class ArjArchive(Archive):
    """An ARJ archive."""

    def __init__(self, file: BinaryIO, allowance: Allowance) -> None:
        super().__init__("ARJ archive", allowance)
        self._file = file
        self._codec, self._spoken = "utf-8", ""

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each file in order, until the end or a header that is damaged."""
        listed, whole = self._list()
        most = self._allowance.limits.members
        self._codec, self._spoken = guess_charset([header.name for header in listed])
        for number, header in enumerate(listed[:most], 1):
            yield self._take(header, number)
        if len(listed) > most:
            self._remark(Reason("archive.over_members", limit=most))
        elif not whole:
            self._remark(Reason("archive.end_lost" if listed else "archive.no_member"))

    def _list(self) -> tuple[list[_Header], bool]:
        """The headers of files, one more than may be at most, and whether the end stands behind them."""
        found: list[_Header] = []
        before = header_at(self._file, 0)
        at = before.data if before else 0
        while before and len(found) <= self._allowance.limits.members:
            before = header_at(self._file, at)
            if before is not None:
                at = before.data + before.packed
                if before.kind not in (_FOLDER, _LABEL):
                    found.append(before)
        return found, read_at(self._file, at, 4) == MARK + b"\0\0"

    def _take(self, header: _Header, number: int) -> tuple[Member, Data]:
        path = safe_path(decode_name(header.name, self._codec), number)
        named = () if self._codec == "utf-8" else (Reason("archive.name_not_utf8", charset=self._spoken),)
        member = Member(path.name, path.folder, size=header.size, flags=(*path.flags, *named))
        if header.flags & _LOCKED:
            return without_bytes(member, Reason("archive.locked_for_good"))
        if header.flags & (_CONTINUED | _CONTINUES):
            return without_bytes(member, Reason("archive.in_other_part"))
        if header.method != _STORED:
            method = _METHODS.get(header.method, f"ARJ {header.method}")
            return without_bytes(member, Reason("archive.unknown_method", method=method))
        try:
            self._allowance.admit(header.size)
            taken = collect(_Stored(self._file, header), self._allowance)
        except OverLimitError as error:
            return without_bytes(member, error.reason)
        reason = None if checksum(taken.data) == header.crc else CHECKSUM
        return replace(member, reasons=reasons_of(reason)), taken.data


class _Stored:
    """The bytes of a member as they lie in the file."""

    def __init__(self, file: BinaryIO, header: _Header) -> None:
        self.fault: Reason | None = None
        self._feed = span(file, header.data, header.data + header.packed)

    def read(self, most: int) -> bytes:
        """The next bytes, none at the end."""
        return self._feed.take(most)


def is_arj(head: bytes) -> bool:
    """Whether the first header is whole."""
    size = int.from_bytes(head[2:4], "little")
    if not head.startswith(MARK) or not 30 <= size <= _LONGEST:
        return False
    return zlib.crc32(head[4 : 4 + size]) == int.from_bytes(head[4 + size : 8 + size], "little")


def header_at(file: BinaryIO, at: int) -> _Header | None:
    """The header at an offset; None at the end of the archive, and where there is none that is whole."""
    head = read_at(file, at, _LONGEST + 10)
    if not is_arj(head):
        return None
    size = int.from_bytes(head[2:4], "little")
    flags, method, kind = head[8], head[9], head[10]
    packed, unpacked, crc = struct.unpack_from("<3L", head, 16)
    name = head[4 + head[4] : 4 + size].partition(b"\0")[0]
    data = at + 4 + size + 4
    for _ in range(_MOST_FURTHER):
        further = int.from_bytes(read_at(file, data, 2), "little")
        if not further:
            break
        data += 2 + further + 4  # with its sum
    return _Header(flags, method, kind, 0 if kind == 2 else packed, unpacked, crc, name, data + 2)
