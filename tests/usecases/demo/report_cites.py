"""Reads the findings report in each form: its statements with their cites, and what is highlighted in its exhibits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import pymupdf
from docx import Document
from docx.oxml.ns import qn

CITE = re.compile(r"exhibits/Exhibit-(\d{3})\.pdf#page=(\d+)")
BLOCKS = {"p", "tr", "dd", "h1", "h2", "h3", "h4"}


@dataclass
class Statement:
    """A sentence or a row: its words, those of them that are verbatim, and its cites as (words, target)."""

    text: str = ""
    quotes: list[str] = field(default_factory=list)
    cites: list[tuple[str, str]] = field(default_factory=list)


class Statements(HTMLParser):
    """The statements of the HTML report, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Statement] = []
        self._now = Statement()
        self._quote = self._cite = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._now = Statement()
            self.found.append(self._now)
        elif tag == "q":
            self._quote = True
            self._now.quotes.append("")
        elif tag == "a" and dict(attrs).get("class") == "cite":
            self._cite = True
            self._now.cites.append(("", dict(attrs)["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self._quote = self._quote and tag != "q"
        self._cite = self._cite and tag != "a"

    def handle_data(self, data: str) -> None:
        self._now.text += data
        if self._quote:
            self._now.quotes[-1] += data
        if self._cite:
            words, target = self._now.cites[-1]
            self._now.cites[-1] = (words + data, target)


def bare(text: str) -> str:
    return "".join(text.split())


def verbatim(quote: str) -> str:
    """What a report has between the marks of a quote, in either language, without white space."""
    return bare(quote).removeprefix("“").removesuffix("”").removeprefix("«").removesuffix("»")


Chars = list[tuple[float, float, str]]


def chars_of(page: pymupdf.Page) -> Chars:
    """Each character of a page with its middle."""
    return [
        ((left + right) / 2, (top + bottom) / 2, char["c"])
        for block in page.get_text("rawdict", flags=pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES)["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
        for left, top, right, bottom in [char["bbox"]]
    ]


def under(chars: Chars, boxes: list[pymupdf.Rect]) -> str:
    """What stands in some boxes, without white space."""
    sides = [tuple(each) for each in boxes]
    return bare("".join(char for x, y, char in chars if any(x0 <= x < x1 and y0 <= y < y1 for x0, y0, x1, y1 in sides)))


@cache
def highlighted(exhibit: Path) -> dict[int, list[str]]:
    """The words under each highlight of an exhibit, by page from 1, without white space."""
    found: dict[int, list[str]] = {}
    with pymupdf.open(exhibit) as document:
        for number, page in enumerate(document, 1):
            marks = list(page.annots(types=[pymupdf.PDF_ANNOT_HIGHLIGHT]))
            chars = chars_of(page) if marks else []
            for mark in marks:
                ends = mark.vertices
                boxes = [pymupdf.Quad(ends[at : at + 4]).rect for at in range(0, len(ends), 4)]
                found.setdefault(number, []).append(under(chars, boxes))
    return found


def in_html(folder: Path) -> Iterator[Statement]:
    """The statements of the HTML report."""
    return iter(Statements((folder / "report.html").read_text("utf-8")).found)


def in_pdf(folder: Path) -> Iterator[tuple[str, str]]:
    """The words, without white space, and the target of each cite of the PDF."""
    with pymupdf.open(folder / "report.pdf") as document:
        for page in document:
            links = [link for link in page.get_links() if link.get("file", "").startswith("exhibits/")]
            chars = chars_of(page) if links else []
            for link in links:
                yield under(chars, [link["from"]]), f"{link['file']}#page={link['page'] + 1}"


def in_docx(folder: Path) -> Iterator[tuple[str, str]]:
    """The words, without white space, and the target of each cite of the Word document, in tables as well."""
    document = Document(str(folder / "report.docx"))
    for link in document.element.body.iter(qn("w:hyperlink")):
        key = link.get(qn("r:id"))
        if key is not None:
            yield bare("".join(each.text or "" for each in link.iter(qn("w:t")))), document.part.rels[key].target_ref


def texts_of(folder: Path) -> tuple[str, str, str]:
    """The words of the PDF, the Word document and the page in HTML."""
    with pymupdf.open(folder / "report.pdf") as document:
        pdf = "".join(page.get_text() for page in document)
    docx = "".join(each.text or "" for each in Document(str(folder / "report.docx")).element.body.iter(qn("w:t")))
    page = lxml.html.fromstring((folder / "report.html").read_text("utf-8"))
    return pdf, docx, "".join(page.itertext())
