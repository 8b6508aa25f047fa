"""Tables that leave the program: typed columns and plain cells, and the same as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | date | None


class ColumnKind(StrEnum):
    """What the cells of a column are, whatever is missing."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its name. ``about`` says by what rules it was made."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    about: str = ""


def money_cell(cents: int | None) -> Decimal | None:
    """Hundredths as an amount; None where it is not known."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def day_cell(day: str) -> date | None:
    """An ISO day, or the day of a moment; None where there is none."""
    return date.fromisoformat(day[:10]) if day else None


def table_csv(table: Table) -> str:
    """A table as CSV: days in ISO form, amounts with a point, text as :func:`csv_text` has it."""
    return _csv([column.name for column in table.columns], (map(_written, row) for row in table.rows))


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV with a line of columns; what a spreadsheet would take for a formula is marked as text.

    Source: OWASP, "CSV Injection".
    """
    return _csv(columns, (map(_safe, row) for row in rows))


_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return _safe(cell) if isinstance(cell, str) else str(cell)


_SPLIT = re.compile(r"""(?<=[\s\S])([;\t\r\n][ "']*)(?=[=+\-@＝＋－＠])(?![+\-]?[\d.,]+(?:[;\t\r\n]|\Z))""")
"""Where a spreadsheet that is set to separate columns by semicolons or tabs would begin a cell with a formula."""


def _safe(text: str) -> str:
    marked = _SPLIT.sub(r"\1'", text)
    return f"'{marked}" if marked.startswith(_RUN) else marked
