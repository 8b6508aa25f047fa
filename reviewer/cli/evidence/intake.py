"""``reviewer intake``: take evidence in, and account for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.evidence.reason import reasons_json
from reviewer.cli.exports.leaving import language_option, paper_option, tell_held, terms_options
from reviewer.cli.readers import readers
from reviewer.cli.session import ask_passphrase, case_options, json_option, opened, print_json, progress, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.evidence.account import Account, Counts, Failure, by_reason
from reviewer.domain.evidence.custody import IntakeRecord
from reviewer.domain.evidence.unpack_limits import raised
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.domain.plain_line import whole_line
from reviewer.domain.sheet import csv_text
from reviewer.errors import IncompleteError

if TYPE_CHECKING:  # to load what a case needs takes as long as half of what a reader needs: that is started first
    from reviewer.casefile.engine.case import Case

_NAMED = 50
"""How many items that were not read in full are named on the terminal."""

_REASONS = 12
"""How many reasons are listed on the terminal; the report has them all."""


_password_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Passwords to try on what is locked, one a line; the case keeps them.",
)


_limit_option = click.option(
    "--limit",
    "limits",
    metavar="NAME=N",
    multiple=True,
    help="Raise a limit: members, member (MiB), total (MiB), ratio, nested (MiB), archives, depth, seconds.",
)


@click.group()
def intake() -> None:
    """Take evidence into a case, and account for it."""


@intake.command()
@case_options
@sandbox_option
@json_option
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--custodian", default="", help="Whose mailbox or drawer this was.")
@click.option("--source", default="", help="The medium it came on.")
@_password_option
@_limit_option
@click.option("--ocr", "language", metavar="LANGUAGE", help="Recognise scanned pages too, as eng or eng+fra.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many readers work at once; else one per core.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    paths: tuple[Path, ...],
    custodian: str,
    source: str,
    password_file: Path | None,
    limits: tuple[str, ...],
    language: str | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Take in files and folders: mail, Outlook, archives, PDF, Office, pictures, and whatever else there is.

    Run it again after an interruption and it goes on where it stopped. Exit code 4 when something could not be read.
    """
    said = {"custodian": custodian, "source": source, "reviewer": reviewer}
    unpacking = raised(limits)
    if language:
        _check_language(language)
    with readers(jobs) as workers, opened(path, passphrase_file) as case, progress() as bar:
        from reviewer.usecases.analysis import analysis  # noqa: PLC0415 - while the readers load
        from reviewer.usecases.evidence import custody  # noqa: PLC0415
        from reviewer.usecases.evidence import intake as use  # noqa: PLC0415

        _keep_passwords(case, password_file, reviewer)
        before = custody.now(case)
        account = use.add(case, workers, paths, limits=unpacking, progress=bar, alone=True, **said)
        if language:
            from reviewer.usecases.pages import ocr  # noqa: PLC0415

            ocr.make_pages(case, workers, reviewer=reviewer, progress=bar)
            ocr.run(case, language=language, jobs=jobs, reviewer=reviewer, progress=bar)
        analysis.arrange(case, reviewer=reviewer, progress=bar, workers=workers)
        bar.clear()
        taken, brought = custody.brought(case, before)
    _print_brought(taken, brought, account, as_json=as_json)
    if not custodian.strip():
        echo("no custodian was named: whose this was cannot be said later (--custodian)", err=True)
    _complain(brought.failures, account)


@intake.command()
@case_options
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print the containers as CSV, then the failures.")
@click.option("--pdf", type=click.Path(path_type=Path), help="Also write the account and the custody record as a PDF.")
@paper_option("The paper of the PDF.")
@language_option("Of the PDF.")
@terms_options()
def report(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    as_json: bool,
    as_csv: bool,
    pdf: Path | None,
    paper: str,
    language: str,
    terms: Terms,
) -> None:
    """Account for everything that was taken in: declared = extracted + failed + duplicates, for every container."""
    from reviewer.usecases.evidence import intake as use  # noqa: PLC0415 - as in intake add
    from reviewer.usecases.exports.gate import passing  # noqa: PLC0415 - the same
    from reviewer.usecases.exports.papers import account_sheet  # noqa: PLC0415 - an intake starts sooner without it

    with opened(path, passphrase_file, read_only=pdf is None) as case:
        account = use.report(case)
        if pdf is not None:
            held = account_sheet.write(
                case, pdf, reviewer=reviewer, paper=Paper(paper), language=Language(language), terms=terms
            )
            tell_held(held)
        if as_csv:
            with passing(case, reviewer=reviewer, terms=terms) as gate:
                echo(_csv(account_sheet.account(gate)), nl=False)
                tell_held(gate.stays)
    if not as_csv:
        _print(account, as_json=as_json)
        if not as_json:
            _print_names(account)
    _complain((), account)


