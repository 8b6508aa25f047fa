"""``reviewer interview``: prepare interviews, plan them, print their binders; the rest stands beside this module."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.exports.leaving import held_json, tell_held, terms_options
from reviewer.cli.interviews.interview_after import attach, derived, link, record
from reviewer.cli.interviews.interview_holding import answer, begin, close, end, note, pause, shown
from reviewer.cli.interviews.interview_outline import drop, edit, exhibit, move, outline, question, templates, topic
from reviewer.cli.interviews.interview_shown import (
    NUMBER,
    Act,
    heading,
    interview_act,
    interview_json,
    number_argument,
    print_interview,
)
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.interviews.interview import InterviewId
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.exports import interview_binder
from reviewer.usecases.exports import report as reports
from reviewer.usecases.interviews import interview_preparation, interviews
from reviewer.usecases.people import officers


@click.group()
def interview() -> None:
    """Prepare interviews, hold them, and make evidence of their answers."""


@interview.command()
@case_options
@json_option
@click.argument("officer")
@click.option("--points", is_flag=True, help="Only contradictions and gaps, without the timeline.")
def prepare(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    officer: str,
    points: bool,
    as_json: bool,
) -> None:
    """Show what an interview should clear up, and all there is about an officer in order of time."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = interview_preparation.prepare(case, officer)
    if as_json:
        timeline = [] if points else [asdict(each) for each in found.timeline]
        print_json(
            {
                "officer": found.officer.serial,
                "name": found.officer.name,
                "points": [
                    {
                        "concern": each.concern.value,
                        "gap": each.gap,
                        "sort": each.sort.value,
                        "at": each.at,
                        "text": each.text,
                        "items": list(each.items),
                        "cites": list(each.cites),
                    }
                    for each in found.points
                ],
                "timeline": timeline,
            }
        )
        return
    echo(f"{found.officer.serial}  {found.officer.name}")
    for each in found.points:
        echo(f"  {each.sort.value:13}  {each.at[:10]:10}  {each.concern.value}: {each.text}")
    for entry in () if points else found.timeline:
        echo(f"  {entry.at or 'no date':20}  {entry.text}")


@interview.command()
@case_options
@json_option
@click.argument("officer", required=False, default="")
@click.option("--witness", default="", metavar="NAME", help="Somebody who is in no roster, in place of an officer.")
@click.option("--date", default="", metavar="WHEN", help="YYYY-MM-DD, or YYYY-MM-DDTHH:MM, local time.")
@click.option("--place", default="", metavar="TEXT", help="Where.")
@click.option("--compelled", is_flag=True, help="Answers are ordered, unless one is marked otherwise.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    officer: str,
    witness: str,
    date: str,
    place: str,
    compelled: bool,
    as_json: bool,
) -> None:
    """Plan an interview with an officer, or with a witness."""
    with opened(path, passphrase_file) as case:
        made = interviews.add(
            case, officer, witness=witness, planned=date, place=place, compelled=compelled, reviewer=reviewer
        )
        prefix = items.prefix(case)
    if as_json:
        print_json(interview_json(made, prefix))
    else:
        echo(heading(made))


@interview.command("list")
@case_options
@json_option
@click.option("--officer", default="", help="Of one officer only.")
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, officer: str, as_json: bool) -> None:  # noqa: ARG001
    """List the interviews."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = interviews.of_officer(case, officers.show(case, officer)[0].id) if officer else interviews.listed(case)
        prefix = items.prefix(case)
    if as_json:
        print_json([interview_json(each, prefix) for each in found])
        return
    for each in found:
        echo(heading(each))


@interview.command()
@case_options
@json_option
@number_argument
def show(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Show an interview with its checklist, outline, exhibits and answers."""
    with opened(path, passphrase_file, read_only=True) as case:
        found, prefix = interviews.get(case, InterviewId(number)), items.prefix(case)
    if as_json:
        print_json(interview_json(found, prefix))
    else:
        print_interview(found)


