"""Say of an item as a whole that it is relevant, not relevant, or privileged."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import review_coding
from reviewer.domain.evidence.item import Mark
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError

RELEVANCES = ("", "relevant", "not relevant")


def put(
    case: Case, item: ItemId, *, relevance: str | None = None, privileged: bool | None = None, reviewer: str
) -> Mark:
    """Change what is given of an item's mark; an empty relevance takes it off."""
    if relevance is not None and relevance not in RELEVANCES:
        raise InputError(f"“{relevance}” is no relevance", "Use relevant, not relevant, or nothing.")
    before = review_coding.of_item(case, item)
    after = Mark(
        item,
        before.relevance if relevance is None else relevance,
        before.privileged if privileged is None else privileged,
    )
    if after != before:
        with case.act(reviewer, "item mark", items.get(case, item).control) as act:
            review_coding.put(act, after)
    return after


def toggle(case: Case, item: ItemId, *, relevance: str | None = None, privileged: bool = False, reviewer: str) -> Mark:
    """Give an item a mark by a key that takes it off again: the relevance, and with ``privileged`` privilege."""
    before = review_coding.of_item(case, item)
    return put(
        case,
        item,
        relevance="" if relevance is not None and before.relevance == relevance else relevance,
        privileged=not before.privileged if privileged else None,
        reviewer=reviewer,
    )
