"""``--csv`` and ``--xlsx`` of commands that show tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.terminal import echo
from reviewer.domain.sheet import Table, csv_text, table_csv
from reviewer.usecases.exports import outgoing, sheets

__all__ = ["csv_text", "exported", "sheet_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


def sheet_options(*tables: str) -> Callable[[Command], Command]:
    """Give a command ``as_csv`` and ``xlsx``; where it shows several tables, ``--csv`` names one of them."""

    def add(command: Command) -> Command:
        command = click.option(
            "--xlsx",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write it as a workbook to a new file.",
        )(command)
        if len(tables) > 1:
            return click.option("--csv", "as_csv", type=click.Choice(tables), help="Print one of the tables as CSV.")(
                command
            )
        return click.option("--csv", "as_csv", is_flag=True, help="Print it as CSV.")(command)

    return add


def exported(
    case: Case,
    tables: Callable[[], Sequence[Table]],
    *,
    as_csv: str | bool | None,
    xlsx: Path | None,
    reviewer: str,
) -> bool:
    """Write what was asked for; whether anything was. ``tables`` are made only then.

    A file is an act in the audit trail, so the case must be open for writing where there is an ``xlsx``.
    """
    if not as_csv and xlsx is None:
        return False
    made = tables()
    if xlsx is not None:
        outgoing.write(case, sheets.outgoing(made, xlsx), reviewer=reviewer)
        echo(f"wrote {xlsx}", err=True)
    if as_csv:
        wanted = [table for table in made if as_csv is True or table.name.casefold() == as_csv]
        echo(table_csv(wanted[0]), nl=False)
    return True
