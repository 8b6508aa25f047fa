"""Write tables as a workbook: numbers as numbers, days as days, and every text as text that nothing runs."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reviewer.domain.sheet import Cell, ColumnKind, Table
from reviewer.errors import ExportError

LONGEST_TEXT = 32_767
"""Characters in a cell, and below it how many rows and how wide: limits of the format (ECMA-376, Excel's limits)."""
MOST_ROWS = 1_048_576
WIDEST, NARROWEST = 60, 8
"""Widths of columns, in characters."""

_FORMATS = {ColumnKind.COUNT: "#,##0", ColumnKind.MONEY: "#,##0.00", ColumnKind.DAY: "yyyy-mm-dd"}
_FIRST_DAY = date(1900, 3, 1)
"""Before it the days of the format are not those of the calendar."""
_LOOKED_AT = 200
"""Rows by which a column's width is found."""


def workbook(tables: Sequence[Table], about_them: str = "About") -> bytes:
    """A workbook with a sheet for each table, and a last one ``about_them``. ExportError when a table is too long."""
    out = io.BytesIO()
    # Without in_memory it would put the cells into files on the disk.
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
    formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    for table in tables:
        if len(table.rows) >= MOST_ROWS:
            raise ExportError(f"“{table.name}” has more rows than a workbook can hold", "Filter it, or take CSV.")
        _fill(book.add_worksheet(_sheet_name(table.name)), table, head, formats)
    about = [(table.name, table.about) for table in tables if table.about]
    if about:
        sheet = book.add_worksheet(_sheet_name(about_them))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 120)
        for row, (name, words) in enumerate(about):
            sheet.write_string(row, 0, name, head)
            sheet.write_string(row, 1, words)
    book.close()
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, head: Format, formats: dict[ColumnKind, Format]) -> None:
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.name, head)
        shown = [len(_shown(row[number])) for row in table.rows[:_LOOKED_AT]]
        sheet.set_column(number, number, min(WIDEST, max([NARROWEST, len(column.name) + 2, *shown])))
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for row, cells in enumerate(table.rows, 1):
        for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            _put(sheet, (row, number), cell, formats.get(column.kind))


def _put(sheet: Worksheet, place: tuple[int, int], cell: Cell, form: Format | None) -> None:
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        sheet.write_datetime(*place, cell, form)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(*place, cell, form)
    elif cell is not None and cell != "":
        text = str(cell)
        sheet.write_string(*place, text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…")


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _sheet_name(name: str) -> str:
    """What the format takes: 31 characters, none of some signs."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip("'")
