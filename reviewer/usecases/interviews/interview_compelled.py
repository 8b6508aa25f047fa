"""What was said under order, and what rests on it, so that a production can leave both out and name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interview_compelled, interviews
from reviewer.casefile.pages import passages
from reviewer.casefile.policy import allegations, findings
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, PassageId
from reviewer.domain.interviews.interview import Cited, InterviewId
from reviewer.domain.policy.allegation import AllegationId, GroundKind, Side
from reviewer.domain.policy.finding import FindingId

# Handed on as the case file answers it.
compelled_passages = interview_compelled.statements


@dataclass(frozen=True, slots=True)
class DerivedGround:
    """Something put to an element (from 1) of an allegation that is, or is proved by, a compelled statement."""

    allegation: AllegationId
    element: int
    side: Side
    kind: GroundKind
    target: int

    @property
    def name(self) -> str:
        """“passage 12”."""
        return f"{self.kind.value} {self.target}"


@dataclass(frozen=True, slots=True)
class Derived:
    """Compelled statements, or other words that stay out, and what rests on them, all by number.

    ``items`` hold them and are left out as a whole; ``passages`` are those that were marked;
    ``findings`` are the current ones, with their allegations; ``questions`` cite a statement or what one proves.
    """

    items: tuple[ItemId, ...]
    passages: tuple[PassageId, ...]
    benefits: tuple[BenefitId, ...]
    endorsements: tuple[EndorsementId, ...]
    grounds: tuple[DerivedGround, ...]
    findings: tuple[tuple[FindingId, AllegationId], ...]
    questions: tuple[tuple[InterviewId, str], ...]


def compelled_words(case: Case) -> list[str]:
    """What was said under order, word for word: the answers, and what was marked as a statement."""
    return [words for _, words in compelled_statements(case)]


def compelled_statements(case: Case) -> list[tuple[str, str]]:
    """What was said under order, word for word, each with where that stands: “answer 1.1 of interview 1”."""
    answers = [
        (f"answer {question.number} of interview {each.id}", question.answer.text)
        for each in interviews.listed(case)
        for question in each.questions
        if question.answer is not None and each.is_compelled(question.answer)
    ]
    marked = sorted(interview_compelled.statements(case))
    return [*answers, *((f"passage {each}", passages.get(case, each).passage.anchor.quote) for each in marked)]


def derived_from_compelled(case: Case) -> Derived:
    """All that rests on statements marked compelled.

    What a reviewer was led to by a statement without citing it cannot be seen from the case and is not in it.
    """
    return derived_from(case, interview_compelled.statements(case), interview_compelled.items_with_statements(case))


def derived_from(case: Case, said: Collection[PassageId], held: Collection[ItemId]) -> Derived:
    """All that rests on some passages, and on the items that are left out as a whole."""
    benefits = interview_compelled.benefits_on(case, said)
    endorsements = interview_compelled.endorsements_on(case, said)
    keys = {(GroundKind.PASSAGE.value, int(each)) for each in said}
    keys |= {(GroundKind.BENEFIT.value, int(each)) for each in benefits}
    keys |= {(GroundKind.ENDORSEMENT.value, int(each)) for each in endorsements}
    keys_of_questions = keys | {(Cited.ITEM.value, int(each)) for each in held}
    grounds = tuple(_grounds(case, keys))
    concerned = {each.allegation for each in grounds}
    return Derived(
        tuple(sorted(held)),
        tuple(sorted(said)),
        tuple(benefits),
        tuple(endorsements),
        grounds,
        tuple((each.id, each.allegation) for each in findings.listed(case) if each.allegation in concerned),
        tuple(
            (each.id, question.number)
            for each in interviews.listed(case)
            for question in each.questions
            if any((one.kind.value, one.target) in keys_of_questions for one in question.citations)
        ),
    )


def _grounds(case: Case, keys: set[tuple[str, int]]) -> Iterator[DerivedGround]:
    if not keys:
        return
    for allegation in allegations.listed(case):
        for line in allegation.matrix:
            for each in line.grounds:
                if (each.kind.value, each.target) in keys:
                    yield DerivedGround(allegation.id, line.number, each.side, each.kind, each.target)
