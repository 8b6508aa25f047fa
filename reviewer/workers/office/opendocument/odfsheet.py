"""One sheet of an OpenDocument spreadsheet: cells by row and column, comments, shapes, hidden rows and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Grid, Row, line
from reviewer.workers.office.opendocument.odfbody import Body, collapsed
from reviewer.workers.office.plain import column_name, text_of
from reviewer.workers.office.sheets.cells import MOST_CELLS, MOST_FORMULAS, MOST_LETTERS
from reviewer.workers.office.sheets.unvalued import formula_text
from reviewer.workers.office.xml import Element, attr, name

_COPIES = 1000  # of a repeated row or cell that are written out
_NAMESPACE = re.compile(r"^\w+:(?==)")
_ROW_GROUPS = {"table:table-rows", "table:table-header-rows", "table:table-row-group"}
_COLUMN_GROUPS = {"table:table-columns", "table:table-header-columns", "table:table-column-group"}


@dataclass(slots=True)
class _Sheet:
    rows: list[Row] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    beside: list[Block] = field(default_factory=list)
    formulas: list[Block] = field(default_factory=list)
    row: int = 1
    column: int = 0
    cells: int = 0
    letters: int = 0


def sheet_box(body: Body, table: Element) -> Box:
    """A sheet under its name."""
    sheet = _Sheet()
    _walk(body, sheet, table)
    blocks: list[Block] = [Grid(tuple(sheet.rows), frozenset(sheet.hidden_columns))] if sheet.rows else []
    blocks += sheet.beside
    if sheet.formulas:
        blocks.append(Box("Formulas", tuple(sheet.formulas)))
    hidden = Reason("hidden.sheet") if attr(table, "style-name") in body.styles.hidden_tables else None
    return Box(f"Sheet: {attr(table, 'name')}", tuple(blocks), hidden, section=True)


def _walk(body: Body, sheet: _Sheet, table: Element) -> None:
    waiting = list(reversed(table))
    while waiting:
        each = waiting.pop()
        what = name(each)
        if what in _ROW_GROUPS or what in _COLUMN_GROUPS:
            waiting += reversed(each)
        elif what == "table:table-column":
            many = _count(each, "number-columns-repeated")
            if attr(each, "visibility") in {"collapse", "filter"}:
                sheet.hidden_columns.update(range(sheet.column, min(sheet.column + many, 16_384)))
            sheet.column += many
        elif what == "table:table-row":
            _row(body, sheet, each)
        elif what == "table:shapes":
            sheet.beside += body.blocks(each)
        elif what.startswith(("office:forms", "form:")):
            sheet.beside += body.piece(each)


def _row(body: Body, sheet: _Sheet, row: Element) -> None:
    cells: list[tuple[int, str]] = []
    formulas: set[int] = set()
    at = 0
    for cell in row:
        if name(cell) not in {"table:table-cell", "table:covered-table-cell"}:
            continue
        many = _count(cell, "number-columns-repeated")
        value = _value(body, sheet, cell, at)
        if not value and attr(cell, "formula") and not attr(cell, "value-type"):
            value = formula_text(_NAMESPACE.sub("", attr(cell, "formula")))
            formulas.update(range(at, at + min(many, _COPIES)))
        if value:
            cells += [(at + copy, value) for copy in range(min(many, _COPIES))]
            if many > _COPIES:
                body.found.remark(Reason("office.cell_repeated", count=many, limit=_COPIES))
        at += many
    many = _count(row, "number-rows-repeated")
    hidden = attr(row, "visibility") in {"collapse", "filter"}
    if cells:
        if many > _COPIES:
            body.found.remark(Reason("office.row_repeated", count=many, limit=_COPIES))
        for copy in range(min(many, _COPIES)):
            sheet.cells += len(cells)
            sheet.letters += sum(len(value) for _, value in cells)
            if sheet.cells > MOST_CELLS or sheet.letters > MOST_LETTERS:
                body.found.remark(Reason("office.cells_or_letters_many", cells=MOST_CELLS, letters=MOST_LETTERS))
                break
            sheet.rows.append(Row(sheet.row + copy, tuple(cells), hidden, frozenset(formulas)))
    sheet.row += many


def _value(body: Body, sheet: _Sheet, cell: Element, at: int) -> str:
    place = f"{column_name(at)}{sheet.row}"
    if attr(cell, "formula") and len(sheet.formulas) < MOST_FORMULAS:
        sheet.formulas.append(line(f"{place} {attr(cell, 'formula')}"))
    elif attr(cell, "formula"):
        body.found.remark(Reason("office.formulas_many", limit=MOST_FORMULAS))
    plain = cell[0] if len(cell) == 1 else None
    if plain is not None and not len(plain) and name(plain) == "text:p":  # most cells are no more than that
        return collapsed(plain.text).strip() or _typed(cell)
    said: list[Block] = []
    for each in cell:
        if name(each) == "office:annotation":
            for block in body.piece(each):
                title = block.title.replace("Comment", f"Comment at {place}", 1) if isinstance(block, Box) else place
                sheet.beside.append(Box(title, block.blocks if isinstance(block, Box) else (block,)))
        elif name(each).startswith("draw:"):
            sheet.beside += body.piece(each)
        else:
            said += body.piece(each)
    return text_of(said).strip("\n") or _typed(cell)


def _typed(cell: Element) -> str:
    """The value that a cell without words has."""
    return next(filter(None, (attr(cell, key) for key in ("string-value", "date-value", "value", "boolean-value"))), "")


def _count(element: Element, key: str) -> int:
    text = attr(element, key, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
