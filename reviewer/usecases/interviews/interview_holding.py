"""Hold an interview: begin, note, answer, show exhibits, pause, end, close. Each act is audited and can be undone.

``at`` is a moment in UTC as ``YYYY-MM-DDTHH:MM:SSZ``; empty stands for now. Times are kept as seconds since the start.
"""

from __future__ import annotations

from typing import Any

from reviewer.casefile.engine.case import Case
from reviewer.casefile.interviews import interview_holding as keeping
from reviewer.casefile.interviews import interviews
from reviewer.domain import clock
from reviewer.domain.interviews.interview import Interview, InterviewId, Reply, State, moment
from reviewer.errors import InputError
from reviewer.usecases.interviews.interviews import open_interview


def start(case: Case, interview: InterviewId, *, at: str = "", reviewer: str) -> Interview:
    """Begin an interview; from now on its exhibits keep their numbers. InputError when it has begun, or later than now.

    Mandatory notices that are still open do not keep it from beginning; closing it then takes a reason.
    """
    kept = interviews.get(case, interview)
    if kept.state is not State.PLANNED:
        raise InputError(f"interview {interview} began at {kept.started}")
    begun = _past(at)
    with case.act(reviewer, "interview start", str(interview)) as act:
        keeping.change(act, interview, {"state": State.HELD.value, "started": begun})
    return interviews.get(case, interview)


def note(
    case: Case, interview: InterviewId, text: str, *, question: str = "", at: str = "", reviewer: str
) -> Interview:
    """Take a note with its time, at a question such as ``2.1`` or at none."""
    kept, seconds = _under_way(case, interview, at)
    if not text.strip():
        raise InputError("a note needs words")
    asked = kept.question(question).id if question else None
    with case.act(reviewer, "interview note", str(interview)) as act:
        keeping.note(act, interview, asked, seconds=seconds, text=text.strip(), reviewer=reviewer)
    return interviews.get(case, interview)


def answer(
    case: Case,
    interview: InterviewId,
    question: str,
    text: str | None = None,
    *,
    reply: Reply | None = None,
    compelled: bool | None = None,
    as_interview: bool = False,
    at: str = "",
    reviewer: str,
) -> Interview:
    """Keep what was answered to a question such as ``2.1``, or change it; what is None stays as it was.

    ``compelled`` says so for this answer alone; ``as_interview`` takes that back. The time of an answer is that of the
    first words kept. InputError before the start, and for an answer that says nothing at all.
    """
    kept, seconds = _begun(case, interview, at)
    asked = kept.question(question)
    values: dict[str, Any] = {"reviewer": reviewer}
    if text is not None:
        values["text"] = text.strip()
    if reply is not None:
        values["mark"] = reply.value
    if compelled is not None or as_interview:
        values["compelled"] = None if as_interview or compelled is None else int(compelled)
    if asked.answer is None:
        _check_open(kept, seconds)
        values = {"text": "", "mark": "", "seconds": seconds, **values}
        if not values["text"] and not values["mark"]:
            raise InputError("an answer says something, or how it stands to the evidence")
    elif "text" in values and asked.answer.passage is not None and values["text"] != asked.answer.text:
        raise InputError(
            f"the answer to {question} stands in the record already", "Mark it, or answer another question."
        )
    with case.act(reviewer, "interview answer", f"{interview} question {question}") as act:
        keeping.answer(act, asked, values)
    return interviews.get(case, interview)


def show(
    case: Case,
    interview: InterviewId,
    exhibit: int,
    *,
    shown: bool = True,
    question: str = "",
    at: str = "",
    reviewer: str,
) -> Interview:
    """Keep that an exhibit was shown, or was not, at a question or at none."""
    kept, seconds = _under_way(case, interview, at)
    what = kept.exhibit(exhibit)
    asked = kept.question(question).id if question else None
    with case.act(reviewer, "interview show", f"{interview} exhibit {exhibit}") as act:
        keeping.show(act, interview, what.id, asked, shown=shown, seconds=seconds, reviewer=reviewer)
    return interviews.get(case, interview)


