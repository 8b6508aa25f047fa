"""Open a PDF, or say why it cannot be used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.pdf import second
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.gathering import gathered
from reviewer.workers.refusal import Refusal

ENGINE = f"pymupdf {pymupdf.VersionBind}"

MAX_PAGES = 20_000

MAX_POINTS = 200_000.0
"""The longest side of a page that can be shown; a PDF's own limit is 14,400 user units, and boxes end here too."""

GATHERED = "its pages listed anew"
_TRIED = 50  # pages that are looked at for one that is a page
_PERHAPS_OTHERWISE = ("pdf.no_page", "pdf.no_page_readable", "pdf.unreadable")
"""Faults that the second reader may know a way around."""

_MAPPED_TO_NOTHING = re.compile("[\xad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]")

# MuPDF writes a line on stderr for each fault that it mends; what matters is in the answer.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


class LockedError(Refusal):
    """The document needs a password."""


class PageSizeError(ValueError):
    """A page that claims an impossible size, in points."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height)
        self.width = width
        self.height = height

    def reason(self, page: int) -> Reason:
        """Why the page, counted from 1, cannot be read."""
        return Reason("pdf.page_size", page=page, width=f"{self.width:,.0f}", height=f"{self.height:,.0f}")


def open_pdf(data: bytes) -> Any:
    """A PyMuPDF document with at least one page that can be counted; Refusal for anything else.

    LockedError when it needs a password.
    """
    return unlock_pdf(data, ()).document


@dataclass(frozen=True, slots=True)
class Opened:
    """A PyMuPDF document, and which password has opened it, counted from 1; 0 when none was needed.

    ``copy`` are its bytes where it is a copy, because the first reader finds no page in it, made by ``maker``.
    """

    document: Any
    by: int = 0
    copy: bytes = b""
    maker: str = ""

    @property
    def reader(self) -> str:
        """Which reader made the copy."""
        return second.NAME if self.maker == second.NAME else ENGINE


def engine_of(opened: Opened) -> str:
    """What reads and shows its pages."""
    return f"{ENGINE}, {opened.maker}" if opened.maker else ENGINE


def unlock_pdf(data: bytes, passwords: Sequence[str]) -> Opened:
    """Open a PDF by the first reader, else a copy that the second makes, else one of pages found by themselves.

    It is refused as by :func:`open_pdf`.
    """
    try:
        document, by = _open(data, passwords)
        if _has_page(document):
            return Opened(document, by)
        refusal = Refusal(Reason("pdf.no_page_readable"))
    except Refusal as found:
        refusal = found
    if refusal.reason.code in _PERHAPS_OTHERWISE:
        copy, by = second.mended(data, passwords)
        for copied, opened_by, maker in ((copy, by, second.NAME), (gathered(data), 0, GATHERED)):
            document = _open(copied, ())[0] if copied else None
            if document is not None and _has_page(document):
                return Opened(document, opened_by, copied, maker)
    raise refusal


def _has_page(document: Any) -> bool:
    """Whether one of the first pages is a page at all."""
    for number in range(1, min(document.page_count, _TRIED) + 1):
        try:
            page = load_page(document, number)
            if mupdf.pdf_is_dict(mupdf.pdf_page_from_fz_page(page).obj()):
                page_size(page)
                return True
        except PageSizeError:
            return True
        except MUPDF_ERRORS:
            continue
    return False


def _open(data: bytes, passwords: Sequence[str]) -> tuple[Any, int]:
    if not data:
        raise Refusal(Reason("pdf.empty"))
    opened_by = 0
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        if document.needs_pass:
            opened_by = next((at for at, word in enumerate(passwords, 1) if _opens(document, word)), 0)
            if not opened_by:
                raise LockedError(Reason("pdf.locked_still" if passwords else "pdf.locked"))
        count = document.page_count
    except MUPDF_ERRORS as error:
        raise Refusal(_why(data, error)) from error
    if count < 1:
        raise Refusal(Reason("pdf.no_page"))
    if count > MAX_PAGES:
        raise Refusal(Reason("pdf.pages_many", count=count, limit=MAX_PAGES))
    return document, opened_by


def _opens(document: Any, password: str) -> bool:
    """Whether a password opens a document; it is tried as written, composed, and prepared (SASLprep, RFC 4013)."""
    prepared = unicodedata.normalize("NFKC", _MAPPED_TO_NOTHING.sub("", password))
    forms = dict.fromkeys((password, unicodedata.normalize("NFC", password), prepared))
    return any(document.authenticate(form) > 0 for form in forms if "\x00" not in form)


def load_page(document: Any, number: int) -> Any:
    """MuPDF's own page object (``FzPage``), counted from 1; coordinates are as displayed, y down."""
    return mupdf.fz_load_page(document.this.super() if _is_pdf(document) else document.this, number - 1)


def _is_pdf(document: Any) -> bool:
    return isinstance(document.this, mupdf.PdfDocument)


def page_size(page: Any) -> tuple[float, float]:
    """Width and height in points as displayed: crop box, after rotation, in user units. PageSizeError for nonsense."""
    bounds = mupdf.fz_bound_page(page)
    width, height = bounds.x1 - bounds.x0, bounds.y1 - bounds.y0
    if not (0 < width <= MAX_POINTS and 0 < height <= MAX_POINTS):
        raise PageSizeError(width, height)
    return width, height


def _why(data: bytes, error: BaseException) -> Reason:
    if b"%PDF" not in data[:4096] and b" obj" not in data:
        return Reason("pdf.none")
    told = f"{error} {error.__cause__}".lower()
    if "crypt" in told or "password" in told:
        return Reason("pdf.encryption_unknown")
    return Reason("pdf.unreadable")
