"""The view at hand as a file: its rows as CSV or a workbook, a picture as SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.domain.pictures.picture import Picture, Target
from reviewer.domain.sheet import Table
from reviewer.usecases.exports import pictures, sheets
from reviewer.usecases.exports.outgoing import Outgoing
from reviewer.usecases.policy import complaints

Made = Callable[[Case], list[Table]]


def benefits(shown: Collection[int]) -> Made:
    """Some benefits."""
    return lambda case: [_among(sheets.benefits(case), 0, shown)]


def endorsements(shown: Collection[int]) -> Made:
    """Some endorsements."""
    return lambda case: [_among(sheets.endorsements(case), 0, shown)]


def pairs(shown: Collection[tuple[int, int]]) -> Made:
    """Some pairs, each by endorsement and benefit."""

    def make(case: Case) -> list[Table]:
        table = sheets.pairs(case)
        return [replace(table, rows=[row for row in table.rows if (row[2], row[3]) in shown])]

    return make


def behind(meant: Target | tuple[str, ...]) -> Made:
    """What stands behind a figure: complaints, or benefits and endorsements, without the table that is empty."""

    def make(case: Case) -> list[Table]:
        if not isinstance(meant, Target):
            numbers = set(meant)
            found = [each for each in complaints.listed(case) if each.complaint.number in numbers]
            return [sheets.complaints(found)]
        made = [
            _among(sheets.benefits(case), 0, set(meant.benefits)),
            _among(sheets.endorsements(case), 0, set(meant.endorsements)),
        ]
        return [table for table in made if table.rows] or made[:1]

    return make


def tables_file(made: Made, out: Path) -> Callable[[Case], Outgoing]:
    """The file of tables, as its name ends."""
    return lambda case: sheets.outgoing(made(case), out)


def picture_file(picture: Picture, out: Path) -> Callable[[Case], Outgoing]:
    """The file of a picture, as its name ends."""
    return lambda _case: pictures.outgoing(picture, out)


def _among(table: Table, column: int, shown: Collection[int]) -> Table:
    return replace(table, rows=[row for row in table.rows if row[column] in shown])
