"""``reviewer officer``: the roster, and what is linked to whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reviewer.cli.evidence.agency_tables import headings, table_options, what_to_mend
from reviewer.cli.people.officer_page import print_page, show_json
from reviewer.cli.people.officer_set import assign, compare, setting
from reviewer.cli.session import case_options, json_option, opened, print_json, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.roster import DATES
from reviewer.errors import IncompleteError, UsageError
from reviewer.usecases.people import merging, officer_page, officers, roster
from reviewer.usecases.people.merging import Parts
from reviewer.usecases.people.roster import RosterImport


@click.group()
def officer() -> None:
    """Import and look up officers."""


for command in (setting, assign, compare):
    officer.add_command(command)


@officer.command("import")
@case_options
@sandbox_option
@json_option
@click.argument("file", metavar="ROSTER", type=click.Path(path_type=Path))
@table_options(DATES)
def importing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    file: Path,
    columns: tuple[str, ...],
    dates: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in a roster (CSV, or the first sheet of a workbook), one line an assignment.

    Its columns: serial, name, rank, unit, address, alias, station, start, end.
    """
    said = headings(columns)
    with opened(path, passphrase_file, read_only=dry_run) as case:
        done = roster.import_roster(case, file, columns=said, dates=dates or "", dry_run=dry_run, reviewer=reviewer)
    if as_json:
        print_json({name: value for name, value in asdict(done).items() if name != "lines"})
    else:
        _print_import(done)
    if done.problems:
        lines = "; ".join(f"line {problem.line}: {problem.reason}" for problem in done.problems[:10])
        raise IncompleteError(
            f"{len(done.problems):,} lines of the roster could not be used: {lines}",
            what_to_mend(problem.reason for problem in done.problems),
        )


@officer.command()
@case_options
@json_option
@click.argument("serial")
@click.argument("name")
@click.option("--rank", default="")
@click.option("--unit", default="")
@click.option("--station", default="")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    serial: str,
    name: str,
    rank: str,
    unit: str,
    station: str,
    as_json: bool,
) -> None:
    """Add one officer by hand."""
    with opened(path, passphrase_file) as case:
        made = officers.add(case, serial, name, rank=rank, unit=unit, station=station, reviewer=reviewer)
    _print(made, "added", as_json=as_json)


@officer.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all officers by name, with the number of passages linked to each."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = officers.listed(case)
        counts = officers.passage_counts(case)
    if as_json:
        print_json([{**officer_json(each), "passages": counts.get(each.id, 0)} for each in found])
        return
    for each in found:
        station = each.assignments[-1].station if each.assignments else ""
        echo(f"{each.serial:10} {each.rank:16} {each.name:32} {station:24} {counts.get(each.id, 0):>5,}")


@officer.command()
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.option("--messages", is_flag=True, help="Every message from or to the officer in the timeline as well.")
def show(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    who: str,
    messages: bool,
    as_json: bool,
) -> None:
    """Show all there is about an officer, by serial number, address or name, in order of time."""
    kinds = [kind for kind in officer_page.PROVIDERS if messages or kind != "messages"]
    with opened(path, passphrase_file, read_only=True) as case:
        page = officer_page.show(case, who, kinds=kinds)
        passages = officers.show(case, who)[1] if as_json else []
    if as_json:
        print_json({**officer_json(page.officer), **show_json(page, passages)})
    else:
        print_page(page)


@officer.command()
@case_options
@json_option
@click.argument("name")
@click.option("--description", default="", help="What is known of this officer.")
def unidentified(
    path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, description: str, as_json: bool
) -> None:
    """Add an officer whom the evidence names and who is not known yet, with a serial number like U-1."""
    with opened(path, passphrase_file) as case:
        made = merging.add_unidentified(case, name, description=description, reviewer=reviewer)
    _print(made, "added", as_json=as_json)


@officer.command()
@case_options
@json_option
@click.argument("who", metavar="UNIDENTIFIED")
@click.argument("real", metavar="OFFICER")
@click.option(
    "--name", default="", help="The name of an officer who is not in the roster; OFFICER is the serial number."
)
@click.option("--reason", default="", help="What shows it.")
def resolve(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    real: str,
    name: str,
    reason: str,
    as_json: bool,
) -> None:
    """Say who an unidentified officer is; all that hangs on the one hangs on the other then."""
    with opened(path, passphrase_file) as case:
        made = merging.resolve(case, who, real, name=name, reason=reason, reviewer=reviewer)
    _print(made, f"{who} is", as_json=as_json)


