"""``reviewer mark``: relevance and privilege of an item."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import review_coding


@click.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
@click.option("--relevant", "relevance", flag_value="relevant", help="It bears on the case.")
@click.option("--not-relevant", "relevance", flag_value="not relevant", help="It does not.")
@click.option("--undecided", "relevance", flag_value="", help="Nobody has decided.")
@click.option("--privileged/--not-privileged", default=None, help="Whether counsel's privilege covers it.")
@click.option("--alone", is_flag=True, help="Leave its duplicates as they are.")
@click.option("--read/--unread", default=None, help="Whether you have read it, whatever was open for how long.")
def mark(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    control: str,
    relevance: str | None,
    *,
    privileged: bool | None,
    alone: bool,
    read: bool | None,
    as_json: bool,
) -> None:
    """Mark an item and its duplicates as relevant or not, as privileged or not; an item as read or not read."""
    with opened(path, passphrase_file) as case:
        found = items.find(case, control)
        if read is not None:
            items.say_read(case, found.id, read=read, reviewer=reviewer)
        made = review_coding.put(
            case, found.id, relevance=relevance, privileged=privileged, alone=alone, reviewer=reviewer
        )
        others = [] if alone else [copy for copy in review_coding.copies_of(case, found.id) if copy != found.id]
        copies = [] if relevance is None and privileged is None else [items.get(case, copy).control for copy in others]
    told: dict[str, object] = {"item": found.control, "relevance": made.relevance, "privileged": made.privileged}
    told |= {"duplicates": copies} if copies else {}
    told |= {} if read is None else {"read": read}
    if as_json:
        print_json(told)
        return
    with_copies = f"; with {', '.join(copies)}" if copies else ""
    said = "" if read is None else f", {'read' if read else 'not read'}"
    privilege = ", privileged" if made.privileged else ""
    echo(f"{found.control}: {made.relevance or 'undecided'}{privilege}{said}{with_copies}")
