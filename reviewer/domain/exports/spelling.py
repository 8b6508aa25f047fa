"""How words are written: with what between them, with which letters in one sign, broken at the end of a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import reduce

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What is drawn by nothing (Unicode, Default_Ignorable_Code_Point, and anchors of annotations): marks of direction,
joiners, variants of signs, tags."""
HYPHENS = r"\-\u2010-\u2015\u2212"
APOSTROPHES = "'\u2019\u2018\u02bc\u0060\u00b4"
BETWEEN = rf"[\s>|_.,@/\\+{HYPHENS}{UNSEEN}]+"
"""What may stand between two words that follow one another: spaces, line ends, marks of a quoted reply, and what joins
words in names of files and in addresses."""
WITHIN = rf"(?:[{UNSEEN}]+|[{HYPHENS}][ \t]*\r?\n[\s>|]*)?"
"""What may stand between two letters of a word: what nobody sees, and a hyphen at the end of a line."""
_BROKEN = re.compile(WITHIN.removesuffix("?"))
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_APART = {ord(sign): meant for sign, meant in _LIGATURES.items()}
_LIGATED = re.compile("ff[il]|f[fil]|st", re.IGNORECASE)
_PASSING = {"\u0130": "i", "\u0131": "i", "\u212a": "k", "\u017f": "s", **_LIGATURES}
"""What a pattern that minds no capitals takes for letters of ASCII, and letters in one sign."""
_SMALL = bytes(range(128)).lower() + bytes(range(128, 256))
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())


def plain_words(quote: str) -> list[str]:
    """The words of a quote as they are without hyphens at line ends, what nobody sees, and letters joined in one."""
    plain = unicodedata.normalize("NFC", _BROKEN.sub("", quote)).translate(_APART)
    return [word for word in re.split(BETWEEN, plain) if word]


def signs(word: str) -> Iterator[str]:
    """Finds each letter of a word, and letters that can be one sign either way."""
    at = 0
    for match in _LIGATED.finditer(word):
        yield from map(_letter, word[at : match.start()])
        yield f"(?:{'|'.join(_as_one(match[0].lower()))})"
        at = match.end()
    yield from map(_letter, word[at:])


def _as_one(letters: str) -> Iterator[str]:
    """All ways to write some letters by signs for one or more of them."""
    if not letters:
        yield ""
    for sign, meant in (*_LIGATURES.items(), (letters[:1], letters[:1])):
        if meant and letters.startswith(meant):
            yield from (f"{sign}{WITHIN}{rest}" if rest else sign for rest in _as_one(letters[len(meant) :]))


def _letter(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    if char in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    return re.escape(char) if apart == char else f"(?:{re.escape(char)}|{re.escape(apart)})"


def plain(text: str) -> str:
    """A text in small letters, with nothing within its words."""
    joined = unicodedata.normalize("NFC", _BROKEN.sub("", text)).casefold()
    return reduce(lambda said, sign: said.replace(sign, "'"), APOSTROPHES, joined)


def ascii_letters(text: str) -> bytes:
    """The letters and digits of ASCII in a text alone, small ones, to tell quickly that words are not in it."""
    if not text.isascii():
        text = reduce(lambda said, sign: said.replace(*sign), _PASSING.items(), text)
    return text.encode("ascii", "ignore").translate(_SMALL, _NO_LETTERS)


def sure_letters(quote: str) -> bytes:
    """What :func:`ascii_letters` of a text has in one piece wherever the words of a quote stand in it.

    Those are the letters of its words of ASCII that follow one another, the longest such stretch of them.
    """
    runs = [""]
    for word in plain_words(quote):
        said = reduce(lambda told, sign: told.replace(sign, "'"), APOSTROPHES, word)
        runs = [*runs[:-1], runs[-1] + said] if said.isascii() else [*runs, ""]
    return max(map(ascii_letters, runs), key=len)
