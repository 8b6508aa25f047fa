"""``reviewer terms``: what each search of a list finds."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.session import case_options, json_option, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.errors import InputError, UsageError
from reviewer.usecases.analysis import saved_searches, term_report
from reviewer.usecases.analysis.term_report import TermFound
from reviewer.usecases.exports import sheets


@click.command()
@case_options
@json_option
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--saved", metavar="NAME", help="The list that is kept under a name, and what is new, in place of FILE.")
@sheet_options("terms")
def terms(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    file: Path | None,
    saved: str | None,
    *,
    as_json: bool,
    sheet: Asked,
) -> None:
    """Tell of each search of a list, one a line, what it finds: items, with families, alone, not seen by you."""
    if (file is None) == (saved is None):
        raise UsageError("it takes either a FILE of terms or --saved NAME")
    lines = [] if file is None else lines_of(file)
    before = None
    with searched(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if saved is not None:
            kept = saved_searches.find(case, saved)
            lines, before = list(kept.terms), frozenset(kept.found)
        if exported(
            case, lambda gate: [sheets.terms(gate, lines, reviewer=reviewer, before=before)], sheet, reviewer=reviewer
        ):
            return
        found = term_report.report(case, lines, reviewer=reviewer, before=before)
    if as_json:
        print_json([_told(each) for each in found])
        return
    new = "" if before is None else f"  {'new':>8}"
    echo(f"{'items':>8}  {'family':>8}  {'unique':>8}  {'not seen':>8}{new}  term")
    for each in found:
        new = "" if each.new is None else f"  {each.new:>8,}"
        echo(f"{each.items:>8,}  {each.with_family:>8,}  {each.unique:>8,}  {each.unread:>8,}{new}  {each.term}")


def lines_of(file: Path) -> list[str]:
    """The terms of a file, one a line; InputError where it cannot be read or has none."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list {file} cannot be read: {error}", "It has to be a text in UTF-8.") from error
    return term_report.of_lines(text)


def _told(each: TermFound) -> dict[str, object]:
    return {
        "term": each.term,
        "items": each.items,
        "with_family": each.with_family,
        "unique": each.unique,
        "unread": each.unread,
        "custodians": dict(each.custodians),
        **({} if each.new is None else {"new": each.new}),
    }
