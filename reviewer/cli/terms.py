"""``reviewer terms``: what each search of a list finds."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.errors import InputError
from reviewer.usecases.analysis import term_report


@click.command()
@case_options
@json_option
@click.argument("file", type=click.Path(path_type=Path))
def terms(path: Path, passphrase_file: Path | None, reviewer: str, file: Path, *, as_json: bool) -> None:
    """Tell of each search of a list, one a line, what it finds: items, with families, by it alone, unread."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list {file} cannot be read: {error}", "It has to be a text in UTF-8.") from error
    with opened(path, passphrase_file, read_only=True) as case:
        found = term_report.report(case, term_report.of_lines(text), reviewer=reviewer)
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
