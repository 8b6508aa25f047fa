"""Older Excel workbooks, BIFF 2 to 8: sheets with cells, comments, text boxes, links, and what is hidden."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import MACROS, OUTSIDE
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Row, line
from reviewer.workers.office.ole import listed, open_ole, stream
from reviewer.workers.office.olefiles import ole_extras
from reviewer.workers.office.sheets.biff import (
    Cursor,
    Record,
    long_string,
    records,
    rk_number,
    shared_strings,
    short_string,
)
from reviewer.workers.office.sheets.cells import error_text
from reviewer.workers.office.sheets.xlsbeside import Beside
from reviewer.workers.office.sheets.xlsx import Book, Sheet
from reviewer.workers.office.word.rtftokens import codepage
from reviewer.workers.refusal import Refusal

_EOF = 0x0A
_BOFS = {0x0009: 2, 0x0209: 3, 0x0409: 4, 0x0809: 8}
_STATES = {1: Reason("hidden.sheet"), 2: Reason("hidden.sheet_unlisted")}
_MOST_SHEETS = 1000


@dataclass(frozen=True, slots=True)
class _Told:
    """What the workbook says about one sheet."""

    name: str
    offset: int
    hidden: Reason | None


@dataclass(slots=True)
class _Workbook:
    """A workbook being read; ``version`` is that of BIFF, 7 for Excel 5 and 95."""

    book: Book
    version: int = 8
    codec: str = "cp1252"
    sheets: list[_Told] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)

    def text(self, data: bytes, at: int) -> str:
        """A string of two bytes of length, as this version writes it."""
        if self.version == 8:
            return long_string(data, at)
        size = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
        return data[at + 2 : at + 2 + size].decode(self.codec, "replace")

    def short_text(self, data: bytes, at: int) -> str:
        """A string of one byte of length, as this version writes it."""
        if self.version == 8:
            return short_string(data, at)
        return data[at + 1 : at + 1 + data[at]].decode(self.codec, "replace") if at < len(data) else ""


def read_xls(data: bytes, found: Found) -> None:
    """Read a workbook into ``found``: an OLE file, or the bare stream of versions 2 to 4."""
    ole = open_ole(data)
    if ole is None:
        _read_stream(data, found)
        return
    with ole:
        named = {path.lower(): path for path in listed(ole)}
        book = stream(ole, named.get("workbook") or named.get("book", ""))
        if not book:
            raise Refusal(Reason("office.sheets_unread"))
        _read_stream(book, found)
        ole_extras(ole, found)


def _read_stream(data: bytes, found: Found) -> None:
    workbook = _Workbook(Book(found))
    kind, size = struct.unpack_from("<HH", data) if len(data) >= 8 else (0, 0)
    workbook.version = _BOFS.get(kind, 0)
    if not workbook.version:
        raise Refusal(Reason("office.sheets_are_other"))
    if workbook.version == 8 and struct.unpack_from("<H", data, 4)[0] < 0x0600:
        workbook.version = 7
    if workbook.version < 5 and struct.unpack_from("<H", data, 6)[0] != 0x0100:
        _globals(workbook, data, 0)
        found.blocks.append(_sheet(workbook, data, _Told("Sheet", 0, None)))
        return
    _globals(workbook, data, 4 + size)
    places: set[int] = set()
    for told in workbook.sheets[:_MOST_SHEETS]:
        if told.offset in places:
            found.remark(Reason("office.sheet_twice", sheet=told.name[:100]))
            continue
        places.add(told.offset)
        found.blocks.append(_sheet(workbook, data, told))
    if workbook.names:
        found.blocks.append(Box("Defined names", tuple(line(each) for each in workbook.names)))
    found.say(OUTSIDE, *(Reason("office.refers_to", target=each) for each in workbook.outside[:50]))


def _globals(workbook: _Workbook, data: bytes, at: int) -> None:
    try:
        for record in records(data, at):
            if record.kind == _EOF:
                break
            _global(workbook, record)
    except (struct.error, IndexError):
        workbook.book.found.remark(Reason("office.shared_damaged"))
    formats = [(key, workbook.codes.get(key, "")) for key in workbook.styles]
    workbook.book.formats = formats


def _global(workbook: _Workbook, record: Record) -> None:
    kind, data = record.kind, record.data
    if kind == 0x85:  # BOUNDSHEET
        offset, state = struct.unpack_from("<IB", data)
        workbook.sheets.append(_Told(workbook.short_text(data, 6), offset, _STATES.get(state & 3)))
    elif kind == 0xFC:
        workbook.book.strings = shared_strings(record)
    elif kind in {0x41E, 0x1E}:
        _format(workbook, record)
    elif kind in {0xE0, 0x443, 0x243, 0x43}:  # XF
        key = struct.unpack_from("<H", data, 2)[0] if kind == 0xE0 else data[1]
        workbook.styles.append(key & 0x3F if kind == 0x43 else key)
    elif kind == 0x22:
        workbook.book.from_1904 = data[:1] == b"\1"
    elif kind == 0x42:
        workbook.codec = codepage(struct.unpack_from("<H", data)[0])
    else:
        _rarer_global(workbook, kind, data)


def _format(workbook: _Workbook, record: Record) -> None:
    if workbook.version >= 5:
        key = struct.unpack_from("<H", record.data)[0]
        code = long_string(record.data, 2) if workbook.version == 8 else workbook.short_text(record.data, 2)
        workbook.codes[key] = code
    else:
        workbook.codes[len(workbook.codes)] = workbook.short_text(record.data, 2 if workbook.version == 4 else 0)


def _rarer_global(workbook: _Workbook, kind: int, data: bytes) -> None:
    if kind == 0x5C:  # WRITEACCESS
        text = workbook.text(data, 0) if workbook.version == 8 else workbook.short_text(data, 0)
        if text.strip("\0 "):
            workbook.book.found.facts["last opened for writing by"] = text.strip("\0 ")[:200]
    elif kind == 0x18 and workbook.version == 8 and len(data) > 14:  # NAME
        flags, size = struct.unpack_from("<H", data)[0], data[3]
        if not flags & 0x20:
            text = short_string(bytes((size,)) + data[14:], 0)
            workbook.names.append(f"{text}{' (hidden)' if flags & 1 else ''}")
    elif kind == 0x1AE and len(data) > 6:  # SUPBOOK
        path = long_string(data, 2).replace("\x01", "").replace("\x02", "").replace("\x03", "/")
        if path.strip():
            workbook.outside.append(path[:300])


def _sheet(workbook: _Workbook, data: bytes, told: _Told) -> Box:
    sheet = Sheet()
    beside = Beside(workbook.text, workbook.version)
    cells, charted = _Cells(workbook, sheet), _Cells(workbook, Sheet())
    try:
        depth = 0
        for record in records(data, told.offset):
            if record.kind in _BOFS:
                depth += 1
                if record.kind == 0x0809 and depth == 1 and struct.unpack_from("<H", record.data, 2)[0] == 0x40:
                    workbook.book.found.say(MACROS, Reason("office.macro_sheet"))
            elif record.kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif not (cells if depth <= 1 else charted).take(record):
                beside.take(record)
    except (struct.error, IndexError):
        workbook.book.found.remark(Reason("office.sheet_damaged", sheet=told.name[:100]))
    sheet.rows = cells.rows()
    kept = Sheet(rows=charted.rows()).blocks()
    blocks: list[Block] = [*sheet.blocks(), *beside.blocks()]
    if kept:
        blocks.append(Box("Values of charts", tuple(kept)))
    return Box(f"Sheet: {told.name}", tuple(blocks), told.hidden, section=True)


@dataclass(slots=True)
class _Cells:
    """The cells of one sheet as their records come in."""

    workbook: _Workbook
    sheet: Sheet
    values: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    waiting: tuple[int, int] | None = None  # the formula whose text comes in the next record

    def rows(self) -> list[Row]:
        """The rows that hold anything, in order."""
        return [
            Row(row + 1, tuple(sorted(cells.items())), row in self.hidden_rows)
            for row, cells in sorted(self.values.items())
        ]

    def _put(self, row: int, column: int, text: str) -> None:
        if text and self.workbook.book.has_room():
            self.values.setdefault(row, {})[column] = text

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        self._put(row, column, self.workbook.book.number(value, style))

    def take(self, record: Record) -> bool:
        """Take a record about cells, rows or columns; False if it is none."""
        kind, data = record.kind, record.data
        if kind in {0x208, 0x08} and len(data) >= 8:
            hidden = len(data) >= 14 and data[12] & 0x20
            if hidden:
                self.hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == 0x7D:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                self.sheet.hidden_columns.update(range(first, min(last + 1, 256)))
        elif kind in {0x207, 0x07}:
            if self.waiting is not None:
                self._put(*self.waiting, self._result_text(record))
                self.waiting = None
        elif kind == 0xBD:
            self._multiple(data)
        else:
            return self._cell(record)
        return True

    def _result_text(self, record: Record) -> str:
        if self.workbook.version == 8 and len(record.pieces) > 1:
            return Cursor(record.pieces).rich()
        if self.workbook.version == 2:
            return self.workbook.short_text(record.data, 0)
        return self.workbook.text(record.data, 0)

    def _multiple(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for index in range((len(data) - 6) // 6):
            style, value = struct.unpack_from("<HI", data, 4 + index * 6)
            self._number(row, first + index, style, rk_number(value))

    def _cell(self, record: Record) -> bool:
        kind, data = record.kind, record.data
        if kind not in {0xFD, 0x204, 0x04, 0xD6, 0x203, 0x03, 0x02, 0x27E, 0x7E, 0x205, 0x05, 0x06, 0x206, 0x406}:
            return False
        row, column, style = struct.unpack_from("<HHH", data)
        at = 6
        if self.workbook.version == 2:
            style, at = data[4] & 0x3F, 7
        if kind == 0xFD:
            self._put(row, column, self.workbook.book.string(struct.unpack_from("<I", data, 6)[0]))
        elif kind in {0x204, 0x04, 0xD6}:
            short = self.workbook.version == 2
            self._put(row, column, self.workbook.short_text(data, at) if short else self.workbook.text(data, at))
        elif kind in {0x203, 0x03}:
            self._number(row, column, style, struct.unpack_from("<d", data, at)[0])
        elif kind == 0x02:
            self._number(row, column, style, struct.unpack_from("<H", data, at)[0])
        elif kind in {0x27E, 0x7E}:
            self._number(row, column, style, rk_number(struct.unpack_from("<I", data, at)[0]))
        elif kind in {0x205, 0x05}:
            self._truth(row, column, data[at], is_error=bool(data[at + 1]))
        else:
            self._formula(row, column, style, data[at : at + 8])
        return True

    def _truth(self, row: int, column: int, value: int, *, is_error: bool) -> None:
        self._put(row, column, error_text(value) if is_error else "TRUE" if value else "FALSE")

    def _formula(self, row: int, column: int, style: int, result: bytes) -> None:
        self.waiting = None
        if result[6:8] != b"\xff\xff":
            self._number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self.waiting = (row, column)
        elif result[0] in {1, 2}:
            self._truth(row, column, result[2], is_error=result[0] == 2)
