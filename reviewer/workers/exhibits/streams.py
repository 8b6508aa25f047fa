"""Content streams of our own on the pages of a PDF, whatever their rotation, crop and resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import Any

import pymupdf
from pymupdf import mupdf

from reviewer.workers.pdf.document import load_page
from reviewer.workers.pdf.objects import has, name_at, objects

_OURS = re.compile(rb"(?:ExhibitLabel|ExhibitWords|Annot)[0-9]*")
_BEGIN = (b"Exhibit", b"Annot")
"""How all of them begin."""
_LETTERLESS = (
    b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[1 0 0 1 0 0]/CharProcs<<>>"
    b"/Encoding<</Differences[]>>/FirstChar 0/LastChar 0/Widths[0]>>"
)
"""A font of Type 3 (ISO 32000-2, 9.6.4) with all that it must have, and no letter."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A letter of a name by its number (ISO 32000-2, 7.3.5)."""


def page_matrix(document: Any, number: int) -> Any:
    """From the page as displayed (y down) to the page's own space, whatever its rotation, crop and user unit."""
    return ~pymupdf.Matrix(page_transform(mupdf.pdf_page_from_fz_page(load_page(document, number))))


def page_transform(page: Any) -> Any:
    """The other way round, of MuPDF's own page of a PDF."""
    bounds, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(page, bounds, matrix)
    return matrix


def letterless(pdf: Any) -> Any:
    """A font without letters for :func:`balanced_contents`; it is in no object of the document."""
    syntax = mupdf.fz_open_buffer(mupdf.fz_new_buffer_from_copied_data(_LETTERLESS))
    return mupdf.pdf_parse_stm_obj(pdf, syntax, mupdf.PdfLexbuf(mupdf.PDF_LEXBUF_SMALL))


def balanced_contents(document: Any, pdf: Any, number: int, held: Any, font: Any) -> list[int]:
    """The numbers of a page's content streams, after which the state of graphics is as it was before them.

    ``pdf`` is MuPDF's own document, ``held`` the page's own object. Meanwhile each of its fonts is ``font``, as of
    :func:`letterless`: MuPDF loads what a font has for its letters, which took longer than to count.
    """
    resources, contents = mupdf.pdf_dict_gets(held, "Resources"), mupdf.pdf_dict_gets(held, "Contents")
    if any(mupdf.pdf_count_q_balance_outparams_fn(pdf, _with_font(pdf, resources, font), contents)):
        document[number - 1].wrap_contents()
        contents = mupdf.pdf_dict_gets(held, "Contents")
    if mupdf.pdf_is_array(contents):
        parts = [mupdf.pdf_array_get(contents, at) for at in range(mupdf.pdf_array_len(contents))]
    else:
        parts = [contents] if contents.m_internal else []
    return [mupdf.pdf_to_num(each) for each in parts if mupdf.pdf_is_stream(each)]  # a damaged file names others, too


def _with_font(pdf: Any, resources: Any, font: Any) -> Any:
    """The same resources with one font by the names of all of theirs; they themselves are left as they are."""
    fonts = mupdf.pdf_dict_gets(resources, "Font")
    if not mupdf.pdf_is_dict(fonts):
        return resources
    made, count = mupdf.pdf_copy_dict(mupdf.pdf_resolve_indirect(resources)), mupdf.pdf_dict_len(fonts)
    named = mupdf.pdf_new_dict(pdf, count)
    for at in range(count):
        mupdf.pdf_dict_put(named, mupdf.pdf_dict_get_key(fonts, at), font)
    mupdf.pdf_dict_puts(made, "Font", named)
    return made


def add_font(document: Any, number: int, name: str, font: int) -> None:
    """Name a font among the page's resources, which may be its own, shared, inherited or missing."""
    page = mupdf.pdf_page_from_fz_page(load_page(document, number))
    add_font_to(page.doc(), page.obj(), name, font)


