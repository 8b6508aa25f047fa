"""What a finding rests on, kept as it was when a reviewer last affirmed it, and compared with what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reviewer.domain.policy.allegation import Allegation, Confirmation, MatrixRow, Side
from reviewer.domain.policy.basis_changes import differences


def basis(allegation: Allegation) -> dict[str, Any]:
    """The allegation, its clause and its matrix as JSON can hold them."""
    return {
        "allegation": _said(allegation),
        "clause": _clause(allegation),
        "elements": {
            str(line.element.id): {
                "explanation": line.explanation,
                "grounds": {f"{side.value} {name}": facts for side in Side for name, facts in _grounds(line, side)},
                "searches": {each.side.value: _searched(each) for each in line.confirmations},
            }
            for line in allegation.matrix
        },
    }


def changes(kept: Mapping[str, Any], allegation: Allegation) -> tuple[str, ...]:
    """Why a finding with this basis has to be looked at again, in sentences; none when all is as it was."""
    found = [f"the allegation {what}" for what in differences(kept["allegation"], _said(allegation))]
    found += [f"the clause {what}" for what in differences(kept["clause"], _clause(allegation))]
    elements = kept["elements"]
    for line in allegation.matrix:
        found += _line_changes(line, elements.get(str(line.element.id)))
    found += allegation.look_again
    return tuple(dict.fromkeys(found))


def _line_changes(line: MatrixRow, kept: Mapping[str, Any] | None) -> Iterator[str]:
    where = f"element {line.number}"
    if kept is None:
        yield f"{where} was added to the clause"
        return
    if kept["explanation"] != line.explanation:
        yield f"{where} is explained otherwise"
    now = {f"{each.side.value} {each.name}": each for each in line.grounds}
    for name, facts in kept["grounds"].items():
        _, _, bare = name.partition(" ")
        if name not in now:
            yield f"{where}: {bare} was taken out"
        else:
            yield from (f"{where}: {bare} {what}" for what in differences(facts, now[name].now))
    for name in now.keys() - kept["grounds"].keys():
        side, _, bare = name.partition(" ")
        yield f"{where}: {bare} was put {side} it since"
    searches = {each.side.value: _searched(each) for each in line.confirmations}
    for side in sorted(kept["searches"].keys() | searches.keys()):
        before, after = kept["searches"].get(side), searches.get(side)
        if before is not None and after is None:
            yield f"{where}: the search {side} it was taken out"
        elif before != after:
            yield f"{where} was searched again {side} it since"


def _said(allegation: Allegation) -> dict[str, Any]:
    return {
        "officer": f"{allegation.serial} {allegation.name}",
        "act": allegation.act,
        "date": str(allegation.period),
        "vendor": allegation.vendor,
    }


def _clause(allegation: Allegation) -> dict[str, Any]:
    wording = allegation.clause.wording
    return {
        "code": wording.code,
        "name": wording.name,
        "text": wording.text,
        "elements": list(wording.elements),
        "exemptions": list(wording.exemptions),
        "days in force": allegation.clause.in_force,
    }


def _grounds(line: MatrixRow, side: Side) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in line.grounds:
        if each.side is side:
            yield each.name, dict(each.relied)


def _searched(confirmation: Confirmation) -> list[list[Any]]:
    return [[each.query, each.hits, each.items] for each in confirmation.searches]
