"""What is odd about an officer's assignments: days with two stations, days with none, ends that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reviewer.domain.people.officer import Assignment

_FOREVER = "9999-12-31"


class Oddity(StrEnum):
    """What can be odd about two assignments, one after the other."""

    OVERLAP = "overlap"
    GAP = "gap"
    OPEN = "open end"


@dataclass(frozen=True, slots=True)
class Doubt:
    """An oddity of two assignments, by their places in the list, the earlier one first.

    ``start`` and ``end`` are the days concerned, both included: those with two stations, or with none; an empty one is
    open. For an open end both are empty: it is taken to last until the day before the later assignment begins.
    """

    what: Oddity
    earlier: int
    later: int
    start: str = ""
    end: str = ""


def doubts(assignments: Sequence[Assignment]) -> list[Doubt]:
    """The oddities of one officer's assignments, in order of time. Days are ISO dates."""
    order = sorted(range(len(assignments)), key=lambda at: (assignments[at].start, assignments[at].end or _FOREVER, at))
    found: list[Doubt] = []
    reach = order[0] if order else 0
    for at in order[1:]:
        doubt = _doubt(assignments, reach, at)
        if doubt is not None:
            found.append(doubt)
        if (doubt is not None and doubt.what is Oddity.OPEN) or _end(assignments[at]) > _end(assignments[reach]):
            reach = at
    return found


def sentence(doubt: Doubt, assignments: Sequence[Assignment]) -> str:
    """A doubt in words."""
    earlier, later = assignments[doubt.earlier].station, assignments[doubt.later].station
    if doubt.what is Oddity.OPEN:
        begins = assignments[doubt.later].start
        return f"the assignment to {earlier} has no end, and that to {later} begins on {begins}"
    days = f"from {doubt.start or '…'} to {doubt.end or '…'}"
    if doubt.what is Oddity.GAP:
        return f"no station {days}, between {earlier} and {later}"
    return f"two stations {days}: {earlier} and {later}"


def _doubt(assignments: Sequence[Assignment], reach: int, at: int) -> Doubt | None:
    one, two = assignments[reach], assignments[at]
    if not one.end and one.start < two.start:
        return Doubt(Oddity.OPEN, reach, at)
    if two.start <= _end(one):
        end = min(_end(one), _end(two))
        return Doubt(Oddity.OVERLAP, reach, at, two.start, "" if end == _FOREVER else end)
    first, last = _moved(one.end, 1), _moved(two.start, -1)
    return Doubt(Oddity.GAP, reach, at, first, last) if first <= last else None


def _end(assignment: Assignment) -> str:
    return assignment.end or _FOREVER


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
