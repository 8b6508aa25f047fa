"""The text of every page of a PDF in reading order, one box per code point.

Ligatures are taken apart into the letters one would type, form fields and text annotations are read with the page (a
person sees them too), and nothing is hyphenated back together: a quote must be what stands there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.pages.page_text import Box, pack_boxes
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Pages
from reviewer.workers import cpu_budget
from reviewer.workers.pdf.document import PageSizeError, engine_of, load_page, open_pdf, page_size, unlock_pdf
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.forms import show_unsigned_as_drawn
from reviewer.workers.refusal import Refusal

MAX_TEXT = 6_000_000
"""Code points of all pages together; packed boxes take 16 bytes each and must fit into one frame."""

_TOLD = ("title", "author", "subject", "creator", "producer", "creationDate", "modDate")
_NAMES = {"creationDate": "created", "modDate": "modified"}
FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

_LINE_ENDS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\r\n\t")
"""White space inside a line that would read as the end of a line or page; set as plain spaces."""

_LIGATURE_TAIL = frozenset("fijlst")
"""Letters that end a ligature; MuPDF gives the first letter the whole box and these none."""

Char = tuple[str, Box]


@dataclass(frozen=True, slots=True)
class PdfText:
    """All that is read of a PDF at once. ``remarks`` tell what could not be read."""

    pages: Pages
    facts: dict[str, str]
    remarks: Reasons


def read_pages(data: bytes, *, in_part: bool = False) -> Pages:
    """The text of every page; a page that cannot be read is empty. Refusal when the document cannot be used.

    ``in_part`` leaves the last pages empty that its time is not enough for, where else the reader would be ended.
    """
    opened = unlock_pdf(data, ())
    return read_opened(opened.document, engine_of(opened), in_part=in_part).pages


def facts(data: bytes) -> dict[str, str]:
    """What else the PDF tells: title, author, subject, creator, producer, created, modified (where given), pages."""
    return _facts(open_pdf(data))


def read_pdf(data: bytes) -> PdfText:
    """The text of every page, the document's facts, and what could not be read. Refusal when nothing can be used."""
    opened = unlock_pdf(data, ())
    return read_opened(opened.document, engine_of(opened))


def read_opened(document: Any, engine: str, told: Mapping[str, str] | None = None, *, in_part: bool = False) -> PdfText:
    """The same of a PyMuPDF document; of a copy, what ``told`` is by what it was made of."""
    pages: list[PageText] = []
    remarks: list[Reason] = []
    as_form = show_unsigned_as_drawn(document)
    room, lost, unread = MAX_TEXT, 0, 0
    turns = cpu_budget.Turns()
    for number in range(1, document.page_count + 1):
        if in_part and not unread and not turns.is_time():
            unread = number
            remarks.append(Reason("pdf.pages_unread", page=number))
        try:
            page = load_page(document, number)
            read, whole = (PageText(*page_size(page), "", b""), True) if unread else _read_page(page)
            if not whole:
                remarks.append(Reason("pdf.page_damaged_in_part", page=number))
        except MUPDF_ERRORS as error:
            lost += 1
            damaged = Reason("pdf.page_damaged", page=number)
            remarks.append(error.reason(number) if isinstance(error, PageSizeError) else damaged)
            read = PageText(612, 792, "", b"")
        if len(read.text) > room:
            remarks.append(Reason("pdf.text_many", page=number))
            room = 0
            read = PageText(read.width, read.height, "", b"")
        room -= len(read.text)
        pages.append(read)
        turns.end(len(read.text))
    as_form()
    if lost == len(pages):
        if len(pages) == 1 and remarks[0].code == "pdf.page_size":
            raise Refusal(remarks[0].because_of("pdf.damaged"))
        raise Refusal(Reason("pdf.no_page_readable"))
    return PdfText(Pages(tuple(pages), engine, unread), _facts(document, told), tuple(remarks))


def _facts(document: Any, told: Mapping[str, str] | None = None) -> dict[str, str]:
    if told is None:
        own = document.metadata or {}
        told = {_NAMES.get(key, key): str(own.get(key) or "") for key in _TOLD}
    found = {name: _clean(value).strip() for name, value in told.items()}
    found = {key: value[:2000] for key, value in found.items() if value}
    found["pages"] = str(document.page_count)
    return found


def _read_page(page: Any) -> tuple[PageText, bool]:
    """The page's text, and whether MuPDF got through the page without an error."""
    if not mupdf.pdf_is_dict(mupdf.pdf_page_from_fz_page(page).obj()):
        raise ValueError("what should be a page is something else")
    width, height = page_size(page)
    structure, whole = _structure(page)
    chars = list(_page_chars(structure))
    text = "".join(char for char, _ in chars)
    return PageText(width, height, text, pack_boxes(box for _, box in chars)), whole


