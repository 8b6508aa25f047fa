"""Words that may be read at some places of finished pages, and must not be anywhere else in them.

Where they stand is told by the first reader, which knows the box of each letter; how often, beyond the edge of a page
too, by the second. Streams that draw pages are not searched by themselves, for the words are in them; all else is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pymupdf
import pypdfium2

from reviewer.domain.exports.run_together import FEWEST_TIGHT, tight
from reviewer.domain.exports.source_pattern import passes_for_letters
from reviewer.domain.exports.source_places import source_places
from reviewer.domain.pages.page_text import Box, unpack_boxes
from reviewer.isolation.exhibit_messages import Legible
from reviewer.workers.exhibits.own_names import without_own_names
from reviewer.workers.exhibits.pdf_strings import strings, told_beside
from reviewer.workers.exhibits.sought import Sought
from reviewer.workers.pdf.document import open_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.pages import read_opened
from reviewer.workers.refusal import Refusal

Hit = tuple[str, str, int]
_ROOM = 4.0
"""Points by which a letter may stand beside the place that it had on the page before."""


def beyond_legible(places: Sequence[Legible], data: bytes) -> Iterator[Hit]:
    """Where words stand in a finished file apart from the places at which they may be read."""
    if not places:
        return
    if not data.startswith(b"%PDF"):
        yield from _too_often(places, data.decode("utf-8", "replace"), 0, "text")
        return
    try:
        document = open_pdf(data)
    except Refusal:
        yield "unreadable", "", 0
        return
    try:
        yield from _on_pages(places, document)
        yield from _beside_pages(places, document)
    except MUPDF_ERRORS:
        yield "unreadable", "", 0
    yield from _by_second(places, data)


def _words(places: Sequence[Legible]) -> list[str]:
    return list(dict.fromkeys(each.word for each in places))


def _too_often(places: Sequence[Legible], text: str, page: int, where: str) -> Iterator[Hit]:
    """Words that stand in a text more often than they may be read on a page, or anywhere for page 0."""
    most = Counter(each.word for each in places if not page or any(box.page == page for box in each.at))
    stand = Counter(word for _, _, word in source_places(text, _words(places)))
    yield from ((where, word, page) for word, count in stand.items() if count > most[word])


def _on_pages(places: Sequence[Legible], document: Any) -> Iterator[Hit]:
    for number, page in enumerate(read_opened(document, "").pages.pages, 1):
        boxes = unpack_boxes(page.boxes, len(page.text))
        rects = [box.box for each in places for box in each.at if box.page == number]
        rest, at = [], 0
        for start, end, word in sorted(source_places(page.text, _words(places))):
            letters = (boxes[place] for place in range(start, end) if passes_for_letters(page.text[place]))
            if not all(any(_is_in(letter, rect) for rect in rects) for letter in letters):
                yield "text", word, number
            rest.append(page.text[at:start])
            at = max(at, end)
        left = tight("\f".join((*rest, page.text[at:])))
        joined = ((word, tight(word)) for word in _words(places))
        yield from (("text", word, number) for word, all_ in joined if len(all_) >= FEWEST_TIGHT and all_ in left)


def _is_in(letter: Box, rect: Box) -> bool:
    across, down = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    return rect[0] - _ROOM <= across <= rect[2] + _ROOM and rect[1] - _ROOM <= down <= rect[3] + _ROOM


def _beside_pages(places: Sequence[Legible], document: Any) -> Iterator[Hit]:
    """In all that draws no page, and in all strings but those of notes and fields at such a place."""
    sought = Sought(_words(places))
    drawn, notes = set[int](), set[int]()
    for page in document:
        rects = [pymupdf.Rect(box.box) for each in places for box in each.at if box.page == page.number + 1]
        drawn.update(page.get_contents())
        for each in (*page.annots(), *page.widgets()):
            if any(each.rect.intersects(rect) for rect in rects):
                notes.add(each.xref)
    yield from (("metadata", word, 0) for text in told_beside(document) for word in sought.text(text))
    for xref in range(1, document.xref_length()):
        text = document.xref_object(xref, compressed=True)
        if xref not in notes:
            bare = without_own_names(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
            yield from (("object", word, 0) for word in (*sought.text(bare), *sought.text(" ".join(strings(text)))))
        draws = xref in drawn or _DRAWING.search(text) is not None
        if document.xref_is_stream(xref) and not draws:
            said = (document.xref_stream(xref) or b"").decode("latin-1")
            yield from (("stream", word, 0) for word in (*sought.text(said), *sought.text("".join(strings(said)))))


_DRAWING = re.compile(r"/Subtype */(?:Form|Image|Type1C|CIDFontType0C|OpenType)\b|/Length1 |/PatternType ")
"""What streams have that draw parts of a page: forms, pictures, fonts, patterns (ISO 32000-2 8.7.3, 8.9, 8.10, 9.9)."""


def _by_second(places: Sequence[Legible], data: bytes) -> Iterator[Hit]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number, page in enumerate(document, 1):
                yield from _too_often(places, page.get_textpage().get_text_range(), number, "second reader")
    except (pypdfium2.PdfiumError, ValueError):
        yield "unreadable", "", 0
