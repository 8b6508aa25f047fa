from __future__ import annotations

import pytest

from reviewer.domain.policy.allegation import Side
from reviewer.domain.policy.clause import Topic
from reviewer.domain.policy.search_suggestions import stems, suggestions, surname
from reviewer.domain.query import Term
from reviewer.domain.query_grammar import parse


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("Ruth Castellan", "castellan"),
        ("Castellan, Ruth", "castellan"),
        ("John O'Hara Jr.", "o'hara"),
        ("van der Berg, Jan", "van der berg"),
        ("", ""),
    ],
)
def test_an_officer_is_looked_for_by_the_family_name(person: str, name: str) -> None:
    assert surname(person) == name


def test_other_forms_of_a_telling_word_are_found_too() -> None:
    (accepted, paid) = stems("The officer accepted a thing of value without payment")
    assert "acceptance".startswith(accepted)
    assert "accepting".startswith(accepted)
    assert "payments".startswith(paid)


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("side", list(Side))
def test_every_suggestion_is_a_search_that_asks_for_something(topic: Topic, side: Side) -> None:
    made = suggestions(
        topic=topic, side=side, element="A thing of value was accepted", person="Ruth Castellan", vendor="Lantern Bell"
    )
    assert len(set(made)) == len(made) > 1
    for each in made:
        assert parse(each).wanted, each
    words = [term.words for each in made for term in parse(each).wanted if isinstance(term, Term)]
    assert ("castellan",) in words
    assert ("lantern", "bell") in words
