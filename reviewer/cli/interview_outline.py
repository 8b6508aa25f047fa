"""``reviewer interview``: topics, questions and exhibits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.interview_shown import NUMBER, changed, number_argument
from reviewer.cli.session import case_options, json_option, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.interview import InterviewId
from reviewer.errors import UsageError
from reviewer.usecases import interview_outline

_CITE = click.option(
    "--cite", "cites", multiple=True, metavar="WHAT", help="12, benefit:3, endorsement:4 or item:ABC-000001."
)
_PLACE = click.option("--at", "place", type=NUMBER, metavar="PLACE", help="At this place, from 1; else at the end.")
_WHICH = click.argument("which", metavar="NUMBER")


@click.command()
@case_options
@json_option
@number_argument
@click.argument("title")
@_PLACE
def topic(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    title: str,
    place: int | None,
    as_json: bool,
) -> None:
    """Add a topic to the outline."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.add_topic(case, InterviewId(number), title, at=place, reviewer=reviewer),
        line=title,
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@click.argument("topic_number", metavar="TOPIC", type=NUMBER)
@click.argument("text")
@_CITE
@_PLACE
def question(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    topic_number: int,
    text: str,
    cites: tuple[str, ...],
    place: int | None,
    as_json: bool,
) -> None:
    """Add a question to a topic; the items of what it cites become exhibits."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.add_question(
            case, InterviewId(number), topic_number, text, cites=cites, at=place, reviewer=reviewer
        ),
        line=text,
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@_WHICH
@click.option("--text", metavar="TEXT", help="Other words.")
@_CITE
@click.option("--without", multiple=True, metavar="WHAT", help="Cite this no more.")
def edit(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    which: str,
    text: str | None,
    cites: tuple[str, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """Reword topic 2 or question 2.1, and change what the question cites."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.edit(
            case, InterviewId(number), which, text=text, cites=cites, without=without, reviewer=reviewer
        ),
        line=f"{which} changed",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@_WHICH
@click.argument("to")
def move(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, which: str, to: str, as_json: bool
) -> None:
    """Move topic 2 to 1, or question 2.1 to 1.3."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.move(case, InterviewId(number), which, to, reviewer=reviewer),
        line=f"{which} is now {to}",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@_WHICH
def drop(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, which: str, as_json: bool) -> None:
    """Take topic 2 with its questions, or question 2.1, out of the outline."""
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.drop(case, InterviewId(number), which, reviewer=reviewer),
        line=f"without {which}",
        as_json=as_json,
    )


@click.command()
@case_options
@json_option
@number_argument
@click.argument("item", required=False, default="")
@click.option("--move", "moving", type=(NUMBER, NUMBER), metavar="FROM TO", help="Give an exhibit another number.")
@click.option("--remove", "gone", type=NUMBER, metavar="EXHIBIT", help="Take an exhibit out.")
def exhibit(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    item: str,
    moving: tuple[int, int] | None,
    gone: int | None,
    as_json: bool,
) -> None:
    """Make an item an exhibit, give exhibits other numbers, or take one out; numbers stay once the interview began."""
    if sum((bool(item), moving is not None, gone is not None)) != 1:
        raise UsageError("name an item, or --move, or --remove")
    made = InterviewId(number)
    if moving is not None:
        changed(
            path,
            passphrase_file,
            lambda case: interview_outline.move_exhibit(case, made, *moving, reviewer=reviewer),
            line=f"exhibit {moving[0]} is now {moving[1]}",
            as_json=as_json,
        )
    elif gone is not None:
        changed(
            path,
            passphrase_file,
            lambda case: interview_outline.drop_exhibit(case, made, gone, reviewer=reviewer),
            line=f"without exhibit {gone}",
            as_json=as_json,
        )
    else:
        changed(
            path,
            passphrase_file,
            lambda case: interview_outline.add_exhibit(case, made, item, reviewer=reviewer),
            line=f"{item} is an exhibit",
            as_json=as_json,
        )


@click.command()
@case_options
@json_option
@number_argument
@click.argument("file", metavar="[FILE.toml]", required=False, type=click.Path(path_type=Path))
@click.option("--template", default="", metavar="NAME", help="Take one that comes with the program.")
def outline(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    file: Path | None,
    template: str,
    as_json: bool,
) -> None:
    """Add the topics and questions of a file, or of a template, at the end of the outline."""
    if (file is None) == (not template):
        raise UsageError("name either a file or a template", "See `reviewer interview templates`.")
    if file is not None:
        topics, source = interview_outline.read(file), file.name
    else:
        topics, source = interview_outline.template(template), template
    changed(
        path,
        passphrase_file,
        lambda case: interview_outline.import_topics(case, InterviewId(number), topics, source, reviewer=reviewer),
        line=f"{len(topics)} topics, {sum(len(each.questions) for each in topics)} questions",
        as_json=as_json,
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
