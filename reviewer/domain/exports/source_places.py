"""Where what names a confidential source stands in a text: as it is written, or in a code that programs read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain.exports.coded_words import decoded
from reviewer.domain.exports.source_pattern import Letters, is_short, source_pattern

_DEPTH = 2
"""How often what is coded is read back."""


def source_places(text: str, quotes: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where each of some words stands in a text; what is coded has the place of all of its run."""
    return list(_places(text, quotes, _DEPTH)) if quotes else []


def first_source(text: str, quotes: Sequence[str]) -> str:
    """The first of some words that stand in a text; empty when none does."""
    return next((quote for _, _, quote in _places(text, quotes, _DEPTH)), "") if quotes else ""


def _places(text: str, quotes: Sequence[str], depth: int) -> Iterator[tuple[int, int, str]]:
    letters = Letters(text)
    for quote in quotes:
        if letters.may_have(quote):
            yield from ((*match.span(), quote) for match in source_pattern(quote).finditer(text))
    if not depth:
        return
    long = [quote for quote in quotes if not is_short(quote)]
    for each in decoded(text):
        for start, end, quote in _places(each.says, quotes if each.sure else long, depth - 1):
            place = each.stretch(start, end)
            if place is not None:
                yield (*place, quote)
