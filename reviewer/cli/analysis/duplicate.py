"""``reviewer duplicate``: the same message in several mailboxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import counted, echo
from reviewer.usecases.analysis import analysis, duplicates, near_duplicates
from reviewer.usecases.analysis.duplicates import Copy, Duplicates
from reviewer.usecases.analysis.near_duplicates import Alike
from reviewer.usecases.evidence import items


@click.group()
def duplicate() -> None:
    """Look at duplicates and near-duplicates."""


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
    compared = counted(counts["messages"], "message", "messages")
    echo(f"{compared} compared, {counts['copies']:,} of them duplicates")


@duplicate.command()
@case_options
@json_option
@click.argument("control", metavar="ITEM")
def show(path: Path, passphrase_file: Path | None, reviewer: str, control: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show all duplicates of an item, with their custodians, paths and folders."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = duplicates.of_item(case, items.find(case, control).id)
        warn_of_waiting(case)
    if as_json:
        print_json(_json(found))
    else:
        _print(found)


@duplicate.command()
@case_options
@json_option
@click.argument("control", metavar="[ITEM]", required=False)
@click.option(
    "--threshold",
    type=float,
    default=near_duplicates.THRESHOLD,
    show_default=True,
    help="How much alike, from 0.5 to 1 for the same words.",
)
def near(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    control: str | None,
    threshold: float,
    as_json: bool,
) -> None:
    """List groups of near-duplicates, or the group of one item."""
    with opened(path, passphrase_file, read_only=True) as case:
        if control is None:
            found = near_duplicates.listed(case, threshold)
        else:
            found = [near_duplicates.of_item(case, items.find(case, control).id, threshold)]
        counts = near_duplicates.counts(case, threshold)
        warn_of_waiting(case)
    if as_json:
        groups = [[_alike_json(each) for each in group] for group in found if group]
        print_json({"threshold": threshold, "shingle": near_duplicates.SHINGLE, **counts, "groups": groups})
        return
    for group in found:
        for each in group:
            echo(f"{each.item.control}  {each.similarity:.2f} like {each.nearest.control}  {each.item.title}")
        echo("")
    alike = f"{counts['alike']:,} of them near-duplicates: they share {threshold:.0%}"
    echo(
        f"{counts['compared']:,} texts compared, {alike} of their runs of {near_duplicates.SHINGLE} words with another"
    )


def warn_of_waiting(case: Case) -> None:
    """Say on standard error when messages were taken in that are not analysed yet."""
    waiting = analysis.waiting(case)
    if waiting:
        are = counted(waiting, "message is", "messages are")
        echo(f"reviewer: {are} not analysed yet; `reviewer thread build CASE` analyses them", err=True)


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


def _alike_json(each: Alike) -> dict[str, Any]:
    return {"item": each.item.control, "nearest": each.nearest.control, "similarity": round(each.similarity, 4)}


def _print(each: Duplicates) -> None:
    echo(f"{each.original.date or '-':20}  {each.original.sender[:30]:30}  {each.original.title}")
    for copy in each.copies:
        where = " › ".join(filter(None, (copy.item.path, copy.folder)))
        echo(f"    {copy.item.control}  {copy.item.custodian or '-':20}  {where}")
