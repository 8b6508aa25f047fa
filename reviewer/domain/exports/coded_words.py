"""Words that stand in a text in a code that programs read back: base64, hexadecimal figures, escapes, tags of HTML.

What is coded twice is read back twice. What is packed or encrypted within is not looked at here.
"""

from __future__ import annotations

import base64
import codecs
import html
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}(?:[ \t]*\r?\n[ \t>|]*[A-Za-z0-9+/_-]{4,})*={0,2}")
_LINE = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_MIXED = re.compile("[0-9+/_]|[a-z][A-Z]")
"""What base64 has, and words have not."""
_WITHIN_LEADS = 4096
"""Letters of a run that may begin with up to three others."""
_HEX = re.compile(
    r"(?:[0-9A-Fa-f]{2}){4,}(?:\r?\n[ \t>|]*(?:[0-9A-Fa-f]{2}){4,})*"
    r"|(?<![0-9A-Za-z])(?:0x)?[0-9A-Fa-f]{2}(?:[ :,\r\n-]{1,2}(?:0x)?[0-9A-Fa-f]{2}(?![0-9A-Za-z])){3,}"
)
_HEX_PAIR = re.compile("(?:0x)?([0-9A-Fa-f]{2})")
_ESCAPES = re.compile(
    r"(?:%[0-9A-Fa-f]{2})+|(?:=[0-9A-Fa-f]{2})+|=[ \t]*\r?\n|(?<=\w)=[ \t]{1,2}(?=\w)"
    r"|(?:\\u[0-9A-Fa-f]{4})+|(?:\\x[0-9A-Fa-f]{2})+"
    r"|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}"
    r"|&(?:#(?:[0-9]{1,12}|[xX][0-9A-Fa-f]{1,12});?|[A-Za-z]{2,24};)"  # numbers need no end, and may begin with zeros
)
"""Of links, quoted-printable mail and its soft ends of lines, also joined to the next, programs, and HTML."""
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
"""Of HTML and XML: within a word it says nothing, between two it parts them."""
_ESCAPED_PAIR = re.compile("[%=x]([0-9A-Fa-f]{2})")
_ESCAPED_UNIT = re.compile("u([0-9A-Fa-f]{4})")
_FIRST, _FEWEST = 63, 4
"""Bytes by which it is told whether a run says something, and those that it has at least."""
_READABLE = bytes(range(0x20, 0x7F)) + b"\0\t\n\r"
_MOST_UNREADABLE = 0.3
_utf_8 = codecs.getincrementaldecoder("utf-8")


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part of a text begins when it is read back, and where it stands as it is."""

    says: int
    start: int
    end: int
    coded: bool


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a stretch of a text says when it is read back; ``sure`` where a few letters are not in it by chance."""

    says: str
    parts: tuple[_Part, ...]
    sure: bool = False

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """Where some of what it says stands in the text; None where nothing of that is coded."""
        first, last = self._part_of(start), self._part_of(end - 1)
        if not any(each.coded for each in self.parts[first : last + 1]):
            return None
        one, other = self.parts[first], self.parts[last]
        return (
            one.start if one.coded else one.start + start - one.says,
            other.end if other.coded else other.start + end - other.says,
        )

    def _part_of(self, at: int) -> int:
        return bisect_right(self.parts, at, key=lambda each: each.says) - 1


def decoded(text: str) -> Iterator[Decoded]:
    """What is coded in a text, read back; the same stretch may be read in several ways."""
    said: list[tuple[re.Pattern[str], Callable[[str], str]]] = []
    if any(sign in text for sign in "%=\\&"):  # each escape begins with one
        said.append((_ESCAPES, _meant))
    if "<" in text:
        said += [(_TAG, lambda _tag: ""), (_TAG, lambda _tag: " ")]
    yield from filter(None, (_unescaped(text, signs, meant) for signs, meant in said))
    for match in _BASE64.finditer(text):
        yield from _of_base64(match)
    for match in _HEX.finditer(text):
        yield from _of_hex(match)


def _unescaped(text: str, signs: re.Pattern[str], meant: Callable[[str], str]) -> Decoded | None:
    """A whole text with what some signs mean in their place; None where it has none."""
    said: list[str] = []
    parts: list[_Part] = []
    at = length = 0
    for match in signs.finditer(text):
        for piece, start, end in ((text[at : match.start()], at, match.start()), (meant(match[0]), *match.span())):
            if piece or start == match.start():  # a soft end of a line says nothing, and is coded all the same
                parts.append(_Part(length, start, end, coded=start == match.start()))
                said.append(piece)
                length += len(piece)
        at = match.end()
    if not at:
        return None
    parts.append(_Part(length, at, len(text), coded=False))
    return Decoded("".join((*said, text[at:])), tuple(parts), sure=True)


def _meant(escape: str) -> str:
    if escape.startswith("&"):
        return html.unescape(escape)
    if escape.startswith(("\\u{", "\\U")):
        code = int(escape[2:].strip("{}"), 16)
        return chr(code) if code <= sys.maxunicode else ""
    if escape.startswith("\\u"):
        units = b"".join(int(each, 16).to_bytes(2, "big") for each in _ESCAPED_UNIT.findall(escape))
        return units.decode("utf-16-be", "replace")
    return _text(bytes.fromhex("".join(_ESCAPED_PAIR.findall(escape))))


def _of_base64(match: re.Match[str]) -> Iterator[Decoded]:
    """A run as a whole, and each of its lines: a word may stand above or below it by chance."""
    run, at = match[0], match.start()
    if not _MIXED.search(run):
        return
    yield from _leads(run, at)
    if "\n" in run:
        for line in _LINE.finditer(run):
            yield from _leads(line[0], at + line.start())


def _leads(run: str, at: int) -> Iterator[Decoded]:
    """A run read back from its beginning, or where it is short from one of its next letters."""
    letters = "".join(re.findall("[A-Za-z0-9+/_-]+", run)).replace("-", "+").replace("_", "/")
    for lead in range(4 if len(letters) <= _WITHIN_LEADS else 1):
        rest = letters[lead:]
        if _is_said(_of_letters(rest[: _FIRST * 4 // 3])):
            yield Decoded(_text(_of_letters(rest)), (_Part(0, at, at + len(run), coded=True),))


def _of_letters(letters: str) -> bytes:
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(whole + "=" * (-len(whole) % 4))


def _of_hex(match: re.Match[str]) -> Iterator[Decoded]:
    run = match[0]
    for start in (0, 1):
        data = bytes.fromhex("".join(_HEX_PAIR.findall(run, start)))
        if _is_said(data[:_FIRST]):
            yield Decoded(_text(data), (_Part(0, *match.span(), coded=True),))


def _is_said(data: bytes) -> bool:
    """Whether bytes look like a text and not like any others."""
    unreadable = len(data.translate(None, _READABLE))
    return len(data) >= _FEWEST and (unreadable <= _MOST_UNREADABLE * len(data) or _is_utf_8(data))


def _is_utf_8(data: bytes) -> bool:
    try:
        return _utf_8().decode(data).isprintable()  # the last letter may be cut off
    except UnicodeDecodeError:
        return False


def _text(data: bytes) -> str:
    if data.count(0) >= len(data) // 3 > 0:
        return data.decode("utf-16-be" if not data[0] else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
