"""Excel workbooks (Office Open XML): every sheet with its cells, and in each what is written beside the cells."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Grid, Row, line
from reviewer.workers.office.ooxml import Parts
from reviewer.workers.office.package import Relation
from reviewer.workers.office.sheets.cells import MOST_CELLS, MOST_FORMULAS, MOST_LETTERS, shown
from reviewer.workers.office.sheets.sheetparts import beside
from reviewer.workers.office.sheets.unvalued import formula_text
from reviewer.workers.office.xml import Element, attr, name, qualified, short, within, without_entities
from reviewer.workers.refusal import Refusal

_COLUMNS = 16_384
"""Columns that a sheet can have (through XFD); what stands beyond is no cell of any program."""
_STATES = {"hidden": Reason("hidden.sheet"), "veryHidden": Reason("hidden.sheet_unlisted")}
_ADDRESS = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_WANTED = tuple(
    "{*}" + each
    for each in ("c", "row", "col", "hyperlink", "dataValidation", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
                 "firstHeader", "firstFooter")
)  # fmt: skip
_MARGINS = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_MARGIN_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z&])')


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share, and how many more cells may be read."""

    found: Found
    strings: list[str] = field(default_factory=list)
    formats: list[tuple[int, str]] = field(default_factory=list)
    from_1904: bool = False
    cells: int = MOST_CELLS
    letters: int = MOST_LETTERS

    def number(self, value: float, style: int) -> str:
        """A number as its cell's style shows it."""
        format_id, code = self.formats[style] if 0 <= style < len(self.formats) else (0, "")
        return shown(value, format_id, code, from_1904=self.from_1904)

    def string(self, index: int) -> str:
        """A shared string; empty, and a remark, if there is none of that number."""
        if 0 <= index < len(self.strings):
            self.letters -= len(self.strings[index])
            if self.letters < 0:
                self.found.remark(Reason("office.letters_many", limit=MOST_LETTERS))
            return self.strings[index] if self.letters >= 0 else ""
        self.found.remark(Reason("office.cells_refer_nowhere"))
        return ""

    def has_room(self) -> bool:
        """Count a cell; False, and a remark, when the limit is reached."""
        self.cells -= 1
        if self.cells == -1:
            self.found.remark(Reason("office.cells_many", limit=MOST_CELLS))
        return self.cells >= 0


@dataclass(slots=True)
class Sheet:
    """One sheet as read so far."""

    rows: list[Row] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[Block] = field(default_factory=list)
    links: list[Block] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)

    def take_formula(self, found: Found, text: str) -> None:
        """List a formula; only a remark once there are too many."""
        if len(self.formulas) < MOST_FORMULAS:
            self.formulas.append(line(text))
        else:
            found.remark(Reason("office.formulas_many", limit=MOST_FORMULAS))

    def blocks(self) -> list[Block]:
        """The sheet as blocks: headers and footers, cells, links, formulas."""
        found: list[Block] = [line(f"Header or footer: {text}") for text in dict.fromkeys(self.margins)]
        if self.rows:
            found.append(Grid(tuple(self.rows), frozenset(self.hidden_columns)))
        found += self.links
        if self.formulas:
            found.append(Box("Formulas", tuple(self.formulas)))
        return found


def read_xlsx(parts: Parts, main: str) -> None:
    """Read all that a workbook holds into ``parts.found``."""
    root = parts.package.tree(main)
    if name(root) != "x:workbook":
        raise Refusal(Reason("office.sheets_are_other"))
    book = Book(parts.found)
    relations = parts.relations(main)
    for relation in relations.values():
        if relation.role == "sharedStrings" and not relation.outside:
            book.strings = _strings(parts, relation.target)
        elif relation.role == "styles" and not relation.outside:
            book.formats = _formats(parts, relation.target)
    book.from_1904 = any(attr(each, "date1904") in {"1", "true"} for each in within(root, "x:workbookPr"))
    for each in within(root, "x:sheet"):
        hidden = _STATES.get(attr(each, "state"))
        _add_sheet(parts, book, relations.get(qualified(each, "r:id")), attr(each, "name"), hidden)
    _add_names(parts, root)


