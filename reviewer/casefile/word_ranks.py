"""BM25 of very many items, by the places of their words in the index: https://www.sqlite.org/fts5.html#the_bm25_function.

FTS5 gathers for each item what of the query stands where in it, and looks up its length. Here the items of a word come
as one list, in which one stands as often as the word stands in it, and the lengths of all texts are kept. What has one
word, and that once, is the better the shorter it is: of such items, which are nearly all, the shortest alone count.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice, pairwise
from operator import eq
from typing import cast

from pyroaring import BitMap

from reviewer.casefile import number_texts
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.evidence import reading_state
from reviewer.domain.query import And, Node, Not, Or, Term

_K1, _B = 1.2, 0.75
_LEAST_WEIGHT = 1e-6
"""What FTS5 gives a word that more than half of the items have."""
_LAST = "\U0010ffff"
_PART = 4_096
_FEW = 1_000
"""The shortest of so many are found among them, and not among all items."""
_MOST_WAYS = 1_000
"""In so many ways at most, some words may stand in an item so and so often; else each item is weighed by itself."""


def single_words(words: Node) -> tuple[Term, ...]:
    """The words that a query ranks by, where each is one by itself; none where phrases or parts of items are wanted.

    What one word *and* another make, or-ed with a third, is left to FTS5: it counts the first word where it likes.
    """
    found = tuple(chain.from_iterable(map(_either, words.parts if isinstance(words, And) else (words,))))
    plain = all(
        len(term.words) == 1 and not term.column and term.words[0].isascii() and term.words[0].isalnum()
        for term in found
        if term is not None
    )
    return cast("tuple[Term, ...]", found) if plain and None not in found else ()


def _either(part: Node) -> Sequence[Term | None]:
    match part:
        case Not():
            return ()
        case Term():
            return (part,)
        case Or(parts):
            return [each if isinstance(each, Term) else None for each in parts]
    return (None,)


@dataclass(frozen=True, slots=True)
class _Word:
    """The items that have a word, and those that have it once, twice and so on; and what the word counts.

    It is kept until the index has other texts, for one narrows what was found, and asks for more of it.
    """

    every: BitMap
    times: dict[int, BitMap]
    weight: float


_Alike = tuple[tuple[int, ...], BitMap]
"""How often some items have each word, and these items: the shorter they are, the better."""


def found_by(case: Case, words: Node) -> BitMap | None:
    """The items that single words find; None for anything else, and within a transaction, which may write to the index.

    To read where frequent words stand tells what they find as well, and ranks them: so the index is asked once.
    The set may be one that is kept: never change it in place.
    """
    parts = words.parts if isinstance(words, And) else (words,)
    if case.in_transaction or not single_words(words) or any(isinstance(each, Not) for each in parts):
        return None
    found = [BitMap.union(*(_known(case, term).every for term in _either(part) if term is not None)) for part in parts]
    return BitMap.intersection(*found)


def _known(case: Case, word: Term) -> _Word:
    texts, version = reading_state.put_in_index(case), reading_state.index_version(case)
    return case.kept(("word in texts", word), lambda: _word(case, word, texts), of=(version, texts))


class WordRanks:
    """What some words count in the items that have them."""

    def __init__(self, case: Case, words: Iterable[Term]) -> None:
        sizes = reading_state.index_sizes(case)
        self._lengths, self._shortest = text_lengths(case), shortest_first(case)
        texts = reading_state.put_in_index(case)
        self._average = sum(sizes[1:]) / texts if texts else 1.0
        self._words = [_known(case, word) for word in words]

    def best(self, items: BitMap, most: int) -> array[int]:
        """The best of some items, so many or all (-1); those that are as good by number."""
        with undisturbed():
            return self._best(items, most)

    def _best(self, items: BitMap, most: int) -> array[int]:
        items = items & BitMap(range(len(self._lengths)))  # what is beyond was taken out since it was found
        alike = self._alike(items)
        if alike is not None and most < 0:
            return self._all_of(alike)
        lengths = self._lengths
        if alike is None:
            good = self._weighed(items)
        else:
            good = [
                (self._good(times, lengths[item]), item) for times, some in alike for item in self._short(some, most)
            ]
        found = sorted(good) if most < 0 else heapq.nsmallest(most, good)
        return array("q", (item for _, item in found))

    def _all_of(self, alike: list[_Alike]) -> array[int]:
        """All of some items: those that are as good are gathered, so that these and no million are sorted."""
        lengths = self._lengths
        as_good: defaultdict[float, list[array[int]]] = defaultdict(list)
        for times, some in alike:
            as_long: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
            for item in some:
                as_long[lengths[item]].append(item)
            for length, those in as_long.items():
                as_good[self._good(times, length)].append(those)
        found = array("q")
        for good in sorted(as_good):
            found.extend(heapq.merge(*as_good[good]))
        return found

    def _alike(self, items: BitMap) -> list[_Alike] | None:
        """Some items by how often they have each word; None where there are too many ways."""
        alike: list[_Alike] = [((), items)]
        for word in self._words:
            ways = [(0, word.every), *word.times.items()]
            alike = [
                ((*times, number), found)
                for times, some in alike
                for number, those in ways
                if (found := some & those if number else some - those)
            ]
            if len(alike) * len(ways) > _MOST_WAYS:
                return None
        return alike

    def _short(self, items: BitMap, most: int) -> Iterable[int]:
        """The shortest of some items, so many; of those that are as long by number."""
        if len(items) <= max(most, _FEW):
            return heapq.nsmallest(most, items, self._lengths.__getitem__)
        some = (filter(items.__contains__, part) for there, part in self._shortest if items.intersect(there))
        return islice(chain.from_iterable(some), most)

    def _weighed(self, items: BitMap) -> list[tuple[float, int]]:
        """How good each of some items is, as a negative number, and the item."""
        lengths, good = self._lengths, dict.fromkeys(items, 0.0)
        for word in self._words:
            known: dict[tuple[int, int], float] = {}
            for times, some in word.times.items():
                for item in some & items:
                    key = times, lengths[item]
                    counts = known.get(key)
                    if counts is None:
                        counts = known[key] = self._counts(word, *key)
                    good[item] -= counts
        return [(value, item) for item, value in good.items()]

    def _good(self, times: tuple[int, ...], length: int) -> float:
        """The same of one, by how often it has each word; added up in the same order, so that it is the same number."""
        good = 0.0
        for word, number in zip(self._words, times, strict=True):
            if number:
                good -= self._counts(word, number, length)
        return good

    def _counts(self, word: _Word, times: int, length: int) -> float:
        return word.weight * ((times * (_K1 + 1.0)) / (times + _K1 * (1 - _B + _B * length / self._average)))


def _with(case: Case, word: Term) -> Iterator[list[int]]:
    """The items with a word, each as often as the word stands in it, some places at a time."""
    case.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_place USING fts5vocab (main, item_fts, 'instance')")
    (begin,) = word.words
    if word.prefix:
        sql = "SELECT doc FROM temp.word_place WHERE term >= ? AND term < ?"
        return map(sorted, number_texts.parts(case.number_text(sql, (begin, begin + _LAST))))
    return number_texts.parts(case.number_text("SELECT doc FROM temp.word_place WHERE term = ?", (begin,)))


def _word(case: Case, word: Term, texts: int) -> _Word:
    so_often: list[BitMap] = []
    """Those that have it once or more, twice or more and so on."""
    for some in _with(case, word):
        left = some
        while left:
            _count(so_often, BitMap(array("I", left)))
            left = list(compress(left, map(eq, left, islice(left, 1, None))))  # what stands there once more
    every = so_often[0] if so_often else BitMap()
    weight = math.log((texts - len(every) + 0.5) / (len(every) + 0.5)) if every else 0.0
    times = {number: those - more for number, (those, more) in enumerate(pairwise([*so_often, BitMap()]), 1)}
    return _Word(every, times, max(weight, 0.0) or _LEAST_WEIGHT)


def _count(so_often: list[BitMap], found: BitMap) -> None:
    """Some items have a word once more."""
    for number, those in enumerate(so_often):
        so_often[number], found = those | found, those & found
        if not found:
            return
    so_often.append(found)


def text_lengths(case: Case) -> array[int]:
    """In the place of each item's number, how many words its texts have. It is kept: never change it in place."""
    return case.kept("lengths of texts", lambda: _lengths(case), of=reading_state.index_version(case))


