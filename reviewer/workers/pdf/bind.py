"""A casebook: a report and the exhibits that it cites as one PDF, in which each cite leads to its page.

What leads from the report to the file of an exhibit becomes a link within the document, the only kind that works in
every viewer. Bookmarks lead to each exhibit, and viewers call its pages by the numbers that they bear.
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
    """The casebook, ``starts`` on which page each exhibit begins. Refusal when a cite or a page would be lost."""
    if len(pdfs) != len(request.parts) + 1:
        raise Refusal(Reason("pdf.not_bound"))
    try:
        with open_pdf(pdfs[0]) as book:
            own = book.page_count
            bookmarks = [[1, request.report, 1], *([level + 1, *rest] for level, *rest in book.get_toc())]
            starts = list(_appended(book, request, pdfs[1:]))
            pages = zip(request.parts, starts, strict=True)
            _lead(book, own, {part.file: range(start - 1, start - 1 + len(part.labels)) for part, start in pages})
            if starts:
                bookmarks += [[1, request.exhibits, starts[0]]]
                bookmarks += [[2, part.title, at] for part, at in zip(request.parts, starts, strict=True)]
            book.set_toc(bookmarks)
            _name_pages(book, own, request)
            _forget(book, request.title)
            made = bytes(book.tobytes(garbage=3, deflate=True, no_new_id=True, reproducible=True))
        _check(made, own, request)
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


def _lead(book: Any, own: int, pages: Mapping[str, range]) -> None:
    """Make what leads from the report's own pages to a file lead to the page of the book, as far as there is one."""
    for number in range(own):
        for xref in _links(book, number):
            found = _TO_FILE.fullmatch(book.xref_get_key(xref, "A/URI")[1])
            of_file = pages.get(found["file"], range(0)) if found else range(0)
            if found is not None and int(found["page"]) <= len(of_file):
                page = book.page_xref(of_file[int(found["page"]) - 1])
                book.xref_set_key(xref, "A", f"<</S/GoTo/D[{page} 0 R/Fit]>>")


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


def _check(made: bytes, own: int, request: Bind) -> None:
    """Refusal unless all pages are there, and no link leads out."""
    with open_pdf(made) as again:
        wanted = own + sum(len(part.labels) for part in request.parts)
        out = [xref for number in range(again.page_count) for xref in _links(again, number)]
        if again.page_count != wanted or out:
            raise Refusal(Reason("pdf.not_bound"))
