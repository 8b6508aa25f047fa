"""Words that must not be in a finished file, ready to be found in texts and in bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from reviewer.domain.exports.coded_words import decoded
from reviewer.domain.exports.redaction import pattern_of
from reviewer.domain.exports.run_together import FEWEST_TIGHT, tight
from reviewer.domain.exports.source_pattern import SOURCE, is_short
from reviewer.domain.exports.source_places import source_places
from reviewer.domain.exports.spelling import ascii_letters, sure_letters


class Sought:
    """The words, ready to be found in texts and in bytes."""

    def __init__(self, words: Sequence[str]) -> None:
        plain = (word for word in words if not word.startswith(SOURCE))
        self._patterns = [(word, sure_letters(word), pattern_of(word)) for word in plain]
        self._of_sources = [word for word in words if word.startswith(SOURCE)]
        self._long = [word for word in self._of_sources if not is_short(word)]
        self._tight = [(word, letters) for word in words if len(letters := tight(word)) >= FEWEST_TIGHT]
        self._letters = {frozenset(letters) for _, letters in self._tight}
        self._bytes = [(word, form) for word in words for form in _forms(word)]
        self._spaced = any(form.strip(b" ") != form or b"  " in form for _, form in self._bytes)

    def text(self, text: str, *, sure: bool = True) -> Iterator[str]:
        """Those in a text, whatever stands between their letters.

        Where it is not ``sure`` that it is one, names of a few letters, which are in any bytes by chance, are left out.
        """
        if not text:
            return
        held = ascii_letters(text) if self._patterns else b""
        yield from (word for word, letters, pattern in self._patterns if letters in held and pattern.search(text))
        yield from (word for _, _, word in source_places(text, self._of_sources if sure else self._long))
        run_together = tight(text) if self._tight else ""
        yield from (word for word, letters in self._tight if letters in run_together)

    def may_be_in(self, text: str) -> bool:
        """Whether any could be in a text of which some is left out: not where it lacks a letter of each."""
        if self._of_sources:
            return True
        held, run_together = ascii_letters(text), set(tight(text))
        by_pattern = any(not letters.translate(None, held) for _, letters, _ in self._patterns)
        return by_pattern or any(letters <= run_together for letters in self._letters)

    def may_be_in_bytes(self, data: bytes) -> bool:
        """Whether :meth:`raw` could find any in bytes of which some stretches, of three or more, are spaces instead."""
        lower = data.lower()
        return self._spaced or any(form in lower for _, form in self._bytes)

    def coded(self, text: str) -> Iterator[str]:
        """Those in a text in a code that programs read back; sources in one are found by :meth:`text`."""
        for each in decoded(text) if self._patterns else ():
            held = ascii_letters(each.says)
            yield from (word for word, sure, found in self._patterns if sure in held and found.search(each.says))

    def raw(self, data: bytes, least: int = 0) -> Iterator[str]:
        """Those in bytes, in several encodings."""
        lower = data.lower()
        for word, form in self._bytes:
            if len(form) >= max(least, 4) and form in lower:
                yield word


def _forms(word: str) -> set[bytes]:
    """What words are as bytes, in small letters; of a few letters nothing, for those are in any bytes by chance."""
    if word.startswith(SOURCE) and is_short(word):
        return set()
    lines = " ".join(word.removeprefix(SOURCE).split())
    found: set[bytes] = set()
    for text in {lines.lower(), lines.upper(), lines}:
        for encoding in ("utf-8", "cp1252", "utf-16-be", "utf-16-le"):
            try:
                plain = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            found |= {plain.lower(), plain.hex().encode()}
        found.add(base64.b64encode(text.encode()).rstrip(b"=")[: max(0, 4 * (len(text.encode()) // 3))].lower())
    return {form for form in found if len(form) >= 4}
