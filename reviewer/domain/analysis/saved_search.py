"""A search that is kept under a name, or a list of terms that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

from reviewer.domain.analysis.review_queue import unpacked
from reviewer.domain.ids import ItemId
from reviewer.domain.query_grammar import closed

SavedSearchId = NewType("SavedSearchId", int)

_BETWEEN = "\nOR "


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query as typed, and what it had found at ``seen``, when somebody last looked, as packed text; times are UTC."""

    id: SavedSearchId
    name: str
    query: str
    had: str
    reviewer: str
    created: str
    seen: str

    @property
    def found(self) -> tuple[ItemId, ...]:
        """The items that it had found."""
        return unpacked(self.had)

    @property
    def terms(self) -> tuple[str, ...]:
        """The searches of the list that it is; itself alone for one search."""
        return terms_of(self.query) or (self.query,)


def of_terms(terms: Sequence[str]) -> str:
    """The query that stands for a list of terms: any of them, one a line. Each of them is understood by itself."""
    return terms[0] if len(terms) == 1 else _BETWEEN.join(f"({term})" for term in terms)


@lru_cache(maxsize=64)
def terms_of(query: str) -> tuple[str, ...]:
    """The terms of a list that was made by :func:`of_terms`; none for any other search."""
    terms = query.split(_BETWEEN)
    listed = len(terms) > 1 and all(term[:1] == "(" and term[-1:] == ")" and "\n" not in term for term in terms)
    within = tuple(term[1:-1] for term in terms) if listed else ()
    return within if all(closed(term) for term in within) else ()


def plain_name(name: str) -> str:
    """A name as it is kept: without blanks around it, and with one between its words."""
    return " ".join(name.split())
