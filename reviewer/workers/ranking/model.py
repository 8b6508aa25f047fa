"""A linear support vector machine over words and pairs of words, weighed by how rare they are.

That is what ASReview 3 ranks by (its features, C and balance), which did best of what was compared; see decision 0037.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import sklearn
from sklearn.svm import LinearSVC

from reviewer.isolation.ranking_messages import LONGEST, MOST_WORDS, Rank, Ranked
from reviewer.workers.ranking.words import Kept, WeighedWords, WordCounter

ENGINE = f"scikit-learn {sklearn.__version__}"
_BALANCE = 9.8
"""How much more the relevant items weigh together than the others."""
_COST = 0.11
_COMMON = 0.95
"""Words of more items than this share tell nothing."""
_RARE = 3
"""Words of fewer items tell little, and there are millions of them."""
_SMALL = 1_000
"""Of fewer items than this, words of two are kept."""


class Model:
    """The words of all items, once; and what they look like, anew for each batch."""

    def __init__(self) -> None:
        self.items: list[int] = []
        self._counter = WordCounter()
        self._rows: dict[int, int] = {}
        self._words = WeighedWords((), None)

    def add(self, items: Sequence[int], texts: Iterable[str]) -> None:
        """Take the words of some items."""
        self.items += items
        self._counter.add(texts)

    def build(self) -> int:
        """Weigh the words of all items, and forget all other words; how many words and pairs are left.

        What is added after that is the first of others.
        """
        self._rows = {item: row for row, item in enumerate(self.items)}
        rare = _RARE if len(self.items) >= _SMALL else 2
        many = len(self.items) > 2 * rare
        self._words = self._counter.weighed(Kept(rare, _COMMON) if many else Kept())
        self.items, self._counter = [], WordCounter()
        return len(self._words.names)

    def knows(self, items: Iterable[int]) -> bool:
        """Whether all of some items were learned."""
        return all(item in self._rows for item in items)

    def rank(self, asked: Rank) -> Ranked:
        """Which of some items look most like what is relevant; in their order while nothing tells."""
        among = [self._rows[item] for item in asked.among]
        weights = self._weights(asked)
        if weights is None or not among:
            chosen = asked.among[: asked.most]
            return Ranked(chosen, tuple(() for _ in chosen))
        rows = self._words.matrix[among]
        scores = rows @ weights
        best = np.argsort(-scores, kind="stable")[: asked.most]
        return Ranked(tuple(asked.among[at] for at in best), tuple(self._why(rows[int(at)], weights) for at in best))

    def _weights(self, asked: Rank) -> Any:
        """What each word counts; None where nothing is known to be relevant, or no word tells anything."""
        if not self._words.names:
            return None
        known = [self._rows[item] for item in (*asked.relevant, *asked.irrelevant)]
        if not asked.relevant:
            if not asked.like:
                return None
            like = self._words.of(asked.like)
            return np.asarray(like.todense()).ravel() if like.nnz else None
        labels = np.array([1] * len(asked.relevant) + [0] * len(asked.irrelevant))
        if not asked.irrelevant:
            return np.asarray(self._words.matrix[known].mean(axis=0)).ravel()
        share = len(asked.irrelevant) / len(asked.relevant)
        each = np.where(labels == 1, _BALANCE * share, 1.0)
        fitted = LinearSVC(C=_COST, random_state=0)
        fitted.fit(self._words.matrix[known], labels, sample_weight=each * len(each) / each.sum())
        return fitted.coef_.ravel()

    def _why(self, row: Any, weights: Any) -> tuple[str, ...]:
        counts = row.data * weights[row.indices]
        best = np.argsort(-counts, kind="stable")[:MOST_WORDS]
        return tuple(self._words.names[row.indices[at]][:LONGEST] for at in best if counts[at] > 0)


def warm_up() -> None:
    """Load what learning loads late, by doing it once, while files can still be read."""
    model = Model()
    model.add((1, 2, 3, 4), ["one two three", "two three four", "three four five", "five six"])
    model.build()
    model.rank(Rank((1,), (4,), "", (2, 3), 2))
