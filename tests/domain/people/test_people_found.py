from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.people.officer import Officer
from reviewer.domain.people.people_found import Seen, Sign, Source, candidates, filing_key, name_key

LEE = Officer(OfficerId(1), "4711", "Lee Moore", addresses=("moore@police.example",))
UTE = Officer(OfficerId(2), "0815", "Ute Ørsted", aliases=("Uta O.",))
LES = Officer(OfficerId(3), "4713", "Les Moore")


def seen(name: str, address: str, source: Source = Source.HEADER) -> Seen:
    return Seen(name, address, source, 2, ItemId(7))


@pytest.mark.parametrize(
    "name",
    ["Lee Moore", "Moore, Lee", "MOORE, Lee (Harbour)", "Sgt. Lee J. Moore", "lee  móore", "Moore, Sgt. Lee [4711]"],
)
def test_a_name_is_known_in_its_several_spellings(name: str) -> None:
    assert name_key(name) == ("lee", "moore")


@pytest.mark.parametrize("name", ["Lee", "", "Sgt. Moore", "4711"])
def test_one_word_is_too_little_to_go_by(name: str) -> None:
    assert name_key(name) is None


def test_names_are_filed_by_surname_and_then_first_name() -> None:
    """The surname is whole, titles and what stands behind it say nothing, and one word is all that there is."""
    names = [
        "Tom Okafor",
        "Sgt. Berta Zell",
        "Dominic O'Brien Jr.",
        "Adler, Paul",
        "Zoë Adler",
        "Nadia Marsh-Vale",
        "Pim",
    ]
    assert sorted(names, key=filing_key) == [
        "Adler, Paul",
        "Zoë Adler",
        "Nadia Marsh-Vale",
        "Dominic O'Brien Jr.",
        "Tom Okafor",
        "Pim",
        "Sgt. Berta Zell",
    ]


@pytest.mark.parametrize(
    ("one", "officer", "kind", "value", "sign"),
    [
        (seen("Moore, Lee", "lee.m@home.example"), 1, "address", "lee.m@home.example", Sign.SAME_NAME),
        (seen("Leo the Lion", "moore@police.example"), 1, "alias", "Leo the Lion", Sign.SAME_ADDRESS),
        (seen("", "n4711@police.example"), 1, "address", "n4711@police.example", Sign.SERIAL),
        (seen("", "815@police.example"), 2, "address", "815@police.example", Sign.SERIAL),
        (seen("", "uorsted@police.example"), 2, "address", "uorsted@police.example", Sign.SPELLED),
        (seen("", "orsted.ute@police.example"), 2, "address", "orsted.ute@police.example", Sign.SPELLED),
    ],
)
def test_what_may_be_an_officers_comes_with_what_speaks_for_it(
    one: Seen, officer: int, kind: str, value: str, sign: Sign
) -> None:
    (found,) = candidates([LEE, UTE], [one])
    assert (found.officer, found.kind, found.value) == (officer, kind, value)
    assert [(each.sign, each.items, each.first) for each in found.evidence] == [(sign, 2, 7)]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Lee Moore", "moore@police.example"),
        ("lee moore", "moore@police.example"),
        ("moore@police.example", "moore@police.example"),
        ("Kim Ortega", "kim@police.example"),
        ("Lee", "someone@home.example"),
        ("Lee Moore", ""),
        ("", "47110@police.example"),
    ],
)
def test_what_is_known_or_fits_nobody_is_no_candidate(name: str, address: str) -> None:
    assert candidates([LEE, UTE], [seen(name, address)]) == []


def test_a_value_that_fits_two_officers_says_so_and_the_strongest_comes_first() -> None:
    found = candidates(
        [LEE, LES],
        [seen("", "lmoore@home.example"), seen("Lee Moore", "box@home.example", Source.QUOTE)],
    )
    assert [(each.officer, each.value, each.others) for each in found] == [
        (1, "box@home.example", ()),
        (1, "lmoore@home.example", (3,)),
        (3, "lmoore@home.example", (1,)),
    ]


NAMES = st.sampled_from(["Lee Moore", "Moore, Lee", "Les Moore", "Ute", "", "X Y"])
ADDRESSES = st.sampled_from(["moore@police.example", "lmoore@a.example", "4711@b.example", "", "q@c.example"])


@given(st.lists(st.builds(seen, NAMES, ADDRESSES), max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_met_makes_no_difference(met: list[Seen], rng: object) -> None:
    shuffled = list(met)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert candidates([LEE, UTE, LES], met) == candidates([LEE, UTE, LES], shuffled)
