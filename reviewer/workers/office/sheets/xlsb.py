"""Binary Excel workbooks of the newer kind ([MS-XLSB]): sheets with cells, comments, links and what is hidden."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Row, line
from reviewer.workers.office.ooxml import Parts
from reviewer.workers.office.package import Relation
from reviewer.workers.office.plain import column_name
from reviewer.workers.office.sheets.biff import rk_number
from reviewer.workers.office.sheets.cells import error_text
from reviewer.workers.office.sheets.sheetparts import beside
from reviewer.workers.office.sheets.xlsx import Book, Sheet, plain_margin
from reviewer.workers.refusal import Refusal

_STATES = {1: Reason("hidden.sheet"), 2: Reason("hidden.sheet_unlisted")}


def read_xlsb(parts: Parts, main: str) -> None:
    """Read all that a workbook holds into ``parts.found``."""
    book = Book(parts.found)
    relations = parts.relations(main)
    for relation in relations.values():
        if relation.role == "sharedStrings" and not relation.outside:
            book.strings = [_text(data, 1)[0] for kind, data in _records(parts, relation.target) if kind == 19]
        elif relation.role == "styles" and not relation.outside:
            book.formats = _formats(parts, relation.target)
    for kind, data in _records(parts, main):
        if kind == 153 and len(data) >= 4:
            book.from_1904 = bool(data[0] & 1)
        elif kind == 156 and len(data) >= 12:
            key, at = _text(data, 8)
            if key not in relations:  # files of the trial version have four bytes more
                key, at = _text(data, 12)
            label, _ = _text(data, at)
            hidden = _STATES.get(struct.unpack_from("<I", data)[0])
            _add_sheet(parts, book, relations.get(key), label, hidden)


def _records(parts: Parts, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part, as far as they go."""
    try:
        data = parts.package.part(part)
    except Refusal as refusal:
        parts.found.remark(refusal.reason)
        return
    at = 0
    while at + 2 <= len(data):
        kind, at = data[at], at + 1
        if kind & 0x80 and at < len(data):
            kind, at = (kind & 0x7F) | data[at] << 7, at + 1
        size = shift = 0
        while at < len(data) and shift < 28:
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + size > len(data):
            parts.found.remark(Reason("office.part_broken_off", part=part[:80]))
            return
        yield kind, data[at : at + size]
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A string with four bytes of length, and where the next thing begins; empty for none."""
    if at + 4 > len(data):
        return "", len(data)
    count = struct.unpack_from("<I", data, at)[0]
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = min(at + 4 + count * 2, len(data))
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _formats(parts: Parts, part: str) -> list[tuple[int, str]]:
    codes: dict[int, str] = {}
    formats: list[tuple[int, str]] = []
    of_cells = False
    for kind, data in _records(parts, part):
        if kind == 44 and len(data) >= 6:
            codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind in {617, 618}:
            of_cells = kind == 617
        elif kind == 47 and of_cells and len(data) >= 4:
            key = struct.unpack_from("<H", data, 2)[0]
            formats.append((key, codes.get(key, "")))
    return formats


def _add_sheet(parts: Parts, book: Book, relation: Relation | None, label: str, hidden: Reason | None) -> None:
    blocks: list[Block] = []
    if relation is None or relation.outside or not parts.package.has(relation.target):
        parts.found.remark(Reason("office.sheet_missing", sheet=label[:100]))
    else:
        relations = parts.relations(relation.target)
        sheet = Sheet()
        if relation.target.lower().endswith(".bin"):
            try:
                _read_sheet(parts, book, sheet, relation.target, relations)
            except (struct.error, IndexError):
                parts.found.remark(Reason("office.sheet_damaged", sheet=label[:100]))
        blocks = sheet.blocks()
        for each in relations.values():
            if each.role == "comments" and not each.outside:
                blocks += _comments(parts, each.target)
        blocks += beside(parts, relations)
    parts.found.blocks.append(Box(f"Sheet: {label}", tuple(blocks), hidden, section=True))


def _read_sheet(parts: Parts, book: Book, sheet: Sheet, part: str, relations: dict[str, Relation]) -> None:
    number, hidden = 0, False
    cells: list[tuple[int, str]] = []
    for kind, data in _records(parts, part):
        if kind == 0:
            if cells:
                sheet.rows.append(Row(number, tuple(cells), hidden))
            number, hidden, cells = struct.unpack_from("<I", data)[0] + 1, bool(data[11] & 0x10), []
        elif 2 <= kind <= 11 or kind == 62:
            value = _value(book, kind, data)
            if value and book.has_room():
                cells.append((struct.unpack_from("<I", data)[0], value))
        else:
            _other(sheet, kind, data, relations)
    if cells:
        sheet.rows.append(Row(number, tuple(cells), hidden))


def _value(book: Book, kind: int, data: bytes) -> str:
    style = int.from_bytes(data[4:7], "little")
    if kind == 7:
        return book.string(struct.unpack_from("<I", data, 8)[0])
    if kind in {6, 8, 62}:
        return _text(data, 9 if kind == 62 else 8)[0]
    if kind == 2:
        return book.number(rk_number(struct.unpack_from("<I", data, 8)[0]), style)
    if kind in {5, 9}:
        return book.number(struct.unpack_from("<d", data, 8)[0], style)
    return error_text(data[8]) if kind in {3, 11} else "TRUE" if data[8] else "FALSE"


def _other(sheet: Sheet, kind: int, data: bytes, relations: dict[str, Relation]) -> None:
    if kind == 60 and len(data) >= 18:
        first, last = struct.unpack_from("<II", data)
        if data[16] & 1 and last < 16_384:
            sheet.hidden_columns.update(range(first, last + 1))
    elif kind == 494 and len(data) >= 20:
        row, _, column, _ = struct.unpack_from("<4I", data)
        key, at = _text(data, 16)
        _, at = _text(data, at)
        tip, at = _text(data, at)
        shown, _ = _text(data, at)
        relation = relations.get(key)
        target = relation.target if relation is not None and relation.outside else ""
        said = dict.fromkeys(filter(None, (shown, tip)))
        if target or tip:
            sheet.links.append(line(" ".join((f"{column_name(column)}{row + 1}", *said)), link=target))
    elif kind == 479:
        at = 2
        for _ in range(6):
            text, at = _text(data, at)
            if plain_margin(text):
                sheet.margins.append(plain_margin(text))


def _comments(parts: Parts, part: str) -> list[Block]:
    authors: list[str] = []
    found: list[Block] = []
    who = place = ""
    for kind, data in _records(parts, part):
        if kind == 632:
            authors.append(_text(data, 0)[0])
        elif kind == 635 and len(data) >= 20:
            index, row, _, column = struct.unpack_from("<4I", data)
            who = authors[index] if index < len(authors) else ""
            place = f"{column_name(column)}{row + 1}"
        elif kind == 637:
            title = f"Comment at {place} by {who or 'an unnamed person'}"
            found.append(Box(title, (line(_text(data, 1)[0]),)))
    return found
