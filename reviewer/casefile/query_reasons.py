"""Why a query finds an item: which of what it asks for the item has, where, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from pyroaring import BitMap

from reviewer.casefile import query_found, query_names, saved_parts
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.casefile.query_sql import meeting
from reviewer.domain import query_matching
from reviewer.domain.ids import ItemId
from reviewer.domain.query import NOTES, Condition, Listed, Near, Node, Query, Sought, asked

MOST_WORDS = 5
"""Different words that are shown of one part of an item."""


@dataclass(frozen=True, slots=True)
class Why:
    """A part of a query that an item meets; of words, in which column of the index and which they are."""

    asked: str
    column: str = ""
    words: tuple[str, ...] = ()


def reasons(case: Case, query: Query, items: Sequence[ItemId], *, reviewer: str) -> dict[ItemId, tuple[Why, ...]]:
    """What of a query each of some items meets; what is not wanted is left out.

    Of a saved search that it names, first that it is met, then what of that search is.
    """
    query_names.check(case, query)
    telling = _Telling(case, items, reviewer)
    telling.tell(query.root, items)
    return {item: tuple(dict.fromkeys(each)) for item, each in telling.found.items()}


class _Telling:
    def __init__(self, case: Case, items: Sequence[ItemId], reviewer: str) -> None:
        self._case, self._reviewer = case, reviewer
        self._texts = texts.of_items(case, items)
        self._opened: set[str] = set()
        self.found: dict[ItemId, list[Why]] = {item: [] for item in items}

    def tell(self, root: Node | None, items: Sequence[ItemId]) -> None:
        """What of a tree each of some items meets."""
        for leaf in dict.fromkeys(asked(root)):
            if isinstance(leaf, Condition):
                met = _that_meet(self._case, leaf, items, self._reviewer)
                for item in met:
                    self.found[item].append(Why(str(leaf)))
                if leaf.field == saved_parts.FIELD and leaf.value not in self._opened:
                    self._opened.add(leaf.value)
                    for within in saved_parts.roots(self._case, leaf.value):
                        self.tell(within, met)
            elif not isinstance(leaf, Listed):
                for item in items:
                    self.found[item] += self._where(item, leaf)

    def _where(self, item: ItemId, leaf: Sought | Near) -> Iterator[Why]:
        words = self._texts.get(item)
        columns = [] if words is None else [(name, getattr(words, name)) for name in texts.COLUMNS]
        return _where(leaf, [*columns, (NOTES, texts.notes(self._case, item))])


def _that_meet(case: Case, condition: Condition, items: Sequence[ItemId], reviewer: str) -> list[ItemId]:
    found = meeting(case, query_found.resolved(case, condition, reviewer) or condition, reviewer, BitMap(items))
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
