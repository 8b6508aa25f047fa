"""What is asked and answered about relevance; :mod:`reviewer.isolation.protocol` carries it."""

from __future__ import annotations

import msgspec


class Learn(msgspec.Struct, frozen=True, tag=True):
    """The words of some items, a blob of UTF-8 each; ``last`` says that these are all. Answered by :class:`Learned`.

    The next after the last begins anew.
    """

    items: tuple[int, ...]
    last: bool


class Rank(msgspec.Struct, frozen=True, tag=True):
    """Which of some items look most like those that are relevant, at most so many. Answered by :class:`Ranked`.

    ``like`` are words that a relevant item may have, for a beginning.
    """

    relevant: tuple[int, ...]
    irrelevant: tuple[int, ...]
    like: str
    among: tuple[int, ...]
    most: int


class Learned(msgspec.Struct, frozen=True, tag=True):
    """How many items there are, and by how many words and pairs of words they are told apart; 0 before the last."""

    items: int
    features: int


class Ranked(msgspec.Struct, frozen=True, tag=True):
    """Items, the likest first, each with the words that count most for it."""

    items: tuple[int, ...]
    why: tuple[tuple[str, ...], ...]


MOST_WORDS = 5
"""Words that are told of an item."""
LONGEST = 200
"""Letters of such a word, or pair of words."""
RankingRequest = Learn | Rank
RankingAnswer = Learned | Ranked
