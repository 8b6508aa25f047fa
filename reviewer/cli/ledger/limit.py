"""``reviewer limit``: what rules let one donor give one officer in a calendar year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain import money
from reviewer.domain.ids import LimitId
from reviewer.usecases.ledger import limits
from reviewer.usecases.ledger.limits import Limit


@click.group()
def limit() -> None:
    """What one donor may give one officer in a calendar year."""


@limit.command()
@case_options
@json_option
@click.argument("rule")
@click.argument("amount")
@click.option("--from", "start", default="", metavar="DAY", help="The first day it is in force; open unless said.")
@click.option("--to", "end", default="", metavar="DAY", help="The last day it is in force; open unless said.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    rule: str,
    amount: str,
    start: str,
    end: str,
    as_json: bool,
) -> None:
    """Add a limit of AMOUNT that RULE sets."""
    with opened(path, passphrase_file) as case:
        made = limits.add(case, rule, amount, start=start, end=end, reviewer=reviewer)
    _print(made, "added ", as_json=as_json)


@limit.command()
@case_options
@json_option
@click.argument("number", metavar="LIMIT", type=int)
@click.option("--rule", help="The rule that sets it.")
@click.option("--amount", help="What one donor may give.")
@click.option("--from", "start", metavar="DAY", help="The first day it is in force; empty: open.")
@click.option("--to", "end", metavar="DAY", help="The last day it is in force; empty: open.")
def edit(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    rule: str | None,
    amount: str | None,
    start: str | None,
    end: str | None,
    as_json: bool,
) -> None:
    """Change a limit; what is not named stays."""
    with opened(path, passphrase_file) as case:
        made = limits.change(case, LimitId(number), rule=rule, amount=amount, start=start, end=end, reviewer=reviewer)
    _print(made, "changed ", as_json=as_json)


@limit.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the limits by rule and time."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = limits.listed(case)
    if as_json:
        print_json([limit_json(each) for each in found])
        return
    for each in found:
        _print(each, "", as_json=False)


@limit.command()
@case_options
@json_option
@click.argument("number", metavar="LIMIT", type=int)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Remove a limit."""
    with opened(path, passphrase_file) as case:
        before = limits.remove(case, LimitId(number), reviewer=reviewer)
    _print(before, "removed ", as_json=as_json)


def limit_json(each: Limit) -> dict[str, Any]:
    """A limit as the documented JSON object."""
    return {
        "limit": each.id,
        "rule": each.rule,
        "amount": money.units(each.amount),
        "currency": each.currency,
        "from": each.days.earliest,
        "to": each.days.latest,
    }


def _print(each: Limit, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(limit_json(each))
        return
    days = f"{each.days.earliest or '…'} to {each.days.latest or '…'}"
    echo(f"{done}{each.id}  {each.rule}  {money.written(each.amount, each.currency)} a donor and year  {days}")
