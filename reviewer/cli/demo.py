"""``reviewer demo``: build the demo case through the real intake, then open it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from reviewer.cli.evidence.intake import account_json
from reviewer.cli.session import Bar, json_option, print_json, progress
from reviewer.desktop.display import has_display
from reviewer.errors import IncompleteError
from reviewer.usecases.demo import build as use
from reviewer.usecases.demo.build import Built, DemoPlace


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    metavar="DIR",
    help="Where to build it; a new or empty folder.",
)
@click.option("--again", is_flag=True, help="Drop the demo that is there, and build it anew.")
@click.option("--no-window", is_flag=True, help="Build it only.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many readers work at once; else one per core.")
@click.option("--reviewer", metavar="NAME", default=use.REVIEWER, show_default=True, help="Who acts.")
@click.option("--without-sandbox", is_flag=True, help="Read it even where this computer has no sandbox for that.")
@json_option
def demo(
    *,
    folder: Path,
    again: bool,
    no_window: bool,
    jobs: int | None,
    reviewer: str,
    without_sandbox: bool,
    as_json: bool,
) -> int:
    """Build the demo case, then open it; where there is no screen, write pictures of the window instead.

    An invented vendor, an invented police department, and what they wrote to each other in 2016: DIR/evidence is
    what the investigator gets, DIR/demo.evcase is the case, DIR/report and DIR/bundle are
    what counsel gets.
    """
    with progress() as bar:
        built = use.build(
            folder,
            reviewer=reviewer.strip() or use.REVIEWER,
            again=again,
            jobs=jobs,
            without_sandbox=without_sandbox,
            progress=bar,
            say=lambda words: _say(bar, words),
        )
    if as_json:
        print_json(_json(built))
    else:
        click.echo(_account(built))
    if no_window:
        return 0
    return _open(built.place) if has_display() else _draw(built.place)


def _say(bar: Bar, words: str) -> None:
    bar.clear()
    click.echo(f"{words} …", err=True)


def _json(built: Built) -> dict[str, Any]:
    return {
        "case": str(built.place.case),
        "passphrase": use.PASSPHRASE,
        "signing_passphrase": use.SIGNING,
        "evidence": str(built.place.evidence),
        "report": str(built.report),
        "messages": built.messages,
        "documents": built.documents,
        "tables": built.tables,
        "items": built.items,
        "officers": built.officers,
        "passages": built.passages,
        "links": built.links,
        "exhibits": built.exhibits,
        "quotes_checked": built.quotes_checked,
        "bundle": str(built.bundle),
        **account_json(built.account),
    }


def _account(built: Built) -> str:
    totals = built.account.totals
    taken_in = (
        f"declared {totals.declared:,} = extracted {totals.extracted:,} + failed {totals.failed:,} "
        f"+ duplicates {totals.duplicates:,}"
    )
    written = f"{built.messages:,} messages, {built.documents:,} documents, {built.tables:,} tables"
    marked = f"{built.passages:,} passages with {built.links:,} links to officers"
    return "\n".join(
        (
            f"evidence  {written}  {built.place.evidence}",
            f"intake    {taken_in}",
            f"case      {built.items:,} items, {built.officers:,} officers, {marked}  {built.place.case}",
            f"report    {built.exhibits:,} exhibits, {built.quotes_checked:,} quotes checked  {built.report}",
            f"bundle    {built.bundled:,} items, {built.bates[0]} to {built.bates[1]}  {built.bundle}",
            f"passphrase of the case: {use.PASSPHRASE}",
            f"passphrase of the second reviewer's signing key: {use.SIGNING}",
        )
    )


def _open(place: DemoPlace) -> int:
    """Open the window in a process of its own: the command line never loads Qt."""
    return subprocess.run([sys.executable, "-m", "reviewer", str(place.case)], env=_known(), check=False).returncode


def _draw(place: DemoPlace) -> int:
    """Pictures of the window, drawn without a screen."""
    if find_spec("PySide6") is None:
        click.echo("There is no screen, and no PySide6 to draw the window with.", err=True)
        return 0
    click.echo("there is no screen: drawing the window …", err=True)
    command = [sys.executable, "-m", "reviewer.gui.screenshots", str(place.case), str(place.screenshots)]
    env = _known() | {"QT_QPA_PLATFORM": "offscreen", "LOGNAME": use.REVIEWER}  # who is shown as the one who reviews
    done = subprocess.run(command, env=env, check=False, stdout=sys.stderr)
    if done.returncode:
        raise IncompleteError(
            "the case and the report were built, the pictures of the window were not",
            "See above for what went wrong; open the case on a desktop.",
        )
    click.echo(f"pictures of the window: {place.screenshots}", err=True)
    return 0


def _known() -> dict[str, str]:
    """The environment, with the passphrase of the demo: nobody need type what everybody knows."""
    return {**os.environ, "REVIEWER_PASSPHRASE": use.PASSPHRASE}
