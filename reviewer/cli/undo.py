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
@click.option("--last", "count", type=click.IntRange(1), metavar="N", help="Take back the last N acts, or none.")
@json_option
def undo(path: Path, passphrase_file: Path | None, reviewer: str, count: int | None, *, as_json: bool) -> None:
    """Take back this reviewer's last act; the audit trail keeps both."""
    with opened(path, passphrase_file) as case:
        if count is None:
            _print("undone", use.undo(case, reviewer=reviewer), as_json=as_json)
            return
        entries = use.undo_last(case, count, reviewer=reviewer)
    if as_json:
        print_json([_value(each) for each in entries])
    else:
        for each in entries:
            _print("undone", each, as_json=False)


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
        print_json(_value(entry))
    else:
        echo(f"{what}: {told(entry.act)} {entry.subject}".rstrip())


def _value(entry: AuditEntry) -> dict[str, object]:
    return {"entry": entry.id, "act": entry.act, "subject": entry.subject}
