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
from itertools import islice
from typing import BinaryIO, cast

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.archive.archive import Data, without_bytes
from reviewer.workers.archive.feed import length_of, read_at
from reviewer.workers.archive.limits import Allowance
from reviewer.workers.archive.paths import safe_path
from reviewer.workers.archive.system import SystemArchive

_MARK4, _MARK5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MAIN, _FILE, _NEWER, _END = 0x73, 0x74, 0x7A, 0x7B
_MAIN5, _FILE5, _END5 = 1, 2, 5
_OF_VOLUMES, _FROM_BEFORE, _GOES_ON, _MORE_FOLLOW = 0x0111, 0x01, 0x02, 0x01
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
    """What libarchive is shown; for each file in order why it gives no bytes, if so, and how long it is said to be.

    ``unlisted`` are files that libarchive passes over, since they began in a part that is not there: name and size.
    """

    pieces: Pieces
    reasons: list[tuple[Reason | None, int]] = field(default_factory=list)
    volume: bool = False
    unlisted: list[tuple[str, int]] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files there are, as far as was looked."""
        return len(self.reasons) + len(self.unlisted)


class RarArchive(SystemArchive):
    """A RAR archive, also behind a program that unpacks it. Raises Refusal where libarchive is not installed.

    ``joined`` says that the file is all parts of one that was split, one behind the other.
    """

    def __init__(
        self, file: BinaryIO, name: str, allowance: Allowance, *, start: int = 0, joined: bool = False
    ) -> None:
        self._shown = _shown(file, start, allowance.limits.members, joined=joined)
        super().__init__(cast("BinaryIO", self._shown.pieces), name, "RAR archive", allowance)

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each file in order; those that cannot be taken out with the reason why."""
        if self._shown.volume:
            self._remark(Reason("archive.split"))
        most, unlisted = self._allowance.limits.members, self._shown.unlisted
        too_many = self._shown.files > most
        if too_many:
            self._remark(Reason("archive.over_members", limit=most))
        for number, (name, size) in enumerate(unlisted[:most], 1):
            path = safe_path(name, number)
            yield without_bytes(Member(path.name, path.folder, size=size, flags=path.flags), _IN_OTHER_PART)
        listed = islice(super().members(), max(0, most - len(unlisted)) if too_many else None)
        for index, (member, data) in enumerate(listed):
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


def _shown(file: BinaryIO, start: int, most: int, *, joined: bool) -> _Shown:
    shown = _Shown(Pieces(file))
    if read_at(file, start, len(_MARK4)) == _MARK4:
        _Blocks(file, shown, joined=joined).show(start)
    else:
        shown.pieces.add((start, length_of(file)))
        _note_parts(file, start, shown, most, joined=joined)
    return shown


@dataclass(slots=True)
class _Begun:
    """A file that goes on in the next part: its first header, and where its data stands so far."""

    header: bytes
    data: list[tuple[int, int]]


class _Blocks:
    """Goes along the blocks of RAR 1.5 to 4; what is no block is shown as it stands, with all behind it."""

    def __init__(self, file: BinaryIO, shown: _Shown, *, joined: bool) -> None:
        self._file, self._shown, self._joined = file, shown, joined
        self._begun: _Begun | None = None
        self._main_shown = False

    def show(self, start: int) -> None:
        """Show what stands from the mark at ``start`` on."""
        length = length_of(self._file)
        self._shown.pieces.add((start, start + len(_MARK4)))
        at = start + len(_MARK4)
        for _ in range(_MOST_BLOCKS):
            head = read_at(self._file, at, 40)
            if self._joined and head.startswith(_MARK4):  # the next part
                at += len(_MARK4)
                continue
            if len(head) < 7 or not _MAIN <= head[2] <= _END:
                break
            kind, size, packed = head[2], *_sizes(head)
            if size < 7 or at + size > length:
                break
            end = min(at + size + packed, length)
            last = self._one(kind, at, at + size, end)
            at = end
            if last:
                return
        self._give_up_begun()
        self._shown.pieces.add((at, length))

    def _one(self, kind: int, at: int, body: int, end: int) -> bool:
        """Show one block; whether nothing comes behind it."""
        header = read_at(self._file, at, body - at)
        flags = struct.unpack_from("<H", header, 3)[0]
        if kind == _FILE and body - at >= 32:
            self._file_block(header, flags, (body, end))
        elif kind == _MAIN and self._joined:
            if not self._main_shown:
                self._shown.pieces.add(_with_flags(header, flags & ~_OF_VOLUMES))
            self._main_shown = True
        elif kind == _MAIN:
            self._shown.volume = bool(flags & _VOLUME)
            self._shown.pieces.add((at, end))
        elif kind == _END and self._joined and read_at(self._file, end, len(_MARK4)) == _MARK4:
            return False
        elif kind == _END:
            self._give_up_begun()
            self._shown.volume |= bool(self._joined and flags & _MORE_FOLLOW)
            self._shown.pieces.add(_with_flags(header, flags & ~_MORE_FOLLOW) if self._joined else (at, end))
            return True
        elif kind not in _OLD_BLOCKS:
            self._shown.pieces.add((at, end))
        return False

    def _file_block(self, header: bytes, flags: int, data: tuple[int, int]) -> None:
        begun = self._begun
        if begun is not None and flags & _FROM_BEFORE and _name(header) == _name(begun.header):
            begun.data.append(data)
            if not flags & _GOES_ON:
                self._begun = None
                _show_file(_merged(begun, header), begun.data, self._shown)
            return
        self._give_up_begun()
        if self._joined and flags & _SPLIT == _GOES_ON:
            self._begun = _Begun(header, [data])
            return
        self._shown.volume |= self._joined and bool(flags & _SPLIT)
        _show_file(header, [data], self._shown)

    def _give_up_begun(self) -> None:
        """Show a file that goes on in a part that is not there."""
        if self._begun is not None:
            self._shown.volume = True
            _show_file(self._begun.header, self._begun.data, self._shown)
            self._begun = None


