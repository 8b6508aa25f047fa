"""RAR archives as libarchive can read them: without what it stumbles over, and with a true reason for what it cannot.

Its reader of RAR 1.5 to 4 takes blocks about the owner, recovery and signatures for the end of the archive, gives up at
the first member of a solid one, and calls a method that it does not know a broken file. So it is shown the headers and
data of the members alone. Layouts: unrar's technote.txt, and https://www.rarlab.com/technote.htm for RAR 5.
"""

from __future__ import annotations

import io
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import Data, without_bytes
from reviewer.workers.archive.feed import length_of, read_at
from reviewer.workers.archive.limits import Allowance
from reviewer.workers.archive.system import SystemArchive

_MARK4, _MARK5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MAIN, _FILE, _NEWER, _END = 0x73, 0x74, 0x7A, 0x7B
_OLD_BLOCKS = range(0x75, 0x7A)  # comment, signature, owner, recovery, signature
_VOLUME, _SPLIT, _LOCKED, _SOLID, _LARGE, _LONG, _FOLDER = 0x01, 0x03, 0x04, 0x10, 0x100, 0x8000, 0xE0
_STORED, _OLDEST_READ = 0x30, 29  # a method; the version of RAR whose methods libarchive knows
_IN_OTHER_PART = Reason("archive.in_other_part")
_PROGRAMS = (b"MZ", b"\x7fELF")
_MOST_PROGRAM = 4 * 2**20  # bytes of a program in which an archive is looked for
_MOST_BLOCKS = 500_000


class Pieces(io.RawIOBase):
    """A file made of parts of another and of bytes between them, to read and seek in."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._starts: list[int] = []
        self._parts: list[tuple[int, int] | bytes] = []
        self._length = self._at = 0

    def add(self, part: tuple[int, int] | bytes) -> None:
        """Put bytes behind the rest, or those of the other file from an offset to another."""
        size = len(part) if isinstance(part, bytes) else part[1] - part[0]
        if size > 0:
            self._starts.append(self._length)
            self._parts.append(part)
            self._length += size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be sought in."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset, in bytes."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence])
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, fewer only at the end."""
        left = self._length - self._at if size is None or size < 0 else size
        out = bytearray()
        while left > 0 and self._at < self._length:
            index = bisect_right(self._starts, self._at) - 1
            part, within = self._parts[index], self._at - self._starts[index]
            if isinstance(part, bytes):
                piece = part[within : within + left]
            else:
                piece = read_at(self._file, part[0] + within, min(left, part[1] - part[0] - within))
            if not piece:
                break
            out += piece
            left -= len(piece)
            self._at += len(piece)
        return bytes(out)


@dataclass(slots=True)
class _Shown:
    """What libarchive is shown; for each file in order why it gives no bytes, if so, and how long it is said to be."""

    pieces: Pieces
    reasons: list[tuple[Reason | None, int]] = field(default_factory=list)
    volume: bool = False


