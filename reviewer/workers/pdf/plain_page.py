"""Whether a page is drawn so plainly that each of its letters is seen beyond doubt, whatever its words are.

All that MuPDF would draw is watched as it comes: level letters where their fonts say that they are, thin straight
strokes and filled rectangles, within upright clips that leave every letter whole. Anything else, and anything clear,
blended or masked, is a doubt. So are strips and strokes that together are thicker than a rule where letters stand,
fills beneath a part of a line, letters that hardly differ from what is beneath them, letters too small to read, and
letters drawn over letters, glyphs that say several letters and are no ligature of them, and letters that look like
others than their font says (:mod:`letter_shapes`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.workers.hidden.colours import WHITE, Colour, alike
from reviewer.workers.pdf.document import load_page
from reviewer.workers.pdf.letter_shapes import look_as_told

Box = tuple[float, float, float, float]

INK = 40
"""Of 255: the least by which letters differ from what is beneath them."""

_THIN = 2.0  # points of a rule under letters or through them, which covers none
_ROOM = 0.5  # points
_SMALLEST = 4.0  # points of letters that can be read
_NARROWEST = 0.5  # points of a letter, in the mean of its line
_OVERHANG = 0.22  # ems that slanted letters reach over their place
_STRAIGHT = 0.001
_CACHED = 1.0  # points that MuPDF adds around letters, whose places it rounds
_MIDDLE = 0.3  # ems above the line, where the middle of a letter is
_CELL = 8.0  # points, to look for letters upon letters


_LIGATURES = {unicodedata.normalize("NFKC", each): ord(each) for each in "ﬀﬁﬂﬃﬄﬆ"}


class _Walk(mupdf.FzPathWalker2):  # type: ignore[misc] # MuPDF has no types
    """Goes along a path and adds a box for each of its pieces, those without length and those that close it too."""

    def __init__(self, placed: Any, found: list[Box]) -> None:
        super().__init__()
        self._placed, self._found = placed, found
        self._at = self._first = (0.0, 0.0)
        for name in ("moveto", "lineto", "curveto", "closepath"):
            getattr(self, f"use_virtual_{name}")()

    def moveto(self, _: Any, x: float, y: float) -> None:
        self._at = self._first = self._point(x, y)

    def lineto(self, _: Any, x: float, y: float) -> None:
        self._add(self._point(x, y))

    def curveto(self, _: Any, *places: float) -> None:
        for at in range(0, 6, 2):
            self._add(self._point(*places[at : at + 2]))

    def closepath(self, _: Any) -> None:
        self._add(self._first)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        point = mupdf.fz_transform_point(mupdf.fz_make_point(x, y), self._placed)
        return point.x, point.y

    def _add(self, to: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self._at, to
        self._found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        self._at = to


class _Watch(mupdf.FzDevice2):  # type: ignore[misc] # MuPDF has no types
    """Takes part in the drawing of a page, and draws nothing."""

    def __init__(self, paper: Box, covered: Sequence[Box]) -> None:
        super().__init__()
        self._covered = covered
        self.doubt = False
        self.thickest = 0.0
        self.strokes: list[Box] = []
        self.fills: list[tuple[int, Box, Colour | None]] = []
        self.colours: dict[int, Colour | None] = {}
        self._order, self._clips = 0, [paper]
        self._told: dict[int, dict[int, bool]] = {}
        self.fonts: dict[int, Any] = {}
        self.glyphs: dict[tuple[int, int], set[int]] = {}
        for name in (
            "fill_path", "stroke_path", "fill_text", "stroke_text", "ignore_text", "fill_shade", "fill_image",
            "fill_image_mask", "clip_path", "clip_stroke_path", "clip_text", "clip_stroke_text", "clip_image_mask",
            "pop_clip", "begin_mask", "begin_group", "begin_tile",
        ):  # fmt: skip
            getattr(self, f"use_virtual_{name}")()

    def fill_path(
        self, _: Any, path: Any, _even: Any, ctm: Any, space: Any, colour: Any, alpha: float, *_more: Any
    ) -> None:
        box = _common(_sides(mupdf.ll_fz_bound_path(path, None, ctm)), self._clips[-1])
        plain = bool(mupdf.ll_fz_path_is_rect(path, ctm)) and alpha >= 1
        if box is not None:
            self.fills.append((self._order, box, _rgb(space, colour) if plain else None))
        self._order += 1

    def stroke_path(
        self, _: Any, path: Any, stroke: Any, ctm: Any, _space: Any, _colour: Any, alpha: float, *_more: Any
    ) -> None:
        width = stroke.linewidth * mupdf.FzMatrix(ctm).fz_matrix_max_expansion()
        self.thickest = max(self.thickest, width)
        self.doubt |= alpha < 1 or width > _THIN
        walked = _Walk(mupdf.FzMatrix(ctm), self.strokes)
        mupdf.fz_walk_path(mupdf.FzPath(mupdf.ll_fz_keep_path(path)), walked, walked.m_internal)
        self._order += 1

    def fill_text(self, _: Any, text: Any, ctm: Any, space: Any, colour: Any, alpha: float, *_more: Any) -> None:
        self.colours[self._order] = _rgb(space, colour)
        self._order += 1
        box = _grown(_sides(mupdf.ll_fz_bound_text(text, None, ctm)), -_CACHED)
        clear = alpha >= 1 and (box[0] >= box[2] or _holds(self._clips[-1], box))
        span, placed = text.head, mupdf.FzMatrix(ctm)
        while span and not self.doubt:
            letters = self._beside_boxes(mupdf.FzTextSpan(span), placed)
            self.doubt = bool(letters) and not (clear and self._is_where_told(mupdf.FzTextSpan(span), letters, placed))
            span = span.next

    def _beside_boxes(self, span: Any, ctm: Any) -> list[tuple[int, str]]:
        """The glyphs of a span that no box covers, with the letters that each says."""
        placed, font = mupdf.fz_concat(span.trm(), ctm), span.font()
        found = []
        for glyph, said, place in _clusters(span):
            half = mupdf.fz_advance_glyph(font, glyph, 0) / 2 if glyph >= 0 else 0.0
            at = mupdf.fz_transform_point(mupdf.fz_make_point(*place), ctm)
            if not is_under(at.x + placed.a * half, at.y + placed.d * _MIDDLE, self._covered):
                found.append((glyph, said))
        return found

    def _is_where_told(self, span: Any, letters: Sequence[tuple[int, str]], ctm: Any) -> bool:
        """Whether letters are level and upright, and none is drawn before or behind where its font says that it is."""
        placed = mupdf.fz_concat(span.trm(), ctm)
        if placed.a <= 0 or placed.d >= 0 or max(abs(placed.b), abs(placed.c)) > _STRAIGHT * placed.a:
            return False
        font = span.font()
        number = font.m_internal_value()
        self.fonts.setdefault(number, font)
        known = self._told.setdefault(number, {})
        for glyph, said in letters:
            code = ord(said) if len(said) == 1 else _LIGATURES.get(said)
            if code is None or glyph < 0:
                return False  # it says more letters than it can be seen to be
            self.glyphs.setdefault((number, glyph), set()).add(code)
            if glyph not in known:
                ink = mupdf.fz_bound_glyph(font, glyph, mupdf.FzMatrix())
                end = mupdf.fz_advance_glyph(font, glyph, 0)
                known[glyph] = ink.x0 >= ink.x1 or (ink.x0 >= -_OVERHANG and ink.x1 <= end + _OVERHANG)
            if not known[glyph]:
                return False
        return not span.m_internal.wmode

    def clip_path(self, _: Any, path: Any, _even: Any, ctm: Any, _scissor: Any) -> None:
        self.doubt |= not mupdf.ll_fz_path_is_rect(path, ctm)
        box = _common(_sides(mupdf.ll_fz_bound_path(path, None, ctm)), self._clips[-1])
        self._clips.append(box or (0.0, 0.0, 0.0, 0.0))

    def pop_clip(self, *_: Any) -> None:
        if len(self._clips) > 1:
            self._clips.pop()

    def begin_group(
        self, _: Any, _area: Any, _space: Any, _isolated: Any, _knockout: Any, blend: int, alpha: float
    ) -> None:
        self.doubt |= blend != 0 or alpha < 1

    def _doubtful(self, *_: Any) -> None:
        self.doubt = True

    def begin_tile(self, *_: Any) -> int:
        self.doubt = True
        return 0

    stroke_text = ignore_text = fill_shade = fill_image = fill_image_mask = _doubtful
    clip_stroke_path = clip_text = clip_stroke_text = clip_image_mask = begin_mask = _doubtful


def _clusters(span: Any) -> list[tuple[int, str, tuple[float, float]]]:
    """The glyphs of a span, what each says, and where it begins; a further letter of a ligature has none."""
    found: list[tuple[int, str, tuple[float, float]]] = []
    for at in range(span.m_internal.len):
        item = span.items(at)
        said = chr(max(0, item.ucs))
        if item.gid < 0 and found:
            glyph, before, place = found[-1]
            found[-1] = glyph, before + said, place
        else:
            found.append((item.gid, said, (item.x, item.y)))
    return found


def is_under(x: float, y: float, covered: Sequence[Box]) -> bool:
    """Whether the middle of a letter is in one of the boxes that will be filled."""
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in covered)


def is_letter_under(box: Box, covered: Sequence[Box]) -> bool:
    """The same of the place that a font tells of a letter."""
    return is_under((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, covered)


def drawn_plainly(document: Any, page: Any, number: int, spans: Sequence[Any], covered: Sequence[Box]) -> bool:
    """Whether nothing that is drawn on a page that is not turned can keep one of its letters from being seen.

    ``spans`` are its letters line by line, as :mod:`reviewer.workers.pdf.hidden` has them, without those that are
    ``covered``. Of these nothing is asked.
    """
    watch = _Watch((0.0, 0.0, page.cropbox.width, page.cropbox.height), covered)
    mupdf.fz_run_page(load_page(document, number), watch, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(watch)
    if watch.doubt:
        return False
    strokes = [_grown(box, watch.thickest / 2) for box in watch.strokes]
    if not all(_is_clear(span, watch, strokes) for span in spans) or _letters_upon_letters(page, covered):
        return False
    return look_as_told(watch.glyphs, watch.fonts)


def _is_clear(span: Any, watch: _Watch, strokes: Sequence[Box]) -> bool:
    box, letters = span.box, watch.colours.get(span.order)
    if not span.text.strip():
        return True
    if letters is None or span.size < _SMALLEST or box[2] - box[0] < _NARROWEST * len(span.text):
        return False
    ruled = sum(_least(box, stroke) for stroke in strokes)
    ground, thin = WHITE, ruled
    for order, filled, colour in watch.fills:
        least = _least(box, filled)
        if least > _THIN and order < span.order and colour is not None and _holds(filled, box):
            ground, thin = colour, ruled  # it covers what was filled before
        else:
            thin += least
    return thin <= _THIN and abs(_grey(letters) - _grey(ground)) >= INK and not alike(letters, ground)


def _letters_upon_letters(page: Any, covered: Sequence[Box]) -> bool:
    cells: dict[tuple[int, int], list[Box]] = {}
    paper = (0.0, 0.0, page.cropbox.width, page.cropbox.height)
    for span in page.get_texttrace():
        for code, _, _, told in span["chars"]:
            box = _common(told, paper)
            if code <= 32 or code == 0xA0 or box is None or is_letter_under(told, covered):
                continue
            x0, y0, x1, y1 = (int(side // _CELL) for side in box)
            for at in ((x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)):
                if any(mostly_over(box, other) for other in cells.get(at, ())):
                    return True
                cells.setdefault(at, []).append(box)
    return False


def mostly_over(one: Box, other: Box) -> bool:
    """Whether two boxes have more in common than half of the smaller."""
    shared = _common(one, other)
    return shared is not None and _area(shared) > 0.5 * min(_area(one), _area(other))


def any_over(boxes: Sequence[Box]) -> bool:
    """Whether some of many boxes lie mostly over each other."""
    lying: list[Box] = []
    for box in sorted(boxes, key=lambda each: each[1]):
        lying = [each for each in lying if each[3] > box[1]]
        if any(mostly_over(box, each) for each in lying):
            return True
        lying.append(box)
    return False


def _sides(rect: Any) -> Box:
    return rect.x0, rect.y0, rect.x1, rect.y1


def _common(one: Box, other: Box) -> Box | None:
    box = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return box if box[0] < box[2] and box[1] < box[3] else None


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _least(one: Box, other: Box) -> float:
    """The lesser side of what two boxes have in common."""
    shared = _common(one, other)
    return 0.0 if shared is None else min(shared[2] - shared[0], shared[3] - shared[1])


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + _ROOM
        and outer[1] <= inner[1] + _ROOM
        and outer[2] >= inner[2] - _ROOM
        and outer[3] >= inner[3] - _ROOM
    )


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _grey(colour: Colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _rgb(space: Any, colour: Any) -> Colour | None:
    parts = pymupdf.jm_lineart_color(space, colour)
    if len(parts) != 3:
        return None
    red, green, blue = (max(0, min(255, round(part * 255))) for part in parts)
    return red, green, blue
