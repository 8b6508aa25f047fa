"""How what names a confidential source is found: in letters that pass for its own, broken, apart or run together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from reviewer.domain import folding
from reviewer.domain.exports.number_pattern import digits_of, digits_pattern
from reviewer.domain.exports.spelling import APOSTROPHES, BETWEEN, HYPHENS, UNSEEN, plain_words
from reviewer.domain.lookalikes import CAPITALS, LOOKS

SOURCE = "\u2063"
"""Stands before what names a confidential source: it is looked for more widely than redacted words, and nobody sees it.

Words go to workers as texts, and those that begin so are looked for there by the same rule.
"""

FEWEST_SURE = 4
"""Letters and digits by which words are told from what stands in codes and in bytes by chance: “Bob” has fewer.

What has fewer is looked for as whole words alone, as they are written.
"""

FEWEST_JOINED = 5
"""Letters that a name of several words must have to be looked for with nothing between them: “An Na” is another Anna.

As many it must have to be looked for letter by letter: “T a r n”.
"""

UNPARTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Letters of scripts that have nothing between words, or write what belongs to a name right behind it."""

_SMALL_FIGURES = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"
NO_LETTER = rf"[\W\d_{_SMALL_FIGURES}]"
_LETTER = rf"[^\W\d_{_SMALL_FIGURES}]"
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents that stand behind a letter as characters of their own (Unicode, Combining Diacritical Marks, all blocks)."""
_ESCAPE = "%[0-9a-f]{2}"
_APART_ON_A_LINE = rf"(?:{_ESCAPE}|%(?!{_ESCAPE[1:]})|(?![%\r\n]){NO_LETTER})"
_NEXT_LINE = rf"\r?\n{_APART_ON_A_LINE}*"
_BETWEEN = rf"(?:{BETWEEN}|{_APART_ON_A_LINE}+(?:{_NEXT_LINE}){{0,2}}|(?:{_NEXT_LINE}){{1,2}})"
"""What may stand between two words that name a source: whatever is no letter, of a line and of two behind it."""
_INITIALS = rf"(?:{_LETTER}{_BETWEEN}){{0,2}}"
"""Initials of middle names that nobody gave, with what stands behind each: “Jo Q. Tarn”."""
_WITHIN = rf"[{_ACCENTS}{UNSEEN}{APOSTROPHES}]*(?:[{HYPHENS}]?[ \t]*\r?\n[\s>|]*|[{HYPHENS}][ \t]{{1,3}})?"
"""What may stand between two letters of a word: accents, apostrophes, what nobody sees, and the end of a line.

Of that a hyphen and a blank are left where lines were joined.
"""
_SPACED = rf"{NO_LETTER}{{1,3}}"
"""What stands between letters that are spaced out, as in “T a r n”, or in cells of their own."""
_SPACED_WORDS = rf"{NO_LETTER}{{1,6}}"

_RANGES = (
    (0x80, 0x58F), (0x13A0, 0x13FF), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF), (0x2070, 0x209C), (0x2100, 0x2188),
    (0x2C60, 0x2C7F), (0xA4D0, 0xA4FF), (0xA720, 0xA7FF), (0xAB70, 0xABBF), (0xFB00, 0xFB06), (0xFF10, 0xFF5A),
    (0x1D400, 0x1D7FF), (0x249C, 0x24E9), (0x1F110, 0x1F189), (0x1F1E6, 0x1F1FF),
)  # fmt: skip
"""Letters that may pass for others: with accents, of other alphabets, wide, bold, raised, two in one sign, in rings, as
flags are written."""
_RINGED = frozenset((*range(0x249C, 0x24EA), *range(0x1F110, 0x1F18A), *range(0x1F1E6, 0x1F200)))
"""Letters that Unicode takes for signs, as the index of texts does: so no item is found by them, but its bytes are."""
_ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)
"""Where alphabets of such signs begin that Unicode does not take apart into letters: white on black, of flags."""
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(f"[{_ACCENTS}]+")
_UNPARTED = re.compile(f"[{UNPARTED}]")


class _Plain(dict[int, str]):
    """The small letter or digit, of Latin where it looks like one, that each character passes for; else nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(next((ord("a") + code - first for first in _ALPHABETS if first <= code < first + 26), code))
        if not char.isalnum() and code not in _RINGED:
            made = ""
        else:
            digit = unicodedata.digit(char, None)
            shown = unicodedata.normalize("NFKC", char) if digit is None else str(digit)
            made = "".join(filter(str.isalnum, folding.base(shown).translate(LOOKS)))
        self[code] = made
        return made


