"""A plain and slow reading of texts, to hold what searches find against: no index and no grammar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

Texts = Sequence[str]
Meaning = Callable[[Texts], bool]


def plain(text: str) -> str:
    """Small letters without accents, as one would fold by hand."""
    for letter, by in {"ł": "l", "Ł": "l", "ß": "ss"}.items():
        text = text.replace(letter, by)
    return "".join(each for each in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(each))


def plain_(text: str) -> str:
    return plain(unicodedata.normalize("NFKC", text)).replace("æ", "ae").replace("ø", "o")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain_(text))


def word(fits: Callable[[str], bool] | str) -> Meaning:
    if isinstance(fits, str):
        sought = plain(fits)
        return lambda texts: any(sought in words(text) for text in texts)
    return lambda texts: any(fits(each) for text in texts for each in words(text))


def begins(sought: str) -> Meaning:
    return word(lambda each: each.startswith(sought))


def phrase(*sought: str) -> Meaning:
    wanted = list(sought)
    return lambda texts: any(
        said[at : at + len(wanted)] == wanted for said in map(words, texts) for at in range(len(said))
    )


def pairs(texts: Texts, first: Sequence[str], second: Sequence[str]) -> Iterator[int]:
    """How far behind each word of one kind each of another stands, in the same text."""
    for said in map(words, texts):
        for at, one in enumerate(said):
            for to, other in enumerate(said):
                if one in first and other in second and at != to:
                    yield to - at


def near(first: Sequence[str], second: Sequence[str], most: int) -> Meaning:
    return lambda texts: any(abs(apart) <= most for apart in pairs(texts, first, second))


def before(first: Sequence[str], second: Sequence[str], most: int) -> Meaning:
    return lambda texts: any(0 < apart <= most for apart in pairs(texts, first, second))


@cache
def edits(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    return min(edits(one[1:], other) + 1, edits(one, other[1:]) + 1, edits(one[1:], other[1:]) + (one[0] != other[0]))


def like(sought: str, most: int) -> Meaning:
    return word(lambda each: abs(len(each) - len(sought)) <= most and edits(sought, each) <= most)


def said(sought: str, *, fold: Callable[[str], str] = str.lower) -> Meaning:
    """As it is written, and no letter or digit goes on at its ends."""

    def fits(text: str) -> bool:
        text = " ".join(fold(text).split())
        for at in range(len(text)):
            end = at + len(sought)
            if text[at:end] == fold(sought):
                outside = (
                    text[at - 1 : at] if sought[0].isalnum() else "",
                    text[end : end + 1] if sought[-1].isalnum() else "",
                )
                if not any(each.isalnum() for each in outside):
                    return True
        return False

    return lambda texts: any(map(fits, texts))


def matches(pattern: str) -> Meaning:
    return lambda texts: any(re.search(pattern, text, re.IGNORECASE) for text in texts)


def both(*meanings: Meaning) -> Meaning:
    return lambda texts: all(each(texts) for each in meanings)


def either(*meanings: Meaning) -> Meaning:
    return lambda texts: any(each(texts) for each in meanings)


def no(meaning: Meaning) -> Meaning:
    return lambda texts: not meaning(texts)


def only(number: int, meaning: Meaning) -> Meaning:
    """In one of subject, body, note."""
    return lambda texts: meaning(texts[number : number + 1])


def amounts(*sought: str) -> Meaning:
    """Texts that hold one of the amounts that are written there."""
    return lambda texts: any(each in text for text in texts for each in sought)


def exactly(sought: str) -> Meaning:
    return said(sought, fold=str)
