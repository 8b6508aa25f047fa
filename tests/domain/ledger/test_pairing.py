"""Days between a benefit and an endorsement, as far as their dates are known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.dates import Days, read
from reviewer.domain.ids import OfficerId
from reviewer.domain.ledger.pairing import Dated, between, pairs


@pytest.mark.parametrize(
    ("benefit", "endorsement", "words"),
    [
        ("2016-05-16", "2016-05-16", "the same day"),
        ("2016-05-16", "2016-05-28", "12 days after"),
        ("2016-05-16", "2016-05-15", "1 day before"),
        ("2016-05", "2016-05-10", "21 days before to 9 days after"),
        ("before 2016-05-16", "2016-05-20", "5 days after or later"),
        ("after 2016-05-16", "2016-05-20", "at most 3 days after"),
        ("after 2016-05-16", "2016-05-10", "7 days before or earlier"),
        ("", "2016-05-10", "days between not known"),
    ],
)
def test_the_days_between_are_said(benefit: str, endorsement: str, words: str) -> None:
    officer = OfficerId(1)
    (pair,) = pairs([Dated(1, officer, read(endorsement).days)], [Dated(2, officer, read(benefit).days)])
    assert (pair.words, pair.endorsement, pair.benefit) == (words, 1, 2)


def test_only_one_officers_entries_are_paired_and_the_nearest_come_first() -> None:
    one, two = OfficerId(1), OfficerId(2)
    received = [Dated(number, one, read(day).days) for number, day in ((1, "2015-01-01"), (2, "2016-05-01"), (3, ""))]
    found = pairs([Dated(7, one, read("2016-05-03").days), Dated(8, two, read("2016-05-03").days)], received)
    assert [(pair.endorsement, pair.benefit) for pair in found] == [(7, 2), (7, 1), (7, 3)]


DAY = st.dates(date(2015, 1, 1), date(2017, 12, 31))


STRETCH = st.tuples(DAY, st.integers(0, 400), st.floats(0, 1))
"""A first day, how many more there are, and which of them is meant."""


@given(STRETCH, STRETCH)
def test_no_day_that_may_be_meant_lies_outside_the_range(
    benefit: tuple[date, int, float], endorsement: tuple[date, int, float]
) -> None:
    days = [Days(str(day), str(day + timedelta(days=more))) for day, more, _ in (benefit, endorsement)]
    meant = [day + timedelta(days=round(more * share)) for day, more, share in (benefit, endorsement)]
    least, most = between(*days)
    assert least is not None
    assert most is not None
    assert least <= (meant[1] - meant[0]).days <= most
