"""Take out of a PDF copy what it tells of those who made it and no page shows: properties, private data, comments.

ISO 32000-2: 14.3 (metadata), 14.5 (page-piece), 12.3.4 (thumbnails), 12.5 (annotations), 14.7 (structure).
"""

from __future__ import annotations

from typing import Any

from pymupdf import mupdf

from reviewer.isolation.exhibit_messages import PROPERTIES
from reviewer.workers.exhibits import jp2, jpeg
from reviewer.workers.exhibits.streams import drawn_names, own_resources, resource_names
from reviewer.workers.pdf.objects import dictionaries, has, name_at, objects

_DRAWN = frozenset({"Image", "Form", "PS"})
_PLACES = frozenset({"Page", "Pages", "Catalog", "Template"})

_OF_LINKS = ("T", "Contents", "NM", "M", "PA", "H")
"""Of a link: by whom, when, and words that no page shows."""

_OF_FILES = ("F", "UF", "DOS", "Mac", "Unix", "Desc", "EF", "RF", "Thumb", "CI")
"""Of a file that was attached: its name, often a path of the maker's disk, and what it held."""

_FORMS = {
    mupdf.FZ_IMAGE_JPEG: ("DCTDecode", jpeg.without_properties),
    mupdf.FZ_IMAGE_JPX: ("JPXDecode", jp2.without_properties),
}
"""Pictures that are files of their own: the filter of each, and what takes out of it what no page shows."""

_OF_STRUCTURE = ("Alt", "T", "E")
"""Of a part of the structure: words for it that no page shows; programs put paths of pictures there."""


def remove_maker(document: Any) -> tuple[str, ...]:
    """Remove it in place from a PyMuPDF document; returns what was removed, in a few words each, sorted.

    Comments and fields become part of their page, as they look there; what they hold beyond that goes.
    """
    pdf = mupdf.pdf_document_from_fz_document(document)
    removed = _flatten(document, pdf)
    trailer = mupdf.pdf_trailer(pdf)
    info = mupdf.pdf_dict_gets(trailer, "Info")
    if mupdf.pdf_is_dict(info) and mupdf.pdf_dict_len(info):
        removed.add(PROPERTIES)
    _delete(trailer, ("Info", "ID"))
    for number, held in objects(pdf):
        for found in dictionaries(held):
            _clean(found, removed)
        if has(held, "Width") and mupdf.pdf_obj_num_is_stream(pdf, number):
            _clean_picture(pdf, number, held, removed)
    root = mupdf.pdf_dict_gets(trailer, "Root")
    if _delete(root, ("URI",)):
        removed.add("a base for links to the web")
    _delete(root, ("OpenAction",))  # what is left of it is where a reader begins
    if _delete(root, ("Perms", "DSS")):
        removed.add("signatures, which no copy keeps")
    return tuple(sorted(removed))


def _flatten(document: Any, pdf: Any) -> set[str]:
    found: set[str] = set()
    for kind in (kind for number in range(document.page_count) for _, kind in _notes(pdf, number)):
        if kind == "Widget":
            found.add("fields of a form, which stay as they look")
        elif kind not in ("Link", "Popup"):
            found.add("comments, which stay as they look")
    _name_apart(document, pdf)
    document.bake()
    for number in range(document.page_count):
        held = mupdf.pdf_dict_gets(mupdf.pdf_lookup_page_obj(pdf, number), "Annots")
        for at in reversed([at for at, kind in _notes(pdf, number) if kind != "Link"]):
            mupdf.pdf_array_delete(held, at)
    _delete(mupdf.pdf_dict_gets(mupdf.pdf_trailer(pdf), "Root"), ("AcroForm",))
    return found


