"""Where the words of a name stand apart in a record: a first name in one column, a family name in another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reviewer.domain.exports.number_pattern import digits_of
from reviewer.domain.exports.records import Record, Stretch, records
from reviewer.domain.exports.source_pattern import coarse, source_pattern, source_words
from reviewer.domain.exports.titles import RANKS

MOST_OTHERS = 1
"""Words that the fields of a name may have besides it, initials, figures and titles apart: a middle name."""

_MOST_WORDS = 8
"""Words of a field that may be a name."""
_MOST_FOLLOWED = 200
"""Words of a stretch that is looked for on pages."""
_ADDRESS = re.compile(r"\w[@.]\w| at ")
_WORD = re.compile(r"[^\W_]+")
_TITLES = frozenset(map(coarse, RANKS))
_CELL = r"(?:[A-Z]{1,3}\d{1,7}[\W_]+)?"
"""How pages call a cell of a wide sheet: “B3 Tarn”."""


def names_apart(text: str, quote: str) -> Iterator[Stretch]:
    """Where all words of a name stand in fields of one record, in any order: from the first field to the last.

    The fields between may say anything. Those of the name say nothing else, but for initials, titles and one word.
    """
    words = name_words(quote)
    there = [[match.span() for match in source_pattern(word).finditer(text)] for word in words]
    if not there or not all(there):
        return
    told = set[Stretch]()
    for record in records(text, min(there, key=len), [span for spans in there for span in spans]):
        found = _named(text, record, [*map(coarse, words)])
        if found is not None and found not in told:
            told.add(found)
            yield found


@lru_cache(maxsize=1024)
def name_words(quote: str) -> tuple[str, ...]:
    """The words of a name that may stand apart; none of a number, an address, a single word.

    Initials are left out: they stand in too many columns, and that of a middle name often is empty.
    """
    if digits_of(quote) or _ADDRESS.search(quote):
        return ()
    words = tuple(dict.fromkeys(each for each in source_words(quote) if len(each) > 1))
    return words if len(words) > 1 and all(map(str.isalpha, words)) else ()


def stretch_pattern(stretch: str) -> re.Pattern[str] | None:
    """Finds a stretch of a record again on pages, where nothing tells its fields apart; None for one too long for it.

    Between its words any signs may stand, and what pages write before the cells of a wide sheet.
    """
    words = _WORD.findall(stretch)
    if len(words) > _MOST_FOLLOWED:
        return None
    found = rf"[\W_]+{_CELL}".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_]){found}(?![^\W_])", re.IGNORECASE)


def _named(text: str, record: Record, words: Sequence[str]) -> Stretch | None:
    """From the first to the last field of a record that a name is in; None where not all of it is there."""
    own = [_Field(text, each) for each in record.own]
    every = [*own, *(_Field(text, each) for each in record.within)]
    chosen: list[_Field] = []
    for word in words:
        having = [each for each in every if word in each.words]
        if not having:
            return None
        chosen.append(min(having, key=lambda each: each.others(words)))
    if sum(each.others(words) for each in {each.stretch: each for each in chosen}.values()) > MOST_OTHERS:
        return None
    if all(each not in own for each in chosen):  # two parts of what they are in: two people
        return None
    return min(each.stretch[0] for each in chosen), max(each.stretch[1] for each in chosen)


class _Field:
    """A field from its first letter to its last, and its words as they are compared; none of what is no name."""

    def __init__(self, text: str, stretch: Stretch) -> None:
        said = text[slice(*stretch)]
        signs = list(_WORD.finditer(said))
        self.stretch = (stretch[0] + signs[0].start(), stretch[0] + signs[-1].end()) if signs else stretch
        self.words = [coarse(each) for each in source_words(said)] if len(signs) <= _MOST_WORDS else []

    def others(self, words: Sequence[str]) -> int:
        """How many words it has besides those of a name."""
        besides = (each for each in self.words if each not in words and each not in _TITLES)
        return sum(len(each) > 1 and not each.isdigit() for each in besides)
