"""Numbers are never given twice: what was once B-113 stays B-113, even when it is removed or the act is taken back.

SQLite gives a new row the number after the highest that is there, so the number of the last row is free again once it
is removed. What is remembered here is no part of any act and so is never taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reviewer.domain.people.merging import UNIDENTIFIED, unidentified_number


class Numbered(Protocol):
    """What numbering needs of an open case."""

    def execute(self, sql: str, values: tuple[object, ...] = ..., /) -> Any:
        """Run one statement."""

    def value(self, sql: str, values: tuple[object, ...] = ..., /) -> Any:
        """The first column of the first row of a query, or None."""


def kept_in(case: Numbered) -> bool:
    """Whether a case has the table for it; one of a format before 18 that is being upgraded has not."""
    return case.value("SELECT 1 FROM sqlite_schema WHERE name = 'number_given'") is not None


def keep(case: Numbered, series: str, number: int) -> None:
    """Remember that a number of a series was given."""
    case.execute(
        "INSERT INTO number_given (series, last) VALUES (?,?) "
        "ON CONFLICT (series) DO UPDATE SET last = max(last, excluded.last)",
        (series, number),
    )


def last(case: Numbered, series: str) -> int:
    """The highest number of a series that was taken back; 0 when none was."""
    return int(case.value("SELECT last FROM number_given WHERE series = ?", (series,)) or 0)


def removed(case: Numbered, table: str, row: Mapping[str, Any]) -> None:
    """Remember the numbers of a row that is about to go."""
    if "id" in row:
        keep(case, table, int(row["id"]))
    if table == "officer":
        given_up(case, str(row["serial"]))


def given_up(case: Numbered, serial: str) -> None:
    """Remember the serial number of an officer who was not identified, which nobody bears any longer."""
    number = unidentified_number(serial)
    if number:
        keep(case, UNIDENTIFIED, number)


def next_id(case: Numbered, table: str) -> int | None:
    """The number for the next row of a table where SQLite would give one again; None where it would not."""
    given = last(case, table)
    if not given:
        return None
    highest = int(case.value(f'SELECT coalesce(max(id), 0) FROM "{table}"'))
    return given + 1 if highest < given else None


def next_of_many(case: Numbered, table: str) -> int:
    """The number from which on rows of a table have numbers that none has had before."""
    given = last(case, table) if kept_in(case) else 0
    return max(given, int(case.value(f'SELECT coalesce(max(id), 0) FROM "{table}"'))) + 1
