"""Pixels as a PNG, with nothing in it but them, and a PNG as an SVG for what takes text alone."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence


def drawing(picture: bytes, width: int, height: int) -> bytes:
    """A PNG as an SVG that holds it, for what sets the binder takes nothing but text without a file on the disk."""
    held = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{held}"/></svg>'
    ).encode()


def png(data: bytes, width: int, height: int) -> bytes:
    """RGB pixels, 3 bytes each, as a PNG (RFC 2083), rows unfiltered."""
    row = width * 3
    lines = b"".join(b"\0" + data[at : at + row] for at in range(0, row * height, row))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunks(((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(lines, 6)),
                 (b"IEND", b"")))
    )  # fmt: skip


def _chunks(parts: Sequence[tuple[bytes, bytes]]) -> Iterator[bytes]:
    for kind, data in parts:
        yield struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
