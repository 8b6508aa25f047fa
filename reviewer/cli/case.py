"""``reviewer case``: create, look at, verify and re-key a case file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.casefile.credential import strength_hint
from reviewer.cli.session import (
    ask_passphrase,
    case_options,
    given_passphrase,
    json_option,
    opened,
    print_json,
)
from reviewer.usecases import cases


@click.group()
def case() -> None:
    """Create, look at, verify and re-key a case file."""


@case.command()
@case_options
@json_option
@click.option("--title", required=True, help="What the case is called.")
@click.option("--reference", default="", help="The agency's own reference; control numbers begin with it.")
def create(
    path: Path, passphrase_file: Path | None, reviewer: str, title: str, reference: str, *, as_json: bool
) -> None:
    """Create a case file, encrypted under a new passphrase."""
    cases.check_new_case(path, title)
    given = given_passphrase(passphrase_file, "REVIEWER_PASSPHRASE")
    passphrase = ask_passphrase(f"New passphrase for {path.name}", twice=True) if given is None else given
    made = cases.create(path, passphrase, title=title, reference=reference, reviewer=reviewer)
    hint = strength_hint(passphrase)
    if hint:
        click.echo(hint, err=True)
    facts = cases.info(made)
    cases.close(made)
    if as_json:
        print_json({"case": str(path), "title": facts.title, "reference": facts.reference, "uuid": facts.uuid})
    else:
        click.echo(f"created {path}")
        click.echo(
            "Nobody can open it without the passphrase. Print a recovery sheet with `reviewer case recovery-sheet`."
        )


@case.command()
@case_options
@json_option
def info(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Show what a case holds, and how evidence is kept apart on this laptop."""
    with opened(path, passphrase_file, read_only=True) as found:
        facts = cases.info(found)
        warning = cases.older_than_remembered(found)
    from reviewer.isolation.workers import Workers  # noqa: PLC0415 - the other commands start without it

    with Workers() as workers:
        sandbox = workers.describe()
    if as_json:
        print_json({**asdict(facts), "older_than_remembered": warning, "sandbox": asdict(sandbox)})
        return
    click.echo(f"{facts.title}  {facts.reference}".rstrip())
    click.echo(f"items {facts.items:,} · passages {facts.passages:,} · officers {facts.officers:,}")
    click.echo(f"created {facts.created} by {facts.created_by} · {facts.uuid} · format {facts.format_version}")
    click.echo(f"audit entries {facts.audit_entries:,} · head {facts.audit_head}")
    where = facts.keyring or "no keyring that keeps keys encrypted"
    click.echo(f"remembered on this laptop: {'yes' if facts.remembered else 'no'} ({where})")
    click.echo(f"reading evidence: {', '.join(sandbox.parse)}")
    click.echo(f"printing pages: {', '.join(sandbox.print)}")
    for line in sandbox.warnings:
        click.echo(f"! {line}")
