"""``reviewer allegation``: who is said to have broken which clause, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reviewer.cli.policy.allegation_searches import affirm, dismiss, searches
from reviewer.cli.session import case_options, json_option, opened, print_json, searching
from reviewer.cli.terminal import echo
from reviewer.domain.policy.allegation import Allegation, AllegationId, Ground, MatrixRow, Search, Side
from reviewer.domain.policy.element_searches import named
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations

number_argument = click.argument("number", metavar="ALLEGATION", type=int)
_ELEMENT = click.argument("element", metavar="ELEMENT", type=int)
_FOR = click.option("--for", "supporting", multiple=True, metavar="PASSAGE", help="What speaks for the element.")
_AGAINST = click.option("--against", "opposing", multiple=True, metavar="PASSAGE", help="What speaks against it.")
_SIDES = click.Choice([each.value for each in Side])


@click.group()
def allegation() -> None:
    """Keep allegations, and put passages for and against to each element of the clause."""


for each_command in (dismiss, searches, affirm):
    allegation.add_command(each_command)


@allegation.command()
@case_options
@json_option
@click.argument("officer")
@click.argument("clause")
@click.option("--act", required=True, metavar="TEXT", help="What the officer is said to have done.")
@click.option("--date", required=True, help="YYYY-MM-DD, YYYY-MM or YYYY, or two of them with .. between.")
@click.option("--vendor", default="", metavar="NAME", help="The vendor concerned, if any.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    officer: str,
    clause: str,
    act: str,
    date: str,
    vendor: str,
    as_json: bool,
) -> None:
    """Allege that an officer broke a clause by an act."""
    with opened(path, passphrase_file) as case:
        made = allegations.add(case, officer, clause, act, date, vendor=vendor, reviewer=reviewer)
    _print(made, as_json=as_json)


@allegation.command("list")
@case_options
@json_option
@click.option("--officer", default="", help="Of one officer only, by serial number.")
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, officer: str, as_json: bool) -> None:  # noqa: ARG001
    """List the allegations."""
    with opened(path, passphrase_file, read_only=True) as case, searching(case):
        of = officers.show(case, officer)[0].id if officer else None
        found = [each for each in allegations.listed(case) if of in {None, each.officer}]
    if as_json:
        print_json([allegation_json(each) for each in found])
        return
    for each in found:
        echo(heading(each))


@allegation.command()
@case_options
@json_option
@number_argument
def show(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Show an allegation with its matrix: each element with what speaks for and against it."""
    with opened(path, passphrase_file, read_only=True) as case, searching(case):
        found = allegations.get(case, AllegationId(number))
    _print(found, as_json=as_json)


@allegation.command()
@case_options
@json_option
@number_argument
@click.option("--act", metavar="TEXT", help="Other words for the act.")
@click.option("--date", help="Another date.")
@click.option("--vendor", metavar="NAME", help="Another vendor; empty for none.")
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    act: str | None,
    date: str | None,
    vendor: str | None,
    as_json: bool,
) -> None:
    """Describe the act otherwise; what is not named stays."""
    with opened(path, passphrase_file) as case:
        made = allegations.change(case, AllegationId(number), act=act, date=date, vendor=vendor, reviewer=reviewer)
    _print(made, as_json=as_json)


