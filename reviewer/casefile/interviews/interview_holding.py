"""What happens while an interview is held: notes, answers, exhibits shown, breaks."""

from __future__ import annotations

from typing import Any

from reviewer.casefile.engine.case import Act
from reviewer.domain.interviews.interview import ExhibitId, Interview, InterviewId, NoticeId, Question, QuestionId


def change(act: Act, interview: InterviewId, values: dict[str, Any]) -> None:
    """Change what is said of an interview as a whole."""
    act.update("interview", interview, values)


def tick(act: Act, notice: NoticeId, reviewer: str, ticked: str, remark: str) -> None:
    """Say that a notice was given, by whom and when; empty values take that back."""
    act.update("interview_notice", notice, {"reviewer": reviewer, "ticked": ticked, "remark": remark})


def note(
    act: Act, interview: InterviewId, question: QuestionId | None, *, seconds: int, text: str, reviewer: str
) -> None:
    """Take a note."""
    values = {"interview": interview, "question": question, "seconds": seconds, "text": text, "reviewer": reviewer}
    act.insert("interview_note", values)


def answer(act: Act, question: Question, values: dict[str, Any]) -> None:
    """Keep the answer to a question, or change what was kept of it."""
    if question.answer is None:
        act.insert("interview_answer", {"question": question.id, **values})
    else:
        act.update("interview_answer", question.answer.id, values)


def show(
    act: Act, interview: InterviewId, exhibit: ExhibitId, question: QuestionId | None, *, shown: bool, seconds: int,
    reviewer: str,
) -> None:  # fmt: skip
    """Keep that an exhibit was shown, or was not."""
    values = {"interview": interview, "exhibit": exhibit, "question": question, "shown": int(shown)}
    act.insert("interview_showing", {**values, "seconds": seconds, "reviewer": reviewer})


def begin_break(act: Act, interview: InterviewId, seconds: int) -> None:
    """Begin a break."""
    act.insert("interview_break", {"interview": interview, "start": seconds, "end": None})


def end_break(act: Act, interview: Interview, seconds: int) -> None:
    """End the break that lasts."""
    row_id = act.case.value('SELECT id FROM interview_break WHERE interview = ? AND "end" IS NULL', (interview.id,))
    act.update("interview_break", row_id, {"end": seconds})
