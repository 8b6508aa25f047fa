"""``reviewer officer``: the roster, and what is linked to whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reviewer.cli.passage import passage_json, print_passages
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.officer import Officer
from reviewer.errors import IncompleteError
from reviewer.usecases import officers


@click.group()
def officer() -> None:
    """Import and look up officers."""


@officer.command("import")
@case_options
@json_option
@click.argument("roster", metavar="ROSTER.csv", type=click.Path(path_type=Path))
def importing(path: Path, passphrase_file: Path | None, reviewer: str, roster: Path, *, as_json: bool) -> None:
    """Take in a roster, one line an assignment.

    Its columns: serial, name, rank, unit, address, alias, station, start, end.
    """
    with opened(path, passphrase_file) as case:
        done = officers.import_roster(case, roster, reviewer=reviewer)
    if as_json:
        print_json(asdict(done))
    else:
        echo(f"added {len(done.added):,}, changed {len(done.changed):,}, as they were {done.unchanged:,}")
    if done.problems:
        lines = "; ".join(f"line {problem.line}: {problem.reason}" for problem in done.problems[:10])
        raise IncompleteError(
            f"{len(done.problems):,} lines of the roster could not be used: {lines}", "Mend them and import it again."
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
    if as_json:
        print_json(officer_json(made))
    else:
        echo(f"added {made.serial} {made.name}")


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
def show(path: Path, passphrase_file: Path | None, reviewer: str, who: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show an officer, by serial number, address or name, with the passages linked to it in order of time."""
    with opened(path, passphrase_file, read_only=True) as case:
        found, passages = officers.show(case, who)
    if as_json:
        print_json({**officer_json(found), "passages": [passage_json(each) for each in passages]})
        return
    echo(f"{found.serial}  {found.rank} {found.name}  {found.unit}".rstrip())
    for assignment in found.assignments:
        echo(f"  {assignment.station}  {assignment.start or '…'} to {assignment.end or 'now'}")
    for name in (*found.aliases, *found.addresses):
        echo(f"  {name}")
    print_passages(passages)


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
    }