class RarArchive(SystemArchive):
    """A RAR archive, also behind a program that unpacks it. Raises Refusal where libarchive is not installed."""

    def __init__(self, file: BinaryIO, name: str, allowance: Allowance, *, start: int = 0) -> None:
        self._shown = _shown(file, start)
        super().__init__(cast("BinaryIO", self._shown.pieces), name, "RAR archive", allowance)

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each file in order; those that cannot be taken out with the reason why."""
        if self._shown.volume:
            self._remark(Reason("archive.split"))
        for index, (member, data) in enumerate(super().members()):
            reason, size = self._shown.reasons[index] if index < len(self._shown.reasons) else (None, -1)
            yield (member, data) if reason is None else without_bytes(replace(member, size=size), reason)


def rar_within(file: BinaryIO) -> int:
    """Where a RAR archive begins in a program that unpacks it; 0 where there is none."""
    head = read_at(file, 0, _MOST_PROGRAM)
    at = head.find(_MARK4[:6]) if head.startswith(_PROGRAMS) else -1
    while at > 0:
        if _begins_at(head, at):
            return at
        at = head.find(_MARK4[:6], at + 1)
    return 0


def _begins_at(head: bytes, at: int) -> bool:
    """Whether the first header behind a mark is whole: programs that read RAR hold the mark too."""
    if head.startswith(_MARK4, at):
        block = head[at + 7 : at + 20]
        return len(block) == 13 and block[2] == _MAIN and _sum(block[2:]) == int.from_bytes(block[:2], "little")
    if head.startswith(_MARK5, at):
        size, begin = _vint(head, at + 12)
        return 0 < size < 2**21 and zlib.crc32(head[at + 12 : begin + size]) == int.from_bytes(
            head[at + 8 : at + 12], "little"
        )
    return False


def _sum(block: bytes) -> int:
    return zlib.crc32(block) & 0xFFFF


def _shown(file: BinaryIO, start: int) -> _Shown:
    shown = _Shown(Pieces(file))
    if read_at(file, start, len(_MARK4)) == _MARK4:
        _show_members(file, start, shown)
    else:
        shown.pieces.add((start, length_of(file)))
        _note_parts(file, start, shown)
    return shown


def _show_members(file: BinaryIO, start: int, shown: _Shown) -> None:
    """Go along the blocks of RAR 1.5 to 4; what is no block is shown as it stands, with all behind it."""
    length = length_of(file)
    shown.pieces.add((start, start + len(_MARK4)))
    at = start + len(_MARK4)
    for _ in range(_MOST_BLOCKS):
        head = read_at(file, at, 40)
        if len(head) < 7 or not _MAIN <= head[2] <= _END:
            break
        kind, flags, size = struct.unpack_from("<BHH", head, 2)
        packed = struct.unpack_from("<L", head, 7)[0] if (flags & _LONG or kind == _FILE) and len(head) > 10 else 0
        if kind == _FILE and flags & _LARGE and len(head) >= 36:
            packed += struct.unpack_from("<L", head, 32)[0] << 32
        if size < 7 or at + size > length:
            break
        end = min(at + size + packed, length)
        if kind == _MAIN:
            shown.volume = bool(flags & _VOLUME)
        if kind == _FILE and size >= 32:
            _show_file(file, at, at + size, end, shown)
        elif kind not in _OLD_BLOCKS:
            shown.pieces.add((at, end))
        at = end
        if kind == _END:
            return
    shown.pieces.add((at, length))


def _show_file(file: BinaryIO, at: int, body: int, end: int, shown: _Shown) -> None:
    header = read_at(file, at, body - at)
    flags, size = struct.unpack_from("<H", header, 3)[0], struct.unpack_from("<L", header, 11)[0]
    if flags & _FOLDER == _FOLDER:
        shown.pieces.add((at, end))
        return
    reason = _why_not(flags, version=header[24], method=header[25])
    shown.reasons.append((reason, size))
    if reason is not None:  # its name alone: no bytes, and so the sum of none
        fields = struct.pack("<2LB2L", 0, 0, header[15], 0, struct.unpack_from("<L", header, 20)[0])
        shown.pieces.add(_remade(header, flags & ~(_SPLIT | _SOLID | _LARGE), fields + bytes((29, _STORED))))
    elif flags & _SOLID:  # stored, so that it needs none of the members before it
        shown.pieces.add(_remade(header, flags & ~_SOLID, header[7:26]))
        shown.pieces.add((body, end))
    else:
        shown.pieces.add((at, end))


def _why_not(flags: int, *, version: int, method: int) -> Reason | None:
    if flags & _SPLIT:
        return _IN_OTHER_PART
    if method == _STORED or flags & _LOCKED:
        return None
    if version < _OLDEST_READ:
        return Reason("archive.unknown_method", method=f"RAR {version / 10:.1f}")
    return Reason("archive.solid") if flags & _SOLID else None


def _remade(header: bytes, flags: int, fields: bytes) -> bytes:
    """A header with other flags and fields, and its own checksum again; the sizes of files of 4 GiB are left out."""
    large = struct.unpack_from("<H", header, 3)[0] & _LARGE and not flags & _LARGE
    rest = header[26:32] + header[40 if large else 32 :]
    made = struct.pack("<BHH", header[2], flags, 7 + len(fields) + len(rest)) + fields + rest
    return struct.pack("<H", _sum(made)) + made


def _note_parts(file: BinaryIO, start: int, shown: _Shown) -> None:
    """Note which files of RAR 5 are continued from another part, or in one."""
    at, length = start + len(_MARK5), length_of(file)
    for _ in range(_MOST_BLOCKS):
        head = read_at(file, at, 64)
        size, begin = _vint(head, 4)
        if at >= length or not 0 < size < 2**21:
            return
        kind, place = _vint(head, begin)
        flags, place = _vint(head, place)
        _, place = _vint(head, place) if flags & 1 else (0, place)
        packed, place = _vint(head, place) if flags & 2 else (0, place)
        of_file, place = _vint(head, place)
        if kind == 1:
            shown.volume = bool(of_file & 1)
        elif kind == 2 and not of_file & 1:
            unpacked, _ = _vint(head, place)
            shown.reasons.append((_IN_OTHER_PART if flags & 0x18 else None, unpacked))
        at += begin + size + packed


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where the next begins."""
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            break
    return value, at
