"""What the papers of an interview say, drawn up from the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.evidence import items
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers
from reviewer.domain import clock as clock_of_day
from reviewer.domain.exports.leaving import StayReason, Thing
from reviewer.domain.ids import BenefitId, EndorsementId, PassageId
from reviewer.domain.interviews.interview import Citation, Cited, Interview, Question, Reply, clock
from reviewer.domain.pages.passage import one_line
from reviewer.errors import ExportError
from reviewer.export.interview_papers import (
    InterviewPaper,
    PaperCite,
    PaperExhibit,
    PaperNotice,
    PaperQuestion,
    PaperTopic,
    rewritten,
)
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.gate import Gate
from reviewer.usecases.exports.redaction.redacted_passages import boxes_of_exhibit, passage_told
from reviewer.usecases.interviews import interview_preparation

WORDLESS = {Reply.DECLINES: "Declined to answer.", Reply.NO_RECALL: "Does not recall."}
"""What stands in the record where an answer has no words of its own."""


def binder_of(
    gate: Gate,
    kept: Interview,
    *,
    confidentiality: str,
    exhibits: Sequence[PaperExhibit],
    pictures: Mapping[str, bytes],
) -> InterviewPaper:
    """An interview as its binder prints it: without what may not leave, and with codes for words that are redacted."""
    made = paper_of(
        gate.case,
        _without_what_stays(gate, kept),
        made=clock_of_day.now(),
        confidentiality=confidentiality,
        exhibits=exhibits,
        pictures=pictures,
        points=() if kept.officer is None else _points(gate, kept),
        reviewer=gate.reviewer,
    )
    for topic in kept.topics:
        for each in (topic.title, *(question.text for question in topic.questions)):
            if gate.repeats_what_stays(each):
                raise ExportError(
                    f"words that stay with the case stand in topic {topic.number} of the outline",
                    "Nothing was written. Say it there in words of your own, or say that those words may leave.",
                )
    return rewritten(replace(made, agency=agency.shown(gate)), gate.masked)


def _without_what_stays(gate: Gate, kept: Interview) -> Interview:
    """The interview with a reason in place of each citation and each answer that stays."""
    topics = tuple(
        replace(topic, questions=tuple(_passed(gate, kept, question) for question in topic.questions))
        for topic in kept.topics
    )
    return replace(kept, topics=topics)


def _passed(gate: Gate, kept: Interview, question: Question) -> Question:
    cited = tuple(_cited(gate, each) for each in question.citations)
    answer = question.answer
    if answer is not None and answer.text and kept.is_compelled(answer) and not gate.terms.compelled:
        gate.hold(Thing.ANSWER, f"{question.number} of interview {kept.id}", StayReason.COMPELLED)
        answer = replace(answer, text="Made under order; not printed here.")
    return replace(question, citations=cited, answer=answer)


def _cited(gate: Gate, cited: Citation) -> Citation:
    if cited.kind is Cited.PASSAGE and not cited.gone and set(cited.items) <= gate.withheld.rebuilt:
        return replace(cited, says=one_line(_quote(gate, PassageId(cited.target))), where=gate.masked(cited.where))
    reasons = [gate.item(item) for item in cited.items]
    if cited.kind is Cited.BENEFIT:
        reasons.append(gate.benefit(BenefitId(cited.target)))
    if cited.kind is Cited.ENDORSEMENT:
        reasons.append(gate.endorsement(EndorsementId(cited.target)))
    reason = next((each for each in reasons if each is not None), None)
    if reason is None:
        return cited
    why = "" if reason.untold else f": {reason.words}"  # which message names a source, the paper does not tell
    return replace(cited, says=f"not printed here{why}", where="", withheld=True)


def _quote(gate: Gate, passage: PassageId) -> str:
    """The words of a passage on pages that go without what is redacted."""
    found = passages.get(gate.case, passage)
    rendition, boxes = boxes_of_exhibit(gate, items.get(gate.case, found.passage.item))
    return passage_told(gate, found, rendition, boxes).passage.anchor.quote


def _points(gate: Gate, kept: Interview) -> list[tuple[str, str, str]]:
    """What the interview should clear up, without what stays or stands on it."""
    held = {gate.control(item) for item in gate.withheld.items}
    stays = {f"passage:{each}" for each in gate.withheld.passages}
    stays |= {f"{thing.value}:{number}" for thing, number in gate.withheld.entries}
    return [
        (each.concern.value, each.at[:10], each.text)
        for each in interview_preparation.prepare(gate.case, kept.serial).points
        if not held & set(each.items)
        and not stays & set(each.cites)
        and not gate.repeats_what_stays(each.text)
        and not any(said and said in each.text for said in gate.withheld.statements)
        and not any(said and said in gate.masked(each.text) for said in gate.withheld.words)
    ]


def paper_of(
    case: Case,
    kept: Interview,
    *,
    made: str,
    confidentiality: str = "Confidential",
    exhibits: Sequence[PaperExhibit] = (),
    pictures: Mapping[str, bytes] | None = None,
    points: Sequence[tuple[str, str, str]] = (),
    reviewer: str = "",
) -> InterviewPaper:
    """All of an interview as its papers print it; ``reviewer`` is who makes them, empty for a record."""
    known = record(case)
    sheets = {(each.number, sheet.page): sheet.key for each in exhibits for sheet in each.sheets}
    return InterviewPaper(
        title=known.title,
        reference=known.reference,
        made=made,
        confidentiality=confidentiality,
        program=f"Evidence Reviewer {__version__}",
        interview=kept.id,
        name=kept.name,
        serial=kept.serial,
        rank=_rank(case, kept),
        state=kept.state.value,
        planned=kept.planned,
        place=kept.place,
        started=kept.started,
        ended=kept.ended,
        compelled=kept.compelled,
        reviewers=_reviewers(kept, reviewer),
        participants=tuple((each.name, each.role) for each in kept.participants),
        notices=tuple(
            PaperNotice(each.text, each.mandatory, each.reviewer, each.ticked, each.remark) for each in kept.notices
        ),
        topics=tuple(
            PaperTopic(
                topic.number, topic.title, tuple(_question(case, kept, each, sheets) for each in topic.questions)
            )
            for topic in kept.topics
        ),
        exhibits=tuple(exhibits),
        points=tuple(points),
        breaks=tuple((clock(each.start), "" if each.end is None else clock(each.end)) for each in kept.breaks),
        shown=tuple(
            (clock(each.seconds), f"Exhibit {each.exhibit} was {'shown' if each.shown else 'not shown'}.")
            for each in kept.showings
        ),
        pictures=dict(pictures or {}),
    )


def _rank(case: Case, kept: Interview) -> str:
    return "" if kept.officer is None else officers.get(case, kept.officer).rank


def _question(case: Case, kept: Interview, question: Question, sheets: Mapping[tuple[int, int], str]) -> PaperQuestion:
    cites = tuple(one for each in question.citations for one in _cites(case, kept, each, sheets))
    answer = question.answer
    if answer is None:
        return PaperQuestion(question.number, question.text, cites)
    return PaperQuestion(
        question.number,
        question.text,
        cites,
        answer.text or WORDLESS.get(answer.reply, "No words were noted."),
        answer.reply.value,
        clock(answer.seconds),
        kept.is_compelled(answer),
    )


def _cites(case: Case, kept: Interview, cited: Citation, sheets: Mapping[tuple[int, int], str]) -> list[PaperCite]:
    if cited.withheld:
        return [PaperCite(cited.name.replace(":", " "), cited.says)]
    if cited.gone:
        return [PaperCite(cited.name.replace(":", " "), "is no more")]
    if cited.kind is Cited.PASSAGE:
        place = passages.get(case, PassageId(cited.target)).passage
        exhibit, page = kept.exhibit_of(place.item) or 0, place.anchor.span.start.page
        return [PaperCite("", f"“{cited.says}”", exhibit, page, sheets.get((exhibit, page), ""))]
    name = "" if cited.kind is Cited.ITEM else f"{cited.kind.value} {cited.target}"
    numbers = [number for item in cited.items if (number := kept.exhibit_of(item)) is not None]
    first = {number: min((page for of, page in sheets if of == number), default=0) for number in numbers}
    made = [
        PaperCite(name, cited.says, number, 0, sheets.get((number, first[number]), "")) for number in sorted(numbers)
    ]
    return made or [PaperCite(name, cited.says)]


def _reviewers(kept: Interview, reviewer: str) -> tuple[str, ...]:
    names = {kept.reviewer, reviewer, *(each.reviewer for each in kept.notes)} - {""}
    names |= {each.answer.reviewer for each in kept.questions if each.answer is not None}
    return tuple(sorted(names, key=str.casefold))
