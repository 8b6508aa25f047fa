"""Values of fields that go from one to another: days and sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z?)?)?)?", re.ASCII)
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([kmg]?)b?", re.IGNORECASE)
LARGEST = 2**63 - 1
"""Bytes, as many as SQLite can count."""

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}


@dataclass(frozen=True, slots=True)
class Between:
    """From one value to another, both included; None where an end is open."""

    low: str | None
    high: str | None


def between(value: str) -> Between | None:
    """The two ends of ``a..b``, or one value twice; None where it names none."""
    low, dots, high = (each.strip() for each in value.partition(".."))
    found = Between(low or None, (high or None) if dots else low or None)
    return None if found.low is None and found.high is None else found


def date_problem(value: str) -> str:
    """What is wrong with a day, a month, a year or a moment; empty where nothing is."""
    found = _DATE.fullmatch(value)
    if found is None:
        return f"“{value}” is no date"
    year, month, day, *clock = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return f"there is no such day as {value}"
    late = any((each or 0) > most for each, most in zip(clock, (23, 59, 60), strict=True))
    return f"there is no such time as {value}" if late else ""


def size(value: str) -> int | None:
    """Bytes of ``500``, ``10kb`` or ``1.5MB``; a kilobyte is 1,024. None for what is no size."""
    found = _SIZE.fullmatch(value)
    bytes_ = 0 if found is None else int(float(found[1]) * _UNITS[found[2].lower()])
    return None if found is None or bytes_ > LARGEST else bytes_
