"""What one giver gave one officer in a calendar year, against the limits in force.

A benefit belongs to a year when every day on which it may have been lies in that year. One whose days reach into
several years is possible in each of them, and is assigned to none. One whose days are open at an end is possible in
each year of the same giver and officer that its days meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain import money
from reviewer.domain.ids import LimitId, OfficerId
from reviewer.domain.totals import Line, addition, sums
from reviewer.domain.when import Days, overlap, year_days


class Verdict(StrEnum):
    """How a year stands against a limit: above is certain when even the lower end of what is certain is above."""

    ABOVE = "above"
    MAY_BE_ABOVE = "may be above"
    NOT_ABOVE = "not above"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule lets one giver give one officer in a calendar year, in hundredths, and the days it is in force."""

    id: LimitId
    rule: str
    amount: int
    currency: str = money.DOLLARS
    days: Days = Days()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Measured:
    """A year's benefits against one limit, over the days of the year on which it was in force."""

    limit: Limit
    days: Days
    certain: tuple[Line, ...]
    possible: tuple[Line, ...]
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Year:
    """What one giver gave one officer in one year and currency. ``year`` is None when no year is known."""

    giver: str
    officer: OfficerId
    year: int | None
    currency: str
    certain: tuple[Line, ...]
    possible: tuple[Line, ...]
    measured: tuple[Measured, ...]
    words: str


def years(lines: Iterable[Line], limits: Sequence[Limit] = ()) -> list[Year]:
    """Each giver × officer × calendar year × currency of the lines that count, by giver, officer and year."""
    groups: dict[tuple[str, OfficerId, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.counts:
            groups[" ".join(line.giver.casefold().split()), line.officer, line.currency].append(line)
    found = []
    for (_, officer, currency), group in sorted(groups.items(), key=lambda each: each[0]):
        giver = min(line.giver for line in group)
        named: list[int | None] = [*sorted(_years(group))]
        for year in named or [None]:
            certain, possible = _parted(group, Days() if year is None else year_days(year))
            if year is None:
                certain, possible = (), (*certain, *possible)
            measured = tuple(
                _measure(group, limit, year_days(year))
                for limit in limits
                if year is not None and limit.currency == currency and limit.days.meets(year_days(year))
            )
            words = _sum_in_words(certain, possible)
            found.append(Year(giver, officer, year, currency, certain, possible, measured, words))
    return found


def _years(lines: Iterable[Line]) -> set[int]:
    """The years that the known ends of lines name, and those between."""
    found: set[int] = set()
    for line in lines:
        ends = [int(end[:4]) for end in (line.earliest, line.latest) if end]
        if ends:
            found.update(range(min(ends), max(ends) + 1))
    return found


def _parted(lines: Iterable[Line], days: Days) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that lie in some days, and those that only may."""
    certain, possible = [], []
    for line in lines:
        if line.days.within(days):
            certain.append(line)
        elif line.days.meets(days):
            possible.append(line)
    return tuple(certain), tuple(possible)


def _measure(lines: Iterable[Line], limit: Limit, year: Days) -> Measured:
    days = overlap(year, limit.days)
    certain, possible = _parted(lines, days)
    low, _, open_ended = _bounds(certain)
    _, high, also_open = _bounds((*certain, *possible))
    if low > limit.amount:
        verdict = Verdict.ABOVE
    elif high > limit.amount or open_ended or also_open:
        verdict = Verdict.MAY_BE_ABOVE
    else:
        verdict = Verdict.NOT_ABOVE
    amount = money.written(limit.amount, limit.currency)
    part = "" if days == year else f" from {days.earliest} to {days.latest}"
    words = f"{_sum_in_words(certain, possible)}; {limit.rule} lets {amount}{part}: {verdict}"
    return Measured(limit, days, certain, possible, verdict, words)


def _sum_in_words(certain: tuple[Line, ...], possible: tuple[Line, ...]) -> str:
    words = addition(certain)
    if not possible:
        return words
    _, high, open_ended = _bounds((*certain, *possible))
    more = ", and what is not known" if open_ended else ""
    return f"{words}; possibly also {addition(possible)}; so up to {money.written(high, possible[0].currency)}{more}"


def _bounds(lines: Iterable[Line]) -> tuple[int, int, bool]:
    """Lower and upper end of a sum in one currency, and whether a value in it is not known."""
    low, high, unknown = 0, 0, False
    for each in sums(lines).values():
        low, high, unknown = low + each.low, high + each.high, unknown or bool(each.unvalued)
    return low, high, unknown
