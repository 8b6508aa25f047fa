"""The view at hand as a file: its rows as CSV or a workbook, a picture as SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.domain.pictures.picture import Picture, Target
from reviewer.domain.sheet import Table
from reviewer.usecases.exports import pictures, sheets
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.policy import complaints

Made = Callable[[Gate], list[Table]]


def benefits(shown: Collection[int]) -> Made:
    """Some benefits."""
    return lambda gate: [_among(sheets.benefits(gate), 0, shown)]


def endorsements(shown: Collection[int]) -> Made:
    """Some endorsements."""
    return lambda gate: [_among(sheets.endorsements(gate), 0, shown)]


def pairs(shown: Collection[tuple[int, int]]) -> Made:
    """Some pairs, each by endorsement and benefit."""

    def make(gate: Gate) -> list[Table]:
        table = sheets.pairs(gate)
        return [replace(table, rows=[row for row in table.rows if (row[2], row[3]) in shown])]

    return make


def behind(meant: Target | tuple[str, ...]) -> Made:
    """What stands behind a figure: complaints, or benefits and endorsements, without the table that is empty."""

    def make(gate: Gate) -> list[Table]:
        if not isinstance(meant, Target):
            numbers = set(meant)
            found = [each for each in complaints.listed(gate.case) if each.complaint.number in numbers]
            return [sheets.complaints(gate, found)]
        made = [
            _among(sheets.benefits(gate), 0, set(meant.benefits)),
            _among(sheets.endorsements(gate), 0, set(meant.endorsements)),
        ]
        return [table for table in made if table.rows] or made[:1]

    return make


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What is shown, as it leaves: ``look`` asks the gate for all of it, ``write`` writes it as the file is named."""

    look: Callable[[Gate], object]
    write: Callable[[Gate, Path], None]


def tables(made: Made) -> ShownTable:
    """Tables."""
    return ShownTable(made, lambda gate, out: sheets.write(gate, made(gate), out))


def picture(shown: Picture) -> ShownTable:
    """A picture."""
    return ShownTable(lambda gate: pictures.check(gate, shown), lambda gate, out: pictures.write(gate, shown, out))


def _among(table: Table, column: int, shown: Collection[int]) -> Table:
    return replace(table, rows=[row for row in table.rows if row[column] in shown])
