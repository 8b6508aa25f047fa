"""Whether Chromium got all of a page onto its paper, and how a print on larger paper becomes one on the usual."""

from __future__ import annotations

import re

import pymupdf

SCALES = tuple(1.5**step for step in range(8))
"""How many times larger than asked for the paper may be, tried in this order; the last takes some 18,000 CSS pixels."""

_PIXELS_TO_DEVICE = 300 / 96
"""Chromium prints at 300 units an inch and lays out at 96 CSS pixels an inch."""

_MOST_SHRUNK = 1.5
"""Chromium shrinks a page that is too wide by this much at most (``kPrintingMaximumShrinkFactor`` in Blink)."""

_TRANSFORM = re.compile(rb"re\s+W\*?\s+n\s+q\s+([0-9.]+) 0 0 ([0-9.]+) [-0-9.]+ [-0-9.]+ cm")
"""How a page of Skia's PDFs begins: a clip to the printable area, then the matrix that shrinks the layout into it."""


def fits(pdf: bytes) -> bool:
    """False when the page was shrunk as far as Chromium goes, so that more of it may lie beyond the right edge."""
    with pymupdf.open("pdf", pdf) as document:
        found = _TRANSFORM.search(document[0].read_contents())
    return found is None or float(found[1]) > _PIXELS_TO_DEVICE / _MOST_SHRUNK + 0.001


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pymupdf.open("pdf", pdf) as document:
        return int(document.page_count)


def shrink(pdf: bytes, scale: float) -> bytes:
    """The same PDF on paper that is so many times smaller, text and all."""
    with pymupdf.open("pdf", pdf) as large, pymupdf.open() as small:
        for page in large:
            rect = page.rect
            target = small.new_page(width=round(rect.width / scale), height=round(rect.height / scale))
            target.show_pdf_page(target.rect, large, page.number)
        return bytes(small.tobytes(garbage=3, deflate=True))