def _add_sheet(parts: Parts, book: Book, relation: Relation | None, label: str, hidden: Reason | None) -> None:
    blocks: list[Block] = []
    if relation is None or relation.outside or not parts.package.has(relation.target):
        parts.found.remark(Reason("office.sheet_missing", sheet=label[:100]))
    else:
        relations = parts.relations(relation.target)
        try:
            data = parts.package.part(relation.target)
        except Refusal as refusal:
            parts.found.remark(refusal.reason)
        else:
            blocks = _cells(book, data, relations).blocks()
        blocks += beside(parts, relations)
    parts.found.blocks.append(Box(f"Sheet: {label}", tuple(blocks), hidden, section=True))


def _cells(book: Book, data: bytes, relations: dict[str, Relation]) -> Sheet:
    sheet = Sheet()
    data, entities = without_entities(data)
    if entities:
        book.found.remark(Reason("office.sheet_entities"))
    steps = etree.iterparse(io.BytesIO(data), tag=_WANTED, resolve_entities=False, no_network=True, load_dtd=False)
    row = _RowSoFar(book, sheet)
    try:
        for _, element in steps:
            what = short(element.tag).partition(":")[2]
            if what == "c":  # taken one by one: a row may have a million of them
                if not row.take(element):
                    break
                _let_go(element)
            elif what == "row":
                row.end(element)
                _let_go(element)
            else:
                _other(sheet, element, what, relations)
    except etree.XMLSyntaxError:
        book.found.remark(Reason("office.sheet_xml_damaged"))
    return sheet


def _let_go(element: Element) -> None:
    """Free an element, and what stands before it beside it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


class _RowSoFar:
    """The row whose cells are being read."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._begin()

    def _begin(self) -> None:
        self._number = 0
        self._at = -1
        self._cells: list[tuple[int, str]] = []
        self._formulas: set[int] = set()

    def take(self, cell: Element) -> bool:
        """Take a cell; False when the limit of cells is reached."""
        address = cell.get("r")
        self._at = at = _column(address) if address else self._at + 1
        if at >= _COLUMNS:
            self._book.found.remark(Reason("office.columns_many", limit=_COLUMNS))
            return True
        self._number = self._number or self._number_of(cell.getparent())
        value = _value(self._book, self._sheet, cell, self._number, at)
        if not value and (value := _unvalued(cell)):
            self._formulas.add(at)
        if value:
            if not self._book.has_room():
                return False
            self._cells.append((at, value))
        return True

    def end(self, element: Element) -> None:
        """Keep the row, now that it has all its cells."""
        if self._cells:
            hidden = element.get("hidden") in {"1", "true"}
            row = Row(self._number, tuple(self._cells), hidden, frozenset(self._formulas))
            self._sheet.rows.append(row)
        self._begin()

    def _number_of(self, element: Element | None) -> int:
        told = "" if element is None else element.get("r", "")
        if told.isascii() and told.isdigit() and len(told) < 9:
            return int(told)
        return self._sheet.rows[-1].number + 1 if self._sheet.rows else 1


def _column(address: str) -> int:
    at = 0
    for char in address:
        digit = ord(char) | 32
        if not 97 <= digit <= 122 or at > 20_000:
            break
        at = at * 26 + digit - 96
    return at - 1


