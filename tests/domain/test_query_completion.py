"""Where the cursor stands in a query that is half typed, and how names are written there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.evidence.reading import Kind
from reviewer.domain.people.officer import Role
from reviewer.domain.query import ALIASES, COLUMNS, CONDITIONS, MARKS, TRUTHS, Condition
from reviewer.domain.query_completion import Known, Standing, fields, standing, written
from reviewer.domain.query_grammar import parse
from reviewer.domain.query_meanings import FIELDS, VALUES

AT = {
    # the cursor is at |
    "fr|": ("fr", "", ""),
    "camera fr|": ("fr", "", ""),
    "-fr|": ("fr", "", ""),
    "(fr|": ("fr", "", ""),
    "NOT fr|": ("fr", "", ""),
    "a) fr|": ("fr", "", ""),
    "camera |": ("", "", ""),
    "tag:|": ("", "tag", ""),
    "tag:gi|": ("gi", "tag", ""),
    "TAG:Gi|": ("Gi", "tag", ""),
    "-tag:gi|": ("gi", "tag", ""),
    "tag:=gi|": ("gi", "tag", "="),
    'tag:"free d|': ("free d", "tag", ""),
    "tag:„free d|": ("free d", "tag", ""),
    'tag:"=free d|': ("free d", "tag", "="),
    'tag:("a" OR gi|': ("gi", "tag", ""),
    'tag:"free d|" camera': ("free d", "tag", ""),
    "tag:gi| camera": ("gi", "tag", ""),
    "tag:(gift) fr|": ("fr", "", ""),
    'from:"moore; or|': ("or", "from", "moore; "),
    "from:=mo|": ("mo", "from", "="),
    'from:"=a@b.example; =mo|': ("mo", "from", "=a@b.example; ="),
    "date:2016-03..20|": ("20", "date", "2016-03.."),
    "in:/med|": ("/med", "in", ""),
    "from: pa|": ("pa", "", ""),
    "subject:ca|": None,
    "subject:(ca|": None,
    '"free fr|': None,
    '"free"|': None,
    'tag:"Gift"|': None,
    "fo:x|": None,
    "=Fr|": None,
    "/a.b/|": None,
}


@pytest.mark.parametrize("query", list(AT))
def test_what_is_typed_at_the_cursor_is_told_from_what_stands_around_it(query: str) -> None:
    cursor = query.index("|")
    at = standing(query.replace("|", ""), cursor)
    assert (None if at is None else (at.typed, at.field, at.kept)) == AT[query]


def test_the_second_side_of_what_went_between_people_is_typed_behind_the_first() -> None:
    query = 'between:"moore|va'
    assert standing(query, len(query)) == Standing(8, len(query), "va", "between", "moore|")


def test_what_is_taken_replaces_the_whole_word_that_the_cursor_is_in() -> None:
    assert standing("camera fr:x", 8) == Standing(7, 10, "f", behind=True)
    assert standing('tag:"free device" x', 9) == Standing(4, 17, "free", "tag")


def test_fields_that_begin_so_are_offered_with_what_they_ask_for() -> None:
    assert [each.text for each in fields(Standing(0, 2, "fr"))] == ["from:"]
    assert [each.text for each in fields(Standing(0, 1, "B"))] == ["bcc:", "before:", "between:", "body:", "by:"]
    assert not fields(Standing(0, 6, "camera"))
    assert all(each.means for each in fields(Standing(0, 0, "")))


def test_every_field_and_every_fixed_value_has_its_meaning() -> None:
    assert set(FIELDS) == {*COLUMNS, *CONDITIONS, *ALIASES}
    assert {*VALUES["is"], *VALUES["has"]} == set(TRUTHS)
    assert set(VALUES["mark"]) == set(MARKS)
    assert set(VALUES["role"]) == {each.value for each in Role}
    assert set(VALUES["kind"]) == {each.value for each in Kind}


@pytest.mark.parametrize(
    ("at", "name", "text"),
    [
        (Standing(0, 0, "", "tag"), "Gift", "Gift"),
        (Standing(0, 0, "", "tag"), "Free device", '"Free device"'),
        (Standing(0, 0, "", "tag", "="), "Free device", '"=Free device"'),
        (Standing(0, 0, "", "tag"), 'a "b"', '«a "b"»'),
        (Standing(0, 0, "", "tag"), 'a "b» c', None),
        (Standing(0, 0, "", "tag"), "OR", '"OR"'),
        (Standing(0, 0, "", "tag"), "-x", '"-x"'),
        (Standing(0, 0, "", "tag"), "x*", '"x*"'),
        (Standing(0, 0, "", "tag"), "=x", "==x"),
        (Standing(0, 0, "", "in"), "/media/my disk", '"/media/my disk"'),
        (Standing(0, 0, "", "from", "moore; "), "a@b.example", '"moore; a@b.example"'),
        (Standing(0, 0, "", "from"), "Moore; Lee", None),
        (Standing(0, 0, "", "date", "2016-03.."), "2016-05", "2016-03..2016-05"),
        (Standing(0, 0, "", "between"), "Lee Moore", '"Lee Moore"'),
    ],
)
def test_a_name_is_written_so_that_it_is_understood_as_that_name(at: Standing, name: str, text: str | None) -> None:
    made = written(at, Known(name))
    assert (None if made is None else made.text) == text


@given(st.text(min_size=1, max_size=12))
def test_whatever_a_tag_is_called_what_is_offered_asks_for_just_that_name(name: str) -> None:
    made = written(Standing(0, 0, "", "tag"), Known(name))
    if made is not None:
        root = parse(f"tag:{made.text}").root
        assert isinstance(root, Condition)
        assert root.value in (name, f"={name}")


@given(st.text(alphabet='ab :()"“”«=-/|;. \n*tg', max_size=25), st.data())
def test_no_half_query_is_too_odd_to_stand_in(query: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(query)))
    at = standing(query, cursor)
    if at is not None:
        assert at.start <= cursor <= at.end <= len(query)
