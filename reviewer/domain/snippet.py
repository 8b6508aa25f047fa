"""A few words around what was found in a text, as SQLite's FTS5 chooses and marks them.

Its own ``snippet()`` needs the texts beside the index; those of a case are packed. The rules are those of
``fts5_aux.c``: of all windows of so many words with a hit in their middle, or from the beginning of its sentence, the
one that shows most different words. What a word is, and which letters are the same, is what the tokenizer ``unicode61
remove_diacritics 2`` says, and :mod:`reviewer.domain.folding` where a search takes more for the same.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from reviewer.domain import folding
from reviewer.domain.folding import MARK
from reviewer.domain.query import Sought, Term
from reviewer.domain.query_matching import spans

WORDS = 14
"""How many words a snippet has."""

_MOST_HITS = 200
"""Hits of one word or phrase in one text that are weighed."""
_PART = 2**18
"""Code points of a long text that are looked at together; the first part with a hit is the one shown."""
_REACHES = (160, 600, 2400)
"""Code points to either side of a hit among which its words are looked for: the more, the fewer words are found."""
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(rf"[^\W_](?:[^\W_]|{MARK})*")
_BLANK = re.compile(r"\s")


_AFTER = sys.maxsize
"""Behind the end of any word that begins at the same place."""


class _Hit(NamedTuple):
    phrase: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Window:
    score: int
    start: int
    column: _Column


@dataclass(frozen=True, slots=True)
class _Column:
    """The part of a text around some hits, with its words and the hits among them, by number of the word."""

    text: str
    begins: bool
    ends: bool
    words: list[tuple[int, int]]
    hits: list[_Hit]


def snippet(columns: Sequence[tuple[str, str]], terms: Sequence[Sought], start: str, stop: str) -> str:
    """The words of the best of some named texts, with each hit between ``start`` and ``stop``.

    Where nothing is found, the beginning of the first text that is not empty.
    """
    best: _Window | None = None
    for name, text in columns:
        wanted = [(number, term) for number, term in enumerate(terms) if term.column in ("", name)]
        for column in _columns(text, wanted) if text and wanted else ():
            for window in _windows(column):
                if best is None or window.score > best.score:
                    best = window
    if best is None:
        text = next((text for _, text in columns if text), "")[: _REACHES[1]]
        words = _words(folding.even(text), 0, len(text))
        best = _Window(0, 0, _Column(text, begins=True, ends=True, words=words, hits=[]))
    return _shown(best, start, stop)


def _hits(part: str, look: str, sought: Sought) -> Iterator[tuple[int, int]]:
    """Where something stands in a part of a text; of a beginning of a word, the whole word."""
    if not isinstance(sought, Term):
        # From its first word on: a hit is shown by the words that it has.
        within = ((_WORD.search(look, begin, end), end) for begin, end in spans(part, sought))
        return ((first.start(), end) for first, end in within if first is not None)
    pattern = _pattern(sought, ascii_only=part.isascii(), marked=MARK in look)
    return iter(()) if pattern is None else ((match.start(), match.end()) for match in pattern.finditer(look))


@lru_cache(maxsize=256)
def _pattern(term: Term, *, ascii_only: bool, marked: bool) -> re.Pattern[str] | None:
    """What finds a word or phrase in a folded text, one with combining marks or one without; None for no word."""
    words = [word for each in term.words for word in _WORD.findall(folding.base(each))]
    if not words:
        return None
    first, *others = (
        re.escape(word)
        if ascii_only
        else folding.pattern(word, prefix=term.prefix and number == len(words), marks=marked)
        for number, word in enumerate(words, 1)
    )
    # That no letter stands before is asked after the first word: a pattern that begins with letters is found faster.
    alone = rf"{first}(?<![^\W_].{{{len(words[0])}}})" if ascii_only else rf"(?<![^\W_]){first}"
    end = rf"(?:[^\W_]|{MARK})*" if term.prefix else r"(?![^\W_])"
    return re.compile(r"[\W_]+".join((alone, *others)) + end, re.DOTALL)


def _columns(text: str, wanted: Sequence[tuple[int, Sought]]) -> Iterator[_Column]:
    """The parts of a text around its hits; only those of the first stretch that has any, where it is long."""
    for at in range(0, len(text), _PART):
        part = text[max(at - _REACHES[1], 0) : at + _PART]
        look = folding.even(part)
        found = sorted(
            (begin, end, number)
            for number, each in wanted
            for begin, end in islice(_hits(part, look, each), _MOST_HITS)
        )
        if found:
            yield from _around(part, look, found, whole=(at == 0, at + _PART >= len(text)))
            return


def _around(
    text: str, look: str, found: Sequence[tuple[int, int, int]], *, whole: tuple[bool, bool]
) -> Iterator[_Column]:
    at = 0
    while at < len(found):
        for reach in _REACHES:
            column = _near(text, look, found[at:], reach, whole)
            hits = column.hits
            before = column.begins or hits[0].first >= WORDS
            if before and (column.ends or len(column.words) > hits[-1].last + WORDS):
                break
        yield column
        at += len(hits)


def _near(text: str, look: str, found: Sequence[tuple[int, int, int]], reach: int, whole: tuple[bool, bool]) -> _Column:
    """What is around the first hits, as far as they are that near to each other."""
    number, end = 0, found[0][1]
    while number < len(found) and found[number][0] < end + 2 * reach:
        end = max(end, found[number][1])
        number += 1
    start, end = _blank(text, max(found[0][0] - reach, 0)), min(end + reach, len(text))
    words = _words(look, start, end)
    if end < len(text) and words and words[-1][1] == end:
        words.pop()  # it may go on
    hits = [
        _Hit(phrase, bisect_right(words, (begin, _AFTER)) - 1, bisect_right(words, (last - 1, _AFTER)) - 1)
        for begin, last, phrase in found[:number]
    ]
    return _Column(text, whole[0] and start == 0, whole[1] and end == len(text), words, hits)


def _blank(text: str, at: int) -> int:
    """Where a word may begin, from there on; the place itself where none does soon."""
    found = _BLANK.search(text, at, at + _REACHES[0] // 2) if at else None
    return at if found is None else found.end()


def _words(look: str, start: int, end: int) -> list[tuple[int, int]]:
    return list(map(re.Match.span, (_MARKED_WORD if MARK in look else _WORD).finditer(look, start, end)))


def _windows(column: _Column) -> Iterator[_Window]:
    hits = column.hits
    for number, hit in enumerate(hits):
        score, last = _score(hits, number, hit.first)
        start = hit.first - int((WORDS - (last - hit.first)) / 2)
        if column.ends:
            start = min(start, len(column.words) - WORDS)
        yield _Window(score, max(0, start), column)
        sentence = _sentence(column, hit.first)
        if sentence is not None and sentence < hit.first and not _is_short(column):
            within = next(at for at in range(number + 1) if hits[at].first >= sentence)
            score, _ = _score(hits, within, sentence)
            yield _Window(score + (120 if sentence == 0 and column.begins else 100), sentence, column)


def _is_short(column: _Column) -> bool:
    return column.begins and column.ends and len(column.words) <= WORDS


def _score(hits: Sequence[_Hit], number: int, start: int) -> tuple[int, int]:
    """What a window is worth that begins with a word, and the end of its last hit."""
    score, seen, last = 0, set[int](), start
    while number < len(hits) and hits[number].first < start + WORDS:
        hit = hits[number]
        score += 1 if hit.phrase in seen else 1000
        seen.add(hit.phrase)
        last = hit.last + 1
        number += 1
    return score, last


def _sentence(column: _Column, word: int) -> int | None:
    """The word that begins the sentence, if it is near enough to be shown with the hit."""
    for number in range(word, max(word - WORDS, -1), -1):
        if number == 0:
            return 0 if column.begins else None
        before = column.words[number][0]
        at = before
        while at and column.text[at - 1] in " \t\n\r":
            at -= 1
        if 0 < at < before and column.text[at - 1] in ".:":
            return number
    return None


def _shown(window: _Window, start: str, stop: str) -> str:
    column, first = window.column, window.start
    words = column.words
    end = min(first + WORDS, len(words)) - 1
    at = words[first][0] if first or not column.begins else 0
    out = ["" if at == 0 and column.begins else "…"]
    for begin, last in _joined(column.hits, first, end):
        out += [column.text[at : words[begin][0]], start, column.text[words[begin][0] : words[last][1]], stop]
        at = words[last][1]
    whole = end >= len(words) - 1 and column.ends
    out.append(column.text[at:] if whole else column.text[at : words[end][1]] + "…")
    return "".join(out)


def _joined(hits: Sequence[_Hit], first: int, end: int) -> Iterator[tuple[int, int]]:
    """The hits that begin within a window, those that share words as one."""
    begin = last = -1
    for hit in hits:
        if not first <= hit.first <= end:
            continue
        if begin >= 0 and hit.first <= last:
            last = max(last, min(hit.last, end))
            continue
        if begin >= 0:
            yield begin, last
        begin, last = hit.first, min(hit.last, end)
    if begin >= 0:
        yield begin, last
