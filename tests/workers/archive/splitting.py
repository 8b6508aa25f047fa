"""Archives cut into parts, made by the descriptions of their formats."""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from itertools import accumulate

from tests.workers.archive import rar_blocks as rar4


def cut(data: bytes, name: str, count: int) -> dict[str, bytes]:
    """Any bytes in parts ``.001``, ``.002`` …, as 7-Zip and ``split`` cut them."""
    size = -(-len(data) // count)
    return {f"{name}.{number + 1:03}": data[number * size : (number + 1) * size] for number in range(count)}


def spanned(files: dict[str, bytes], name: str, count: int) -> dict[str, bytes]:
    """A zip in parts ``.z01`` … ``.zip`` of stored members (APPNOTE 4.4.11, 8.5): the list tells parts and offsets."""
    body, places = bytearray(b"PK\x07\x08"), []
    for each, data in files.items():
        places.append((each, data, len(body)))
        fields = struct.pack("<5H3L2H", 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(each), 0)
        body += b"PK\x03\x04" + fields + each.encode() + data
    size = len(body) // count
    starts = [0, *accumulate([size] * (count - 1))]
    listed = bytearray()
    for each, data, at in places:
        disk = bisect_right(starts, at) - 1
        listed += b"PK\x01\x02" + struct.pack(
            "<6H3L5H2L", 20, 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(each), 0, 0, disk, 0, 0,
            at - starts[disk],
        ) + each.encode()  # fmt: skip
    last = count - 1
    end = b"PK\x05\x06" + struct.pack(
        "<4H2LH", last, last, len(files), len(files), len(listed), len(body) - starts[last], 0
    )
    pieces = [bytes(body[start : start + size]) for start in starts[:-1]]
    made = {f"{name}.z{number + 1:02}": piece for number, piece in enumerate(pieces)}
    return {**made, f"{name}.zip": bytes(body[starts[last] :]) + bytes(listed) + end}


def rar_parts(files: dict[str, bytes], count: int) -> list[bytes]:
    """A RAR of version 4 in so many parts, each of which ends within a member (unrar's technote.txt)."""
    return [
        rar4.MARK
        + rar4.block(rar4.MAIN, 0x0111 if number == 0 else 0x0011, bytes(6))
        + b"".join(
            rar4.member(
                name.encode(), files[name], flags=(1 if before else 0) | (2 if after else 0), version=29, packed=piece
            )
            for name, piece, before, after in pieces
        )
        + rar4.block(rar4.END, 0x4001 if number < count - 1 else 0x4000, b"")
        for number, pieces in enumerate(_pieces(files, count))
    ]


def rar5_parts(files: dict[str, bytes], count: int) -> list[bytes]:
    """The same of version 5 (https://www.rarlab.com/technote.htm)."""
    made = []
    for number, pieces in enumerate(_pieces(files, count)):
        main = _vint(1) + _vint(0) + (_vint(3) + _vint(number) if number else _vint(1))
        blocks = [_block5(main)]
        for name, piece, before, after in pieces:
            flags = 2 | (0x08 if before else 0) | (0x10 if after else 0)
            sum_of = zlib.crc32(piece if after else files[name])
            fields = _vint(2) + _vint(flags) + _vint(len(piece)) + _vint(4) + _vint(len(files[name])) + _vint(0o100644)
            fields += struct.pack("<L", sum_of) + _vint(0) + _vint(1) + _vint(len(name)) + name.encode()
            blocks.append(_block5(fields) + piece)
        blocks.append(_block5(_vint(5) + _vint(0) + _vint(1 if number < count - 1 else 0)))
        made.append(b"Rar!\x1a\x07\x01\x00" + b"".join(blocks))
    return made


def _pieces(files: dict[str, bytes], count: int) -> list[list[tuple[str, bytes, bool, bool]]]:
    """What of each file lies in each part, and whether it comes from the part before, and goes on in the next."""
    size = sum(map(len, files.values())) // count
    parts: list[list[tuple[str, bytes, bool, bool]]] = [[] for _ in range(count)]
    at = 0
    for name, data in files.items():
        done = 0
        while done < len(data):
            part = min((at + done) // size, count - 1)
            end = len(data) if part == count - 1 else min(len(data), (part + 1) * size - at)
            parts[part].append((name, data[done:end], done > 0, end < len(data)))
            done = end
        at += len(data)
    return parts


def _block5(fields: bytes) -> bytes:
    rest = _vint(len(fields)) + fields
    return struct.pack("<L", zlib.crc32(rest)) + rest


def _vint(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
