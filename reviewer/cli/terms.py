"""``reviewer terms``: what each search of a list finds."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.session import case_options, json_option, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.errors import InputError
from reviewer.usecases.analysis import term_report
from reviewer.usecases.exports import sheets


@click.command()
@case_options
@json_option
@click.argument("file", type=click.Path(path_type=Path))
@sheet_options("terms")
def terms(path: Path, passphrase_file: Path | None, reviewer: str, file: Path, *, as_json: bool, sheet: Asked) -> None:
    """Tell of each search of a list, one a line, what it finds: items, with families, alone, not read by you."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list {file} cannot be read: {error}", "It has to be a text in UTF-8.") from error
    lines = term_report.of_lines(text)
    with searched(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if exported(case, lambda gate: [sheets.terms(gate, lines, reviewer=reviewer)], sheet, reviewer=reviewer):
            return
        found = term_report.report(case, lines, reviewer=reviewer)
    if as_json:
        print_json(
            [
                {
                    "term": each.term,
                    "items": each.items,
                    "with_family": each.with_family,
                    "unique": each.unique,
                    "unread": each.unread,
                    "custodians": dict(each.custodians),
                }
                for each in found
            ]
        )
        return
    echo(f"{'items':>8}  {'family':>8}  {'unique':>8}  {'unread':>8}  term")
    for each in found:
        echo(f"{each.items:>8,}  {each.with_family:>8,}  {each.unique:>8,}  {each.unread:>8,}  {each.term}")
