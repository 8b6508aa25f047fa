"""RAR, CAB, ISO, cpio, ar and others by the system's libarchive, where there is one.

The library and the callbacks are made when this module is imported: behind the walls neither could be.
Of its decompressors only those are asked for that start no other program.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.archive.archive import Archive, DamagedError, Data, checksum, collect, without_bytes
from reviewer.workers.archive.decompress import DAMAGED, ENDS_EARLY, TOO_MUCH_MEMORY
from reviewer.workers.archive.gzipped import CHECKSUM
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.names import decode_name, guess_charset
from reviewer.workers.archive.paths import safe_path, shown_text
from reviewer.workers.archive.rar_headers import checksums, names_locked
from reviewer.workers.archive.single import name_inside
from reviewer.workers.refusal import Refusal

try:
    from libarchive import ffi
except (ImportError, OSError, AttributeError, TypeError):  # no libarchive on this system, or one too old
    ffi = None

_FORMATS = {
    "RAR archive": (("rar", "rar5"), "none"),
    "7z archive": (("7zip",), "none"),
    "CAB archive": (("cab",), "none"),
    "ISO image": (("iso9660",), "none"),
    "cpio archive": (("cpio",), "none"),
    "ar archive": (("ar",), "none"),
    "LHA archive": (("lha",), "none"),
    "LZ4 file": (("raw",), "lz4"),
    "lzip file": (("raw",), "lzip"),
}
_EOF, _WARN, _FATAL = 1, -20, -30  # <archive.h>
_UNSUPPORTED = re.compile(r"unsupported|not supported|unavailable|not implemented", re.IGNORECASE)
_BLOCK = 64 * 1024
_MOST_ERRORS = 100  # headers that fail, one after the other, before the rest is given up

_sources: dict[int, _Source] = {}


class _Source:
    """The file that libarchive reads from, and the buffer it gets the bytes in."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer = ctypes.create_string_buffer(_BLOCK)
        self.at = 0

    def read(self) -> int:
        """Bytes now in the buffer, 0 at the end."""
        self.file.seek(self.at)
        piece = self.file.read(_BLOCK)
        ctypes.memmove(self.buffer, piece, len(piece))
        self.at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int) -> int:
        """The new position."""
        if whence == 1:
            offset, whence = self.at + offset, 0
        self.at = self.file.seek(offset, whence)
        return self.at


def _read(_archive: int, context: int, pointer: Any) -> int:
    try:
        source = _sources[context]
        count = source.read()
        pointer[0] = ctypes.addressof(source.buffer)
    except (KeyError, OSError, ValueError):
        return _FATAL
    return count


def _seek(_archive: int, context: int, offset: int, whence: int) -> int:
    try:
        return _sources[context].seek(offset, whence)
    except (KeyError, OSError, ValueError):
        return _FATAL


if ffi:
    _read_callback, _seek_callback = ffi.READ_CALLBACK(_read), ffi.SEEK_CALLBACK(_seek)
    _path_utf8 = ffi.ffi("entry_pathname_utf8", [ffi.c_archive_entry_p], ctypes.c_char_p)
    _symlink_utf8 = ffi.ffi("entry_symlink_utf8", [ffi.c_archive_entry_p], ctypes.c_char_p)
    _hardlink_utf8 = ffi.ffi("entry_hardlink_utf8", [ffi.c_archive_entry_p], ctypes.c_char_p)
    _is_encrypted = ffi.ffi("entry_is_encrypted", [ffi.c_archive_entry_p], ctypes.c_int)
    for _formats, _filter in _FORMATS.values():
        for _format in _formats:
            with contextlib.suppress(ValueError):
                ffi.get_read_format_function(_format)
        with contextlib.suppress(ValueError):
            ffi.get_read_filter_function(_filter)


def is_installed() -> bool:
    """Whether this system has libarchive."""
    return ffi is not None


