"""``reviewer undo`` and ``reviewer redo``."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json, signing_option, signing_passphrase
from reviewer.cli.terminal import echo
from reviewer.domain.acts import told
from reviewer.usecases import undo as use
from reviewer.usecases.trail import AuditEntry


@click.command()
@case_options
@json_option
def undo(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:
    """Take back this reviewer's last act; the audit trail keeps both."""
    with opened(path, passphrase_file) as case:
        entry = use.undo(case, reviewer=reviewer)
    _print("undone", entry, as_json=as_json)


@click.command()
@case_options
@json_option
@signing_option
def redo(path: Path, passphrase_file: Path | None, reviewer: str, signing_file: Path | None, *, as_json: bool) -> None:
    """Do again what this reviewer last took back; a signature by the passphrase of its key."""
    with opened(path, passphrase_file) as case:
        signs = use.redo_signs(case, reviewer=reviewer)
        passphrase = signing_passphrase(signing_file, reviewer, has_key=signs) if signs else None
        entry = use.redo(case, reviewer=reviewer, passphrase=passphrase)
    _print("done again", entry, as_json=as_json)


def _print(what: str, entry: AuditEntry, *, as_json: bool) -> None:
    if as_json:
        print_json({"entry": entry.id, "act": entry.act, "subject": entry.subject})
    else:
        echo(f"{what}: {told(entry.act)} {entry.subject}".rstrip())
