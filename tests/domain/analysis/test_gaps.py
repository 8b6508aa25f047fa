"""A mailbox is silent where the rule says so, and not for a day less."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reviewer.domain.analysis.gaps import LEAST_ACTIVE, LEAST_DAYS, TIMES, Gap, gaps

START = date(2016, 1, 1)


def mailbox(active: int, silence: int, *, every: int = 1) -> list[date]:
    """So many days with mail, one each so many days, and a silence of so many days before the last of them."""
    before = [START + timedelta(days=each * every) for each in range(active - 1)]
    return [*before, before[-1] + timedelta(days=silence)]


@pytest.mark.parametrize("days", [[], [START], mailbox(LEAST_ACTIVE - 1, 60)])
def test_a_mailbox_with_few_days_of_mail_has_no_rhythm_to_fall_out_of(days: list[date]) -> None:
    assert gaps(days) == []


@pytest.mark.parametrize(
    ("every", "silence", "told"),
    [
        (1, LEAST_DAYS, True),
        (1, LEAST_DAYS - 1, False),
        (5, 5 * TIMES, True),
        (5, 5 * TIMES - 1, False),
    ],
)
def test_a_silence_is_told_from_a_week_on_that_is_three_times_what_is_usual(
    every: int,
    silence: int,
    told: bool,  # noqa: FBT001
) -> None:
    days = mailbox(21, silence, every=every)
    assert gaps(days) == ([Gap(days[-2], days[-1], silence, every)] if told else [])


def test_days_may_come_twice_and_in_any_order_and_the_longest_silence_comes_first() -> None:
    days = mailbox(25, 20)
    more = [days[-1] + timedelta(days=each) for each in (1, 2, 42)]
    found = gaps([*reversed(more), *days, *days])
    assert [(each.days, each.after) for each in found] == [(40, more[1]), (20, days[-2])]
