"""Make an exhibit of a PDF: highlights with pop-ups, a label on a strip below each page, nothing active or personal.

The strip is added below the page as it is displayed, so it covers nothing and no coordinate moves. The same input gives
the same bytes: no date, no random identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import pymupdf
from pymupdf import mupdf

from reviewer.domain.evidence.reading import Hidden
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import LEFT_OUT, StampMark
from reviewer.isolation.protocol import (
    Printed,
    Stamp,
)
from reviewer.workers.exhibits.active import remove_active_content
from reviewer.workers.exhibits.maker import remove_maker
from reviewer.workers.exhibits.saving import saved, saved_pdf
from reviewer.workers.exhibits.streams import (
    add_font_to,
    add_stream,
    balanced_contents,
    free_name,
    letterless,
    numbers,
    page_transform,
    references,
)
from reviewer.workers.exhibits.wordlayer import add_words
from reviewer.workers.pdf.document import ENGINE, load_page, open_pdf, page_size
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.forms import show_unsigned_as_drawn
from reviewer.workers.pdf.hidden import hidden_in_pdf
from reviewer.workers.refusal import Refusal

STRIP = 22.0
"""Height of the strip below each page, in points."""

_TOLD, _WORDS = 5, 60
"""As many stretches of unseen words are quoted, of so many characters."""

LABEL_SIZE = 8.0
_BESIDE = 2.0
"""Points that stay free on either side of a label; less of a page that is narrower than a stamp."""
LABEL_FONT = "ExhibitLabel"
"""Its name among the resources of a page, with a number where the page has one of that name."""
_INK = "0.25 0.25 0.25"
_LAST = 3  # streams of a page that may have its label: what binds them may put others behind
_LABEL = re.compile(rb"BT %b rg /(%b[0-9]*) [^/]* Tm <[0-9a-f]*> Tj ET Q\n" % (_INK.encode(), LABEL_FONT.encode()))


def stamp(request: Stamp, data: bytes) -> tuple[Printed, bytes]:
    """The exhibit and what was taken out of it; Refusal as :func:`stamp_pages`."""
    printed, made = stamp_pages(request, data)
    return printed, made[0]


def stamp_pages(request: Stamp, data: bytes) -> tuple[Printed, list[bytes]]:
    """The exhibit, its single pages if they are wanted, and what was taken out of it.

    Refusal when the document cannot be used, or a mark or a label is off its pages.
    """
    document = open_pdf(data)
    as_form = show_unsigned_as_drawn(document)
    try:
        removed = sorted({*remove_active_content(document), *remove_maker(document)})
        add_words(document, request.layers)
        labels = _labels(document, request)
        if labels:
            _label_pages(document, labels)
        singles = list(_singles(document)) if request.single else []
        _mark_pages(document, request.marks)
        as_form()
        made = saved(document)
        unseen = _unseen(made) if request.unseen else ()
    except MUPDF_ERRORS as error:
        raise Refusal(Reason("pdf.not_stamped")) from error
    return Printed(ENGINE, tuple(_remarks(removed, unseen)), unseen=unseen), [made, *singles]


def together(parts: Sequence[bytes]) -> bytes:
    """The pages of the parts of one document, in order; Refusal where one cannot be used, or there is none."""
    with pymupdf.open() as whole:
        for part in parts:
            with open_pdf(part) as document:
                whole.insert_pdf(document)
        if not whole.page_count:
            raise Refusal(Reason("reader.needs_one_file"))
        return saved(whole)


def _singles(document: Any) -> Iterator[bytes]:
    """Each page as a document of its own; what annotations and form fields show was drawn on it before."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    for number in range(document.page_count):
        one = mupdf.PdfDocument()
        mupdf.pdf_graft_page(one, -1, pdf, number)  # links and annotations stay behind
        yield saved_pdf(one)


def _unseen(made: bytes) -> tuple[Hidden, ...]:
    with open_pdf(made) as again:
        return hidden_in_pdf(again)  # it turns pages as it needs them


def _remarks(removed: Sequence[str], unseen: Sequence[Hidden]) -> Iterator[Reason]:
    """What was taken out, and the words that are still in the file although no page shows them."""
    if removed:
        yield Reason(LEFT_OUT, what=", ".join(removed))
    if unseen:
        told = [f"“{_short(each.text)}” ({each.how}, page {each.page})" for each in unseen[:_TOLD]]
        more = len(unseen) - len(told)
        yield Reason("pdf.not_shown", what="; ".join(told) + (f"; and {more} more" if more else ""))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


# ── the strip ───────────────────────────────────────────────────────────────────────────────────────────────────


def _labels(document: Any, request: Stamp) -> list[str]:
    """What stands below each page; nothing where nothing is to."""
    count = document.page_count
    if request.labels and len(request.labels) != count:
        raise Refusal(Reason("pdf.labels_differ", labels=len(request.labels), count=count))
    if request.labels:
        return list(request.labels)
    return [f"{request.label} · page {number} of {count}" for number in range(1, count + 1)] if request.label else []


