"""``--csv`` and ``--xlsx`` of commands that show tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.exports.leaving import tell_held, terms_options
from reviewer.cli.terminal import echo
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.sheet import Table, csv_text, table_csv
from reviewer.usecases.exports import sheets
from reviewer.usecases.exports.gate import Gate, passing

__all__ = ["Asked", "csv_text", "exported", "sheet_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files of a command's tables are wanted, and on which terms; of several tables ``as_csv`` names one."""

    as_csv: str | bool | None
    xlsx: Path | None
    terms: Terms


def sheet_options(*tables: str) -> Callable[[Command], Command]:
    """Give a command ``sheet``, by ``--csv``, ``--xlsx`` and terms; of several tables ``--csv`` names one."""

    def add(command: Command) -> Command:
        @functools.wraps(command)
        def with_sheet(
            *arguments: Any, as_csv: str | bool | None, xlsx: Path | None, terms: Terms, **options: Any
        ) -> Any:
            return command(*arguments, sheet=Asked(as_csv, xlsx, terms), **options)

        made: Any = terms_options()(with_sheet)
        made = click.option(
            "--xlsx",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write it as a workbook to a new file.",
        )(made)
        if len(tables) > 1:
            words = "Print one of the tables as CSV."
            made = click.option("--csv", "as_csv", type=click.Choice(tables), help=words)(made)
        else:
            made = click.option("--csv", "as_csv", is_flag=True, help="Print it as CSV.")(made)
        wrapped: Command = made
        return wrapped

    return add


def exported(case: Case, tables: Callable[[Gate], Sequence[Table]], sheet: Asked, *, reviewer: str) -> bool:
    """Write what was asked for and may leave; whether anything was asked for. ``tables`` are made only then.

    A file is an act in the audit trail, so the case must be open for writing where there is an ``xlsx``.
    """
    if not sheet.as_csv and sheet.xlsx is None:
        return False
    with passing(case, reviewer=reviewer, terms=sheet.terms) as gate:
        made = tables(gate)
        if sheet.xlsx is not None:
            sheets.write(gate, made, sheet.xlsx)
            echo(f"wrote {sheet.xlsx}", err=True)
        if sheet.as_csv:
            wanted = [table for table in made if sheet.as_csv is True or table.name.casefold() == sheet.as_csv]
            echo(table_csv(sheets.masked(gate, wanted)[0]), nl=False)
        tell_held(gate.stays)
    return True
