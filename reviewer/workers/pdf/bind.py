"""A casebook: a report and the exhibits that it cites as one PDF, in which each cite leads to its page.

What leads from the report to a page of an exhibit in the book becomes a link within the document, the only kind that
works in every viewer. What leads anywhere else stays as words without a link: nothing leads out of it.
Bookmarks lead to each exhibit, and viewers call its pages by the numbers that they bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Bind
from reviewer.isolation.protocol import Printed
from reviewer.workers.pdf.active import remove_active_content
from reviewer.workers.pdf.document import ENGINE, open_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.stamp import LABEL_FONT
from reviewer.workers.pdf.streams import add_font
from reviewer.workers.refusal import Refusal

_RESOURCE = f"Resources/Font/{LABEL_FONT}"
_FIRST, _LAST = 32, 255  # of the letters in WinAnsiEncoding
_NAME = "NimbusSans-Regular"
_LATIN = 32
"""The flag of a font with Latin letters alone (ISO 32000-2, table 121)."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
"""What a book says of itself: its title, and no standard that it would conform to."""

_TO_FILE = re.compile(r"(?P<file>[^#]+)#page=(?P<page>[1-9][0-9]*)")


def bind(request: Bind, pdfs: Sequence[bytes]) -> tuple[Printed, bytes]:
    """The casebook, ``starts`` on which page each exhibit begins.

    Refusal when a page would be lost, or the link to an exhibit in it.
    """
    if len(pdfs) != len(request.parts) + 1:
        raise Refusal(Reason("pdf.not_bound"))
    try:
        with open_pdf(pdfs[0]) as book:
            own = book.page_count
            bookmarks = [[1, request.report, 1], *([level + 1, *rest] for level, *rest in book.get_toc())]
            starts = list(_appended(book, request, pdfs[1:]))
            _embed_labels(book, range(own, book.page_count))
            pages = zip(request.parts, starts, strict=True)
            files = {part.file: range(start - 1, start - 1 + len(part.labels)) for part, start in pages}
            led = sum(_lead(book, number, files) for number in range(own))
            if starts:
                bookmarks += [[1, request.exhibits, starts[0]]]
                bookmarks += [[2, part.title, at] for part, at in zip(request.parts, starts, strict=True)]
            book.set_toc(bookmarks)
            _name_pages(book, own, request)
            _forget(book, request.title)
            made = bytes(book.tobytes(garbage=3, deflate=True, no_new_id=True, reproducible=True))
        _check(made, own, request, led)
    except MUPDF_ERRORS as error:
        raise Refusal(Reason("pdf.not_bound")) from error
    return Printed(ENGINE, starts=tuple(starts)), made


def _appended(book: Any, request: Bind, pdfs: Sequence[bytes]) -> Iterator[int]:
    """Append the exhibits with their highlights; on which page each begins, from 1."""
    for part, pdf in zip(request.parts, pdfs, strict=True):
        start = book.page_count + 1
        with open_pdf(pdf) as exhibit:
            if exhibit.page_count != len(part.labels):
                raise Refusal(Reason("pdf.labels_differ", labels=len(part.labels), count=exhibit.page_count))
            exhibit.bake(annots=False, widgets=True)
            book.insert_pdf(exhibit, links=True, annots=True, widgets=False)
        yield start


def _lead(book: Any, number: int, files: Mapping[str, range]) -> int:
    """Make what leads from a page (from 0) of the report to a file that is in the book lead to its page; how many."""
    led = 0
    for xref in _links(book, number):
        found = _TO_FILE.fullmatch(book.xref_get_key(xref, "A/URI")[1])
        pages = files.get(found["file"]) if found else None
        if found is None or pages is None:
            continue
        if int(found["page"]) > len(pages):
            raise Refusal(Reason("pdf.not_bound"))
        page = book.page_xref(pages[int(found["page"]) - 1])
        book.xref_set_key(xref, "A", f"<</S/GoTo/D[{page} 0 R/Fit]>>")
        led += 1
    return led


