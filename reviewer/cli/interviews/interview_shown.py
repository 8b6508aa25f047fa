"""Interviews as text and as the documented JSON, and what every command on one of them shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import ItemId
from reviewer.domain.interviews.interview import Interview, InterviewId, Question, clock
from reviewer.usecases.evidence import items

MOST = 10**12
NUMBER = click.IntRange(1, MOST)
number_argument = click.argument("number", metavar="INTERVIEW", type=NUMBER)
question_argument = click.argument("question", metavar="QUESTION")
at_option = click.option("--at", default="", metavar="MOMENT", help="When, in UTC, as 2021-07-01T17:00:00Z; else now.")
question_option = click.option("--question", default="", metavar="QUESTION", help="At which question: 2.1.")


Act = tuple[Callable[[Case], Interview], str]
"""What is to be done, and the line that says so once it is."""


def interview_act(plan: Callable[..., Act]) -> Callable[..., None]:
    """Make a command on one interview of what says, of the interview, the reviewer and its own options, what to do.

    The command opens the case, does it, and prints the interview as JSON, or its heading and the line.
    """

    @case_options
    @json_option
    @number_argument
    @wraps(plan)
    def command(
        path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool, **given: Any
    ) -> None:
        do, line = plan(InterviewId(number), reviewer, **given)
        with opened(path, passphrase_file) as case:
            made = do(case)
            prefix = items.prefix(case)
        if as_json:
            print_json(interview_json(made, prefix))
        else:
            echo(heading(made))
            echo(f"  {line}")

    return command


def heading(each: Interview) -> str:
    """The line that stands for an interview in a list."""
    when = each.started or each.planned or "no date"
    state = "under way" if each.running else each.state.value
    return f"{each.id:4}  {each.serial:10} {each.name:28} {state:10} {when:20}  {each.place}".rstrip()


def print_interview(each: Interview) -> None:
    """An interview as text."""
    echo(heading(each))
    for who in each.participants:
        echo(f"  {who.role}: {who.name}")
    for number, notice in enumerate(each.notices, 1):
        done = f"{notice.ticked} {notice.reviewer} {notice.remark}".strip() if notice.ticked else "open"
        echo(f"  notice {number}{'' if notice.mandatory else ' (if called for)'}: {notice.text}: {done}")
    for topic in each.topics:
        echo(f"  {topic.number}. {topic.title}")
        for question in topic.questions:
            _print_question(each, question)
    for exhibit in each.exhibits:
        echo(f"  exhibit {exhibit.number}: {exhibit.control} {exhibit.title}")
    for showing in each.showings:
        at = f" at {showing.question}" if showing.question else ""
        echo(f"  {clock(showing.seconds)} exhibit {showing.exhibit} {'shown' if showing.shown else 'not shown'}{at}")
    for note in each.notes:
        echo(f"  {clock(note.seconds)} {f'({note.question}) ' if note.question else ''}{note.text}")
    for pause in each.breaks:
        echo(f"  break {clock(pause.start)} to {'now' if pause.end is None else clock(pause.end)}")


def _print_question(each: Interview, question: Question) -> None:
    cites = ", ".join(f"{one.name}{' (is no more)' if one.gone else ''}" for one in question.citations)
    echo(f"     {question.number} {question.text}" + (f" [{cites}]" if cites else ""))
    if question.answer is not None:
        marks = [question.answer.reply.value, "compelled" if each.is_compelled(question.answer) else ""]
        said = ", ".join(filter(None, marks))
        echo(f"         {clock(question.answer.seconds)} {question.answer.text}" + (f" ({said})" if said else ""))


def interview_json(each: Interview, prefix: str) -> dict[str, Any]:
    """An interview as the documented JSON object; ``prefix`` is that of the case's control numbers."""
    return {
        "interview": each.id,
        "officer": each.serial,
        "name": each.name,
        "state": each.state.value,
        "planned": each.planned,
        "place": each.place,
        "compelled": each.compelled,
        "started": each.started,
        "ended": each.ended,
        "closing": each.closing,
        **{name: _control(getattr(each, name), prefix) for name in ("transcript", "recording", "record")},
        "participants": [{"name": one.name, "role": one.role} for one in each.participants],
        "notices": [
            {
                "notice": number,
                "text": one.text,
                "mandatory": one.mandatory,
                "ticked": one.ticked,
                "reviewer": one.reviewer,
                "remark": one.remark,
            }
            for number, one in enumerate(each.notices, 1)
        ],
        "topics": [
            {
                "topic": topic.number,
                "title": topic.title,
                "questions": [_question_json(each, one) for one in topic.questions],
            }
            for topic in each.topics
        ],
        "exhibits": [{"exhibit": one.number, "item": one.control, "title": one.title} for one in each.exhibits],
        "showings": [
            {"exhibit": one.exhibit, "shown": one.shown, "seconds": one.seconds, "question": one.question}
            for one in each.showings
        ],
        "notes": [
            {"seconds": one.seconds, "text": one.text, "question": one.question, "reviewer": one.reviewer}
            for one in each.notes
        ],
        "breaks": [{"start": one.start, "end": one.end} for one in each.breaks],
    }


def _question_json(each: Interview, question: Question) -> dict[str, Any]:
    answer = question.answer
    return {
        "question": question.number,
        "text": question.text,
        "cites": [
            {"cites": one.name, "says": one.says, "where": one.where, "gone": one.gone} for one in question.citations
        ],
        "answer": None
        if answer is None
        else {
            "text": answer.text,
            "mark": answer.reply.value,
            "seconds": answer.seconds,
            "compelled": each.is_compelled(answer),
            "passage": answer.passage,
            "heard": answer.heard,
            "reviewer": answer.reviewer,
        },
    }


def _control(item: ItemId | None, prefix: str) -> str:
    return "" if item is None else control_number(prefix, item)
