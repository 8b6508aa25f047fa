"""Small pictures, made from nothing: the vendor's logo, a porch by night, and the grain of a scanner."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable

Pixel = tuple[int, int, int, int]
"""Red, green, blue, opacity: 0–255."""


def logo() -> bytes:
    """A lantern on a dark disc, 48 × 48."""

    def pixel(x: int, y: int) -> Pixel:
        dx, dy = x - 23.5, y - 23.5
        if dx * dx + dy * dy > 23 * 23:
            return (255, 255, 255, 0)
        lit = abs(dx) < 7 and -11 < dy < 9
        foot = abs(dx) < 10 and 9 < dy < 12
        return (255, 209, 102, 255) if lit or foot else (29, 53, 87, 255)

    return png(48, 48, pixel)


def porch(seed: int) -> bytes:
    """What a doorbell might see by night, 160 × 90: a sky, a path, some lights."""
    lot = random.Random(seed)  # noqa: S311 - a picture
    lights = [(lot.randrange(160), lot.randrange(25, 50), lot.randrange(2, 5)) for _ in range(6)]

    def pixel(x: int, y: int) -> Pixel:
        if any((x - a) ** 2 + (y - b) ** 2 <= size * size for a, b, size in lights):
            return (255, 221, 150, 255)
        if y < 50:
            return (18 + y // 3, 26 + y // 2, 60 + y, 255)
        path = abs(x - 80) < (y - 40)
        return (120, 116, 108, 255) if path else (24, 52 + y // 4, 32, 255)

    return png(160, 90, pixel)


def grain(width: int, height: int, seed: int) -> bytes:
    """Dust on a scanner's glass: mostly nothing, here and there a faint speck."""
    lot = random.Random(seed)  # noqa: S311 - a picture
    specks = lot.randbytes(width * height)

    def pixel(x: int, y: int) -> Pixel:
        value = specks[y * width + x]
        return (60, 56, 50, 70) if value < 1 else (60, 56, 50, value // 20)

    return png(width, height, pixel)


def png(width: int, height: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    """A PNG with opacity, 8 bits a channel (PNG specification, third edition)."""
    rows = b"".join(b"\0" + b"".join(struct.pack("4B", *pixel(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
