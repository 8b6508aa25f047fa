"""``reviewer passage``: exact words, tagged and linked to officers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.pages.privacy import private_or_not
from reviewer.cli.session import case_options, json_option, opened, print_json, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.pages.ocr import LOW
from reviewer.domain.pages.passage import one_line
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import items
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import item_pages, passages, tags


@click.group()
def passage() -> None:
    """Tag exact words, and link them to officers."""


@passage.command()
@case_options
@sandbox_option
@json_option
@click.argument("control", metavar="ITEM")
@click.option("--quote", required=True, help="The words, verbatim; any white space stands for any other.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which, when they stand there more than once.")
@click.option("--tag", "tag_names", multiple=True, metavar="T", help="A tag of the codebook.")
@click.option("--officer", "concerns", multiple=True, metavar="SERIAL:ROLE", help="An officer and the role.")
@click.option("--note", default="", help="Your own words about it.")
@private_or_not(
    "The note may leave the case with the report.", "It stays with the case; else as `note rule` says.", of="note-"
)
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    control: str,
    quote: str,
    occurrence: int | None,
    tag_names: tuple[str, ...],
    concerns: tuple[str, ...],
    note: str,
    note_for_report: bool | None,
    as_json: bool,
) -> None:
    """Mark the words of an item that QUOTE gives; its pages are made now if it has none yet."""
    with opened(path, passphrase_file) as case:
        item = items.find(case, control).id
        _have_pages(case, item, reviewer)
        made = passages.add_quote(
            case,
            item,
            quote,
            occurrence=occurrence,
            tag_ids=[tags.find(case, name).id for name in tag_names],
            concerns=[passages.concern(case, each) for each in concerns],
            note=note,
            note_for_report=note_for_report,
            reviewer=reviewer,
        )
    if as_json:
        print_json(passage_json(made))
    else:
        print_passages([made])


@passage.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all passages, in order of their items' time."""
    with opened(path, passphrase_file, read_only=True) as case:
        found, compelled = passages.listed(case), interviews.compelled_passages(case)
    if as_json:
        print_json([{**passage_json(each), "compelled": each.passage.id in compelled} for each in found])
    else:
        print_passages(found)


@passage.command()
@case_options
@json_option
@click.argument("number", metavar="PASSAGE", type=int)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Remove a passage with its tags, links and notes; `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = passages.remove(case, PassageId(number), reviewer=reviewer)
    if as_json:
        print_json(passage_json(before))
        return
    echo(f"removed from {before.control}: {one_line(before.passage.anchor.quote)}")


def passage_json(each: MarkedPassage) -> dict[str, Any]:
    """A passage as the documented JSON object: ``quote`` on one line, ``exact`` to the letter."""
    anchor = each.passage.anchor
    return {
        "passage": each.passage.id,
        "item": each.control,
        "page": anchor.span.start.page,
        "quote": one_line(anchor.quote),
        "exact": anchor.quote,
        "tags": [tag.name for tag in each.tags],
        "officers": [
            {"officer": officer.serial, "name": officer.name, "role": link.role.value, "grade": link.grade.value}
            for link, officer in each.officers
        ],
        "note": each.note,
        "ocr": each.confidence is not None,
        "confidence": each.confidence,
        "low": each.confidence is not None and each.confidence < LOW,
    }


def print_passages(found: Iterable[MarkedPassage]) -> None:
    """Print passages for people, a few lines each."""
    for each in found:
        echo(f"{each.passage.id:>5}  {each.control} page {each.passage.anchor.span.start.page}  {each.date}")
        echo(f"       “{one_line(each.passage.anchor.quote)}”")
        if each.read_by:
            echo(f"       {each.read_by}")
        if each.tags:
            echo(f"       tags: {', '.join(tag.name for tag in each.tags)}")
        for link, officer in each.officers:
            echo(f"       {link.role.words}: {officer.name} ({officer.serial})")
        for note in each.notes:
            echo(f"       note{' for the report' if note.for_report else ''}: {one_line(note.text)}")


def _have_pages(case: Case, item: ItemId, reviewer: str) -> None:
    if item_pages.of_item(case, item) is None:
        with Workers(1) as workers:
            item_pages.ensure(case, workers, item, reviewer=reviewer)
