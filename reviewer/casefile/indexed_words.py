"""Words of the index of texts that are like a word which it does not have."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.nearest import nearest
from reviewer.domain.query import folded

BEGINS_ALIKE = 2
"""So many letters at the beginning are taken for right: the index is in the order of the alphabet."""

MOST = 20_000
"""So many words that begin alike are looked at."""

SHORTEST = 4
"""A word of fewer letters is like too many others."""


def meant(case: Case, word: str) -> str:
    """The word of the index that is most like one that it does not have; empty where it has it, or has none like it."""
    typed = folded(word)
    if len(typed) < SHORTEST or not typed.isalpha():
        return ""
    case.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.indexed_word USING fts5vocab (main, item_fts, 'row')")
    if case.value("SELECT 1 FROM temp.indexed_word WHERE term = ?", (typed,)) is not None:
        return ""
    begins = typed[:BEGINS_ALIKE]
    end = begins[:-1] + chr(ord(begins[-1]) + 1)
    sql = "SELECT term FROM temp.indexed_word WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?"
    values = (begins, end, len(typed) - 2, len(typed) + 2, MOST)
    found = nearest(typed, (str(term) for (term,) in case.tuples(sql, values)))
    return found if found != typed else ""