def shortest_first(case: Case) -> list[tuple[BitMap, array[int]]]:
    """All items with texts in parts, those with the fewest words first: a part as a set, and in order.

    Of frequent words, a few of the first have the shortest. It is kept: never change it in place.
    """
    return case.kept("shortest texts first", lambda: _shortest_first(case), of=reading_state.index_version(case))


def _shortest_first(case: Case) -> list[tuple[BitMap, array[int]]]:
    alike: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
    for item, length in enumerate(text_lengths(case)):  # by hand, as to sort a million keeps other threads waiting
        if length:
            alike[length].append(item)
    found = array("I")
    for length in sorted(alike):
        found += alike[length]
    return [(BitMap(found[at : at + _PART]), found[at : at + _PART]) for at in range(0, len(found), _PART)]


def _lengths(case: Case) -> array[int]:
    """In the place of each item's number, how many words its texts have."""
    # By one statement: between two of them another connection may have put others into the index.
    sql = (
        "SELECT json_group_array(id), json_group_array(hex(sz)) FROM (SELECT id, sz FROM item_fts_docsize ORDER BY id)"
    )
    ((ids, sizes),) = case.tuples(sql)
    items, known = number_texts.as_array(ids), dict[str, int]()
    found = array("I", bytes(4 * (max(items, default=0) + 1)))
    for item, size in zip(items, number_texts.hexes(sizes), strict=True):
        length = known.get(size)
        if length is None:
            length = known[size] = sum(reading_state.unpacked(bytes.fromhex(size)))
        found[item] = length
    return found
