"""The pages of an Office document as one self-contained HTML file: complete and calm, not a copy of its looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from reviewer.domain.evidence.reading import SAID
from reviewer.domain.reasons.catalogue import sentence, stored_sentences
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.layout import page_html
from reviewer.workers.layout_bounds import MOST_CELLS, MOST_LETTERS
from reviewer.workers.office.content import Block, Box, Found, Grid, Mark, Paragraph, Picture, Row, Span, Table
from reviewer.workers.office.plain import around, clean, column_name, how_hidden, notes_on

_STYLE = """
.evr-body p { margin: 0 0 5pt; white-space: pre-wrap; unicode-bidi: plaintext; }
.evr-body h1, .evr-body h2, .evr-body h3, .evr-body h4 { margin: 9pt 0 4pt; line-height: 1.25; white-space: pre-wrap; }
.evr-body h1 { font-size: 15pt; } .evr-body h2 { font-size: 13pt; }
.evr-body h3 { font-size: 11.5pt; } .evr-body h4 { font-size: 10.5pt; }
.evr-body img { max-width: 100%; max-height: 500pt; display: block; margin: 4pt 0; }
.evr-table { border-collapse: collapse; margin: 4pt 0 8pt; max-width: 100%; }
.evr-table > tbody > tr > td { border: 0.5pt solid #aaa; padding: 1.5pt 4pt; vertical-align: top; }
.evr-sheet { font-size: 8pt; line-height: 1.25; }
.evr-sheet td { white-space: pre-wrap; unicode-bidi: plaintext; overflow-wrap: break-word; }
.evr-sheet .evr-long { overflow-wrap: anywhere; min-width: 90pt; }
p.evr-sheet { overflow-wrap: anywhere; }
.evr-sheet .evr-at { color: #777; background: #f4f4f4; }
.evr-box { border-inline-start: 2pt solid #999; margin: 4pt 0 8pt; padding: 1pt 0 1pt 8pt; font-size: 9pt; }
.evr-box > .evr-title { color: #444; font-weight: 600; margin: 0 0 2pt; }
.evr-section > h1 { border-bottom: 0.75pt solid #ccc; margin: 14pt 0 6pt; padding: 0 0 2pt; }
.evr-hidden { border: 1pt dashed #b35900; padding: 3pt 8pt; }
.evr-hidden > .evr-title, .evr-hidden > h1 { color: #8a4500; }
.evr-note { font-size: 8pt; color: #444; }
ins { text-decoration: underline; color: #00559e; } del { color: #9c1f1f; }
.evr-words { border-bottom: 1pt dashed #b35900; }
"""
_MOST_BLOCKS = 15_000
_POINTS = 530.0
"""Width of a page."""
_LETTER, _BORDERS = 4.6, 9.0
"""Points of a letter and beside a cell's words, in the 8 points of a sheet; wide letters take both."""
_LONGEST_WORD = 40
"""Letters of a word that is not broken."""


@dataclass(slots=True)
class _Sheet:
    """HTML in the making, the pictures it shows, and how much more may go on the pages."""

    pictures: list[tuple[str, str, bytes]] = field(default_factory=list)
    names: dict[bytes, str] = field(default_factory=dict)
    cells: int = MOST_CELLS
    blocks: int = _MOST_BLOCKS
    letters: int = MOST_LETTERS
    cut: str = ""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The HTML of a document and its pictures as (name, media type, bytes); ``head`` are the facts that stand first.

    ``plain`` says what of it is too much to be laid out.
    """

    html: str
    pictures: tuple[tuple[str, str, bytes], ...]
    head: tuple[tuple[str, str], ...]
    plain: Reasons = ()


def page_of(found: Found, title: str) -> DocumentPage:
    """The page to print of a document."""
    sheet = _Sheet()
    body = "".join(_blocks(found.blocks, sheet))
    rows = [("Item", title), ("Format", found.form), *_facts(found)]
    if found.embedded:
        rows.append(("Files inside", "; ".join(each.name for each in found.embedded[:200])))
    if found.remarks:
        rows.append(("Read in part", "; ".join(sentence(each) for each in found.remarks)))
    head = tuple((clean(key), clean(text)) for key, text in rows)
    if sheet.cut:
        limit = {"cells": MOST_CELLS, "characters": MOST_LETTERS}.get(sheet.cut, _MOST_BLOCKS)
        return DocumentPage("", (), head, (Reason("pages.many", unit=sheet.cut, limit=limit),))
    return DocumentPage(page_html(clean(title), list(head), _STYLE, body, []), tuple(sheet.pictures), head)


def _facts(found: Found) -> Iterator[tuple[str, str]]:
    for name, fact in found.facts.items():
        yield name.capitalize(), stored_sentences(fact) if name in SAID else fact


def _safe(text: str) -> str:
    return escape(clean(text))


def _blocks(blocks: Iterable[Block], sheet: _Sheet) -> Iterator[str]:
    for block in blocks:
        sheet.blocks -= 1
        if sheet.blocks < 0 or sheet.letters < 0:
            sheet.cut = sheet.cut or ("paragraphs" if sheet.blocks < 0 else "characters")
            return
        match block:
            case Paragraph():
                made = _paragraph(block)
                sheet.letters -= len(made)
                yield made
            case Picture():
                yield _picture(block, sheet)
            case Table():
                yield '<table class="evr-table"><tbody>'
                for row in block.rows:
                    yield "<tr>" + "".join(f"<td>{''.join(_blocks(cell, sheet))}</td>" for cell in row) + "</tr>\n"
                yield "</tbody></table>\n"
            case Grid():
                yield from _grid(block, sheet)
            case Box():
                yield from _box(block, sheet)


def _box(box: Box, sheet: _Sheet) -> Iterator[str]:
    name = ("evr-section" if box.section else "evr-box") + (" evr-hidden" if box.hidden else "")
    title = _safe(box.title + how_hidden(box))
    yield f'<div class="{name}">'
    yield f"<h1>{title}</h1>\n" if box.section else f'<p class="evr-title" dir="auto">{title}</p>\n'
    yield from _blocks(box.blocks, sheet)
    yield "</div>\n"


def _paragraph(paragraph: Paragraph) -> str:
    words = "".join(_span(span) for span in paragraph.spans)
    if paragraph.marker:
        words = f"{_safe(paragraph.marker)} {words}"
    notes = "".join(f'<p class="evr-note" dir="auto">{escape(note)}</p>\n' for note in notes_on(paragraph))
    if paragraph.heading and words.strip():
        level = min(paragraph.heading, 4)
        return f'<h{level} dir="auto">{words}</h{level}>\n{notes}'
    indent = f' style="margin-inline-start: {12 * min(paragraph.depth, 8)}pt"' if paragraph.depth else ""
    return f'<p dir="auto"{indent}>{words}</p>\n{notes}'


def _span(span: Span) -> str:
    before, inner, after = around(span.text)
    words = _safe(inner)
    if span.bold:
        words = f"<b>{words}</b>"
    if span.italic:
        words = f"<i>{words}</i>"
    if not inner:
        return _safe(span.text)
    match span.mark:
        case Mark.INSERTED:
            words = f"<ins>{words}</ins>"
        case Mark.DELETED:
            words = f"<del>[deleted: {words}]</del>"
        case Mark.HIDDEN | Mark.UNSEEN:
            words = f'<span class="evr-words">[{span.mark}: {words}]</span>'
        case Mark.PLAIN:
            pass
    return f"{_safe(before)}{words}{_safe(after)}"


def _picture(picture: Picture, sheet: _Sheet) -> str:
    name = sheet.names.get(picture.data)
    if name is None:
        name = f"picture-{len(sheet.names) + 1}.{picture.media_type.rpartition('/')[2]}"
        sheet.names[picture.data] = name
        sheet.pictures.append((name, picture.media_type, picture.data))
    label = f'<p class="evr-note" dir="auto">[Picture: {_safe(picture.label)}]</p>\n' if picture.label else ""
    return f'<img src="{name}" alt="">\n{label}'


def _grid(grid: Grid, sheet: _Sheet) -> Iterator[str]:
    rows: list[Row] = []
    for row in grid.rows:
        if sheet.cells <= 0 or sheet.letters < 0:
            sheet.cut = sheet.cut or ("cells" if sheet.cells <= 0 else "characters")
            return
        sheet.cells -= len(row.cells) + 1
        sheet.letters -= sum(len(value) for _, value in row.cells)
        rows.append(row)
    columns = sorted({at for row in rows for at, _ in row.cells})
    if _width(rows) > _POINTS:  # too wide for a page: the cells of each row in one line, under their addresses
        yield from (_wide_row(row, grid) for row in rows)
        return
    heads = "".join(
        f'<td class="evr-at">{column_name(at)}{" (hidden)" if at in grid.hidden_columns else ""}</td>' for at in columns
    )
    yield f'<table class="evr-table evr-sheet"><tbody><tr><td class="evr-at"></td>{heads}</tr>\n'
    for row in rows:
        held = dict(row.cells)
        cells = "".join(_cell(held.get(at, "")) for at in columns)
        yield f'<tr><td class="evr-at">{row.number}{" (hidden)" if row.hidden else ""}</td>{cells}</tr>\n'
    yield "</tbody></table>\n"


def _width(rows: list[Row]) -> float:
    """The points that a table of these rows is wide at least: the longest word of each column beside each other."""
    longest: dict[int, int] = {}
    for row in rows:
        for at, value in row.cells:
            word = max(map(len, value.split()), default=0)
            longest[at] = max(longest.get(at, 2), min(word, _LONGEST_WORD))
    return sum(_BORDERS + _LETTER * letters for letters in longest.values()) + _BORDERS + 5 * _LETTER


def _cell(value: str) -> str:
    """A cell breaks between words, so that each can be found and quoted; within one only if it is very long."""
    long = any(len(word) > _LONGEST_WORD for word in value.split())
    return f'<td dir="auto"{" class=evr-long" if long else ""}>{_safe(value)}</td>'


def _wide_row(row: Row, grid: Grid) -> str:
    cells = " · ".join(
        f'<span class="evr-note">{column_name(at)}{row.number}'
        f"{' (hidden)' if row.hidden or at in grid.hidden_columns else ''}</span> {_safe(value)}"
        for at, value in row.cells
    )
    return f'<p dir="auto" class="evr-sheet">{cells}</p>\n'
