"""A second reader of PDFs, PDFium, for what the first one, MuPDF, finds no page in, and for the words that it loses.

It makes a copy that the first one can read, so that there is one way to show, mark and export a page. A finished
file with redactions is attacked by it too. It is loaded with the other readers and runs behind the same walls.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pypdfium2

MOST_PAGES = 20_000
NAME = f"PDFium {pypdfium2.PDFIUM_INFO.build}"

_FACTS = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}
_WORD = re.compile(r"\w+")
_MOST_SINGLE = 200  # pages that are taken over one by one: each brings a copy of what it shares
_MOST_WORDS = 2_000  # of one page that are listed beside it


def mended(data: bytes, passwords: Sequence[str]) -> tuple[bytes, int]:
    """A copy of the pages, without a password, and which has opened it; empty when PDFium finds no page either."""
    for at, password in enumerate((None, *passwords)):
        try:
            with pypdfium2.PdfDocument(data, password=password) as document:
                return (_copied(document) if len(document) else b""), at
        except (pypdfium2.PdfiumError, ValueError):
            continue
    return b"", 0


def facts(data: bytes, passwords: Sequence[str]) -> dict[str, str]:
    """What a document says of itself, which its copy does not: a copy says when it was made, and by what."""
    for password in (None, *passwords):
        try:
            with pypdfium2.PdfDocument(data, password=password) as document:
                return {_FACTS[name]: value for name, value in document.get_metadata_dict().items() if name in _FACTS}
        except (pypdfium2.PdfiumError, ValueError):
            continue
    return {}


def _copied(document: pypdfium2.PdfDocument) -> bytes:
    """The pages taken over into a new document: all at once, so that they share what they share, else one by one."""
    count = len(document)
    if count > MOST_PAGES:
        return b""
    with pypdfium2.PdfDocument.new() as made:
        try:
            made.import_pages(document)
            taken = len(made)
        except (pypdfium2.PdfiumError, ValueError):
            taken = 0
        if taken != count:
            return _one_by_one(document)
        return _saved(made)


def _one_by_one(document: pypdfium2.PdfDocument) -> bytes:
    with pypdfium2.PdfDocument.new() as made:
        taken = 0
        for number in range(min(len(document), _MOST_SINGLE)):
            try:
                made.import_pages(document, [number])
                taken += 1
            except (pypdfium2.PdfiumError, ValueError):
                made.new_page(612, 792)  # so that the numbers of the others stay
        return _saved(made) if taken else b""


def _saved(made: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def lost_words(data: bytes, passwords: Sequence[str], page: int, found: str) -> str:
    """The lines of a page, counted from 1, with words that are not among those that the first reader found."""
    for password in (None, *passwords):
        try:
            with pypdfium2.PdfDocument(data, password=password) as document:
                text = document[page - 1].get_textpage().get_text_bounded()
        except (pypdfium2.PdfiumError, ValueError, IndexError):
            continue
        known = set(_WORD.findall(found))
        lines = [line for line in text.splitlines() if not known.issuperset(_WORD.findall(line))]
        return " ".join(" ".join(lines).split()[:_MOST_WORDS])
    return ""
