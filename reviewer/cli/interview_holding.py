"""``reviewer interview``: what happens while one is held."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.interview_shown import (
    NUMBER,
    at_option,
    changed,
    number_argument,
    question_argument,
    question_option,
)
from reviewer.cli.session import case_options, json_option
from reviewer.domain.interview import InterviewId, Reply
from reviewer.errors import UsageError
from reviewer.usecases import interview_holding

_MARKS = click.Choice([each.value for each in Reply if each is not Reply.OPEN], case_sensitive=False)


@click.command("start")
@case_options
@json_option
@number_argument
@at_option
def begin(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, at: str, as_json: bool) -> None:
    """Begin an interview; from now on exhibits keep their numbers."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.start(case, InterviewId(number), at=at, reviewer=reviewer),
        line="begun",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@click.argument("text")
@question_option
@at_option
def note(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    text: str,
    question: str,
    at: str,
    as_json: bool,
) -> None:
    """Take a note with its time."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.note(
            case, InterviewId(number), text, question=question, at=at, reviewer=reviewer
        ),
        line=text,
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@question_argument
@click.argument("text", required=False)
@click.option("--mark", type=_MARKS, help="How the answer stands to the evidence.")
@click.option("--compelled/--voluntary", default=None, help="Of this answer alone, whatever the interview says.")
@click.option("--as-interview", is_flag=True, help="Compelled or not as the interview is.")
@at_option
def answer(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    question: str,
    text: str | None,
    mark: str | None,
    compelled: bool | None,
    as_interview: bool,
    at: str,
    as_json: bool,
) -> None:
    """Keep what was answered to question 2.1, or change it; what is not named stays."""
    if compelled is not None and as_interview:
        raise UsageError("--as-interview goes with neither --compelled nor --voluntary")
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.answer(
            case,
            InterviewId(number),
            question,
            text,
            reply=None if mark is None else Reply(mark),
            compelled=compelled,
            as_interview=as_interview,
            at=at,
            reviewer=reviewer,
        ),
        line=f"{question} answered{f': {mark}' if mark else ''}",
        as_json=as_json,
    )


@click.command("exhibit-shown")
@case_options
@json_option
@number_argument
@click.argument("exhibit", type=NUMBER)
@click.option("--not", "kept_back", is_flag=True, help="It was not shown.")
@question_option
@at_option
def shown(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    exhibit: int,
    kept_back: bool,
    question: str,
    at: str,
    as_json: bool,
) -> None:
    """Keep that an exhibit was shown, or was not."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.show(
            case, InterviewId(number), exhibit, shown=not kept_back, question=question, at=at, reviewer=reviewer
        ),
        line=f"exhibit {exhibit} {'not shown' if kept_back else 'shown'}",
        as_json=as_json,
    )


@click.command("break")
@case_options
@json_option
@number_argument
@click.option("--over", is_flag=True, help="The break is over.")
@at_option
def pause(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, over: bool, at: str, as_json: bool
) -> None:
    """Begin a break, or end it."""
    act = interview_holding.resume if over else interview_holding.pause
    changed(
        path,
        passphrase_file,
        lambda case: act(case, InterviewId(number), at=at, reviewer=reviewer),
        line="the break is over" if over else "a break has begun",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@at_option
def end(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, at: str, as_json: bool) -> None:
    """End an interview."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.end(case, InterviewId(number), at=at, reviewer=reviewer),
        line="ended",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@click.option("--reason", default="", metavar="TEXT", help="Why, although mandatory notices are not ticked.")
def close(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, reason: str, as_json: bool) -> None:
    """Say that nothing is to be added to an interview any more."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_holding.close(case, InterviewId(number), reason=reason, reviewer=reviewer),
        line="closed",
        as_json=as_json,
    )
