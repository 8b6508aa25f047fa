"""``reviewer interview``: topics, questions and exhibits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.interviews.interview_shown import NUMBER, Act, interview_act
from reviewer.cli.session import json_option, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.interviews.interview import InterviewId
from reviewer.errors import UsageError
from reviewer.usecases.interviews import interview_outline

_CITE = click.option(
    "--cite", "cites", multiple=True, metavar="WHAT", help="12, benefit:3, endorsement:4 or item:ABC-000001."
)
_PLACE = click.option("--at", "place", type=NUMBER, metavar="PLACE", help="At this place, from 1; else at the end.")
_WHICH = click.argument("which", metavar="NUMBER")


@click.command()
@interview_act
@click.argument("title")
@_PLACE
def topic(number: InterviewId, reviewer: str, *, title: str, place: int | None) -> Act:
    """Add a topic to the outline."""
    return (
        lambda case: interview_outline.add_topic(case, number, title, at=place, reviewer=reviewer),
        title,
    )


@click.command()
@interview_act
@click.argument("topic_number", metavar="TOPIC", type=NUMBER)
@click.argument("text")
@_CITE
@_PLACE
def question(
    number: InterviewId, reviewer: str, *, topic_number: int, text: str, cites: tuple[str, ...], place: int | None
) -> Act:
    """Add a question to a topic; the items of what it cites become exhibits."""
    return (
        lambda case: interview_outline.add_question(
            case, number, topic_number, text, cites=cites, at=place, reviewer=reviewer
        ),
        text,
    )


@click.command()
@interview_act
@_WHICH
@click.option("--text", metavar="TEXT", help="Other words.")
@_CITE
@click.option("--without", multiple=True, metavar="WHAT", help="Cite this no more.")
def edit(
    number: InterviewId,
    reviewer: str,
    *,
    which: str,
    text: str | None,
    cites: tuple[str, ...],
    without: tuple[str, ...],
) -> Act:
    """Reword topic 2 or question 2.1, and change what the question cites."""
    return (
        lambda case: interview_outline.edit(
            case, number, which, text=text, cites=cites, without=without, reviewer=reviewer
        ),
        f"{which} changed",
    )


@click.command()
@interview_act
@_WHICH
@click.argument("to")
def move(number: InterviewId, reviewer: str, *, which: str, to: str) -> Act:
    """Move topic 2 to 1, or question 2.1 to 1.3."""
    return (
        lambda case: interview_outline.move(case, number, which, to, reviewer=reviewer),
        f"{which} is now {to}",
    )


@click.command()
@interview_act
@_WHICH
def drop(number: InterviewId, reviewer: str, *, which: str) -> Act:
    """Take topic 2 with its questions, or question 2.1, out of the outline."""
    return (
        lambda case: interview_outline.drop(case, number, which, reviewer=reviewer),
        f"without {which}",
    )


@click.command()
@interview_act
@click.argument("item", required=False, default="")
@click.option("--move", "moving", type=(NUMBER, NUMBER), metavar="FROM TO", help="Give an exhibit another number.")
@click.option("--remove", "gone", type=NUMBER, metavar="EXHIBIT", help="Take an exhibit out.")
def exhibit(number: InterviewId, reviewer: str, *, item: str, moving: tuple[int, int] | None, gone: int | None) -> Act:
    """Make an item an exhibit, give exhibits other numbers, or take one out; numbers stay once the interview began."""
    if sum((bool(item), moving is not None, gone is not None)) != 1:
        raise UsageError("name an item, or --move, or --remove")
    if moving is not None:
        start, to = moving
        return (
            lambda case: interview_outline.move_exhibit(case, number, start, to, reviewer=reviewer),
            f"exhibit {start} is now {to}",
        )
    if gone is not None:
        return (
            lambda case: interview_outline.drop_exhibit(case, number, gone, reviewer=reviewer),
            f"without exhibit {gone}",
        )
    return lambda case: interview_outline.add_exhibit(case, number, item, reviewer=reviewer), f"{item} is an exhibit"


@click.command()
@interview_act
@click.argument("file", metavar="[FILE.toml]", required=False, type=click.Path(path_type=Path))
@click.option("--template", default="", metavar="NAME", help="Take one that comes with the program.")
def outline(number: InterviewId, reviewer: str, *, file: Path | None, template: str) -> Act:
    """Add the topics and questions of a file, or of a template, at the end of the outline."""
    if (file is None) == (not template):
        raise UsageError("name either a file or a template", "See `reviewer interview templates`.")
    if file is not None:
        topics, source = interview_outline.read(file), file.name
    else:
        topics, source = interview_outline.template(template), template
    return (
        lambda case: interview_outline.import_topics(case, number, topics, source, reviewer=reviewer),
        f"{len(topics)} topics, {sum(len(each.questions) for each in topics)} questions",
    )


@click.command()
@json_option
@click.argument("name", required=False, default="")
def templates(name: str, *, as_json: bool) -> None:
    """List the outlines that come with the program, or print one as a file to edit and import."""
    if name and not as_json:
        echo(interview_outline.template_text(name), nl=False)
        return
    found = interview_outline.templates() if not name else {name: interview_outline.template(name)}
    if as_json:
        print_json([{"template": each, "topics": [asdict(one) for one in topics]} for each, topics in found.items()])
        return
    for each, topics in found.items():
        echo(f"{each:14} {sum(len(one.questions) for one in topics):3} questions: {topics[0].title}")
