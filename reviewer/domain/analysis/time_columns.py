"""Messages in time, in columns of days, months or years: as fine as there is room for, without a column left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_DAYS = 62
"""From the first day to the last there are so many at most for each to have a column."""

MOST_MONTHS = 240
"""The same of months; of more, each year has one."""


class TimeUnit(StrEnum):
    """What a column stands for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_SIGNS = {TimeUnit.DAY: 10, TimeUnit.MONTH: 7, TimeUnit.YEAR: 4}
"""So much of a day as ISO 8601 names the unit."""


@dataclass(frozen=True, slots=True)
class TimeColumns:
    """The columns from the first to the last day, by name: ``2016-03-14``, ``2016-03`` or ``2016``."""

    unit: TimeUnit
    names: tuple[str, ...]

    def name_of(self, day: date) -> str:
        """The column of a day."""
        return day.isoformat()[: _SIGNS[self.unit]]

    def counted(self, days: Iterable[tuple[date, int]]) -> tuple[int, ...]:
        """How many each column has, of days each with its number."""
        found = Counter[str]()
        for day, number in days:
            found[self.name_of(day)] += number
        return tuple(found[name] for name in self.names)

    def place(self, day: date) -> float:
        """Where a day begins, in columns from the left edge of the first."""
        at = self.names.index(self.name_of(day))
        if self.unit is TimeUnit.MONTH:
            return at + (day.day - 1) / 31
        return float(at) if self.unit is TimeUnit.DAY else at + (day.timetuple().tm_yday - 1) / 366


def time_columns(first: date, last: date, *, finest: TimeUnit = TimeUnit.DAY) -> TimeColumns:
    """The columns of all days from one to another; ``finest`` where no days are known, but months."""
    if finest is TimeUnit.DAY and (last - first).days < MOST_DAYS:
        days = ((first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1))
        return TimeColumns(TimeUnit.DAY, tuple(days))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= MOST_MONTHS:
        return TimeColumns(TimeUnit.MONTH, tuple(f"{each // 12:04}-{each % 12 + 1:02}" for each in months))
    return TimeColumns(TimeUnit.YEAR, tuple(f"{year:04}" for year in range(first.year, last.year + 1)))
