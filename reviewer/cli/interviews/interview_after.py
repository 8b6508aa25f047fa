"""``reviewer interview``: transcript and recording, the record of the answers, and what rests on compelled ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.interviews.interview_shown import (
    NUMBER,
    Act,
    heading,
    interview_act,
    interview_json,
    number_argument,
    question_argument,
)
from reviewer.cli.session import case_options, json_option, opened, print_json, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.evidence.item import control_number
from reviewer.domain.ids import PassageId
from reviewer.domain.interviews.interview import InterviewId, Medium
from reviewer.errors import UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import interview_record
from reviewer.usecases.interviews import interview_after, interviews


@click.command()
@interview_act
@click.argument("item", required=False, default="")
@click.option("--as", "medium", type=click.Choice([each.value for each in Medium]), required=True, help="What it is.")
@click.option("--remove", "gone", is_flag=True, help="It is none after all.")
def attach(number: InterviewId, reviewer: str, *, item: str, medium: str, gone: bool) -> Act:
    """Say which item of evidence is the transcript or the recording of an interview."""
    if bool(item) == gone:
        raise UsageError("name an item, or --remove")
    kind = Medium(medium)
    return (
        lambda case: (
            interview_after.detach(case, number, kind, reviewer=reviewer)
            if gone
            else interview_after.attach(case, number, item, kind, reviewer=reviewer)
        ),
        f"no {medium}" if gone else f"{medium}: {item}",
    )


@click.command()
@case_options
@json_option
@number_argument
@question_argument
@click.option("--passage", type=NUMBER, metavar="PASSAGE", help="The passage of the transcript or record.")
@click.option("--seconds", type=click.IntRange(0), metavar="N", help="When the recording has it, from its start.")
@click.option("--remove", "gone", is_flag=True, help="Take both links back.")
def link(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    question: str,
    passage: int | None,
    seconds: int | None,
    gone: bool,
    as_json: bool,
) -> None:
    """Link the answer to question 2.1 to a passage, or to a time in the recording."""
    if sum((passage is not None, seconds is not None, gone)) != 1:
        raise UsageError("name --passage, --seconds or --remove")
    made = InterviewId(number)
    with opened(path, passphrase_file) as case:
        if passage is not None or gone:
            found = interview_after.link_passage(
                case, made, question, None if passage is None else PassageId(passage), reviewer=reviewer
            )
        if seconds is not None or gone:
            found = interview_after.link_time(case, made, question, seconds, reviewer=reviewer)
        prefix = items.prefix(case)
    if as_json:
        print_json(interview_json(found, prefix))
    else:
        echo(heading(found))
        echo(f"  {question} linked" if not gone else f"  {question} not linked any more")


@click.command()
@case_options
@sandbox_option
@json_option
@number_argument
def record(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Make a document of the answers, take it in as evidence, and mark each answer in it as a passage."""
    with opened(path, passphrase_file) as case, Workers() as workers:
        made = interview_record.make_record(case, workers, InterviewId(number), reviewer=reviewer)
        prefix = items.prefix(case)
    if as_json:
        shown = interview_json(made.interview, prefix)
        print_json({"item": made.control, "passages": made.placed, "unplaced": list(made.unplaced), **shown})
        return
    echo(f"{made.control}: {made.placed} answers are passages of it")
    for each in made.unplaced:
        echo(f"  the answer to {each} was not found in its text; mark it by hand, then link it", err=True)


@click.command()
@case_options
@json_option
def derived(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List what rests on compelled statements, by number."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = interviews.derived_from_compelled(case)
        prefix = items.prefix(case)
    shown: dict[str, Any] = {
        "items": [control_number(prefix, each) for each in found.items],
        "passages": list(found.passages),
        "benefits": list(found.benefits),
        "endorsements": list(found.endorsements),
        "grounds": [
            {
                "allegation": each.allegation,
                "element": each.element,
                "side": each.side.value,
                "kind": each.kind.value,
                each.kind.value: each.target,
            }
            for each in found.grounds
        ],
        "findings": [{"finding": each, "allegation": allegation} for each, allegation in found.findings],
        "questions": [{"interview": each, "question": number} for each, number in found.questions],
    }
    if as_json:
        print_json(shown)
        return
    plain = {name: ", ".join(map(str, shown[name])) for name in ("items", "passages", "benefits", "endorsements")}
    plain["grounds"] = ", ".join(f"{each.allegation} element {each.element}: {each.name}" for each in found.grounds)
    plain["findings"] = ", ".join(f"{each} (allegation {of})" for each, of in found.findings)
    plain["questions"] = ", ".join(f"{number} of interview {each}" for each, number in found.questions)
    for name, numbers in plain.items():
        echo(f"{name}: {numbers or 'none'}")
