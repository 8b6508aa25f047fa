"""One page of a PDF recognised: drawn in grey, given to the engine, and its words put back where they stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.pages.ocr import LOW, NATIVE, Seen, may_have_words, needs_ocr
from reviewer.domain.pages.page_text import Box, pack_boxes
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import Ocr, Ocred
from reviewer.workers.ocr.engine import Engine, PixelBox, Word
from reviewer.workers.pdf.document import page_size
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.page_pictures import pictures_on
from reviewer.workers.pdf.raster import Document
from reviewer.workers.refusal import Refusal

RESOLUTION = 300
"""Dots per inch at which the engine is used to read."""

MOST_PIXELS = 24_000_000
"""Of one picture: an A3 page at 300 dpi has 17 million. Larger pages are drawn smaller."""

MOST_TEXT = 500_000
"""Code points of one page."""

_TURNS = (90, 270, 180)
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

_loaded: list[Engine | Refusal] = []  # one a process, loaded before it shuts itself in


def load(tessdata: str, language: str, *, builtin: bool = False) -> None:
    """Load the engine of this process; when that cannot be, each page asked for says why."""
    try:
        _loaded[:] = [Engine(tessdata, language, builtin=builtin)]
    except Refusal as refusal:
        _loaded[:] = [refusal]


def recognise(document: Document, request: Ocr) -> Ocred:
    """The words of a page, unless it turns out not to need it. Refusal when it cannot be drawn."""
    if not _loaded:
        raise Refusal(Reason("ocr.not_started"))
    if not 1 <= request.page <= len(document.sizes):
        raise Refusal(Reason("pdf.no_such_page", page=request.page, count=len(document.sizes)))
    engine = _loaded[0]
    if isinstance(engine, Refusal):
        raise engine
    try:
        page = document.page(request.page)
        width, height = page_size(page)
        drawn = _Drawn(page, width, height)
        pixels = drawn.pixels(0)
        pictures = pictures_on(page)
        seen = Seen(_share(pictures, width * height), 1 - pixels.count(b"\xff") / len(pixels))
        asked = request.anyway or (request.pictures and may_have_words(pictures))
        if not (asked or needs_ocr(request.text, seen)):
            return Ocred(False, PageText(width, height, "", b""), b"", engine.name)
        words, turn = _read(engine, drawn, pixels)
    except MUPDF_ERRORS as error:
        raise Refusal(Reason("pdf.page_not_drawn", page=request.page)) from error
    text, boxes, confidences = _laid_out(words, drawn, turn)
    return Ocred(True, PageText(width, height, text, pack_boxes(boxes)), confidences, engine.name)


class _Drawn:
    """A page as grey pictures, one for each quarter turn that is asked for."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        self._page, self._width, self._height = page, width, height
        self.scale = min(RESOLUTION / 72, math.sqrt(MOST_PIXELS / (width * height)))

    def size(self, turn: int) -> tuple[int, int]:
        """Width and height in pixels, the page turned clockwise by so many degrees."""
        sides = [max(1, math.ceil(side * self.scale - 0.001)) for side in (self._width, self._height)]
        return (sides[1], sides[0]) if turn in (90, 270) else (sides[0], sides[1])

    def pixels(self, turn: int) -> bytes:
        """8 bits a pixel, white 255, rows without padding."""
        width, height = self.size(turn)
        picture = mupdf.fz_new_pixmap_with_bbox(
            mupdf.fz_device_gray(), mupdf.FzIrect(0, 0, width, height), mupdf.FzSeparations(), 0
        )
        mupdf.fz_clear_pixmap_with_value(picture, 255)
        device = mupdf.fz_new_draw_device(self._matrix(turn), picture)
        mupdf.fz_run_page(self._page, device, mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(device)
        return bytes(pymupdf.Pixmap("raw", picture).samples)

    def on_page(self, box: PixelBox, turn: int) -> Box:
        """A box of a turned picture, in points of the page as displayed."""
        left, top, right, bottom = (side / self.scale for side in box)
        if turn == 90:
            return top, self._height - right, bottom, self._height - left
        if turn == 180:
            return self._width - right, self._height - bottom, self._width - left, self._height - top
        if turn == 270:
            return self._width - bottom, left, self._width - top, right
        return left, top, right, bottom

    def _matrix(self, turn: int) -> Any:
        s, w, h = self.scale, self._width * self.scale, self._height * self.scale
        values = {0: (s, 0, 0, s, 0, 0), 90: (0, s, -s, 0, h, 0), 180: (-s, 0, 0, -s, w, h), 270: (0, -s, s, 0, 0, w)}
        return mupdf.FzMatrix(*values[turn])


def _read(engine: Engine, drawn: _Drawn, upright: bytes) -> tuple[list[Word], int]:
    """The words of a page and by how much it had to be turned to find them.

    A page of which most words cannot be trusted may lie on its side, so that it is tried so too; the turn with most
    trust in most letters wins.
    """
    best, turn = _words(engine, drawn, upright, 0), 0
    if not _doubtful(best):
        return best, turn
    for other in _TURNS:
        words = _words(engine, drawn, drawn.pixels(other), other)
        if _trust(words) > 1.2 * _trust(best):
            best, turn = words, other
            if not _doubtful(best):
                break
    return best, turn


def _words(engine: Engine, drawn: _Drawn, pixels: bytes, turn: int) -> list[Word]:
    width, height = drawn.size(turn)
    found = engine.recognise(pixels, width, height, max(70, round(drawn.scale * 72)))
    return [word for word in found if any(text.strip() for text, _ in word.symbols)]


def _doubtful(words: Iterable[Word]) -> bool:
    """Whether most words are not to be trusted; letters upside down still make some that seem sure."""
    long = [word for word in words if len(word.symbols) >= 3]
    sure = sum(word.confidence >= LOW for word in long)
    return sure < 3 or sure < len(long) / 2


def _trust(words: Iterable[Word]) -> float:
    return sum(max(0.0, word.confidence - 40) * len(word.symbols) for word in words)


def _laid_out(words: Iterable[Word], drawn: _Drawn, turn: int) -> tuple[str, list[Box], bytes]:
    """Text in reading order with a box and a confidence per code point; blocks stand an empty line apart."""
    chars: list[str] = []
    boxes: list[Box] = []
    marks = bytearray()
    before: Word | None = None
    for word in words:
        if len(chars) > MOST_TEXT:
            break
        if before is not None:
            gap = ("\n\n" if word.block else "\n") if word.line or word.block else " "
            between = _between(before.box, word.box) if gap == " " else None
            chars += gap
            boxes += [_NOWHERE if between is None else drawn.on_page(between, turn)] * len(gap)
            marks += bytes([NATIVE]) * len(gap)
        confidence = max(0, min(100, round(word.confidence)))
        for text, box in _letters(word):
            chars.append(text)
            boxes.append(drawn.on_page(box, turn))
            marks.append(confidence)
        before = word
    if chars:
        chars.append("\n")
        boxes.append(_NOWHERE)
        marks.append(NATIVE)
    return "".join(chars), boxes, bytes(marks)


def _between(left: PixelBox, right: PixelBox) -> PixelBox | None:
    """The space between two words of a line."""
    if right[0] < left[2]:
        return None
    return left[2], max(left[1], right[1]), right[0], max(min(left[3], right[3]), left[1], right[1])


def _letters(word: Word) -> Iterable[tuple[str, PixelBox]]:
    """The code points of a word, each as high as the word; a symbol of several shares its width among them."""
    x0, y0, x1, y1 = word.box
    for symbol, box in word.symbols:
        text = "".join(char for char in _LIGATURES.get(symbol, symbol) if char.isprintable() and not char.isspace())
        left, right = max(x0, min(box[0], x1)), max(x0, min(box[2], x1))
        for at, char in enumerate(text):
            start, end = (left + (right - left) * step // len(text) for step in (at, at + 1))
            yield char, (start, y0, end, y1)


def _share(pictures: Iterable[Box], area: float) -> float:
    """The share of a page that its pictures cover, at most 1."""
    return min(1.0, sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures) / area)
