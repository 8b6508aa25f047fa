"""Records of binary Excel workbooks and the strings in them ([MS-XLS]; OpenOffice on BIFF 2 to 5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTINUE = 0x3C
_MOST_STRINGS = 2_000_000


@dataclass(slots=True)
class Record:
    """One record: its kind, where it begins, and its data with those of the CONTINUE records behind it."""

    kind: int
    offset: int
    data: bytes
    pieces: list[bytes] = field(default_factory=list)  # data first, then each continuation


def records(stream: bytes, at: int = 0) -> Iterator[Record]:
    """The records from an offset on, each together with its continuations; ends where the stream does."""
    waiting: Record | None = None
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        if kind == CONTINUE and waiting is not None:
            waiting.pieces.append(data)
        else:
            if waiting is not None:
                yield waiting
            waiting = Record(kind, at, data, [data])
        at += 4 + size
    if waiting is not None:
        yield waiting


class Cursor:
    """Reads strings that may run over the boundary of a CONTINUE record ([MS-XLS] 2.5.293)."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 0

    @property
    def _here(self) -> bytes:
        return self._pieces[self._piece] if self._piece < len(self._pieces) else b""

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        while self._piece < len(self._pieces) and self._at >= len(self._here):
            self._piece, self._at = self._piece + 1, 0
        return self._piece >= len(self._pieces)

    def take(self, count: int) -> bytes:
        """So many bytes, across boundaries; fewer at the end."""
        taken = b""
        while len(taken) < count and not self.ended:
            piece = self._here[self._at : self._at + count - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def characters(self, count: int, *, wide: bool) -> str:
        """So many characters; after a boundary a byte says anew how wide they are."""
        text: list[str] = []
        while count > 0 and self._piece < len(self._pieces):
            if self._at >= len(self._here):
                self._piece, self._at = self._piece + 1, 1
                wide = bool(self._here[:1] and self._here[0] & 1)
                continue
            width = 2 if wide else 1
            piece = self._here[self._at : self._at + count * width]
            piece = piece[: len(piece) // width * width]
            if not piece:  # half a character at the end of a piece
                self._at = len(self._here)
                continue
            text.append(piece.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._at += len(piece)
            count -= len(piece) // width
        return "".join(text)

    def rich(self) -> str:
        """A string with its formats and reading aids, of which only the words are kept."""
        head = self.take(3)
        if len(head) < 3:
            return ""
        count, flags = struct.unpack("<HB", head)
        runs = struct.unpack("<H", self.take(2).ljust(2, b"\0"))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self.take(4).ljust(4, b"\0"))[0] if flags & 4 else 0
        text = self.characters(count, wide=bool(flags & 1))
        self.take(runs * 4)
        self.take(min(extra, 1_000_000))
        return text


def shared_strings(record: Record) -> list[str]:
    """The strings of an SST record."""
    cursor = Cursor(record.pieces)
    head = cursor.take(8)
    count = struct.unpack_from("<I", head, 4)[0] if len(head) == 8 else 0
    found: list[str] = []
    while len(found) < min(count, _MOST_STRINGS) and not cursor.ended:
        found.append(cursor.rich())
    return found


def long_string(data: bytes, at: int) -> str:
    """A string whose length takes two bytes, with a byte of flags after it."""
    return Cursor([data[at:]]).rich() if at < len(data) else ""


def short_string(data: bytes, at: int) -> str:
    """A string whose length takes one byte, with a byte of flags after it."""
    if at + 2 > len(data):
        return ""
    count, flags = data[at], data[at + 1]
    return Cursor([data[at + 2 :]]).characters(count, wide=bool(flags & 1))


def rk_number(value: int) -> float:
    """The number in an RK value ([MS-XLS] 2.5.122)."""
    if value & 2:
        number = float(value >> 2 if value < 0x80000000 else (value >> 2) - 0x40000000)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0])
    return number / 100 if value & 1 else number
