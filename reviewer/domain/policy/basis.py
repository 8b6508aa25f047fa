"""What a finding rests on, kept as it was when a reviewer last affirmed it, and compared with what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reviewer.domain.policy.allegation import Allegation, Confirmation, MatrixRow, Side
from reviewer.domain.policy.basis_changes import differences
from reviewer.domain.policy.element_searches import quoted
from reviewer.domain.policy.look_again import LookAgain
from reviewer.domain.reasons.reason import Reason


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
                "looked": {each.side.value: _looked(each, line) for each in line.confirmations},
            }
            for line in allegation.matrix
        },
    }


def changes(kept: Mapping[str, Any], allegation: Allegation) -> tuple[LookAgain, ...]:
    """Why a finding with this basis has to be looked at again, in sentences; none when all is as it was.

    A search that is made again, or another beside it, takes nothing away: only what it finds does, until that is
    looked at.
    """
    found = [each.because_of("basis.allegation") for each in differences(kept["allegation"], _said(allegation))]
    found += [each.because_of("basis.clause") for each in differences(kept["clause"], _clause(allegation))]
    elements = kept["elements"]
    for line in allegation.matrix:
        found += _line_changes(line, elements.get(str(line.element.id)))
    found += allegation.look_again
    return tuple(dict.fromkeys(found))


def _line_changes(line: MatrixRow, kept: Mapping[str, Any] | None) -> Iterator[LookAgain]:
    number = line.number
    if kept is None:
        yield LookAgain(Reason("basis.element_added", number=number))
        return
    if kept["explanation"] != line.explanation:
        yield LookAgain(Reason("basis.element_explained", number=number))
    now = {f"{each.side.value} {each.name}": each for each in line.grounds}
    for name, facts in kept["grounds"].items():
        _, _, bare = name.partition(" ")
        if name not in now:
            yield LookAgain(Reason("basis.ground_taken", number=number, ground=bare))
        else:
            for what in differences(facts, now[name].now):
                yield what.because_of("basis.ground", number=number, ground=bare)
    for name in now.keys() - kept["grounds"].keys():
        side, _, bare = name.partition(" ")
        yield LookAgain(Reason("basis.ground_speaks", number=number, ground=bare, side=side))
    yield from _search_changes(line, kept["searches"])


def _search_changes(line: MatrixRow, kept: Mapping[str, Any]) -> Iterator[LookAgain]:
    number, searches = line.number, {each.side.value: each.queries for each in line.confirmations}
    for side, made in sorted(kept.items()):
        after = searches.get(side)
        if after is None:
            yield LookAgain(Reason("basis.looked_back", number=number, side=side))
        else:
            for query in dict.fromkeys(each[0] for each in made):
                if query not in after:
                    yield LookAgain(Reason("basis.search_taken", number=number, query=quoted(query), side=side))


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


def _looked(confirmation: Confirmation, line: MatrixRow) -> dict[str, Any]:
    """What became of the hits, as far as that was kept: it is told with the finding, and is what a signature covers."""
    return {
        "note": confirmation.note,
        "searches": [
            [each.query, each.reviewer, each.created, len(each.opened or ())] for each in confirmation.searches
        ],
        "dismissed": [
            [list(each.controls), each.reason, each.reviewer, each.created]
            for each in line.dismissed(confirmation.side)
        ],
    }
