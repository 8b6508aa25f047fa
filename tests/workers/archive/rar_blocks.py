"""Blocks of RAR archives of versions 1.5 to 4, made by unrar's technote.txt."""

from __future__ import annotations

import struct
import zlib

MARK = b"Rar!\x1a\x07\x00"
MAIN, FILE, COMMENT, OWNER, RECOVERY, END = 0x73, 0x74, 0x75, 0x77, 0x78, 0x7B


def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
    """A block of RAR 1.5 to 4 (unrar's technote.txt)."""
    added = struct.pack("<L", len(data)) if data and kind != FILE else b""
    rest = struct.pack("<BHH", kind, flags | (0x8000 if data else 0), 7 + len(added + body)) + added + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest + data


def member(
    name: bytes, data: bytes, *, flags: int = 0, version: int = 20, method: int = 0x30, packed: bytes | None = None
) -> bytes:
    """A file: stored, or with ``packed`` bytes that nothing here unpacks."""
    held = data if packed is None else packed
    fields = struct.pack(
        "<2LB2L2BHL", len(held), len(data), 3, zlib.crc32(data), 0x5A210000, version, method, len(name), 0o100644
    )
    return block(FILE, 0x8000 | flags, fields + name, held)
