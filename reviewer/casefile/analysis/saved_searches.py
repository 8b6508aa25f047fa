"""Searches that are kept under a name, and what they had found when somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyroaring import BitMap

from reviewer.casefile.engine.case import Act, Case
from reviewer.domain import clock
from reviewer.domain.analysis.review_queue import packed, ranges
from reviewer.domain.analysis.saved_search import SavedSearch, SavedSearchId, plain_name
from reviewer.domain.nearest import did_you_mean
from reviewer.errors import NotFoundError


def listed(case: Case) -> list[SavedSearch]:
    """All that are kept, by name."""
    return [_saved(row) for row in case.rows("SELECT * FROM saved_search ORDER BY name")]


def known(case: Case, name: str) -> bool:
    """Whether there is one of a name, whatever its case."""
    return case.row("SELECT 1 FROM saved_search WHERE name = ?", (plain_name(name),)) is not None


def find(case: Case, name: str) -> SavedSearch:
    """The one of a name, whatever its case; NotFoundError when there is none."""
    row = case.row("SELECT * FROM saved_search WHERE name = ?", (plain_name(name),))
    if row is None:
        advice = did_you_mean(name, (each.name for each in listed(case)), "See `reviewer saved list CASE`.")
        raise NotFoundError(f"there is no saved search “{name}”", advice)
    return _saved(row)


def add(act: Act, name: str, query: str, found: Iterable[int], reviewer: str) -> SavedSearchId:
    """Keep a search, and what it finds now."""
    now = clock.now()
    values = {"name": name, "query": query, "found": packed(sorted(found)), "reviewer": reviewer}
    return SavedSearchId(act.insert("saved_search", {**values, "created": now, "seen": now}))


def had(case: Case, saved: SavedSearch) -> BitMap:
    """The items that it had found. They are kept: never change them in place."""

    def make() -> BitMap:
        found = BitMap()
        for first, last in ranges(saved.had):
            found.add_range(first, last + 1)
        return found

    return case.kept(("saved search had", saved.id), make, of=saved.had)


def put_found(act: Act, saved: SavedSearchId, found: Iterable[int]) -> None:
    """Keep what a search finds now."""
    act.update("saved_search", saved, {"found": packed(sorted(found)), "seen": clock.now()})


def put_name(act: Act, saved: SavedSearchId, name: str) -> None:
    """Call a search otherwise."""
    act.update("saved_search", saved, {"name": name})


def put_query(act: Act, saved: SavedSearchId, query: str, found: Iterable[int]) -> None:
    """Let a name stand for another search, with what that finds now."""
    act.update("saved_search", saved, {"query": query, "found": packed(sorted(found)), "seen": clock.now()})


def remove(act: Act, saved: SavedSearchId) -> None:
    """Keep a search no longer."""
    act.delete("saved_search", saved)


def _saved(row: Any) -> SavedSearch:
    return SavedSearch(
        SavedSearchId(row["id"]),
        row["name"],
        row["query"],
        row["found"],
        row["reviewer"],
        row["created"],
        row["seen"],
    )
