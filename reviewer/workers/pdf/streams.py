"""Content streams of our own on the pages of a PDF, whatever their rotation, crop and resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.workers.pdf.document import load_page


def page_matrix(document: Any, number: int) -> Any:
    """From the page as displayed (y down) to the page's own space, whatever its rotation, crop and user unit."""
    pdf_page = mupdf.pdf_page_from_fz_page(load_page(document, number))
    bounds, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(pdf_page, bounds, matrix)
    return ~pymupdf.Matrix(matrix)


def add_font(document: Any, number: int, name: str, font: int) -> None:
    """Name a font among the page's resources, which may be its own, shared, inherited or missing."""
    pdf_page = mupdf.pdf_page_from_fz_page(load_page(document, number))
    held = pdf_page.obj()
    if not mupdf.pdf_is_dict(mupdf.pdf_dict_gets(held, "Resources")):
        inherited = mupdf.pdf_dict_gets_inheritable(held, "Resources")
        # A copy: a dictionary that stands in two objects would be numbered anew twice when the document is saved.
        there = mupdf.pdf_is_dict(inherited)
        own = mupdf.pdf_deep_copy_obj(inherited) if there else mupdf.pdf_new_dict(pdf_page.doc(), 1)
        mupdf.pdf_dict_puts(held, "Resources", own)
    resources = mupdf.pdf_dict_gets(held, "Resources")
    if not mupdf.pdf_is_dict(mupdf.pdf_dict_gets(resources, "Font")):
        mupdf.pdf_dict_puts(resources, "Font", mupdf.pdf_new_dict(pdf_page.doc(), 1))
    reference = mupdf.pdf_new_indirect(pdf_page.doc(), font, 0)
    mupdf.pdf_dict_puts(mupdf.pdf_dict_gets(resources, "Font"), name, reference)


def new_stream(document: Any, content: str) -> int:
    """Add a stream of ASCII to the document; its number."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    held = mupdf.fz_new_buffer_from_copied_data(content.encode("ascii"))
    return int(mupdf.pdf_to_num(mupdf.pdf_add_stream(pdf, held, mupdf.PdfObj(), 0)))


def references(document: Any, xrefs: Sequence[int]) -> Any:
    """A PDF array that refers to objects by their numbers."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    made = mupdf.pdf_new_array(pdf, len(xrefs))
    for xref in xrefs:
        mupdf.pdf_array_push(made, mupdf.pdf_new_indirect(pdf, xref, 0))
    return made


def numbers(*values: float) -> str:
    """Numbers as a content stream has them."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