def _label_pages(document: Any, labels: Sequence[str]) -> None:
    font = document.get_new_xref()
    document.update_object(font, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    name = free_name(document, LABEL_FONT)
    strips: dict[tuple[float, ...], _Strip] = {}
    pdf = mupdf.pdf_document_from_fz_document(document)
    without_letters = letterless(pdf)
    for number, label in enumerate(labels, 1):
        shown = load_page(document, number)
        page, (width, height) = mupdf.pdf_page_from_fz_page(shown), page_size(shown)
        held, matrix = page.obj(), page_transform(page)
        looks = (width, height, matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        if looks not in strips:  # most pages of a document are alike
            strips[looks] = _Strip.of(width, height, ~pymupdf.Matrix(matrix))
        after = strips[looks].after(label, name)
        contents = balanced_contents(document, pdf, number, held, without_letters)
        _add_strip(pdf, held, contents, strips[looks], after)
        add_font_to(pdf, held, name, font)


def _add_strip(pdf: Any, held: Any, contents: Sequence[int], strip: _Strip, after: str) -> None:
    """Put the contents of a page between what stands before and after them there, and make it longer by the strip."""
    streams = [add_stream(pdf, strip.before), *contents, add_stream(pdf, after)]
    mupdf.pdf_dict_puts(held, "Contents", references(pdf, streams))
    for key in ("MediaBox", "CropBox"):
        mupdf.pdf_dict_puts(held, key, mupdf.pdf_new_rect(pdf, strip.box))
    for key in ("TrimBox", "BleedBox", "ArtBox"):
        mupdf.pdf_dict_dels(held, key)


@dataclass(frozen=True, slots=True)
class _Strip:
    """The strip of pages that look alike: ``area`` as displayed, ``to_page`` from there to the page's own space.

    ``before`` stands before what was on the page, ``drawn`` after it; ``box`` is the page with the strip.
    """

    area: Any
    to_page: Any
    before: str
    drawn: str
    box: Any

    @classmethod
    def of(cls, width: float, height: float, to_page: Any) -> Self:
        """That of a page of this size."""
        area = pymupdf.Rect(0, height, width, height + STRIP)
        rule = pymupdf.Rect(0, height, width, height + 0.5) * to_page
        crop, white = pymupdf.Rect(0, 0, width, height) * to_page, area * to_page
        whole = pymupdf.Rect(0, 0, width, height + STRIP) * to_page
        return cls(
            area,
            to_page,
            # Nothing from beyond the crop may show in the strip.
            f"q {numbers(*crop.tl, crop.width, crop.height)} re W n\n",
            f"\nQ\nq 1 1 1 rg {numbers(*white.tl, white.width, white.height)} re f "
            f"0.75 0.75 0.75 rg {numbers(*rule.tl, rule.width, rule.height)} re f ",
            mupdf.FzRect(*(float(numbers(side)) for side in whole)),
        )

    def after(self, text: str, font: str) -> str:
        """What stands after the page, with a label in the font of this name."""
        size, left, _ = label_extent(self.area.width, text)
        foot = self.area.y0 + self.area.height * 0.62
        at = pymupdf.Matrix(1, 0, 0, -1, left, foot) * self.to_page
        shown = text.encode("cp1252", "replace").hex()
        label = f"BT {_INK} rg /{font} {numbers(size)} Tf {numbers(*at)} Tm <{shown}> Tj ET Q\n"
        return self.drawn + label


def label_font(document: Any, page: int) -> str:
    """The name of the font of a page's label (page from 0), by what draws it; empty where the page has none."""
    last = b"".join(document.xref_stream(each) or b"" for each in document[page].get_contents()[-_LAST:])
    found = _LABEL.findall(last)
    return str(found[-1].decode("ascii")) if found else ""


def label_extent(width: float, text: str) -> tuple[float, float, float]:
    """Of a label on a page so wide: the size of its letters, where it begins from the left, and how long it is."""
    natural = sum(map(_width, text))
    beside = min(_BESIDE, width / 10)
    size = min(LABEL_SIZE, width / (max(1, len(text)) * 0.56), (width - 2 * beside) / max(natural, 1.0))
    length = size * natural
    return size, max(beside, (width - length) / 2), length


@cache
def _width(char: str) -> float:
    """How wide a letter is on a label of size 1."""
    return float(pymupdf.get_text_length(char, fontname="helv", fontsize=1))


# ── the highlights ──────────────────────────────────────────────────────────────────────────────────────────────


def _mark_pages(document: Any, marks: tuple[StampMark, ...]) -> None:
    by_page: dict[int, list[StampMark]] = {}
    for mark in marks:
        if not 1 <= mark.page <= document.page_count:
            raise Refusal(Reason("pdf.highlight_off", page=mark.page, count=document.page_count))
        by_page.setdefault(mark.page, []).append(mark)
    for number, on_page in sorted(by_page.items()):
        page = mupdf.pdf_page_from_fz_page(load_page(document, number))
        for mark in on_page:
            _highlight(page, mark)


def _highlight(page: Any, mark: StampMark) -> None:
    if not mark.rects:
        return
    annotation = mupdf.pdf_create_annot(page, mupdf.PDF_ANNOT_HIGHLIGHT)
    for x0, y0, x1, y1 in mark.rects:
        mupdf.pdf_add_annot_quad_point(annotation, mupdf.fz_make_quad(x0, y0, x1, y0, x0, y1, x1, y1))
    mupdf.pdf_set_annot_color(annotation, [int(mark.color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    mupdf.pdf_set_annot_opacity(annotation, 0.45)
    mupdf.pdf_set_annot_author(annotation, mark.title)
    mupdf.pdf_set_annot_contents(annotation, mark.text)
    mupdf.pdf_update_annot(annotation)
