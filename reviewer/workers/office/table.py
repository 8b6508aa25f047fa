"""The cells of a workbook's sheets, each with its place, for a table that is to be taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Cells, SheetCells
from reviewer.workers.office.content import Block, Box, Grid, Row
from reviewer.workers.office.finding import find
from reviewer.workers.office.plain import clean
from reviewer.workers.office.sheets.unvalued import unvalued
from reviewer.workers.refusal import Refusal

_SHEET = "Sheet: "


def cells_of(data: bytes, passwords: Sequence[str]) -> Cells:
    """The cells of every sheet that is not hidden; Refusal for what is no workbook or is locked."""
    found = find(data, passwords).found
    if found.kind is not Kind.SHEET:
        raise Refusal(Reason("office.no_workbook"))
    sheets = [
        SheetCells(clean(box.title.removeprefix(_SHEET)), tuple(_rows(box.blocks)), tuple(unvalued(box.blocks)))
        for box in found.blocks
        if isinstance(box, Box) and not box.hidden and any(isinstance(block, Grid) for block in box.blocks)
    ]
    return Cells(tuple(sheets), tuple(found.remarks))


def _rows(blocks: Iterable[Block]) -> Iterator[tuple[int, tuple[tuple[int, str], ...]]]:
    for grid in blocks:
        if isinstance(grid, Grid):
            yield from ((row.number, _cells(row)) for row in grid.rows)


def _cells(row: Row) -> tuple[tuple[int, str], ...]:
    return tuple((column, clean(value)) for column, value in row.cells)
