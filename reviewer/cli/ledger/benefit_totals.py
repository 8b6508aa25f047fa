"""``reviewer benefit totals``: sums by officer, and by donor, officer and year against the limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.ledger.benefit_shown import DONOR_KEY
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain import money
from reviewer.domain.ledger.benefit import RULE
from reviewer.domain.ledger.totals import Sum, Summand
from reviewer.domain.people.officer import Officer
from reviewer.usecases.exports import sheets
from reviewer.usecases.ledger import limits
from reviewer.usecases.ledger.limits import Totals, Year


@click.command()
@case_options
@json_option
@click.option("--officer", "who", default="", metavar="SERIAL", help="Only this officer.")
@sheet_options("officers", "years")
def totals(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    who: str,
    *,
    sheet: Asked,
    as_json: bool,
) -> None:
    """Add up what counts: by officer, and by donor, officer and calendar year against the limits."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if exported(case, lambda gate: sheets.totals(gate, who), sheet, reviewer=reviewer):
            return
        found = limits.totals_of(case, who)
    if as_json:
        print_json(_totals_json(found))
        return
    for each in found.officers:
        for one in each.sums.values():
            echo(f"{each.officer.serial:10} {each.officer.name:32} {sum_line(one)}")
    for year, officer in found.years:
        echo(f"{year.year or 'year not known'}, {_donor(year)} to {officer.serial} {officer.name}: {year.words}")
        for measured in year.measured:
            echo(f"     {measured.limit.rule}: {measured.words}")
        for said in year.not_compared:
            echo(f"     {said}")
    if found.apart:
        echo(f"not counted: {', '.join(str(line.id) for line in found.apart)}. {RULE}")


def sum_line(one: Sum) -> str:
    """A sum for people: ``$298.00 to $398.00, 3 entries, 1 of them of unknown value``."""
    unknown = f", {len(one.unvalued):,} of them of unknown value" if one.unvalued else ""
    plural = "entry" if len(one.entries) == 1 else "entries"
    return f"{money.range_written(one.low, one.high, one.currency)}, {len(one.entries):,} {plural}{unknown}"


def sums_json(sums: Mapping[str, Sum]) -> list[dict[str, Any]]:
    """Sums as the documented JSON array, one object a currency."""
    return [
        {
            "currency": one.currency,
            "value_low": money.units(one.low),
            "value_high": money.units(one.high),
            "benefits": list(one.entries),
            "unvalued": list(one.unvalued),
        }
        for one in sums.values()
    ]


def _totals_json(found: Totals) -> dict[str, Any]:
    return {
        "officers": [
            {"officer": each.officer.serial, "name": each.officer.name, "sums": sums_json(each.sums)}
            for each in found.officers
        ],
        "years": [_year_json(year, officer) for year, officer in found.years],
        "not_counted": _ids(found.apart),
        "rule": RULE,
    }


def _year_json(year: Year, officer: Officer) -> dict[str, Any]:
    return {
        DONOR_KEY: year.donor,
        "organisation": year.organisation_name,
        "officer": officer.serial,
        "name": officer.name,
        "year": year.year,
        "currency": year.currency,
        "benefits": _ids(year.certain),
        "possible": _ids(year.possible),
        "arithmetic": year.words,
        "limits": [
            {
                "limit": each.limit.id,
                "rule": each.limit.rule,
                "amount": money.units(each.limit.amount),
                "from": each.days.earliest,
                "to": each.days.latest,
                "benefits": _ids(each.certain),
                "possible": _ids(each.possible),
                "verdict": each.verdict.value,
                "arithmetic": each.words,
            }
            for each in year.measured
        ],
        "not_compared": [
            {
                "limit": each.id,
                "rule": each.rule,
                "amount": money.units(each.amount),
                "currency": each.currency,
            }
            for each in year.unmeasured
        ],
    }


def _ids(lines: Iterable[Summand]) -> list[int]:
    return [line.id for line in lines]


def _donor(year: Year) -> str:
    known = year.donor or "a donor not known"
    return f"{known}, of {year.organisation_name}" if year.organisation_name else known
