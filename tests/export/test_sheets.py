"""Workbooks are read back by another program: numbers as numbers, days as days, and no text that runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import python_calamine

from reviewer.domain.sheet import Column, ColumnKind, Table, day_cell, money_cell, table_csv
from reviewer.export.sheets import LONGEST_TEXT, workbook

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://vendor.example/", "12", "_x0041_", " a\nb ", "\x07"]
COLUMNS = (
    Column("text"),
    Column("number", ColumnKind.COUNT),
    Column("worth", ColumnKind.MONEY),
    Column("day", ColumnKind.DAY),
)
ROWS = [(text, n, Decimal("1234.50"), date(2016, 5, 16)) for n, text in enumerate(FORMULAS)]


def read(tables: list[Table]) -> dict[str, list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook(tables)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_cells_come_back_as_they_are() -> None:
    sheet = read([Table("Benefits", COLUMNS, ROWS)])["Benefits"]
    assert sheet[0] == ["text", "number", "worth", "day"]
    assert sheet[1:] == [[text, n, 1234.5, date(2016, 5, 16)] for n, text in enumerate(FORMULAS)]


def test_nothing_in_a_workbook_runs_or_links() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([Table("T", COLUMNS, ROWS)]))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert b'state="frozen"' in sheet
        assert b"<cols>" in sheet


def test_what_is_missing_is_empty_and_what_is_too_long_is_cut_and_marked() -> None:
    early = date(1899, 12, 31)
    rows = [(None, None, None, None), ("x" * 40_000, 0, money_cell(None), early)]
    first, second = read([Table("T", COLUMNS, rows)])["T"][1:]
    assert first == ["", "", "", ""]
    assert second == ["x" * (LONGEST_TEXT - 1) + "…", 0, "", "1899-12-31"]


def test_names_of_sheets_are_what_the_format_takes_and_rules_stand_beside() -> None:
    name = "Totals: by [officer]/year and whatever else"
    sheets = read([Table(name, COLUMNS, [], "How it was counted."), Table("Second", COLUMNS, ROWS)])
    assert list(sheets) == ["Totals  by  officer  year and w", "Second", "About"]
    assert sheets["About"] == [[name, "How it was counted."]]


def test_csv_holds_numbers_plain_and_marks_what_would_run() -> None:
    rows = [("=1+1", -5, money_cell(-150), day_cell("2016-05-16T09:00:00Z")), ("", None, money_cell(19_900), None)]
    lines = list(csv.reader(io.StringIO(table_csv(Table("T", COLUMNS, rows)), newline="")))
    assert lines[1:] == [["'=1+1", "-5", "-1.50", "2016-05-16"], ["", "", "199.00", ""]]
