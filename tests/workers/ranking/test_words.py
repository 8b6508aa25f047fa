"""The words that a ranking looks at are those of scikit-learn, with the same weights."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from reviewer.isolation.ranking_messages import Rank
from reviewer.workers.ranking.model import Model
from reviewer.workers.ranking.words import Kept, WordCounter

_WORDS = [
    "gift",
    "Gift",
    "card",
    "roster",
    "a",
    "x1",
    "Łódź",
    "été",
    "don't",
    "sentby_vale",
    "the",
    "the",
    "the",
    "\n",
    "—",
]


def _texts() -> list[str]:
    chance = random.Random(5)
    some = [" ".join(chance.choices(_WORDS, k=chance.randrange(1, 30))) for _ in range(200)]
    return [*some, "", "only here", "the gift"]


@pytest.mark.parametrize(("rare", "common"), [(1, 1.0), (2, 0.95), (3, 0.5)])
def test_words_and_pairs_count_as_in_scikit_learn(rare: int, common: float) -> None:
    texts = _texts()
    theirs = TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=rare, max_df=common, dtype=np.float32
    )  # fmt: skip
    expected = theirs.fit_transform(texts)
    counter = WordCounter()
    counter.add(texts[:50])
    counter.add(texts[50:])
    ours = counter.weighed(Kept(rare, common))
    assert ours.names == theirs.get_feature_names_out().tolist()
    assert np.allclose(ours.matrix.toarray(), expected.toarray(), atol=1e-6)
    other = "The gift card, the roster and the unknown"
    assert np.allclose(ours.of(other).toarray(), theirs.transform([other]).toarray(), atol=1e-6)


@pytest.mark.parametrize("texts", [["", ""], ["one", "two", "three", "four", "five", "six"]])
def test_where_no_word_tells_anything_items_keep_their_order(texts: list[str]) -> None:
    model = Model()
    items = tuple(range(1, len(texts) + 1))
    model.add(items, texts)
    assert model.build() == 0
    assert model.rank(Rank((1,), (2,), "one", items[::-1], 2)).items == items[::-1][:2]
    assert model.rank(Rank((), (), "one", items[::-1], 2)).items == items[::-1][:2]
