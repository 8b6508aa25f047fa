"""What was said under order is no part of a production, and what has privileged words goes only redacted."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.production import Wrong
from reviewer.domain.ids import ItemId
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import interview_record, privilege, productions
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.pages import item_pages, passages
from tests.evidence import folder, pdf
from tests.usecases.interviews.interviewed import FIRST, hold


def test_the_record_of_a_compelled_interview_stays_and_has_no_number(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    hold(case, paper, compelled=True)
    record = items.find(case, interview_record.make_record(case, workers, FIRST, reviewer="Ada").control)
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    found = {each.part.item: each.part for each in productions.members(case, made.id)}
    assert (made.bates_first, made.bates_last) == ("PMPD-000001", "PMPD-000002")
    assert (found[record.id].way, found[record.id].first, found[record.id].reason) == (Way.STAYS, 0, "compelled")
    mock = productions.mock(case, made.id, reviewer="Ada")
    assert [each.item for each in mock.problems if each.wrong is Wrong.COMPELLED] == [record.id]
    alone = ProductionPlan("Second", "Counsel", f'name:"{record.name}"', "IA")
    with pytest.raises(InputError, match="nothing of what is found may leave"):
        productions.create(case, workers, alone, reviewer="Ada")


def test_an_item_with_privileged_words_and_its_copies_go_redacted(case: Case, workers: Workers, tmp_path: Path) -> None:
    data = pdf(["Ask counsel whether the cameras may be kept."])
    intake.add(case, workers, [folder(tmp_path / "disk", {"a.pdf": data, "b.pdf": data})], reviewer="Ada")
    first, copy = search.ids(case, "")
    item_pages.ensure(case, workers, first, reviewer="Ada")
    marked = passages.add_quote(case, first, "Ask counsel", reviewer="Ada")
    asked = "Asks for legal advice"
    kind = PrivilegeKind.ATTORNEY_CLIENT
    privilege.put(case, first, kind, asked, passage=marked.passage.id, reviewer="Ada")
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    found = {each.part.item: (each.part.way, each.part.pages) for each in productions.members(case, made.id)}
    assert found == {first: (Way.REDACTED, 1), copy: (Way.REDACTED, 1)}