def pause(case: Case, interview: InterviewId, *, at: str = "", reviewer: str) -> Interview:
    """Begin a break; InputError during one."""
    kept, seconds = _under_way(case, interview, at)
    if kept.on_break:
        raise InputError(f"interview {interview} is on a break already")
    if any(each.end is not None and each.end > seconds for each in kept.breaks):
        raise InputError("a break cannot begin before the last one ended")
    with case.act(reviewer, "interview break", str(interview)) as act:
        keeping.begin_break(act, interview, seconds)
    return interviews.get(case, interview)


def resume(case: Case, interview: InterviewId, *, at: str = "", reviewer: str) -> Interview:
    """End the break; InputError when there is none, or it would end before it began."""
    kept, seconds = _under_way(case, interview, at)
    if not kept.on_break:
        raise InputError(f"interview {interview} is on no break")
    if seconds < kept.breaks[-1].start:
        raise InputError("a break cannot end before it began")
    with case.act(reviewer, "interview resume", str(interview)) as act:
        keeping.end_break(act, kept, seconds)
    return interviews.get(case, interview)


def end(case: Case, interview: InterviewId, *, at: str = "", reviewer: str) -> Interview:
    """End an interview, and a break that lasts. InputError for an end before what was noted last."""
    kept, seconds = _under_way(case, interview, at)
    if kept.ended:
        raise InputError(f"interview {interview} ended at {kept.ended}")
    last = max(_times(kept), default=0)
    if seconds < last:
        raise InputError(f"something was noted {last} seconds after the start, so it did not end before that")
    with case.act(reviewer, "interview end", str(interview)) as act:
        if kept.on_break:
            keeping.end_break(act, kept, seconds)
        keeping.change(act, interview, {"ended": _past(at)})
    return interviews.get(case, interview)


def close(case: Case, interview: InterviewId, *, reason: str = "", reviewer: str) -> Interview:
    """Say that nothing is to be added any more. InputError before the end, and while mandatory notices are not ticked.

    The latter can be confirmed with a ``reason``, which is kept with the interview.
    """
    kept = open_interview(case, interview)
    if not kept.ended:
        raise InputError(f"interview {interview} has not ended", "`reviewer interview end CASE N` ends it.")
    if kept.open_notices and not reason.strip():
        lacking = "; ".join(each.text for each in kept.open_notices)
        raise InputError(
            f"{len(kept.open_notices)} mandatory notices are not ticked: {lacking}",
            "Tick them, or say with --reason why the interview is closed without.",
        )
    with case.act(reviewer, "interview close", str(interview)) as act:
        keeping.change(act, interview, {"state": State.CLOSED.value, "closing": reason.strip()})
    return interviews.get(case, interview)


def _begun(case: Case, interview: InterviewId, at: str) -> tuple[Interview, int]:
    kept = open_interview(case, interview)
    return kept, kept.seconds(_past(at))


def _under_way(case: Case, interview: InterviewId, at: str) -> tuple[Interview, int]:
    kept, seconds = _begun(case, interview, at)
    _check_open(kept, seconds)
    return kept, seconds


def _check_open(kept: Interview, seconds: int) -> None:
    if kept.ended and seconds > kept.seconds(kept.ended):
        raise InputError(f"interview {kept.id} ended at {kept.ended}", "Say with --at when in it this was.")


def _past(at: str) -> str:
    now = clock.now()
    when = moment(at) if at else now
    if when > now:
        raise InputError(f"{when} is still to come")
    return when


def _times(kept: Interview) -> list[int]:
    return [
        *(each.seconds for each in kept.notes),
        *(each.seconds for each in kept.showings),
        *(each.answer.seconds for each in kept.questions if each.answer is not None),
        *(each.end if each.end is not None else each.start for each in kept.breaks),
    ]