class SystemArchive(Archive):
    """An archive that libarchive reads. Raises Refusal where it is not installed or does not know the format."""

    def __init__(self, file: BinaryIO, name: str, format_name: str, allowance: Allowance) -> None:
        super().__init__(format_name, allowance)
        if not ffi:
            raise Refusal(Reason("archive.no_reader", format=format_name))
        self._file, self._name, self._said = file, name, ""
        formats, filter_name = _FORMATS.get(format_name, ((), "none"))  # its reader of xar mixes members up (3.7.4)
        self._single = formats == ("raw",)
        self.declared = 1 if self._single else None
        self._handle = ffi.read_new()
        if not self._prepare(formats, filter_name):
            ffi.read_free(self._handle)
            raise Refusal(Reason("archive.not_read_here", format=format_name))

    def _prepare(self, formats: Sequence[str], filter_name: str) -> bool:
        """Name the formats to the library; whether it reads them without starting another program."""
        try:
            statuses = [ffi.get_read_filter_function(filter_name)(self._handle)]
            statuses += [ffi.get_read_format_function(each)(self._handle) for each in formats]
        except ValueError:
            return False
        return bool(formats) and min(statuses) > _WARN

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each file in order, until the end or what cannot be read."""
        entry = ffi.entry_new()
        key = id(self)
        _sources[key] = _Source(self._file)
        try:
            yield from self._all(key, entry)
        finally:
            ffi.entry_free(entry)
            ffi.read_free(self._handle)
            del _sources[key]

    def _all(self, key: int, entry: Any) -> Iterator[tuple[Member, Data]]:
        ffi.read_set_seek_callback(self._handle, _seek_callback)
        number = errors = 0
        sums = checksums(self._file)
        status = self._call(ffi.read_open, key, ffi.NO_OPEN_CB, _read_callback, ffi.NO_CLOSE_CB)
        while status != _EOF and status > _FATAL and errors < _MOST_ERRORS:
            status = self._call(ffi.read_next_header2, entry)
            if status == _EOF:
                return
            if status < _WARN:
                errors += 1
                continue
            errors = 0
            if stat.S_ISDIR(ffi.entry_filetype(entry)):
                continue
            number += 1
            most = self._allowance.limits.members
            if number > most:
                self._remark(Reason("archive.over_members", limit=most))
                return
            yield self._take(entry, self._describe(entry, number), next(sums, None))
        if status < _WARN:
            self._give_up(any_found=number > 0)

    def _give_up(self, *, any_found: bool) -> None:
        if not any_found and names_locked(self._file):
            self.opaque = True
            self._remark(Reason("archive.list_locked_for_good"))
        elif _UNSUPPORTED.search(self._said):
            self._remark(Reason("archive.beyond_libarchive"))
        elif any_found:
            self._remark(Reason("archive.end_lost"))
        else:
            self._remark(Reason("archive.no_member"))

    def _take(self, entry: Any, member: Member, crc: int | None) -> tuple[Member, Data]:
        kind = ffi.entry_filetype(entry)
        if ffi.entry_hardlink(entry) or kind in {stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK}:
            return member, b""
        if _is_encrypted(entry):
            return without_bytes(member, Reason("archive.locked_for_good"))
        try:
            self._allowance.admit(member.size)
            taken = collect(_Data(self._handle), self._allowance)
        except OverLimitError as error:
            return without_bytes(member, error.reason)
        if not taken.data and taken.reason:
            return without_bytes(member, taken.reason)
        reason = taken.reason
        if not reason and crc is not None and checksum(taken.data) != crc:
            reason = CHECKSUM
        if not reason and len(taken.data) != member.size >= 0:
            reason = Reason("archive.size_differs", declared=member.size, found=len(taken.data))
        return replace(member, reasons=reasons_of(reason)), taken.data

    def _describe(self, entry: Any, number: int) -> Member:
        size = int(ffi.entry_size(entry)) if ffi.entry_size_is_set(entry) else -1
        if self._single:
            return Member(safe_path(name_inside(self._name), 1).name, size=size)
        raw = _path_utf8(entry) or ffi.entry_pathname(entry) or b""
        codec, spoken = guess_charset([raw])
        path = safe_path(decode_name(raw, codec), number)
        flags = list(path.flags)
        if codec != "utf-8":
            flags.append(Reason("archive.name_not_utf8", charset=spoken))
        if target := _symlink_utf8(entry) or _hardlink_utf8(entry):
            flags.append(Reason("archive.link", target=shown_text(decode_name(target, "utf-8"))))
        if ffi.entry_filetype(entry) in {stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK}:
            flags.append(Reason("archive.device"))
        return Member(path.name, path.folder, size=size, flags=tuple(flags))

    def _call(self, function: Any, *arguments: Any) -> int:
        """What a function of libarchive answers, also if that is an error."""
        try:
            return int(function(self._handle, *arguments))
        except ffi.ArchiveError as error:
            self._said = str(error)
            return int(error.retcode or _FATAL)


class _Data:
    """The bytes of the member that libarchive stands at; between its blocks are zeros."""

    def __init__(self, handle: Any) -> None:
        self.fault: Reason | None = None
        self._handle = handle
        self._at = 0
        self._ahead: tuple[int, bytes] = (0, b"")

    def read(self, most: int) -> bytes:
        """The next bytes, none at the end; raises DamagedError."""
        offset, piece = self._ahead
        while not piece:
            pointer, size, at = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_longlong()
            try:
                status = ffi.read_data_block(self._handle, pointer, size, at)
            except ffi.ArchiveError as error:
                raise DamagedError(_reason(str(error))) from error
            if status == _EOF:
                return b""
            offset, piece = at.value, ctypes.string_at(pointer, size.value) if size.value else b""
        self._ahead = (offset, piece)
        if self._at < offset:
            piece = bytes(min(most, offset - self._at))
        else:
            self._ahead = (0, b"")
        self._at += len(piece)
        return piece


def _reason(message: str) -> Reason:
    lowered = message.lower()
    if "crc" in lowered or "checksum" in lowered:
        return CHECKSUM
    if "truncated" in lowered or "too small" in lowered:
        return ENDS_EARLY
    if "memory" in lowered:
        return TOO_MUCH_MEMORY
    if _UNSUPPORTED.search(message):
        return Reason("archive.unnamed_method")
    return DAMAGED
