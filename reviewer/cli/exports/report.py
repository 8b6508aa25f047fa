"""``reviewer report``: export the findings report with its exhibits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.exports.leaving import held_json, language_option, paper_option, tell_held, terms_options
from reviewer.cli.session import case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.exports.report_options import (
    CONFIDENTIALITY,
    Language,
    Paper,
    ReportForm,
    ReportOptions,
    SectionKey,
    sections,
)
from reviewer.errors import NotFinalError, UsageError
from reviewer.isolation.workers import Workers
from reviewer.usecases.exports import report as reports


@click.group()
def report() -> None:
    """Export the findings report."""


@report.command()
@case_options
@sandbox_option
@click.argument("out_dir", metavar="OUT_DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice([each.value for each in ReportForm]),
    default=[ReportForm.PDF.value],
    help="The file to make; given again, one more.",
)
@click.option("--sections", "named", metavar="LIST", help=f"Only these, with commas between: {', '.join(SectionKey)}.")
@paper_option("The paper of a PDF or Word document.")
@language_option("Of its reader.")
@click.option("--production", type=int, metavar="N", help="Cite pages by the numbers of this production.")
@click.option("--agency", default="", metavar="NAME", help="Stands on the first page.")
@click.option(
    "--confidentiality",
    default=CONFIDENTIALITY,
    metavar="TEXT",
    help=f"Stands at the head of each page; else “{CONFIDENTIALITY}”.",
)
@click.option(
    "--final", is_flag=True, help="No draft: refused while a finding is not final, or has to be looked at again."
)
@click.option(
    "--with-drafts", is_flag=True, help="With --final: also with findings that are not final, named on the first page."
)
@click.option(
    "--encrypt",
    "encrypted",
    is_flag=True,
    help="The PDF and each exhibit by one passphrase, shown once (AES-256). It is no PDF/A then.",
)
@click.option("--without-compelled", is_flag=True, help="As without --include-compelled; for scripts that say so.")
@terms_options(notes=True, redacted=True)
@json_option
def export(
    path: Path,
    passphrase_file: Path | None,
    out_dir: Path,
    *,
    reviewer: str,
    forms: tuple[str, ...],
    named: str | None,
    paper: str,
    language: str,
    production: int | None,
    agency: str,
    confidentiality: str,
    final: bool,
    with_drafts: bool,
    encrypted: bool,
    without_compelled: bool,
    terms: Terms,
    as_json: bool,
) -> None:
    """Write the report and the exhibits it cites into the new folder OUT_DIR.

    Every quote is checked word for word against its exhibit; where one is not there, nothing is written.
    """
    if without_compelled and terms.compelled:
        raise UsageError("compelled statements cannot be both left out and let go", "Leave out one of the options.")
    if with_drafts and not final:
        raise UsageError("a report that is not final holds drafts anyway", "Leave out --with-drafts, or add --final.")
    options = ReportOptions(
        forms=tuple(dict.fromkeys(map(ReportForm, forms))),
        sections=tuple(SectionKey) if named is None else sections(named),
        paper=Paper(paper),
        language=Language(language),
        production=production,
        agency=agency,
        confidentiality=confidentiality,
        final=final,
        with_drafts=with_drafts,
        encrypted=encrypted,
    )
    reports.check_free(out_dir)
    with opened(path, passphrase_file) as case, Workers() as workers, progress() as bar, _advised():
        made = reports.export(case, workers, out_dir, reviewer=reviewer, options=options, terms=terms, progress=bar)
    _tell(made, options.forms, final=final, as_json=as_json)


@contextmanager
def _advised() -> Iterator[None]:
    """Say which command or option helps where a report cannot be final."""
    try:
        yield
    except NotFinalError as error:
        error.advice += (
            " `reviewer finding list CASE --look-again` names what has to be looked at again."
            if error.stale
            else " With --with-drafts it goes out so, and its first page names these."
        )
        raise


def _tell(made: reports.ReportExport, forms: Sequence[ReportForm], *, final: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "report": str(made.report),
                "sha256": made.sha256,
                "forms": {form.value: str(made.report.parent / form.file) for form in forms},
                "exhibits": [
                    {"item": exhibit.item, "path": str(exhibit.path), "sha256": exhibit.sha256}
                    for exhibit in made.exhibits
                ],
                "quotes_checked": made.quotes_checked,
                "final": final,
                "not_final": [asdict(each) for each in made.not_final],
                "unsupported": made.unsupported,
                "passphrase": made.passphrase or None,
                "held": held_json(made.held),
            }
        )
        return
    tell_held(made.held)
    click.echo(f"{made.report}")
    exhibits = f"{len(made.exhibits):,} exhibit{'s' * (len(made.exhibits) != 1)}"
    quotes = f"{made.quotes_checked:,} quote{'s' * (made.quotes_checked != 1)}"
    click.echo(f"{exhibits} · {quotes}, each found in its exhibit")
    for each in made.not_final:
        state = f"{each.state}, not final" if each.state else "no finding yet"
        click.echo(f"allegation {each.allegation} ({each.officer}, {each.clause}): {state}", err=True)
    if made.unsupported:
        click.echo(f"{made.unsupported:,} statements are supported by no exhibit; the annex lists them", err=True)
    if made.passphrase:
        click.echo("encrypted, and so no PDF/A; the manifest is attached to the report")
        click.echo(f"passphrase of the report and its exhibits, shown this once: {made.passphrase}")
