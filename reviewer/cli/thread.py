"""``reviewer thread``: which message answers which, and what is missing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json, progress
from reviewer.cli.terminal import echo
from reviewer.usecases import order


@click.group()
def thread() -> None:
    """Put messages in order, and find what is missing."""


@thread.command()
@case_options
@json_option
def build(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:
    """Put in order what was taken in since the last time: copies, threads, texts that are nearly the same."""
    with opened(path, passphrase_file) as case, progress() as bar:
        done = order.arrange(case, reviewer=reviewer, progress=bar)
    if as_json:
        print_json(asdict(done))
        return
    echo(f"{done.messages:,} messages, {done.copies:,} of them copies of another")
