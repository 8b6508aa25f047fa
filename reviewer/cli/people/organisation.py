"""``reviewer organisation``: the vendor and the like, and the people who speak for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.ids import OrganisationPersonId
from reviewer.domain.people.organisation import Organisation, OrganisationKind, OrganisationPerson
from reviewer.errors import UsageError
from reviewer.usecases.people import organisations

_KINDS = click.Choice([kind.value for kind in OrganisationKind])


@click.group()
def organisation() -> None:
    """Keep organisations, their domains and their people."""


@organisation.command()
@case_options
@json_option
@click.argument("name")
@click.option("--kind", type=_KINDS, default="other", help="What sort of organisation.")
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="What stands behind the @.")
@click.option("--remark", default="", help="What else is known.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    kind: str,
    domains: tuple[str, ...],
    remark: str,
    as_json: bool,
) -> None:
    """Add an organisation."""
    with opened(path, passphrase_file) as case:
        made = organisations.add(case, name, kind, domains=domains, remark=remark, reviewer=reviewer)
    _print(made, "added", as_json=as_json)


@organisation.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all organisations by name."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = organisations.listed(case)
    if as_json:
        print_json([organisation_json(each) for each in found])
        return
    for each in found:
        echo(f"{each.name:32} {each.kind.value:10} {len(each.people):>3} people  {', '.join(each.domains)}".rstrip())


@organisation.command()
@case_options
@json_option
@click.argument("name", metavar="ORGANISATION")
def show(path: Path, passphrase_file: Path | None, reviewer: str, name: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show an organisation, by name or domain: its people, and its addresses in the evidence with their counts."""
    with opened(path, passphrase_file, read_only=True) as case:
        shown = organisations.show(case, name)
    if as_json:
        unknown = {each.address for each in shown.unknown}
        counted = [
            {"address": each.address, "name": each.name, "items": each.items, "first": each.first}
            | {"known": each.address not in unknown}
            for each in shown.addresses
        ]
        print_json({**organisation_json(shown.organisation), "addresses": counted})
        return
    _print_people(shown.organisation)
    unknown = {each.address for each in shown.unknown}
    for each in shown.addresses:
        more = "  (nobody listed)" if each.address in unknown else ""
        echo(f"  {each.address:40} {each.name:24} in {each.items:,}, first {each.first}{more}")


@organisation.command()
@case_options
@json_option
@click.argument("who", metavar="ORGANISATION")
@click.option("--name", help="Its new name.")
@click.option("--kind", type=_KINDS, help="What sort of organisation.")
@click.option("--remark", help="What else is known.")
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="One more of its domains.")
@click.option("--drop-domain", "dropped", multiple=True, metavar="DOMAIN", help="What is none of its domains.")
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    name: str | None,
    kind: str | None,
    remark: str | None,
    domains: tuple[str, ...],
    dropped: tuple[str, ...],
    as_json: bool,
) -> None:
    """Change what is given of an organisation."""
    with opened(path, passphrase_file) as case:
        made = organisations.change(
            case,
            who,
            name=name,
            kind=kind,
            remark=remark,
            add_domains=domains,
            drop_domains=dropped,
            reviewer=reviewer,
        )
    _print(made, "changed", as_json=as_json)


@organisation.command()
@case_options
@json_option
@click.argument("who", metavar="ORGANISATION")
def remove(path: Path, passphrase_file: Path | None, reviewer: str, who: str, *, as_json: bool) -> None:
    """Remove an organisation with its domains and people; `reviewer undo` brings it back."""
    with opened(path, passphrase_file) as case:
        before = organisations.remove(case, who, reviewer=reviewer)
    _print(before, "removed", as_json=as_json)


@organisation.command()
@case_options
@json_option
@click.argument("who", metavar="ORGANISATION")
@click.argument("name", required=False)
@click.option("--address", help="The person's address.")
@click.option("--position", help="The person's position.")
@click.option("--from", "start", metavar="DAY", help="The first day in it, YYYY-MM-DD.")
@click.option("--to", "end", metavar="DAY", help="The last day in it.")
@click.option("--change", "changed", type=int, metavar="PERSON", help="Change this person instead of adding one.")
@click.option("--remove", "removed", type=int, metavar="PERSON", help="Remove this person.")
def person(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    who: str,
    name: str | None,
    address: str | None,
    position: str | None,
    start: str | None,
    end: str | None,
    changed: int | None,
    removed: int | None,
    as_json: bool,
) -> None:
    """Add NAME to an organisation's people, or change or remove one of them."""
    said = {"name": name, "address": address, "position": position, "start": start, "end": end}
    given: dict[str, Any] = {key: value for key, value in said.items() if value is not None}
    if removed is not None and (given or changed is not None):
        raise UsageError("a person is removed, or changed, or added", "Give --remove alone.")
    if removed is None and changed is None and name is None:
        raise UsageError("a person needs a name", "Give NAME, or --change PERSON, or --remove PERSON.")
    with opened(path, passphrase_file) as case:
        if removed is not None:
            made = organisations.remove_person(case, who, OrganisationPersonId(removed), reviewer=reviewer)
        elif changed is not None:
            found = organisations.show(case, who).organisation
            before = organisations.person_of(found, OrganisationPersonId(changed))
            made = organisations.change_person(case, who, replace(before, **given), reviewer=reviewer)
        else:
            one = replace(OrganisationPerson(OrganisationPersonId(0), ""), **given)
            made = organisations.add_person(case, who, one, reviewer=reviewer)
    if as_json:
        print_json(organisation_json(made))
    else:
        _print_people(made)


def organisation_json(each: Organisation) -> dict[str, Any]:
    """An organisation as the documented JSON object."""
    return {
        "organisation": each.id,
        "name": each.name,
        "kind": each.kind.value,
        "remark": each.remark,
        "domains": list(each.domains),
        "people": [
            {"person": one.id, "name": one.name, "address": one.address, "position": one.position}
            | {"start": one.start, "end": one.end}
            for one in each.people
        ],
    }


def _print(each: Organisation, verdict: str, *, as_json: bool) -> None:
    if as_json:
        print_json(organisation_json(each))
    else:
        echo(f"{verdict} {each.name}")


def _print_people(each: Organisation) -> None:
    echo(f"{each.name}  {each.kind.value}  {', '.join(each.domains)}".rstrip())
    if each.remark:
        echo(f"  {each.remark}")
    for one in each.people:
        days = f"  {one.start or '…'} to {one.end or '…'}" if one.start or one.end else ""
        echo(f"  {one.id:>3}  {one.name:24} {one.position:24} {one.address}{days}".rstrip())
