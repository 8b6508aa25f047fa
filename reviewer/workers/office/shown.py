"""Whether pages say certain words: each stretch of letters on them vouches for one stretch of the document, no more.

Compared are letters and digits alone (Unicode NFKC, case folded): white space, hyphens and signs come out of a PDF
differently from how they went in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_NOTE = re.compile(r"\[(?:foot|end)note \w{1,6}\]|(?<=\w)\[\d{1,3}\]", re.IGNORECASE)  # pages have the number alone
_MOST_LETTERS = 8_000_000  # of pages
_MOST_WORK = 4_000_000_000  # letters looked through; some seconds
_WHOLE = 40  # letters below which a stretch is not looked for in pieces
_PIECE = 10
_MOST_PIECES = 8
_NO_SPACES = "\u2e80"  # from here on scripts do without white space, and lines may break anywhere


def squeezed(text: str) -> list[str]:
    """The words of a text in the form in which they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", _NOTE.sub(" ", text)).casefold())


class Shown:
    """The letters of some pages, and which of them have vouched already."""

    def __init__(self, pages: Iterable[str]) -> None:
        words: list[str] = []
        left = _MOST_LETTERS
        for page in pages:
            words += squeezed(page[:left]) if left > 0 else []
            left -= len(page)
        self._text = "".join(words)
        self._used = bytearray(len(self._text))
        self._bounds = bytearray(len(self._text) + 1)
        at = 0
        for word in words:
            self._bounds[at] = 1
            at += len(word)
        self._bounds[at] = 1
        self._after: dict[str, int] = {}
        self._work = _MOST_WORK

    def all_of(self, lines: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
        """Which of these lines, each a tuple of words, the pages say as often as they are given here.

        The longest are looked for first, so that a single word is not found in a sentence that has it too.
        """
        wanted = Counter(lines)
        longest = sorted(wanted, key=lambda line: sum(map(len, line)), reverse=True)
        return {line for line in longest if all(self._take(line) for _ in range(wanted[line]))}

    def _take(self, line: tuple[str, ...]) -> bool:
        whole = "".join(line)
        return not whole or self._take_whole(whole) or (len(whole) >= _WHOLE and self._take_pieces(line))

    def _take_whole(self, letters: str) -> bool:
        at = self._after.get(letters, 0)
        while (found := self._find(letters, at)) >= 0:
            end = found + len(letters)
            if not self._used[found] and not self._used[end - 1] and self._bounded(letters, found, end):
                self._used[found:end] = b"\1" * len(letters)
                self._after[letters] = end
                return True
            at = found + 1
        self._after[letters] = len(self._text)
        return False

    def _take_pieces(self, line: tuple[str, ...]) -> bool:
        """Whether the line stands there with something between its parts: a page's end, a note's number."""
        rest, at = list(line), 0
        for _ in range(_MOST_PIECES):
            letters = "".join(rest)
            at = self._find(letters[:_PIECE], at) if len(letters) >= _PIECE else -1
            if at < 0:
                return self._take_whole(letters)
            count, end = self._common(rest, at)
            if not count:
                return False
            self._used[at:end] = b"\1" * (end - at)
            rest, at = rest[count:], end
            if not rest:
                return True
        return False

    def _common(self, words: list[str], at: int) -> tuple[int, int]:
        """How many of the words stand at a place, one after the other, and where they end."""
        count = 0
        for word in words:
            if not self._text.startswith(word, at):
                break
            at += len(word)
            count += 1
        return count, at

    def _find(self, letters: str, at: int) -> int:
        if self._work < 0:
            return -1
        found = self._text.find(letters, at)
        self._work -= (len(self._text) if found < 0 else found + 50) - at
        return found

    def _bounded(self, letters: str, start: int, end: int) -> bool:
        """Whether words begin and end where these letters do, in scripts that set words apart."""
        return (letters[0] >= _NO_SPACES or bool(self._bounds[start])) and (
            letters[-1] >= _NO_SPACES or bool(self._bounds[end])
        )
