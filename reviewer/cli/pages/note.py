"""``reviewer note``: a reviewer's own words on an item, a passage or an officer."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import PassageId
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
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    text: str,
    control: str | None,
    number: int | None,
    who: str | None,
    as_json: bool,
) -> None:
    """Note TEXT on an item, a passage or an officer."""
    if (control is not None) + (number is not None) + (who is not None) != 1:
        raise UsageError("a note is on one thing", "Give just one of --item, --passage and --officer.")
    with opened(path, passphrase_file) as case:
        if control is not None:
            made = notes.on_item(case, items.find(case, control).id, text, reviewer=reviewer)
        elif number is not None:
            made = notes.on_passage(case, PassageId(number), text, reviewer=reviewer)
        else:
            made = notes.on_officer(case, officers.show(case, who or "")[0].id, text, reviewer=reviewer)
    if as_json:
        print_json({"note": made.id, "text": made.text})
    else:
        echo(f"note {made.id} added")
