"""``reviewer crash``: reports of crashes, without a word of any case."""

from __future__ import annotations

import click

from reviewer.cli.session import json_option, print_json
from reviewer.cli.terminal import echo
from reviewer.desktop import crash_reports


@click.group()
def crash() -> None:
    """Show and delete reports of crashes; they hold no words of any case."""


@crash.command()
@json_option
def show(*, as_json: bool) -> None:
    """Show the reports that are kept on this laptop, the latest first."""
    crash_reports.gather()
    found = crash_reports.listed()
    if as_json:
        print_json([{"file": each.path.name, "text": each.text} for each in found])
        return
    for each in found:
        echo(each.text)
    if not found:
        echo("there is no crash report")


@crash.command()
@json_option
def delete(*, as_json: bool) -> None:
    """Delete all of them."""
    crash_reports.gather()
    found = crash_reports.listed()
    crash_reports.delete(found)
    if as_json:
        print_json({"deleted": len(found)})
        return
    echo(f"deleted: {len(found)}")
