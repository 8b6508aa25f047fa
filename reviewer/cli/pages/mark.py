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
def mark(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    control: str,
    relevance: str | None,
    *,
    privileged: bool | None,
    as_json: bool,
) -> None:
    """Mark an item as relevant or not, as privileged or not."""
    with opened(path, passphrase_file) as case:
        found = items.find(case, control)
        made = review_coding.put(case, found.id, relevance=relevance, privileged=privileged, reviewer=reviewer)
    if as_json:
        print_json({"item": found.control, "relevance": made.relevance, "privileged": made.privileged})
        return
    echo(f"{found.control}: {made.relevance or 'undecided'}{', privileged' if made.privileged else ''}")
