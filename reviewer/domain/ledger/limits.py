"""What one donor gave one officer in a calendar year, against the limits in force.

A benefit belongs to a year when every day on which it may have been lies in that year. One whose days reach into
several years is possible in each of them, and is assigned to none. One whose days are open at an end is possible in
each year of the same donor and officer that its days meet.

What another donor of the same organisation gave is possible as well: whether the two are one source is for people to
say. Nobody knows whether benefits of unknown donors are of one: they are above only where one of them is by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from reviewer.domain import money
from reviewer.domain.dates import Days, covered, overlap, year_days
from reviewer.domain.ids import LimitId, OfficerId
from reviewer.domain.ledger.benefit import net
from reviewer.domain.ledger.totals import Summand, addition, parted


class Verdict(StrEnum):
    """How a year stands against a limit: above is certain when even the lower end of what is certain is above."""

    ABOVE = "above"
    MAY_BE_ABOVE = "may be above"
    NOT_ABOVE = "not above"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule lets one donor give one officer in a calendar year, in hundredths, and the days it is in force."""

    id: LimitId
    rule: str
    amount: int
    currency: str = money.DOLLARS
    days: Days = Days()  # noqa: RUF009 - frozen


class Measured(NamedTuple):
    """A year's benefits against one limit, over the days of the year on which it was in force."""

    limit: Limit
    days: Days
    certain: tuple[Summand, ...]
    possible: tuple[Summand, ...]
    verdict: Verdict

    @property
    def words(self) -> str:
        """The arithmetic, the limit, and how they stand to each other."""
        amount = money.written(self.limit.amount, self.limit.currency)
        year = year_days(int(self.days.earliest[:4]))
        part = "" if self.days == year else f" from {self.days.earliest} to {self.days.latest}"
        summed = _sum_in_words(self.certain, self.possible)
        return f"{summed}; {self.limit.rule} allows {amount}{part}: {self.verdict}"


class _Source(NamedTuple):
    """What one donor gave one officer in a currency, and what others of the same organisation gave besides."""

    lines: Sequence[Summand]
    beside: Sequence[Summand]
    known: bool


class Year(NamedTuple):
    """What one donor gave one officer in one year and currency. ``year`` is None when no year is known.

    ``unmeasured`` are limits in force in it that are of another currency, and so say nothing of it.
    ``organisation`` is that of a donor without a name, by its key and by its name, where these are known.
    """

    donor: str
    officer: OfficerId
    year: int | None
    currency: str
    certain: tuple[Summand, ...]
    possible: tuple[Summand, ...]
    measured: tuple[Measured, ...]
    unmeasured: tuple[Limit, ...] = ()
    organisation: int | None = None
    organisation_name: str = ""

    @property
    def words(self) -> str:
        """The arithmetic."""
        return _sum_in_words(self.certain, self.possible)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """Why limits in force say nothing of it, a sentence each."""
        return tuple(
            f"not compared with {each.rule}, which allows {money.written(each.amount, each.currency)}: this is in "
            f"{self.currency}"
            for each in self.unmeasured
        )


def years(lines: Iterable[Summand], limits: Sequence[Limit] = ()) -> list[Year]:
    """Each donor × officer × calendar year × currency of the lines that count, by donor, officer and year."""
    groups: dict[tuple[str, int, OfficerId, str], list[Summand]] = defaultdict(list)
    together: dict[tuple[int, OfficerId, str], list[tuple[str, Summand]]] = defaultdict(list)
    plain: dict[str, str] = {}
    for line in parted(lines)[0]:
        donor = plain.get(line.donor)
        if donor is None:
            donor = plain[line.donor] = " ".join(line.donor.casefold().split())
        nameless = (line.organisation or 0) if not donor else 0
        groups[donor, nameless, line.officer, line.currency].append(line)
        if line.organisation is not None:
            together[line.organisation, line.officer, line.currency].append((donor, line))
    found = []
    for (name, nameless, officer, currency), group in sorted(groups.items(), key=lambda each: each[0]):
        donor = min(line.donor for line in group)
        meant = [limit for limit in limits if limit.currency == currency]
        organisations = sorted({line.organisation for line in group if line.organisation is not None})
        of_others = (pair for each in organisations for pair in together[each, officer, currency] if pair[0] != name)
        source = _Source(group, [line for _, line in of_others], bool(name or nameless))
        for year, certain, own in _by_year(group):
            possible = own if year is None else (*own, *_meeting(source.beside, year_days(year)))
            measured = tuple(
                _measure(source, limit, year, (certain, possible))
                for limit in meant
                if year is not None and limit.days.meets(year_days(year))
            )
            apart = () if year is None else _of_other_currency(limits, currency, year)
            found.append(Year(donor, officer, year, currency, certain, possible, measured, apart, nameless or None))
    return found


