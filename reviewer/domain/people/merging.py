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


def is_unidentified(serial: str) -> bool:
    """Whether a serial number has the form that is kept for officers who are not identified: ``U-1``."""
    return _UNIDENTIFIED.fullmatch(serial) is not None


def next_unidentified(serials: Iterable[str]) -> str:
    """The next serial number of that form, after all that are or were in use."""
    numbers = [int(match[1]) for match in map(_UNIDENTIFIED.fullmatch, serials) if match]
    return f"U-{max(numbers, default=0) + 1}"


def surer(one: Grade, other: Grade) -> Grade:
    """The surer of two grades."""
    grades = list(Grade)
    return min(one, other, key=grades.index)
