"""What comes after an interview: its transcript and recording, and its answers as passages that findings can cite.

The answers become a document, taken in like any other evidence, whose passages they are: what rests on an answer rests
on a passage. See docs/decisions/0011-interviews.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interview_after, interviews
from reviewer.casefile.interviews.interview_compelled import RECORD_OF, records
from reviewer.casefile.pages import passages, renditions
from reviewer.desktop.resources import resource
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.interviews.interview import Answer, Interview, InterviewId, Medium, Question
from reviewer.domain.pages.passage import PAGE_BREAK, Anchor, find_quote
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import InputError, QuoteError
from reviewer.export.interview_papers import set_record
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake.produced import Produced, take_in
from reviewer.usecases.interviews.interview_report import paper_of
from reviewer.usecases.pages import item_pages

CUSTODIAN = "Interview records"
_LIGATURES = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_LONG_WORD = 34
"""Words of more characters may be broken over lines by the template."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The interview with its record; ``unplaced`` are the questions whose answers were not found in its text."""

    interview: Interview
    control: str
    placed: int
    unplaced: tuple[str, ...]


def attach(case: Case, interview: InterviewId, control: str, medium: Medium, *, reviewer: str) -> Interview:
    """Say that an item of evidence is the transcript or the recording of an interview."""
    kept, item = interviews.get(case, interview), items.find(case, control)
    if not kept.started:
        raise InputError(f"interview {interview} has not begun, so there is no {medium.value} of it yet")
    with case.act(reviewer, f"interview {medium.value}", f"{interview} {item.control}") as act:
        interview_after.attach(act, interview, medium, item.id)
    return interviews.get(case, interview)


def detach(case: Case, interview: InterviewId, medium: Medium, *, reviewer: str) -> Interview:
    """Take back which item is the transcript or the recording. InputError while an answer is placed in it."""
    kept = interviews.get(case, interview)
    item = kept.transcript if medium is Medium.TRANSCRIPT else kept.recording
    for each in kept.questions:
        placed = each.answer is not None and each.answer.passage is not None
        if placed and medium is Medium.TRANSCRIPT and _item_of(case, each.answer) == item:
            raise InputError(f"the answer to {each.number} stands in the transcript", "Unlink it first.")
        if medium is Medium.RECORDING and each.answer is not None and each.answer.heard is not None:
            raise InputError(f"the answer to {each.number} is linked to a time in the recording", "Unlink it first.")
    with case.act(reviewer, f"interview {medium.value}", f"{interview} none") as act:
        interview_after.attach(act, interview, medium, None)
    return interviews.get(case, interview)


def link_passage(
    case: Case, interview: InterviewId, question: str, passage: PassageId | None, *, reviewer: str
) -> Interview:
    """Say which passage of the transcript or record is the answer to a question; None takes that back.

    InputError for a passage of another item, and for a question without an answer.
    """
    kept = interviews.get(case, interview)
    answer = _answered(kept, question)
    if passage is not None:
        marked = passages.get(case, passage)
        if marked.passage.item not in {kept.transcript, *records(case, interview)}:
            raise InputError(
                f"passage {passage} stands in {marked.control}, no transcript or record of interview {interview}",
                "`reviewer interview attach CASE N ITEM` says which item is the transcript.",
            )
    with case.act(reviewer, "interview link", f"{interview} question {question}") as act:
        interview_after.place(act, answer, passage)
    return interviews.get(case, interview)


def link_time(case: Case, interview: InterviewId, question: str, seconds: int | None, *, reviewer: str) -> Interview:
    """Say how many seconds from its start the recording has the answer to a question; None takes that back."""
    kept = interviews.get(case, interview)
    answer = _answered(kept, question)
    if seconds is not None and kept.recording is None:
        raise InputError(
            f"interview {interview} has no recording",
            "`reviewer interview attach CASE N ITEM --as recording` names it.",
        )
    if seconds is not None and not 0 <= seconds <= 7 * 86_400:
        raise InputError(f"{seconds} seconds is no time in a recording")
    with case.act(reviewer, "interview link", f"{interview} question {question}") as act:
        interview_after.hear(act, answer, seconds)
    return interviews.get(case, interview)


