"""``reviewer audit``: who did what, and when."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.acts import told
from reviewer.usecases import trail


@click.command()
@case_options
@json_option
@click.option("--limit", type=click.IntRange(min=1), help="Only the latest so many.")
def audit(path: Path, passphrase_file: Path | None, reviewer: str, limit: int | None, *, as_json: bool) -> None:  # noqa: ARG001
    """Show the audit trail, the latest entry last."""
    with opened(path, passphrase_file, read_only=True) as case:
        entries = trail.entries(case, limit=limit)
    if as_json:
        print_json(
            [
                {
                    "entry": each.id,
                    "at": each.at,
                    "reviewer": each.reviewer,
                    "act": each.act,
                    "subject": each.subject,
                    "changes": [[c.table, c.id, c.before, c.after] for c in each.changes],
                    "facts": each.facts,
                    "undoes": each.undoes,
                    "hash": each.hash.hex(),
                }
                for each in entries
            ]
        )
        return
    for each in entries:
        echo(f"{each.id:>6}  {each.at}  {each.reviewer:16} {told(each.act):16} {each.subject}".rstrip())