def add_font_to(pdf: Any, held: Any, name: str, font: int) -> None:
    """The same of MuPDF's own document, and of the page's own object."""
    resources = own_resources(pdf, held)
    if not mupdf.pdf_is_dict(mupdf.pdf_dict_gets(resources, "Font")):
        mupdf.pdf_dict_puts(resources, "Font", mupdf.pdf_new_dict(pdf, 1))
    reference = mupdf.pdf_new_indirect(pdf, font, 0)
    mupdf.pdf_dict_puts(mupdf.pdf_dict_gets(resources, "Font"), name, reference)


def own_resources(pdf: Any, held: Any) -> Any:
    """The resources of a page, which it has itself from now on; ``held`` is the page's own object."""
    if not mupdf.pdf_is_dict(mupdf.pdf_dict_gets(held, "Resources")):
        inherited = mupdf.pdf_dict_gets_inheritable(held, "Resources")
        # A copy: a dictionary that stands in two objects would be numbered anew twice when the document is saved.
        there = mupdf.pdf_is_dict(inherited)
        own = mupdf.pdf_deep_copy_obj(inherited) if there else mupdf.pdf_new_dict(pdf, 1)
        mupdf.pdf_dict_puts(held, "Resources", own)
    return mupdf.pdf_dict_gets(held, "Resources")


def free_name(document: Any, name: str) -> str:
    """A name for a resource of any page, numbered on while a page has a font of that name or draws by it.

    Else what the page draws by that name would become ours: other letters, or none.
    """
    pdf = mupdf.pdf_document_from_fz_document(document)
    taken = drawn_names(pdf)
    for number in range(document.page_count):
        taken |= resource_names(mupdf.pdf_lookup_page_obj(pdf, number), "Font")
    return next(each for each in chain([name], (f"{name}{at}" for at in count(2))) if each not in taken)


def resource_names(held: Any, kind: str) -> set[str]:
    """The names of a page's resources of a kind, its own or inherited; ``held`` is the page's own object."""
    of_kind = mupdf.pdf_dict_gets(mupdf.pdf_dict_gets_inheritable(held, "Resources"), kind)
    if not mupdf.pdf_is_dict(of_kind):
        return set()
    keys = (mupdf.pdf_dict_get_key(of_kind, at) for at in range(mupdf.pdf_dict_len(of_kind)))
    return {str(mupdf.pdf_to_name(key)) for key in keys}


def drawn_names(pdf: Any) -> set[str]:
    """Names as we and MuPDF give them that pages, forms, patterns and letters draw by, whether they have them or not.

    What a form has not among its resources is sought among those of the page (ISO 32000-2, 7.8.3).
    """
    found: set[str] = set()
    for stream in _drawing(pdf):
        try:
            content = bytes(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(stream)))
        except mupdf.FzErrorBase:
            continue  # nothing is drawn by it
        if b"#" in content:
            content = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)
        if not any(each in content for each in _BEGIN):
            continue  # to look for three names at every letter takes ten times as long
        found |= {match.decode("ascii") for match in _OURS.findall(content)}
    return found


def _drawing(pdf: Any) -> Iterator[Any]:
    """The streams by which something is drawn."""
    for _, held in objects(pdf):
        kind = name_at(held, "Type")
        if name_at(held, "Subtype") == "Form" or has(held, "PatternType"):
            yield from _streams(held)
        elif kind == "Page":
            yield from _streams(mupdf.pdf_dict_gets(held, "Contents"))
        elif name_at(held, "Subtype") == "Type3":
            letters = mupdf.pdf_dict_gets(held, "CharProcs")
            for at in range(mupdf.pdf_dict_len(letters) if mupdf.pdf_is_dict(letters) else 0):
                yield from _streams(mupdf.pdf_dict_get_val(letters, at))


def _streams(held: Any) -> Iterator[Any]:
    parts = (
        [mupdf.pdf_array_get(held, at) for at in range(mupdf.pdf_array_len(held))]
        if mupdf.pdf_is_array(held)
        else [held]
    )
    yield from (part for part in parts if mupdf.pdf_is_stream(part))


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