def make_record(case: Case, workers: Workers, interview: InterviewId, *, reviewer: str) -> Recorded:
    """Make a document of an interview's answers, take it in as evidence, and mark the answers in it as passages.

    Passages of an officer's answers are linked to that officer as author. Answers given their place since another
    record was made stay where they are. InputError before the end, and when every answer has its place already.
    """
    kept = interviews.get(case, interview)
    if not kept.ended:
        raise InputError(f"interview {interview} has not ended", "`reviewer interview end CASE N` ends it.")
    asked = [each for each in kept.questions if each.answer is not None]
    if not asked:
        raise InputError(f"interview {interview} has no answers to record")
    to_place = [each for each in asked if each.answer is not None and each.answer.passage is None]
    if kept.record is not None and not to_place:
        raise InputError(f"the record of interview {interview} holds every answer already")
    data, said = set_record(paper_of(case, kept, made=kept.ended), resource("report"), resource("fonts"))
    item = interview_after.record_of_bytes(case, interview, data)
    if item is None:
        number = len(records(case, interview)) + 1
        name = f"interview-{interview}-record{'' if number == 1 else f'-{number}'}.pdf"
        root, source = RECORD_OF.format(number=interview), f"Record of {kept.title}, {kept.started} to {kept.ended}"
        item = take_in(case, workers, Produced(name, data, root, CUSTODIAN, source), reviewer=reviewer)
    rendition = item_pages.ensure(case, workers, item, reviewer=reviewer)
    found = _anchors(renditions.texts(case, rendition.id), to_place, said)
    with case.act(reviewer, "interview record", str(interview)) as act:
        interview_after.set_record(act, interview, item)
        for question, anchor in found:
            passage = passages.at(case, item, anchor) or passages.add(act, item, rendition.id, anchor, reviewer)
            if kept.officer is not None:
                passages.link(act, passage, kept.officer, Role.AUTHOR, Grade.CERTAIN)
            if question.answer is not None:
                interview_after.place(act, question.answer, passage)
    placed = {each.number for each, _ in found}
    return Recorded(
        interviews.get(case, interview),
        items.get(case, item).control,
        len(placed),
        tuple(each.number for each in to_place if each.number not in placed),
    )


def _anchors(texts: Sequence[str], asked: Sequence[Question], said: dict[str, str]) -> list[tuple[Question, Anchor]]:
    """Where each answer stands, behind its own line “Answer 2.1 at 0:12:05:”."""
    whole = PAGE_BREAK.join(texts)
    found = []
    for question in asked:
        line = re.compile(rf"Answer\s+{re.escape(question.number)}\s+at\s+[\d:]+[^:]*:\s+")
        words = [_spread(each) for each in said[question.number].split()]
        match = re.compile(line.pattern + r"(" + r"\s+".join(words) + r")").search(whole) if words else None
        if match is None:
            continue
        quote = match[1]
        number = sum(1 for each in re.finditer(_same(quote), whole) if each.start() <= match.start(1))
        try:
            found.append((question, find_quote(texts, quote, number)))
        except QuoteError:
            continue  # it is told among those that were not placed
    return found


def _same(quote: str) -> str:
    return r"\s+".join(map(re.escape, quote.split()))


def _spread(word: str) -> str:
    """A word as a pattern: a long one may be broken anywhere, and a ligature comes out of a PDF as its letters."""
    letters = [f"(?:{each}|{_LIGATURES[each]})" if each in _LIGATURES else re.escape(each) for each in word]
    return ("" if len(word) <= _LONG_WORD else r"\s*").join(letters)


def _answered(kept: Interview, number: str) -> Answer:
    answer = kept.question(number).answer
    if answer is None:
        raise InputError(f"question {number} of interview {kept.id} has no answer")
    return answer


def _item_of(case: Case, answer: Answer | None) -> ItemId | None:
    if answer is None or answer.passage is None:
        return None
    return passages.get(case, answer.passage).passage.item
