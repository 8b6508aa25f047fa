"""The best of the items that words find, without ranking all of them.

FTS5 ranks by BM25: https://www.sqlite.org/fts5.html#the_bm25_function. For each item that takes as long as finding
ten. Of what has one word or another, an item with several of them is ranked first; then, of the words that some item
has alone, those that could bring it among the best: in BM25 a word never counts for more than 2.2 times its weight.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pyroaring import BitMap

from reviewer.casefile import item_sets
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state
from reviewer.casefile.query_sql import match_expression, matched
from reviewer.domain.ids import ItemId
from reviewer.domain.query import Node, Or, Term

MOST_WORDS = 20
"""Of more words, all that has any of them is ranked."""

_MOST = 2.2
"""k1 + 1, with the k1 of FTS5: what a word counts for that stands without end in a short text, by its weight."""
_LEAST_WEIGHT = 1e-6
"""What FTS5 gives a word that more than half of the items have."""


class Ranked:
    """What an expression ``match``, made of ``words``, finds in texts, ``without`` some items and ``among`` others."""

    def __init__(
        self, case: Case, words: Node, match: str, found: BitMap, *, without: BitMap, among: BitMap | None
    ) -> None:
        self._case = case
        self._words = words
        self._match = match
        self._by_word: list[BitMap] = []
        self.items = (found if among is None else found & among) - without
        self._whole = len(self.items) == len(found)

    def best(self, most: int | None) -> list[ItemId]:
        """The best of them, so many or all; those that are as good by control number."""
        if most is None:
            return [item for item, _ in self._ranked(None if self._whole else self.items, -1)]
        if not most or not self.items:
            return []
        # Within a transaction the index does not tell yet how many texts were put in it.
        several = None if self._case.in_transaction else self._several()
        if several is None or not most <= len(several) < len(self.items) // 2:
            return [item for item, _ in self._ranked(None if self._whole else self.items, most)]
        found = self._ranked(several, most)
        also = self._also(found[-1][1])
        if also - several:
            found = self._ranked(several | also, most)
        return [item for item, _ in found]

    def _alone(self) -> list[BitMap]:
        """What has each of some words or phrases of which one is wanted; nothing where more than that is asked."""
        parts: Sequence[Node] = self._words.parts if isinstance(self._words, Or) else ()
        if len(parts) > MOST_WORDS or not all(isinstance(part, Term) for part in parts):
            return []
        asked = [match_expression(part) for part in parts]  # None where a word is wanted in notes alone
        return [matched(self._case, match) for match in asked if match is not None]

    def _several(self) -> BitMap | None:
        """The items that have several of the words; None where it is not one word or another that is wanted."""
        self._by_word = self._alone()
        if not self._by_word:
            return None
        seen, several = BitMap(), BitMap()
        for found in self._by_word:
            several |= seen & found
            seen |= found
        return several & self.items

    def _also(self, least: float) -> BitMap:
        """The items with a word that could be worth as much by itself."""
        every = reading_state.put_in_index(self._case)
        worth = BitMap()
        for found in self._by_word:
            weight = math.log((every - len(found) + 0.5) / (len(found) + 0.5))
            if _MOST * max(weight, _LEAST_WEIGHT) >= least:
                worth |= found
        return worth & self.items

    def _ranked(self, among: BitMap | None, most: int) -> list[tuple[ItemId, float]]:
        """So many of some items (-1: all), the best first, and how good each is."""
        # Not ORDER BY rank, for which FTS5 would rank all that it finds before others are left out.
        sql = "SELECT rowid, -bm25(item_fts) AS good FROM item_fts WHERE item_fts MATCH :match"
        if among is not None:
            sql += " AND +rowid IN (SELECT value FROM json_each(:among))"
        values: dict[str, object] = {"match": self._match, "most": most}
        if among is not None:
            values["among"] = item_sets.listed(among)
        return [
            (ItemId(item), good)
            for item, good in self._case.tuples(f"{sql} ORDER BY good DESC, rowid LIMIT :most", values)
        ]
