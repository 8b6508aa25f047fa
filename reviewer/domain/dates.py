"""Dates as far as they are known: on, around, before, after or between, to the day, month or year.

What such a date may mean is a range of days, both ends included:

- **on** a day, month or year: the days of it;
- **around** a day: that day and 7 days either side; a month: the months before and after as well; a year: likewise;
- **before**: up to the day before it begins; **after**: from the day after it ends; the other end is open;
- **between** two: from the first day of the one to the last day of the other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from reviewer.errors import InputError

AROUND_DAYS = 7
"""How far “around” a day reaches, either side."""

FIRST_YEAR, LAST_YEAR = 1900, 2199

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ADVICE = "Write 2016-05-16, 2016-05 or 2016; before it on, around, before or after; or `between 2016-05 and 2016-06`."


class How(StrEnum):
    """How a date relates to what it dates; ``UNKNOWN`` where there is none."""

    UNKNOWN = ""
    ON = "on"
    AROUND = "around"
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"


class Precision(StrEnum):
    """The unit in which a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``earliest`` to ``latest``, both included, as ISO dates; an empty one leaves that end open."""

    earliest: str = ""
    latest: str = ""

    def within(self, other: Days) -> bool:
        """Whether each of these days is one of the other's."""
        begins = not other.earliest or (bool(self.earliest) and self.earliest >= other.earliest)
        ends = not other.latest or (bool(self.latest) and self.latest <= other.latest)
        return begins and ends

    def meets(self, other: Days) -> bool:
        """Whether there is a day that is in both."""
        return not (
            (self.latest and other.earliest and self.latest < other.earliest)
            or (other.latest and self.earliest and other.latest < self.earliest)
        )


@dataclass(frozen=True, slots=True)
class When:
    """A date as it was said. ``first`` and ``last`` are YYYY, YYYY-MM or YYYY-MM-DD; ``last`` for between only."""

    how: How = How.UNKNOWN
    first: str = ""
    last: str = ""

    @property
    def precision(self) -> Precision | None:
        """The coarser unit of its ends; None where nothing is known."""
        lengths = [len(end) for end in (self.first, self.last) if end]
        return None if not lengths else {4: Precision.YEAR, 7: Precision.MONTH}.get(min(lengths), Precision.DAY)

    @property
    def days(self) -> Days:
        """The days it may mean."""
        if self.how is How.UNKNOWN:
            return Days()
        begin, end = _span(self.first)
        if self.how is How.BEFORE:
            return Days("", str(begin - timedelta(days=1)))
        if self.how is How.AFTER:
            return Days(str(end + timedelta(days=1)), "")
        if self.how is How.BETWEEN:
            return Days(str(begin), str(_span(self.last)[1]))
        if self.how is How.AROUND:
            begin, end = _around(self.first, begin, end)
        return Days(str(begin), str(end))

    def __str__(self) -> str:
        if self.how is How.UNKNOWN:
            return "not known"
        if self.how is How.BETWEEN:
            return f"between {self.first} and {self.last}"
        return f"{self.how.value} {self.first}"


NO_DATE = When()
"""Nothing is known of the date."""


def read(text: str) -> When:
    """The date that words say, as ``str(When)`` writes them; a bare date is “on”, nothing is not known.

    InputError with what is wrong: no such day, an end before the beginning, a year that cannot be meant.
    """
    words = text.strip().lower().split()
    if not words or words == ["not", "known"]:
        return NO_DATE
    if words[0] in set(How) - {How.UNKNOWN}:
        how, rest = How(words[0]), words[1:]
    else:
        how, rest = How.ON, words
    if how is How.BETWEEN and len(rest) == 3 and rest[1] in {"and", "to"}:
        made = When(how, _checked(rest[0]), _checked(rest[2]))
        if made.days.earliest > made.days.latest:
            raise InputError(f"“{text.strip()}” ends before it begins")
        return made
    if how is How.BETWEEN or len(rest) != 1:
        raise InputError(f"“{text.strip()}” is no date", _ADVICE)
    return When(how, _checked(rest[0]))


def day(text: str) -> str:
    """A whole ISO day, or nothing; InputError for anything else."""
    if text.strip() and len(_checked(text.strip())) != 10:
        raise InputError(f"“{text}” is no day", "Write it as YYYY-MM-DD.")
    return text.strip()


@lru_cache(maxsize=512)
def year_days(year: int) -> Days:
    """The days of a calendar year."""
    return Days(f"{year:04}-01-01", f"{year:04}-12-31")


def overlap(one: Days, other: Days) -> Days:
    """The days in both; they must meet."""
    return Days(
        max(one.earliest, other.earliest),
        min((end for end in (one.latest, other.latest) if end), default=""),
    )


def covered(days: Days, by: Iterable[Days]) -> bool:
    """Whether each of these days is one of the others'; both ends of these must be known."""
    left = days.earliest
    for each in sorted(by, key=lambda each: each.earliest):
        if each.earliest > left:
            return False
        if not each.latest or each.latest >= days.latest:
            return True
        if each.latest >= left:
            left = str(date.fromisoformat(each.latest) + timedelta(days=1))
    return False


def _checked(text: str) -> str:
    match = _ISO.fullmatch(text)
    if match is None:
        raise InputError(f"“{text}” is no date", _ADVICE)
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise InputError(f"“{text}” is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    try:
        _span(text)
    except ValueError as error:
        raise InputError(f"there is no such day as {text}") from error
    return text


def _span(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 1:
        first = date(year, rest[0], 1)
        return first, date(year, rest[0], monthrange(year, rest[0])[1])
    only = date(year, rest[0], rest[1])
    return only, only


def _around(text: str, begin: date, end: date) -> tuple[date, date]:
    if len(text) == 10:
        return begin - timedelta(days=AROUND_DAYS), end + timedelta(days=AROUND_DAYS)
    if len(text) == 4:
        return date(begin.year - 1, 1, 1), date(end.year + 1, 12, 31)
    before, after = begin - timedelta(days=1), end + timedelta(days=1)
    return before.replace(day=1), after.replace(day=monthrange(after.year, after.month)[1])
