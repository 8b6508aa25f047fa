"""Figures count each officer once, and a station by the day of the benefit."""

from __future__ import annotations

from hypothesis import given

from reviewer.domain import money
from reviewer.domain.dates import Days, read
from reviewer.domain.ids import BenefitId, OfficerId, PassageId
from reviewer.domain.ledger.benefit import Outcome, Status, What
from reviewer.domain.ledger.figures import Coded, figures
from reviewer.domain.ledger.pairing import Dated
from reviewer.domain.ledger.totals import Summand, addition, sums
from reviewer.domain.people.officer import Assignment, Officer
from tests.domain.ledger.lines import LINES, line

MOVED = (Assignment("Mill Creek", "2010-01-01", "2016-03-31"), Assignment("Harbor", "2016-04-01"))
OFFICERS = [Officer(OfficerId(number), str(number), f"Officer {number}", assignments=MOVED) for number in (1, 2, 3)]


def test_officers_are_counted_once_and_what_was_returned_is_not() -> None:
    may = read("2016-05-16").days
    lines = [
        line(1, may),
        line(2, may, what=What.CODE),
        line(3, may, officer=2, what=What.MONEY),
        line(4, may, officer=3, outcome=Outcome.RETURNED),
        line(5, may, officer=3, status=Status.DISPROVED),
    ]
    found = figures(OFFICERS, lines, [Dated(9, OfficerId(1), may), Dated(8, OfficerId(3), may)], [])
    assert (found.with_benefit.count, found.with_device.count, found.with_benefit_and_endorsement.count) == (2, 1, 1)
    assert found.with_benefit.benefits == {1: (1, 2), 2: (3,)}
    assert found.with_benefit_and_endorsement.endorsements == {1: (9,)}
    assert found.apart == (4, 5)


def test_a_benefit_belongs_to_the_station_of_its_day() -> None:
    lines = [
        line(1, read("2016-03-31").days),
        line(2, read("2016-04-01").days, 20_000),
        line(3, read("2016-05").days, officer=2),
        line(4, read("around 2016-04-01").days, officer=3),
        line(5, read("2009").days, officer=3),
    ]
    found = {station.name: station for station in figures(OFFICERS, lines, [], []).stations}
    assert found["Mill Creek"].received.benefits == {1: (1,)}
    assert found["Harbor"].received.benefits == {1: (2,), 2: (3,)}
    assert found["Harbor"].sums["USD"].low == 30_000
    assert found["Harbor"].possible.benefits == found["Mill Creek"].possible.benefits == {3: (4,)}
    assert found[""].received.benefits == {3: (5,)}


def test_a_value_is_quantity_times_fair_value_less_what_was_paid_at_both_ends_and_never_less_than_nothing() -> None:
    may = read("2016-05-16").days
    lines = [
        line(1, may, 15_000, high=19_950)._replace(quantity=2, paid=5_000),
        line(2, may, 3_000, high=9_000)._replace(paid=4_000),
        line(3, may, 1_000)._replace(paid=4_000),
    ]
    assert [each.net for each in lines] == [(25_000, 34_900), (0, 5_000), (0, 0)]
    assert (sums(lines)["USD"].low, sums(lines)["USD"].high) == (25_000, 39_900)
    assert addition(lines).rpartition(" = ")[2] == money.range_written(25_000, 39_900, "USD")


def test_uses_of_a_code_are_those_stated_or_counted_whichever_is_more() -> None:
    def coded(number: int, code: str, uses: int | None, threshold: int | None, *passages: int) -> Coded:
        proved = tuple(PassageId(passage) for passage in passages)
        return Coded(BenefitId(number), OfficerId(number), code, uses, threshold, "", "alleged", proved)

    given_codes = [coded(1, "BELL", 14, 25), coded(2, "bell", 3, None, 7, 8), coded(3, "OTHER", None, 3, 7, 8)]
    bell, other = figures(OFFICERS, [], [], given_codes).codes
    assert (bell.uses, bell.counted, bell.threshold, bell.more, bell.benefits) == (14, (7, 8), 25, 11, (1, 2))
    assert (other.uses, other.more) == (None, 1)


def test_a_code_of_which_several_rewards_are_told_has_each_with_its_own_threshold() -> None:
    def coded(number: int, threshold: int | None, reward: str) -> Coded:
        return Coded(BenefitId(number), OfficerId(1), "BELL", 14, threshold, reward, "alleged", ())

    told = [coded(1, 10, "a camera"), coded(2, 25, "a jacket"), coded(3, None, "a pen"), coded(4, 25, "")]
    found = figures(OFFICERS, [], [], told).codes
    assert [(each.threshold, each.more, each.reward) for each in found] == [(10, 0, "a camera"), (25, 11, "a jacket")]
    assert {each.benefits for each in found} == {(1, 2, 3, 4)}
    (only,) = figures(OFFICERS, [], [], [told[2]]).codes
    assert (only.threshold, only.more, only.reward) == (None, None, "a pen")


def test_days_on_which_no_station_is_known_leave_a_benefit_possible_at_the_one_that_is() -> None:
    until_june = (Assignment("North", "2016-01-01", "2016-03-31"), Assignment("North", "2016-04-01", "2016-06-30"))
    officer = Officer(OfficerId(1), "1", "Ann Cole", assignments=until_june)
    lines = [line(number, read(day).days) for number, day in ((1, "2016"), (2, "between 2016-03 and 2016-06"))]
    north, nowhere = sorted(figures([officer], lines, [], []).stations, key=lambda each: each.name, reverse=True)
    assert (north.name, north.received.benefits, north.possible.benefits) == ("North", {1: (2,)}, {1: (1,)})
    assert (nowhere.name, nowhere.received.benefits, nowhere.possible.benefits) == ("", {}, {1: (1,)})


def test_an_assignment_to_the_last_day_there_is_has_no_end() -> None:
    officer = Officer(OfficerId(1), "1", "Ann Cole", assignments=(Assignment("North", "2016-01-01", "9999-12-31"),))
    (north,) = figures([officer], [line(1, Days("2017-01-01", ""))], [], []).stations
    assert (north.name, north.received.benefits) == ("North", {1: (1,)})


@given(LINES)
def test_stations_hold_every_benefit_that_counts_once_or_as_possible(lines: list[Summand]) -> None:
    found = figures(OFFICERS, lines, [], [])
    certain = [entry for station in found.stations for one in station.sums.values() for entry in one.entries]
    possible = {entry for station in found.stations for one in station.possible_sums.values() for entry in one.entries}
    assert len(certain) == len(set(certain))
    assert set(certain) | possible == {each.id for each in lines if each.counts}
    assert not set(certain) & possible


def test_open_days_are_possible_where_the_officer_ever_was() -> None:
    found = figures(OFFICERS, [line(1, Days())], [], [])
    assert [(station.name, station.possible.count) for station in found.stations] == [("Harbor", 1), ("Mill Creek", 1)]
