"""Which letters of a print nobody can read, because no font on this machine has them."""

from __future__ import annotations

import pymupdf

_PAGES = 200
"""How many pages are looked through; it takes a few milliseconds each."""

_NO_GLYPH = 0
"""The glyph that fonts draw for what they do not have (OpenType: ``.notdef``), a box or nothing."""


def shapeless(pdf: bytes) -> int:
    """How many letters on the first 200 pages were drawn as a box or not at all."""
    with pymupdf.open("pdf", pdf) as document:
        return sum(
            glyph == _NO_GLYPH
            for page in document.pages(0, min(_PAGES, document.page_count))
            for span in page.get_texttrace()
            for _, glyph, *_ in span["chars"]
        )
