"""Say of an item as a whole that it is relevant, not relevant, or privileged."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.casefile.analysis import duplicates
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import review_coding
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError

RELEVANCES = ("", "relevant", "not relevant")


def put(
    case: Case,
    item: ItemId,
    *,
    relevance: str | None = None,
    privileged: bool | None = None,
    alone: bool = False,
    reviewer: str,
) -> Mark:
    """Change what is given of the mark of an item and of its duplicates; an empty relevance takes it off.

    With ``alone`` its duplicates stay as they are: ``is:conflicting`` finds such.
    """
    if relevance is not None and relevance not in RELEVANCES:
        raise InputError(f"“{relevance}” is no relevance", "Use relevant, not relevant, or nothing.")
    copies = [] if alone else [copy for copy in copies_of(case, item) if copy != item]
    with case.act(reviewer, "item mark", items.get(case, item).control) as act:
        for each in (item, *copies):
            before = review_coding.of_item(case, each)
            after = Mark(
                each,
                before.relevance if relevance is None else relevance,
                before.privileged if privileged is None else privileged,
            )
            if after != before:
                review_coding.put(act, after, reviewer)
    return review_coding.of_item(case, item)


@dataclass(frozen=True, slots=True)
class Copies:
    """How many copies of an item there are, itself included, and whether they are marked differently."""

    count: int
    conflicting: bool


def copies(case: Case, item: ItemId) -> Copies:
    """Count an item's copies and compare what was said of them."""
    found = copies_of(case, item)
    marks = [review_coding.of_item(case, each) for each in found]
    return Copies(len(found), len({(mark.relevance, mark.privileged) for mark in marks}) > 1)


def copies_of(case: Case, item: ItemId) -> list[ItemId]:
    """An item's duplicates, itself included, the original first."""
    return duplicates.copies_of(case, duplicates.original_of(case, item))


def toggle(
    case: Case,
    item: ItemId,
    *,
    relevance: str | None = None,
    privileged: bool = False,
    alone: bool = False,
    reviewer: str,
) -> Mark:
    """Give an item, and its duplicates, a mark by a key that takes it off again.

    That is the relevance, and with ``privileged`` privilege; with ``alone`` the duplicates stay as they are.
    """
    before = review_coding.of_item(case, item)
    return put(
        case,
        item,
        relevance="" if relevance is not None and before.relevance == relevance else relevance,
        privileged=not before.privileged if privileged else None,
        alone=alone,
        reviewer=reviewer,
    )
