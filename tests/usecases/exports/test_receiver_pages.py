"""Pages as their receiver will get them are made by what makes them when they leave, with the numbers they have."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.redaction import RedactionState
from reviewer.errors import CancelledError, ExportError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import productions
from reviewer.usecases.exports.bundle_files import receiver_pages
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.pages import item_pages, passages
from tests.evidence import folder, pdf

SECRET, REST = "Saffron Octopus", "Two cameras are free"


class Stopping:
    """A progress that is stopped after so many steps."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    @property
    def cancelled(self) -> bool:
        return self._left == 0

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002 - as a progress has it
        self._left -= 1


def words(data: bytes) -> str:
    with pymupdf.open(stream=data) as found:
        return " ".join(found[0].get_text().split())


def test_finished_pages_hold_nothing_redacted_and_have_the_number_of_their_production(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    intake.add(
        case, workers, [folder(tmp_path / "disk", {"a.pdf": pdf([f"{REST}.\n\nAsk {SECRET}."])})], reviewer="Ada"
    )
    (item,) = search.ids(case, "cameras")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    passages.add_quote(case, item, REST, reviewer="Ada")
    before = case.value("SELECT count(*) FROM audit")
    whole = receiver_pages.make(case, workers, item, reviewer="Ada")
    assert (SECRET in words(whole.pdf), whole.boxes, whole.production) == (True, 0, None)
    with pymupdf.open(stream=whole.pdf) as shown:
        assert [each.type[1] for each in shown[0].annots()] == ["Highlight"]
    assert case.value("SELECT count(*) FROM audit") == before, "nothing leaves, so nothing is told of it"

    with Workers(1) as closed:
        pass
    for asked_after in (
        0,
        1,
    ):  # stopped while it waited, and before a worker was asked
        with pytest.raises(CancelledError, match="no pages were made"):
            receiver_pages.make(case, closed, item, reviewer="Ada", progress=Stopping(asked_after))

    made = redactions.add_quote(case, item, SECRET, "PRV", reviewer="Ada").redaction.id
    with pytest.raises(ExportError):
        receiver_pages.make(case, workers, item, reviewer="Ada")
    with pytest.raises(CancelledError):
        receiver_pages.make(case, workers, item, reviewer="Ada", progress=Stopping(0))
    redactions.decide(case, [made], RedactionState.APPROVED, reviewer="Bea Second")
    plan = ProductionPlan("First", "Counsel", "", "PMPD", confidentiality="SECRET FILE")
    production = productions.create(case, workers, plan, reviewer="Ada")
    found = receiver_pages.make(case, workers, item, reviewer="Ada")
    assert SECRET not in words(found.pdf)
    assert SECRET.split()[1] not in found.pages[0].text
    assert REST in words(found.pdf)
    assert f"{production.bates_first} SECRET FILE" in words(found.pdf)
    assert (found.boxes, found.production) == (1, production)
    productions.drop(case, production.id, "too wide", reviewer="Ada")
    dropped = receiver_pages.make(case, workers, item, reviewer="Ada")
    assert (dropped.production, "PMPD" in words(dropped.pdf)) == (None, False)