_PLAIN = _Plain()
_NOT_ASCII = re.compile(r"[^\0-\x7f]+")
_SMALL = bytes(range(128)).lower() + bytes(range(128, 256))
_COARSE = _SMALL.translate(bytes.maketrans(b"hvy", b"nnu"))
"""Greek capitals pass for other letters than their small ones do, so these count as one where it is enough to know
that a word is not there."""
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_DIGITS = bytes(range(ord("0"), ord("9") + 1))


def passes_for_letters(char: str) -> bool:
    """Whether a character is a letter or a digit, or a sign that is read as some."""
    return char.isalnum() or bool(_PLAIN[ord(char)])


def plain_letters(text: str) -> str:
    """The letters and digits of a text alone, each as the one it passes for: ß is ss, Ł and 𝐋 are l, а is a."""
    return _in_plain_script(text).translate(_SMALL, _SIGNS).decode("utf-8")


def coarse(text: str) -> str:
    """The same, so that no letters differ which :func:`source_pattern` takes for one another."""
    return _in_plain_script(text).translate(_COARSE, _SIGNS).decode("utf-8")


def _in_plain_script(text: str) -> bytes:
    plain = text if text.isascii() else _NOT_ASCII.sub(lambda found: found[0].translate(_PLAIN), text)
    return plain.encode("utf-8", "replace")


