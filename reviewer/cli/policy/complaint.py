"""``reviewer complaint``: the complaints of earlier years, what they add up to, and what this case meets again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from reviewer.cli.evidence.agency_tables import headings, table_options, what_to_mend
from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.known import check_known
from reviewer.cli.session import case_options, json_option, opened, print_json, sandbox_option
from reviewer.cli.terminal import echo
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.clause import day
from reviewer.errors import IncompleteError
from reviewer.usecases.exports import sheets
from reviewer.usecases.people import officers
from reviewer.usecases.policy import complaints
from reviewer.usecases.policy.complaints import DATES, ComplaintImport, Ended, Figures, Group, Known


@click.group()
def complaint() -> None:
    """Import the history of complaints, count its conflicts of interest, and find what this case meets again."""


@complaint.command("import")
@case_options
@sandbox_option
@json_option
@click.argument("file", metavar="TABLE", type=click.Path(path_type=Path))
@table_options(DATES)
def importing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    file: Path,
    columns: tuple[str, ...],
    dates: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in a table of complaints (CSV, or the first sheet of a workbook), one line an allegation.

    The table itself is kept as evidence, so that each complaint leads to its line.

    Its columns: number, received, closed, serial, officer, station, allegation, clause, vendor, finding, discipline.
    """
    said = headings(columns)
    with opened(path, passphrase_file, read_only=dry_run) as case:
        done = complaints.import_history(
            case, file, columns=said, dates=dates or "", dry_run=dry_run, reviewer=reviewer
        )
    if as_json:
        print_json(asdict(done))
    else:
        _print_import(done)
    if done.problems:
        lines = "; ".join(f"line {problem.line}: {problem.reason}" for problem in done.problems[:10])
        raise IncompleteError(
            f"{len(done.problems):,} lines of the table could not be used: {lines}",
            what_to_mend(problem.reason for problem in done.problems),
        )


@complaint.command("list")
@case_options
@json_option
@click.option("--clause", default="", help="Under one clause only.")
@click.option("--vendor", default="", help="About one vendor only.")
@click.option("--officer", default="", help="Against one officer only, by serial number.")
@click.option("--year", type=click.IntRange(1900, 2199), help="Received in one year only.")
@click.option("--conflicts", is_flag=True, help="Only conflicts of interest.")
@sheet_options("complaints")
def listing(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    clause: str,
    vendor: str,
    officer: str,
    year: int | None,
    conflicts: bool,
    sheet: Asked,
    as_json: bool,
) -> None:
    """List the complaints by the day received."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        every = complaints.listed(case)
        check_known("clause", clause, (each.complaint.clause for each in every))
        check_known("vendor", vendor, (each.complaint.vendor for each in every))
        if officer not in {"", *(number for each in every for number in (each.serial, each.complaint.serial))}:
            officer = officers.show(case, officer)[0].serial
        found = [
            each
            for each in every
            if clause.casefold() in {"", each.complaint.clause.casefold()}
            and vendor.casefold() in {"", each.complaint.vendor.casefold()}
            and officer in {"", each.serial, each.complaint.serial}
            and (year is None or each.complaint.received.startswith(str(year)))
            and (each.conflict or not conflicts)
        ]
        if exported(case, lambda gate: [sheets.complaints(gate, found)], sheet, reviewer=reviewer):
            return
    if as_json:
        print_json([complaint_json(each) for each in found])
        return
    for each in found:
        echo(_line(each))


@complaint.command("figures")
@case_options
@json_option
@click.option("--from", "first", default="", metavar="DAY", help="Only what was received from this day on.")
@click.option("--to", "last", default="", metavar="DAY", help="Only what was received up to this day.")
def figuring(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    first: str,
    last: str,
    as_json: bool,
) -> None:
    """Count the complaints by year, clause and vendor, and the conflicts of interest among them."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = complaints.figures(case, first=day(first), last=day(last))
    if as_json:
        print_json(figures_json(found))
        return
    echo(f"complaints {len(found.complaints):,}, received {found.first or '…'} to {found.last or '…'}")
    echo(f"conflicts of interest {len(found.conflicts):,}, about a vendor of this case {len(found.vendor):,}")
    for title, groups in (("year", found.by_year), ("clause", found.by_clause), ("vendor", found.by_vendor)):
        for each in groups:
            echo(f"  {title} {each.name or '(none)':28} {_counts(each)}")
    for number in found.conflicts:
        echo(f"  {number}: {found.why[number]}")


