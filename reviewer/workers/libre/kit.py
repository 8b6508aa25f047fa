"""LibreOffice as a library (LibreOfficeKit), called by ctypes alone: no start script, no socket, no listener.

Source of the tables of functions: ``include/LibreOfficeKit/LibreOfficeKit.h`` of LibreOffice. New functions are added
at the end of a table, whose first word is its size; those used here have been there since version 4.4.
"""

from __future__ import annotations

import ctypes
import json
from pathlib import Path

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.refusal import Refusal

_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
_LOAD_WITH_OPTIONS, _GET_VERSION = 3, 9  # places in struct _LibreOfficeKitClass, after its size
_SAVE_AS = 1  # in struct _LibreOfficeKitDocumentClass
_QUIET = b"Batch=true,MacroSecurityLevel=3"
_PDF = json.dumps(
    {
        "ExportFormFields": {"type": "boolean", "value": "false"},  # what was filled in is to be text on the page
        "ExportBookmarks": {"type": "boolean", "value": "true"},
        "ExportNotes": {"type": "boolean", "value": "false"},
    }
).encode()


class Kit:
    """One LibreOffice in this process, for one document; what it does it does with the rights of this process."""

    def __init__(self, library: ctypes.CDLL, program: Path, profile: Path) -> None:
        hook = library.libreofficekit_hook_2
        hook.restype, hook.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
        self._office = hook(bytes(program), profile.as_uri().encode())
        if not self._office:
            raise Refusal(Reason("libre.not_started"))

    def engine(self) -> str:
        """Its name and version."""
        said = json.loads(ctypes.string_at(_call(self._office, _GET_VERSION, ctypes.c_void_p)(self._office)))
        return f"{said['ProductName']} {said['ProductVersion']}{said['ProductExtension']}"

    def to_pdf(self, document: Path, pdf: Path) -> None:
        """Load a document and write its pages; Refusal if LibreOffice cannot."""
        load = _call(self._office, _LOAD_WITH_OPTIONS, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
        loaded = load(self._office, document.as_uri().encode(), _QUIET)
        if not loaded:
            raise Refusal(Reason("libre.not_loaded"))
        save = _call(loaded, _SAVE_AS, ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p)
        if not save(loaded, pdf.as_uri().encode(), b"pdf", _PDF):
            raise Refusal(Reason("libre.not_saved"))


def library(program: Path) -> ctypes.CDLL:
    """LibreOffice's code, loaded but not at work; OSError if it cannot be loaded."""
    return ctypes.CDLL(
        str(next((program / name for name in _LIBRARIES if (program / name).exists()), program / "none"))
    )


def _call(thing: int, place: int, answer: type, *arguments: type) -> ctypes._CFunctionType:
    """The function at a place of the table that a LibreOfficeKit object begins with."""
    table = ctypes.cast(thing, ctypes.POINTER(ctypes.c_void_p))[0]
    size = ctypes.cast(table, ctypes.POINTER(ctypes.c_size_t))[0]
    if size < (place + 2) * ctypes.sizeof(ctypes.c_void_p):
        raise Refusal(Reason("libre.too_old"))
    address = ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[place + 1]
    return ctypes.CFUNCTYPE(answer, ctypes.c_void_p, *arguments)(address)
