"""7z archives by py7zr's parser and decompressors, driven here: one member at a time, without threads."""

from __future__ import annotations

import functools
import io
import lzma
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

import py7zr
import py7zr.compressor
from Cryptodome.Cipher import AES
from py7zr.exceptions import ArchiveError, PasswordRequired
from py7zr.helpers import calculate_key

from reviewer.domain.evidence.reading import Member
from reviewer.domain.reasons.reason import Reason, reasons_of
from reviewer.workers.archive.archive import (
    Archive,
    DamagedError,
    Data,
    Handed,
    LockedError,
    Taken,
    checksum,
    collect,
    without_bytes,
)
from reviewer.workers.archive.decompress import DAMAGED, ENDS_EARLY, TOO_MUCH_MEMORY
from reviewer.workers.archive.feed import Feed, span
from reviewer.workers.archive.gzipped import CHECKSUM
from reviewer.workers.archive.limits import Allowance, OverLimitError
from reviewer.workers.archive.names import decode_name
from reviewer.workers.archive.paths import safe_path, shown_text
from reviewer.workers.refusal import Refusal

_ERRORS = (
    ArchiveError, lzma.LZMAError, zlib.error, struct.error, OSError, EOFError, ValueError, TypeError, IndexError,
    KeyError, AttributeError, AssertionError, RuntimeError,
)  # fmt: skip
"""What py7zr and its decompressors raise on damage."""

_PIECE = 32 * 1024  # packed bytes at a time: deflate in py7zr knows no bound, and makes at most 33 MB of it
_MOST_TRIES = 50  # passwords; each costs 0.1 to 0.2 s
_MOST_CYCLES = 20  # 7-Zip uses 2^19 rounds of SHA-256
_AES, _PPMD, _BCJ2 = b"\x06\xf1\x07\x01", b"\x03\x04\x01", b"\x03\x03\x01\x1b"
_LOCKED = Reason("reader.locked")


@functools.lru_cache(maxsize=64)
def _key(password: bytes, cycles: int, salt: bytes, digest: str) -> bytes:
    """The key of one password, made once: py7zr would do it for every block anew."""
    if _MOST_CYCLES < cycles < 0x3F:
        raise ValueError(cycles)
    return bytes(calculate_key(password, cycles, salt, digest))


py7zr.compressor.calculate_key = _key

# Loads the cipher's mode now: the package does so when it is first used, which is too late behind the walls.
AES.new(bytes(16), AES.MODE_CBC, bytes(16)).decrypt(bytes(16))


class SevenZipArchive(Archive):
    """A 7z archive. Raises Refusal when its list of members cannot be read."""

    def __init__(self, file: BinaryIO, passwords: Sequence[str], allowance: Allowance) -> None:
        super().__init__("7z archive", allowance)
        self._file = file
        self._passwords = passwords[:_MOST_TRIES]
        self._some_left = len(passwords) > _MOST_TRIES
        self._opened = self._open()
        self._files: list[Any] = list(getattr(self._opened, "files", ()))
        self._starts = _block_starts(self._opened, file) if self._opened else {}
        if not self._opened:
            self.locked = True
            self._remark_tries()
            self._remark(Reason("archive.list_locked"))
        else:
            self.declared = sum(not entry.is_directory for entry in self._files)

    @property
    def beyond_reach(self) -> bool:
        """Whether a block is packed by a method that does not work here."""
        coders = [coder for start in self._starts.values() for coder in start.folder.coders]
        return any(
            coder["method"] in {_PPMD, _BCJ2} or coder["numinstreams"] != 1 or coder["numoutstreams"] != 1
            for coder in coders
        )

    def members(self) -> Iterator[tuple[Member, Data]]:
        """Each file in the order of the list; what shares a block is unpacked together."""
        block: _Block | None = None
        number = 0
        for entry in self._files:
            if entry.is_directory:
                continue
            number += 1
            most = self._allowance.limits.members
            if number > most:
                self._remark(Reason("archive.over_members", limit=most))
                return
            member = _describe(entry, number)
            if entry.emptystream or entry.folder is None:
                yield member, b""
                continue
            if not block or block.folder is not entry.folder:
                block = self._starts[id(entry.folder)]
            yield self._take(block, entry, member)

    def _take(self, block: _Block, entry: Any, member: Member) -> tuple[Member, Data]:
        try:
            taken = self._unpack(block, entry)
        except LockedError as error:
            return without_bytes(member, error.reason, locked=True)
        except OverLimitError as error:
            return without_bytes(member, error.reason)
        if not taken.data and taken.reason:
            return without_bytes(member, taken.reason)
        if entry.is_symlink and isinstance(taken.data, bytes):
            target = shown_text(decode_name(taken.data[:1000], "utf-8"))
            member = replace(member, flags=(*member.flags, Reason("archive.link", target=target)))
        return replace(member, reasons=reasons_of(taken.reason)), taken.data

    def _unpack(self, block: _Block, entry: Any) -> Taken:
        if block.locked:
            raise LockedError(_LOCKED)
        if block.encrypted and not block.begun:
            return self._unlock(block, entry)
        if not block.begun:
            block.begin(None)
        return self._next(block, entry)

    def _unlock(self, block: _Block, entry: Any) -> Taken:
        """The first member of a block, which tells whether a password is the right one."""
        order = sorted(range(1, len(self._passwords) + 1), key=lambda number: number != self.password)
        damaged: Taken | None = None
        for number in order:
            block.begin(self._passwords[number - 1])
            taken = self._next(block, entry)
            if not taken.reason:
                self.password = number
                return taken
            if number == self.password:
                damaged = taken
                if isinstance(taken.data, Handed):  # another try would put its bytes in the place of these
                    return taken
        if damaged:
            return damaged
        block.locked = True
        self._remark_tries()
        raise LockedError(_LOCKED)

    def _remark_tries(self) -> None:
        if self._some_left:
            self._remark(Reason("archive.passwords_tried", count=_MOST_TRIES))

    def _next(self, block: _Block, entry: Any) -> Taken:
        """The next member of a block that was begun; one that is too large is passed over within the limits."""
        source = block.member(int(entry.uncompressed))
        try:
            self._allowance.admit(int(entry.uncompressed))
        except OverLimitError:
            try:
                while piece := source.read(2**18):
                    self._allowance.spend(len(piece))
            except DamagedError:
                pass
            raise
        taken = collect(source, self._allowance)
        if not taken.reason and entry.crc32 is not None and checksum(taken.data) != entry.crc32:
            return Taken(taken.data, CHECKSUM)
        return taken

    def _open(self) -> Any:
        """The parsed list, None if it is locked and no password opens it."""
        wanted = False
        for number, password in enumerate((None, *self._passwords)):
            self._file.seek(0)
            try:
                opened = py7zr.SevenZipFile(io.BufferedReader(_Raw(self._file)), password=password)
            except PasswordRequired:
                wanted = True
            except MemoryError:
                raise Refusal(Reason("archive.list_too_long")) from None
            except _ERRORS as error:
                if not wanted:
                    raise Refusal(Reason("archive.list_broken_off")) from error
            else:
                self.password = number
                return opened
            if number and not wanted:
                break
        return None