@allegation.command()
@case_options
@json_option
@number_argument
def remove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Remove an allegation with its matrix, unless there is a finding on it; `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = allegations.remove(case, AllegationId(number), reviewer=reviewer)
    if as_json:
        print_json(allegation_json(before))
    else:
        echo(f"removed {heading(before)}")


@allegation.command()
@case_options
@json_option
@number_argument
@_ELEMENT
@_FOR
@_AGAINST
@click.option("--explain", "explanation", metavar="TEXT", help="How it is to be read; empty to take that away.")
def weigh(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    element: int,
    supporting: tuple[str, ...],
    opposing: tuple[str, ...],
    explanation: str | None,
    as_json: bool,
) -> None:
    """Put passages to an element, counted from 1: 12, or benefit:3 and endorsement:4 for entries of the ledger."""
    with opened(path, passphrase_file) as case:
        made = allegations.weigh(
            case,
            AllegationId(number),
            element,
            supporting=supporting,
            opposing=opposing,
            explanation=explanation,
            reviewer=reviewer,
        )
    _print(made, as_json=as_json)


@allegation.command()
@case_options
@json_option
@number_argument
@_ELEMENT
@_FOR
@_AGAINST
@click.option("--searched", multiple=True, type=_SIDES, help="Take back that this side was looked for.")
def drop(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    element: int,
    supporting: tuple[str, ...],
    opposing: tuple[str, ...],
    searched: tuple[str, ...],
    as_json: bool,
) -> None:
    """Take out again what was put to an element."""
    with opened(path, passphrase_file) as case:
        made = allegations.drop(
            case,
            AllegationId(number),
            element,
            supporting=supporting,
            opposing=opposing,
            searched=[Side(each) for each in searched],
            reviewer=reviewer,
        )
    _print(made, as_json=as_json)


@allegation.command()
@case_options
@json_option
@number_argument
@_ELEMENT
@click.option("--search", "queries", multiple=True, required=True, metavar="QUERY", help="A search; it is made now.")
@click.option("--side", type=_SIDES, default=Side.AGAINST.value, help="Which side was looked for; else against.")
@click.option("--note", default="", metavar="TEXT", help="What was looked for among what the searches found.")
def confirm(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    element: int,
    queries: tuple[str, ...],
    side: str,
    note: str,
    as_json: bool,
) -> None:
    """Confirm that what speaks against an element was looked for, and nothing was found.

    Refused while something that the searches find is neither opened (`reviewer item show --read`) nor dismissed.
    """
    with opened(path, passphrase_file) as case, searching(case):
        made = allegations.confirm(
            case, AllegationId(number), element, queries, side=Side(side), note=note, reviewer=reviewer
        )
    _print(made, as_json=as_json)


@allegation.command()
@case_options
@json_option
@number_argument
@_ELEMENT
@click.option("--side", type=_SIDES, default=Side.AGAINST.value, help="Which side to look for; else against.")
def suggest(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    number: int,
    element: int,
    side: str,
    as_json: bool,
) -> None:
    """Suggest searches for what speaks against an element, or for it."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = allegations.suggest(case, AllegationId(number), element, Side(side))
    if as_json:
        print_json(list(found))
        return
    for each in found:
        echo(each)


def allegation_json(each: Allegation) -> dict[str, Any]:
    """An allegation as the documented JSON object."""
    return {
        "allegation": each.id,
        "officer": each.serial,
        "name": each.name,
        "clause": each.clause.code,
        "clause_name": each.clause.name,
        "act": each.act,
        "first": each.period.first,
        "last": each.period.last,
        "vendor": each.vendor,
        "elements": [_line_json(line) for line in each.matrix],
        "look_again": list(each.look_again),
    }


def heading(each: Allegation) -> str:
    """An allegation on one line."""
    again = "  · look again" if each.look_again else ""
    return f"{each.id:>4}  {each.serial:10} {each.name:28} {each.clause.code:12} {each.period}  {each.act}{again}"


def print_matrix(lines: Iterable[MatrixRow]) -> None:
    """Print the elements with what speaks for and against each."""
    for line in lines:
        echo(f"  {line.number}. {line.element.text}")
        for each in line.grounds:
            echo(f"     {each.side.value}: {each.name}  {each.where}  “{each.says}”")
            if each.unknown:
                echo(f"     {each.name} {each.unknown}")
        for said in line.confirmations:
            made = ", ".join(f"“{search.query}” ({search.hits:,} of {search.items:,})" for search in said.searches)
            echo(f"     {said.side.value}: looked for by {said.reviewer} with {made}. {said.note}".rstrip())
        for gone in line.dismissals:
            echo(f"     {gone.side.value}: {gone.reviewer} dismissed {named(gone.controls)}: {gone.reason}")
        if line.explanation:
            echo(f"     {line.explanation}")


def _print(each: Allegation, *, as_json: bool) -> None:
    if as_json:
        print_json(allegation_json(each))
        return
    echo(heading(each))
    print_matrix(each.matrix)
    for reason in each.look_again:
        echo(f"  look again: {reason}")


def _line_json(line: MatrixRow) -> dict[str, Any]:
    return {
        "element": line.number,
        "text": line.element.text,
        "for": [_ground_json(each) for each in line.grounds if each.side is Side.FOR],
        "against": [_ground_json(each) for each in line.grounds if each.side is Side.AGAINST],
        "explanation": line.explanation,
        "looked_for": [
            {
                "side": said.side.value,
                "note": said.note,
                "reviewer": said.reviewer,
                "at": said.created,
                "searches": [_search_json(search) for search in said.searches],
            }
            for said in line.confirmations
        ],
        "dismissed": [
            {
                "side": gone.side.value,
                "items": list(gone.controls),
                "reason": gone.reason,
                "reviewer": gone.reviewer,
                "at": gone.created,
            }
            for gone in line.dismissals
        ],
    }


def _search_json(search: Search) -> dict[str, Any]:
    values = {name: value for name, value in asdict(search).items() if name not in {"found", "opened"}}
    return {**values, "opened": None if search.opened is None else len(search.opened)}


def _ground_json(each: Ground) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        each.kind.value: each.target,
        "says": each.says,
        "where": each.where,
        "reviewer": each.reviewer,
        "gone": each.gone,
        "unknown": each.unknown,
    }
