"""A casebook: a report and the exhibits that it cites as one PDF, in which each cite leads to its page.

What leads from the report to a page of an exhibit in the book becomes a link within the document, the only kind that
works in every viewer. What leads anywhere else stays as words without a link: nothing leads out of it.
Bookmarks lead to each exhibit, and viewers call its pages by the numbers that they bear. The number below a page leads
back to where the report first cites that page; of one that it does not cite, to its exhibit in the index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Bind
from reviewer.isolation.protocol import Printed
from reviewer.workers.exhibits.active import remove_active_content
from reviewer.workers.exhibits.stamp import STRIP, label_extent, label_font
from reviewer.workers.exhibits.streams import add_annotation, add_font, numbers, page_matrix
from reviewer.workers.pdf.document import ENGINE, open_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.objects import clean
from reviewer.workers.refusal import Refusal

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


_BESIDE = 6.0
"""How far a link goes beyond the number that it is on, in points."""
_ABOVE = 24.0
"""How much of what stands above a place is shown with it, in points."""


class _Place(NamedTuple):
    """A page of the report (from 0) and how high on it, in its own space and below zero: so places are in order."""

    page: int
    depth: float


def bind(request: Bind, pdfs: Sequence[bytes]) -> tuple[Printed, bytes]:
    """The casebook, ``starts`` on which page each exhibit begins.

    Refusal when a page would be lost, or the link to an exhibit in it.
    """
    if len(pdfs) != len(request.parts) + 1:
        raise Refusal(Reason("pdf.not_bound"))
    try:
        with open_pdf(pdfs[0]) as book:
            own, index = book.page_count, _named(book, request.back.anchor)
            bookmarks = [[1, request.report, 1], *([level + 1, *rest] for level, *rest in book.get_toc())]
            starts = list(_appended(book, request, pdfs[1:]))
            labelled = _embed_labels(book, range(own, book.page_count))
            pages = zip(request.parts, starts, strict=True)
            files = {part.file: range(start - 1, start - 1 + len(part.labels)) for part, start in pages}
            led = [cite for number in range(own) for cite in _lead(book, number, files)]
            back = _lead_back(book, request, labelled, _backs(led, files.values(), index))
            if starts:
                bookmarks += [[1, request.exhibits, starts[0]]]
                bookmarks += [[2, part.title, at] for part, at in zip(request.parts, starts, strict=True)]
            book.set_toc(bookmarks)
            _name_pages(book, own, request)
            _forget(book, request.title)
            made = bytes(book.tobytes(garbage=3, deflate=True, no_new_id=True, reproducible=True))
        _check(made, own, request, (len(led), back))
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


def _lead(book: Any, number: int, files: Mapping[str, range]) -> Iterator[tuple[int, _Place]]:
    """Make what leads from a page (from 0) of the report to a file that is in the book lead to its page.

    Each such page (from 0), and from where.
    """
    for xref in _links(book, number):
        found = _TO_FILE.fullmatch(book.xref_get_key(xref, "A/URI")[1])
        pages = files.get(found["file"]) if found else None
        if found is None or pages is None:
            continue
        if int(found["page"]) > len(pages):
            raise Refusal(Reason("pdf.not_bound"))
        page = pages[int(found["page"]) - 1]
        book.xref_set_key(xref, "A", f"<</S/GoTo/D[{book.page_xref(page)} 0 R/Fit]>>")
        yield page, _Place(number, -max(_numbers(book, xref, "Rect")[1::2]))


def _links(book: Any, number: int) -> Iterator[int]:
    """The links of a page (from 0) that lead by an address."""
    for xref, kind, _ in book[number].annot_xrefs():
        if kind == pymupdf.PDF_ANNOT_LINK and book.xref_get_key(xref, "A/URI")[0] == "string":
            yield xref


def _numbers(book: Any, xref: int, key: str) -> list[float]:
    return [float(each) for each in book.xref_get_key(xref, key)[1].strip("[]").split()]


# ── the way back ────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(report: Any, name: str) -> _Place | None:
    """A place of the report by its name (ISO 32000-2, 12.3.2.4), if it has one."""
    found = report.resolve_names().get(name)
    return None if found is None else _Place(found["page"], -found["to"][1])


def _backs(
    led: Iterable[tuple[int, _Place]], parts: Iterable[range], index: _Place | None
) -> dict[int, tuple[_Place, bool]]:
    """Where pages (from 0) of exhibits lead back to, and whether they are cited there.

    The index cites the first page of each exhibit. So one that is cited nowhere else leads there too.
    """
    cites: dict[int, list[_Place]] = defaultdict(list)
    for page, place in led:
        cites[page].append(place)
    backs: dict[int, tuple[_Place, bool]] = {}
    for pages in parts:
        listed = index and min((place for place in cites[pages[0]] if place >= index), default=index)
        for page in pages:
            first = min(cites[page], default=None)
            if first is not None and first != listed:
                backs[page] = first, True
            elif listed is not None:
                backs[page] = listed, False
    return backs


def _lead_back(book: Any, request: Bind, labelled: Iterable[int], backs: Mapping[int, tuple[_Place, bool]]) -> int:
    """Make the numbers below pages (from 0) of exhibits links to these places of the report; how many."""
    pages = [page for page in labelled if page in backs]
    labels = [label for part in request.parts for label in part.labels]
    own = book.page_count - len(labels)
    for page in pages:
        place, cited = backs[page]
        words = request.back.cited if cited else request.back.listed
        _add_back(book, page, labels[page - own], place, words)
    return len(pages)


def _add_back(book: Any, page: int, label: str, place: _Place, words: str) -> None:
    """A link as PDF/A has it: it is printed, and has no border."""
    shown = book[page].rect
    _, left, length = label_extent(shown.width, label)
    area = pymupdf.Rect(left - _BESIDE, shown.height - STRIP, left + length + _BESIDE, shown.height)
    area = (area & pymupdf.Rect(0, 0, shown.width, shown.height)) * page_matrix(book, page + 1)
    target = f"{book.page_xref(place.page)} 0 R/XYZ null {numbers(_ABOVE - place.depth)} null"
    xref = book.get_new_xref()
    book.update_object(
        xref,
        f"<</Type/Annot/Subtype/Link/P {book.page_xref(page)} 0 R/Rect[{numbers(*area)}]/F 4/Border[0 0 0]"
        f"/Contents{pymupdf.get_pdf_str(words)}/A<</S/GoTo/D[{target}]>>>>",
    )
    add_annotation(book, page + 1, xref)


# ── what the book says of itself ────────────────────────────────────────────────────────────────────────────────────


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
    book.set_xml_metadata(_XMP.format(title=escape(clean(title))))


def _check(made: bytes, own: int, request: Bind, links: tuple[int, int]) -> None:
    """Refusal unless all pages are there, no link leads out, and as many lead to exhibits and back as were made."""
    with open_pdf(made) as again:
        pages = [
            (number >= own, link["page"] >= own)
            for number in range(again.page_count)
            for link in again[number].get_links()
            if link["kind"] == pymupdf.LINK_GOTO
        ]
        there = (pages.count((False, True)), pages.count((True, False)))
        out = any(True for number in range(again.page_count) for _ in _links(again, number))
        if out or again.page_count != own + sum(len(part.labels) for part in request.parts) or there != links:
            raise Refusal(Reason("pdf.not_bound"))


# ── the font of the labels ──────────────────────────────────────────────────────────────────────────────────────────


def _embed_labels(document: Any, pages: Iterable[int]) -> list[int]:
    """Embed the font of the labels on some pages (from 0): what MuPDF brings in place of Helvetica, as wide as it.

    Answers which of them have one.

    Each page's label is led to another font. That object may have become one with a font of the page itself, which
    stays as its maker left it. In each exhibit, and in each page that is a file of its own, it would be 27 kB.
    """
    labelled = {page: name for page in pages if (name := _label_font(document, page))}
    if not labelled:
        return []
    font = document.get_new_xref()
    document.update_object(font, _embedded(document))
    for page, name in labelled.items():
        add_font(document, page + 1, name, font)
    return list(labelled)


def _label_font(document: Any, page: int) -> str:
    """The name of the font of a page's label as it was stamped; empty where the page has none."""
    name = label_font(document, page)
    kind, value = document.xref_get_key(document.page_xref(page), f"Resources/Font/{name}") if name else ("", "")
    told = document.xref_object(int(value.split()[0]), compressed=True) if kind == "xref" else ""
    return name if "/BaseFont/Helvetica" in told and "/FontDescriptor" not in told else ""


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
