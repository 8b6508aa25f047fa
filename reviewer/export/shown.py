"""Text from evidence as the report can show it: what no font has, or what would turn a line around, is spelled out.

PDF/A and PDF/UA forbid a character without a glyph. The fonts that come with Typst and with this program cover Latin,
Greek, Cyrillic, Hebrew and Arabic; where a text needs more, the fonts of this computer are asked, and what even they
lack stands as ``[U+4E2D]``. The exhibit shows it as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from reviewer.errors import ExportError

if TYPE_CHECKING:
    from typst import PDFStandard

STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
ACCESSIBLE: list[PDFStandard] = ["ua-1"]
"""Of what will be encrypted: PDF/A knows no encryption, PDF/UA allows it."""

_PROBE = b"""
#set document(title: "probe")
#set text(lang: "en", font: "Libertinus Serif")
#for char in json(bytes(sys.inputs.chars)) [#box(char) ]
"""

_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional controls (UAX #9): in a file name or a quote they would show words in an order they are not in."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Where glyphs may come from: a folder of fonts, and whether this computer's own are asked as well."""

    folder: Path | None
    system: bool

    def options(self) -> dict[str, Any]:
        """The arguments for ``typst.compile``."""
        return {"font_paths": [self.folder] if self.folder else [], "ignore_system_fonts": not self.system}


def showable(values: Any, folder: Path | None) -> tuple[Any, Fonts, int]:
    """The values with every text made showable, the fonts that show it, and how many characters are spelled out.

    Values are texts, numbers, and lists and dictionaries of them.
    """
    chars = sorted({char for text in _texts(values) for char in text if not char.isascii()})
    spelled = {char for char in chars if char in _TURNS or unicodedata.category(char) in {"Co", "Cn", "Cs"}}
    asked = [char for char in chars if char not in spelled and unicodedata.category(char) != "Cc"]
    fonts = Fonts(folder, system=False)
    missing = _missing(asked, fonts)
    if missing:
        fonts = Fonts(folder, system=True)
        missing = _missing(asked, fonts)
    spelled |= missing
    table = {ord(char): f"[U+{ord(char):04X}]" for char in spelled}
    table |= {code: "" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in {9, 10}}
    return _mapped(values, table), fonts, len(spelled)


def spelled_out(text: str) -> str:
    """A text for a form whose reader brings the fonts: only what no font can have, or what turns words, is spelled."""
    return "".join(map(_spelled, text)) if not text.isascii() or not text.isprintable() else text


def count_spelled(texts: Iterable[str]) -> int:
    """How many different characters of some texts :func:`spelled_out` spells."""
    return sum(
        _spelled(char) not in {char, ""} for char in {char for text in texts if not text.isascii() for char in text}
    )


def _spelled(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return char if char in "\t\n" else ""
    return f"[U+{ord(char):04X}]" if char in _TURNS or category in {"Co", "Cn", "Cs"} else char


def _missing(chars: Sequence[str], fonts: Fonts) -> set[str]:
    """Those of the characters that no font has."""
    missing: set[str] = set()
    left = list(chars)
    while left:
        try:
            typst.compile(
                _PROBE, sys_inputs={"chars": json.dumps(left)}, pdf_standards=STANDARDS, timestamp=0, **fonts.options()
            )
        except typst.TypstError as error:
            named = {char for text in _MISSING.findall(error.diagnostic) for char in text} & set(left)
            if not named:
                raise ExportError(f"the report's fonts could not be checked: {error.message}") from error
            missing |= named
            left = [char for char in left if char not in named]
        else:
            break
    return missing


def _texts(values: Any) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping):
        for value in values.values():
            yield from _texts(value)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _texts(value)


def _mapped(values: Any, table: dict[int, str]) -> Any:
    if isinstance(values, str):
        return values.translate(table)
    if isinstance(values, Mapping):
        return {key: _mapped(value, table) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [_mapped(value, table) for value in values]
    return values
