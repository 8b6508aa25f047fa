"""Which officers a message is from and to, and the role that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.domain.evidence.reading import ROLES, Person
from reviewer.domain.people.officer import Officer, Role
from reviewer.domain.query import fold

_WRITES = frozenset({"from", "sender", "reply-to"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An officer who is named in a header, and the role proposed for that."""

    officer: Officer
    role: Role


def in_header(people: Sequence[Person], officers: Sequence[Officer]) -> list[Standing]:
    """The officers whom a header names by a known address or name: who wrote first, then who received.

    Two officers of one name are both in it, as nothing in the header tells which is meant.
    """
    found: dict[int, Standing] = {}
    for person in sorted(people, key=lambda each: ROLES.index(each.role) if each.role in ROLES else len(ROLES)):
        role = Role.AUTHOR if person.role in _WRITES else Role.RECIPIENT
        for officer in _meant(person, officers):
            found.setdefault(officer.id, Standing(officer, role))
    return list(found.values())


def _meant(person: Person, officers: Sequence[Officer]) -> Iterator[Officer]:
    address = person.address.casefold()
    by_address = [each for each in officers if address and address in {known.casefold() for known in each.addresses}]
    if by_address:
        yield from by_address
        return
    name = _name(person.name)
    if name:
        yield from (each for each in officers if name in {_name(known) for known in (each.name, *each.aliases)})


def _name(text: str) -> frozenset[str]:
    """The words of a name, in whatever order a header or a roster puts them; a single word names nobody."""
    words = frozenset(fold(text).replace(",", " ").replace('"', " ").split())
    return words if len(words) > 1 else frozenset()
