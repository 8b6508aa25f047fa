"""The rows of a table that the agency hands over, such as a roster: CSV, or a workbook read by a worker.

A table on which figures rest is evidence itself: it is kept as an item, so that each figure leads to its line.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.evidence.item import Item
from reviewer.domain.reasons.catalogue import sentences
from reviewer.errors import InputError, NotFoundError
from reviewer.isolation.protocol import Cells, ReadCells, SheetCells
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.evidence import intake

if TYPE_CHECKING:
    from _csv import Reader as _Reader

MAX_BYTES = 64 * 2**20
_MOST_COLUMNS = 1_000
_ROWS_NAMED = 20
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How XLSX and ODS (ZIP), and XLS (OLE), begin."""

Line = tuple[int, Sequence[str]]
"""The number of a line, from 1, and its values."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as its file held it when it was read, once."""

    path: Path
    data: bytes

    @property
    def sha256(self) -> bytes:
        """The hash that it goes by as evidence."""
        return hashlib.sha256(self.data).digest()


def opened(path: Path) -> TableFile:
    """Read a table's file. NotFoundError or InputError, in words, when that cannot be done."""
    too_large = InputError(f"“{path.name}” is too large for a table of this kind")
    return TableFile(path, read_bounded(path, MAX_BYTES, too_large))


def read_bounded(path: Path, most: int, too_large: InputError) -> bytes:
    """The bytes of a file that was named. NotFoundError or InputError, in words, when that cannot be done."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file “{path}”") from error
    except OSError as error:
        raise InputError(f"“{path}” cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise too_large
    return data


def lines_of(table: TableFile, workers: Workers | None = None) -> list[Line]:
    """The lines of a table that hold anything; of a workbook, those of its first sheet that has any.

    A worker reads the workbook; where there are no ``workers``, one is started for it. InputError, in words, for what
    cannot be read as a table.
    """
    if not table.data.startswith(_WORKBOOKS):
        return csv_lines(table.data)
    with _some(workers) as readers:
        return workbook_lines(table.data, readers)


def item_of(case: Case, table: TableFile) -> Item | None:
    """The item that holds this table, or None while no item does."""
    return items.of_bytes(case, table.sha256) if table.data else None


def keep(case: Case, table: TableFile, workers: Workers | None = None, *, custodian: str, reviewer: str) -> Item:
    """The item that holds the table, which is taken in as evidence of that custodian unless it has been.

    InputError when the file does not hold it any more, or is none that an intake takes.
    """
    kept = item_of(case, table)
    path = table.path.resolve()  # a link is no evidence; what it leads to is
    if kept is None and path.is_file():
        with _some(workers) as readers:
            try:
                intake.add(case, readers, [path], custodian=custodian, reviewer=reviewer)
            except InputError:  # an intake of this file was stopped, and is gone on with as it was begun
                intake.add(case, readers, [path], reviewer=reviewer)
        kept = item_of(case, table)
    if kept is None:
        raise InputError(
            f"“{table.path.name}” cannot be kept as evidence as it was read: it was changed meanwhile, or is no file",
            "Save the table under a new name and import that.",
        )
    return kept


def _some(workers: Workers | None) -> AbstractContextManager[Workers]:
    return Workers(1) if workers is None else nullcontext(workers)


def workbook_lines(data: bytes, workers: Workers) -> list[Line]:
    """The lines of a workbook's first sheet that holds anything. InputError when it cannot be read in full."""
    try:
        cells = workers.ask(ReadCells(), [data]).message
    except WorkerError as error:
        raise InputError(f"the workbook cannot be read: {error}", "Save the sheet as CSV and try again.") from error
    assert isinstance(cells, Cells)  # noqa: S101 - tells mypy what was checked already
    if cells.remarks:
        raise InputError(
            f"the workbook cannot be read in full: {sentences(cells.remarks)}", "Save the sheet as CSV and try again."
        )
    sheet = next((sheet for sheet in cells.sheets if sheet.rows), None)
    if sheet is None:
        raise InputError("the workbook has no sheet that holds anything")
    _refuse_unvalued(sheet)
    return [(number, _values(number, row)) for number, row in sheet.rows if any(value.strip() for _, value in row)]


def _refuse_unvalued(sheet: SheetCells) -> None:
    """InputError naming the rows with formulas that came without a value: what such a row says is not known."""
    rows = list(dict.fromkeys(row for row, _ in sheet.unvalued))
    if rows:
        named = ", ".join(str(row) for row in rows[:_ROWS_NAMED])
        more = f" and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else ""
        raise InputError(
            f"the workbook holds formulas without their values, in {'row' if len(rows) == 1 else 'rows'} {named}{more}"
            f" of the sheet “{sheet.name}”",
            "Open it in a spreadsheet program, which works them out, and save it again, or save the sheet as CSV.",
        )


def _values(number: int, row: Sequence[tuple[int, str]]) -> list[str]:
    held = {column: value for column, value in row if value.strip()}
    width = max(held) + 1
    _check_width(number, width)
    return [held.get(column, "") for column in range(width)]


def _check_width(number: int, width: int) -> None:
    if width > _MOST_COLUMNS:
        raise InputError(
            f"line {number} of the table has {width:,} columns; {_MOST_COLUMNS:,} are the most",
            "Leave out the columns that are not needed.",
        )


def _numbered(reader: _Reader) -> Iterator[Line]:
    """Each record with the line of the file on which it begins: a value may go over several lines."""
    first = 1
    for values in reader:
        yield first, values
        first = reader.line_num + 1


def csv_lines(data: bytes) -> list[Line]:
    """The lines of CSV in UTF-8, or else Windows-1252, with commas, semicolons or tabs. InputError when it is none.

    A quotation mark that is never closed would swallow every line after it, so it makes the whole no CSV.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise InputError("this is no CSV: it holds NUL characters", "Save the table as CSV in UTF-8 and try again.")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(number, values) for number, values in _numbered(reader) if any(value.strip() for value in values)]
    except csv.Error as error:
        raise InputError(
            f"this is no CSV: {error}, in the line that ends at line {reader.line_num:,} of the file",
            "Save the table as CSV and try again.",
        ) from error
    for number, values in lines:
        _check_width(number, max(at for at, value in enumerate(values, 1) if value.strip()))
    return lines
