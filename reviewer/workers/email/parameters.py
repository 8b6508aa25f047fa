"""Content-Type and Content-Disposition: a value and its parameters, with RFC 2231 and what real mail does instead."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from reviewer.workers.email.charsets import decode
from reviewer.workers.email.header import decode_words, raw_text

_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\Z)|([^;]*))', re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(\d{1,3})?(\*)?\Z")
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+)\s*/\s*([A-Za-z0-9!#$&^_.+-]+)")
_LONGEST_KEPT = 200
"""Bytes of a value that is remembered: a few of them stand in nearly all mail."""


def parse_value(value: bytes) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in lower case, and the parameters by lower-case name, decoded."""
    if not value:
        return "", {}
    head, parameters = (_parsed_kept if len(value) <= _LONGEST_KEPT else _parsed)(value)
    return head, dict(parameters)


@lru_cache(1_024)
def _parsed_kept(value: bytes) -> tuple[str, dict[str, str]]:
    return _parsed(value)


def _parsed(value: bytes) -> tuple[str, dict[str, str]]:
    text = raw_text(value)
    head, semicolon, _ = text.partition(";")
    if not semicolon:
        return head.strip().lower(), {}
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, quoted, token in _PARAMETER.findall(text, len(head)):
        key = name.lower()
        found = re.sub(r"\\(.)", r"\1", quoted) if quoted and "\\" in quoted else quoted or token.strip()
        section = _SECTION.match(key) if "*" in key else None
        if section:
            number = int(section[2]) if section[2] else 0
            encoded = bool(section[3]) or section[2] is None
            sections.setdefault(section[1], {}).setdefault(number, (found, encoded))
        else:
            plain.setdefault(key, decode_words(found))
    for key, pieces in sections.items():
        plain[key] = _join(pieces)
    return head.strip().lower(), plain


def parameters_again(value: bytes) -> list[tuple[str, str]]:
    """Parameters that a value names twice, saying otherwise, by lower-case name; programs take one or the other.

    A name in plain letters beside the same name by RFC 2231 is no such thing, nor are the sections of one.
    """
    if value.count(b"=") < 2:
        return []
    text = raw_text(value)
    known: dict[str, set[str]] = {}
    found: list[tuple[str, str]] = []
    for name, quoted, token in _PARAMETER.findall(text, len(text.partition(";")[0])):
        key, said = name.lower(), quoted or token.strip()
        compared = said.lower() if key == "charset" else said
        if compared not in known.setdefault(key, {compared}):
            known[key].add(compared)
            found.append((key, decode_words(said)))
    return found


def media_type(value: str, default: str = "text/plain") -> str:
    """``type/subtype`` of a Content-Type value, or the default when it is none (RFC 2045, section 5.2)."""
    match = _TYPE.match(value)
    return f"{match[1]}/{match[2]}".lower() if match else default


def is_media_type(value: str) -> bool:
    """Whether a Content-Type value begins with ``type/subtype``; else it counts as plain text."""
    return _TYPE.match(value) is not None


def _join(pieces: dict[int, tuple[str, bool]]) -> str:
    charset, raw = "", bytearray()
    for number in sorted(pieces):
        text, encoded = pieces[number]
        if encoded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return decode_words(decode(bytes(raw), charset).text)
