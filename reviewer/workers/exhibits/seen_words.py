"""The words of pages on which nothing is seen but letters, straight lines and filled rectangles, where that is certain.

They stand beside the boxes of a redacted copy in place of what OCR would read there. A page is left to OCR as soon as
something could be seen on it that its text does not say, or said that is not seen: pictures, curves, notes, fields,
fonts made of drawings, letters that are covered, clipped, clear, pale, tiny, over each other or off the page, words in
layers, other words than are drawn, words whose outlines are not where their font says, words where the copy shows no
ink, words of two scripts that have letters of one look, and letters that look like others than the font says. What is
under a box is decided by the outlines and by the boxes that fonts tell, whichever touches.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf

from reviewer.domain.exports.redaction_boxes import meets
from reviewer.isolation.exhibit_messages import SeenWords, SeenWordsOf, WordLayer
from reviewer.workers.exhibits.redact import RESOLUTION
from reviewer.workers.pdf.document import load_page, open_pdf, page_size
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.hidden import all_shown, layers_off
from reviewer.workers.pdf.plain_page import INK, any_over

_PLAIN = frozenset({"fill-text", "fill-path", "stroke-path"})
_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff]")
"""Letters that stand for what nobody knows: controls, private use, replacements."""
_LOOKALIKE = ("GREEK", "CYRILLIC", "FULLWIDTH")
_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)
_GRID = 72 / RESOLUTION
"""Points: the places of words are told no finer than the pixels show them."""
_MOST_DRAWN = 5_000
_STRAIGHT = 0.01
_OVER = 0.3
"""Of the height of a word: how far its outlines may reach over the box that its font tells of."""

Word = tuple[str, tuple[float, float, float, float]]


def seen_words(request: SeenWords, original: bytes, copy: bytes) -> SeenWordsOf:
    """The words of the pages of which it is certain what is seen; those that a box touches are left out."""
    layers = []
    with open_pdf(original) as document, open_pdf(copy) as pixels:
        wanted = request.pages or tuple(range(1, document.page_count + 1))
        if len(wanted) != pixels.page_count or layers_off(document):
            return SeenWordsOf(())
        for place, number in enumerate(wanted):
            boxes = [each.box for each in request.boxes if each.page == number]
            try:
                words = _on_page(document, pixels[place], number, boxes)
            except MUPDF_ERRORS:
                words = None
            if words is not None:
                layers.append(WordLayer(number, words))
    return SeenWordsOf(tuple(layers))


def _on_page(document: Any, pixels: Any, number: int, boxes: Sequence[Any]) -> tuple[Word, ...] | None:
    """The words of a page; None where it is not certain that they are what is seen."""
    page = document[number - 1]
    if not _is_plain(document, page, number):
        return None
    found = page.get_text("words", flags=_FLAGS)
    inked = [each[:5] for each in page.get_text("words", flags=_FLAGS | pymupdf.TEXT_ACCURATE_BBOXES)]
    drawn = [chr(char[0]) for span in page.get_texttrace() for char in span["chars"]]
    same = [each[4] for each in found] == [each[4] for each in inked]
    same = same and _letters("".join(drawn)) == _letters("".join(each[4] for each in found))
    if not same or not all_shown(document, number, boxes):
        return None
    picture = pixels.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)
    words, places = [], list[tuple[float, float, float, float]]()
    for (*told, text, _, _, _), (*ink, _) in zip(found, inked, strict=True):
        if any(meets(place, box) for box in boxes for place in (tuple(told), tuple(ink))):
            continue
        if _UNKNOWN.search(text) or _is_of_two_scripts(text) or not _is_within(ink, told) or not _has_ink(picture, ink):
            return None
        words.append((text, _on_grid(told)))
        places.append((ink[0], ink[1], ink[2], ink[3]))
    return None if any_over(places) else tuple(words)


def _is_of_two_scripts(word: str) -> bool:
    """Whether letters of ASCII stand in a word beside those of a script that has others of the same look."""
    letters = {each for each in word if each.isalpha()}
    named = (unicodedata.name(each, "") for each in letters if not each.isascii())
    return any(each.isascii() for each in letters) and any(each.startswith(_LOOKALIKE) for each in named)


def _is_plain(document: Any, page: Any, number: int) -> bool:
    """Whether a page shows letters of fonts, straight lines and rectangles, and nothing else."""
    width, height = page_size(load_page(document, number))
    crop = page.cropbox
    if page.rotation or abs(width - crop.width) > _STRAIGHT or abs(height - crop.height) > _STRAIGHT:
        return False
    if any(True for _ in page.annots()) or any(True for _ in page.widgets()):
        return False
    if any(font[2] == "Type3" for font in page.get_fonts()):
        return False
    log = page.get_bboxlog()
    if len(log) > _MOST_DRAWN or not {kind for kind, _ in log} <= _PLAIN:
        return False
    return all(_is_straight(item) for drawing in page.get_cdrawings() for item in drawing["items"])


def _is_straight(item: Any) -> bool:
    if item[0] == "re":
        return True
    if item[0] != "l":
        return False
    x0, y0, x1, y1 = (float(side) for point in item[1:3] for side in point)
    return abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT


def _is_within(ink: Sequence[float], told: Sequence[float]) -> bool:
    """Whether the outlines of a word's letters are where its font says that the letters are."""
    room = (told[3] - told[1]) * _OVER
    x0, y0, x1, y1 = ink
    return x0 >= told[0] - room and y0 >= told[1] - room and x1 <= told[2] + room and y1 <= told[3] + room


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if not char.isspace())


def _has_ink(picture: Any, ink: Sequence[float]) -> bool:
    """Whether the copy, of one pixel a point, shows more than one shade where the outlines of a word are."""
    x0, y0 = (math.floor(side) - 1 for side in ink[:2])
    x1, y1 = (math.ceil(side) + 1 for side in ink[2:])
    left, right = max(0, x0), min(picture.width, x1)
    rows = range(max(0, y0), min(picture.height, y1))
    seen = b"".join(_lines(picture, left, right, rows))
    shades = set(seen)
    return len(shades) > 1 and max(shades) - min(shades) >= INK


def _lines(picture: Any, left: int, right: int, rows: range) -> Iterator[bytes]:
    for row in rows:
        yield bytes(picture.samples_mv[row * picture.stride + left : row * picture.stride + right])


def _on_grid(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (round(round(side / _GRID) * _GRID, 2) for side in box)
    return x0, y0, x1, y1
