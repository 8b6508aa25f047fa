"""Values of cells as a person reads them: numbers, dates by their format, truth values and errors."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

MOST_CELLS = 2_000_000
"""Cells read from one workbook."""
MOST_LETTERS = 40_000_000
"""Characters read from one workbook: one long string can stand in any number of cells."""
MOST_FORMULAS = 20_000
"""Formulas listed from one sheet."""

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


@lru_cache(maxsize=5000)
def is_date(format_id: int, code: str) -> bool:
    """Whether a number format shows a date or time (ECMA-376 part 1, 18.8.30); ``code`` is empty for built-in ones."""
    if not code:
        return format_id in _DATES
    bare = _ASIDE.sub("", code.partition(";")[0]).lower()
    return "general" not in bare and bool(re.search(r"[dmyhs]", bare))


@lru_cache(maxsize=5000)
def is_percent(format_id: int, code: str) -> bool:
    """Whether a number format shows hundredths."""
    return format_id in {9, 10} if not code else "%" in _ASIDE.sub("", code)


def number_text(value: float) -> str:
    """A number with at most the fifteen digits that Excel keeps."""
    if value == int(value) if abs(value) < 1e15 else False:
        return str(int(value))
    return f"{value:.15g}"


def percent_text(value: float) -> str:
    """A share as hundredths."""
    return f"{number_text(float(f'{value * 100:.12g}'))}%"


def date_text(serial: float, *, from_1904: bool) -> str:
    """The date and time of a serial number; the number itself where there is no such date.

    Day 60 of the 1900 system is 29 February 1900, which never was; earlier days count from the day after.
    """
    days = serial + 1462 if from_1904 else serial
    if not 0 <= days < 2_958_466:  # through 9999-12-31
        return number_text(serial)
    seconds = round(days * 86_400)
    if seconds < 86_400:
        hours, rest = divmod(seconds, 3600)
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    first = datetime(1899, 12, 31 if seconds < 60 * 86_400 else 30)  # noqa: DTZ001 - cells have no zone
    day = first + timedelta(seconds=seconds)
    return f"{day:%Y-%m-%d}" if seconds % 86_400 == 0 else f"{day:%Y-%m-%d %H:%M:%S}"


def shown(value: float, format_id: int, code: str, *, from_1904: bool) -> str:
    """A number under its format: as a date, as hundredths, or as it stands."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - how NaN is told
        return str(value)
    if is_date(format_id, code):
        return date_text(value, from_1904=from_1904)
    if is_percent(format_id, code):
        return percent_text(value)
    return number_text(value)


def error_text(code: int) -> str:
    """The word for an error value in binary workbooks."""
    return _ERRORS.get(code, "#ERROR")
