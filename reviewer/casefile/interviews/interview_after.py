"""What comes of an interview: the items that hold it, and where its answers stand in them."""

from __future__ import annotations

from reviewer.casefile.engine.case import Act, Case
from reviewer.casefile.evidence import items
from reviewer.casefile.interviews.interview_compelled import records
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.interviews.interview import Answer, InterviewId, Medium


def attach(act: Act, interview: InterviewId, medium: Medium, item: ItemId | None) -> None:
    """Say which item is the transcript or the recording of an interview; None takes that back."""
    act.update("interview", interview, {medium.value: item})


def set_record(act: Act, interview: InterviewId, item: ItemId) -> None:
    """Say which item is the record of an interview."""
    act.update("interview", interview, {"record": item})


def place(act: Act, answer: Answer, passage: PassageId | None) -> None:
    """Say where an answer stands; None takes that back."""
    act.update("interview_answer", answer.id, {"passage": passage})


def hear(act: Act, answer: Answer, seconds: int | None) -> None:
    """Say when in the recording an answer is heard, in seconds; None takes that back."""
    act.update("interview_answer", answer.id, {"heard": seconds})


def record_of_bytes(case: Case, interview: InterviewId, data: bytes) -> ItemId | None:
    """The record of an interview that was taken in with just these bytes, if one was."""
    return next((each for each in records(case, interview) if items.original(case, each) == data), None)
