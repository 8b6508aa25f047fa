"""Pictures show every entry, on the sheet, and say in words what they show."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.dates import Days, read
from reviewer.domain.ids import BenefitId, EndorsementId, OfficerId
from reviewer.domain.ledger.benefit import Outcome, Status
from reviewer.domain.ledger.figures import stations as count
from reviewer.domain.ledger.totals import Summand as Benefit
from reviewer.domain.people.officer import Assignment, Officer
from reviewer.domain.pictures.entries import Entries, Praised
from reviewer.domain.pictures.finding import Finder
from reviewer.domain.pictures.network import MOST_OFFICERS, network
from reviewer.domain.pictures.picture import (
    Bar,
    Cue,
    Dot,
    Label,
    Line,
    Picture,
    Role,
    Shape,
    behind,
    bounds,
    rewritten,
    shortened,
    text_width,
)
from reviewer.domain.pictures.stations import stations
from reviewer.domain.pictures.timeline import MOST_ENTRIES, MOST_ROWS, timeline
from tests.domain.ledger.lines import DAYS, LINES, line

MOVED = (Assignment("Mill Creek", "2010-01-01", "2016-03-31"), Assignment("Harbor", "2016-04-01"))


def people(number: int) -> dict[OfficerId, Officer]:
    return {
        OfficerId(each): Officer(OfficerId(each), f"S{each}", f"Officer {each}", assignments=MOVED)
        for each in range(1, number + 1)
    }


def praised(number: int, days: Days, officer: int = 1, audience: str = "residents") -> Praised:
    return Praised(EndorsementId(number), OfficerId(officer), audience, "Bell", days.earliest, days.latest)


PRAISE = st.lists(
    st.builds(praised, st.integers(1, 10**6), DAYS, st.integers(1, 3), st.sampled_from(["residents", "public"])),
    max_size=6,
    unique_by=lambda each: each.id,
)


def all_on_the_sheet(picture: Picture) -> bool:
    boxes = [bounds(mark) for mark in picture.marks]
    return all(
        box.left >= -0.01 and box.top >= -0.01 and box.right <= picture.width + 1 and box.bottom <= picture.height + 1
        for box in boxes
    )


@given(LINES, PRAISE)
def test_each_entry_stands_behind_a_mark_of_timeline_and_network(lines: list[Benefit], praise: list[Praised]) -> None:
    entries = Entries(tuple(lines), tuple(praise), people(3))
    for picture in (timeline(entries), network(entries)):
        found = behind(mark.target for mark in picture.marks)
        assert set(found.benefits) == {each.id for each in lines}
        assert set(found.endorsements) == {each.id for each in praise}
        assert all_on_the_sheet(picture)
        assert picture.words


@given(LINES)
def test_bars_of_stations_hold_what_the_figures_count(lines: list[Benefit]) -> None:
    counted = count(people(3).values(), [each for each in lines if each.counts])
    picture = stations(counted)
    found = behind(mark.target for mark in picture.marks)
    assert set(found.benefits) == {each.id for each in lines if each.counts}
    assert all_on_the_sheet(picture)
    for station in counted:
        named = station.name or "station not known"
        said = [mark.words for mark in picture.marks if mark.words.startswith(f"{named}: ")]
        assert said


def test_the_length_of_a_bar_is_as_the_number_of_officers() -> None:
    day = read("2016-05-16").days
    lines = [line(n, day, officer=n) for n in (1, 2, 3)] + [line(4, read("2015").days, 30_000, officer=4, high=60_000)]
    picture = stations(count(people(4).values(), lines))
    bars = [mark for mark in picture.marks if isinstance(mark, Bar) and mark.target]
    officers = {mark.words: mark.width for mark in bars if mark.role is Role.OFFICER}
    harbor, creek = officers["Harbor: 3 officers with a benefit"], officers["Mill Creek: 1 officer with a benefit"]
    assert harbor == pytest.approx(3 * creek)
    worth = {mark.cue: mark.width for mark in bars if mark.words == "Mill Creek: worth $300.00 to $600.00"}
    assert worth[Cue.FULL] == pytest.approx(worth[Cue.HATCHED])


def test_a_day_is_a_dot_a_range_a_hollow_bar_and_an_open_end_a_dashed_line() -> None:
    said = ("2016-05-16", "between 2016-05-01 and 2016-06-30", "before 2016-05", "after 2016-05-20", "")
    lines = [line(n, read(words).days) for n, words in enumerate(said, 1)]
    picture = timeline(Entries(tuple(lines), (), people(1)))

    def marks_of(number: int) -> list[object]:
        return [type(mark) for mark in picture.marks if mark.target.benefits == (number,)]

    assert marks_of(1) == [Dot]
    assert marks_of(2) == [Bar, Dot]
    assert marks_of(3) == [Line, Dot]
    assert marks_of(4) == [Line, Dot]
    shapes = {mark.target.benefits: mark.shape for mark in picture.marks if isinstance(mark, Dot) and mark.words}
    assert tuple(shapes[BenefitId(number),] for number in (1, 3, 4)) == (Shape.CIRCLE, Shape.BEFORE, Shape.AFTER)
    (unknown,) = (mark for mark in picture.marks if mark.target.benefits == (5,))
    assert isinstance(unknown, Label)
    assert unknown.text.startswith("Date not known: 1 benefit")
    dot = next(mark for mark in picture.marks if isinstance(mark, Dot) and mark.target.benefits == (1,))
    bar = next(mark for mark in picture.marks if isinstance(mark, Bar) and mark.target.benefits == (2,))
    assert bar.x < dot.x < bar.x + bar.width
    assert bar.cue is Cue.HOLLOW


def test_what_does_not_count_is_hollow_and_says_so() -> None:
    day = read("2016-05-16").days
    lines = (line(1, day, outcome=Outcome.RETURNED), line(2, day, status=Status.DISPROVED, officer=2))
    picture = timeline(Entries(lines, (), people(2)))
    dots = [mark for mark in picture.marks if isinstance(mark, Dot) and mark.target]
    assert {(mark.cue, mark.role) for mark in dots} == {(Cue.HOLLOW, Role.APART)}
    assert all("does not count" in mark.words for mark in dots)


def test_many_officers_and_entries_are_drawn_closer_and_lose_none() -> None:
    days = [read(f"2016-{month:02}").days for month in range(1, 13)]
    for number in (MOST_ROWS, MOST_ROWS + 1, MOST_ENTRIES + 1):
        lines = tuple(line(n, days[n % 12], officer=n) for n in range(1, number + 1))
        picture = timeline(Entries(lines, (praised(1, days[3]),), people(number)))
        assert set(behind(mark.target for mark in picture.marks).benefits) == set(range(1, number + 1))
        assert all_on_the_sheet(picture)
        if number > MOST_ENTRIES:
            assert len(picture.marks) < 100


def test_in_a_large_network_promoters_keep_their_names_and_others_stand_by_station() -> None:
    day = read("2016-05-16").days
    lines = tuple(line(n, day, officer=n) for n in range(1, 121))
    picture = network(Entries(lines, tuple(praised(n, day, n) for n in range(1, 16)), people(120)))
    texts = [mark.text for mark in picture.marks if isinstance(mark, Label)]
    assert [text for text in texts if text.startswith("Officer ")] == [
        f"Officer {n} (S{n})" for n in sorted(range(1, 16), key=lambda n: f"Officer {n} (S{n})")
    ]
    assert "Harbor: 105 officers" in texts
    assert len(lines) > MOST_OFFICERS
    together = next(m for m in picture.marks if isinstance(m, Line) and m.words.endswith("105 benefits"))
    assert together.target.officers == tuple(range(16, 121))
    alone = next(m for m in picture.marks if isinstance(m, Line) and "Officer 1 (S1): 1 benefit" in m.words)
    assert together.thickness > alone.thickness


def test_only_offers_are_dashed() -> None:
    lines = (line(1, Days(), outcome=Outcome.OFFERED), line(2, Days(), officer=2))
    picture = network(Entries(lines, (), people(2)))
    cues = {mark.target.officers: mark.cue for mark in picture.marks if isinstance(mark, Line) and mark.target}
    assert cues == {(1,): Cue.DASHED, (2,): Cue.FULL}


def test_nothing_says_that_it_is_nothing() -> None:
    nothing = Entries((), (), {})
    for picture in (timeline(nothing), network(nothing), stations(())):
        assert picture.marks
        assert "no " in picture.words.lower()


def test_the_mark_in_front_is_found_at_a_point_and_arrows_reach_each_stop() -> None:
    day = read("2016-05-16").days
    lines = tuple(line(n, read(f"2016-0{n}-11").days, officer=n) for n in range(1, 7))
    picture = timeline(Entries(lines, (praised(1, day),), people(6)))
    finder = Finder(picture)
    for number in finder.stops:
        mark = picture.marks[number]
        if isinstance(mark, Dot):
            assert finder.at(mark.x, mark.y) == number
            assert finder.at(mark.x + mark.radius + 2, mark.y, reach=3) == number
    assert finder.at(picture.width - 1, 1) is None
    dots = [number for number in finder.stops if isinstance(picture.marks[number], Dot)]
    labels = [number for number in finder.stops if isinstance(picture.marks[number], Label)]
    for upper, lower in pairwise(labels):
        assert finder.next(upper, 0, 1) == lower
        assert finder.next(lower, 0, -1) == upper
    assert finder.next(labels[0], 1, 0) in dots
    assert finder.next(labels[0], 0, -1) == labels[0]
    assert finder.next(None, 0, 1) == finder.stops[0]


@given(st.text(max_size=60), st.floats(10, 200))
def test_a_shortened_text_is_no_wider_than_its_room(text: str, room: float) -> None:
    assert text_width(shortened(text, room, 9), 9) <= room + 0.001


def test_a_name_that_was_cut_off_is_changed_with_all_of_its_text() -> None:
    said = "The man who told us of it is Jo Tarn of Harbor"
    label = Label(x=0, y=0, text=said).within(text_width("The man who told us of it is Jo Ta…", 9))
    assert label.text == "The man who told us of it is Jo Ta…"
    picture = rewritten(Picture("Jo Tarn", said, 9, 9, (label,)), lambda text: text.replace("Jo Tarn", "[INF]"))
    (mark,) = picture.marks
    assert isinstance(mark, Label)
    assert (picture.title, picture.words) == ("[INF]", "The man who told us of it is [INF] of Harbor")
    assert (mark.text[:33], "Jo" in mark.text) == ("The man who told us of it is [INF", False)


def test_words_are_large_enough_to_be_read_on_a_page_of_the_report() -> None:
    day = read("2016-05-16").days
    entries = Entries((line(1, day),), (praised(1, day, audience="neighbourhood watch"),), people(1))
    for picture in (timeline(entries), network(entries), stations(count(people(1).values(), [line(1, day)]))):
        labels = [mark for mark in picture.marks if isinstance(mark, Label)]
        assert [mark.whole for mark in labels if mark.text.endswith("…")] == []
        least = min(mark.size for mark in labels)
        assert least * 6.5 * 72 / picture.width > 6, "points, on letter paper"
