"""A clause of two elements, and passages of the fixture ``paper``, for tests of allegations and findings."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.policy.clause import Topic, Wording
from reviewer.usecases.pages import passages

GIFTS = Wording(
    "3.14",
    "Gratuities",
    Topic.GRATUITY,
    "No gratuities.",
    ("A thing of value was accepted", "Its price was not paid"),
    ("The same offer was open to the general public",),
    "2015-01-01",
)


def code(case: Case, paper: ItemId) -> MarkedPassage:
    return passages.add_quote(case, paper, "LANTERN25", reviewer="Ada")


def passage(case: Case, paper: ItemId, quote: str) -> str:
    """The number of a passage with these words of the paper."""
    return str(passages.add_quote(case, paper, quote, reviewer="Cy").passage.id)