def _value(book: Book, sheet: Sheet, cell: Element, row: int, column: int) -> str:
    kind, text, inline = cell.get("t", "n"), "", ""
    for each in cell:
        what = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if what == "v":
            text = each.text or ""
        elif what == "is":
            inline = rich_text(each)
        elif what == "f" and each.text:
            sheet.take_formula(book.found, f"{cell.get('r') or (row, column)} = {each.text}")
    if inline or not text:
        return inline
    if kind == "n":
        return _number(book, text, cell.get("s", "0"))
    if kind == "s":
        return book.string(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else ""
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "b" else unescaped(text)


def _unvalued(cell: Element) -> str:
    """The formula of a cell that has no value, not even the empty text that a formula may come to."""
    inside = {each.tag.rpartition("}")[2]: each for each in cell if isinstance(each.tag, str)}
    if "f" not in inside or ("v" in inside and cell.get("t") == "str"):
        return ""
    return formula_text(inside["f"].text or "")


def _number(book: Book, text: str, style: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return book.number(value, int(style) if style.isascii() and style.isdigit() and len(style) < 9 else 0)


def rich_text(element: Element) -> str:
    """The words of a string with formats, without the reading aids of Japanese text."""
    pieces: list[str] = []
    for each in element:
        what = name(each)
        if what == "x:t":
            pieces.append(each.text or "")
        elif what == "x:r":
            pieces += [text.text or "" for text in each if name(text) == "x:t"]
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """Text in which ``_x000D_`` stands for the character of that number (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _other(sheet: Sheet, element: Element, what: str, relations: dict[str, Relation]) -> None:
    if what == "col":
        first, last = attr(element, "min", "0"), attr(element, "max", "0")
        if attr(element, "hidden") in {"1", "true"} and first.isdigit() and last.isdigit() and len(first + last) < 12:
            sheet.hidden_columns.update(range(int(first) - 1, min(int(last), 16_384)))
    elif what == "hyperlink":
        relation = relations.get(qualified(element, "r:id"))
        target = relation.target if relation is not None and relation.outside else ""
        said = dict.fromkeys(filter(None, (attr(element, each) for each in ("display", "tooltip"))))
        if target or attr(element, "tooltip"):
            sheet.links.append(line(" ".join((attr(element, "ref"), *said)).strip(), link=target))
    elif what in _MARGINS and (element.text or "").strip():
        sheet.margins.append(plain_margin(element.text))
    elif what == "dataValidation":
        prompts = [attr(element, each) for each in ("promptTitle", "prompt", "errorTitle", "error")]
        if any(prompts):
            sheet.links.append(line(f"Prompt at {attr(element, 'sqref')[:100]}: {' '.join(filter(None, prompts))}"))


def plain_margin(text: str) -> str:
    """The words of a header or footer without its codes (ECMA-376 part 1, 18.3.1.46)."""
    return " ".join(_MARGIN_CODES.sub(" ", text).split())


def _strings(parts: Parts, part: str) -> list[str]:
    try:
        data = parts.package.part(part)
    except Refusal as refusal:
        parts.found.remark(refusal.reason)
        return []
    data, entities = without_entities(data)
    if entities:
        parts.found.remark(Reason("office.part_entities", part=part[:80]))
    found: list[str] = []
    steps: Any = etree.iterparse(io.BytesIO(data), tag="{*}si", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for _, element in steps:
            found.append(rich_text(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        parts.found.remark(Reason("office.text_table_damaged"))
    return found


def _formats(parts: Parts, part: str) -> list[tuple[int, str]]:
    root = parts.tree(part)
    if root is None:
        return []
    codes = {attr(each, "numFmtId"): attr(each, "formatCode") for each in within(root, "x:numFmt")}
    formats: list[tuple[int, str]] = []
    for group in within(root, "x:cellXfs"):
        for each in group:
            key = attr(each, "numFmtId", "0")
            formats.append((int(key) if key.isdigit() and len(key) < 6 else 0, codes.get(key, "")))
    return formats


def _add_names(parts: Parts, root: Element) -> None:
    named = [
        line(f"{attr(each, 'name')} = {each.text or ''}{' (hidden)' if attr(each, 'hidden') in {'1', 'true'} else ''}")
        for each in within(root, "x:definedName")
        if not attr(each, "name").startswith("_xlnm")
    ][:MOST_FORMULAS]
    if named:
        parts.found.blocks.append(Box("Defined names", (*named,)))
