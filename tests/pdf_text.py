"""What the pages of a PDF that we wrote say, read by PDFium, which writes none of them.

pypdf reads them too, and has no part in searching what leaves; but of a report it takes fifty times as long, with the
many letters of its fonts.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2

_HYPHEN_AT_THE_END = "\x02"
"""What PDFium gives for the hyphen at the end of a line."""


def page_texts(pdf: Path | bytes, password: str | None = None) -> list[str]:
    """The words of each page, on one line."""
    with pypdfium2.PdfDocument(pdf, password=password) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [" ".join(page.replace(_HYPHEN_AT_THE_END, "-").split()) for page in pages]


def text_of(pdf: Path | bytes, password: str | None = None) -> str:
    """The words of all pages, on one line."""
    return " ".join(page_texts(pdf, password))
