"""``reviewer case figures``: the key figures, each with what is behind it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reviewer.cli.exports.spreadsheet import Asked, exported, sheet_options
from reviewer.cli.ledger.benefit_totals import sum_line, sums_json
from reviewer.cli.policy.complaint import figures_json
from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain import money
from reviewer.domain.ledger.benefit import RULE
from reviewer.domain.ledger.totals import Sum
from reviewer.usecases.exports import sheets
from reviewer.usecases.ledger import figures as counting
from reviewer.usecases.ledger.figures import Behind, CodeUse, Counted, Figure, Figures, Station
from reviewer.usecases.policy import complaints


@click.command()
@case_options
@json_option
@click.option("--behind", "wanted", is_flag=True, help="With each figure the entries and passages behind it.")
@sheet_options("figures", "stations", "codes")
def figures(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    wanted: bool,
    sheet: Asked,
    as_json: bool,
) -> None:
    """Count officers with benefits, what they are worth, stations and codes; each officer once in each figure."""
    with opened(path, passphrase_file, read_only=sheet.xlsx is None) as case:
        if exported(case, sheets.figures, sheet, reviewer=reviewer):
            return
        counted = counting.count(case)
        behind = counting.behind(case) if wanted else None
        history = figures_json(complaints.figures(case))
    if as_json:
        print_json({**_json(counted, behind), "complaints": history})
        return
    found = counted.figures
    for name, figure in _named(counted).items():
        echo(f"{name.replace('_', ' ')}: {figure.count:,}")
        if behind is not None:
            _print_behind(figure, counted, behind)
    for one in found.sums.values():
        echo(f"value: {sum_line(one)}")
    for station in found.stations:
        worth = "; ".join(sum_line(one) for one in station.sums.values())
        maybe = f"; possibly {station.possible.count:,} more" if station.possible.count else ""
        count = station.received.count
        officers = f"{count:,} officer{'' if count == 1 else 's'}"
        echo(f"{station.name or 'station not known'}: {officers}, {worth or 'nothing'}{maybe}")
    for code in found.codes:
        echo(f"code {code.code}: {_uses(code)}")
    _print_apart(found)
    if history["complaints"]:
        about = f"{history['conflicts']:,} conflicts of interest, {history['vendor']:,} about a vendor of this case"
        echo(f"complaints: {history['complaints']:,}, {about}")


def _print_apart(found: Figures) -> None:
    if found.alleged.count:
        entries = sum(len(each) for each in found.alleged.benefits.values())
        echo(f"only asked for or offered: {entries:,} benefits, {found.alleged.count:,} officers")
    if found.apart:
        echo(f"not counted: {len(found.apart):,} benefits. {RULE}")


def _json(counted: Counted, behind: Behind | None) -> dict[str, Any]:
    found = counted.figures
    made: dict[str, Any] = {name: figure.count for name, figure in _named(counted).items()}
    made |= {
        "stations": [_station_json(station, counted, behind) for station in found.stations],
        "values": sums_json(found.sums) if behind else _without_entries(found.sums),
        "codes": [_code_json(code, counted) for code in found.codes],
        "benefits_by_status": dict(found.by_status),
        "benefits_not_counted": len(found.apart),
        "asked_or_offered": {
            "officers": found.alleged.count,
            "benefits": sum(len(each) for each in found.alleged.benefits.values()),
        },
        "rule": RULE,
    }
    if behind is not None:
        made["behind"] = {name: _behind_json(figure, counted, behind) for name, figure in _named(counted).items()}
        made["behind"]["benefits_not_counted"] = list(found.apart)
        made["behind"]["asked_or_offered"] = _behind_json(found.alleged, counted, behind)
    return made


def _named(counted: Counted) -> dict[str, Figure]:
    return {
        "officers_with_benefit": counted.figures.with_benefit,
        "officers_with_device": counted.figures.with_device,
        "officers_with_benefit_and_endorsement": counted.figures.with_benefit_and_endorsement,
    }


def _station_json(station: Station, counted: Counted, behind: Behind | None) -> dict[str, Any]:
    """The value in the currency of most of its benefits; others stand in ``other_values``."""
    main, others = _main(station.sums)
    made: dict[str, Any] = {
        "station": station.name,
        "officers": station.received.count,
        "value_low": 0 if main is None else money.units(main.low),
        "value_high": 0 if main is None else money.units(main.high),
        "currency": money.DOLLARS if main is None else main.currency,
        "unvalued": sum(len(one.unvalued) for one in station.sums.values()),
        "other_values": _without_entries(others),
        "possible_officers": len(set(station.possible.benefits) - set(station.received.benefits)),
        "possible_values": _without_entries(station.possible_sums),
    }
    if behind is not None:
        made["behind"] = _behind_json(station.received, counted, behind)
        made["behind_possible"] = _behind_json(station.possible, counted, behind)
    return made


def _main(sums: Mapping[str, Sum]) -> tuple[Sum | None, dict[str, Sum]]:
    main = max(sums.values(), key=lambda one: len(one.entries), default=None)
    return main, {name: one for name, one in sums.items() if one is not main}


def _without_entries(sums: Mapping[str, Sum]) -> list[dict[str, Any]]:
    return [{name: each[name] for name in ("currency", "value_low", "value_high")} for each in sums_json(sums)]


def _code_json(code: CodeUse, counted: Counted) -> dict[str, Any]:
    return {
        "code": code.code,
        "uses": code.uses,
        "uses_counted": len(code.counted),
        "threshold": code.threshold,
        "more": code.more,
        "reward": code.reward,
        "officers": [counted.officers[officer].serial for officer in code.officers],
        "benefits": list(code.benefits),
        "passages": list(code.counted),
    }


def _behind_json(figure: Figure, counted: Counted, behind: Behind) -> list[dict[str, Any]]:
    made = []
    for officer, entries in figure.benefits.items():
        praised = figure.endorsements.get(officer, ())
        passages = {passage for entry in entries for passage in behind.benefits.get(entry, ())}
        passages |= {passage for entry in praised for passage in behind.endorsements.get(entry, ())}
        who = counted.officers[officer]
        made.append(
            {
                "officer": who.serial,
                "name": who.name,
                "benefits": list(entries),
                "endorsements": list(praised),
                "passages": sorted(passages),
            }
        )
    return sorted(made, key=lambda each: each["officer"])


def _print_behind(figure: Figure, counted: Counted, behind: Behind) -> None:
    for each in _behind_json(figure, counted, behind):
        parts = [
            f"{name} {', '.join(f'{letter}{number}' for number in each[name])}"
            for name, letter in (("benefits", "B-"), ("endorsements", "E-"), ("passages", ""))
            if each[name]
        ]
        echo(f"     {each['officer']} {each['name']}: {'; '.join(parts)}")


def _uses(code: CodeUse) -> str:
    parts = [] if code.uses is None else [f"{code.uses:,} uses stated"]
    parts.append(f"{len(code.counted):,} counted from passages")
    if code.more:
        parts.append(f"{code.more:,} more earn {code.reward or 'the reward'}")
    elif code.more == 0:
        parts.append(f"{code.threshold:,} earn {code.reward or 'the reward'}: reached")
    return ", ".join(parts)
