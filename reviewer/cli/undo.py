"""``reviewer undo`` and ``reviewer redo``."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, opened
from reviewer.usecases import undo as use


@click.command()
@case_options
def undo(path: Path, passphrase_file: Path | None, reviewer: str) -> None:
    """Take back this reviewer's last act; the audit trail keeps both."""
    with opened(path, passphrase_file) as case:
        entry = use.undo(case, reviewer=reviewer)
    click.echo(f"undone: {entry.act} {entry.subject}".rstrip())


@click.command()
@case_options
def redo(path: Path, passphrase_file: Path | None, reviewer: str) -> None:
    """Do again what this reviewer last took back."""
    with opened(path, passphrase_file) as case:
        entry = use.redo(case, reviewer=reviewer)
    click.echo(f"done again: {entry.subject}".rstrip())
