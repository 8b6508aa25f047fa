"""``reviewer benefit propose``, and counting one benefit once: ``duplicates``, ``merge``, ``part``, ``distinct``."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.ledger.benefit_shown import DONOR_KEY, benefit_json, print_line, print_one
from reviewer.cli.ledger.entry_number import BENEFIT
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import BenefitId, PassageId
from reviewer.domain.pages.passage import one_line
from reviewer.usecases.ledger import benefit_duplicates as finding
from reviewer.usecases.ledger import benefits, proposals
from reviewer.usecases.people import officers


@click.command()
@case_options
@json_option
@click.argument("number", metavar="PASSAGE", type=int)
def propose(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:  # noqa: ARG001
    """Propose what a passage may say of a benefit; nothing is entered."""
    with opened(path, passphrase_file, read_only=True) as case:
        made = proposals.propose(case, PassageId(number))
    if as_json:
        found = [
            {"kind": each.kind.value, "start": each.start, "end": each.end, "text": each.text, "value": each.value}
            for each in made.found
        ]
        print_json(
            {
                "passage": number,
                "quote": one_line(made.passage.passage.anchor.quote),
                "fields": {DONOR_KEY if name == "donor" else name: value for name, value in made.fields.items()},
                "date_of_message": made.of_message,
                "found": found,
                "entered": list(made.entered),
            }
        )
        return
    echo(f"“{one_line(made.passage.passage.anchor.quote)}”")
    for name, value in made.fields.items():
        echo(f"  --{name} {value}{' (the date of the message)' if name == 'date' and made.of_message else ''}")
    if made.entered:
        echo(f"It proves {', '.join(f'B-{each}' for each in made.entered)} already.")


@click.command()
@case_options
@json_option
@click.option("--officer", "who", default="", metavar="SERIAL", help="Only what this officer received.")
def duplicates(path: Path, passphrase_file: Path | None, reviewer: str, who: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List entries that are likely one and the same benefit."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = finding.listed(case, officers.show(case, who)[0].id if who else None)
        entries = {entry.benefit.id: entry for entry in benefits.listed(case)}
    if as_json:
        print_json(
            [
                {
                    "signs": list(each.signs),
                    "one": benefit_json(entries[each.one]),
                    "two": benefit_json(entries[each.two]),
                }
                for each in found
            ]
        )
        return
    for each in found:
        echo(f"B-{each.one} and B-{each.two}: {', '.join(each.signs)}")
        print_line(entries[each.one])
        print_line(entries[each.two])


@click.command()
@case_options
@json_option
@click.argument("kept", metavar="BENEFIT", type=BENEFIT)
@click.argument("others", metavar="OTHER...", type=BENEFIT, nargs=-1, required=True)
def merge(
    path: Path, passphrase_file: Path | None, reviewer: str, kept: int, others: tuple[int, ...], *, as_json: bool
) -> None:
    """Make BENEFIT and each OTHER one entry, which has the passages of all."""
    with opened(path, passphrase_file) as case:
        made = finding.merge(case, BenefitId(kept), [BenefitId(other) for other in others], reviewer=reviewer)
    print_one(made, "merged", as_json=as_json)


@click.command()
@case_options
@json_option
@click.argument("number", metavar="BENEFIT", type=BENEFIT)
def part(path: Path, passphrase_file: Path | None, reviewer: str, number: int, *, as_json: bool) -> None:
    """Let an entry that was merged into another stand for itself again."""
    with opened(path, passphrase_file) as case:
        (made,) = finding.part(case, [BenefitId(number)], reviewer=reviewer)
    print_one(made, "parted", as_json=as_json)


@click.command()
@case_options
@json_option
@click.argument("one", metavar="BENEFIT", type=BENEFIT)
@click.argument("two", metavar="OTHER", type=BENEFIT)
def distinct(path: Path, passphrase_file: Path | None, reviewer: str, one: int, two: int, *, as_json: bool) -> None:
    """Say that two entries are two benefits, so that they are not listed as duplicates again."""
    with opened(path, passphrase_file) as case:
        finding.set_apart(case, BenefitId(one), BenefitId(two), reviewer=reviewer)
    if as_json:
        print_json({"one": min(one, two), "two": max(one, two), "distinct": True})
    else:
        echo(f"B-{one} and B-{two} are two")
