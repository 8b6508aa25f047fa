"""A casebook: a report and the exhibits that it cites as one PDF, in which each cite leads to its page.

What leads from the report to a page of an exhibit in the book becomes a link within the document, the only kind that
works in every viewer. What leads anywhere else stays as words without a link: nothing leads out of it.
Bookmarks lead to each exhibit, and viewers call its pages by the numbers that they bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Bind
from reviewer.isolation.protocol import Printed
from reviewer.workers.pdf.active import remove_active_content
from reviewer.workers.pdf.document import ENGINE, open_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.refusal import Refusal

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
    """Take out what is active, and what the report said of itself that is not so of the book: that it is an archive."""
    remove_active_content(book)
    book.del_xml_metadata()
    book.set_metadata({"title": title})
    book.xref_set_key(book.pdf_catalog(), "OutputIntents", "null")


def _check(made: bytes, own: int, request: Bind, led: int) -> None:
    """Refusal unless all pages are there, no link leads out, and the report's lead to exhibits as they were made."""
    with open_pdf(made) as again:
        links = [link for number in range(own) for link in again[number].get_links()]
        there = sum(link["kind"] == pymupdf.LINK_GOTO and link["page"] >= own for link in links)
        out = any(True for number in range(again.page_count) for _ in _links(again, number))
        if out or again.page_count != own + sum(len(part.labels) for part in request.parts) or there != led:
            raise Refusal(Reason("pdf.not_bound"))