@complaint.command("related")
@case_options
@json_option
@click.option("--allegation", type=int, metavar="N", help="In common with one allegation only.")
def relating(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    allegation: int | None,
    as_json: bool,
) -> None:
    """List the complaints whose officer, vendor or clause is met again in this case, and how comparable ones ended."""
    wanted = None if allegation is None else AllegationId(allegation)
    with opened(path, passphrase_file, read_only=True) as case:
        found = complaints.related(case, wanted)
        alike = None if wanted is None else complaints.comparable(case, wanted)
    if as_json:
        made: dict[str, Any] = {"complaints": [{**complaint_json(e.known), "why": list(e.why)} for e in found]}
        if alike is not None:
            made["comparable"] = {name: ended_json(getattr(alike, name)) for name in ("clause", "officer", "vendor")}
        print_json(made)
        return
    for each in found:
        echo(_line(each.known))
        for reason in each.why:
            echo(f"    {reason}")
    if alike is not None:
        for name in ("clause", "officer", "vendor"):
            echo(f"same {name}: {_ended(getattr(alike, name))}")


def complaint_json(each: Known) -> dict[str, Any]:
    """A complaint as the documented JSON object; ``known`` is the officer's serial number in the roster, or null."""
    return {
        **each.complaint.values,
        "known": each.serial or None,
        "outcome": None if each.outcome is None else each.outcome.value,
        "conflict": bool(each.conflict),
        "why_conflict": each.conflict,
        "source": each.source or None,
    }


def figures_json(found: Figures) -> dict[str, Any]:
    """The figures as the documented JSON object: counts, and the numbers of the complaints behind each."""
    return {
        "complaints": len(found.complaints),
        "conflicts": len(found.conflicts),
        "vendor": len(found.vendor),
        "first": found.first,
        "last": found.last,
        "by_year": [_group_json(each, "year") for each in found.by_year],
        "by_clause": [_group_json(each, "clause") for each in found.by_clause],
        "by_vendor": [_group_json(each, "vendor") for each in found.by_vendor],
        "behind": {
            "conflicts": [{"number": number, "why": found.why[number]} for number in found.conflicts],
            "vendor": list(found.vendor),
        },
    }


def ended_json(each: Ended) -> dict[str, Any]:
    """How allegations ended, as JSON."""
    return {
        "allegations": each.allegations,
        "outcomes": {outcome.value: count for outcome, count in each.outcomes.items()},
        "others": dict(each.others),
        "disciplines": dict(each.disciplines),
        "days": each.days,
    }


def _group_json(each: Group, kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {kind: each.name}
    if kind == "clause":
        made["name"] = each.title
    if kind == "vendor":
        made["here"] = bool(each.title)
    return made | {
        "complaints": len(each.complaints),
        "conflicts": len(each.conflicts),
        "about_vendor": len(each.vendor),
        "numbers": list(each.complaints),
        "ended": ended_json(each.ended),
    }


def _line(each: Known) -> str:
    one = each.complaint
    who = f"{one.serial or each.serial} {one.officer}".strip()
    about = f"  · {one.vendor}" if one.vendor else ""
    return f"{one.number:12} {one.received}  {who:34} {one.clause:8} {one.finding or 'open':14} {one.allegation}{about}"


def _counts(each: Group) -> str:
    title = f"  ({each.title})" if each.title else ""
    return f"{len(each.complaints):>5,}, conflicts {len(each.conflicts):,}; {_ended(each.ended)}{title}"


def _ended(each: Ended) -> str:
    parts = [f"{outcome.value} {count:,}" for outcome, count in each.outcomes.items()]
    parts += [f"“{name}” {count:,}" for name, count in each.others.items()]
    took = "" if each.days is None else f"; closed after {each.days:,} days (median)"
    return f"{', '.join(parts) or 'none ended'}{took}"


def _print_import(done: ComplaintImport) -> None:
    if done.dry_run:
        _print_list("", [f"{heading} → {column}" for column, heading in done.columns.items()])
        _print_list("not used: ", done.unused)
    verbs = ("would add", "change", "remove", "leave as they are")
    if not done.dry_run:
        verbs = ("added", "changed", "removed", "as they were")
    numbers = (len(done.added), len(done.changed), len(done.removed), done.unchanged)
    echo(", ".join(f"{verb} {number:,}" for verb, number in zip(verbs, numbers, strict=True)))
    if done.item:
        echo(f"the table is {done.item}")
    if done.missing:
        more = f" and {len(done.missing) - 10:,} more" if len(done.missing) > 10 else ""
        echo(f"in the case, and not in this table: {', '.join(done.missing[:10])}{more}")
    for remark in done.remarks:
        echo(f"  line {remark.line}: {remark.reason}")


def _print_list(title: str, parts: Sequence[str]) -> None:
    if parts:
        echo(f"{title}{'; '.join(parts)}")
