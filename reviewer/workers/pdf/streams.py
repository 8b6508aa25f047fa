"""Content streams of our own on the pages of a PDF, whatever their rotation, crop and resources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.workers.pdf.document import load_page


def page_matrix(document: Any, number: int) -> Any:
    """From the page as displayed (y down) to the page's own space, whatever its rotation, crop and user unit."""
    return ~pymupdf.Matrix(page_transform(mupdf.pdf_page_from_fz_page(load_page(document, number))))


def page_transform(page: Any) -> Any:
    """The other way round, of MuPDF's own page of a PDF."""
    bounds, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(page, bounds, matrix)
    return matrix


def balanced_contents(document: Any, number: int, held: Any) -> list[int]:
    """The numbers of a page's content streams, after which the state of graphics is as it was before them.

    ``held`` is the page's own object.
    """
    resources, contents = mupdf.pdf_dict_gets(held, "Resources"), mupdf.pdf_dict_gets(held, "Contents")
    pdf = mupdf.pdf_document_from_fz_document(document)
    if any(mupdf.pdf_count_q_balance_outparams_fn(pdf, resources, contents)):
        document[number - 1].wrap_contents()
        contents = mupdf.pdf_dict_gets(held, "Contents")
    if mupdf.pdf_is_array(contents):
        count = mupdf.pdf_array_len(contents)
        return [mupdf.pdf_to_num(mupdf.pdf_array_get(contents, at)) for at in range(count)]
    return [mupdf.pdf_to_num(contents)] if contents.m_internal else []


def add_font(document: Any, number: int, name: str, font: int) -> None:
    """Name a font among the page's resources, which may be its own, shared, inherited or missing."""
    add_font_to(mupdf.pdf_page_from_fz_page(load_page(document, number)), name, font)


def add_font_to(pdf_page: Any, name: str, font: int) -> None:
    """The same of MuPDF's own page of a PDF."""
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


def add_annotation(document: Any, number: int, xref: int) -> None:
    """Add an annotation to those of a page, on top of them."""
    pdf_page = mupdf.pdf_page_from_fz_page(load_page(document, number))
    held, pdf = pdf_page.obj(), pdf_page.doc()
    if not mupdf.pdf_is_array(mupdf.pdf_dict_gets(held, "Annots")):
        mupdf.pdf_dict_puts(held, "Annots", mupdf.pdf_new_array(pdf, 1))
    mupdf.pdf_array_push(mupdf.pdf_dict_gets(held, "Annots"), mupdf.pdf_new_indirect(pdf, xref, 0))


def new_stream(document: Any, content: str) -> int:
    """Add a stream of ASCII to the document; its number."""
    return add_stream(mupdf.pdf_document_from_fz_document(document), content)


def add_stream(pdf: Any, content: str) -> int:
    """The same of MuPDF's own PDF."""
    held = mupdf.fz_new_buffer_from_copied_data(content.encode("ascii"))
    return int(mupdf.pdf_to_num(mupdf.pdf_add_stream(pdf, held, mupdf.PdfObj(), 0)))


def references(pdf: Any, xrefs: Sequence[int]) -> Any:
    """An array of MuPDF's own PDF that refers to objects by their numbers."""
    made = mupdf.pdf_new_array(pdf, len(xrefs))
    for xref in xrefs:
        mupdf.pdf_array_push(made, mupdf.pdf_new_indirect(pdf, xref, 0))
    return made


def numbers(*values: float) -> str:
    """Numbers as a content stream has them."""
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
