"""Headers of tar archives: ustar and pax (POSIX.1-2008), GNU's long names and sparse maps, and the old kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.workers.archive.feed import Feed

BLOCK = 512
_MOST_PIECES = 100_000  # of a sparse file
_LONGEST_NUMBER = 19  # digits with the end of the line
_PAX = re.compile(rb"([0-9]{1,9}) ([^=\n]{1,200})=")

LONG_NAME, LONG_LINK, PAX, PAX_OLD, PAX_GLOBAL = b"L", b"K", b"x", b"X", b"g"
HARD_LINK, SYMBOLIC_LINK, FOLDER, SPARSE = b"1", b"2", b"5", b"S"
DEVICES = frozenset({b"3", b"4", b"6"})
ABOUT_NEXT = frozenset({LONG_NAME, LONG_LINK, PAX, PAX_OLD, PAX_GLOBAL})
LABELS = frozenset({b"V"})
FOLDERS = frozenset({FOLDER, b"D"})
OLD_FILE = b"\0"  # before POSIX.1-1988 also a folder, if the name ends with a slash


class HeaderError(Exception):
    """A header's checksum is right and what it says is not possible."""


@dataclass(frozen=True, slots=True)
class Header:
    """One header block. ``size`` is in bytes; names are as they are stored."""

    name: bytes
    size: int
    kind: bytes
    link: bytes
    block: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sparse file that is stored; between the pieces are zeros."""

    offset: int
    size: int


def parse_header(block: bytes) -> Header:
    """The header in a block of 512 bytes whose checksum was found right; HeaderError."""
    name, prefix, kind = _text(block[:100]), b"", block[156:157]
    if block[257:263] == b"ustar\0" and kind not in ABOUT_NEXT:
        prefix = _text(block[345:500])
        if block[508:512] == b"tar\0":  # star, which keeps times at the end of it
            prefix = _text(block[345:476])
    full = prefix + b"/" + name if prefix else name
    return Header(full, number(block[124:136]), kind, _text(block[157:257]), block)


def number(field: bytes) -> int:
    """An octal number, or GNU's binary one; HeaderError if it is negative or none."""
    if field[:1] in {b"\x80", b"\xff"}:
        value = int.from_bytes(field, "big", signed=True) if field[0] == 0xFF else int.from_bytes(field[1:], "big")
    else:
        digits = field.split(b"\0")[0].strip()
        if digits.strip(b"01234567"):
            raise HeaderError
        value = int(digits or b"0", 8)
    if not 0 <= value < 2**63:
        raise HeaderError
    return value


def pax_records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The records of a pax header, until its end or the first that is damaged."""
    at = 0
    while found := _PAX.match(data, at):
        length = int(found[1])
        if length < found.end() - at + 1:
            return
        yield found[2].decode("utf-8", "replace"), data[found.end() : at + length - 1]
        at += length


def old_sparse_map(header: Header, feed: Feed) -> tuple[int, list[Piece]]:
    """The true size and the pieces of a file in the old GNU sparse format; more blocks may follow the header."""
    pieces = _pieces(header.block[386:482])
    more = header.block[482]
    while more:
        block = feed.exactly(BLOCK)
        if len(block) < BLOCK or len(pieces) > _MOST_PIECES:
            raise HeaderError
        pieces += _pieces(block[:504])
        more = block[504]
    return number(header.block[483:495]), pieces


def pax_sparse_map(records: list[tuple[str, bytes]], feed: Feed) -> tuple[int, list[Piece], int] | None:
    """The true size, the pieces, and the bytes of the map before the data, if pax records tell of a sparse file."""
    facts = dict(records)
    if facts.get("GNU.sparse.major") == b"1":
        pieces, taken = _map_in_data(feed)
        return _decimal(facts.get("GNU.sparse.realsize", b"")), pieces, taken
    if "GNU.sparse.map" in facts:
        numbers = [_decimal(text) for text in facts["GNU.sparse.map"].split(b",")[: 2 * _MOST_PIECES]]
    elif "GNU.sparse.size" in facts:
        numbers = [_decimal(data) for key, data in records if key in {"GNU.sparse.offset", "GNU.sparse.numbytes"}]
    else:
        return None
    pieces = [Piece(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
    return _decimal(facts.get("GNU.sparse.size", b"")), pieces, 0


def _map_in_data(feed: Feed) -> tuple[list[Piece], int]:
    """The map of format 1.0: decimal numbers, one a line, padded to a block."""
    data = bytearray(feed.exactly(BLOCK))
    count = _decimal(bytes(data.split(b"\n", 1)[0]))
    if count > _MOST_PIECES:
        raise HeaderError
    lines, wanted = data.count(b"\n"), 2 * count + 1
    while lines < wanted:
        block = feed.exactly(BLOCK)
        if len(block) < BLOCK or len(data) > _LONGEST_NUMBER * wanted:
            raise HeaderError
        data += block
        lines += block.count(b"\n")
    numbers = [_decimal(line) for line in bytes(data).split(b"\n")[1 : 2 * count + 1]]
    return [Piece(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)], len(data)


def _pieces(table: bytes) -> list[Piece]:
    pairs = [(table[at : at + 12], table[at + 12 : at + 24]) for at in range(0, len(table) - 23, 24)]
    return [Piece(number(offset), number(size)) for offset, size in pairs if size.strip(b"\0 ")]


def _decimal(text: bytes) -> int:
    if not re.fullmatch(rb"[0-9]{1,18}", text):
        raise HeaderError
    return int(text)


def _text(field: bytes) -> bytes:
    return field.split(b"\0")[0]
