"""Sums and limits: nothing is counted twice, nothing is assigned to a year that is not certain."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.dates import Days, year_days
from reviewer.domain.ids import LimitId
from reviewer.domain.ledger.benefit import Outcome, Status
from reviewer.domain.ledger.limits import Limit, Verdict, years
from reviewer.domain.ledger.totals import Summand, by_officer, sums
from tests.domain.ledger.lines import LINES, line

MAY, DECEMBER = Days("2016-05-16", "2016-05-16"), Days("2016-12-20", "2017-01-10")


@given(LINES, st.randoms())
def test_totals_add_up_whichever_the_order(lines: list[Summand], lot: random.Random) -> None:
    shuffled = list(lines)
    lot.shuffle(shuffled)
    assert sums(shuffled) == sums(lines)
    half = len(lines) // 2
    for currency, whole in sums(lines).items():
        parts = [each[currency] for each in (sums(lines[:half]), sums(lines[half:])) if currency in each]
        assert (whole.low, whole.high) == (sum(each.low for each in parts), sum(each.high for each in parts))
        assert len(whole.entries) == sum(len(each.entries) for each in parts)
    counted = [line for line in lines if line.counts]
    each_officer = by_officer(lines)
    assert sum(one.low for found in each_officer.values() for one in found.values()) == sum(
        one.low for one in sums(counted).values()
    )


@given(LINES)
def test_a_benefit_is_certain_in_one_year_at_most_and_possible_wherever_its_days_reach(lines: list[Summand]) -> None:
    found = years(lines)
    for each in (one for one in lines if one.counts):
        certain = [year.year for year in found if each in year.certain]
        possible = [year.year for year in found if each in year.possible]
        ends = {end[:4] for end in (each.earliest, each.latest)}
        if "" not in ends and len(ends) == 1:
            assert (certain, possible) == ([int(ends.pop())], [])
        else:
            assert certain == []
            assert possible
            assert all(year is None or each.days.meets(year_days(year)) for year in possible)
            if "" not in ends:
                assert [str(year) for year in possible] == [
                    str(year) for year in range(int(each.earliest[:4]), int(each.latest[:4]) + 1)
                ]
    assert not [each for year in found for each in (*year.certain, *year.possible) if not each.counts]


def test_a_year_is_measured_with_the_arithmetic_in_words() -> None:
    limit = Limit(LimitId(1), "City code", 15_000)
    lines = [line(1, MAY), line(2, MAY, 7_500, high=9_000), line(3, DECEMBER, 2_000)]
    first, second = years(lines, [limit])
    assert first.measured[0].verdict is Verdict.ABOVE
    assert first.measured[0].words == (
        "$100.00 (B-1) + $75.00 to $90.00 (B-2) = $175.00 to $190.00; "
        "possibly also $20.00 (B-3); so up to $210.00; "
        "City code allows $150.00: above"
    )
    assert (second.year, second.certain, [each.id for each in second.possible]) == (2017, (), [3])
    assert second.measured[0].verdict is Verdict.NOT_ABOVE
    assert second.words == "nothing; possibly also $20.00 (B-3); so up to $20.00"


def test_what_is_only_possible_may_be_above_and_just_the_limit_is_not() -> None:
    limit = Limit(LimitId(1), "City code", 10_000)
    just, more = years([line(1, MAY), line(2, DECEMBER, 1)], [limit])
    assert [each.measured[0].verdict for each in (just, more)] == [Verdict.MAY_BE_ABOVE, Verdict.NOT_ABOVE]
    (only,) = years([line(1, MAY)], [limit])
    assert only.measured[0].verdict is Verdict.NOT_ABOVE
    (unknown,) = years([line(1, MAY, None)], [limit])
    assert unknown.measured[0].verdict is Verdict.MAY_BE_ABOVE


def test_a_limit_measures_the_days_it_is_in_force() -> None:
    old, new = (
        Limit(LimitId(1), "Old rule", 5_000, days=Days("", "2016-06-30")),
        Limit(LimitId(2), "New rule", 5_000, days=Days("2016-07-01", "")),
    )
    (year,) = years([line(1, MAY)], [old, new])
    assert [(each.limit.rule, each.verdict) for each in year.measured] == [
        ("Old rule", Verdict.ABOVE),
        ("New rule", Verdict.NOT_ABOVE),
    ]
    assert year.measured[0].days == Days("2016-01-01", "2016-06-30")
    assert "from 2016-07-01 to 2016-12-31" in year.measured[1].words


def test_what_was_returned_or_disproved_is_in_no_year() -> None:
    lines = [
        line(1, MAY, outcome=Outcome.RETURNED),
        line(2, MAY, outcome=Outcome.DECLINED),
        line(3, MAY, outcome=Outcome.OFFERED),
        line(4, MAY, status=Status.DISPROVED),
    ]
    assert years(lines) == []


def test_one_donor_is_one_however_it_is_written() -> None:
    (year,) = years([line(1, MAY, donor="Lantern  Bell"), line(2, MAY, donor="lantern bell")])
    assert [each.id for each in year.certain] == [1, 2]


def test_benefits_of_donors_whom_nobody_knows_are_not_those_of_one_donor() -> None:
    limit = Limit(LimitId(1), "City code", 10_000)
    (two,) = years([line(1, MAY, 6_000, donor=""), line(2, MAY, 6_000, donor="")], [limit])
    assert two.measured[0].verdict is Verdict.MAY_BE_ABOVE
    (one,) = years([line(1, MAY, 6_000, donor=""), line(2, MAY, 10_001, donor="")], [limit])
    assert one.measured[0].verdict is Verdict.ABOVE
    both = [line(number, MAY, 6_000, donor="")._replace(organisation=7) for number in (1, 2)]
    assert [each.measured[0].verdict for each in years(both, [limit])] == [Verdict.ABOVE]


def test_what_others_of_the_same_organisation_gave_may_come_from_the_same_source() -> None:
    limit, half = Limit(LimitId(1), "City code", 10_000), Limit(LimitId(2), "Old code", 10_000, days=MAY)
    lines = [
        line(1, MAY, 6_000, donor="Lantern Bell")._replace(organisation=7),
        line(2, MAY, 6_000, donor="Lantern Bell Cameras")._replace(organisation=7),
        line(3, MAY, 6_000, donor="Lantern", officer=2)._replace(organisation=7),
        line(4, MAY, 6_000, donor="Other")._replace(organisation=8),
        line(5, Days("2015-02-01", "2015-02-01"), 6_000, donor="Lantern Bell Cameras")._replace(organisation=7),
    ]
    found = years(lines, [limit, half])
    told = {
        (each.donor, each.officer, each.year): [
            ([line.id for line in one.certain], [line.id for line in one.possible], one.verdict)
            for one in each.measured
        ]
        for each in found
    }
    assert told == {
        ("Lantern Bell", 1, 2016): [([1], [2], Verdict.MAY_BE_ABOVE)] * 2,
        ("Lantern Bell Cameras", 1, 2016): [([2], [1], Verdict.MAY_BE_ABOVE)] * 2,
        ("Lantern Bell Cameras", 1, 2015): [([5], [], Verdict.NOT_ABOVE)],
        ("Lantern", 2, 2016): [([3], [], Verdict.NOT_ABOVE)] * 2,
        ("Other", 1, 2016): [([4], [], Verdict.NOT_ABOVE)] * 2,
    }


def test_a_limit_in_another_currency_is_said_to_measure_nothing() -> None:
    """Unless its rule has one in the currency of the sum, or it is in force in another year."""
    limits = (
        Limit(LimitId(1), "City code", 10_000),
        Limit(LimitId(2), "Old code", 5_000, days=Days("", "2015-12-31")),
        Limit(LimitId(3), "City rule", 10_000),
        Limit(LimitId(4), "City rule", 9_000, "EUR"),
    )
    (year,) = years([line(1, MAY)._replace(currency="EUR")], limits)
    assert [each.limit.id for each in year.measured] == [4]
    assert year.not_compared == ("not compared with City code, which allows $100.00: this is in EUR",)
    (dollars,) = years([line(1, MAY)], limits[:3])
    assert dollars.not_compared == ()


def test_a_limit_in_another_currency_says_nothing_of_the_days_on_which_its_rule_has_none_of_the_sum() -> None:
    """A rule that goes over to another currency within the year; one of the sum's on each of its days is enough."""
    june, july = Days("2016-01-01", "2016-06-30"), Days("2016-07-01", "")
    spring, august = Days("2016-02-01", "2016-03-31"), Days("2016-08-01", "")

    def not_compared(dollars: tuple[Days, ...], euro: Days) -> bool:
        held = [Limit(LimitId(number), "City code", 5_000, days=days) for number, days in enumerate(dollars, 2)]
        (year,) = years([line(1, MAY)], [Limit(LimitId(1), "city code", 5_000, "EUR", euro), *held])
        return year.not_compared != ()

    assert not_compared((june,), july)
    assert not_compared((june,), Days())
    assert not_compared((august, june), Days())
    assert not_compared((spring,), june)
    assert not not_compared((june,), spring)
    assert not not_compared((july, spring, june), Days())
    assert not not_compared((june,), Days("2015-05-01", "2016-06-30"))
