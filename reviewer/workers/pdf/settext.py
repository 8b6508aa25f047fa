"""Set plain text as pages, for where no print worker is to be had.

Courier first, because plain text is often aligned for it, then Droid Sans Fallback for what Courier lacks. Both come
with PyMuPDF and cover Latin, Greek, Cyrillic, Chinese, Japanese and Korean; what neither has is set as □ and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import pymupdf

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Printed, SetText
from reviewer.workers.pdf.document import ENGINE, MAX_PAGES
from reviewer.workers.refusal import Refusal

PAPERS = {"Letter": (612.0, 792.0), "A4": (595.0, 842.0)}
"""Width and height in points."""

MAX_CODE_POINTS = 20_000_000

_MARGIN = 60.0
_SIZE = 9.5
_LEADING = 13.0
_MISSING = "\N{WHITE SQUARE}"

Line = list[tuple[str, Any]]
"""Code points with the font that has them."""


def set_text(request: SetText) -> tuple[Printed, bytes]:
    """The text on as many pages as it takes, wrapped. Refusal for unknown paper and for far too much text."""
    if request.paper not in PAPERS:
        raise Refusal(Reason("pages.paper_unknown", paper=request.paper, papers=", ".join(PAPERS)))
    if len(request.text) > MAX_CODE_POINTS:
        raise Refusal(Reason("pages.text_long", limit=MAX_CODE_POINTS))
    width, height = PAPERS[request.paper]
    lines = list(_wrapped(request.text, width - 2 * _MARGIN)) or [[]]
    per_page = int((height - 2 * _MARGIN) // _LEADING)
    if len(lines) > per_page * MAX_PAGES:
        raise Refusal(Reason("pages.text_fills", limit=MAX_PAGES))
    document = pymupdf.open()
    for start in range(0, len(lines), per_page):
        _set_page(document.new_page(width=width, height=height), lines[start : start + per_page])
    document.subset_fonts()
    made = document.tobytes(garbage=3, deflate=True, no_new_id=True, reproducible=True)
    return Printed(ENGINE, _remarks(lines, request.text)), made


def _remarks(lines: list[Line], text: str) -> Reasons:
    missing = sum(char == _MISSING for line in lines for char, _ in line) - text.count(_MISSING)
    lacking = (Reason("pages.letters_missing", count=missing),) if missing else ()
    return Reason("pages.plain_text"), *lacking


def _set_page(page: Any, lines: list[Line]) -> None:
    writer = pymupdf.TextWriter(page.rect)
    y = _MARGIN + _SIZE
    for line in lines:
        x = _MARGIN
        for font, run in groupby(line, key=lambda pair: pair[1]):
            text = "".join(char for char, _ in run)
            writer.append((x, y), text, font=font, fontsize=_SIZE)
            x += sum(_advance(char, font) for char in text)
        y += _LEADING
    writer.write_text(page)


def _wrapped(text: str, width: float) -> Iterator[Line]:
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield from _wrap([(c, f) for c, f in (_fitted(char) for char in line.expandtabs(8)) if c], width)


def _wrap(line: Line, width: float) -> Iterator[Line]:
    """Cut at the last space that fits, else within the word; the space at the cut stays at the line's end."""
    start, cut, used, at = 0, 0, 0.0, 0
    while at < len(line):
        char, font = line[at]
        used += _advance(char, font)
        if used > width and char != " " and at > start:
            end = cut if cut > start else at
            yield line[start:end]
            start, cut, used, at = end, end, 0.0, end
            continue
        at += 1
        if char == " ":
            cut = at
    yield line[start:]


@cache
def _fonts() -> tuple[Any, Any]:
    return pymupdf.Font("cour"), pymupdf.Font("cjk")


@cache
def _fitted(char: str) -> tuple[str, Any]:
    """The character and a font that has it; nothing for control characters, a white square for what no font has."""
    plain, wide = _fonts()
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return "", plain
    for font in (plain, wide):
        if font.has_glyph(code):
            return char, font
    return _MISSING, plain if plain.has_glyph(ord(_MISSING)) else wide


@cache
def _advance(char: str, font: Any) -> float:
    return float(font.glyph_advance(ord(char))) * _SIZE
