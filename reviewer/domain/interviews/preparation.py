"""What an interview should clear up: contradictions and gaps that can be seen from the case itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from reviewer.domain.interviews.interview import Interview, Question, Reply
from reviewer.domain.ledger.benefit import Benefit, Field, Status
from reviewer.domain.ledger.recognise import Kind, recognise
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.policy.allegation import Allegation, Side


class Concern(StrEnum):
    """What kind of contradiction or gap it is, the most telling first."""

    ANSWER = "an answer contradicts the evidence"
    ANSWERS = "answers differ"
    BENEFIT = "a benefit is in doubt"
    PROOFS = "proofs differ"
    SIDES = "passages for and against"
    NOTHING = "nothing for or against"
    UNANSWERED = "not answered"
    LOOK_AGAIN = "changed since it was weighed"
    ASSIGNMENT = "an assignment is in doubt"
    MISSING = "a message is missing"
    SILENCE = "silence in the mail"


class Sort(StrEnum):
    """Whether things do not agree, something lacks, or only the work on it is out of date."""

    CONTRADICTION = "contradiction"
    GAP = "gap"
    LOOK_AGAIN = "look again"


GAPS = frozenset({Concern.NOTHING, Concern.UNANSWERED, Concern.ASSIGNMENT, Concern.MISSING, Concern.SILENCE})
"""Those that say that something lacks."""


@dataclass(frozen=True, slots=True)
class Point:
    """One contradiction or gap, in words, with what it stands on.

    ``at`` is an ISO day or moment, empty where unknown; ``items`` are control numbers, ``cites`` what a question about
    it would cite (``passage:12``, ``benefit:3``).
    """

    concern: Concern
    text: str
    at: str = ""
    items: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @property
    def sort(self) -> Sort:
        """A contradiction, a gap, or what only has to be looked at again."""
        if self.concern is Concern.LOOK_AGAIN:
            return Sort.LOOK_AGAIN
        return Sort.GAP if self.concern in GAPS else Sort.CONTRADICTION

    @property
    def gap(self) -> bool:
        """Whether something lacks."""
        return self.sort is Sort.GAP


_COMPARED: Mapping[Field, Kind] = {
    Field.VALUE: Kind.AMOUNT,
    Field.PAID: Kind.AMOUNT,
    Field.CODE: Kind.CODE,
    Field.QUANTITY: Kind.QUANTITY,
    Field.USES: Kind.USES,
    Field.THRESHOLD: Kind.THRESHOLD,
    Field.DATE: Kind.DATE,
}
"""The fields whose proofs can be compared by what is recognised in their words."""


def of_benefits(benefits: Iterable[Benefit], quotes: Mapping[int, MarkedPassage]) -> list[Point]:
    """Benefits that are disputed or disproved, and those of which passages prove the same field by other words."""
    found = []
    for each in benefits:
        told = f"benefit B-{each.id}: {each.facts.what.value} {each.facts.outcome.value}"
        told += f" from {each.facts.donor}" if each.facts.donor else ""
        cites = (f"benefit:{each.id}", *(f"passage:{number}" for number in each.passages))
        controls = _controls(quotes[number] for number in each.passages if number in quotes)
        at = each.facts.when.days.earliest or each.facts.when.days.latest
        if each.facts.status in {Status.DISPUTED, Status.DISPROVED}:
            found.append(Point(Concern.BENEFIT, f"{told} is {each.facts.status.value}", at, controls, cites))
        for field, kind in _COMPARED.items():
            proofs = [quotes[one.passage] for one in each.proofs if one.field is field and one.passage in quotes]
            said = {one.passage.id: _said(one, kind) for one in proofs}
            apart = [(one, other) for one, other in combinations(said, 2) if _differ(said[one], said[other])]
            if apart:
                numbers = sorted({number for pair in apart for number in pair})
                words = "; ".join(f"passage {number} says {', '.join(sorted(said[number]))}" for number in numbers)
                within = _controls(quotes[number] for number in numbers)
                cited = tuple(f"passage:{number}" for number in numbers)
                found.append(
                    Point(Concern.PROOFS, f"{told}, {field.value}: {words}", at, within, (f"benefit:{each.id}", *cited))
                )
    return found


def of_allegations(allegations: Iterable[Allegation]) -> list[Point]:
    """Elements with something on both sides or on none, and what has changed since it was weighed."""
    found = []
    for each in allegations:
        for line in each.matrix:
            where = f"allegation {each.id}, element {line.number} ({line.element.text})"
            speaking, against = line.on(Side.FOR), line.on(Side.AGAINST)
            cites = tuple(one.name.replace(" ", ":") for one in (*speaking, *against))
            controls = tuple(dict.fromkeys(one.where.split(" ")[0] for one in line.grounds if " page " in one.where))
            at = each.period.first
            if speaking and against:
                text = f"{where}: {len(speaking)} for it, {len(against)} against it"
                found.append(Point(Concern.SIDES, text, at, controls, cites))
            elif not speaking and not against:
                searched = "searched for in vain" if line.confirmations else "nothing put to it, and not searched for"
                found.append(Point(Concern.NOTHING, f"{where}: {searched}", at))
            found += [Point(Concern.LOOK_AGAIN, f"allegation {each.id}, {what}", at) for what in line.look_again]
    return found


def of_answers(interviews: Sequence[Interview]) -> list[Point]:
    """Answers marked as contradicting, questions of held interviews without one, and answers to the same that differ.

    Two questions are about the same when their words are, or when both cite the same passage or entry of the ledger.
    """
    found = []
    asked: list[tuple[Interview, Question]] = [(each, one) for each in interviews for one in each.questions]
    for interview, question in asked:
        where = f"interview {interview.id}, question {question.number} ({question.text})"
        cites = tuple(each.name for each in question.citations)
        if question.answer is None:
            if interview.ended:
                found.append(Point(Concern.UNANSWERED, f"{where}: no answer was noted", interview.ended, (), cites))
            continue
        cites += () if question.answer.passage is None else (f"passage:{question.answer.passage}",)
        if question.answer.reply is Reply.CONTRADICTS:
            text = f"{where}: “{question.answer.text}”"
            found.append(Point(Concern.ANSWER, text, interview.started, (), cites))
        elif question.answer.reply in {Reply.NO_RECALL, Reply.DECLINES}:
            text = f"{where}: {question.answer.reply.value}"
            found.append(Point(Concern.UNANSWERED, text, interview.started, (), cites))
    for (one, first), (other, second) in combinations(asked, 2):
        if _same(first, second) and _reply(first) != _reply(second) and {_reply(first), _reply(second)} <= _TAKEN:
            text = (
                f"interview {one.id}, question {first.number}: {_reply(first)}; "
                f"interview {other.id}, question {second.number}: {_reply(second)}"
            )
            cites = tuple(dict.fromkeys(each.name for each in (*first.citations, *second.citations)))
            found.append(Point(Concern.ANSWERS, text, other.started, (), cites))
    return found


_TAKEN = frozenset({Reply.CONFIRMS, Reply.CONTRADICTS, Reply.NO_RECALL})


def in_order(points: Iterable[Point]) -> list[Point]:
    """The most telling kind first, within it by time; what has no date comes last in its kind."""
    kinds = list(Concern)
    return sorted(points, key=lambda each: (kinds.index(each.concern), not each.at, each.at, each.text))


def _reply(question: Question) -> Reply:
    return Reply.OPEN if question.answer is None else question.answer.reply


def _same(one: Question, other: Question) -> bool:
    if " ".join(one.text.casefold().split()) == " ".join(other.text.casefold().split()):
        return True
    return bool({each.name for each in one.citations} & {each.name for each in other.citations})


def _said(marked: MarkedPassage, kind: Kind) -> set[str]:
    return {each.value for each in recognise(marked.passage.anchor.quote, marked.date) if each.kind is kind}


def _differ(one: set[str], other: set[str]) -> bool:
    """Whether both say something, and nothing the same."""
    return bool(one and other) and not one & other


def _controls(marked: Iterable[MarkedPassage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.control for each in marked))