def _name_apart(document: Any, pdf: Any) -> None:
    """Number notes so that no two, and nothing else of their page, have the name by which MuPDF draws them on it.

    It calls each ``Annot`` and the number of its object, which is 0 for all that are written within their page.
    """
    pages = [mupdf.pdf_lookup_page_obj(pdf, number) for number in range(document.page_count)]
    noted = [held for number, held in enumerate(pages) if _notes(pdf, number)]
    drawn = drawn_names(pdf) if noted else set()
    for held in noted:
        own_resources(pdf, held)  # MuPDF would put those that are inherited into two objects
        taken = drawn | resource_names(held, "XObject")
        notes = mupdf.pdf_dict_gets(held, "Annots")
        for at in range(mupdf.pdf_array_len(notes)):
            note = mupdf.pdf_array_get(notes, at)
            if not mupdf.pdf_is_dict(note):
                continue  # nothing is drawn by it
            while mupdf.pdf_to_num(note) == 0 or f"Annot{mupdf.pdf_to_num(note)}" in taken:
                note = mupdf.pdf_add_object(pdf, mupdf.pdf_copy_dict(mupdf.pdf_resolve_indirect(note)))
                mupdf.pdf_array_put(notes, at, note)


def _notes(pdf: Any, page: int) -> list[tuple[int, str]]:
    held = mupdf.pdf_dict_gets(mupdf.pdf_lookup_page_obj(pdf, page), "Annots")
    count = mupdf.pdf_array_len(held) if mupdf.pdf_is_array(held) else 0
    return [(at, name_at(mupdf.pdf_array_get(held, at), "Subtype")) for at in range(count)]


def _clean(held: Any, removed: set[str]) -> None:
    kind, subtype = name_at(held, "Type"), name_at(held, "Subtype")
    drawn = name_at(held, "Metadata", "Subtype") in _DRAWN  # a picture or a form that is called so
    if not drawn and has(held, "Metadata") and _delete(held, ("Metadata",)):
        removed.add(PROPERTIES)
    if kind in _PLACES or subtype == "Form":
        if _delete(held, ("PieceInfo",)):
            removed.add("private data of programs")
        if _delete(held, ("LastModified", "SpiderInfo")):
            removed.add(PROPERTIES)
    if kind == "Page" and _delete(held, ("Thumb",)):
        removed.add("thumbnails of pages")
    if kind == "Filespec":
        _delete(held, _OF_FILES)
    elif kind == "StructElem" and _delete(held, _OF_STRUCTURE):
        removed.add("descriptions that no page shows")
    elif subtype and has(held, "Rect"):
        _delete(held, _OF_LINKS if subtype == "Link" else _keys(held))  # on no page any more; a structure may name it


def _delete(held: Any, keys: tuple[str, ...]) -> bool:
    """Whether any of the keys was there; it is no more."""
    if not mupdf.pdf_is_dict(held):
        return False
    there = [key for key in keys if has(held, key)]
    for key in there:
        mupdf.pdf_dict_dels(held, key)
    return bool(there)


def _keys(held: Any) -> tuple[str, ...]:
    return tuple(str(mupdf.pdf_to_name(mupdf.pdf_dict_get_key(held, at))) for at in range(mupdf.pdf_dict_len(held)))


def _clean_picture(pdf: Any, number: int, held: Any, removed: set[str]) -> None:
    """Take place, device and author out of a picture that a camera took; what it shows stays, byte for byte."""
    try:
        kept = mupdf.pdf_load_compressed_stream(pdf, number, 0)  # what it has within lives as long as it does
    except mupdf.FzErrorBase:
        return  # no reader comes to the picture either
    form = _FORMS.get(kept.m_internal.params.type)
    if form is None:
        return
    raw = bytes(mupdf.fz_buffer_extract_copy(mupdf.FzBuffer(mupdf.ll_fz_keep_buffer(kept.m_internal.buffer))))
    name, without_properties = form
    cleaned = without_properties(raw)
    if cleaned != raw:
        mupdf.pdf_dict_puts(held, "Filter", mupdf.pdf_new_name(name))
        mupdf.pdf_dict_dels(held, "F")
        mupdf.pdf_dict_dels(held, "DecodeParms")
        mupdf.pdf_update_stream(pdf, held, mupdf.fz_new_buffer_from_copied_data(cleaned), 1)
        removed.add("properties of pictures")
