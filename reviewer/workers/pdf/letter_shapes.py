"""Whether the letters of a page look like the letters that its fonts say they are.

A font may draw an A where its text says B: what one reads on the page is then not what its words say. So each glyph is
drawn alone and laid over the same letter of ten fonts that MuPDF brings: with serifs and without, slanted, bold and of
one width; a letter that is none of ASCII over that of an eleventh too, with Chinese, Japanese and Korean letters. It
has to be about as close to the letter that is said as to any other. Letters that print does not tell apart for certain
(l and I, O and 0, small and capital ones of one shape) are taken for the same. Of a script that none of these fonts
has, a letter is believed unless it looks just as one of the Latin alphabet. A glyph that says a space, or a character
that is not seen, has to draw nothing.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

_SIDE, _GAP, _COLUMNS = 20, 4, 32
_LATIN = ("helv", "hebo", "heit", "tiro", "tibo", "tiit", "tibi", "cour", "cobo", "coit")
_REST = "cjk"
_OTHERS = tuple(map(chr, range(33, 127)))
_PROPORTION, _FOOT, _HEAD = 0.15, 0.5, 0.3
"""What it weighs that one letter is wider, stands deeper or reaches higher (in ems), beside the share of pixels."""
_CLOSER, _DIGIT_CLOSER, _M_CLOSER, _JUST_AS = 0.06, 0.0, 0.14, 0.1
"""How much closer to another letter a glyph may be, as fonts differ; a digit to another digit; an M, which is as narrow
as an N in fonts of one width; and how close is the same letter in any font."""
_ALIKE = {each: group[0] for group in ("liI1|!j", "oO0", "'‘’`,‚´", '"“”„', "-–—‐‑−_\xad", ".·•") for each in group}
_DARK = bytes(49 if shade < 128 else 48 for shade in range(256))
_FORMAT = {"Cf", "Zs", "Zl", "Zp"}
_SOFT_HYPHEN = 0xAD
"""It is no letter, and yet real files draw it."""


class Shape(NamedTuple):
    """A glyph drawn into a square, a bit for each pixel; the logarithm of its proportion; where it stands, in ems."""

    bits: int
    proportion: float
    foot: float
    head: float


def look_as_told(letters: Mapping[tuple[int, int], set[int]], fonts: Mapping[int, Any]) -> bool:
    """Whether glyphs (a font and a number in it) look like each letter that is said of them."""
    blank = [glyph for glyph, codes in letters.items() if not all(map(_is_drawn, codes))]
    if any(_shapes([(fonts[font], number) for font, number in blank])):
        return False
    told = {glyph: [chr(code) for code in codes if _is_drawn(code)] for glyph, codes in letters.items()}
    drawn = [(glyph, said) for glyph, said in told.items() if said]
    shapes = _shapes([(fonts[font], number) for (font, number), _ in drawn])
    beyond = frozenset(letter for _, said in drawn for letter in said if not letter.isascii())
    return all(
        shape is not None and all(_looks_like(shape, letter, beyond) for letter in said)
        for (_, said), shape in zip(drawn, shapes, strict=True)
    )


def _is_drawn(code: int) -> bool:
    return code == _SOFT_HYPHEN or (code > 32 and unicodedata.category(chr(code)) not in _FORMAT)


def _looks_like(shape: Shape, letter: str, beyond: Iterable[str]) -> bool:
    """Whether a glyph looks like a letter rather than any Latin one or any that is said on the page."""
    if not _looks_like_among(shape, letter, _OTHERS):
        return False
    return letter.isascii() or _looks_like_among(shape, letter, tuple(beyond))


@lru_cache(4096)
def _looks_like_among(shape: Shape, letter: str, others: tuple[str, ...]) -> bool:
    same = _same(letter)
    known = [each for one in {letter, letter.lower(), letter.upper()} if len(one) == 1 for each in _known(one)]
    if not known:
        clear = (each for each in others if each.isalnum() and each.isascii() and each not in _ALIKE)
        return all(_distance(shape, each) >= _JUST_AS for other in clear for each in _known(other))
    least = min(_distance(shape, each) for each in known)
    room = _M_CLOSER if letter == "M" else _CLOSER
    return all(
        _distance(shape, each) >= least - (_DIGIT_CLOSER if letter.isdigit() and other.isdigit() else room)
        for other in others
        if _same(other) != same
        for each in _known(other)
    )


@cache
def _same(letter: str) -> str:
    """What stands for all letters that are not told apart."""
    if letter.isalpha() and len(unicodedata.normalize("NFKC", letter)) > 1:
        return letter  # a ligature is not its first letter
    bare = unicodedata.normalize("NFKD", letter)[0]
    return _ALIKE.get(bare) or bare.casefold()


def _distance(one: Shape, other: Shape) -> float:
    return (
        (one.bits ^ other.bits).bit_count() / _SIDE**2
        + _PROPORTION * abs(one.proportion - other.proportion)
        + _FOOT * abs(one.foot - other.foot)
        + _HEAD * abs(one.head - other.head)
    )


@cache
def _known(letter: str) -> tuple[Shape, ...]:
    """How the fonts that MuPDF brings draw a letter."""
    glyphs = [(font.this, font.has_glyph(ord(letter))) for font in map(_font, _LATIN)]
    if not letter.isascii():
        glyphs.append((_font(_REST).this, _font(_REST).has_glyph(ord(letter))))
    return tuple(each for each in _shapes([glyph for glyph in glyphs if glyph[1]]) if each is not None)


@cache
def _font(name: str) -> Any:
    return pymupdf.Font(name)


def _shapes(glyphs: Sequence[tuple[Any, int]]) -> list[Shape | None]:
    """Each glyph drawn to fill a square; None for one that draws nothing."""
    step = _SIDE + _GAP
    area = mupdf.FzIrect(0, 0, _COLUMNS * step, max(1, -(-len(glyphs) // _COLUMNS)) * step)
    pixels = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_gray(), area, mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(pixels, 255)
    device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixels)
    boxes = [
        _draw(device, *glyph, at % _COLUMNS * step + _GAP // 2, at // _COLUMNS * step + _GAP // 2)
        for at, glyph in enumerate(glyphs)
    ]
    mupdf.fz_close_device(device)
    picture = pymupdf.Pixmap("raw", pixels)
    return [
        None if box is None else _shape(box, _bits(picture, at % _COLUMNS * step, at // _COLUMNS * step))
        for at, box in enumerate(boxes)
    ]


def _shape(box: tuple[float, float, float, float], bits: int) -> Shape:
    x0, foot, x1, head = box
    return Shape(bits, math.log((x1 - x0) / (head - foot)), foot, head)


def _draw(device: Any, font: Any, number: int, x: float, y: float) -> tuple[float, float, float, float] | None:
    path = mupdf.fz_outline_glyph(font, number, mupdf.FzMatrix())
    if not path.m_internal:
        return None
    rect = mupdf.ll_fz_bound_path(path.m_internal, None, _UPRIGHT.internal())
    wide, high = rect.x1 - rect.x0, rect.y1 - rect.y0
    if wide <= 0 or high <= 0:
        return None
    across, down = _SIDE / wide, _SIDE / high
    placed = mupdf.FzMatrix(across, 0, 0, -down, x - rect.x0 * across, y + rect.y1 * down)
    grey = mupdf.fz_device_gray()
    mupdf.fz_fill_path(device, path, 0, placed, grey, _BLACK, 1.0, mupdf.FzColorParams())
    return rect.x0, rect.y0, rect.x1, rect.y1


def _bits(picture: Any, x: int, y: int) -> int:
    lines = []
    for row in range(y + _GAP // 2, y + _GAP // 2 + _SIDE):
        start = row * picture.stride + x + _GAP // 2
        lines.append(bytes(picture.samples_mv[start : start + _SIDE]))
    return int(b"".join(lines).translate(_DARK), 2)


_UPRIGHT = mupdf.FzMatrix()
_BLACK = mupdf.new_floats(1)
mupdf.floats_setitem(_BLACK, 0, 0.0)
