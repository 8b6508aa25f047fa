"""The items in which what names a confidential source may stand, by the index: all of them, and some that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from reviewer.casefile import indexed_words, search
from reviewer.casefile.engine.case import Case
from reviewer.casefile.exports.coded_terms import fragments, phrases
from reviewer.domain.exports.number_pattern import digits_of, groupings
from reviewer.domain.exports.source_pattern import FEWEST_SURE, coarse, is_unparted, joins, plain_letters, source_words
from reviewer.domain.ids import ItemId
from reviewer.domain.query_grammar import parse

_AT_ONCE = 200
"""Phrases that are one question to the index."""
_LONG_GROUP = 4
"""Digits of a first group that is looked for by itself; fewer are left to the rest of the number."""


def candidates(case: Case, forms: Iterable[str]) -> set[ItemId]:
    """The items that may hold one of the forms of what names a source, wherever in them each of its words stands."""
    index = _Index(case)
    found: set[ItemId] = set()
    for form in forms:
        digits = digits_of(form)
        words = [] if digits else source_words(form)
        found |= index.number(digits) if digits else index.words(words)
        found |= index.coded(words) | index.properties(words, digits)
    return found


def run_together(case: Case, letters: str) -> set[ItemId]:
    """The items that may hold words by which a source is named with nothing between them, as in names of accounts."""
    return _Index(case).within(letters) | _having(case, _broken(letters))


class _Index:
    """The index, and what it had for each word: a name either way round is asked for once."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._known: dict[str, set[ItemId]] = {}

    def number(self, digits: str) -> set[ItemId]:
        """The items that may have a number, in whatever groups."""
        return self._kept(digits, lambda: _having(self._case, _numbers(self._case, digits)))

    def words(self, words: Sequence[str]) -> set[ItemId]:
        """The items that have all words of a name, each by itself or together with the one beside it."""
        found: set[ItemId] | None = None
        for at in sorted(range(len(words)), key=lambda at: -len(words[at])):
            having = self._word(words[at])
            if joins(words):
                together = [words[first : first + 2] for first in (at - 1, at) if 0 <= first < len(words) - 1]
                having = having.union(*(self.within("".join(each)) for each in together))
            found = having if found is None else found & having
            if not found:
                break
        return found or set()

    def coded(self, words: Sequence[str]) -> set[ItemId]:
        """The items that may have the longest word of a name in a code that programs read back."""
        longest = max(words, key=len, default="")
        wanted = longest if len(longest) >= _LONG_GROUP else " ".join(words)
        few = sum(map(len, words)) < FEWEST_SURE and not is_unparted("".join(words))  # those are in codes by chance
        return self._kept(f"coded {wanted}", lambda: self._coded(wanted)) if wanted and not few else set()

    def _word(self, word: str) -> set[ItemId]:
        def found() -> set[ItemId]:
            return _having(self._case, [[word], [*word], *_broken(word)]) | self._with(self._alone(word))

        return self._kept(word, found)

    def properties(self, words: Sequence[str], digits: str) -> set[ItemId]:
        """The items of which an author or another property may be so called: the index of texts has none of these."""
        longest = digits[-_LONG_GROUP:] or max(words, key=len, default="")
        plain, alike = plain_letters(longest), coarse(longest)

        def found() -> set[ItemId]:
            sql = "SELECT id FROM item WHERE kind NOT IN ('email', 'pdf') AND metadata LIKE ?"
            having = set(map(ItemId, self._case.numbers(sql, (f"%{plain}%",))))
            return having | {ItemId(item) for item, told in self._not_ascii if alike in told}

        return self._kept(f"properties {longest}", found) if longest else set()

    def within(self, letters: str) -> set[ItemId]:
        """The items that have a word with some letters in it."""
        return self._kept(f"within {letters}", lambda: self._with(self._holding(letters)))

    def _coded(self, words: str) -> set[ItemId]:
        terms = set[str]()
        for some in fragments(words):
            at = self._every.find(some)
            while at >= 0:
                start, end = self._every.rfind("\n", 0, at) + 1, self._every.find("\n", at)
                terms.add(self._every[start:end])
                at = self._every.find(some, end)
        return _having(self._case, phrases(words)) | self._with(terms)

    def _with(self, terms: Iterable[str]) -> set[ItemId]:
        """The items that have one of some words of the index, as it has them: a search takes others for the same."""
        every, found = sorted(terms), set[int]()
        for at in range(0, len(every), _AT_ONCE):
            asked = " OR ".join(f'"{term}"' for term in every[at : at + _AT_ONCE])
            found.update(self._case.numbers("SELECT rowid FROM item_fts WHERE item_fts MATCH ?", (asked,)))
        return {ItemId(each) for each in found}

    def _alone(self, word: str) -> Iterator[str]:
        """The words of the index that are one but for what no letter is: figures, and signs of a link."""
        ends = "" if is_unparted(word) else r"(?![^\W\d_])"
        starts = "" if is_unparted(word) else r"(?:^(?:[0-9a-f]{2})?|(?<![^\W\d_]))"
        plain, alike = (re.compile(starts + re.escape(way(word)) + ends) for way in (plain_letters, coarse))
        for term in self._holding(word):
            if plain.search(term) if term.isascii() else alike.search(coarse(term)):
                yield term

    def _holding(self, letters: str) -> Iterator[str]:
        """The words of the index that hold some letters, or what passes for them."""
        plain, alike = plain_letters(letters), coarse(letters)
        yield from (term for term in self._ascii if plain in term)
        yield from (term for term, told in self._others if alike in told)

    @cached_property
    def _not_ascii(self) -> list[tuple[int, str]]:
        """The properties of items that are not in ASCII alone, as they are compared; messages print none."""
        sql = "SELECT id, metadata FROM item WHERE kind NOT IN ('email', 'pdf') AND metadata GLOB '*[^ -~]*'"
        rows = self._case.tuples(sql)
        return [(item, coarse(told)) for item, told in rows]

    @cached_property
    def _every(self) -> str:
        return "\n".join((*indexed_words.every(self._case), ""))

    @cached_property
    def _ascii(self) -> list[str]:
        return [term for term in self._every.split("\n") if term.isascii()]

    @cached_property
    def _others(self) -> list[tuple[str, str]]:
        return [(term, coarse(term)) for term in self._every.split("\n") if not term.isascii()]

    def _kept(self, name: str, found: Callable[[], set[ItemId]]) -> set[ItemId]:
        if name not in self._known:
            self._known[name] = found()
        return self._known[name]


def _broken(word: str) -> Iterator[Sequence[str]]:
    """A word as it is in the index where it is broken, by a hyphen at a line's end or by what nobody sees."""
    yield from ((word[:at], word[at:]) for at in range(1, len(word)))


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
