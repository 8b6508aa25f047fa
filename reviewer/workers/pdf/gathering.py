"""The pages of a PDF whose list of pages is lost, found by themselves and listed anew."""

from __future__ import annotations

import re
from typing import Any

import pymupdf

from reviewer.workers.pdf.faults import MUPDF_ERRORS

_REFERENCE = re.compile(r"(\d{1,9}) \d{1,5} R")
_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")
_MOST_OBJECTS = 200_000
_DEEPEST = 20


def gathered(data: bytes) -> bytes:
    """A copy with all objects that call themselves a page, in the order of their numbers; empty where none does."""
    try:
        with pymupdf.open(stream=data, filetype="pdf") as document:
            if document.needs_pass:
                return b""
            numbers = range(1, min(document.xref_length(), _MOST_OBJECTS))
            found = [number for number in numbers if _is(document, number, "/Page")]
            catalogs = [number for number in numbers if _is(document, number, "/Catalog")]
            return _listed(document, found, catalogs) if found else b""
    except MUPDF_ERRORS:
        return b""


def _is(document: Any, number: int, kind: str) -> bool:
    try:
        return bool(document.xref_get_key(number, "Type") == ("name", kind))
    except MUPDF_ERRORS:
        return False


def _listed(document: Any, found: list[int], catalogs: list[int]) -> bytes:
    """The last catalog keeps what else it names: a form, attached files."""
    pages = document.get_new_xref()
    kids = " ".join(f"{number} 0 R" for number in found)
    document.update_object(pages, f"<</Type/Pages/Count {len(found)}/Kids[{kids}]>>")
    for number in found:
        for key in _INHERITED:
            _inherit(document, number, key)
        document.xref_set_key(number, "Parent", f"{pages} 0 R")
        _empty_what_is_lost(document, number)
    root = catalogs[-1] if catalogs else document.get_new_xref()
    if catalogs:
        document.xref_set_key(root, "Pages", f"{pages} 0 R")
    else:
        document.update_object(root, f"<</Type/Catalog/Pages {pages} 0 R>>")
    document.xref_set_key(-1, "Root", f"{root} 0 R")
    return bytes(document.tobytes(encryption=1, no_new_id=True))  # 1: PDF_ENCRYPT_NONE


def _empty_what_is_lost(document: Any, number: int) -> None:
    """Have what draws a page and cannot be unpacked draw nothing, so that what is drawn behind it is drawn."""
    kind, value = document.xref_get_key(number, "Contents")
    for found in _REFERENCE.findall(value) if kind in ("xref", "array") else ():
        stream = int(found)
        if 0 < stream < document.xref_length() and document.xref_is_stream(stream) and not document.xref_stream(stream):
            document.update_stream(stream, b" ")


def _inherit(document: Any, number: int, key: str) -> None:
    """Give a page what it had from the lists above it."""
    above = number
    for _ in range(_DEEPEST):
        kind, value = document.xref_get_key(above, key)
        if kind != "null":
            if above != number:
                document.xref_set_key(number, key, value)
            return
        kind, value = document.xref_get_key(above, "Parent")
        if kind != "xref":
            return
        above = int(value.split()[0])
