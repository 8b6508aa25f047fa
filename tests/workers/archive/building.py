"""Archives for tests: usual ones by the libraries that make them, odd and hostile ones byte by byte."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import py7zr
import pyzipper

FULL = 0xFFFFFFFF


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as the standard library makes it; names that end in ``/`` are folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def aes_zipped(files: Mapping[str, bytes], password: str) -> bytes:
    """A zip locked with WinZip's AES."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@dataclass(frozen=True)
class Part:
    """One member of a zip written by hand. ``packed`` is what stands in the file; -1 in ``size``: as long as that."""

    name: bytes
    packed: bytes
    size: int = -1
    crc: int = 0
    method: int = 0
    flags: int = 0
    extra: bytes = b""
    listed_name: bytes | None = None
    attributes: int = 0
    described: bool = False
    listed: bool = True
    at: int | None = None  # the offset that the list gives, else the true one


def part(name: bytes | str, data: bytes, **facts: object) -> Part:
    """A stored member with its true size and checksum."""
    coded = name.encode() if isinstance(name, str) else name
    return Part(coded, data, **{"size": len(data), "crc": zlib.crc32(data), **facts})  # type: ignore[arg-type]


def deflated(name: str, data: bytes, **facts: object) -> Part:
    """A member in raw deflate."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    return Part(name.encode(), packed, **{"size": len(data), "crc": zlib.crc32(data), "method": 8, **facts})  # type: ignore[arg-type]


def zeros(name: str, size: int) -> Part:
    """A member of zeros in raw deflate, whole MiB; the packed bytes of one MiB over and over, so it is made at once."""
    piece, times = bytes(2**20), size // 2**20
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(times):
        crc = zlib.crc32(piece, crc)
    end = zlib.compressobj(6, zlib.DEFLATED, -15).flush()
    return Part(name.encode(), packed * times + end, size=size, crc=crc, method=8)


def raw_zip(parts: Sequence[Part], *, prefix: bytes = b"", count: int | None = None, directory: bool = True) -> bytes:
    """A zip of these parts, however odd they are; offsets count from the end of ``prefix``."""
    body, listing, listed = bytearray(), bytearray(), 0
    for each in parts:
        size = len(each.packed) if each.size < 0 else each.size
        flags = each.flags | (8 if each.described else 0)
        offset = len(body) if each.at is None else each.at
        facts = (0, 0, 0) if each.described else (each.crc, len(each.packed), size)
        body += b"PK\x03\x04" + struct.pack(
            "<5H3L2H", 20, flags, each.method, 0, 33, *facts, len(each.name), len(each.extra)
        )
        body += each.name + each.extra + each.packed
        if each.described:
            body += b"PK\x07\x08" + struct.pack("<3L", each.crc, len(each.packed), size)
        name = each.name if each.listed_name is None else each.listed_name
        if each.listed:
            listed += 1
            listing += b"PK\x01\x02" + struct.pack(
                "<6H3L5H2L", 0x031E, 20, flags, each.method, 0, 33, each.crc, len(each.packed), size,
                len(name), len(each.extra), 0, 0, 0, each.attributes, offset,
            )  # fmt: skip
            listing += name + each.extra
    if not directory:
        return prefix + bytes(body)
    total = listed if count is None else count
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, total, total, len(listing), len(body), 0)
    return prefix + bytes(body) + bytes(listing) + end


def zip_ciphered(data: bytes, password: bytes, crc: int) -> bytes:
    """``data`` under PKWARE's traditional cipher (APPNOTE.TXT 6.1), with its 12-byte header."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = zlib.crc32(bytes((byte,)), keys[0] ^ FULL) ^ FULL
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & FULL
        keys[2] = zlib.crc32(bytes((keys[1] >> 24,)), keys[2] ^ FULL) ^ FULL

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes((crc >> 24,)) + data:
        mask = (keys[2] & 0xFFFF) | 2
        out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def tarred(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    """A tar of regular files."""
    return tar_of([(tarfile.TarInfo(name), data) for name, data in files.items()], form, encoding)


def tar_of(
    entries: Iterable[tuple[tarfile.TarInfo, bytes]], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8"
) -> bytes:
    """A tar of these entries; sizes are set from the data."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, encoding=encoding) as archive:
        for entry, data in entries:
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


class Zeros(io.RawIOBase):
    """A file of zeros."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size, self._at = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence] + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        count = min(len(buffer), self._size - self._at)
        buffer[:count] = bytes(count)
        self._at += count
        return count


def seven_zipped(
    files: Mapping[str, bytes | Zeros],
    password: str | None = None,
    *,
    names_too: bool = False,
    filters: list[dict[str, int]] | None = None,
) -> bytes:
    """A 7z in one solid block."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=names_too, filters=filters) as archive:
        for name, data in files.items():
            if isinstance(data, Zeros):
                archive.writef(io.BufferedReader(data), name)
            else:
                archive.writestr(data, name)
    return out.getvalue()
