"""Take out of a PDF copy what could do something: scripts, launches, links to elsewhere, attached files.

What is seen on the pages stays; links within the document stay.
"""

from __future__ import annotations

from typing import Any

from pymupdf import mupdf

from reviewer.workers.pdf.objects import dictionaries, has, name_at, objects

_HARMLESS_ACTIONS = frozenset({"GoTo", "Named", "SetOCGState"})

_ACTION_KEYS = ("OpenAction", "AA", "A", "PA", "Next")
"""Keys that hold an action or a dictionary of actions (ISO 32000-2, 12.6)."""

_WHAT = {
    "JavaScript": "JavaScript",
    "URI": "links to the web",
    "Launch": "commands to start programs",
    "SubmitForm": "forms that send themselves",
    "ImportData": "forms that load data",
    "GoToR": "links to other files",
    "GoToE": "links to other files",
}

_MEDIA = frozenset({"Screen", "RichMedia", "Movie", "Sound", "3D"})


def remove_active_content(document: Any) -> tuple[str, ...]:
    """Remove it in place from a PyMuPDF document; returns what was removed, in a few words each, sorted."""
    pdf = mupdf.pdf_document_from_fz_document(document)
    removed: set[str] = set()
    for _, held in objects(pdf):
        for found in dictionaries(held):
            _disarm(found, removed)
    _clean_catalogue(mupdf.pdf_dict_gets(mupdf.pdf_trailer(pdf), "Root"), removed)
    return tuple(sorted(removed))


def _disarm(held: Any, removed: set[str]) -> None:
    for key in (each for each in _ACTION_KEYS if has(held, each)):
        action = mupdf.pdf_dict_gets(held, key)
        if mupdf.pdf_is_dict(action) and (key == "AA" or not _harmless(action)):
            removed.add(_named(action, key))
            mupdf.pdf_dict_dels(held, key)
    act = name_at(held, "S")
    if act in _WHAT:  # an action that something else still refers to, as one in a list of those that follow
        for key in ("JS", "URI", "F", "Win", "Unix", "Mac"):
            if has(held, key):
                removed.add(_WHAT[act])
                mupdf.pdf_dict_dels(held, key)
    kind = name_at(held, "Subtype")
    if kind == "FileAttachment" and has(held, "FS"):
        removed.add("attached files")
        mupdf.pdf_dict_dels(held, "FS")
    if kind in _MEDIA:
        removed.add("sound, film or 3D")
        for key in ("RichMediaContent", "RichMediaSettings", "Movie", "Sound", "3DD"):
            mupdf.pdf_dict_dels(held, key)
    if name_at(held, "Type") == "Filespec" and has(held, "EF"):
        removed.add("attached files")
        mupdf.pdf_dict_dels(held, "EF")
        mupdf.pdf_dict_dels(held, "RF")


def _clean_catalogue(root: Any, removed: set[str]) -> None:
    names = mupdf.pdf_dict_gets(root, "Names")
    for holder, key, what in (
        (names, "JavaScript", "JavaScript"),
        (names, "EmbeddedFiles", "attached files"),
        (root, "AF", "attached files"),
        (root, "Collection", "attached files"),
        (mupdf.pdf_dict_gets(root, "AcroForm"), "XFA", "XFA form"),
    ):
        if mupdf.pdf_is_dict(holder) and mupdf.pdf_dict_gets(holder, key).m_internal:
            removed.add(what)
            mupdf.pdf_dict_dels(holder, key)


def _harmless(action: Any) -> bool:
    kind = name_at(action, "S")
    return kind in _HARMLESS_ACTIONS or not kind  # without a kind it is no action: an attribute, an appearance


def _named(action: Any, key: str) -> str:
    kind = name_at(action, "S")
    if key == "AA":
        return "actions that run by themselves"
    return _WHAT.get(kind, "actions of other kinds")
