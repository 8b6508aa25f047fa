"""``reviewer interview``: what happens while one is held."""

from __future__ import annotations

import click

from reviewer.cli.interviews.interview_shown import (
    NUMBER,
    Act,
    at_option,
    interview_act,
    question_argument,
    question_option,
)
from reviewer.domain.interviews.interview import InterviewId, Reply
from reviewer.errors import UsageError
from reviewer.usecases.interviews import interview_holding

_MARKS = click.Choice([each.value for each in Reply if each is not Reply.OPEN], case_sensitive=False)


@click.command("start")
@interview_act
@at_option
def begin(number: InterviewId, reviewer: str, *, at: str) -> Act:
    """Begin an interview; from now on exhibits keep their numbers."""
    return (
        lambda case: interview_holding.start(case, number, at=at, reviewer=reviewer),
        "begun",
    )


@click.command()
@interview_act
@click.argument("text")
@question_option
@at_option
def note(number: InterviewId, reviewer: str, *, text: str, question: str, at: str) -> Act:
    """Take a note with its time."""
    return (
        lambda case: interview_holding.note(case, number, text, question=question, at=at, reviewer=reviewer),
        text,
    )


@click.command()
@interview_act
@question_argument
@click.argument("text", required=False)
@click.option("--mark", type=_MARKS, help="How the answer stands to the evidence.")
@click.option("--compelled/--voluntary", default=None, help="Of this answer alone, whatever the interview says.")
@click.option("--as-interview", is_flag=True, help="Compelled or not as the interview is.")
@at_option
def answer(
    number: InterviewId,
    reviewer: str,
    *,
    question: str,
    text: str | None,
    mark: str | None,
    compelled: bool | None,
    as_interview: bool,
    at: str,
) -> Act:
    """Keep what was answered to question 2.1, or change it; what is not named stays."""
    if compelled is not None and as_interview:
        raise UsageError("--as-interview goes with neither --compelled nor --voluntary")
    return (
        lambda case: interview_holding.answer(
            case,
            number,
            question,
            text,
            reply=None if mark is None else Reply(mark),
            compelled=compelled,
            as_interview=as_interview,
            at=at,
            reviewer=reviewer,
        ),
        f"{question} answered{f': {mark}' if mark else ''}",
    )


@click.command("exhibit-shown")
@interview_act
@click.argument("exhibit", type=NUMBER)
@click.option("--not", "kept_back", is_flag=True, help="It was not shown.")
@question_option
@at_option
def shown(number: InterviewId, reviewer: str, *, exhibit: int, kept_back: bool, question: str, at: str) -> Act:
    """Keep that an exhibit was shown, or was not."""
    return (
        lambda case: interview_holding.show(
            case, number, exhibit, shown=not kept_back, question=question, at=at, reviewer=reviewer
        ),
        f"exhibit {exhibit} {'not shown' if kept_back else 'shown'}",
    )


@click.command("break")
@interview_act
@click.option("--over", is_flag=True, help="The break is over.")
@at_option
def pause(number: InterviewId, reviewer: str, *, over: bool, at: str) -> Act:
    """Begin a break, or end it."""
    act = interview_holding.resume if over else interview_holding.pause
    return (
        lambda case: act(case, number, at=at, reviewer=reviewer),
        "the break is over" if over else "a break has begun",
    )


@click.command()
@interview_act
@at_option
def end(number: InterviewId, reviewer: str, *, at: str) -> Act:
    """End an interview."""
    return (
        lambda case: interview_holding.end(case, number, at=at, reviewer=reviewer),
        "ended",
    )


@click.command()
@interview_act
@click.option("--reason", default="", metavar="TEXT", help="Why, although mandatory notices are not ticked.")
def close(number: InterviewId, reviewer: str, *, reason: str) -> Act:
    """Say that nothing is to be added to an interview any more."""
    return (
        lambda case: interview_holding.close(case, number, reason=reason, reviewer=reviewer),
        "closed",
    )
