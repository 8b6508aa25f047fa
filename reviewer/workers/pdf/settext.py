"""Set plain text as pages, for where no print worker is to be had.

Courier first, because plain text is often aligned for it, then Droid Sans Fallback for what Courier lacks. Both come
with PyMuPDF and cover Latin, Greek, Cyrillic, Chinese, Japanese and Korean; what neither has is set as □ and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from typing import Any

import pymupdf

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Printed, SetText
from reviewer.workers.layout_bounds import MOST_CODE_POINTS
from reviewer.workers.pdf.document import ENGINE
from reviewer.workers.refusal import Refusal

PAPERS = {"Letter": (612.0, 792.0), "A4": (595.0, 842.0)}
"""Width and height in points."""

MOST_PAGES = 600

_MARGIN = 60.0
_SIZE = 9.5
_LEADING = 13.0
_MISSING = "\N{WHITE SQUARE}"
_TELLING = 4
"""Lines of the first page that are left for what is to be said there."""

_MOST_RUNS = 60_000
"""Each change of the font takes as long as a line: after so many, one font sets all of a line."""

_MOST_LETTERS = 1_000
"""Of a line, for accents take no room: a page that has a million of them is not read back in the time it is given."""

Line = list[tuple[str, Any]]
"""Runs of code points with the font that has them."""


class _Writer(pymupdf.TextWriter):  # type: ignore[misc]  # PyMuPDF has no types
    """A writer that does not measure all it has after each piece, which nobody asks for here."""

    _bbox = pymupdf.Rect()


def set_text(request: SetText) -> tuple[Printed, bytes]:
    """The text on as many pages as it takes, wrapped; what is cut off is said first. Refusal for unknown paper."""
    if request.paper not in PAPERS:
        raise Refusal(Reason("pages.paper_unknown", paper=request.paper, papers=", ".join(PAPERS)))
    width, height = PAPERS[request.paper]
    room, per_page = width - 2 * _MARGIN, int((height - 2 * _MARGIN) // _LEADING)
    lines, shown, missing = _set_lines(request.text, room, per_page * MOST_PAGES - _TELLING)
    told = request.why
    if shown < len(request.text):
        told = (*told, Reason("pages.cut", shown=shown, count=len(request.text)))
    first = [line for each in told for line in _wrapped(f"[{sentence(each)}]", room)]
    lines = [*first, *([[]] if first else []), *lines] or [[]]
    document = pymupdf.open()
    for start in range(0, len(lines), per_page):
        _set_page(document.new_page(width=width, height=height), lines[start : start + per_page])
    document.subset_fonts()
    made = document.tobytes(garbage=3, deflate=True, no_new_id=True, reproducible=True)
    lacking = (Reason("pages.letters_missing", count=missing),) if missing else ()
    return Printed(ENGINE, (*told[len(request.why) :], Reason("pages.plain_text"), *lacking)), made


def _set_lines(text: str, width: float, most: int) -> tuple[list[Line], int, int]:
    """The lines of a text, of how much of it they are, and how many of its letters no font has."""
    lines: list[Line] = []
    shown = missing = runs = 0
    for line in text[:MOST_CODE_POINTS].splitlines(keepends=True):
        made = list(_wrapped(line.rstrip("\r\n"), width, room=_MOST_RUNS - runs))
        runs += sum(len(each) - 1 for each in made if each)
        if len(lines) + len(made) > most:
            break
        lines += made
        shown += len(line)
        missing += 0 if line.isascii() else sum(run.count(_MISSING) for part in made for run, _ in part)
        missing -= 0 if line.isascii() else line.count(_MISSING)
    return lines, shown, missing


def _set_page(page: Any, lines: list[Line]) -> None:
    writer = _Writer(page.rect)
    y = _MARGIN + _SIZE
    for line in lines:
        x = _MARGIN
        for text, font in line:
            writer.append((x, y), text, font=font, fontsize=_SIZE)
            x += sum(_advance(char, font) for char in text)
        y += _LEADING
    writer.write_text(page)


def _wrapped(text: str, width: float, *, room: int = _MOST_RUNS) -> Iterator[Line]:
    """A line of the text as it is set; one in Courier alone, where all letters are as wide, by counting them.

    With more than ``room`` changes of the font it is in the one that has most letters.
    """
    text = text.expandtabs(8)
    if text.isascii() and text.isprintable():
        plain = _fonts()[0]
        yield from ([(piece, plain)] if piece else [] for piece in _pieces(text, int(width // _advance("x", plain))))
        return
    pairs = [(c, f) for c, f in map(_fitted, text) if c]
    if sum(one[1] is not other[1] for one, other in pairwise(pairs)) > room:
        pairs = [(c, f) for c, f in map(_fitted_wide, text) if c]
    for line in _wrap(pairs, width):
        yield [("".join(char for char, _ in run), font) for font, run in groupby(line, key=lambda pair: pair[1])]


def _pieces(text: str, most: int) -> Iterator[str]:
    """As :func:`_wrap`, by numbers of letters."""
    start = 0
    while len(text) - start > most:
        end = start + most
        while end < len(text) and text[end] == " ":
            end += 1
        if end == start + most:
            cut = text.rfind(" ", start, end) + 1
            end = cut if cut > start else end
        if end >= len(text):
            break
        yield text[start:end]
        start = end
    yield text[start:]


def _wrap(line: list[tuple[str, Any]], width: float) -> Iterator[list[tuple[str, Any]]]:
    """Cut at the last space that fits, else within the word; the space at the cut stays at the line's end."""
    start, cut, used, at = 0, 0, 0.0, 0
    while at < len(line):
        char, font = line[at]
        used += _advance(char, font)
        if at > start and ((used > width and char != " ") or at - start == _MOST_LETTERS):
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
def _fitted_wide(char: str) -> tuple[str, Any]:
    """The same in the font that has most letters, alone."""
    fitted, _ = _fitted(char)
    wide = _fonts()[1]
    return fitted if not fitted or wide.has_glyph(ord(fitted)) else _MISSING, wide


@cache
def _advance(char: str, font: Any) -> float:
    return float(font.glyph_advance(ord(char))) * _SIZE
