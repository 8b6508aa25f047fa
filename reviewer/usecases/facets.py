"""Tell how what a query finds is spread: by custodian, sender, kind, month and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.casefile import facets, search
from reviewer.casefile.engine.case import Case
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.domain.query import Condition, quoted
from reviewer.domain.query_grammar import parse
from reviewer.errors import QueryError

_BY_VALUE = frozenset({"year", "month"})
_FIELDS = {"sender": "from", "domain": "from", "year": "date", "month": "date"}
_AS_IT_IS = frozenset({"date", "mark"})


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, how many of the items have it, and what a condition on a ``field`` of a query asks for to find these."""

    value: str
    items: int
    field: str
    asked: str

    @property
    def narrows(self) -> str:
        """The condition that narrows a query to just these.

        There is none for a name that no query can say, as of a sender with a semicolon in it. To see that takes a
        hundred times as long as to count: only what is shown of thousands of senders is to be asked.
        """
        if self.field == "from" and (";" in self.value or self.value != self.value.strip()):
            return ""
        narrows = f"{self.field}:{quoted(self.asked)}"
        try:
            return narrows if parse(narrows).root == Condition(self.field, self.asked) else ""
        except QueryError:
            return ""


def of_query(case: Case, text: str, *, reviewer: str) -> dict[str, list[FacetValue]]:
    """By facet, the values of what a query finds: the most frequent first, years and months in their order."""
    found = facets.counts(case, search.found(case, parse(text), reviewer=reviewer))
    serials = facets.serials(case)
    stop_if_cancelled(case.progress, NOTHING_DONE)
    return {name: _values(name, counted, serials) for name, counted in found.items()}


def undated(told: Mapping[str, Sequence[FacetValue]]) -> int:
    """How many of the items that were counted have no date: each has a kind, and those with a date have a month."""
    return sum(each.items for each in told["kind"]) - sum(each.items for each in told["month"])


def _values(name: str, counted: Counter[str], serials: Mapping[str, str]) -> list[FacetValue]:
    if name in _BY_VALUE:
        ordered = sorted(counted.items())
    else:
        ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    field = _FIELDS.get(name, name)
    called = serials if name == "officer" else {}
    return [FacetValue(value, count, field, _asked(name, field, called.get(value, value))) for value, count in ordered]


def _asked(name: str, field: str, value: str) -> str:
    return value if field in _AS_IT_IS else f"=@{value}" if name == "domain" else f"={value}"
