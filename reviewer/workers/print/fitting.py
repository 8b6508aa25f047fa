"""Whether Chromium got all of a page onto its paper in letters that can be read, and what to print it by if not.

Chromium makes a page that is too wide smaller by a third at most and cuts off the rest at the right edge. So what needs
more than a quarter, and what is mostly blank paper, is printed again in one column under a style sheet of ours.
"""

from __future__ import annotations

import re

import pymupdf

_PIXELS_TO_DEVICE = 300 / 96
"""Chromium prints at 300 units an inch and lays out at 96 CSS pixels an inch."""

_LEAST_SCALE = 0.75
"""So far a page may be made smaller to fit: the 8 points in which notes and tables are set come to 6 then."""

_TRANSFORM = re.compile(rb"re\s+W\*?\s+n\s+q\s+([0-9.]+) 0 0 ([0-9.]+) [-0-9.]+ [-0-9.]+ cm")
"""How a page of Skia's PDFs begins: a clip to the printable area, then the matrix that shrinks the layout into it."""

_FEW_PAGES, _FEW_LETTERS, _LOOKED_AT = 10, 20, 200
"""A document of more pages than that is looked at, on some of them, for pages with fewer letters than that."""

ONE_COLUMN = (
    "<style>:root:root body{margin:0!important}"
    ":root:root *{max-width:100%!important;min-width:0!important;min-height:0!important;height:auto!important;"
    "width:auto!important;float:none!important;position:static!important;transform:none!important;columns:auto!important;"
    "margin:0 0 2pt!important;padding:0 2pt 0 0!important;text-indent:0!important;letter-spacing:normal!important;"
    "word-spacing:normal!important;line-height:1.3!important;font-size:10pt!important;white-space:normal!important;"
    "overflow-wrap:anywhere!important;break-before:auto!important;break-after:auto!important;zoom:1!important}"
    ":root:root :is(table,tbody,thead,tfoot,tr,td,th,div,section,form){display:block!important}"
    ":root:root :is(pre,pre *,.evr-plain,.evr-plain *){white-space:pre-wrap!important}"
    ":root:root br+br+br{display:none!important}</style>"
)
"""The same words in one column, in letters of one size, without blank space; at the end of the page."""


def fits(pdf: bytes) -> bool:
    """False when the page was made too small to read to get it onto the paper, or when more of it may lie beyond."""
    with pymupdf.open("pdf", pdf) as document:
        found = _TRANSFORM.search(document[0].read_contents())
    return found is None or float(found[1]) >= _PIXELS_TO_DEVICE * _LEAST_SCALE - 0.001


def mostly_blank(pdf: bytes) -> bool:
    """Whether there are many pages, and more than half of them have next to no words and no picture."""
    with pymupdf.open("pdf", pdf) as document:
        count = int(document.page_count)
        if count <= _FEW_PAGES:
            return False
        seen = range(0, count, -(-count // _LOOKED_AT))
        return sum(_blank(document[number]) for number in seen) > len(seen) / 2


def _blank(page: pymupdf.Page) -> bool:
    return len("".join(str(page.get_text()).split())) < _FEW_LETTERS and not page.get_images()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pymupdf.open("pdf", pdf) as document:
        return int(document.page_count)
