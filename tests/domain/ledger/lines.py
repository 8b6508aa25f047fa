"""Lines of a ledger for tests of sums, limits and figures."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from reviewer.domain.dates import Days
from reviewer.domain.ids import BenefitId, OfficerId
from reviewer.domain.ledger.benefit import Outcome, Status, What
from reviewer.domain.ledger.totals import Summand


def line(
    number: int,
    days: Days,
    cents: int | None = 10_000,
    *,
    officer: int = 1,
    donor: str = "Lantern Bell",
    what: What = What.DEVICE,
    outcome: Outcome = Outcome.ACCEPTED,
    status: Status = Status.ALLEGED,
    high: int | None = None,
) -> Summand:
    """A benefit of one thing for which nothing was paid."""
    return Summand(
        BenefitId(number), OfficerId(officer), donor, what, outcome, status, "USD", 1, cents,
        cents if high is None else high, 0, days.earliest, days.latest,
    )  # fmt: skip


def _days(one: date | None, other: date | None) -> Days:
    if one and other and one > other:
        one, other = other, one
    return Days(str(one or ""), str(other or ""))


DAYS = st.builds(_days, *[st.none() | st.dates(date(2014, 1, 1), date(2018, 12, 31)) for _ in range(2)])
LINES = st.lists(
    st.builds(
        Summand,
        id=st.integers(1, 10**6).map(BenefitId),
        officer=st.integers(1, 3).map(OfficerId),
        donor=st.sampled_from(["", "Lantern Bell", "lantern bell", "Other"]),
        what=st.sampled_from(list(What)),
        outcome=st.sampled_from(list(Outcome)),
        status=st.sampled_from(list(Status)),
        currency=st.sampled_from(["USD", "EUR"]),
        quantity=st.integers(1, 3),
        low=st.just(100),
        high=st.integers(100, 10**6),
        paid=st.integers(0, 10**6),
        earliest=st.just(""),
        latest=st.just(""),
        organisation=st.none(),
    ).flatmap(lambda each: DAYS.map(lambda days: each._replace(earliest=days.earliest, latest=days.latest))),
    max_size=12,
    unique_by=lambda each: each.id,
)