class _Block:
    """Members that are packed together, and how far they were unpacked."""

    def __init__(self, file: BinaryIO, folder: Any, start: int, packed: int) -> None:
        self.folder = folder
        self.encrypted = any(coder["method"] == _AES for coder in folder.coders)
        self.locked = self.begun = False
        self._file, self._start, self._packed = file, start, packed
        self._decoder: Any = None
        self._packed_bytes: _PackedBytes | None = None
        self._broken: Reason | None = None

    def begin(self, password: str | None) -> None:
        """Start at the first member."""
        self.begun, self._broken = True, None
        self._packed_bytes = _PackedBytes(span(self._file, self._start, self._start + self._packed))
        folder = self.folder
        if any(coder["method"] == _PPMD for coder in folder.coders):
            self._broken = Reason("archive.unknown_method", method="PPMd")  # its decoder starts a thread
            return
        try:
            self._decoder = py7zr.compressor.SevenZipDecompressor(
                folder.coders, self._packed, folder.unpacksizes, folder.crc, password, _PIECE
            )
        except MemoryError:
            self._broken = TOO_MUCH_MEMORY
        except _ERRORS as error:
            self._broken = _reason(error)

    def member(self, size: int) -> _Part:
        """The next ``size`` bytes."""
        return _Part(self, size)

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes; raises DamagedError, also for every member after."""
        if self._broken:
            raise DamagedError(self._broken)
        try:
            for _ in range(64):
                # Filters may keep what they get until there is more of it, or no more.
                if out := self._decoder.decompress(self._packed_bytes, most):
                    return bytes(out)
        except MemoryError:
            self._broken = TOO_MUCH_MEMORY
        except _ERRORS as error:
            self._broken = _reason(error)
        else:
            self._broken = ENDS_EARLY
        raise DamagedError(self._broken)


class _PackedBytes:
    """A feed as py7zr's decompressor wants it."""

    def __init__(self, feed: Feed) -> None:
        self.read = feed.exactly


class _Part:
    """One member of a block."""

    def __init__(self, block: _Block, size: int) -> None:
        self.fault: Reason | None = None
        self._block = block
        self._left = size

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end; raises DamagedError."""
        piece = self._block.read(min(most, self._left)) if self._left else b""
        self._left -= len(piece)
        return piece


class _Raw(io.RawIOBase):
    """A file as py7zr wants it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any, /) -> int:
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _block_starts(opened: Any, file: BinaryIO) -> dict[int, _Block]:
    streams = getattr(opened.header, "main_streams", None)
    if not streams:
        return {}
    found, stream = {}, 0
    positions = streams.packinfo.packpositions
    begin = opened.afterheader + streams.packinfo.packpos
    for folder in streams.unpackinfo.folders:
        count = max(1, len(folder.packed_indices))
        if stream + count >= len(positions):
            raise Refusal(Reason("archive.list_damaged"))
        packed = positions[stream + count] - positions[stream]
        found[id(folder)] = _Block(file, folder, begin + positions[stream], packed)
        stream += count
    return found


def _describe(entry: Any, number: int) -> Member:
    path = safe_path(str(entry.filename), number)
    flags = path.flags + ((Reason("archive.device"),) if entry.is_socket else ())
    return Member(path.name, path.folder, size=int(entry.uncompressed or 0), flags=flags)


def _reason(error: BaseException) -> Reason:
    if isinstance(error, py7zr.UnsupportedCompressionMethodError):
        return Reason("archive.unnamed_method")
    return DAMAGED
