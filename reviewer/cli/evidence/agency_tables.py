"""What commands that take in a table have in common: which heading stands for a column, the order of dates, a trial."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from reviewer.errors import UsageError


def table_options(dates: Iterable[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--column``, ``--dates`` and ``--dry-run``, as ``columns``, ``dates`` and ``dry_run``."""
    orders = list(dates)

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--dry-run", is_flag=True, help="Show what it would do, and change nothing."),
            click.option("--dates", type=click.Choice(orders), help="Whether month or day comes first in 3/5/2016."),
            click.option(
                "--column", "columns", multiple=True, metavar="NAME=HEADING", help="Which heading stands for a column."
            ),
        ):
            command = option(command)
        return command

    return add


def headings(columns: Iterable[str]) -> dict[str, str]:
    """The heading by column, of ``NAME=HEADING``; UsageError for what is not of that form."""
    found = {}
    for text in columns:
        name, equals, heading = text.partition("=")
        if not equals or not heading.strip():
            raise UsageError(f"“{text}” names no heading", 'Write it like --column "serial=Badge number".')
        found[name.strip().casefold()] = heading.strip()
    return found


def what_to_mend(reasons: Iterable[str]) -> str:
    """What can be done about lines that could not be used."""
    if any("say whether month or day comes first" in reason for reason in reasons):
        return "Import it again with --dates mdy or --dates dmy; mend the other lines."
    return "Mend them and import it again."