def _sizes(head: bytes) -> tuple[int, int]:
    """How long a block's header is, and the data behind it."""
    kind, flags, size = struct.unpack_from("<BHH", head, 2)
    packed = struct.unpack_from("<L", head, 7)[0] if (flags & _LONG or kind == _FILE) and len(head) > 10 else 0
    if kind == _FILE and flags & _LARGE and len(head) >= 36:
        packed += struct.unpack_from("<L", head, 32)[0] << 32
    return size, packed


def _name(header: bytes) -> bytes:
    """The name of a file, as its header has it."""
    start = 40 if struct.unpack_from("<H", header, 3)[0] & _LARGE else 32
    return header[start : start + struct.unpack_from("<H", header, 26)[0]]


def _with_flags(header: bytes, flags: int) -> bytes:
    rest = header[2:3] + struct.pack("<H", flags) + header[5:]
    return struct.pack("<H", _sum(rest)) + rest


def _merged(begun: _Begun, last: bytes) -> bytes:
    """The header of a file whose parts were joined: with the size of all its data, and the checksum of the last."""
    made = bytearray(begun.header)
    flags, size = struct.unpack_from("<H", made, 3)[0], sum(end - start for start, end in begun.data)
    struct.pack_into("<L", made, 7, size & 0xFFFFFFFF)
    if flags & _LARGE and len(made) >= 36:
        struct.pack_into("<L", made, 32, size >> 32)
    made[16:20] = last[16:20]
    return _with_flags(bytes(made), flags & ~_SPLIT)


def _show_file(header: bytes, data: list[tuple[int, int]], shown: _Shown) -> None:
    flags, size = struct.unpack_from("<H", header, 3)[0], struct.unpack_from("<L", header, 11)[0]
    parts: list[tuple[int, int] | bytes] = [header, *data]
    if flags & _FOLDER != _FOLDER:
        reason = _why_not(flags, version=header[24], method=header[25])
        shown.reasons.append((reason, size))
        if reason is not None:  # its name alone: no bytes, and so the sum of none
            fields = struct.pack("<2LB2L", 0, 0, header[15], 0, struct.unpack_from("<L", header, 20)[0])
            parts = [_remade(header, flags & ~(_SPLIT | _SOLID | _LARGE), fields + bytes((29, _STORED)))]
        elif flags & _SOLID:  # stored, so that it needs none of the members before it
            parts[0] = _remade(header, flags & ~_SOLID, header[7:26])
    for part in parts:
        shown.pieces.add(part)


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


def _note_parts(file: BinaryIO, start: int, shown: _Shown, most: int, *, joined: bool) -> None:
    """Note which files of RAR 5 go on in another part, or come from one; libarchive goes from part to part itself.

    It stops behind the first beyond ``most``.
    """
    at, length, goes_on = start + len(_MARK5), length_of(file), False
    for _ in range(_MOST_BLOCKS):
        head = read_at(file, at, 64)
        if joined and head.startswith(_MARK5):  # the next part
            at += len(_MARK5)
            continue
        size, begin = _vint(head, 4)
        if at >= length or not 0 < size < 2**21 or shown.files > most:
            break
        kind, place = _vint(head, begin)
        flags, place = _vint(head, place)
        _, place = _vint(head, place) if flags & 1 else (0, place)
        packed, place = _vint(head, place) if flags & 2 else (0, place)
        of_block, place = _vint(head, place)
        start_of, at = at, at + begin + size + packed
        if kind == _MAIN5 and not joined:
            shown.volume = bool(of_block & 1)
        elif kind == _END5 and joined and of_block & 1 and at >= length:
            shown.volume = True
        elif kind == _FILE5 and not of_block & 1:
            going_on, goes_on = goes_on and bool(flags & 0x08), joined and bool(flags & 0x10)
            if flags & 0x08 and not going_on:
                shown.volume = True
                shown.unlisted.append(_named5(read_at(file, start_of, begin + size)[place:], of_block))
            elif not going_on:
                cut = flags & 0x10 and not joined
                shown.reasons.append((_IN_OTHER_PART if cut else None, _vint(head, place)[0]))
    if goes_on and shown.reasons:
        shown.reasons[-1] = (_IN_OTHER_PART, shown.reasons[-1][1])
        shown.volume = True


def _named5(fields: bytes, flags: int) -> tuple[str, int]:
    """Name and size of a file of RAR 5 by the fields of its header from its size on."""
    size, at = _vint(fields, 0)
    _, at = _vint(fields, at)
    at += 4 * bool(flags & 2) + 4 * bool(flags & 4)
    for _ in range(2):
        _, at = _vint(fields, at)
    length, at = _vint(fields, at)
    return fields[at : at + length].decode("utf-8", "replace"), size


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where the next begins."""
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not data[at - 1] & 0x80:
            break
    return value, at
