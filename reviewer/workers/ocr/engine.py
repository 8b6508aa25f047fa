"""Tesseract through its own C interface: the system's where there is one, else the one inside MuPDF.

MuPDF's OCR device hands out letters and boxes and drops the confidence of each word, and it loads its language data
anew for each page. Its library exports Tesseract's C interface (``tesseract/capi.h``) as well, which has both: the
confidence, and an engine that is loaded once, before the worker shuts itself in, and never opens a file again. The
system's library speaks the same, is newer, and is built for the vector units of today's processors.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char_p, c_float, c_int, c_size_t, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.refusal import Refusal

_LSTM_ONLY = 1  # OEM_LSTM_ONLY
_AUTOMATIC = 3  # PSM_AUTO: find columns and lines, trust that the page stands upright
_BLOCK, _PARAGRAPH, _LINE, _WORD, _SYMBOL = range(5)  # TessPageIteratorLevel
_STORE = 1 << 20  # bytes that MuPDF may cache in the context that lends Leptonica its memory: nothing is cached in it

# Result and arguments of each function.
_MUPDF: dict[str, tuple[object, list[object]]] = {
    "fz_new_context_imp": (c_void_p, [c_void_p, c_void_p, c_size_t, c_char_p]),
    "fz_set_leptonica_mem": (None, [c_void_p]),
}
_TESSERACT: dict[str, tuple[object, list[object]]] = {
    "TessVersion": (c_char_p, []),
    "TessDeleteText": (None, [c_void_p]),
    "TessBaseAPICreate": (c_void_p, []),
    "TessBaseAPIInit2": (c_int, [c_void_p, c_char_p, c_char_p, c_int]),
    "TessBaseAPISetPageSegMode": (None, [c_void_p, c_int]),
    "TessBaseAPISetImage": (None, [c_void_p, c_char_p, c_int, c_int, c_int, c_int]),
    "TessBaseAPISetSourceResolution": (None, [c_void_p, c_int]),
    "TessBaseAPIRecognize": (c_int, [c_void_p, c_void_p]),
    "TessBaseAPIGetIterator": (c_void_p, [c_void_p]),
    "TessBaseAPIClear": (None, [c_void_p]),
    "TessResultIteratorDelete": (None, [c_void_p]),
    "TessResultIteratorNext": (c_int, [c_void_p, c_int]),
    "TessResultIteratorGetUTF8Text": (c_void_p, [c_void_p, c_int]),
    "TessResultIteratorConfidence": (c_float, [c_void_p, c_int]),
    "TessResultIteratorGetPageIterator": (c_void_p, [c_void_p]),
    "TessPageIteratorIsAtBeginningOf": (c_int, [c_void_p, c_int]),
    "TessPageIteratorBoundingBox": (c_int, [c_void_p, c_int, *[POINTER(c_int)] * 4]),
}

PixelBox = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in reading order: its symbols with their boxes in pixels, its own box, and its confidence (0 to 100).

    ``line`` and ``block`` say that it is the first of one.
    """

    symbols: tuple[tuple[str, PixelBox], ...]
    box: PixelBox
    confidence: float
    line: bool
    block: bool


