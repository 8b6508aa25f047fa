"""Cells with a formula whose value nobody stored: they show the formula itself, and a remark says where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Found, Grid
from reviewer.workers.office.plain import column_name

_NAMED = 10


def formula_text(formula: str) -> str:
    """What stands in a cell for the value that is not known; a formula that another cell tells is an ellipsis."""
    return f"={formula.strip().removeprefix('=') or '…'}"


def unvalued(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Row (from 1) and column (from 0) of each cell of a sheet that shows its formula, row by row."""
    for block in blocks:
        if isinstance(block, Grid):
            yield from ((row.number, column) for row in block.rows for column in sorted(row.formulas))


def remark_on_formulas(found: Found) -> None:
    """Say of each sheet which cells show a formula in place of a value."""
    for box in found.blocks:
        cells = list(unvalued(box.blocks)) if isinstance(box, Box) else []
        if cells and isinstance(box, Box):
            named = ", ".join(f"{column_name(column)}{row}" for row, column in cells[:_NAMED])
            if len(cells) > _NAMED:
                more = len(cells) - _NAMED
                found.remark(Reason("office.formulas_unvalued", sheet=box.title, cells=named, more=more))
            else:
                found.remark(Reason("office.formula_unvalued", sheet=box.title, cells=named))
