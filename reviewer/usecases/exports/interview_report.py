"""What the papers of an interview say, drawn up from the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer import __version__
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.record import record
from reviewer.casefile.pages import passages
from reviewer.casefile.people import officers
from reviewer.domain.ids import PassageId
from reviewer.domain.interviews.interview import Citation, Cited, Interview, Question, Reply, clock
from reviewer.export.interview_papers import (
    InterviewPaper,
    PaperCite,
    PaperExhibit,
    PaperNotice,
    PaperQuestion,
    PaperTopic,
)

WORDLESS = {Reply.DECLINES: "Declined to answer.", Reply.NO_RECALL: "Does not recall."}
"""What stands in the record where an answer has no words of its own."""


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