def _of_other_currency(limits: Sequence[Limit], currency: str, year: int) -> tuple[Limit, ...]:
    """The limits of another currency in force in a year on a day on which their rule has none of this one."""
    whole = year_days(year)
    own: dict[str, list[Days]] = defaultdict(list)
    others = []
    for limit in limits:
        if not limit.days.meets(whole):
            continue
        if limit.currency == currency:
            own[limit.rule.casefold()].append(limit.days)
        else:
            others.append(limit)
    return tuple(
        limit for limit in others if not covered(overlap(whole, limit.days), own.get(limit.rule.casefold(), ()))
    )


Lines = tuple[Summand, ...]


def _by_year(group: Sequence[Summand]) -> Iterable[tuple[int | None, Lines, Lines]]:
    """Each year that lines name, with those that lie in it and those that only may; None where none names any."""
    by_year: dict[str, list[Summand]] = defaultdict(list)
    for line in group:
        year = line.earliest[:4]
        by_year[year if year == line.latest[:4] else ""].append(line)
    if "" not in by_year:
        return [(int(year), tuple(held), ()) for year, held in sorted(by_year.items())]
    named = sorted(_years(group))
    if not named:
        return [(None, (), tuple(group))]
    return [(year, *_parted(group, year_days(year))) for year in named]


def _years(lines: Iterable[Summand]) -> set[int]:
    """The years that the known ends of lines name, and those between."""
    found: set[int] = set()
    for line in lines:
        ends = [int(end[:4]) for end in (line.earliest, line.latest) if end]
        if ends:
            found.update(range(min(ends), max(ends) + 1))
    return found


def _parted(lines: Iterable[Summand], days: Days) -> tuple[tuple[Summand, ...], tuple[Summand, ...]]:
    """The lines that lie in some days, and those that only may."""
    certain, possible = [], []
    for line in lines:
        if line.days.within(days):
            certain.append(line)
        elif line.days.meets(days):
            possible.append(line)
    return tuple(certain), tuple(possible)


def _meeting(lines: Iterable[Summand], days: Days) -> Lines:
    return tuple(line for line in lines if line.days.meets(days))


def _measure(source: _Source, limit: Limit, year: int, whole: tuple[Lines, Lines]) -> Measured:
    """A year's lines against a limit; ``whole`` are those of all of the year."""
    days = overlap(year_days(year), limit.days)
    certain, possible = whole
    if days != year_days(year):
        certain, own = _parted(source.lines, days)
        possible = (*own, *_meeting(source.beside, days))
    low, high, unknown = _bounds(certain)
    if not source.known:
        low = max((_bounds([line])[0] for line in certain), default=0)
    if possible:
        _, more, also_unknown = _bounds(possible)
        high, unknown = high + more, unknown or also_unknown
    if low > limit.amount:
        verdict = Verdict.ABOVE
    elif high > limit.amount or unknown:
        verdict = Verdict.MAY_BE_ABOVE
    else:
        verdict = Verdict.NOT_ABOVE
    return Measured(limit, days, certain, possible, verdict)


def _sum_in_words(certain: tuple[Summand, ...], possible: tuple[Summand, ...]) -> str:
    words = addition(certain)
    if not possible:
        return words
    _, high, open_ended = _bounds((*certain, *possible))
    more, most = ", and what is not known" if open_ended else "", money.written(high, possible[0].currency)
    return f"{words}; possibly also {addition(possible)}; so up to {most}{more}"


def _bounds(lines: Iterable[Summand]) -> tuple[int, int, bool]:
    """Lower and upper end of a sum in one currency, and whether a value in it is not known."""
    low, high, unknown = 0, 0, False
    for line in lines:
        worth = net(line.quantity, line.low, line.high, line.paid)
        if worth is None:
            unknown = True
        else:
            low, high = low + worth[0], high + worth[1]
    return low, high, unknown
