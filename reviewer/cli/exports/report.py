"""``reviewer report``: export the findings report with its exhibits."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.exports.leaving import held_json, tell_held, terms_options
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.domain.exports.leaving import Terms
from reviewer.errors import UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import report as reports


@click.group()
def report() -> None:
    """Export the findings report."""


@report.command()
@case_options
@sandbox_option
@click.argument("out_dir", metavar="OUT_DIR", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["pdf"]), default="pdf", help="Only PDF so far.")
@click.option(
    "--confidentiality",
    default=reports.CONFIDENTIALITY,
    metavar="TEXT",
    help=f"Stands at the head of each page; else “{reports.CONFIDENTIALITY}”.",
)
@click.option(
    "--final", is_flag=True, help="No draft: refused while what a finding rests on has to be looked at again."
)
@click.option("--without-compelled", is_flag=True, help="As without --include-compelled; for scripts that say so.")
@terms_options(notes=True)
@json_option
def export(
    path: Path,
    passphrase_file: Path | None,
    out_dir: Path,
    *,
    reviewer: str,
    form: str,  # noqa: ARG001 - one of one, until there are more
    confidentiality: str,
    final: bool,
    without_compelled: bool,
    terms: Terms,
    as_json: bool,
) -> None:
    """Write report.pdf and the exhibits it cites into the new folder OUT_DIR.

    Every quote is checked word for word against its exhibit; where one is not there, nothing is written.
    """
    if without_compelled and terms.compelled:
        raise UsageError("compelled statements cannot be both left out and let go", "Leave out one of the options.")
    reports.check_free(out_dir)
    with opened(path, passphrase_file) as case, Workers() as workers, progress() as bar:
        made = reports.export(
            case,
            workers,
            out_dir,
            reviewer=reviewer,
            confidentiality=confidentiality,
            final=final,
            terms=terms,
            progress=bar,
        )
    if as_json:
        print_json(
            {
                "report": str(made.report),
                "sha256": made.sha256,
                "exhibits": [
                    {"item": exhibit.item, "path": str(exhibit.path), "sha256": exhibit.sha256}
                    for exhibit in made.exhibits
                ],
                "quotes_checked": made.quotes_checked,
                "final": final,
                "held": held_json(made.held),
            }
        )
        return
    tell_held(made.held)
    click.echo(f"{made.report}")
    click.echo(f"{len(made.exhibits):,} exhibits · {made.quotes_checked:,} quotes, each found in its exhibit")
