"""Messages in time stand in columns that leave no day out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.analysis.time_columns import TimeUnit, time_columns


@pytest.mark.parametrize(
    ("first", "last", "unit", "number", "ends"),
    [
        (date(2016, 2, 28), date(2016, 3, 1), TimeUnit.DAY, 3, ("2016-02-28", "2016-03-01")),
        (date(2016, 1, 31), date(2016, 1, 31), TimeUnit.DAY, 1, ("2016-01-31", "2016-01-31")),
        (date(2015, 12, 31), date(2016, 3, 1), TimeUnit.DAY, 62, ("2015-12-31", "2016-03-01")),  # 1 + 31 + 29 + 1
        (date(2015, 12, 31), date(2016, 3, 2), TimeUnit.MONTH, 4, ("2015-12", "2016-03")),
        (date(1996, 1, 5), date(2015, 12, 1), TimeUnit.MONTH, 240, ("1996-01", "2015-12")),
        (date(1996, 1, 5), date(2016, 1, 1), TimeUnit.YEAR, 21, ("1996", "2016")),
    ],
)
def test_days_months_or_years_have_a_column_each(
    first: date, last: date, unit: TimeUnit, number: int, ends: tuple[str, str]
) -> None:
    found = time_columns(first, last)
    assert (found.unit, len(found.names), (found.names[0], found.names[-1])) == (unit, number, ends)


@given(st.dates(date(1982, 1, 1), date(2100, 1, 1)), st.lists(st.integers(0, 20_000), min_size=1, max_size=8))
def test_each_day_is_counted_once_in_a_column_that_it_stands_in(first: date, apart: list[int]) -> None:
    days = [(first + timedelta(days=number), 2) for number in apart]
    columns = time_columns(first, max(day for day, _ in days))
    assert sum(columns.counted(days)) == 2 * len(days)
    for day, _ in days:
        place = columns.place(day)
        assert day.isoformat().startswith(columns.names[int(place)])
