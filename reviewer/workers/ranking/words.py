"""Words and pairs of words, counted over very many texts at once, and weighed by how rare they are.

What comes of it is what ``TfidfVectorizer`` of scikit-learn makes. That has an entry of a dictionary for each pair that
stands in any text, of which nearly all are then left out again: three to four times the time, and twice the memory.
Here each word gets a number, a pair is the numbers of two, and they are counted by sorting.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

_words = re.compile(TfidfVectorizer().token_pattern).findall


@dataclass(frozen=True, slots=True)
class Kept:
    """Which words and pairs tell something: those of so many texts at least, and of this share of them at most."""

    rare: int = 1
    common: float = 1.0


class WordCounter:
    """Takes texts, and counts the words in all of them."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._found = array("i")
        self._lengths = array("i")

    def add(self, texts: Iterable[str]) -> None:
        """Take the words of some texts."""
        for text in texts:
            before = len(self._found)
            self._found.extend(map(self._numbers.__getitem__, _words(text.lower())))
            self._lengths.append(len(self._found) - before)

    def weighed(self, kept: Kept) -> WeighedWords:
        """What is kept of the words and pairs of all texts, in the order of their letters, with their weights."""
        texts = len(self._lengths)
        most = int(kept.common * texts)
        found = np.frombuffer(self._found, np.int32).astype(np.int64)
        text = np.repeat(np.arange(texts, dtype=np.int64), np.frombuffer(self._lengths, np.int32))
        words = _counted(text, found, len(self._numbers))
        of_word = words.texts()
        both, pairs = self._pairs(text, found, of_word >= kept.rare, kept.rare)
        of_pair = pairs.texts()
        chosen_words = np.flatnonzero((of_word >= kept.rare) & (of_word <= most))
        chosen_pairs = np.flatnonzero((of_pair >= kept.rare) & (of_pair <= most))
        names = self._named(chosen_words, both[chosen_pairs])
        order = sorted(range(len(names)), key=names.__getitem__)
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        parts = words.at(chosen_words, place[: len(chosen_words)]), pairs.at(chosen_pairs, place[len(chosen_words) :])
        at, column, times = (np.concatenate(each) for each in zip(*parts, strict=True))
        counts = csr_matrix((times.astype(np.float32), (at, column)), shape=(texts, len(names)))
        counts.sort_indices()
        return WeighedWords([names[each] for each in order], counts)

    def _pairs(self, text: Any, found: Any, told: Any, rare: int) -> tuple[Any, _Counted]:
        """The pairs of words of which each is told, that come so often at least; and how often in each text."""
        within = (text[:-1] == text[1:]) & told[found[:-1]] & told[found[1:]]  # a pair is in no more texts than a word
        text, pair = text[:-1][within], found[:-1][within] * len(self._numbers) + found[1:][within]
        both, times = np.unique(pair, return_counts=True)
        both = both[times >= rare]
        place = np.minimum(np.searchsorted(both, pair), max(len(both) - 1, 0))
        there = both[place] == pair if len(both) else np.zeros(len(pair), dtype=bool)
        return both, _counted(text[there], place[there], len(both))

    def _named(self, words: Any, pairs: Any) -> list[str]:
        """Copies of the names of words and pairs.

        Where they were found they lie among very many others that are gone, and would keep the memory of those.
        """
        every = list(self._numbers)
        one = (every[word] for word in words)
        two = (f"{every[pair // len(every)]} {every[pair % len(every)]}" for pair in pairs)
        told = "\n".join(chain(one, two))  # no word has a line break in it
        return told.split("\n") if told else []


@dataclass(frozen=True, slots=True)
class _Counted:
    """How often what has a number stands in a text: one entry for each of both that come together."""

    text: Any
    number: Any
    times: Any
    numbers: int

    def texts(self) -> Any:
        """In how many texts each stands."""
        return np.bincount(self.number, minlength=self.numbers)

    def at(self, chosen: Any, columns: Any) -> tuple[Any, Any, Any]:
        """The entries of those chosen: their texts, the columns that these got, and how often."""
        column = np.full(self.numbers, -1, dtype=np.int64)
        column[chosen] = columns
        told = column[self.number]
        there = told >= 0
        return self.text[there], told[there], self.times[there]


def _counted(text: Any, number: Any, numbers: int) -> _Counted:
    both, times = np.unique(text * max(numbers, 1) + number, return_counts=True)
    return _Counted(both // max(numbers, 1), both % max(numbers, 1), times, numbers)


class WeighedWords:
    """The words that are looked at, and what each counts in each text: a row for each text, as long as one."""

    def __init__(self, names: Sequence[str], counts: Any) -> None:
        self.names = names
        self.matrix = counts
        self._of_others: TfidfVectorizer | None = None
        if names:
            weights = TfidfTransformer(sublinear_tf=True).fit(counts)
            self.matrix = weights.transform(counts, copy=False)
            self._of_others = TfidfVectorizer(vocabulary=names, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
            self._of_others.idf_ = weights.idf_

    def of(self, text: str) -> Any:
        """What the words count in another text, as one row."""
        if self._of_others is None:
            return csr_matrix((1, len(self.names)), dtype=np.float32)
        return self._of_others.transform([text])
