"""``reviewer endorsement``: the ledger of recommendations, and how they lie to benefits in time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.ledger.entry_number import ENDORSEMENT
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import EndorsementId, PassageId
from reviewer.domain.ledger.endorsement import Audience
from reviewer.domain.pages.passage import one_line
from reviewer.usecases.exports import sheets
from reviewer.usecases.ledger import endorsements, pairings
from reviewer.usecases.ledger.endorsements import EndorsementEntry

Command = TypeVar("Command", bound=Callable[..., Any])


def praise_options(command: Command) -> Command:
    """Give a command the options for what is said of an endorsement."""
    for option in (
        click.option("--passage", "numbers", type=int, multiple=True, metavar="P", help="A passage that proves it."),
        click.option("--date", metavar="WHEN", help="As for `reviewer benefit add`."),
        click.option("--reach", type=int, help="How many people it reached."),
        click.option("--medium", help="How: e-mail, meeting, leaflet."),
        click.option("--product", help="What was recommended."),
        click.option("--audience", help=f"One of: {', '.join(Audience)}."),
    ):
        command = option(command)
    return command


@click.group()
def endorsement() -> None:
    """The ledger of what officers recommended."""


@endorsement.command()
@case_options
@json_option
@click.option("--officer", required=True, metavar="SERIAL", help="Who recommended it.")
@praise_options
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    numbers: tuple[int, ...],
    as_json: bool,
    **words: str | int | None,
) -> None:
    """Enter an endorsement, proved by at least one passage."""
    with opened(path, passphrase_file) as case:
        praise = endorsements.said(case, words)
        made = endorsements.add(case, praise, [PassageId(number) for number in numbers], reviewer=reviewer)
    _print_one(made, "added", as_json=as_json)


@endorsement.command()
@case_options
@json_option
@click.argument("number", metavar="ENDORSEMENT", type=ENDORSEMENT)
@click.option("--officer", metavar="SERIAL", help="Who recommended it.")
@praise_options
@click.option("--without", type=int, multiple=True, metavar="P", help="A passage that does not prove it after all.")
def edit(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    number: int,
    *,
    numbers: tuple[int, ...],
    without: tuple[int, ...],
    as_json: bool,
    **words: str | int | None,
) -> None:
    """Change what is said of an endorsement, or its passages; what is not named stays."""
    with opened(path, passphrase_file) as case:
        before = endorsements.get(case, EndorsementId(number)).endorsement
        made = endorsements.edit(
            case,
            before.id,
            endorsements.said(case, words, before.praise),
            passage_ids=[PassageId(each) for each in numbers],
            without=[PassageId(each) for each in without],
            reviewer=reviewer,
        )
    _print_one(made, "changed", as_json=as_json)


@endorsement.command()
@case_options
@json_option
@click.argument("number", metavar="ENDORSEMENT", type=ENDORSEMENT)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Remove an endorsement; its passages stay, and `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = endorsements.remove(case, EndorsementId(number), reviewer=reviewer)
    _print_one(before, "removed", as_json=as_json)


@endorsement.command("list")
@case_options
@json_option
@click.option("--officer", "who", default="", metavar="SERIAL", help="Only those by this officer.")
@sheet_options("endorsements")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    who: str,
    *,
    sheet: Asked,
    as_json: bool,
) -> None:
    """List endorsements in order of time."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if exported(case, lambda gate: [sheets.endorsements(gate, who)], sheet, reviewer=reviewer):
            return
        found = endorsements.listed(case, who)
    if as_json:
        print_json([endorsement_json(each) for each in found])
        return
    for each in found:
        _print_line(each)


@endorsement.command()
@case_options
@json_option
@click.argument("number", metavar="ENDORSEMENT", type=ENDORSEMENT)
def show(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Show an endorsement with the words that prove it."""
    with opened(path, passphrase_file, read_only=True) as case:
        entry = endorsements.get(case, EndorsementId(number))
        quotes = endorsements.quotes(case, entry.endorsement)
    if as_json:
        proofs = [
            {"passage": one.passage.id, "item": one.control, "quote": one_line(one.passage.anchor.quote)}
            for one in quotes
        ]
        print_json({**endorsement_json(entry), "proofs": proofs})
        return
    _print_line(entry)
    for one in quotes:
        echo(f"       “{one_line(one.passage.anchor.quote)}” {one.control}, passage {one.passage.id}")


@endorsement.command()
@case_options
@json_option
@click.option("--officer", "who", default="", metavar="SERIAL", help="Only this officer.")
@sheet_options("pairs")
def pairs(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    who: str,
    *,
    sheet: Asked,
    as_json: bool,
) -> None:
    """Lay each officer's endorsements beside the benefits received, with the days between."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if exported(case, lambda gate: [sheets.pairs(gate, who)], sheet, reviewer=reviewer):
            return
        found = pairings.listed(case, who)
    if as_json:
        print_json(
            {
                "note": pairings.NOTE,
                "pairs": [
                    {
                        "officer": officer.serial,
                        "name": officer.name,
                        "endorsement": pair.endorsement,
                        "benefit": pair.benefit,
                        "days_least": pair.least,
                        "days_most": pair.most,
                        "words": pair.words,
                    }
                    for officer, pair in found
                ],
            }
        )
        return
    for officer, pair in found:
        words = f"E-{pair.endorsement}: {pair.words}, from B-{pair.benefit}"
        echo(f"{officer.serial:10} {officer.name:32} {words}")
    echo(pairings.NOTE)


def endorsement_json(entry: EndorsementEntry) -> dict[str, Any]:
    """An endorsement as the documented JSON object."""
    one, praise = entry.endorsement, entry.endorsement.praise
    days = praise.when.days
    return {
        "endorsement": one.id,
        "officer": entry.officer.serial,
        "name": entry.officer.name,
        "product": praise.product,
        "audience": praise.audience.value,
        "medium": praise.medium,
        "reach": praise.reach,
        "date": str(praise.when),
        "earliest": days.earliest,
        "latest": days.latest,
        "passages": list(one.passages),
    }


def _print_one(entry: EndorsementEntry, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(endorsement_json(entry))
    else:
        echo(f"{done}:")
        _print_line(entry)


def _print_line(entry: EndorsementEntry) -> None:
    praise = entry.endorsement.praise
    reach = "" if praise.reach is None else f"{praise.reach:,} {'person' if praise.reach == 1 else 'people'}"
    told = " · ".join(text for text in (praise.product, f"to {praise.audience}", praise.medium, reach) if text)
    echo(f"{f'E-{entry.endorsement.id}':>5}  {praise.when}  {entry.officer.serial} {entry.officer.name}  {told}")
