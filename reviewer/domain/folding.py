"""Letters that count as the same in a search, of Latin, Greek and Cyrillic: Łukasz is lukasz, ß is ss, Ё is Е.

The index of texts folds fewer: the case of all letters, and accents of Latin ones. So a search asks it for a word in
each way that the index may have it. See https://www.unicode.org/reports/tr15/ for NFKD.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

MARK = "\u0300"
"""What all combining marks become that the index passes over."""

_ALONE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ʼ": "'"}
)
"""Letters that Unicode does not take apart."""

_KEPT = frozenset({0, 7, 9})
"""Combining classes of signs that make another letter, as in Hindi: https://www.unicode.org/reports/tr44/."""

_RANGES = ((0x80, 0x52F), (0x1E00, 0x1FFF), (0xFB00, 0xFB06), (0xFF10, 0xFF5A))
"""Letters that the index may have in another way: Latin, Greek, Cyrillic, ligatures, full width."""


class _Indexed(dict[int, int]):
    """How FTS5's ``unicode61 remove_diacritics 2`` sees each character; the marks it passes over all become one."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind == "Co":
            made = "\ua000"  # of private use: it counts as a letter
        elif kind == "Mn" and unicodedata.combining(char):
            made = MARK
        else:
            plain = unicodedata.normalize("NFD", char)
            if len(plain) > 1 and all(map(unicodedata.combining, plain[1:])) and plain[0].isascii():
                char = plain[0]
            made = next(each for each in (char.casefold(), char.lower(), char) if len(each) == 1)
        self[code] = ord(made)
        return self[code]


class _Even(dict[int, int]):
    """How a search sees each character, one for one: what is more than one letter stays as the index has it."""

    def __missing__(self, code: int) -> int:
        seen = _INDEXED[code]
        plain = _plain(chr(seen))
        self[code] = ord(plain) if len(plain) == 1 else seen
        return self[code]


_INDEXED = _Indexed()
_EVEN = _Even()


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char == MARK or char.isascii():
        return char.lower()
    apart = unicodedata.normalize("NFKD", char.casefold()).translate(_ALONE)
    kept = "".join(each for each in apart if unicodedata.combining(each) in _KEPT)
    made = unicodedata.normalize("NFC", kept.casefold())
    # A sign that would come apart in signs and letters, as ½ or №, is one of its own.
    return made if made and made.isalnum() == char.isalnum() else char


def indexed(text: str) -> str:
    """A text as the index compares it, with as many code points."""
    return text.lower() if text.isascii() else text.translate(_INDEXED)


def even(text: str) -> str:
    """A text as a search compares it, with as many code points: what is two letters, as ß, stays one."""
    return text.lower() if text.isascii() else text.translate(_EVEN)


@lru_cache(maxsize=4096)
def base(text: str) -> str:
    """A short text as a search compares it: ß is ss here, and there are no combining marks."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, unicodedata.normalize("NFC", text).translate(_INDEXED).replace(MARK, "")))


@lru_cache(maxsize=1)
def _ways() -> dict[str, tuple[str, ...]]:
    """By one to three letters, the characters that the index keeps apart from them and a search does not."""
    found: dict[str, set[str]] = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            seen = chr(_INDEXED[code])
            plain = _plain(seen)
            if plain != seen and seen.isalnum():
                found.setdefault(plain, set()).add(seen)
    return {plain: tuple(sorted(seen)) for plain, seen in found.items()}


def signs(letter: str) -> str:
    """All characters that a search takes for the same one letter, whatever their accents; its small form with them."""
    plain = base(letter)
    return "".join(sorted({plain, letter.lower(), *_accented().get(plain, ())})) if len(plain) == 1 else letter.lower()


@lru_cache(maxsize=1)
def _accented() -> dict[str, tuple[str, ...]]:
    """By one letter, the characters that are it with an accent."""
    found: dict[str, set[str]] = {}
    for first, last in _RANGES:
        for char in map(chr, range(first, last + 1)):
            plain = base(char)
            if char.isalpha() and len(plain) == 1 and plain != char:
                found.setdefault(plain, set()).add(char)
    return {plain: tuple(sorted(seen)) for plain, seen in found.items()}


def without_accents(text: str) -> str:
    """A text of any length as a search compares it: ß is ss here, and there are no combining marks."""
    return text.lower() if text.isascii() else "".join(map(_plain, text.translate(_INDEXED).replace(MARK, "")))


@lru_cache(maxsize=1)
def _joined_ways() -> tuple[re.Pattern[str], dict[str, str]]:
    several = {plain: "".join(seen) for plain, seen in _ways().items() if len(plain) > 1}
    return re.compile("|".join(sorted(map(re.escape, several), key=len, reverse=True))), several


def pattern(word: str, *, prefix: bool = False, marks: bool = False) -> str:
    """A regular expression for a folded word in a text that is :func:`even`: ss finds ß too.

    ``prefix``: words that begin so, s finds ß too; ``marks``: there may be :data:`MARK` behind any letter.
    """
    after = f"{MARK}*" if marks else ""
    whole = _pattern(word, after)
    cut = [
        f"{_pattern(word[:-length], after)}[{''.join(sorted(seen))}]{after}"
        for length in (1, 2)
        if prefix and len(word) >= length and (seen := _going_on(word[-length:]))
    ]
    return f"(?:{'|'.join((whole, *cut))})" if cut else whole


def _pattern(word: str, after: str) -> str:
    either, several = _joined_ways()
    parts, at = list[str](), 0
    for found in either.finditer(word):
        parts += [_letters(word[at : found.start()], after)]
        parts += [f"(?:{_letters(found[0], after)}|[{several[found[0]]}]{after})"]
        at = found.end()
    return "".join((*parts, _letters(word[at:], after)))


def _letters(letters: str, after: str) -> str:
    return "".join(f"{re.escape(each)}{after}" for each in letters)


@lru_cache(maxsize=1024)
def _going_on(letters: str) -> frozenset[str]:
    """The characters that are these letters and more."""
    ways = _ways().items()
    return frozenset(
        each for plain, seen in ways if len(plain) > len(letters) and plain.startswith(letters) for each in seen
    )


def beginnings(word: str, *, prefix: bool = False, there: Callable[[str], bool] = bool) -> Iterator[str]:
    """What a word of the index begins with that a search takes for this folded one, and that is written otherwise.

    Each ends with the first letter that the index keeps apart. ``there`` tells whether the index has words with a
    beginning; with ``prefix`` the last letter may be one that is these and more: ß for s.
    """
    ways = _ways()
    for at in range(len(word)):
        if at and not there(word[:at]):
            return
        for length in (1, 2, 3):
            for seen in ways.get(word[at : at + length], ()) if at + length <= len(word) else ():
                yield word[:at] + seen
        for seen in sorted(_going_on(word[at:])) if prefix and len(word) - at <= 2 else ():
            yield word[:at] + seen
