"""Officers are known by the addresses and names of a header, and have the role that follows from where they stand."""

from __future__ import annotations

from reviewer.domain.evidence.reading import Person
from reviewer.domain.ids import OfficerId
from reviewer.domain.people.header_standing import in_header
from reviewer.domain.people.officer import Officer, Role

RUTH = Officer(OfficerId(1), "101", "Ruth Castellan", addresses=("ruth@pmpd.example",))
TOM = Officer(OfficerId(2), "102", "Tom Okafor", aliases=("Tommy Okafor",))
OTHER_TOM = Officer(OfficerId(3), "103", "Tom Okafor")
EVERYBODY = (TOM, RUTH, OTHER_TOM)


def standing(*people: Person) -> list[tuple[str, Role]]:
    return [(each.officer.serial, each.role) for each in in_header(people, EVERYBODY)]


def test_who_wrote_comes_before_who_received() -> None:
    to = Person("to", "", "RUTH@pmpd.example")
    sent = Person("from", "Okafor, Tommy", "tommy@mail.example")
    assert standing(to, sent) == [("102", Role.AUTHOR), ("101", Role.RECIPIENT)]


def test_an_address_says_more_than_a_name_and_two_of_one_name_are_both_offered() -> None:
    assert standing(Person("cc", "Tom Okafor", "ruth@pmpd.example")) == [("101", Role.RECIPIENT)]
    assert standing(Person("cc", "tom OKAFOR", "")) == [("102", Role.RECIPIENT), ("103", Role.RECIPIENT)]


def test_who_writes_to_themselves_is_the_author_and_a_single_word_names_nobody() -> None:
    ruth = [Person(role, "Ruth", "ruth@pmpd.example") for role in ("to", "from")]
    assert standing(*ruth) == [("101", Role.AUTHOR)]
    assert standing(Person("from", "Ruth", "r@mail.example"), Person("to", "", "")) == []
