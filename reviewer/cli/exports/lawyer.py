"""``reviewer privilege lawyer``: the lawyers of the case; ``reviewer privilege suggest``: what may be privileged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.usecases.exports import lawyers
from reviewer.usecases.exports.lawyers import Listed, Seen, Suggested


@click.group()
def lawyer() -> None:
    """Keep the list of lawyers of the case."""


@lawyer.command()
@case_options
@json_option
@click.argument("name")
@click.option("--address", default="", help="The lawyer's e-mail address.")
@click.option("--domain", default="", help="The firm's domain: whoever writes from it is meant.")
def add(
    path: Path, passphrase_file: Path | None, reviewer: str, *, name: str, address: str, domain: str, as_json: bool
) -> None:
    """Put a lawyer on the list, or a firm."""
    with opened(path, passphrase_file) as case:
        made = lawyers.add(case, name, address=address, domain=domain, reviewer=reviewer)
    if as_json:
        print_json(_lawyer_json(made))
    else:
        _show(made)


@lawyer.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the lawyers, each with how many messages name them."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = lawyers.listed(case)
    if as_json:
        print_json([_lawyer_json(each) for each in found])
        return
    for each in found:
        _show(each)


@lawyer.command()
@case_options
@json_option
@click.argument("number", metavar="LAWYER", type=int)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool) -> None:
    """Take a lawyer off the list; `reviewer undo` brings them back."""
    with opened(path, passphrase_file) as case:
        gone = lawyers.remove(case, number, reviewer=reviewer)
    if as_json:
        print_json({"lawyer": gone.id, "name": gone.name})
    else:
        echo(f"{gone.id}: {gone.name} taken off the list")


@click.command()
@case_options
@json_option
def suggest(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List messages that a lawyer sent or got and of which nobody said whether they are privileged."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = lawyers.suggest(case)
    if as_json:
        print_json([_suggested_json(each) for each in found])
        return
    for each in found:
        kept = "  withheld with others already" if each.withheld else ""
        echo(f"{each.item.control}  {each.item.date[:10]}{kept}")
        for seen in each.seen:
            echo(f"  {seen.person.role}: {_shown(seen)}, as {seen.lawyer.name} by {seen.sign.value}")
    messages = f"{len(found):,} message{'s' * (len(found) != 1)}"
    echo(f"{messages} with a lawyer and without a call; attachments and words within messages were not looked at")


def _shown(seen: Seen) -> str:
    return f"{seen.person.name} <{seen.person.address}>" if seen.person.name else seen.person.address


def _show(each: Listed) -> None:
    known = each.lawyer
    by = "".join(f"  {text}" for text in (known.address, known.domain and f"@{known.domain}") if text)
    echo(f"{known.id}  {known.name}{by}  {each.messages:,} message{'s' * (each.messages != 1)}")


def _lawyer_json(each: Listed) -> dict[str, Any]:
    """A lawyer as the documented JSON object."""
    return {
        "lawyer": each.lawyer.id,
        "name": each.lawyer.name,
        "address": each.lawyer.address,
        "domain": each.lawyer.domain,
        "messages": each.messages,
        "reviewer": each.lawyer.reviewer,
        "at": each.lawyer.at,
    }


def _suggested_json(each: Suggested) -> dict[str, Any]:
    return {
        "item": each.item.control,
        "title": each.item.title,
        "date": each.item.date,
        "withheld": each.withheld,
        "why": [
            {
                "role": seen.person.role,
                "name": seen.person.name,
                "address": seen.person.address,
                "lawyer": seen.lawyer.id,
                "by": seen.sign.value,
            }
            for seen in each.seen
        ],
    }