@intake.command()
@case_options
@sandbox_option
@json_option
@_password_option
@_limit_option
@click.option("--ask", is_flag=True, help="Ask for one password on the terminal.")
@click.option("--item", "controls", multiple=True, help="Only this item and what is in it; may be given again.")
@click.option("--reason", default="", help="Only what failed for this reason: a code of one, or words of it.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many readers work at once; else one per core.")
def retry(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    controls: tuple[str, ...],
    reason: str,
    password_file: Path | None,
    limits: tuple[str, ...],
    ask: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Read again what failed, from the bytes in the case; with a password, also what is locked."""
    with readers(jobs) as workers, opened(path, passphrase_file) as case, progress() as bar:
        from reviewer.usecases.analysis import analysis  # noqa: PLC0415 - while the readers load
        from reviewer.usecases.evidence import items, passwords, unlocking  # noqa: PLC0415

        if ask:
            _keep_passwords(case, password_file, reviewer)
            wanted = unlocking.Passwords((ask_passphrase("Password to try"),))
        else:
            listed = () if password_file is None else tuple(passwords.of_file(password_file))
            wanted = unlocking.Passwords(listed, listed=True)
        within = [items.find(case, control).id for control in controls]
        done = unlocking.retry(
            case, workers, wanted, within=within, reason=reason, limits=raised(limits), reviewer=reviewer, progress=bar
        )
        analysis.arrange(case, reviewer=reviewer, progress=bar, workers=workers)
    if as_json:
        print_json({"tried": done.tried, "recovered": done.recovered, "opened": done.opened, "kept": done.kept})
        return
    echo(f"tried {done.tried:,}, of which {done.recovered:,} could be read this time")
    if wanted.texts:
        open_now = f"{done.opened:,} locked item{'s' * (done.opened != 1)}" if done.opened else "nothing"
        kept = f"{done.kept:,} new password{'s' * (done.kept != 1)} kept" if done.kept else "nothing new is kept"
        echo(f"with the passwords: opened {open_now}; {kept}")


@intake.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List each intake: who took in what, when, from which medium, with which version."""
    from reviewer.usecases.evidence import custody  # noqa: PLC0415 - as above

    with opened(path, passphrase_file, read_only=True) as case:
        records = custody.records(case)
    if as_json:
        print_json([_record(each) for each in records])
        return
    for each in records:
        echo(f"{each.id}  {each.started}  {each.state}  by {each.reviewer}  {each.program}")
        for root, medium in each.media:
            echo(f"   from {root}" + (f"  on {medium}" if medium else ""))
        what = "".join(
            [f", custodian {each.custodian}" if each.custodian else "", f", {each.source}" if each.source else ""]
        )
        echo(f"   {each.files:,} files, {each.bytes:,} bytes, {each.items:,} items, {each.failed:,} failed{what}")
        for when, limits in (("taken in", each.limits), ("tried again", each.limits_later)):
            if limits:
                echo(f"   {when} with limits on archives: {', '.join(f'{name} {value:,}' for name, value in limits)}")
        if each.unwalled:
            echo("   read without a sandbox")
        if each.tried_again:
            echo(f"   tried again, at last {each.tried_again}; the counts are those of now")


def _record(record: IntakeRecord) -> dict[str, Any]:
    media = [{"path": path, "medium": medium} for path, medium in record.media]
    return {
        "intake": record.id,
        "started": record.started,
        "finished": record.finished,
        "state": record.state,
        "reviewer": record.reviewer,
        "custodian": record.custodian,
        "source": record.source,
        "program": record.program,
        "media": media,
        "files": record.files,
        "bytes": record.bytes,
        "items": record.items,
        "failed": record.failed,
        "limits": dict(record.limits),
        "limits_later": dict(record.limits_later),
        "tried_again": record.tried_again or None,
        "without_sandbox": record.unwalled,
    }


@intake.command()
@case_options
@click.option("--root", default="", help="Only what was taken in from this path, with names below it.")
@terms_options()
def manifest(path: Path, passphrase_file: Path | None, reviewer: str, root: str, *, terms: Terms) -> None:
    """Print the SHA-256 of every file that was taken in, in the format that ``sha256sum --check`` reads."""
    from reviewer.usecases.exports.gate import passing  # noqa: PLC0415 - the same
    from reviewer.usecases.exports.papers import custody_manifest  # noqa: PLC0415 - an intake starts sooner without it

    with (
        opened(path, passphrase_file, read_only=True) as case,
        passing(case, reviewer=reviewer, terms=terms) as gate,
    ):
        for line in custody_manifest.lines(gate, root):
            echo(line)
        tell_held(gate.stays)


def _check_language(language: str) -> None:
    from reviewer.usecases.pages import ocr  # noqa: PLC0415 - as above

    ocr.check_language(language)


def _keep_passwords(case: Case, file: Path | None, reviewer: str) -> None:
    if file is not None:
        from reviewer.usecases.evidence import passwords  # noqa: PLC0415 - as above

        passwords.add(case, passwords.of_file(file), reviewer=reviewer)


def account_json(account: Account) -> dict[str, Any]:
    """The account as the documented JSON object."""
    return {
        "totals": _counts(account.totals),
        "containers": [
            {
                "name": each.name,
                "item": each.control,
                **_counts(each.counts),
                "recovered": each.recovered,
                "folders": [{"name": folder.name, **_counts(folder.counts)} for folder in each.folders],
            }
            for each in account.containers
        ],
        "failures": [_failure(each) for each in account.failures],
        "partial": [_failure(each) for each in account.partial],
        "adds_up": not account.gaps,
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "declared": counts.declared,
        "extracted": counts.extracted,
        "failed": counts.failed,
        "duplicates": counts.duplicates,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {"path": failure.path, "item": failure.control, **reasons_json(failure.reasons)}


def _print_brought(taken: IntakeRecord | None, brought: Account, account: Account, *, as_json: bool) -> None:
    """What this intake brought, then one line on all that is in the case."""
    if as_json:
        new = {"intake": None if taken is None else taken.id, **account_json(brought)}
        print_json({**account_json(account), "brought": new})
        return
    if taken is None:
        echo("nothing new: all of it is in the case already")
    else:
        _print(brought, as_json=False)
    echo(f"in the case now: {_sum(account)}")


def _sum(account: Account) -> str:
    totals = account.totals
    return (
        f"declared {totals.declared:,} = extracted {totals.extracted:,} + failed {totals.failed:,} "
        f"+ duplicates {totals.duplicates:,}" + (f"  ({totals.missing:+,} unaccounted for)" if totals.missing else "")
    )


def _print(account: Account, *, as_json: bool) -> None:
    if as_json:
        print_json(account_json(account))
        return
    echo(_sum(account))
    if account.partial:
        echo(f"{len(account.partial):,} of those extracted, or copies, could be read only in part")
    kinds = by_reason(account.failures)
    for words, failures in kinds[:_REASONS]:
        echo(f"{len(failures):>8,}  {words}")
    rest = sum(len(failures) for _, failures in kinds[_REASONS:])
    if rest:
        echo(f"{rest:>8,}  other reasons; see `reviewer intake report CASE --csv`")


def _print_names(account: Account) -> None:
    """Each item that was not read in full, the first of them if they are many."""
    named = [("failed", each) for each in account.failures] + [("in part", each) for each in account.partial]
    for what, each in named[:_NAMED]:
        echo(f"  {what:8} {each.control or '-':14} {whole_line(each.path)}: {each.reason}")
    if len(named) > _NAMED:
        echo(f"  and {len(named) - _NAMED:,} more; --csv and --json name all")


def _csv(account: Account) -> str:
    return csv_text(["what", "name", "item", *_counts(account.totals), "reason"], _csv_rows(account))


def _csv_rows(account: Account) -> Iterator[tuple[str, ...]]:
    for each in account.containers:
        yield ("container", each.name, each.control, *map(str, _counts(each.counts).values()), "")
        for folder in each.folders:
            name = f"{each.name} › {folder.name or '.'}"
            yield ("folder", name, each.control, *map(str, _counts(folder.counts).values()), "")
    for what, failures in (("failed", account.failures), ("partial", account.partial)):
        for failure in failures:
            yield (what, failure.path, failure.control, "", "", "", "", failure.reason)


def _complain(new: Iterable[Failure], account: Account) -> None:
    """IncompleteError, and so exit code 4, when something could not be read or does not add up."""
    if account.gaps:
        names = ", ".join(each.name for each in account.gaps[:5])
        raise IncompleteError(
            f"{len(account.gaps)} containers do not add up: {names}", "Run `reviewer intake add` again to go on."
        )
    failed = list(new)
    if failed:
        raise IncompleteError(
            f"{len(failed):,} could not be read; first {whole_line(failed[0].path)}: {failed[0].reason}",
            _what_to_do(failed),
        )


def _what_to_do(failed: Sequence[Failure]) -> str:
    outside = [each for each in failed if not each.control]  # files whose bytes never came in, so nothing to retry with
    if outside:
        more = f" and {len(outside) - 1:,} more" if len(outside) > 1 else ""
        return (
            f"Not in the case: {outside[0].path}{more}. Mend what keeps it out and run `reviewer intake add` again; "
            "`reviewer intake report CASE` names them."
        )
    return "Everything was kept. `reviewer intake report CASE` names them; `reviewer intake retry CASE` tries again."
