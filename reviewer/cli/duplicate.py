"""``reviewer duplicate``: the same message in several mailboxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.casefile.case import Case
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.usecases import duplicates, items, order
from reviewer.usecases.duplicates import Copy, Duplicates


@click.group()
def duplicate() -> None:
    """Look at copies of the same message."""


@duplicate.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List every message that is there more than once, with where each copy was."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = duplicates.listed(case)
        counts = duplicates.counts(case)
        warn_of_waiting(case)
    if as_json:
        print_json({**counts, "groups": [_json(each) for each in found]})
        return
    for each in found:
        _print(each)
    echo(f"{counts['messages']:,} messages compared, {counts['copies']:,} of them copies of another")


@duplicate.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
def show(path: Path, passphrase_file: Path | None, reviewer: str, control: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show all copies of an item, with their custodians, paths and folders."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = duplicates.of_item(case, items.find(case, control).id)
        warn_of_waiting(case)
    if as_json:
        print_json(_json(found))
    else:
        _print(found)


def warn_of_waiting(case: Case) -> None:
    """Say on standard error when messages were taken in that are not in order yet."""
    waiting = order.waiting(case)
    if waiting:
        echo(
            f"reviewer: {waiting:,} messages are not in order yet; `reviewer thread build CASE` puts them in order",
            err=True,
        )


def _json(each: Duplicates) -> dict[str, Any]:
    return {
        "original": each.original.control,
        "date": each.original.date,
        "sender": each.original.sender,
        "subject": each.original.subject,
        "copies": [_copy_json(copy) for copy in each.copies],
    }


def _copy_json(copy: Copy) -> dict[str, str]:
    return {
        "item": copy.item.control,
        "custodian": copy.item.custodian,
        "path": copy.item.path,
        "folder": copy.folder,
        "sha256": copy.item.sha256,
    }


def _print(each: Duplicates) -> None:
    echo(f"{each.original.date or '-':20}  {each.original.sender[:30]:30}  {each.original.title}")
    for copy in each.copies:
        where = " › ".join(filter(None, (copy.item.path, copy.folder)))
        echo(f"    {copy.item.control}  {copy.item.custodian or '-':20}  {where}")
