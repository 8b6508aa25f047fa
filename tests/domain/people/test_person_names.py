"""A name that only looks like a second person's is not one."""

from __future__ import annotations

import pytest

from reviewer.domain.people.person_names import check_scripts, same_person
from reviewer.errors import InputError


@pytest.mark.parametrize(
    "other",
    [
        "ada lune",
        "Ada  Lune.",
        "\N{CYRILLIC CAPITAL LETTER A}da Lune",
        "Ad\N{CYRILLIC SMALL LETTER A} Lun\N{CYRILLIC SMALL LETTER IE}",
        "\N{GREEK CAPITAL LETTER ALPHA}da Lune",
        "Ad\N{LATIN SMALL LETTER ALPHA} Lune",
        "\N{FULLWIDTH LATIN CAPITAL LETTER A}da Lune",
        "Ada\N{ZERO WIDTH JOINER} Lune",
        "Ada Iune",
        "Ada 1une",
    ],
)
def test_a_name_that_looks_the_same_is_the_same_person(other: str) -> None:
    assert same_person("Ada Lune", other)
    assert same_person(other, "Ada Lune")


def test_a_word_all_in_letters_of_another_alphabet_is_seen_through() -> None:
    whole = "\N{CYRILLIC CAPITAL LETTER ES}\N{CYRILLIC SMALL LETTER O}\N{CYRILLIC SMALL LETTER ER}"
    whole += "\N{CYRILLIC SMALL LETTER IE}"
    check_scripts(whole)
    assert same_person("Cope", whole)


@pytest.mark.parametrize(("one", "other"), [("Ada Lune", "Ida Lune"), ("Ian", "Jan"), ("Анна", "Инна"), ("李", "王")])
def test_other_names_are_other_people(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_the_same_name_in_capitals_stays_the_same() -> None:
    assert same_person("Ian Ill", "IAN ILL")


@pytest.mark.parametrize(
    "name", ["Ada Lune", "Анна Lune", "Kaʻiulani", "O’Neill", "Zoë", "山田たろう", "김철수", "4711", "A1"]
)
def test_names_in_one_alphabet_a_word_are_taken(name: str) -> None:
    check_scripts(name)


def test_a_word_in_two_alphabets_is_refused_and_told() -> None:
    with pytest.raises(InputError, match="mixes alphabets within a word") as refused:
        check_scripts("Ad\N{CYRILLIC SMALL LETTER A} Lune")
    assert "“d” is Latin, “\N{CYRILLIC SMALL LETTER A}” is Cyrillic" in str(refused.value)
