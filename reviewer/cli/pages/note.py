"""``reviewer note``: a reviewer's own words on an item, a passage or an officer."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.pages.privacy import private_or_not
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import NoteId, PassageId
from reviewer.domain.pages.note import Note, rule_words
from reviewer.domain.pages.passage import one_line
from reviewer.errors import UsageError
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import notes
from reviewer.usecases.people import officers


@click.group()
def note() -> None:
    """Write notes on passages, items and officers."""


@note.command()
@case_options
@json_option
@click.argument("text")
@click.option("--item", "control", help="The item it is on.")
@click.option("--passage", "number", type=int, help="The passage it is on.")
@click.option("--officer", "who", help="The officer it is on.")
@private_or_not("It may leave the case with the report.", "It stays with the case; else as `note rule` says.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    text: str,
    control: str | None,
    number: int | None,
    who: str | None,
    for_report: bool | None,
    as_json: bool,
) -> None:
    """Note TEXT on an item, a passage or an officer. It is private, unless it or `note rule` says otherwise."""
    if (control is not None) + (number is not None) + (who is not None) != 1:
        raise UsageError("a note is on one thing", "Give just one of --item, --passage and --officer.")
    with opened(path, passphrase_file) as case:
        if control is not None:
            made = notes.on_item(case, items.find(case, control).id, text, for_report=for_report, reviewer=reviewer)
        elif number is not None:
            made = notes.on_passage(case, PassageId(number), text, for_report=for_report, reviewer=reviewer)
        else:
            made = notes.on_officer(
                case, officers.show(case, who or "")[0].id, text, for_report=for_report, reviewer=reviewer
            )
    if as_json:
        print_json({"note": made.id, "text": made.text, "for_report": made.for_report})
    else:
        echo(f"note {made.id} added, for the report" if made.for_report else f"note {made.id} added")


@note.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all notes in order of time, and which of them are for the report."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = notes.listed(case)
    if as_json:
        print_json([_json(each, on) for each, on in found])
        return
    for each, on in found:
        echo(f"{each.id:>5}  {on}  {rule_words(for_report=each.for_report)}  {one_line(each.text)}")


@note.command()
@case_options
@json_option
@click.argument("number", metavar="NOTE", type=int)
@private_or_not("It may leave the case with the report, which need not be said.", "It is private after all.")
def release(
    path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, for_report: bool | None, as_json: bool
) -> None:
    """Say that a note is for the report, or that it is private after all."""
    with opened(path, passphrase_file) as case:
        made = notes.release(case, NoteId(number), for_report=for_report is not False, reviewer=reviewer)
    if as_json:
        print_json({"note": made.id, "text": made.text, "for_report": made.for_report})
    else:
        echo(f"note {made.id} is {rule_words(for_report=made.for_report)}")


@note.command()
@case_options
@json_option
@private_or_not("New notes are for the report, unless something is said of one.", "They are private.")
def rule(path: Path, passphrase_file: Path | None, reviewer: str, *, for_report: bool | None, as_json: bool) -> None:
    """Decide whether new notes are private or for the report, or show it. Notes that are there stay as they are."""
    with opened(path, passphrase_file, read_only=for_report is None) as case:
        made = (
            notes.rule(case) if for_report is None else notes.set_rule(case, for_report=for_report, reviewer=reviewer)
        )
    if as_json:
        print_json({"for_report": made})
    else:
        echo(f"new notes are {rule_words(for_report=made)}, unless something else is said of one")


def _json(each: Note, on: str) -> dict[str, object]:
    kind = "passage" if each.passage is not None else "item" if each.item is not None else "officer"
    said = {"text": each.text, "reviewer": each.reviewer, "created": each.created, "for_report": each.for_report}
    return {"note": each.id, "on": kind, "of": on, "passage": each.passage, **said}