class Letters:
    """The letters of a text, to tell quickly that words are not in it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _plain(self) -> bytes:
        return _in_plain_script(self._text)

    @cached_property
    def _all(self) -> bytes:
        return self._plain.translate(_COARSE, _SIGNS)

    @cached_property
    def _no_digits(self) -> bytes:
        return self._plain.translate(_COARSE, _SIGNS + _DIGITS)

    def may_have(self, quote: str) -> bool:
        """Whether all words of what names a source may stand in the text, apart or not; True for numbers."""
        if digits_of(quote):
            return True
        return all(self._may_have(word) for word in _coarse_words(quote))

    def _may_have(self, word: bytes) -> bool:
        return word in (self._no_digits if word.translate(None, _DIGITS) == word else self._all)


@lru_cache(maxsize=1024)
def _coarse_words(quote: str) -> tuple[bytes, ...]:
    return tuple(coarse(word).encode() for word in source_words(quote))


@lru_cache(maxsize=1024)
def source_pattern(quote: str) -> re.Pattern[str]:
    """Finds what names a source. Kept, for it is asked for again of each item and costs what a page does."""
    return re.compile(digits_pattern(quote) or _of_words(source_words(quote)), re.IGNORECASE)


def source_words(quote: str) -> list[str]:
    """The words of what names a source, in letters and digits alone: O’Brien is two."""
    plain = unicodedata.normalize("NFC", " ".join(plain_words(quote)))
    return _WORD.findall(_MARKS.sub("", plain))


def is_unparted(text: str) -> bool:
    """Whether a text has letters of a script that has nothing between its words."""
    return _UNPARTED.search(text) is not None


def is_short(quote: str) -> bool:
    """Whether what names a source is looked for as whole words alone."""
    words = source_words(quote)
    return sum(map(len, words)) < FEWEST_SURE and not is_unparted("".join(words))


def joins(words: Sequence[str]) -> bool:
    """Whether words are looked for with nothing between them as well."""
    return sum(map(len, words)) >= FEWEST_JOINED or is_unparted("".join(words))


def _of_words(words: Sequence[str]) -> str:
    """Finds words with no letter before and behind them, nor a digit where they begin or end with one.

    Their first sign is looked for first, which takes half of the time.
    """
    if not words:
        return "(?!)"
    signs = [list(_signs(word)) for word in words]
    before, behind = (_beside(char, words) for char in (words[0][0], words[-1][-1]))
    start = rf"(?={signs[0][0]})" + (rf"(?:(?<!{before})|(?<={_ESCAPE}))" if before else "")
    between = f"(?:{_BETWEEN}{_INITIALS}){'?' if joins(words) else ''}"
    found = between.join(map(_one_word, words, signs))
    if joins(words) and "".join(words).isalpha() and len(words) > 1:
        found = f"(?:{found}|{_SPACED_WORDS.join(_SPACED.join(each) for each in signs)})"
    return start + found + (rf"(?!{behind})" if behind else "")


def _one_word(word: str, signs: Sequence[str]) -> str:
    """A word as it is, or a longer one letter by letter."""
    found = _WITHIN.join(signs)
    return f"(?:{found}|{_SPACED.join(signs)})" if len(signs) >= FEWEST_JOINED - 1 and word.isalpha() else found


def _beside(char: str, words: Sequence[str]) -> str:
    """What may not stand beside a first or last sign of words, for then it is another word; empty for anything.

    Beside a few letters no digit may stand either.
    """
    if is_unparted(char):
        return ""
    return r"[^\W_]" if char.isdigit() or sum(map(len, words)) < FEWEST_SURE else _LETTER


def _signs(word: str) -> Iterator[str]:
    """Finds each letter of a word in all signs that pass for it, and letters that can be in one sign as that, too."""
    letters = plain_letters(word) or word
    at = 0
    for start, end in _joinable(letters):
        yield from (f"{_sign(each)}[{_ACCENTS}]*" for each in letters[at:start])
        yield f"(?:{'|'.join(_joined(letters[start:end]))})"
        at = end
    yield from (f"{_sign(each)}[{_ACCENTS}]*" for each in letters[at:])


def _joinable(letters: str) -> Iterator[tuple[int, int]]:
    """The stretches of some letters that can be in one sign, or in several that overlap."""
    several = [(at, at + size) for at in range(len(letters)) for size in (2, 3) if _one_sign(letters[at:], size)]
    begun = end = 0
    for first, last in several:
        if first >= end and end:
            yield begun, end
        begun, end = (begun, max(end, last)) if first < end else (first, last)
    if end:
        yield begun, end


def _joined(letters: str) -> Iterator[str]:
    """All ways to write some letters by signs for one or more of them."""
    if not letters:
        yield ""
    for size in (1, 2, 3):
        if _one_sign(letters, size):
            sign = f"{_sign(letters[:size])}[{_ACCENTS}]*"
            yield from (f"{sign}{_WITHIN}{rest}" if rest else sign for rest in _joined(letters[size:]))


def _one_sign(letters: str, size: int) -> bool:
    """Whether the first of some letters can be one sign."""
    return len(letters) >= size and (size == 1 or letters[:size] in _alike())


def _sign(letters: str) -> str:
    """Finds a letter, or several in one sign, whichever passes for it."""
    signs = {*_alike().get(letters, ()), *CAPITALS.get(letters, ()), *([letters] if len(letters) == 1 else [])}
    return f"[{re.escape(''.join(sorted(signs)))}]" if len(signs) > 1 else re.escape("".join(signs))


@lru_cache(maxsize=1)
def _alike() -> dict[str, tuple[str, ...]]:
    """By one to three letters, or a digit, the characters that pass for them."""
    found: dict[str, list[str]] = {}
    for first, last in _RANGES:
        for char in map(chr, range(first, last + 1)):
            plain = _PLAIN[ord(char)]
            if plain and plain != char and len(plain) <= 3:
                found.setdefault(plain, []).append(char)
    return {plain: tuple(chars) for plain, chars in found.items()}
