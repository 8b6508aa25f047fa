"""Stretches of time in which a mailbox is silent, against its own rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LEAST_DAYS = 7
LEAST_ACTIVE = 10
TIMES = 3

RULE = (
    f"A gap is a stretch of {LEAST_DAYS} days or more without a message, at least {TIMES} times as long as nine in ten "
    f"of the stretches between two days with mail in that mailbox; of mailboxes with {LEAST_ACTIVE} such days or more. "
    "Dates before 1982, and after the message was taken in, are left out."
)
"""The rule as people are told it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The last day with mail before a gap and the first after it (UTC), the days from one to the other, and the rhythm.

    ``usual`` is the number of days from one day with mail to the next that nine in ten stretches do not exceed.
    """

    after: date
    before: date
    days: int
    usual: int


def gaps(days: Iterable[date]) -> list[Gap]:
    """The gaps among days with mail, by :data:`RULE`, the longest first."""
    active = sorted(set(days))
    if len(active) < LEAST_ACTIVE:
        return []
    stretches = [(later - earlier).days for earlier, later in pairwise(active)]
    usual = sorted(stretches)[(len(stretches) * 9 + 9) // 10 - 1]  # the smallest that nine in ten do not exceed
    found = [
        Gap(earlier, later, length, usual)
        for (earlier, later), length in zip(pairwise(active), stretches, strict=True)
        if length >= max(LEAST_DAYS, TIMES * usual)
    ]
    return sorted(found, key=lambda gap: (-gap.days, gap.after))
