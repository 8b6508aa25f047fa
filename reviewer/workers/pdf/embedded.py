"""Files within a PDF: attached to it or to a place on a page, or the members of a portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymupdf import mupdf

from reviewer.domain.evidence.reading import Child
from reviewer.domain.reasons.reason import Reason, Reasons, reasons_of
from reviewer.workers.email.names import fit_name
from reviewer.workers.pdf.faults import MUPDF_ERRORS
from reviewer.workers.pdf.objects import MOST_OBJECTS, dictionaries, key, name_at, text_at

MOST_FILES = 10_000
"""Files of one PDF that are taken out."""

MOST_BYTES = 512 * 2**20
"""Bytes of all files of one PDF together."""

_NAMES = ("UF", "F", "Unix", "Mac", "DOS")
_TYPES = {"application/octet-stream", ""}


@dataclass(frozen=True, slots=True)
class Embedded:
    """The files taken out, in the order in which the PDF numbers them, and what was left in it."""

    children: tuple[Child, ...]
    contents: list[bytes]
    remarks: Reasons = ()


def embedded_files(document: Any) -> Embedded:
    """Take out every file, also those that no list of the document names any more."""
    children: list[Child] = []
    contents: list[bytes] = []
    remarks: list[Reason] = []
    room = MOST_BYTES
    for number, (specification, stream) in enumerate(_specifications(document), 1):
        if number > MOST_FILES:
            remarks.append(Reason("pdf.files_many", limit=MOST_FILES))
            break
        data, reason = _content(stream)
        if len(data) > room:
            data, reason = b"", Reason("pdf.files_large")
        room -= len(data)
        child = _child(specification, stream, number, reason)
        if reason and not data:
            remarks.append(reason.because_of("pdf.file_missing", name=child.name))
        children.append(child)
        contents.append(data)
    return Embedded(tuple(children), contents, tuple(remarks[:20]))


def _specifications(document: Any) -> Iterator[tuple[Any, Any]]:
    """Each file specification with its stream, once for each name that a stream goes by."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    seen: set[tuple[int, str]] = set()
    for number in range(1, min(mupdf.pdf_xref_len(pdf), MOST_OBJECTS)):
        try:
            if "/EF" not in document.xref_object(number, compressed=True):
                continue
            found = [(held, _stream(held)) for held in dictionaries(mupdf.pdf_load_object(pdf, number))]
        except MUPDF_ERRORS:
            continue  # a damaged object that nothing can refer to
        for held, stream in found:
            if stream is not None:
                mark = (mupdf.pdf_to_num(stream), _name(held))
                if mark not in seen:
                    seen.add(mark)
                    yield held, stream


def _stream(held: Any) -> Any:
    files = key(held, "EF")
    if not mupdf.pdf_is_dict(files):
        return None
    return next((stream for name in _NAMES if mupdf.pdf_is_stream(stream := key(files, name))), None)


def _name(specification: Any) -> str:
    return next((text for name in _NAMES if (text := text_at(specification, name))), "")


def _child(specification: Any, stream: Any, number: int, reason: Reason | None) -> Child:
    media_type = name_at(stream, "Subtype").lower()
    if media_type in _TYPES or "/" not in media_type or len(media_type) > 100 or not media_type.isascii():
        media_type = "application/octet-stream"
    return Child(fit_name(_name(specification), str(number), media_type), media_type, reasons=reasons_of(reason))


def _content(stream: Any) -> tuple[bytes, Reason | None]:
    """The bytes of a file, and why they may not be those that were put in."""
    try:
        data = bytes(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(stream)))
    except MUPDF_ERRORS:
        return b"", Reason("pdf.file_packed")
    declared = key(stream, "Params", "Size")
    if mupdf.pdf_is_int(declared) and mupdf.pdf_to_int(declared) != len(data):
        return data, Reason("pdf.file_size_differs", declared=mupdf.pdf_to_int(declared), found=len(data))
    return data, None