def _links(book: Any, number: int) -> Iterator[int]:
    """The links of a page (from 0) that lead by an address."""
    for xref, kind, _ in book[number].annot_xrefs():
        if kind == pymupdf.PDF_ANNOT_LINK and book.xref_get_key(xref, "A/URI")[0] == "string":
            yield xref


def _name_pages(book: Any, own: int, request: Bind) -> None:
    """Page labels (ISO 32000-2, 12.4.2): the report's own pages by its name, the others by their numbers."""
    names = [f"0 <</S/D/P({request.report} )>>"]
    labels = [label for part in request.parts for label in part.labels]
    names += [f"{own + at} <</P({label})>>" for at, label in enumerate(labels)]
    book.xref_set_key(book.pdf_catalog(), "PageLabels", f"<</Nums[{' '.join(names)}]>>")


def _forget(book: Any, title: str) -> None:
    """Take out what is active, and what the report said of itself that is not so of the book: that it is an archive.

    The profile of its colours stays: it tells of the exhibits' colours what viewers take them for without it.
    """
    remove_active_content(book)
    book.set_metadata({"title": title})
    book.set_xml_metadata(_XMP.format(title=escape(title)))


def _check(made: bytes, own: int, request: Bind, led: int) -> None:
    """Refusal unless all pages are there, no link leads out, and the report's lead to exhibits as they were made."""
    with open_pdf(made) as again:
        links = [link for number in range(own) for link in again[number].get_links()]
        there = sum(link["kind"] == pymupdf.LINK_GOTO and link["page"] >= own for link in links)
        out = any(True for number in range(again.page_count) for _ in _links(again, number))
        if out or again.page_count != own + sum(len(part.labels) for part in request.parts) or there != led:
            raise Refusal(Reason("pdf.not_bound"))


# ── the font of the labels ──────────────────────────────────────────────────────────────────────────────────────────


def _embed_labels(document: Any, pages: Iterable[int]) -> None:
    """Embed the font of the labels on some pages (from 0): what MuPDF brings in place of Helvetica, as wide as it.

    Each page's label is led to another font. That object may have become one with a font of the page itself, which
    stays as its maker left it. In each exhibit, and in each page that is a file of its own, it would be 27 kB.
    """
    labelled = [page for page in pages if _has_label(document, page)]
    if not labelled:
        return
    font = document.get_new_xref()
    document.update_object(font, _embedded(document))
    for page in labelled:
        add_font(document, page + 1, LABEL_FONT, font)


def _has_label(document: Any, page: int) -> bool:
    """Whether a page has a label as it was stamped."""
    kind, value = document.xref_get_key(document.page_xref(page), _RESOURCE)
    told = document.xref_object(int(value.split()[0]), compressed=True) if kind == "xref" else ""
    return "/BaseFont/Helvetica" in told and "/FontDescriptor" not in told


def _embedded(document: Any) -> str:
    """The font as an object that refers to its program (ISO 32000-2, 9.6.2)."""
    font = pymupdf.Font("helv")
    program, descriptor = document.get_new_xref(), document.get_new_xref()
    document.update_object(program, "<</Subtype/Type1C>>")
    document.update_stream(program, font.buffer)
    box = " ".join(str(round(1000 * each)) for each in pymupdf.Rect(font.bbox))
    document.update_object(
        descriptor,
        f"<</Type/FontDescriptor/FontName/{_NAME}/Flags {_LATIN}/FontBBox[{box}]/ItalicAngle 0/Ascent 729"
        f"/Descent -218/CapHeight 729/StemV 85/FontFile3 {program} 0 R>>",
    )
    widths = " ".join(str(_width(font, code)) for code in range(_FIRST, _LAST + 1))
    return (
        f"<</Type/Font/Subtype/Type1/BaseFont/{_NAME}/Encoding/WinAnsiEncoding/FirstChar {_FIRST}/LastChar {_LAST}"
        f"/Widths[{widths}]/FontDescriptor {descriptor} 0 R>>"
    )


def _width(font: Any, code: int) -> int:
    char = bytes([code]).decode("cp1252", "replace")
    return round(1000 * font.glyph_advance(ord(char))) if font.has_glyph(ord(char)) else 0
