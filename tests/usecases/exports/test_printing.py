"""What is printed has left: it passes the gate, says what it is at its foot, and the trail tells of it."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import StayReason, Terms
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span
from reviewer.errors import ExportError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import item_exports
from reviewer.usecases.exports.item_exports import DOTS, PrintedPage, Wish
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import item_pages, review_coding
from tests.evidence import folder, pdf

WORDS = ["The first page offers LANTERN25 to you.", "The second page thanks you.", "The third page is last."]


class Collecting:
    """A printer that keeps what it is given, and takes it or does not."""

    def __init__(self, *, takes: bool = True) -> None:
        self.laid: list[PrintedPage] = []
        self.printed: list[PrintedPage] = []
        self._takes = takes

    def lay(self, page: PrintedPage) -> None:
        self.laid.append(page)

    def finish(self) -> None:
        if not self._takes:
            raise ExportError("the printer is out of paper")
        self.printed = self.laid


@pytest.fixture
def flyer(case: Case, workers: Workers, tmp_path: Path) -> ItemId:
    """A PDF of three pages that has its pages in the case."""
    intake.add(case, workers, [folder(tmp_path / "box", {"flyer.pdf": pdf(WORDS)})], reviewer="Ada")
    (item,) = search.ids(case, "kind:pdf")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    return item


def printed(case: Case, workers: Workers, wish: Wish, terms: Terms | None = None) -> list[PrintedPage]:
    printer = Collecting()
    item_exports.print_pages(case, workers, wish, printer, to="Room 4", reviewer="Ada", terms=terms)
    return printer.printed


def dark(page: PrintedPage, box: tuple[float, float, float, float]) -> float:
    """Which part of a place on a page, in points, is dark."""
    left, top, right, bottom = (round(each * DOTS / 72) for each in box)
    rows = [page.pixels[(y * page.width + left) * 3 : (y * page.width + right) * 3] for y in range(top, bottom)]
    return sum(byte < 128 for row in rows for byte in row) / sum(map(len, rows))


def place(page: int, words: str) -> tuple[float, float, float, float]:
    """Where words stand in the flyer, well inside their box."""
    with pymupdf.open(stream=pdf(WORDS)) as document:
        found = document[page - 1].search_for(words)[0]
    return found.x0 + 1, found.y0 + 3, found.x1 - 1, found.y1 - 3


def test_the_pages_asked_for_are_printed_and_the_trail_says_so(case: Case, workers: Workers, flyer: ItemId) -> None:
    control = items.get(case, flyer).control
    words = Span(Place(2, 4), Place(2, 15))  # “second page”
    made = printed(case, workers, Wish(flyer, 2, 3, words))
    with pymupdf.open(stream=pdf(WORDS)) as document:
        wide, high = document[1].rect.width, document[1].rect.height
    assert [(each.width, each.height) for each in made] == [(round(wide * DOTS / 72), round(high * DOTS / 72))] * 2
    assert 0.02 < dark(made[0], place(2, "second page")) < 0.9
    assert made[0].foot.startswith(f"“second page” ({control}, page 2)\n{control}, page 2. Printed by Ada, ")
    assert made[1].foot.startswith(f"{control}, page 3. Printed by Ada, ")
    (told,) = trail.latest(case, "item print")
    assert (told.reviewer, told.subject) == ("Ada", control)
    assert (told.facts["pages"], told.facts["printer"]) == ([2, 3], "Room 4")


def test_what_is_privileged_is_printed_only_when_that_is_said(case: Case, workers: Workers, flyer: ItemId) -> None:
    review_coding.put(case, flyer, privileged=True, reviewer="Ada")
    foreseen = item_exports.preview_paper(case, flyer)
    assert [each.reason for each in foreseen.held] == [StayReason.PRIVILEGED]
    assert "may not leave" in str(foreseen.refused)
    printer = Collecting()
    with pytest.raises(ExportError, match="marked privileged"):
        item_exports.print_pages(case, workers, Wish(flyer, 1, 1), printer, to="Room 4", reviewer="Ada")
    assert (printer.laid, trail.latest(case, "item print")) == ([], [])
    let_go = Terms(privileged=True)
    assert item_exports.preview_paper(case, flyer, let_go).held == ()
    assert len(printed(case, workers, Wish(flyer, 1, 1), let_go)) == 1
    assert trail.latest(case, "item print")[0].facts["let go"] == ["privileged"]


def test_what_is_redacted_is_covered_on_paper_and_not_cited(case: Case, workers: Workers, flyer: ItemId) -> None:
    (plain,) = printed(case, workers, Wish(flyer, 1, 1))
    assert dark(plain, place(1, "LANTERN25")) < 0.7
    made = redactions.add_quote(case, flyer, "LANTERN25", reason="PRV", reviewer="Ada")
    with pytest.raises(ExportError, match="wait for a second reviewer"):
        printed(case, workers, Wish(flyer, 1, 1))
    redactions.decide(case, [made.redaction.id], RedactionState.APPROVED, reviewer="Bea")
    (page,) = printed(case, workers, Wish(flyer, 1, 1, Span(Place(1, 0), Place(1, len(WORDS[0])))))
    assert dark(page, place(1, "LANTERN25")) > 0.7
    assert "LANTERN25" not in page.foot
    assert trail.latest(case, "item print")[0].facts["redacted"] == [[items.get(case, flyer).control, 1]]


def test_pages_that_there_are_not_are_refused_with_how_many_there_are(
    case: Case, workers: Workers, flyer: ItemId
) -> None:
    for first, last in ((0, 1), (3, 2), (2, 4)):
        with pytest.raises(InputError) as refused:
            printed(case, workers, Wish(flyer, first, last))
        assert refused.value.advice == "It has 3."


def test_what_no_printer_took_has_not_left(case: Case, workers: Workers, flyer: ItemId) -> None:
    with pytest.raises(ExportError, match="out of paper"):
        item_exports.print_pages(case, workers, Wish(flyer, 1, 1), Collecting(takes=False), to="Room 4", reviewer="Ada")
    assert trail.latest(case, "item print") == []