def _structure(page: Any) -> tuple[dict[str, Any], bool]:
    options = mupdf.FzStextOptions()
    options.flags = FLAGS
    held = mupdf.FzStextPage(mupdf.fz_bound_page(page))
    device = mupdf.fz_new_stext_device(held, options)
    cookie = mupdf.FzCookie()
    mupdf.fz_run_page(page, device, mupdf.FzMatrix(), cookie)
    mupdf.fz_close_device(device)
    return pymupdf.TextPage(held).extractRAWDICT(), cookie.m_internal.errors == 0


def _page_chars(structure: dict[str, Any]) -> Iterator[Char]:
    first = True
    for block in structure["blocks"]:
        chars = list(_block_chars(block))
        if not any(char.strip() for char, _ in chars):
            continue
        if not first:
            yield "\n", _NOWHERE
        first = False
        yield from chars


def _block_chars(block: dict[str, Any]) -> Iterator[Char]:
    """The lines of a block. What MuPDF took apart only for a wide gap on one baseline stays one line."""
    before: Box | None = None
    for line in block.get("lines", ()):
        chars = list(_line_chars(line))
        if not chars:
            continue
        if before is not None:
            yield (" " if _continues(before, line["bbox"]) else "\n"), _NOWHERE
        before = line["bbox"]
        yield from chars
    if before is not None:
        yield "\n", _NOWHERE


def _continues(before: Box, line: Box) -> bool:
    overlap = min(before[3], line[3]) - max(before[1], line[1])
    return overlap > 0.6 * max(before[3] - before[1], line[3] - line[1]) and line[0] >= before[2]


def _line_chars(line: dict[str, Any]) -> list[Char]:
    chars: list[Char] = []
    for span in line["spans"]:
        for char in span["chars"]:
            text = _clean(char["c"])
            if text:
                chars.append((text, char["bbox"]))
    _turn_ligatures(chars)
    _share_ligatures(chars)
    while chars and chars[-1][0] == " ":
        chars.pop()
    return chars


def _turn_ligatures(chars: list[Char]) -> None:
    """Put the letters of an Arabic ligature into their order, each with its part of the box, the first on the right.

    MuPDF gives the first letter the whole box and the others an empty one at its end. Where it turned a line around
    letter by letter, those come first.
    """
    at = 0
    while at < len(chars):
        end = at
        while end < len(chars) and _is_tail(chars[end]):
            end += 1
        if end > at:
            place = chars[at][1][0]
            if at and _ends_at(chars[at - 1], place):
                _share_from_right(chars, at - 1, [char for char, _ in chars[at - 1 : end]], chars[at - 1][1])
            elif end < len(chars) and _ends_at(chars[end], place):
                _share_from_right(chars, at, [char for char, _ in reversed(chars[at : end + 1])], chars[end][1])
        at = max(end, at + 1)


def _share_from_right(chars: list[Char], at: int, letters: list[str], box: Box) -> None:
    x0, y0, x1, y1 = box
    step = (x1 - x0) / len(letters)
    for n, letter in enumerate(letters):
        chars[at + n] = (letter, (x1 - step * (n + 1), y0, x1 - step * n, y1))


def _ends_at(char: Char, place: float) -> bool:
    x0, _, x1, _ = char[1]
    return x0 < x1 == place and _is_arabic(char[0])


def _is_tail(char: Char) -> bool:
    return char[1][0] == char[1][2] and _is_arabic(char[0])


def _is_arabic(letter: str) -> bool:
    return unicodedata.bidirectional(letter) == "AL"


def _share_ligatures(chars: list[Char]) -> None:
    """Give each letter of a ligature its part of the box that MuPDF gave to the first."""
    at = 0
    while at < len(chars):
        end = at + 1
        letter, (x0, y0, x1, y1) = chars[at]
        if x1 > x0 and letter in "fFsT":
            while end < len(chars) and chars[end][0] in _LIGATURE_TAIL and chars[end][1] == (x1, y0, x1, y1):
                end += 1
            step = (x1 - x0) / (end - at)
            if end - at > 1:
                for place in range(at, end):
                    chars[place] = (chars[place][0], (x0 + step * (place - at), y0, x0 + step * (place - at + 1), y1))
        at = end


def _clean(text: str) -> str:
    """The text without what no text should hold: surrogates and non-characters are U+FFFD, controls are gone."""
    if text.isalnum() and text.isascii():
        return text
    return "".join(_clean_one(char) for char in text)


def _clean_one(char: str) -> str:
    if char in _LINE_ENDS:
        return " "
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    if 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "\N{REPLACEMENT CHARACTER}"
    return char
