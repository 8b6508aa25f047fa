"""Where words of a text stand on the pages that were made of it: by the words, for pages break and mark lines anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 10_000
"""Words of a text, or of its pages, with more of which nothing is looked for: it takes too long to wait for."""

_ENOUGH = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PageStretch:
    """A stretch of the text of a page, which is counted from 1; in code points, the end excluded."""

    page: int
    start: int
    end: int


def on_pages(
    text: str, stretches: Sequence[tuple[int, int]], pages: Sequence[str]
) -> list[tuple[PageStretch, ...]] | None:
    """Where each of some stretches of a text stands on its pages: nowhere, if less than half of its words do.

    None for texts that are too long.
    """
    here = [(found[0].casefold(), found.start()) for found in _WORD.finditer(text)]
    there = [
        (found[0].casefold(), number, found.start(), found.end())
        for number, page in enumerate(pages, 1)
        for found in _WORD.finditer(page)
    ]
    if max(len(here), len(there)) > MOST_WORDS:
        return None
    matcher = SequenceMatcher(None, [word for word, _ in here], [word for word, *_ in there])
    meets = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}
    at = [place for _, place in here]
    found = []
    for start, end in stretches:
        words = range(bisect_left(at, start), bisect_left(at, end))
        met = [meets[number] for number in words if number in meets]
        enough = met and len(met) >= _ENOUGH * len(words)
        found.append(_stretches([place for _, *place in there[met[0] : met[-1] + 1]]) if enough else ())
    return found


def _stretches(words: Sequence[Sequence[int]]) -> tuple[PageStretch, ...]:
    """Words in a row, as one stretch a page."""
    ends: dict[int, tuple[int, int]] = {}
    for page, start, end in words:
        ends[page] = ends.get(page, (start, end))[0], end
    return tuple(PageStretch(page, start, end) for page, (start, end) in ends.items())