@officer.command()
@case_options
@json_option
@click.argument("kept", metavar="OFFICER")
@click.argument("gone", metavar="SAME")
@click.option("--reason", default="", help="What shows it.")
def merge(
    path: Path, passphrase_file: Path | None, reviewer: str, *, kept: str, gone: str, reason: str, as_json: bool
) -> None:
    """Say that SAME is no other than OFFICER, who stays and gets all that hangs on SAME."""
    with opened(path, passphrase_file) as case:
        made = merging.merge(case, kept, gone, reason=reason, reviewer=reviewer)
    _print(made, f"{gone} merged into", as_json=as_json)


@officer.command()
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.argument("other", metavar="OTHER")
@click.option("--name", default="", help="The name of a new officer; OTHER is the serial number then.")
@click.option("--link", "--links", "links", multiple=True, metavar="NUMBERS", help="Links that are the other's: 3,7.")
@click.option("--note", "--notes", "notes", multiple=True, metavar="NUMBERS", help="Notes that are about the other.")
@click.option("--station", "stations", multiple=True, metavar="STATION", help="Where the other was assigned.")
@click.option("--known-as", "names", multiple=True, metavar="VALUE", help="An alias or address of the other.")
@click.option("--item", "--items", "found", multiple=True, metavar="ITEM", help="Items linked as a whole, the other's.")
@click.option("--merged", is_flag=True, help="Take apart what `officer merge` or `resolve` made one.")
def split(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    other: str,
    name: str,
    links: tuple[str, ...],
    notes: tuple[str, ...],
    stations: tuple[str, ...],
    names: tuple[str, ...],
    found: tuple[str, ...],
    merged: bool,
    as_json: bool,
) -> None:
    """Give some of what hangs on OFFICER to OTHER, or take a merge apart."""
    parts = Parts(_numbers(links), _numbers(notes), stations, names, found)
    if merged and (parts or name):
        raise UsageError("what came with a merge goes back with it", "Give --merged alone.")
    with opened(path, passphrase_file) as case:
        if merged:
            made = merging.part(case, who, other, reviewer=reviewer)
        else:
            made = merging.split(case, who, other, parts, name=name, reviewer=reviewer)
    _print(made, f"split from {who}:", as_json=as_json)


def officer_json(each: Officer) -> dict[str, Any]:
    """An officer as the documented JSON object."""
    return {
        "serial": each.serial,
        "name": each.name,
        "rank": each.rank,
        "unit": each.unit,
        "aliases": list(each.aliases),
        "addresses": list(each.addresses),
        "assignments": [asdict(assignment) for assignment in each.assignments],
        "unidentified": each.unidentified,
    }


def _numbers(texts: tuple[str, ...]) -> list[int]:
    words = [word.strip() for text in texts for word in text.split(",")]
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) < 16):
            raise UsageError(f"“{word}” is no number", "`reviewer officer show CASE OFFICER` tells the numbers.")
    return [int(word) for word in words]


def _print(each: Officer, verdict: str, *, as_json: bool) -> None:
    if as_json:
        print_json(officer_json(each))
    else:
        echo(f"{verdict} {each.serial} {each.name}")


def _print_import(done: RosterImport) -> None:
    if done.dry_run:
        echo("; ".join(f"{heading} → {column}" for column, heading in done.columns.items()))
        if done.unused:
            echo(f"not used: {', '.join(done.unused)}")
    verbs = ("would add", "change", "leave as they are") if done.dry_run else ("added", "changed", "as they were")
    numbers = (len(done.added), len(done.changed), done.unchanged)
    echo(", ".join(f"{verb} {number:,}" for verb, number in zip(verbs, numbers, strict=True)))
    for each in done.changes:
        for one in each.differences:
            echo(f"  {each.serial} {each.name}: {one.what} {_became(one.before, one.after)}")
    for remark in done.remarks:
        echo(f"  line {remark.line}: {remark.reason}")


def _became(before: str, after: str) -> str:
    if before and after:
        return f"{before} → {after}"
    return f"{after} is new" if after else f"{before} is gone"
