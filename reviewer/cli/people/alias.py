"""``reviewer alias``: other names and addresses of officers, as the evidence has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.people.people_found import Evidence
from reviewer.usecases.evidence import items
from reviewer.usecases.people import aliases
from reviewer.usecases.people.aliases import FoundAlias


@click.group()
def alias() -> None:
    """Find other names and addresses of officers."""


@alias.command("list")
@case_options
@json_option
@click.option("--officer", "who", default="", metavar="OFFICER", help="Of this officer only.")
@click.option("--refused", is_flag=True, help="Those that were refused as well.")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    who: str,
    refused: bool,
    as_json: bool,
) -> None:
    """List names and addresses that may be an officer's, and what speaks for each."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = [_json(case, each) for each in aliases.listed(case, who, refused=refused)]
    if as_json:
        print_json(found)
        return
    for each in found:
        marks = "  (refused)" if each["refused"] else ""
        marks += f"  (fits {', '.join(each['others'])} as well)" if each["others"] else ""
        echo(f"{each['serial']:10} {each['name']:24} {each['kind']:8} {each['value']}{marks}")
        for one in each["evidence"]:
            echo(f"    {one['sign']}: {one['known']}, in {one['source']} of {one['items']:,}, first {one['first']}")


@alias.command()
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.argument("value")
def accept(path: Path, passphrase_file: Path | None, reviewer: str, who: str, value: str, *, as_json: bool) -> None:
    """Make VALUE, which `alias list` shows, one of the officer's names or addresses. It can be undone."""
    with opened(path, passphrase_file) as case:
        _print(aliases.accept(case, who, value, reviewer=reviewer), "accepted", as_json=as_json)


@alias.command()
@case_options
@json_option
@click.argument("who", metavar="OFFICER")
@click.argument("value")
def refuse(path: Path, passphrase_file: Path | None, reviewer: str, who: str, value: str, *, as_json: bool) -> None:
    """Say that VALUE is not the officer's; it is not brought up again. It can be undone."""
    with opened(path, passphrase_file) as case:
        _print(aliases.refuse(case, who, value, reviewer=reviewer), "refused", as_json=as_json)


def _print(found: FoundAlias, verdict: str, *, as_json: bool) -> None:
    if as_json:
        candidate = found.candidate
        print_json(
            {"serial": found.officer.serial, "kind": candidate.kind, "value": candidate.value, "verdict": verdict}
        )
    else:
        echo(f"{verdict} {found.candidate.value} for {found.officer.serial} {found.officer.name}")


def _json(case: Case, found: FoundAlias) -> dict[str, Any]:
    return {
        "serial": found.officer.serial,
        "name": found.officer.name,
        "kind": found.candidate.kind,
        "value": found.candidate.value,
        "refused": found.refused,
        "others": [other.serial for other in found.others],
        "evidence": [_evidence_json(case, each) for each in found.candidate.evidence],
    }


def _evidence_json(case: Case, each: Evidence) -> dict[str, Any]:
    return {
        "sign": each.sign.value,
        "known": each.known,
        "source": each.source.value,
        "items": each.items,
        "first": items.get(case, each.first).control,
    }
