"""The structure of older Word files: where the text lies, and what holds for each stretch of it ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.word.oldletters import old_codec, unpaired
from reviewer.workers.refusal import Refusal

_MOST_PIECES = 200_000
_ENOUGH = 65_536  # bytes of letters that tell their set
_WORD_2 = 0x2D
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that lie together in the stream: positions in the text, and the offset in bytes."""

    start: int
    end: int
    offset: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Letters:
    """What is said of characters: ``changed`` and ``changed_out`` are (author, time as DTTM)."""

    hidden: bool = False
    bold: bool = False
    italic: bool = False
    inserted: bool = False
    deleted: bool = False
    special: bool = False
    symbol: int = 0
    picture: int = -1  # where in the data stream it lies
    changed: tuple[int, int] = (0, 0)
    changed_out: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is said of a paragraph: whether it ends a row, is in a table, and its level as a heading."""

    row_end: bool = False
    in_table: bool = False
    heading: int = 0


@dataclass(slots=True)
class _Runs:
    """Properties by offset in the stream; those of an offset hold up to the next."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> tuple[bytes, int]:
        """The properties at an offset, and up to where they hold."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.ends[index]:
            following = self.starts[index + 1] if index + 1 < len(self.starts) else 1 << 40
            return b"", following
        return self.values[index], self.ends[index]


@dataclass(slots=True)
class WordFile:
    """A Word file: its main stream, its table stream, and what the file information block says."""

    main: bytes
    table: bytes
    old: bool = False
    data: bytes = b""
    codec: str = "cp1252"
    guessed: bool = False  # the codec, by the letters alone
    pieces: list[Piece] = field(default_factory=list)
    stories: dict[str, tuple[int, int]] = field(default_factory=dict)
    letters: _Runs = field(default_factory=_Runs)
    layouts: _Runs = field(default_factory=_Runs)

    def block(self, index: int) -> bytes:
        """The table that the pair of that number in FibRgFcLcb97 points to."""
        if self.old or 0x9A + index * 8 + 8 > len(self.main):
            return b""
        at, size = struct.unpack_from("<II", self.main, 0x9A + index * 8)
        return self.table[at : at + size]

    def runs(self, start: int, end: int) -> Iterator[tuple[int, str, Letters, int]]:
        """The text between two positions: (position, words, what holds for them, offset of the first byte)."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        for piece in self.pieces[first:]:
            if piece.start >= end:
                return
            at = max(start, piece.start)
            stop = min(end, piece.end)
            width = 2 if piece.wide else 1
            while at < stop:
                offset = piece.offset + (at - piece.start) * width
                grpprl, until = self.letters.at(offset)
                count = min(stop - at, max(1, -(-(until - offset) // width)))
                data = self.main[offset : offset + count * width]
                yield at, self._decoded(data, wide=piece.wide), letters_of(grpprl), offset
                at += count

    def _decoded(self, data: bytes, *, wide: bool) -> str:
        if wide and self.old:
            return unpaired(data).decode(self.codec, "replace")
        return data.decode("utf-16-le" if wide else self.codec, "replace")

    def picture(self, letters: Letters) -> bytes:
        """The JPEG or PNG picture that a special character stands for, or empty."""
        if letters.picture < 0 or letters.picture + 6 > len(self.data):
            return b""
        size, head = struct.unpack_from("<IH", self.data, letters.picture)
        shown = self.data[letters.picture + head : letters.picture + size]
        starts = [at for at in (shown.find(b"\xff\xd8\xff"), shown.find(b"\x89PNG\r\n\x1a\n")) if at >= 0]
        return shown[min(starts) :] if starts else b""

    def layout(self, offset: int) -> Layout:
        """What holds for the paragraph whose mark lies at an offset."""
        return _layout_of(self.layouts.at(offset)[0])


def open_word(main: bytes, tables: dict[str, bytes]) -> WordFile:
    """The structure of a file from its streams; Refusal if it has none that can be followed."""
    if len(main) < 0x200:
        raise Refusal(Reason("office.text_broken_off"))
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    version = struct.unpack_from("<H", main, 2)[0]
    word = WordFile(main, tables.get("1table" if flags & 0x200 else "0table", b""))
    word.old = version < 0x6A or main[:2] in {b"\xdc\xa5", b"\xdb\xa5"}
    at = 0x34 if word.old else 0x4C
    position = 0
    for name, told in zip(_STORIES, struct.unpack_from("<8i", main, at), strict=True):
        word.stories[name] = (position, position + max(0, told))
        position += max(0, told)
    if word.old:
        _old_pieces(word, position, complex_file=bool(flags & 4) and version > _WORD_2)
        return word
    if not word.table:
        raise Refusal(Reason("office.text_map_missing"))
    _take_pieces(word, word.block(33), wide=True)
    word.codec = "cp1252"  # compressed text of Word 97 and later is always that
    _take_runs(word, word.block(12), word.letters, paragraphs=False)
    _take_runs(word, word.block(13), word.layouts, paragraphs=True)
    return word


def _old_pieces(word: WordFile, length: int, *, complex_file: bool) -> None:
    if complex_file:
        at, size = struct.unpack_from("<II", word.main, 0x160)
        _take_pieces(word, word.main[at : at + size], wide=False)
    else:
        start, end = struct.unpack_from("<II", word.main, 0x18)
        # Word for East Asia kept each letter as a number of two bytes.
        word.pieces = [Piece(0, length, start, wide=0 < 2 * length <= end - start)]
    sample = b"".join(_bytes_of(word.main, piece) for piece in word.pieces)[:_ENOUGH]
    word.codec, word.guessed = old_codec(word.main, sample)


def _bytes_of(main: bytes, piece: Piece) -> bytes:
    data = main[piece.offset : piece.offset + (piece.end - piece.start) * (2 if piece.wide else 1)]
    return unpaired(data) if piece.wide else data


def _take_pieces(word: WordFile, clx: bytes, *, wide: bool) -> None:
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise Refusal(Reason("office.text_map_damaged"))
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = min((len(plc) - 4) // 12, _MOST_PIECES)
    starts = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        offset = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 8 + 2)[0]
        compressed = bool(offset & 0x40000000) if wide else True
        offset = (offset & 0x3FFFFFFF) // 2 if compressed and wide else offset & 0x3FFFFFFF
        if starts[index + 1] > starts[index] and offset < len(word.main):
            word.pieces.append(Piece(starts[index], starts[index + 1], offset, wide=not compressed))


def _take_runs(word: WordFile, plc: bytes, runs: _Runs, *, paragraphs: bool) -> None:
    """Read the pages of properties (FKPs) that a table points to; damaged ones are passed over."""
    count = (len(plc) - 4) // 8
    found: list[tuple[int, int, bytes]] = []
    for index in range(max(0, count)):
        number = struct.unpack_from("<I", plc, (count + 1) * 4 + index * 4)[0] & 0x3FFFFF
        page = word.main[number * 512 : number * 512 + 512]
        if len(page) == 512:
            found += _page(page, paragraphs=paragraphs)
    found.sort(key=lambda run: run[0])
    for start, end, grpprl in found:
        runs.starts.append(start)
        runs.ends.append(end)
        runs.values.append(grpprl)


def _page(page: bytes, *, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    count = page[511]
    width = 13 if paragraphs else 1
    if (count + 1) * 4 + count * width > 511:
        return
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[(count + 1) * 4 + index * width] * 2
        grpprl = b""
        if at and not paragraphs:
            grpprl = page[at + 1 : at + 1 + page[at]]
        elif at:
            size = page[at] * 2 - 1 if page[at] else page[min(at + 1, 510)] * 2
            begin = at + 1 if page[at] else at + 2
            grpprl = page[begin : begin + size]
        yield starts[index], starts[index + 1], grpprl


def _sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(grpprl):
        code = struct.unpack_from("<H", grpprl, at)[0]
        at += 2
        size = _OPERANDS.get(code >> 13, 0)
        if code >> 13 == 6 and at < len(grpprl):
            size = grpprl[at] + 1
            if code == 0xD608 and at + 2 <= len(grpprl):
                size = struct.unpack_from("<H", grpprl, at)[0] + 1
        yield code, grpprl[at : at + size]
        at += size


def letters_of(grpprl: bytes) -> Letters:
    """What a run's properties say ([MS-DOC] 2.6.1)."""
    if not grpprl:
        return _PLAIN
    said: dict[int, int] = {}
    for code, operand in _sprms(grpprl):
        if operand and len(operand) <= 4:
            said[code] = int.from_bytes(operand, "little")
    return Letters(
        hidden=said.get(0x083C, 0) in {1, 0x81},
        bold=said.get(0x0835, 0) in {1, 0x81},
        italic=said.get(0x0836, 0) in {1, 0x81},
        inserted=said.get(0x0801, 0) == 1,
        deleted=said.get(0x0800, 0) == 1,
        special=said.get(0x0855, 0) == 1,
        symbol=said.get(0x6A09, 0) >> 16,
        picture=said.get(0x6A03, -1),
        changed=(said.get(0x4804, 0), said.get(0x6805, 0)),
        changed_out=(said.get(0x4863, 0), said.get(0x6864, 0)),
    )


_PLAIN = Letters()


def _layout_of(papx: bytes) -> Layout:
    if len(papx) < 2:
        return Layout()
    style = struct.unpack_from("<H", papx)[0]
    said = {code: operand for code, operand in _sprms(papx[2:]) if operand}
    level = said.get(0x2640, b"\x09")[0]
    heading = level + 1 if level < 9 else style if 1 <= style <= 9 else 0
    return Layout(said.get(0x2417) == b"\1", said.get(0x2416) == b"\1", min(heading, 6))


def string_table(data: bytes) -> list[str]:
    """The strings of an STTB with two bytes for each character ([MS-DOC] 2.2.4)."""
    if len(data) < 6 or data[:2] != b"\xff\xff":
        return []
    count, extra = struct.unpack_from("<HH", data, 2)
    found: list[str] = []
    at = 6
    while len(found) < count and at + 2 <= len(data):
        size = struct.unpack_from("<H", data, at)[0] * 2
        found.append(data[at + 2 : at + 2 + size].decode("utf-16-le", "replace"))
        at += 2 + size + extra
    return found


def owners(data: bytes) -> list[str]:
    """The people who commented, as they are named one after the other."""
    found: list[str] = []
    at = 0
    while at + 2 <= len(data):
        size = struct.unpack_from("<H", data, at)[0] * 2
        found.append(data[at + 2 : at + 2 + size].decode("utf-16-le", "replace"))
        at += 2 + size
    return found


def time_text(dttm: int) -> str:
    """A DTTM as date and minute, or empty ([MS-DOC] 2.9.67)."""
    day, month, year = dttm >> 11 & 31, dttm >> 16 & 15, (dttm >> 20 & 511) + 1900
    if not dttm or not day or not month:
        return ""
    return f"{year}-{month:02}-{day:02} {dttm >> 6 & 31:02}:{dttm & 63:02}"


def positions(plc: bytes, size: int) -> list[int]:
    """The positions in a PLC whose elements take ``size`` bytes each."""
    count = (len(plc) - 4) // (4 + size)
    return list(struct.unpack_from(f"<{count + 1}I", plc)) if count >= 0 and len(plc) >= 4 else []
