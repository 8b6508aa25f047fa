"""What the order of a queue is made of: families, copies, dates, and messages that others may quote whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from reviewer.casefile.analysis.coding_scopes import family_heads
from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis import shingles
from reviewer.domain.ids import ItemId

__all__ = ["bare", "dates", "family_heads", "originals", "shares_words"]


def originals(case: Case, items: Iterable[int]) -> dict[int, int]:
    """Whose copy each of some items is; the item itself where it is none. See casefile/analysis/duplicates.py."""
    rows = case.tuples(
        """SELECT item.id, coalesce(made.original, CASE WHEN made.sha256 IS NULL THEN item.duplicate_of END, item.id)
           FROM item LEFT JOIN message_fingerprint AS made ON made.item = item.id
           WHERE item.id IN (SELECT value FROM json_each(?))""",
        (_listed(items),),
    )
    return dict(rows)


def dates(case: Case, items: Iterable[int]) -> Mapping[int, str]:
    """When some items were sent or written; empty where that is not known."""
    return dict(
        case.tuples("SELECT id, date FROM item WHERE id IN (SELECT value FROM json_each(?))", (_listed(items),))
    )


def bare(case: Case, items: Iterable[int]) -> set[int]:
    """Those of some items that hold nothing else: no attachment, no member."""
    rows = case.tuples(
        """SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM item AS held WHERE held.parent = item.id)""",
        (_listed(items),),
    )
    return {item for (item,) in rows}


def shares_words(case: Case, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of some pairs of messages of which the second may quote all that the first says, by samples of words.

    What is too short to be sampled may be quoted by any.
    """
    wanted = list(pairs)
    own = _samples(case, "own", {one for one, _ in wanted})
    quoted = _samples(case, "quoted", {other for _, other in wanted})
    none: frozenset[int] = frozenset()
    return [
        (one, other)
        for one, other in wanted
        if not own.get(one, none) or not own[one].isdisjoint(quoted.get(other, none))
    ]


def _samples(case: Case, column: str, items: Iterable[int]) -> dict[int, frozenset[int]]:
    rows = case.tuples(
        f"SELECT item, {column} FROM message_words WHERE item IN (SELECT value FROM json_each(?))", (_listed(items),)
    )
    return {item: frozenset(shingles.unpacked(sample)) for item, sample in rows}


def _listed(items: Iterable[int]) -> str:
    return json.dumps([ItemId(item) for item in items])
