"""``reviewer coverage``: what was read, and what was not; and what counts as read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.session import case_options, json_option, opened, print_json, searched
from reviewer.cli.terminal import counted, echo
from reviewer.domain.evidence.reading_rule import Counts
from reviewer.errors import UsageError
from reviewer.usecases.analysis import coverage as coverages
from reviewer.usecases.analysis.coverage import Share
from reviewer.usecases.evidence import items


@click.command()
@case_options
@json_option
@click.option("--query", "queries", multiple=True, metavar="QUERY", help="Tell it of what this finds, too.")
@click.option("--items", "share", type=click.Choice([each.value for each in Share]), help="List what a number counts.")
@click.option("--of", "part", metavar="BY=VALUE", default="", help="Of which part: custodian=Moore, month=2016-05 …")
def coverage(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    queries: tuple[str, ...],
    share: str | None,
    part: str,
    as_json: bool,
) -> None:
    """Tell how much of the evidence was read: in all, by reviewer, custodian, month, query and queue."""
    if part and share is None:
        raise UsageError("--of goes with --items", "Say which items are to be listed: --items unread, for example.")
    if part and "=" not in part:
        raise UsageError("--of wants BY=VALUE", "Write custodian=Moore, for example.")
    with searched(path, passphrase_file) as case:
        if share is not None:
            _list(case, Share(share), part, reviewer=reviewer, as_json=as_json)
            return
        told = coverages.coverage_of(case, queries, reviewer=reviewer)
    if as_json:
        by = [{"by": each.by, "value": each.value, **asdict(each.read)} for each in told.parts]
        print_json({**asdict(told.whole), "by": by, "counts": told.rule.counts.value, "pace": told.rule.pace})
        return
    whole = told.whole
    told_of = f"{whole.read:,} of {whole.items:,} items read by somebody; {whole.unread:,} by nobody"
    echo(f"{told_of}; {whole.unreadable:,} cannot be read")
    echo(f"read: {whole.marked:,} marked, {whole.opened:,} opened only, {whole.covered:,} as part or copy of another")
    if whole.unseen:
        echo(f"{whole.unseen:,} were marked without having been opened")
    for each in told.parts:
        echo(f"{each.by:9}  {each.value or '-':24}  {each.read.read:>8,} of {each.read.items:>8,}")


def _list(case: Case, share: Share, part: str, *, reviewer: str, as_json: bool) -> None:
    """List what a number of the coverage counts."""
    by, _, value = part.partition("=")
    found = items.many(case, coverages.items_of_part(case, by, value, share, reviewer=reviewer))
    if as_json:
        print_json({"by": by, "value": value, "share": share.value, "items": [each.control for each in found]})
        return
    for each in found:
        echo(f"{each.control}  {each.date or '-':20}  {each.title}")
    echo(counted(len(found), "item", "items"))


@click.command()
@case_options
@json_option
@click.option("--counts", type=click.Choice([each.value for each in Counts]), help="opened, or marked alone.")
@click.option("--pace", type=int, metavar="WORDS", help="Words a minute; 0: two seconds in sight are enough.")
def reading(
    path: Path, passphrase_file: Path | None, reviewer: str, *, counts: str | None, pace: int | None, as_json: bool
) -> None:
    """Decide what counts as read in this case, or show it."""
    with opened(path, passphrase_file, read_only=counts is None and pace is None) as case:
        if counts is None and pace is None:
            made = coverages.rule(case)
        else:
            wanted = None if counts is None else Counts(counts)
            made = coverages.set_rule(case, counts=wanted, pace=pace, reviewer=reviewer)
    if as_json:
        print_json({"counts": made.counts.value, "pace": made.pace})
        return
    held = f"as long as it takes at {made.pace:,} words a minute, two seconds at least"
    long = held if made.pace else "for two seconds"
    opened_counts = made.counts is Counts.OPENED
    echo(f"read: marked, said to be read, or open {long}" if opened_counts else "read: marked, or said to be read")
