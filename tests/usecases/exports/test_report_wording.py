"""Words around a quote are whole words, and an account that does not add up, or is empty, is told as such."""

from __future__ import annotations

import pytest

from reviewer.desktop.resources import resource
from reviewer.domain.ids import ItemId, PassageId, RenditionId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.passage import CONTEXT, Anchor, Passage, Place, Span
from reviewer.export.model import IntakeRow, IntakeSection
from reviewer.export.report.model import Block, Kind, Paragraph, Table, plain
from reviewer.export.texts import texts
from reviewer.usecases.exports.report_sections import method, wording


def told(before: str, quote: str, after: str, language: str = "en") -> str:
    """A quote as a section tells it, with what stands before and after it on its page."""
    anchor = Anchor(Span(Place(1, 0), Place(1, len(quote))), quote, before, after)
    marked = MarkedPassage(Passage(PassageId(1), ItemId(1), RenditionId(1), anchor, "Ada", ""), "a", "b", "")
    return plain(wording.quote(texts(resource("report"), language), marked))


def test_the_context_of_a_quote_begins_and_ends_with_whole_words() -> None:
    before, after = "ntern Bell Cam LB-22251 0.00 13 ", " Please send the list of names a"
    assert len(before) == len(after) == CONTEXT, "so the page had more, and the first and the last word are cut"
    said = told(before, "two cameras", after)
    assert said == "…Bell Cam LB-22251 0.00 13 “two cameras” Please send the list of names…"
    assert told("Hi Sam, ", "two cameras", "") == "…Hi Sam, “two cameras”", "what was not cut is left as it is"


def test_a_quote_stands_in_the_marks_of_the_language_of_the_reader() -> None:
    assert told("Hi, ", "two cameras; why?", "", "fr") == "…Hi, «\N{NO-BREAK SPACE}two cameras; why?\N{NO-BREAK SPACE}»"


BELOW = "The containers concerned are marked below."
ACCOUNTS = {
    "gap": (
        IntakeRow("All", "", 10, 8, 1, 0),
        f"The account does not add up: of 10 declared, 1 accounted for nowhere. {BELOW}",
        "All 1 accounted for nowhere",
    ),
    "more": (
        IntakeRow("All", "", 10, 12, 0, 1),
        f"The account does not add up: of 10 declared, 3 more than that are accounted for. {BELOW}",
        "All 3 more than declared",
    ),
    "whole": (
        IntakeRow("All", "", 10, 8, 1, 1),
        "Of 10 declared files and members, 8 were extracted, 1 failed and 1 were duplicates: 8 + 1 + 1 = 10.",
        "All",
    ),
}


def account(section: IntakeSection) -> list[Block]:
    return list(method.account(texts(resource("report"), "en"), section))


@pytest.mark.parametrize(("totals", "said", "marked"), ACCOUNTS.values(), ids=ACCOUNTS)
def test_an_account_says_whether_it_adds_up(totals: IntakeRow, said: str, marked: str) -> None:
    blocks = account(IntakeSection(totals, (totals,), (), ()))
    warns = totals.declared != totals.extracted + totals.failed + totals.duplicates
    (sum_of_it,) = (each for each in blocks if isinstance(each, Paragraph) and plain(each.spans) == said)
    assert (sum_of_it.kind is Kind.WARNING) is warns
    (table,) = (each for each in blocks if isinstance(each, Table))
    assert plain(table.rows[0][0]) == marked


def test_messages_that_stand_together_are_told_in_the_language_of_the_reader() -> None:
    row = IntakeRow("34 messages with attachments", "", 34, 34, 0, 0, messages=34)
    whole = IntakeRow("All", "", 34, 34, 0, 0)
    (table,) = (
        each
        for each in method.account(texts(resource("report"), "fr"), IntakeSection(whole, (row,), (), ()))
        if isinstance(each, Table)
    )
    assert [plain(each[0]) for each in table.rows] == ["34 messages avec pièces jointes", "Total"]


def test_a_case_without_evidence_says_so() -> None:
    (said,) = account(IntakeSection(IntakeRow("All", "", 0, 0, 0, 0), (), (), ()))
    assert isinstance(said, Paragraph)
    assert plain(said.spans) == "No evidence has been taken in."
