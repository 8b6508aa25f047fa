"""Words with letters of another script that look like those they stand for, such as a Cyrillic а in “camera”.

A reader sees one word, and a search for it finds another. The letters are those that Unicode calls confusable with a
Latin one (UTS 39, confusables.txt) and that common fonts draw alike. Nothing is told of a word in which Latin letters
and others of those scripts stand as well, or of a unit such as µm. A word of such letters alone may be Russian: it is
told only where its whole text has none of those scripts that looks otherwise, and has Latin words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reviewer.domain.reasons.reason import Reason

_CYRILLIC = "асеһіјоԛрѕԝхуԁѵАВСЕНІЈКМОРЅТХУҮԌԚԜ"
_GREEK = "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_ARMENIAN = "օսհոցՍՏՕ"
_ALIKE = _CYRILLIC + _GREEK + _ARMENIAN
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_LETTERS = f"{_LATIN}\u0370-\u03ff\u0400-\u052f\u0531-\u0587"
_MIXED = re.compile(f"[{_LATIN}][{_ALIKE}]|[{_ALIKE}][{_LATIN}]")
_WORD = re.compile(f"[{_LETTERS}]+")
_LETTER = re.compile(f"[{_LETTERS}]")
_LATIN_WORD = re.compile("[A-Za-z]{3}")
_OTHERS = re.compile(f"(?![{_ALIKE}])[\u0370-\u03ff\u0400-\u052f\u0531-\u0587]")
_ALL_ALIKE = re.compile(f"(?<![{_LETTERS}])[{_ALIKE}]{{3,}}(?![{_LETTERS}])")
_FEWEST = 3  # letters of a word that is told
_LONGEST = 60  # characters of it that are told
_MOST = 10_000  # places that are looked at
_REACH = 200  # letters to either side of a place that are looked at
_MOST_CHARS = 10_000_000  # of one item that are looked at, which takes less than a second


def with_lookalikes(texts: Iterable[str]) -> Reason | None:
    """A remark on the first word of some texts that is not what it looks like, or that not all could be looked at.

    None where there is none.
    """
    room, whole = _MOST_CHARS, True
    for each in texts:
        text = each[:room]
        room -= len(text)
        whole = whole and (len(text) == len(each) or each[len(text) :].isascii())
        if text.isascii():
            continue
        found, all_of_it = _mixed(text)
        found = found or _whole(text)
        whole = whole and all_of_it
        if found:
            return _told(found)
    return None if whole else Reason("reader.lookalike_rest", letters=_MOST_CHARS, places=_MOST)


def _told(word: str) -> Reason:
    """The remark on a word; of a very long one what stands around the letter is told."""
    at = next(at for at, each in enumerate(word) if each in _ALIKE)
    name = unicodedata.name(word[at], "?").lower()
    start = max(0, min(at - _LONGEST // 2, len(word) - _LONGEST))
    return Reason("reader.lookalike", text=word[start : start + _LONGEST], letter=f"{at - start + 1}", name=name)


def _mixed(text: str) -> tuple[str, bool]:
    """The first word of Latin letters in which others stand that look like Latin ones; each letter is looked at once.

    Of a word without end some letters to either side of the place count. False where there are too many places.
    """
    end = 0
    for number, place in enumerate(_MIXED.finditer(text)):
        if number >= _MOST:
            return "", False
        if place.start() < end:
            continue
        start = place.start()
        while start > max(end, place.start() - _REACH) and _LETTER.match(text, start - 1):
            start -= 1
        word = _WORD.match(text, start, place.end() + _REACH)
        if word is None:
            continue
        end = word.end()
        if len(word[0]) >= _FEWEST and not _OTHERS.search(word[0]):
            return word[0], True
    return "", True


def _whole(text: str) -> str:
    """The first word of such letters alone, in a text with Latin words and no others of those scripts."""
    found = _ALL_ALIKE.search(text)
    return found[0] if found and _LATIN_WORD.search(text) and not _OTHERS.search(text) else ""
