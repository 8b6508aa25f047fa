"""Dates as far as they are known never reach outside what was said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain import dates
from reviewer.domain.dates import Days, How, Precision, When
from reviewer.errors import InputError

DAYS = st.dates(date(1901, 1, 1), date(2198, 12, 31))
TEXTS = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2016-05-16", "2016-05-16", "2016-05-16", Precision.DAY),
        ("on 2016-02", "2016-02-01", "2016-02-29", Precision.MONTH),
        ("2017", "2017-01-01", "2017-12-31", Precision.YEAR),
        ("around 2016-05-16", "2016-05-09", "2016-05-23", Precision.DAY),
        ("Around 2016-01", "2015-12-01", "2016-02-29", Precision.MONTH),
        ("around 2016", "2015-01-01", "2017-12-31", Precision.YEAR),
        ("before 2016-05", "", "2016-04-30", Precision.MONTH),
        ("after 2016", "2017-01-01", "", Precision.YEAR),
        ("between 2016-12 and 2017-01-05", "2016-12-01", "2017-01-05", Precision.MONTH),
        ("", "", "", None),
    ],
)
def test_what_a_date_may_mean(text: str, earliest: str, latest: str, precision: Precision | None) -> None:
    read = dates.read(text)
    assert (read.days, read.precision) == (Days(earliest, latest), precision)


@pytest.mark.parametrize(
    "text",
    [
        "2016-02-30",
        "2016-13",
        "16-05-2016",
        "in 2016",
        "between 2016-05",
        "between 2016-06 and 2016-05",
        "0999",
        "on",
        "\u0662\u0660\u0661\u0666",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        dates.read(text)


@given(TEXTS, TEXTS)
def test_between_is_never_outside(one: str, other: str) -> None:
    first, last = sorted((one, other))
    if When(How.ON, first).days.earliest > When(How.ON, last).days.latest:
        return
    days = dates.read(f"between {first} and {last}").days
    assert (days.earliest, days.latest) == (When(How.ON, first).days.earliest, When(How.ON, last).days.latest)
    assert days.earliest[: len(first)] == first
    assert days.latest[: len(last)] == last


@given(TEXTS, st.sampled_from(["on", "around", "before", "after"]))
def test_a_date_written_is_read_as_it_was(text: str, how: str) -> None:
    read = dates.read(f"{how} {text}")
    assert dates.read(str(read)) == read


@given(TEXTS)
def test_before_on_and_after_leave_no_day_out_and_none_twice(text: str) -> None:
    before, on, after = (dates.read(f"{how} {text}").days for how in ("before", "on", "after"))
    assert date.fromisoformat(before.latest) + timedelta(days=1) == date.fromisoformat(on.earliest)
    assert date.fromisoformat(on.latest) + timedelta(days=1) == date.fromisoformat(after.earliest)
    assert on.within(dates.read(f"around {text}").days)
