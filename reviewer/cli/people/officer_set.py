"""``reviewer officer set``, ``assign`` and ``compare``: what is known of an officer, said by hand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.roster import assignment_text
from reviewer.errors import NotFoundError, UsageError
from reviewer.usecases.people import merging, officers
from reviewer.usecases.people.officers import OfficerDetails


@click.command("set")
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.option("--serial", help="Another serial number.")
@click.option("--name", help="Another name.")
@click.option("--rank", help="Another rank.")
@click.option("--unit", help="Another unit.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="One more name.")
@click.option("--drop-alias", "no_aliases", multiple=True, metavar="NAME", help="What is none of the names.")
@click.option("--address", "addresses", multiple=True, metavar="ADDRESS", help="One more address.")
@click.option("--drop-address", "no_addresses", multiple=True, metavar="ADDRESS", help="What is none of the addresses.")
def setting(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    serial: str | None,
    name: str | None,
    rank: str | None,
    unit: str | None,
    as_json: bool,
    **several: tuple[str, ...],
) -> None:
    """Change what is known of an officer; what is not named stays."""
    if not any(several.values()) and all(word is None for word in (serial, name, rank, unit)):
        raise UsageError("nothing was said of the officer", "Give --rank, --unit or what else is to change.")
    with opened(path, passphrase_file) as case:
        before = officers.show(case, who)[0]
        known = OfficerDetails(
            serial,
            name,
            rank,
            unit,
            aliases=_altered("alias", before.aliases, several["aliases"], several["no_aliases"]),
            addresses=_altered("address", before.addresses, several["addresses"], several["no_addresses"]),
        )
        made = officers.change(case, before.serial, known, reviewer=reviewer)
    _print(made, as_json=as_json)


@click.command()
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.argument("station")
@click.option("--from", "start", default="", metavar="DAY", help="The first day there, YYYY-MM-DD.")
@click.option("--to", "end", default="", metavar="DAY", help="The last day there.")
@click.option("--remove", is_flag=True, help="The officer was not assigned there.")
def assign(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    station: str,
    start: str,
    end: str,
    remove: bool,
    as_json: bool,
) -> None:
    """Say where an officer was assigned; one to the same station from the same day gets this end."""
    if remove and end:
        raise UsageError("an assignment is removed by its station and first day", "Leave --to away.")
    with opened(path, passphrase_file) as case:
        if remove:
            made = officers.unassign(case, who, station, start=start, reviewer=reviewer)
        else:
            made = officers.assign(case, who, station, start=start, end=end, reviewer=reviewer)
    _print(made, as_json=as_json)


@click.command()
@case_options
@json_option
@click.argument("kept", metavar="OFFICER")
@click.argument("gone", metavar="OTHER")
def compare(path: Path, passphrase_file: Path | None, reviewer: str, *, kept: str, gone: str, as_json: bool) -> None:  # noqa: ARG001
    """Show what speaks for two officers being one, what against it, and what would move; changes nothing."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = merging.compare(case, kept, gone)
    if as_json:
        sides = {"officer": found.kept.serial, "other": found.gone.serial}
        named = [{"for": each.speaks_for, "text": each.text} for each in found.signs]
        print_json({**sides, "signs": named, "moved": found.moved})
        return
    for each in found.signs:
        echo(f"  {'for:    ' if each.speaks_for else 'against:'} {each.text}")
    moved = ", ".join(f"{number:,} {table.replace('_', ' ')}" for table, number in found.moved.items())
    echo(f"would move from {found.gone.serial} to {found.kept.serial}: {moved or 'nothing'}")


def _altered(what: str, held: tuple[str, ...], more: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...] | None:
    if not more and not gone:
        return None
    lower = {each.strip().lower() for each in gone}
    missing = lower - {each.lower() for each in held}
    if missing:
        raise NotFoundError(f"the officer has no {what} “{min(missing)}”")
    return (*(each for each in held if each.lower() not in lower), *more)


def _print(each: Officer, *, as_json: bool) -> None:
    if as_json:
        print_json(_json(each))
        return
    echo(f"{each.serial}  {each.rank} {each.name}  {each.unit}".rstrip())
    for line in (*map(assignment_text, each.assignments), *each.aliases, *each.addresses):
        echo(f"  {line}")


def _json(each: Officer) -> dict[str, Any]:
    return {name: value for name, value in asdict(each).items() if name != "id"}
