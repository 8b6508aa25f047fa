"""Before an interview one sees what does not agree and what lacks, and then everything in order of time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.interviews.interview import InterviewId, Reply
from reviewer.domain.interviews.preparation import Concern, Point, Sort
from reviewer.domain.ledger.benefit import Field
from reviewer.domain.people.officer import Role
from reviewer.errors import NotFoundError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interview_preparation, interviews
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import item_pages, passages
from reviewer.usecases.pages.passages import Concern as Link
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses
from tests.evidence import folder, mail, pdf
from tests.usecases.interviews.interviewed import FIRST, START, hold, minute
from tests.usecases.policy.policy import GIFTS


def points(case: Case, concern: Concern, who: str = "1001") -> list[Point]:
    return [each for each in interview_preparation.prepare(case, who).points if each.concern is concern]


def test_nobody_unknown_is_prepared_for(case: Case) -> None:
    with pytest.raises(NotFoundError):
        interview_preparation.prepare(case, "1001")


def test_an_answer_that_contradicts_comes_first_and_one_that_lacks_is_a_gap(case: Case, paper: ItemId) -> None:
    hold(case, paper)
    found = interview_preparation.prepare(case, "1001")
    assert [(each.concern, each.gap) for each in found.points] == [(Concern.ANSWER, False), (Concern.UNANSWERED, True)]
    assert "“Nobody. It was mine.”" in found.points[0].text
    assert "question 2.1" in found.points[1].text
    assert [each.kind for each in found.timeline] == ["interview", "answer", "answer"]


def test_answers_to_the_same_passage_that_differ_are_shown_together(case: Case, paper: ItemId) -> None:
    hold(case, paper)
    second = interviews.add(case, "1001", reviewer="Ada").id
    outline.add_topic(case, second, "Again", reviewer="Ada")
    outline.add_question(case, second, 1, "Once more: whose?", cites=["1"], reviewer="Ada")
    holding.start(case, second, at=START, reviewer="Ada")
    holding.answer(case, InterviewId(second), "1.1", "Not mine.", reply=Reply.NO_RECALL, at=minute(1), reviewer="Ada")
    (found,) = points(case, Concern.ANSWERS)
    assert found.text == "interview 1, question 1.1: confirms; interview 2, question 1.1: does not recall"
    assert found.cites == ("passage:1",)
    assert second != FIRST


def test_a_benefit_in_doubt_and_proofs_that_differ_are_found(case: Case, workers: Workers, tmp_path: Path) -> None:
    first, second, third = letters(
        case, workers, tmp_path, "It cost you $199 in all.", "You paid $50 for it.", "The price was $199, thank you."
    )
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    facts = benefits.said(
        case,
        {"officer": "1001", "what": "device", "outcome": "accepted", "donor": "Lantern Bell", "status": "disputed"},
    )
    made = benefits.add(
        case, facts, passage_ids=[first], proofs=[(Field.PAID, each) for each in (first, second, third)], reviewer="Ada"
    ).benefit
    (doubt,) = points(case, Concern.BENEFIT)
    assert doubt.text.endswith("from Lantern Bell is disputed")
    (differing,) = points(case, Concern.PROOFS)
    assert differing.cites == (f"benefit:{made.id}", f"passage:{first}", f"passage:{second}", f"passage:{third}")
    assert made.id == BenefitId(1)


def letters(case: Case, workers: Workers, tmp_path: Path, *texts: str) -> list[PassageId]:
    """A passage of each text, in a document of its own."""
    files = {f"{number}.pdf": pdf([text]) for number, text in enumerate(texts)}
    intake.add(case, workers, [folder(tmp_path / "letters", files)], reviewer="Ada")
    made = []
    for item, text in zip(sorted(search.ids(case, "")), texts, strict=True):
        item_pages.ensure(case, workers, item, reviewer="Ada")
        made.append(passages.add_quote(case, item, text, reviewer="Ada").passage.id)
    return made


def test_elements_with_both_sides_or_none_are_found(case: Case, paper: ItemId) -> None:
    hold(case, paper)
    clauses.add(case, GIFTS, reviewer="Ada")
    passages.add_quote(case, paper, "Thank you, and", reviewer="Ada")
    number = allegations.add(case, "1001", "3.14", "Accepted a code", "2016", reviewer="Ada").id
    assert len(points(case, Concern.NOTHING)) == 2
    allegations.weigh(case, number, 1, supporting=["1"], opposing=["2"], reviewer="Ada")
    allegations.confirm(case, number, 2, ["paid"], reviewer="Ada")
    (both,) = points(case, Concern.SIDES)
    assert both.cites == ("passage:1", "passage:2")
    (nothing,) = points(case, Concern.NOTHING)
    assert "searched for in vain" in nothing.text


def test_silence_in_the_officers_mail_is_found_and_copies_count_once(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    days = [*range(1, 13), 28]
    files = {
        f"{day}.eml": mail(f"Day {day}", date=f"{('Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat')[day % 7]}, "
                           f"{day:02} May 2016 09:00:00 +0000") for day in days
    }  # fmt: skip
    intake.add(case, workers, [folder(tmp_path / "mail", files)], reviewer="Ada")
    intake.add(case, workers, [folder(tmp_path / "copies", {"again.eml": files["3.eml"]})], reviewer="Ada")
    roster = folder(tmp_path / "roster", {"r.csv": b"serial,name,address\n1001,Ada Lune,ada@agency.example\n"})
    officers.import_roster(case, roster / "r.csv", reviewer="Ada")
    (silence,) = points(case, Concern.SILENCE)
    assert silence.text.startswith("no mail for 16 days, from 2016-05-12 to 2016-05-28")
    timeline = interview_preparation.prepare(case, "1001").timeline
    assert len([each for each in timeline if each.kind == "message"]) == len(days)


def test_a_passage_with_two_roles_is_told_once(case: Case, paper: ItemId) -> None:
    who = officers.add(case, "1001", "Pat Quill", reviewer="Ada").id
    concerns = [Link(who, Role.AUTHOR), Link(who, Role.PROMOTER)]
    passages.add_quote(case, paper, "a free device", concerns=concerns, reviewer="Ada")
    (entry,) = interview_preparation.prepare(case, "1001").timeline
    assert entry.text == "author (certain), promoter (certain): “a free device”"


def test_who_asked_for_something_is_not_called_a_lawyer(case: Case, paper: ItemId) -> None:
    who = officers.add(case, "1001", "Pat Quill", reviewer="Ada").id
    passages.add_quote(case, paper, "a free device", concerns=[Link(who, Role.SOLICITOR)], reviewer="Ada")
    (entry,) = interview_preparation.prepare(case, "1001").timeline
    assert entry.text == "asked for it (certain): “a free device”"


def test_a_search_that_is_out_of_date_is_no_contradiction(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    hold(case, paper)
    clauses.add(case, GIFTS, reviewer="Ada")
    number = allegations.add(case, "1001", "3.14", "Accepted a code", "2016", reviewer="Ada").id
    allegations.confirm(case, number, 1, ["paid"], reviewer="Ada")
    before = [each for each in interview_preparation.prepare(case, "1001").points if each.sort is Sort.CONTRADICTION]
    letters_after = folder(tmp_path / "later", {"later.pdf": pdf(["It was paid for."])})
    intake.add(case, workers, [letters_after], reviewer="Ada")
    after = interview_preparation.prepare(case, "1001").points
    assert [each for each in after if each.sort is Sort.CONTRADICTION] == before
    assert [each.concern for each in after if each.sort is Sort.LOOK_AGAIN] == [Concern.LOOK_AGAIN]
