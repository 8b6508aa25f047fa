"""Tell how what a query finds is spread: by custodian, sender, kind, month and so on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from reviewer.casefile import facets
from reviewer.casefile.engine.case import Case
from reviewer.usecases import search

_BY_VALUE = frozenset({"year", "month"})
_FIELDS = {"domain": "from", "year": "date", "month": "date"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, how many of the items have it, and the condition that narrows a query to it."""

    value: str
    items: int
    narrows: str


def of_query(case: Case, text: str, *, reviewer: str) -> dict[str, list[FacetValue]]:
    """By facet, the values of what a query finds: the most frequent first, years and months in their order."""
    found = facets.counts(case, search.ids(case, text, reviewer=reviewer))
    return {name: _values(name, counted) for name, counted in found.items()}


def _values(name: str, counted: Counter[str]) -> list[FacetValue]:
    if name in _BY_VALUE:
        ordered = sorted(counted.items())
    else:
        ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return [FacetValue(value, count, _narrows(name, value)) for value, count in ordered]


def _narrows(name: str, value: str) -> str:
    if name == "sender":
        address = re.search(r"[^\s<>\"]+@[^\s<>\"]+", value)
        return f'from:"={address[0]}"' if address else f'from:"{value.replace(chr(34), "")}"'
    if name == "officer":
        return f'officer:"{value.rpartition("(")[2].rstrip(")")}"'
    said = f"@{value}" if name == "domain" else value.replace('"', "")
    return f'{_FIELDS.get(name) or ("from" if name == "sender" else name)}:"{said}"'
