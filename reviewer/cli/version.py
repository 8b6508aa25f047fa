"""``reviewer version``: which version this is, and whether a package is one of ours."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer import __version__
from reviewer.cli.session import json_option, print_json
from reviewer.cli.terminal import echo


@click.command()
@click.option(
    "--check",
    "package",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PACKAGE",
    help="Check the signature of a package before it is installed: PACKAGE.minisig, beside it.",
)
@json_option
def version(package: Path | None, *, as_json: bool) -> None:
    """Tell the version, or whether a package is what the makers of this program signed."""
    if package is None:
        if as_json:
            print_json({"version": __version__})
        else:
            echo(f"Evidence Reviewer {__version__}")
        return
    from reviewer.usecases.package_signature import check_package, release_key  # noqa: PLC0415 - for a check only

    done = check_package(package, release_key())
    if as_json:
        print_json({"version": __version__, "package": str(package), "signed": done.comment, "key": done.key})
        return
    echo(f"{package.name} is what was signed with key {done.key}.")
    echo(f"The signature says: {done.comment}")
