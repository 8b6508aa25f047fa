"""What a regular expression is first looked for by stands in whatever it matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.query_literals import literals, sign

PART = st.sampled_from(["#", r"\$", "[#$]", "cam", "7", " ", ".", r"\d", "(?:#|7)", "(cam)", r"\#", "%"])
REPEATED = st.sampled_from(["", "", "?", "*", "+", "{0,2}", "{2}"])
SOURCE = st.lists(st.tuples(PART, REPEATED).map("".join), min_size=1, max_size=4).map("".join)


@given(st.lists(SOURCE, min_size=1, max_size=2).map("|".join), st.data())
def test_what_matches_has_its_sign_and_its_letters(source: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(source, fullmatch=True))
    assert sign(source) in text
    assert all(run in text for run in literals(source))
    assert re.fullmatch(source, text)


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("#", "#"),
        (r"\$[0-9]", "$"),
        ("[0-9]+%", "%"),
        ("#+", "#"),
        ("(?i)#", "#"),
        ("#?", ""),
        ("#|a", ""),
        ("(#|a)", ""),
        ("[#]", ""),
        ("#{0,2}", ""),
        (r"\Q#\E", ""),
        (r"\x23", ""),
        ("a-b.c", ""),
        ("^$", ""),
    ],
)
def test_a_sign_that_has_to_be_there(source: str, needed: str) -> None:
    assert sign(source) == needed
