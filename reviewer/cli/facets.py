"""``reviewer facets``: how what a query finds is spread over custodians, senders, months and so on."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.query_argument import QueryCommand, as_typed
from reviewer.cli.session import case_options, json_option, print_json, searched
from reviewer.cli.terminal import echo
from reviewer.usecases import facets as use

_SHOWN = 10


@click.command(cls=QueryCommand)
@case_options
@json_option
@click.argument("query", nargs=-1, callback=as_typed)
def facets(path: Path, passphrase_file: Path | None, reviewer: str, query: tuple[str, ...], *, as_json: bool) -> None:
    """Count what a query finds by custodian, sender, domain, officer, kind, year, month, tag and mark."""
    with searched(path, passphrase_file) as case:
        found = use.of_query(case, " ".join(query), reviewer=reviewer)
    if as_json:
        print_json(
            {
                name: [{"value": each.value, "items": each.items, "narrows": each.narrows} for each in values]
                for name, values in found.items()
            }
        )
        return
    for name, values in found.items():
        for each in values[:_SHOWN]:
            echo(f"{name:9}  {each.items:>8,}  {each.value}")
        if len(values) > _SHOWN:
            echo(f"{name:9}            … and {len(values) - _SHOWN:,} more; --json has all")
