"""Where what names a confidential source stands in a text: as it is written, apart in a record, or in a code.

Codes are those that programs read back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from reviewer.domain.exports.coded_words import decoded
from reviewer.domain.exports.names_apart import name_words, names_apart, stretch_pattern
from reviewer.domain.exports.source_pattern import Letters, is_short, source_pattern

_DEPTH = 2
"""How often what is coded is read back."""


def source_places(text: str, quotes: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where each of some words stands in a text; what is coded has the place of all of its run."""
    return list(_places(text, quotes, _DEPTH)) if quotes else []


def first_source(text: str, quotes: Sequence[str]) -> str:
    """The first of some words that stand in a text; empty when none does."""
    return next((quote for _, _, quote in _places(text, quotes, _DEPTH)), "") if quotes else ""


def apart_places(text: str, quotes: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where the words of names among these stand apart in a record, and none of these stands as it is written."""
    letters = Letters(text)
    return list(_apart(text, [quote for quote in quotes if letters.may_have(quote)]))


def followed_places(text: str, pages: str, quotes: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where the records of a text in which names stand apart are on its pages, which show no cell apart from another.

    What pages say in another order is not found there.
    """
    for start, end, quote in apart_places(text, quotes):
        pattern = stretch_pattern(text[start:end])
        if pattern is not None:
            yield from ((*match.span(), quote) for match in pattern.finditer(pages))


def _places(text: str, quotes: Sequence[str], depth: int) -> Iterator[tuple[int, int, str]]:
    letters = Letters(text)
    there = [quote for quote in quotes if letters.may_have(quote)]
    yield from _written(text, there)
    yield from _apart(text, there)
    if not depth:
        return
    long = [quote for quote in quotes if not is_short(quote)]
    for each in decoded(text):
        for start, end, quote in _places(each.says, quotes if each.sure else long, depth - 1):
            place = each.stretch(start, end)
            if place is not None:
                yield (*place, quote)


def _written(text: str, quotes: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for quote in quotes:
        yield from ((*match.span(), quote) for match in source_pattern(quote).finditer(text))


def _apart(text: str, quotes: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Names in records; either way round they are found in the same."""
    known: dict[frozenset[str], list[tuple[int, int]]] = {}
    for quote in quotes:
        words = frozenset(name_words(quote))
        if words not in known:
            known[words] = list(names_apart(text, quote)) if words else []
    if not any(known.values()):
        return
    written = sorted((start, end) for start, end, _ in _written(text, quotes))
    ends = list(accumulate((end for _, end in written), max))
    for quote in quotes:
        for start, end in known[frozenset(name_words(quote))]:
            at = bisect_left(written, (end, 0))
            if not at or ends[at - 1] <= start:
                yield start, end, quote
