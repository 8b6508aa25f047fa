"""A search that is kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from reviewer.domain.ids import ItemId

SavedSearchId = NewType("SavedSearchId", int)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query as typed, and the items that it had found at ``seen``, when somebody last looked; times are UTC."""

    id: SavedSearchId
    name: str
    query: str
    found: tuple[ItemId, ...]
    reviewer: str
    created: str
    seen: str


def plain_name(name: str) -> str:
    """A name as it is kept: without blanks around it, and with one between its words."""
    return " ".join(name.split())
