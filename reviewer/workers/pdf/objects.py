"""Dictionaries of a PDF, wherever they are written, and their values as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pymupdf import mupdf

MOST_OBJECTS = 300_000
"""Objects of one document that are looked through."""

DEPTH = 20
"""Dictionaries written within dictionaries; deeper ones are left alone, and no reader follows them either."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_MOMENT = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?([Z+-].*)?\Z")


def objects(pdf: Any) -> Iterator[tuple[int, Any]]:
    """Every object of a document with its number; a damaged one is passed over, as nothing can refer to it."""
    for number in range(1, mupdf.pdf_xref_len(pdf)):
        try:
            held = mupdf.pdf_load_object(pdf, number)
        except mupdf.FzErrorBase:
            continue
        yield number, held


def dictionaries(held: Any) -> Iterator[Any]:
    """Every dictionary written directly within an object, the innermost first; references are not followed."""
    for found in _within(held.m_internal, 0):
        yield mupdf.PdfObj(mupdf.ll_pdf_keep_obj(found))


def _within(held: Any, depth: int) -> Iterator[Any]:
    """The same as MuPDF itself has them: to ask that takes a fifth of the time, and there are hundreds in a letter."""
    if depth > DEPTH or held is None:
        return
    if mupdf.ll_pdf_is_dict(held):
        for index in range(mupdf.ll_pdf_dict_len(held)):
            value = mupdf.ll_pdf_dict_get_val(held, index)
            if _holds_more(value):
                yield from _within(value, depth + 1)
        yield held
    elif mupdf.ll_pdf_is_array(held):
        for index in range(mupdf.ll_pdf_array_len(held)):
            value = mupdf.ll_pdf_array_get(held, index)
            if _holds_more(value):
                yield from _within(value, depth + 1)


def _holds_more(value: Any) -> bool:
    """Whether a value is a dictionary or an array that is written in its place."""
    if value is None or mupdf.ll_pdf_is_indirect(value):
        return False
    return bool(mupdf.ll_pdf_is_dict(value) or mupdf.ll_pdf_is_array(value))


def has(held: Any, name: str) -> bool:
    """Whether a dictionary has something under a key."""
    return mupdf.ll_pdf_dict_gets(held.m_internal, name) is not None


def key(held: Any, *names: str) -> Any:
    """The value at the end of a path of keys; a null object where there is none."""
    for name in names:
        held = mupdf.pdf_dict_gets(held, name)
    return held


def name_at(held: Any, *names: str) -> str:
    """A name as text, or empty."""
    value = held.m_internal
    for name in names:
        value = mupdf.ll_pdf_dict_gets(value, name)
    return str(mupdf.ll_pdf_to_name(value)) if mupdf.ll_pdf_is_name(value) else ""


def text_at(held: Any, *names: str) -> str:
    """A text string, a name or a number as text; a stream as what it holds; else empty."""
    return text_of(key(held, *names))


def text_of(value: Any) -> str:
    """A text string, a name or a number as text; a stream as what it holds; else empty."""
    if mupdf.pdf_is_string(value):
        return clean(mupdf.pdf_to_text_string(value))
    if mupdf.pdf_is_name(value):
        return clean(mupdf.pdf_to_name(value))
    if mupdf.pdf_is_stream(value):
        raw = bytes(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(value)))
        wide = raw.startswith((b"\xfe\xff", b"\xff\xfe"))
        return clean(raw.decode("utf-16" if wide else "utf-8", "replace"))
    if mupdf.pdf_is_int(value):
        return str(mupdf.pdf_to_int(value))
    return str(mupdf.pdf_to_real(value)) if mupdf.pdf_is_real(value) else ""


def items_of(value: Any, most: int = 100_000) -> Iterator[Any]:
    """The items of an array; nothing for what is none."""
    if mupdf.pdf_is_array(value):
        for index in range(min(mupdf.pdf_array_len(value), most)):
            yield mupdf.pdf_array_get(value, index)


def clean(text: str) -> str:
    """Text without what no text should hold, and with line feeds as its line ends."""
    return _CONTROLS.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def moment_of(text: str) -> str:
    """A date of a PDF (ISO 32000-2, 7.9.4) as ``2016-05-03 09:15:00 -07:00``; else as written."""
    match = _MOMENT.match(text.strip())
    if not match:
        return text.strip()
    year, month, day, hour, minute, second, zone = match.groups()
    made = f"{year}-{month or '01'}-{day or '01'}"
    if hour:
        made += f" {hour}:{minute or '00'}:{second or '00'}"
        zone = (zone or "").replace("'", ":").rstrip(":")
        made += " UTC" if zone.startswith("Z") else f" {zone}" if zone else ""
    return made
