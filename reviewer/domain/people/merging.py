"""Officers who turn out to be one, or one who turns out to be two; and those who are not identified yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.domain.people.officer import Grade

_UNIDENTIFIED = re.compile(r"[Uu]-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Former:
    """An officer who turned out to be another one. ``description`` is None unless that one was unidentified."""

    id: int
    serial: str
    name: str
    description: str | None
    reason: str
    reviewer: str
    created: str


UNIDENTIFIED = "unidentified officer"
"""The series of the numbers in such serial numbers."""


def is_unidentified(serial: str) -> bool:
    """Whether a serial number has the form that is kept for officers who are not identified: ``U-1``."""
    return _UNIDENTIFIED.fullmatch(serial) is not None


def unidentified_number(serial: str) -> int:
    """The number in a serial number of that form; 0 for any other."""
    match = _UNIDENTIFIED.fullmatch(serial)
    return int(match[1]) if match else 0


def next_unidentified(serials: Iterable[str], last: int = 0) -> str:
    """The next serial number of that form, after all that are in use and the ``last`` that was given up."""
    return f"U-{max([last, *map(unidentified_number, serials)]) + 1}"


def surer(one: Grade, other: Grade) -> Grade:
    """The surer of two grades."""
    grades = list(Grade)
    return min(one, other, key=grades.index)
