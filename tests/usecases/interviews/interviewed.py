"""An interview with an outline over the fixture ``paper``, for tests of interviews."""

from __future__ import annotations

from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Interview, InterviewId, Reply
from reviewer.usecases.interviews import interview_holding as holding
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.interviews import interviews
from reviewer.usecases.people import officers
from tests.usecases.policy.policy import passage

START = "2021-07-01T17:00:00Z"
FIRST = InterviewId(1)


def minute(number: int) -> str:
    """A moment so many minutes after the start."""
    return f"2021-07-01T17:{number:02}:00Z"


def plan(case: Case, paper: ItemId, *, compelled: bool = False) -> Interview:
    """An interview with officer 1001: two topics of two questions and one, the first of which cites passage 1."""
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    passage(case, paper, "LANTERN25 has 14 uses")
    made = interviews.add(case, "1001", planned="2021-07-01T10:00", compelled=compelled, reviewer="Ada")
    outline.add_topic(case, made.id, "The code", reviewer="Ada")
    outline.add_question(case, made.id, 1, "Whose code was it?", cites=["1"], reviewer="Ada")
    outline.add_question(case, made.id, 1, "Who used it?", reviewer="Ada")
    outline.add_topic(case, made.id, "The device", reviewer="Ada")
    return outline.add_question(case, made.id, 2, "What became of it?", reviewer="Ada")


def hold(case: Case, paper: ItemId, *, compelled: bool = False) -> Interview:
    """That interview, held: two answers, the third question not asked."""
    made = plan(case, paper, compelled=compelled)
    holding.start(case, made.id, at=START, reviewer="Ada")
    holding.answer(case, made.id, "1.1", "It was mine.", reply=Reply.CONFIRMS, at=minute(2), reviewer="Ada")
    holding.answer(case, made.id, "1.2", "Nobody. It was mine.", reply=Reply.CONTRADICTS, at=minute(3), reviewer="Ada")
    return holding.end(case, made.id, at=minute(30), reviewer="Ada")
