"""The words of a document to search, and those that are hidden, from its blocks; pages say the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reviewer.domain.evidence.reading import MORE_HIDDEN, Hidden
from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Grid, Mark, Paragraph, Picture, Row, Table

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BRACKETED = {Mark.DELETED, Mark.HIDDEN, Mark.UNSEEN}
_HOW = {Mark.HIDDEN: Reason("hidden.formatted"), Mark.UNSEEN: Reason("hidden.white_or_tiny")}
_MOST_HIDDEN = 2000
_MOST_HIDDEN_TEXT = 200_000


def clean(text: str) -> str:
    """Words without control characters and soft hyphens; every kind of line break becomes one newline.

    Soft hyphens are seen by nobody and break words for the search; printed pages leave them out too.
    """
    return _CONTROL.sub("\ufffd", _BREAKS.sub("\n", text).replace("\xad", ""))


def shown_text(paragraph: Paragraph) -> str:
    """A paragraph as the page says it: what was deleted or is hidden stands in brackets that say so."""
    pieces = [f"{paragraph.marker} "] if paragraph.marker else []
    for span in paragraph.spans:
        if span.mark in _BRACKETED and span.text.strip():
            before, words, after = around(span.text)
            pieces.append(f"{before}[{span.mark}: {words}]{after}")
        else:
            pieces.append(span.text)
    return clean("".join(pieces))


def around(text: str) -> tuple[str, str, str]:
    """White space before, the words, and white space after."""
    words = text.strip()
    at = text.index(words)
    return text[:at], words, text[at + len(words) :]


def notes_on(paragraph: Paragraph) -> list[str]:
    """What stands below a paragraph: who changed what, and where links lead."""
    notes: list[str] = []
    last = (Mark.PLAIN, "")
    for span in paragraph.spans:
        if span.mark not in {Mark.INSERTED, Mark.DELETED}:
            last = (Mark.PLAIN, "")
        elif last == (span.mark, span.who):
            notes[-1] = f"{notes[-1][:-1]}{clean(span.text)}”"
        elif span.text.strip():
            notes.append(f"{str(span.mark).capitalize()} by {span.who or 'an unnamed person'}: “{clean(span.text)}”")
            last = (span.mark, span.who)
    links: dict[str, str] = {}
    for span in paragraph.spans:
        if span.link:
            links[span.link] = links.get(span.link, "") + span.text
    notes += [clean(f"Link: {text.strip()} → {target}") for target, text in links.items()]
    return notes


def row_text(row: Row) -> str:
    """The cells of a row, a tab between them."""
    return "\t".join(clean(value).replace("\n", " ") for _, value in row.cells)


def text_of(blocks: Iterable[Block]) -> str:
    """All words of the blocks, in order, a line for each paragraph."""
    return "\n".join(lines(blocks))


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of the blocks, line by line; cells of a row share a line where they can."""
    for block in blocks:
        match block:
            case Paragraph():
                yield shown_text(block)
                yield from notes_on(block)
            case Picture():
                if block.label:
                    yield clean(f"[Picture: {block.label}]")
            case Table():
                for row in block.rows:
                    yield "\t".join("\n".join(lines(cell)) for cell in row)
            case Grid():
                yield from (row_text(row) for row in block.rows)
            case Box():
                yield clean(block.title + how_hidden(block))
                yield from lines(block.blocks)


def how_hidden(box: Box) -> str:
    """What stands behind the title of a box that is hidden."""
    return f" ({sentence(box.hidden)})" if box.hidden else ""


def hidden_in(blocks: Iterable[Block]) -> list[Hidden]:
    """What no reader of the document would see on its pages, each with how it is hidden."""
    found: list[Hidden] = []
    cut = False
    for text, how in _hidden(blocks):
        words = text.strip()
        if not words:
            continue
        if len(found) == _MOST_HIDDEN:
            cut = True
            break
        found.append(Hidden(words[:_MOST_HIDDEN_TEXT], how))
        cut |= len(words) > _MOST_HIDDEN_TEXT
    return [*found, MORE_HIDDEN] if cut else found


def _hidden(blocks: Iterable[Block]) -> Iterator[tuple[str, Reason]]:
    for block in blocks:
        match block:
            case Paragraph():
                for mark, how in _HOW.items():
                    yield clean("".join(span.text for span in block.spans if span.mark is mark)), how
            case Table():
                yield from _hidden(inner for row in block.rows for cell in row for inner in cell)
            case Grid():
                yield from _hidden_cells(block)
            case Box():
                yield from ((text_of(block.blocks), block.hidden),) if block.hidden else _hidden(block.blocks)
            case Picture():
                pass


def _hidden_cells(grid: Grid) -> Iterator[tuple[str, Reason]]:
    for row in grid.rows:
        if row.hidden:
            yield row_text(row), Reason("hidden.row", row=row.number)
    for column in sorted(grid.hidden_columns):
        values = [value for row in grid.rows for at, value in row.cells if at == column]
        if values:
            yield clean("\n".join(values)), Reason("hidden.column", column=column_name(column))


def column_name(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters, rest = "", column + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
