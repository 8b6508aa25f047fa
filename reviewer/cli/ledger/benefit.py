"""``reviewer benefit``: the ledger of what officers received, were offered or asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Any, TypeVar

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.ledger.benefit_duplicates import distinct, duplicates, merge, part, propose
from reviewer.cli.ledger.benefit_filters import filter_options, wanted
from reviewer.cli.ledger.benefit_picture import picture
from reviewer.cli.ledger.benefit_shown import DONOR_KEY, benefit_json, print_line, print_one, proof_json
from reviewer.cli.ledger.benefit_totals import totals
from reviewer.cli.ledger.entry_number import BENEFIT
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import BenefitId, PassageId
from reviewer.domain.ledger.benefit import RULE, Field, Outcome, Status, What
from reviewer.domain.pages.passage import one_line
from reviewer.errors import InputError
from reviewer.usecases.exports import sheets
from reviewer.usecases.ledger import benefits
from reviewer.usecases.ledger.benefits import word

Command = TypeVar("Command", bound=Callable[..., Any])

_FACTS = (
    click.option("--what", metavar="KIND", help=f"One of: {', '.join(What)}."),
    click.option("--donor", "--giver", "donor", help="The donor: who gave it."),
    click.option("--organisation", metavar="NAME", help="The donor's organisation, by name or domain; empty for none."),
    click.option("--via", help="Through whom."),
    click.option("--description", help="What exactly it was."),
    click.option("--quantity", type=int, help="How many; 1 unless said."),
    click.option("--value", metavar="AMOUNT", help="The fair value of one: 199, or 150-199."),
    click.option("--currency", help="USD unless said here or with an amount."),
    click.option("--valued", metavar="TEXT", help="How the value was found."),
    click.option("--paid", metavar="AMOUNT", help="What was paid for all of it."),
    click.option("--code", help="The discount code."),
    click.option("--uses", type=int, help="How often the code was used, as stated."),
    click.option("--threshold", type=int, help="How many uses earn the reward."),
    click.option("--reward", help="What is promised for that."),
    click.option("--outcome", help=f"One of: {', '.join(Outcome)}. Needed."),
    click.option("--date", metavar="WHEN", help="2016-05-16, “around 2016-05”, “between 2016-05-01 and 2016-06-30”."),
    click.option("--status", help=f"One of: {', '.join(Status)}; alleged unless said."),
    click.option("--passage", "numbers", type=int, multiple=True, metavar="P", help="A passage that proves it."),
    click.option("--proof", "proofs", multiple=True, metavar="FIELD:P", help="A passage that proves one field of it."),
)


def fact_options(command: Command) -> Command:
    """Give a command the options for the facts of a benefit and the passages that prove them."""
    for option in reversed(_FACTS):
        command = option(command)
    return command


@click.group()
def benefit() -> None:
    """The ledger of what officers received."""


for command in (propose, duplicates, merge, part, distinct, totals, picture):
    benefit.add_command(command)
earlier = copy(duplicates)  # what the command was called before
earlier.hidden = True
benefit.add_command(earlier, "doubles")


@benefit.command()
@case_options
@json_option
@click.option("--officer", required=True, metavar="SERIAL", help="Who received it.")
@fact_options
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    numbers: tuple[int, ...],
    proofs: tuple[str, ...],
    as_json: bool,
    **words: str | int | None,
) -> None:
    """Enter a benefit, proved by at least one passage."""
    proving = [_proof(each) for each in proofs]
    with opened(path, passphrase_file) as case:
        facts = benefits.said(case, words)
        made = benefits.add(case, facts, passage_ids=_ids(numbers), proofs=proving, reviewer=reviewer)
    print_one(made, "added", as_json=as_json)


@benefit.command()
@case_options
@json_option
@click.argument("number", metavar="BENEFIT", type=BENEFIT)
@click.option("--officer", metavar="SERIAL", help="Who received it.")
@fact_options
def edit(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    number: int,
    *,
    numbers: tuple[int, ...],
    proofs: tuple[str, ...],
    as_json: bool,
    **words: str | int | None,
) -> None:
    """Change what is said of a benefit, or add passages that prove it; what is not named stays."""
    proving = [_proof(each) for each in proofs]
    with opened(path, passphrase_file) as case:
        before = benefits.get(case, BenefitId(number))
        facts = benefits.said(case, words, before.benefit.facts)
        made = benefits.edit(
            case, before.benefit.id, facts, passage_ids=_ids(numbers), proofs=proving, reviewer=reviewer
        )
    print_one(made, "changed", as_json=as_json)


@benefit.command()
@case_options
@json_option
@click.argument("number", metavar="BENEFIT", type=BENEFIT)
@click.argument("proof", metavar="FIELD:P")
def unprove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, proof: str, *, as_json: bool) -> None:
    """Say that passage P does not prove a field of a benefit after all."""
    field, passage = _proof(proof)
    with opened(path, passphrase_file) as case:
        made = benefits.unprove(case, BenefitId(number), field, passage, reviewer=reviewer)
    print_one(made, "changed", as_json=as_json)


@benefit.command()
@case_options
@json_option
@click.argument("number", metavar="BENEFIT", type=BENEFIT)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Remove a benefit; its passages stay, and `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = benefits.remove(case, BenefitId(number), reviewer=reviewer)
    print_one(before, "removed", as_json=as_json)


@benefit.command("list")
@case_options
@json_option
@filter_options
@click.option("--merged", is_flag=True, help="Also entries that were merged into others.")
@sheet_options("benefits")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    merged: bool,
    sheet: Asked,
    as_json: bool,
    **chosen: Any,
) -> None:
    """List benefits in order of time."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        meant = wanted(case, chosen, merged=merged)
        if exported(case, lambda gate: [sheets.benefits(gate, meant)], sheet, reviewer=reviewer):
            return
        found = benefits.listed(case, meant)
    if as_json:
        print_json([benefit_json(each) for each in found])
        return
    for each in found:
        print_line(each)
    if not all(each.benefit.facts.counts for each in found):
        echo(f"· does not count. {RULE}")


@benefit.command()
@case_options
@json_option
@click.argument("number", metavar="BENEFIT", type=BENEFIT)
def show(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Show a benefit with the words that prove it, field by field."""
    with opened(path, passphrase_file, read_only=True) as case:
        entry = benefits.get(case, BenefitId(number))
        quotes = benefits.quotes(case, entry.benefit)
    if as_json:
        proofs = [
            {**proof_json(proof.field, quotes[proof.passage]), "entry": proof.benefit} for proof in entry.benefit.proofs
        ]
        print_json({**benefit_json(entry), "proofs": proofs})
        return
    print_line(entry)
    for name, value in benefit_json(entry).items():
        if name not in {"benefit", "passages", "proofs", "net_low", "net_high"} and value not in ("", None, []):
            called = "donor" if name == DONOR_KEY else name.replace("_", " ")
            echo(f"       {called}: {value}")
    for proof in entry.benefit.proofs:
        marked = quotes[proof.passage]
        quote = one_line(marked.passage.anchor.quote)
        echo(f"       {proof.field.words}: “{quote}” {marked.control}, passage {proof.passage}")


def _proof(text: str) -> tuple[Field, PassageId]:
    """What ``FIELD:P`` says."""
    name, _, number = text.rpartition(":")
    if not number.isdecimal():
        raise InputError(f"“{text}” is no field and passage", "Write it as value:12.")
    return word(Field, name, "field of a benefit"), PassageId(int(number))


def _ids(numbers: Sequence[int]) -> list[PassageId]:
    return [PassageId(number) for number in numbers]