@interview.command()
@interview_act
@click.option("--date", metavar="WHEN", help="Another day or moment; empty for none.")
@click.option("--place", metavar="TEXT", help="Another place.")
@click.option("--compelled/--voluntary", default=None, help="Whether answers are ordered.")
def change(number: InterviewId, reviewer: str, *, date: str | None, place: str | None, compelled: bool | None) -> Act:
    """Say otherwise when and where, and whether answers are ordered; what is not named stays."""
    return (
        lambda case: interviews.change(case, number, planned=date, place=place, compelled=compelled, reviewer=reviewer),
        "changed",
    )


@interview.command()
@interview_act
def remove(number: InterviewId, reviewer: str) -> Act:
    """Remove an interview that was not held; `reviewer undo` brings it back."""
    return (
        lambda case: interviews.remove(case, number, reviewer=reviewer),
        "removed",
    )


@interview.command()
@interview_act
@click.argument("name")
@click.argument("role", required=False, default="")
@click.option("--remove", "leaves", is_flag=True, help="Takes no part any more.")
def participant(number: InterviewId, reviewer: str, *, name: str, role: str, leaves: bool) -> Act:
    """Say who takes part, and as what: interviewer, representative."""
    return (
        lambda case: (
            interviews.leave(case, number, name, reviewer=reviewer)
            if leaves
            else interviews.participate(case, number, name, role, reviewer=reviewer)
        ),
        f"{name} takes no part" if leaves else f"{role}: {name}",
    )


@interview.command()
@case_options
@json_option
@click.argument("file", metavar="[FILE.toml]", required=False, type=click.Path(path_type=Path))
def notices(path: Path, passphrase_file: Path | None, reviewer: str, file: Path | None, *, as_json: bool) -> None:
    """List the notices that new interviews get, or put those of a file in their place."""
    with opened(path, passphrase_file, read_only=file is None) as case:
        if file is not None:
            interviews.set_notice_list(case, interviews.read_notices(file), reviewer=reviewer)
        found = interviews.notice_list(case)
    if as_json:
        print_json([{"text": each.text, "mandatory": each.mandatory} for each in found])
        return
    for number, each in enumerate(found, 1):
        echo(f"{number:3}. {each.text}{'' if each.mandatory else ' (if called for)'}")


@interview.command()
@interview_act
@click.argument("notice", type=NUMBER)
@click.option("--remark", default="", metavar="TEXT", help="What there is to say of it.")
@click.option("--at", default="", metavar="MOMENT", help="When, in UTC; else now.")
@click.option("--take-back", is_flag=True, help="It was not given after all.")
def tick(number: InterviewId, reviewer: str, *, notice: int, remark: str, at: str, take_back: bool) -> Act:
    """Say that a notice, counted from 1, was given."""
    return (
        lambda case: (
            interviews.untick(case, number, notice, reviewer=reviewer)
            if take_back
            else interviews.tick(case, number, notice, remark=remark, at=at, reviewer=reviewer)
        ),
        f"notice {notice} {'is open' if take_back else 'was given'}",
    )


@interview.command()
@case_options
@sandbox_option
@json_option
@number_argument
@click.argument("out", metavar="OUT.pdf", type=click.Path(path_type=Path))
@click.option(
    "--confidentiality", default=reports.CONFIDENTIALITY, metavar="TEXT", help="Stands at the head of each page."
)
@terms_options(redacted=True)
def binder(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    out: Path,
    confidentiality: str,
    terms: Terms,
    as_json: bool,
) -> None:
    """Write the binder: checklist, contradictions and gaps, outline with room for notes, exhibits with highlights."""
    with opened(path, passphrase_file) as case, Workers() as workers, progress() as bar:
        made = interview_binder.export(
            case,
            workers,
            InterviewId(number),
            out,
            reviewer=reviewer,
            confidentiality=confidentiality,
            terms=terms,
            progress=bar,
        )
    if as_json:
        counts = {"exhibits": made.exhibits, "pages": made.pages}
        print_json({"binder": str(made.path), **counts, "held": held_json(made.held)})
    else:
        tell_held(made.held)
        echo(f"{made.path}: {made.exhibits:,} exhibits, {made.pages:,} of their pages")


for command in (topic, question, edit, move, drop, exhibit, outline, templates, begin, note, answer, shown, pause, end):
    interview.add_command(command)
for command in (close, attach, link, record, derived):
    interview.add_command(command)
