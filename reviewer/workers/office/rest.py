"""What a document says and pages made of it do not show, for pages of our own that follow those.

Comments, notes of a speaker, formulas, what is hidden or was deleted: always. All other words: when they are not found
on the pages, be it that they lie outside a print range, are cut off by a cell, or were computed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reviewer.workers.office.content import Block, Box, Grid, Mark, Paragraph, Picture, Row, Table, line
from reviewer.workers.office.plain import clean, notes_on
from reviewer.workers.office.shown import Shown, squeezed

_ON_PAGES = re.compile(
    r"(?:\w+ ){0,2}(?:headers?|footers?)\b|footnote|endnote|text ?box|chart|diagram|on the slide master|shape"
    r"|embedded object|pictures of all slides|section |slide |sheet: ",
    re.IGNORECASE,
)
"""Titles of boxes whose words a page shows without the title."""

Words = tuple[str, ...]


def rest_of(blocks: Iterable[Block], pages: Iterable[str]) -> list[Block]:
    """The blocks that the pages, given as their texts, do not show; in order, under their titles."""
    blocks = list(blocks)
    said = Shown(pages).all_of(words for words in _compared(blocks) if words)
    return list(_rest(blocks, said))


def _compared(blocks: Iterable[Block]) -> Iterator[Words]:
    """Each stretch of words that decides whether a block is shown."""
    for block in blocks:
        match block:
            case Paragraph():
                yield _words(block)
            case Picture():
                yield tuple(squeezed(block.label))
            case Table():
                yield from _compared(inner for row in block.rows for cell in row for inner in cell)
            case Grid():
                for row in block.rows:
                    yield from (tuple(squeezed(value)) for at, value in row.cells if not _hidden(row, at, block))
            case Box() if not _always(block):
                yield _name(block)
                yield from _compared(block.blocks)
            case Box():
                pass


def _rest(blocks: Iterable[Block], said: set[Words]) -> Iterator[Block]:
    for block in blocks:
        left = _left(block, said)
        if left is not None:
            yield left


def _left(block: Block, said: set[Words]) -> Block | None:
    match block:
        case Paragraph():
            shown = _shown(_words(block), said) and not _changed(block) and not notes_on(block)
            return None if shown else block
        case Picture():
            shown = _shown(tuple(squeezed(block.label)), said)
            return None if shown else line(f"[Picture: {clean(block.label)}]")
        case Table():
            rows = tuple(row for row in block.rows if any(True for cell in row for _ in _rest(cell, said)))
            return Table(rows) if rows else None
        case Grid():
            rows_left = tuple(row for row in (_row(row, block, said) for row in block.rows) if row.cells)
            return Grid(rows_left, block.hidden_columns) if rows_left else None
        case Box():
            inner = block.blocks if _always(block) else tuple(_rest(block.blocks, said))
            return replace(block, blocks=inner) if inner or _always(block) or not _shown(_name(block), said) else None


def _always(box: Box) -> bool:
    return bool(box.hidden) or not (box.section or _ON_PAGES.match(box.title))


def _name(box: Box) -> Words:
    """The name that a sheet was given; the titles of other boxes that pages show are ours."""
    return tuple(squeezed(box.title.removeprefix("Sheet: "))) if box.title.startswith("Sheet: ") else ()


def _words(paragraph: Paragraph) -> Words:
    return tuple(squeezed("".join(span.text for span in paragraph.spans)))


def _changed(paragraph: Paragraph) -> bool:
    return any(span.mark is not Mark.PLAIN and span.text.strip() for span in paragraph.spans)


def _hidden(row: Row, column: int, grid: Grid) -> bool:
    return row.hidden or column in grid.hidden_columns


def _row(row: Row, grid: Grid, said: set[Words]) -> Row:
    """The row with the cells alone that are hidden or not found."""
    left = tuple(
        (at, value) for at, value in row.cells if _hidden(row, at, grid) or not _shown(tuple(squeezed(value)), said)
    )
    return replace(row, cells=left)


def _shown(words: Words, said: set[Words]) -> bool:
    return not words or words in said
