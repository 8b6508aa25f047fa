"""``reviewer case``: create, look at, verify and re-key a case file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import click

from reviewer.casefile.engine.case import Upgrade
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.verification.verify import CheckedPart, Report
from reviewer.cli.analysis.coverage import reading
from reviewer.cli.exports.agency import agency
from reviewer.cli.ledger.figures import figures
from reviewer.cli.session import (
    Bar,
    ask_passphrase,
    case_options,
    given_passphrase,
    json_option,
    key_of,
    opened,
    print_json,
    progress,
    sandbox_option,
    tell_upgrade,
    unwalled,
)
from reviewer.cli.terminal import echo
from reviewer.errors import InputError, StorageError, TamperedError
from reviewer.usecases import cases, passphrase_change
from reviewer.usecases import recovery_sheet as recovery_sheets
from reviewer.usecases.passphrase_change import Others

_LAST_OPENING = "last opening here"
"""The part of a verification that ``--accept-older`` settles."""


@click.group()
def case() -> None:
    """Create, look at, verify and re-key a case file."""


case.add_command(figures)
case.add_command(agency)
case.add_command(reading)


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
    hint = cases.strength_hint(passphrase, (title, reference, reviewer))
    if hint:
        echo(hint, err=True)
    facts = cases.info(made)
    cases.close(made)
    if as_json:
        print_json({"case": str(path), "title": facts.title, "reference": facts.reference, "uuid": facts.uuid})
    else:
        echo(f"created {path}")
        echo("Nobody can open it without the passphrase. Print a recovery sheet with `reviewer case recovery-sheet`.")


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
    echo(f"{facts.title}  {facts.reference}".rstrip())
    echo(f"items {facts.items:,} · passages {facts.passages:,} · officers {facts.officers:,}")
    echo(f"created {facts.created} by {facts.created_by} · {facts.uuid} · format {facts.format_version}")
    echo(f"audit entries {facts.audit_entries:,} · head {facts.audit_head}")
    where = facts.keyring or "no keyring that keeps keys encrypted"
    echo(f"remembered on this laptop: {'yes' if facts.remembered else 'no'} ({where})")
    echo(f"reading evidence: {', '.join(sandbox.parse)}")
    echo(f"printing pages: {', '.join(sandbox.print)}")
    echo(f"Office pages: {', '.join(sandbox.convert) or 'our own, without LibreOffice'}")
    for line in sandbox.warnings:
        echo(f"! {line}")


@case.command()
@case_options
@json_option
@sandbox_option
@click.option("--accept-older", is_flag=True, help="Go on with a file that is older than when last open here.")
@click.option("--accept-lost", is_flag=True, help="Go on without what the log has lost; the log is kept.")
@click.option("--deep", is_flag=True, help="Also read all evidence again, and compare.")
def verify(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    as_json: bool,
    accept_older: bool,
    accept_lost: bool,
    deep: bool,
) -> None:
    """Check every page, every original, every act, and that the file is not an older one."""
    key = key_of(path, passphrase_file)
    with progress() as bar:
        report = cases.verify(path, key, bar)
        if deep:
            report = _deep(path, key, report, bar)
    _show_report(report, as_json=as_json)
    if accept_lost and (report.whole or _only_lost(report)):
        report = _without_lost(path, key, report, reviewer)
        if report.parts and not as_json:
            _show_report(report, as_json=False)
    if accept_older:
        with opened(path, passphrase_file) as found:
            if not accept_lost or cases.older_than_remembered(found):  # else it was accepted with what is lost
                cases.accept_older(found, reviewer=reviewer)
        report = replace(report, parts=tuple(part for part in report.parts if part.name != _LAST_OPENING))
    if report.only_unread:
        raise StorageError(
            "not all of the case could be checked, because the disk did not give it; see above for what",
            "What could be read is right. Free some space, check the cable and the disk; copy the case to another disk "
            "and verify it there.",
        )
    if not report.whole:
        advice = "Keep this file as it is, and go on with the last copy that verifies."
        if _only_lost(report):
            advice += " To go on without what its log has lost, add --accept-lost: that keeps the log."
        elif _wrong(report) == {_LAST_OPENING}:
            advice += (
                " If you put it back here yourself, or it went on without what its log had lost, add --accept-older."
            )
        raise TamperedError("the case is not whole; see above for what and where", advice)


def _without_lost(path: Path, key: Key, report: Report, reviewer: str) -> Report:
    """What is wrong with a case that goes on without what its log had lost."""
    with progress() as bar:
        kept = cases.accept_lost(path, key, reviewer=reviewer, progress=bar)
    echo(
        f"The log as it was found is kept in {kept.name}; the case goes on with what can be relied on of it.", err=True
    )
    if not report.goes_without_end:
        with closing(cases.open_with_key(path, key, read_only=True)) as found:
            still = cases.older_than_remembered(found)  # for another reason than what was lost
        return Report((CheckedPart(_LAST_OPENING, 1, (still,)),) if still else ())
    with progress() as bar:  # before, most of it could not be read
        again = cases.verify(path, key, bar)
    return Report(()) if again.whole else again


def _only_lost(report: Report) -> bool:
    """Whether nothing is wrong but that the log has lost something; that makes the case older than it was, too."""
    wrong = _wrong(report)
    only = wrong <= {"frames of the log", _LAST_OPENING}
    return (report.loses and only) or report.goes_without_end


def _wrong(report: Report) -> set[str]:
    return {part.name for part in report.parts if part.findings or part.unread}


def _show_report(report: Report, *, as_json: bool) -> None:
    if as_json:
        parts = [asdict(part) | {"seconds": round(part.seconds, 3)} for part in report.parts]
        print_json(
            {
                "whole": report.whole,
                "sealed_since": report.sealed_since,
                "copies": report.copies,
                "unproven": report.unproven,
                "parts": parts,
            }
        )
    else:
        for part in report.parts:
            _show(part)
        if report.sealed_since:
            echo(_since(report))
        for name in report.copies:
            echo(_of_copy(name, whole=report.whole))
        for name in report.unproven:
            echo(f"{name} is not proved to be the case as it was before: it was worked in, is spoiled,")
            echo("or has another passphrase. Keep it.")


def _show(part: CheckedPart) -> None:
    verdict = "FAIL" if part.findings else "disk" if part.unread else "ok  "
    echo(f"{verdict} {part.name}: {part.checked:,} checked in {part.seconds:.1f} s")
    for finding in part.findings:
        echo(f"     {finding}")
    for lost in part.unread:
        echo(f"     not read: {lost}")
    for told in part.apart:
        echo(f"     not compared: {told}")


def _deep(path: Path, key: Key, report: Report, bar: Bar) -> Report:
    """The report, with what reading all evidence again has found."""
    from reviewer.isolation.workers import Workers  # noqa: PLC0415 - the other commands start without it
    from reviewer.usecases.evidence import deep_verify  # noqa: PLC0415

    with Workers() as workers, unwalled(path, key):
        return deep_verify.deepened(report, path, key, workers, bar)


def _of_copy(name: str, *, whole: bool) -> str:
    told = f"{name} is the case as it was before it was brought up to date"
    return f"{told}; you may delete it, since this case is whole." if whole else f"{told}. Keep it."


def _since(report: Report) -> str:
    if report.never_sealed:
        return "This case has no seals yet: opening it for writing brings it up to date and seals what it holds then."
    return f"What the case holds is sealed since {report.sealed_since}; a change made before that is not seen."


@case.command()
@case_options
@click.option("--new-passphrase-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option(
    "--recovery-key-file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="The five lines of the recovery sheet, in place of the passphrase; - to type them.",
)
def passphrase(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    new_passphrase_file: Path | None,
    recovery_key_file: Path | None,
) -> None:
    """Change the passphrase. The new one is read from a file, REVIEWER_NEW_PASSPHRASE or a prompt."""
    sheet = recovery_key_file
    key = key_of(path, passphrase_file) if sheet is None else cases.key_of_recovery_sheet(_text_of(sheet))
    cases.check_key(path, key)
    given = given_passphrase(new_passphrase_file, "REVIEWER_NEW_PASSPHRASE")
    new = ask_passphrase(f"New passphrase for {path.name}", twice=True) if given is None else given
    cases.change_passphrase(path, key, new, reviewer=reviewer, upgraded=_tell_upgrade)
    hint = cases.strength_hint(new)
    if hint:
        echo(hint, err=True)
    echo("The passphrase is changed. Recovery sheets made before are void: print a new one.")
    echo("Copies of the file from before still open with the old passphrase.")
    with progress() as bar:
        others = passphrase_change.others_under(path, key.salt, bar)
    _tell_others(others)


def _tell_others(others: Others) -> None:
    for name in others.names:
        echo(f"In its folder: {name}")
    for name in others.unread:
        echo(f"Could not be looked into: {name}")
    echo(others.where)


def _tell_upgrade(upgraded: Upgrade) -> None:
    tell_upgrade(upgraded)
    echo("That copy keeps the old passphrase.", err=True)


def _text_of(file: Path) -> str:
    try:
        with click.open_file(str(file), encoding="utf-8") as opened_file:
            text = opened_file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the recovery key {file} cannot be read: {error}") from error
    return str(text)


@case.command("recovery-sheet")
@case_options
@click.argument("out", metavar="OUT.pdf", type=click.Path(path_type=Path))
def recovery_sheet(path: Path, passphrase_file: Path | None, reviewer: str, out: Path) -> None:
    """Write a page to print and lock away that opens the case without its passphrase."""
    with opened(path, passphrase_file) as found:
        recovery_sheets.write(found, out, reviewer=reviewer)
    echo(f"wrote {out}")
    echo("It opens the case to whoever holds it: print it, lock it away, delete the file.")
    echo("Once it is on paper and can be read, say so with `reviewer case recovery-kept`.")


@case.command("recovery-kept")
@case_options
def recovery_kept(path: Path, passphrase_file: Path | None, reviewer: str) -> None:
    """Say that the latest recovery sheet is on paper, can be read, and is locked away."""
    with opened(path, passphrase_file) as found:
        recovery_sheets.confirm(found, reviewer=reviewer)
    echo("The audit trail says so.")


@case.command()
@case_options
def remember(path: Path, passphrase_file: Path | None, reviewer: str) -> None:  # noqa: ARG001
    """Open this case without a passphrase on this laptop, as long as one is logged in."""
    name = cases.remember(path, key_of(path, passphrase_file))
    echo(f"remembered in {name}; the passphrase remains the only sure way in")


@case.command()
@click.argument("path", metavar="CASE", type=click.Path(path_type=Path))
def forget(path: Path) -> None:
    """Ask for the passphrase again on this laptop."""
    echo("forgotten" if cases.forget(path) else "this laptop did not remember it")
