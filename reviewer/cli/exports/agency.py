"""``reviewer case agency``: what stands at the head of the papers of a case."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.exports.agency import Agency
from reviewer.errors import UsageError
from reviewer.usecases.exports import agency as use


@click.command()
@case_options
@json_option
@sandbox_option
@click.option("--name", help="The name of the agency.")
@click.option("--line", "lines", multiple=True, metavar="TEXT", help="A line of its address; may be given again.")
@click.option("--logo", type=click.Path(path_type=Path), metavar="FILE", help="Its logo: PNG, JPEG or SVG.")
@click.option("--without-lines", is_flag=True, help="No address any more.")
@click.option("--without-logo", is_flag=True, help="No logo any more.")
def agency(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str | None,
    lines: tuple[str, ...],
    logo: Path | None,
    without_lines: bool,
    without_logo: bool,
    as_json: bool,
) -> None:
    """Say what stands at the head of reports, logs and bundles; without options, show it."""
    if (lines and without_lines) or (logo and without_logo):
        raise UsageError("it cannot be both given and taken away", "Leave out one of the options.")
    wanted = use.Wish(name, () if without_lines else lines or None, logo, without_logo)
    if wanted == use.Wish():
        with opened(path, passphrase_file, read_only=True) as case:
            found = use.kept(case)
    else:
        from reviewer.isolation.workers import Workers  # noqa: PLC0415 - the other commands start without it

        with opened(path, passphrase_file) as case, Workers(1) as workers:
            found = use.change(case, workers, wanted, reviewer=reviewer)
    if as_json:
        print_json(_json(found))
        return
    for line in (found.name or "no name given", *found.lines):
        echo(line)
    echo("no logo" if found.logo is None else f"a logo of {found.logo.width} by {found.logo.height} pixels")


def _json(found: Agency) -> dict[str, object]:
    logo = None if found.logo is None else {"width": found.logo.width, "height": found.logo.height}
    return {"name": found.name, "lines": list(found.lines), "logo": logo}
