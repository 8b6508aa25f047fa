"""What comes after an interview: its transcript and recording, and where each of its answers stands in them.

The document of its answers is made by :mod:`reviewer.usecases.exports.interview_record`.
"""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews import interview_after, interviews
from reviewer.casefile.interviews.interview_compelled import records
from reviewer.casefile.pages import passages
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.interviews.interview import Answer, Interview, InterviewId, Medium
from reviewer.errors import InputError


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


def _answered(kept: Interview, number: str) -> Answer:
    answer = kept.question(number).answer
    if answer is None:
        raise InputError(f"question {number} of interview {kept.id} has no answer")
    return answer


def _item_of(case: Case, answer: Answer | None) -> ItemId | None:
    if answer is None or answer.passage is None:
        return None
    return passages.get(case, answer.passage).passage.item
