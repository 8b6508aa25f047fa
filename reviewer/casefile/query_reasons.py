"""Why a query finds an item: which of what it asks for the item has, where, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from pyroaring import BitMap

from reviewer.casefile import query_found
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.query_sql import meeting
from reviewer.domain import query_matching
from reviewer.domain.ids import ItemId
from reviewer.domain.query import NOTES, And, Condition, Listed, Near, Node, Not, Or, Query, Sought

MOST_WORDS = 5
"""Different words that are shown of one part of an item."""


@dataclass(frozen=True, slots=True)
class Why:
    """A part of a query that an item meets; of words, in which column of the index and which they are."""

    asked: str
    column: str = ""
    words: tuple[str, ...] = ()


def reasons(case: Case, query: Query, items: Sequence[ItemId], *, reviewer: str) -> dict[ItemId, tuple[Why, ...]]:
    """What of a query each of some items meets; what is not wanted is left out."""
    found: dict[ItemId, list[Why]] = {item: [] for item in items}
    asked = [] if query.root is None else list(dict.fromkeys(_asked(query.root)))
    told = texts.of_items(case, items)
    for leaf in asked:
        if isinstance(leaf, Condition):
            for item in _that_meet(case, leaf, items, reviewer):
                found[item].append(Why(str(leaf)))
            continue
        for item in items:
            words = told.get(item)
            columns = [] if words is None else [(name, getattr(words, name)) for name in texts.COLUMNS]
            found[item] += _where(leaf, [*columns, (NOTES, texts.notes(case, item))])
    return {item: tuple(each) for item, each in found.items()}


def _asked(node: Node) -> Iterator[Sought | Near | Condition]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _asked(part)
        case Not() | Listed():
            return
        case _:
            yield node


def _that_meet(case: Case, condition: Condition, items: Sequence[ItemId], reviewer: str) -> list[ItemId]:
    found = meeting(case, query_found.resolved(case, condition) or condition, reviewer, BitMap(items))
    return [item for item in items if item in found]


def _where(leaf: Sought | Near, columns: Sequence[tuple[str, str]]) -> Iterator[Why]:
    for name, text in columns:
        if not text or leaf.column not in ("", name):
            continue
        sides: tuple[Sought, ...] = ()
        if isinstance(leaf, Near):
            sides = (*leaf.left, *leaf.right) if query_matching.near(text, leaf) else ()
        else:
            sides = (leaf,)
        places = sorted(chain(*(query_matching.spans(text, side) for side in sides)))
        words = tuple(islice(dict.fromkeys(" ".join(text[start:end].split()) for start, end in places), MOST_WORDS))
        if words:
            yield Why(str(leaf), name, words)
