from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import OfficerId
from reviewer.domain.people.assignments import Doubt, Oddity, doubts, sentence
from reviewer.domain.people.officer import Assignment, Officer, station_on

FIRST = date(2015, 12, 20)
DAYS = [(FIRST + timedelta(number)).isoformat() for number in range(40)]


@st.composite
def closed(draw: st.DrawFn) -> list[Assignment]:
    """Assignments with both ends, each to a station of its own."""
    spans = draw(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), min_size=1, max_size=5))
    return [Assignment(f"S{at}", DAYS[min(span)], DAYS[max(span)]) for at, span in enumerate(spans)]


def covered(assignments: list[Assignment], day: str) -> list[str]:
    return [each.station for each in assignments if each.start <= day <= each.end]


@given(closed())
def test_days_with_two_stations_and_with_none_are_found(assignments: list[Assignment]) -> None:
    found = doubts(assignments)
    between = [day for day in DAYS if min(a.start for a in assignments) <= day <= max(a.end for a in assignments)]
    two = {day for day in DAYS if len(covered(assignments, day)) > 1}
    none = {day for day in between if not covered(assignments, day)}
    said: dict[Oddity, set[str]] = {oddity: set() for oddity in Oddity}
    for doubt in found:
        said[doubt.what] |= {day for day in DAYS if doubt.start <= day <= doubt.end}
    assert (said[Oddity.OVERLAP], said[Oddity.GAP], said[Oddity.OPEN]) == (two, none, set())


@given(closed(), st.sampled_from(DAYS))
def test_the_station_on_a_day_is_one_held_on_it_and_the_one_begun_last(assignments: list[Assignment], day: str) -> None:
    officer = Officer(OfficerId(1), "1", "Pat Quill", assignments=tuple(assignments))
    there = [each for each in assignments if each.start <= day <= each.end]
    station = station_on(officer, day)
    assert bool(station) == bool(there)
    if there:
        chosen = next(each for each in there if each.station == station)
        assert chosen.start == max(each.start for each in there)


def test_an_open_end_lasts_until_the_next_assignment_begins() -> None:
    assignments = [Assignment("Quay", "2012-01-01"), Assignment("Hill", "2016-04-01")]
    assert doubts(assignments) == [Doubt(Oddity.OPEN, 0, 1)]
    assert sentence(doubts(assignments)[0], assignments) == (
        "the assignment to Quay has no end, and that to Hill begins on 2016-04-01"
    )
    officer = Officer(OfficerId(1), "1", "Pat Quill", assignments=tuple(assignments))
    assert [station_on(officer, day) for day in ("2011-12-31", "2016-03-31", "2016-04-01", "2030-01-01")] == [
        "", "Quay", "Hill", "Hill",
    ]  # fmt: skip


def test_a_day_between_two_assignments_is_a_gap_and_following_days_are_none() -> None:
    one, two = Assignment("Quay", "", "2016-02-28"), Assignment("Hill", "2016-03-01", "")
    assert doubts([two, one]) == [Doubt(Oddity.GAP, 1, 0, "2016-02-29", "2016-02-29")]
    assert sentence(doubts([two, one])[0], [two, one]) == (
        "no station from 2016-02-29 to 2016-02-29, between Quay and Hill"
    )
    assert doubts([Assignment("Quay", "", "2016-02-29"), two]) == []


def test_two_stations_of_which_nothing_is_said_overlap_for_ever() -> None:
    both = [Assignment("Quay"), Assignment("Hill")]
    assert doubts(both) == [Doubt(Oddity.OVERLAP, 0, 1)]
    assert sentence(doubts(both)[0], both) == "two stations from … to …: Quay and Hill"
