"""An axis of time: where a day lies, and where the years, quarters, months or days are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_MOST_TICKS = 12
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 3600)
"""Months between two marks."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from the first to the last, both included, over x from ``left`` to ``right``."""

    first: date
    last: date
    left: float
    right: float

    def begin(self, day: str) -> float:
        """Where an ISO day begins; within the axis."""
        return self._at((date.fromisoformat(day) - self.first).days)

    def end(self, day: str) -> float:
        """Where an ISO day ends; within the axis."""
        return self._at((date.fromisoformat(day) - self.first).days + 1)

    def middle(self, day: str) -> float:
        """The middle of an ISO day."""
        return (self.begin(day) + self.end(day)) / 2

    def _at(self, days: int) -> float:
        whole = (self.last - self.first).days + 1
        return self.left + (self.right - self.left) * min(max(days / whole, 0), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Where to mark what: years, half-years, quarters or months, and days where there are few."""
        if (self.last - self.first).days < _MOST_TICKS:
            days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
            return [(self.begin(str(day)), str(day)[5:]) for day in days]
        for step in _STEPS:
            months = [month for month in range(_number(self.first), _number(self.last) + 1) if (month - 1) % step == 0]
            if len(months) <= _MOST_TICKS:
                break
        found = []
        for month in months:
            day = date((month - 1) // 12, (month - 1) % 12 + 1, 1)
            if day >= self.first:
                found.append((self.begin(str(day)), str(day.year) if step % 12 == 0 else str(day)[:7]))
        return found


def axis(ends: Iterable[str], left: float, right: float) -> Axis | None:
    """An axis over whole months that holds the ends of some days, of which empty ones are not known; None for none."""
    known = set(ends) - {""}
    if not known:
        return None
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    return Axis(first.replace(day=1), _month_end(last), left, right)


def _month_end(day: date) -> date:
    later = day.replace(day=28) + timedelta(days=4)
    return later - timedelta(days=later.day)


def _number(day: date) -> int:
    """Months since the year 0, from 1."""
    return day.year * 12 + day.month
