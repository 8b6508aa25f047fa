"""The strings of a PDF, as what they may mean (ISO 32000-2 7.3.4), and what it tells beside its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.workers.pdf.faults import MUPDF_ERRORS

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_STRING = re.compile(r"\(((?:\\.|[^()\\])*)\)|<([0-9A-Fa-f\s]{2,})>", re.DOTALL)


def strings(text: str) -> Iterator[str]:
    """The strings of PDF syntax in a text, as what they may mean."""
    for plain, digits in _STRING.findall(text):
        raw = bytes.fromhex(_even(digits)) if digits else _unescaped(plain).encode("latin-1", "replace")
        if raw.startswith((b"\xfe\xff", b"\xff\xfe")) or (len(raw) % 2 == 0 and raw[:1] == b"\0"):
            yield raw.decode("utf-16-be" if not raw.startswith(b"\xff\xfe") else "utf-16", "replace").lstrip("\ufeff")
        else:
            yield raw.decode("cp1252", "replace")


def _unescaped(plain: str) -> str:
    """A string of PDF syntax without its escapes, ISO 32000-2 7.3.4.2; what else is escaped stands for itself."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 8) & 0xFF) if found[1] else found[2].strip("\r\n"), plain)


def _even(digits: str) -> str:
    kept = "".join(digits.split())
    return kept + "0" * (len(kept) % 2)


def told_beside(document: Any) -> list[str]:
    """Properties, metadata, bookmarks and the names of files in it."""
    told = [str(value) for value in (document.metadata or {}).values() if value]
    told += [_xml_metadata(document), *(str(each[1]) for each in document.get_toc(simple=True))]
    return [*told, *document.embfile_names()]


def _xml_metadata(document: Any) -> str:
    """What the catalog names as metadata. Taken out, it is no stream; objects are searched anyway."""
    try:
        return str(document.get_xml_metadata())
    except MUPDF_ERRORS:
        return ""
