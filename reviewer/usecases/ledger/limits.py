"""Keep the table of limits, and measure what each donor gave each officer in each year against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undisturbed import undisturbed
from reviewer.casefile.ledger import figures
from reviewer.casefile.ledger import limits as kept_limits
from reviewer.casefile.ledger.benefits import Wanted
from reviewer.casefile.people import officers, organisations
from reviewer.domain import dates, money
from reviewer.domain.dates import Days
from reviewer.domain.ids import LimitId, OfficerId
from reviewer.domain.ledger import limits, totals
from reviewer.domain.ledger.limits import Limit, Measured, Year
from reviewer.domain.ledger.totals import Sum, Summand, Worth
from reviewer.domain.people.officer import Officer
from reviewer.errors import InputError

__all__ = [
    "Limit",
    "Measured",
    "OfficerTotal",
    "Page",
    "Totals",
    "Year",
    "add",
    "change",
    "listed",
    "page",
    "remove",
    "totals_of",
]

# Handed on as the case file answers it.
listed = kept_limits.listed


@dataclass(frozen=True, slots=True)
class OfficerTotal:
    """What counts for one officer, by currency."""

    officer: Officer
    sums: Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums by officer, and by donor, officer and year; ``apart`` are benefits that do not count."""

    officers: tuple[OfficerTotal, ...]
    years: tuple[tuple[Year, Officer], ...]
    apart: tuple[Summand, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The totals of some officers, of how many there are, and what all of them add up to, by currency."""

    totals: Totals
    officers: int
    worth: Mapping[str, Worth]


def add(case: Case, rule: str, amount: str, *, start: str = "", end: str = "", reviewer: str) -> Limit:
    """Add a limit, in force from ``start`` to ``end`` (ISO days, both included, empty: open).

    InputError for an amount or day that cannot be, or when the same rule has one that is in force on the same days.
    """
    wanted = _wanted(case, LimitId(0), rule, amount, (start, end))
    with case.act(reviewer, "limit add", wanted.rule) as act:
        made = kept_limits.add(act, wanted)
    return kept_limits.get(case, made)


def change(
    case: Case,
    limit: LimitId,
    *,
    rule: str | None = None,
    amount: str | None = None,
    start: str | None = None,
    end: str | None = None,
    reviewer: str,
) -> Limit:
    """Make a limit be as given, None as it was; InputError as in :func:`add`."""
    before = kept_limits.get(case, limit)
    wanted = _wanted(
        case,
        limit,
        before.rule if rule is None else rule,
        money.written(before.amount, before.currency) if amount is None else amount,
        (before.days.earliest if start is None else start, before.days.latest if end is None else end),
    )
    with case.act(reviewer, "limit change", wanted.rule) as act:
        kept_limits.change(act, wanted)
    return kept_limits.get(case, limit)


def remove(case: Case, limit: LimitId, *, reviewer: str) -> Limit:
    """Remove a limit; returns what it was."""
    before = kept_limits.get(case, limit)
    with case.act(reviewer, "limit remove", before.rule) as act:
        kept_limits.remove(act, limit)
    return before


@undisturbed()
def totals_of(case: Case, who: str = "") -> Totals:
    """The totals of all officers, or of one. NotFoundError when there is no such officer."""
    lines = figures.lines(case, officers.find(case, who).id if who else None)
    return _totals(case, lines, {officer.id: officer for officer in officers.listed(case)})


def page(case: Case, *, offset: int = 0, limit: int = 200) -> Page:
    """The totals of some of the officers who have any, in order of name."""
    some, count = figures.with_benefit(case, offset=offset, limit=limit)
    return Page(
        _totals(case, figures.lines_of(case, some), officers.many(case, some)),
        count,
        figures.worth(case, Wanted(counted=True)),
    )


def _wanted(case: Case, limit: LimitId, rule: str, amount: str, ends: tuple[str, str]) -> Limit:
    """A limit as it is to be; it must not be in force on the days of another one of the same rule."""
    start, end = ends
    sum_said = money.amount(amount)
    days = Days(dates.day(start), dates.day(end))
    if days.earliest and days.latest and days.earliest > days.latest:
        raise InputError(f"the limit ends ({end}) before it begins ({start})")
    if not rule.strip():
        raise InputError("a limit needs the name of the rule that sets it")
    wanted = Limit(limit, rule.strip(), sum_said.cents, sum_said.currency or money.DOLLARS, days)
    for other in kept_limits.listed(case):
        same = (other.rule.casefold(), other.currency) == (wanted.rule.casefold(), wanted.currency)
        if same and other.id != limit and other.days.meets(days):
            raise InputError(f"“{other.rule}” has a limit for those days already: {other.id}", "Remove it first.")
    return wanted


def with_organisations(case: Case, found: Iterable[Year]) -> list[Year]:
    """Years with the names of the organisations of donors who have none, so that these are told apart."""
    names: dict[int, str] = {each.id: each.name for each in organisations.listed(case)}
    return [
        each if each.organisation is None else each._replace(organisation_name=names.get(each.organisation, ""))
        for each in found
    ]


def _totals(case: Case, lines: list[Summand], everybody: Mapping[OfficerId, Officer]) -> Totals:
    by_officer = totals.by_officer(lines)
    order = sorted(by_officer, key=lambda officer: (everybody[officer].name, everybody[officer].serial))
    years = with_organisations(case, limits.years(lines, kept_limits.listed(case)))
    return Totals(
        tuple(OfficerTotal(everybody[officer], by_officer[officer]) for officer in order),
        tuple((each, everybody[each.officer]) for each in years),
        tuple(line for line in lines if not line.counts),
    )
