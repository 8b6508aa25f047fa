"""The items in which what names a confidential source may stand, by the index: all of them, and some that do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reviewer.casefile import indexed_words, search
from reviewer.casefile.engine.case import Case
from reviewer.domain import folding
from reviewer.domain.exports.number_pattern import digits_of, groupings
from reviewer.domain.exports.redaction import source_words
from reviewer.domain.ids import ItemId
from reviewer.domain.query_grammar import parse

_WORD = re.compile(r"[^\W_]+")
_AT_ONCE = 200
"""Phrases that are one question to the index."""
_LONG_GROUP = 4
"""Digits of a first group that is looked for by itself; fewer are left to the rest of the number."""


def candidates(case: Case, words: str) -> set[ItemId]:
    """The items that may hold words by which a source is named, wherever in them each of the words stands."""
    digits = digits_of(words)
    if digits:
        return _having(case, _numbers(case, digits))
    pieces = dict.fromkeys(piece for word in source_words(words) for piece in _WORD.findall(word))
    found: set[ItemId] | None = None
    for piece in sorted(pieces, key=lambda each: -len(each)):
        having = _having(case, [*_written(case, piece), *_broken(piece)])
        found = having if found is None else found & having
        if not found:
            break
    return found or set()


def run_together(case: Case, letters: str) -> set[ItemId]:
    """The items that may hold words by which a source is named with nothing between them, as in names of accounts."""
    return _having(case, [*([term] for term in indexed_words.holding(case, letters)), *_broken(letters)])


def _written(case: Case, piece: str) -> Iterator[Sequence[str]]:
    """A word, and those of the index that are the same but for what no letter is: figures, and signs of a link."""
    yield [piece]
    small = folding.base(piece)
    alone = re.compile(rf"(?:^(?:[0-9a-f]{{2}})?|(?<![^\W\d_])){re.escape(small)}(?![^\W\d_])")
    for term in indexed_words.holding(case, piece):
        if alone.search(folding.base(term)):
            yield [term]


def _broken(piece: str) -> Iterator[Sequence[str]]:
    """A word as it is in the index where it is broken, by a hyphen at a line's end or by what nobody sees."""
    yield from ((piece[:at], piece[at:]) for at in range(1, len(piece)))


def _numbers(case: Case, digits: str) -> Iterator[Sequence[str]]:
    """A number in all groups, the first of which may have what stands before it: 0, or the code of a country.

    A short first group is not looked for: what follows it is.
    """
    terms = indexed_words.holding(case, digits[: _LONG_GROUP + 1])
    for first, *rest in groupings(digits):
        if not rest or len(first) > _LONG_GROUP:
            yield from ([term, *rest] for term in terms if (term.endswith(first) if rest else first in term))
        else:
            yield rest
        yield [f"20{each}" for each in rest]  # a blank in a link: %20


def _having(case: Case, phrases: Iterable[Sequence[str]]) -> set[ItemId]:
    asked = [f'"{" ".join(each)}"' for each in dict.fromkeys(map(tuple, phrases)) if each]
    found: set[ItemId] = set()
    for at in range(0, len(asked), _AT_ONCE):
        found.update(search.ids(case, parse(" OR ".join(asked[at : at + _AT_ONCE]))))
    return found
