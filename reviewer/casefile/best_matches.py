"""The best of the items that words find. Where these are many, they are not ranked one by one.

FTS5 ranks by BM25: https://www.sqlite.org/fts5.html#the_bm25_function. For each item that takes as long as finding
ten. Very many items that have single words are ranked by where these stand in the index.
"""

from __future__ import annotations

from array import array

from pyroaring import BitMap

from reviewer.casefile import item_sets, word_ranks
from reviewer.casefile.engine.case import Case
from reviewer.domain.query import Node

MANY = 5_000
"""So many items are not ranked by FTS5, where that can be."""


class Ranked:
    """What an expression ``match``, made of ``words``, finds in texts, ``without`` some items and ``among`` others."""

    def __init__(
        self, case: Case, words: Node, match: str, found: BitMap, *, without: BitMap, among: BitMap | None
    ) -> None:
        self._case = case
        self._words = words
        self._match = match
        self.items = (found if among is None else found & among) - without
        self._whole = len(self.items) == len(found)

    def best(self, most: int | None) -> array[int]:
        """The best of them, so many or all; those that are as good by control number."""
        if most == 0 or not self.items:
            return array("q")
        # Within a transaction the index does not tell yet how many texts were put in it.
        many = len(self.items) >= MANY and not self._case.in_transaction
        words = word_ranks.single_words(self._words) if many else ()
        if words:
            return word_ranks.WordRanks(self._case, words).best(self.items, -1 if most is None else most)
        return self._ranked(-1 if most is None else most)

    def _ranked(self, most: int) -> array[int]:
        """So many of them (-1: all), the best first."""
        among = None if self._whole else self.items
        # Not ORDER BY rank, for which FTS5 would rank all that it finds before others are left out.
        sql = "SELECT rowid, -bm25(item_fts) AS good FROM item_fts WHERE item_fts MATCH :match"
        if among is not None:
            sql += " AND +rowid IN (SELECT value FROM json_each(:among))"
        values: dict[str, object] = {"match": self._match, "most": most}
        if among is not None:
            values["among"] = item_sets.listed(among)
        rows = self._case.tuples(f"{sql} ORDER BY good DESC, rowid LIMIT :most", values)
        return array("q", (item for item, _ in rows))