class Engine:
    """A loaded engine, for one picture at a time; the one in MuPDF when ``builtin``. ``name`` has the versions."""

    def __init__(self, tessdata: str, language: str, *, builtin: bool = False) -> None:
        system = None if builtin else _system_library()
        self._library = system or _library_in_mupdf()
        self._engine = self._call("TessBaseAPICreate")
        if self._call("TessBaseAPIInit2", self._engine, tessdata.encode(), language.encode(), _LSTM_ONLY) != 0:
            raise Refusal(Reason("ocr.language", language=language, folder=str(tessdata)))
        where = "" if system else f" in MuPDF {pymupdf.VersionFitz}"
        self.name = f"Tesseract {self._call('TessVersion').decode()}{where}"

    def recognise(self, pixels: bytes, width: int, height: int, resolution: int) -> list[Word]:
        """The words of a picture of 8 grey bits a pixel, rows without padding; ``resolution`` is in dots per inch."""
        self._call("TessBaseAPISetPageSegMode", self._engine, _AUTOMATIC)
        self._call("TessBaseAPISetImage", self._engine, pixels, width, height, 1, width)
        self._call("TessBaseAPISetSourceResolution", self._engine, resolution)
        try:
            if self._call("TessBaseAPIRecognize", self._engine, None) != 0:
                raise Refusal(Reason("ocr.gave_up"))
            return list(self._words())
        finally:
            self._call("TessBaseAPIClear", self._engine)

    def _words(self) -> Iterator[Word]:
        results = self._call("TessBaseAPIGetIterator", self._engine)
        if not results:
            return
        layout = self._call("TessResultIteratorGetPageIterator", results)
        try:
            more = True
            while more:
                line = self._begins(layout, _LINE)
                block = self._begins(layout, _BLOCK) or self._begins(layout, _PARAGRAPH)
                confidence = float(self._call("TessResultIteratorConfidence", results, _WORD))
                box = self._box(layout, _WORD)
                symbols = []
                while more:
                    text = self._text(results)
                    if text:
                        symbols.append((text, self._box(layout, _SYMBOL) or box or (0, 0, 0, 0)))
                    more = bool(self._call("TessResultIteratorNext", results, _SYMBOL))
                    if self._begins(layout, _WORD):
                        break
                yield Word(tuple(symbols), box or (0, 0, 0, 0), confidence, line, block)
        finally:
            self._call("TessResultIteratorDelete", results)

    def _begins(self, layout: int, level: int) -> bool:
        return bool(self._call("TessPageIteratorIsAtBeginningOf", layout, level))

    def _box(self, layout: int, level: int) -> PixelBox | None:
        sides = [c_int() for _ in range(4)]
        if not self._call("TessPageIteratorBoundingBox", layout, level, *map(byref, sides)):
            return None
        left, top, right, bottom = (side.value for side in sides)
        if right <= left or bottom <= top:  # so it is for letters that lie on their side; their word has a box
            return None
        return left, top, right, bottom

    def _text(self, results: int) -> str:
        address = self._call("TessResultIteratorGetUTF8Text", results, _SYMBOL)
        if not address:
            return ""
        try:
            return ctypes.string_at(address).decode("utf-8", "replace")
        finally:
            self._call("TessDeleteText", address)

    def _call(self, name: str, *arguments: object) -> Any:
        return getattr(self._library, name)(*arguments)


def _system_library() -> ctypes.CDLL | None:
    """The system's Tesseract 5, or None where there is none that can be used."""
    try:
        return _with(ctypes.CDLL("libtesseract.so.5"), _TESSERACT)
    except (OSError, AttributeError):
        return None


def _library_in_mupdf() -> ctypes.CDLL:
    """MuPDF's library, which is loaded already; Refusal where it does not export what is needed."""
    folder = Path(pymupdf.__file__).parent
    found = next((path for path in sorted(folder.glob("libmupdf.*")) if "cpp" not in path.name), None)
    try:
        library = _with(ctypes.CDLL(str(found or "libmupdf is not there")), _MUPDF | _TESSERACT)
    except (OSError, AttributeError) as error:
        raise Refusal(Reason("ocr.no_engine", detail=str(error))) from error
    context = library.fz_new_context_imp(None, None, _STORE, pymupdf.VersionFitz.encode())
    if not context:
        raise Refusal(Reason("ocr.memory"))
    library.fz_set_leptonica_mem(context)  # Leptonica inside MuPDF allocates through a context, for good
    return library


def _with(library: ctypes.CDLL, functions: dict[str, tuple[object, list[object]]]) -> ctypes.CDLL:
    for name, (result, arguments) in functions.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
