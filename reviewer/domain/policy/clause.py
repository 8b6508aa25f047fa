"""Clauses: rules of policy, what has to be proved of each, what they do not cover, and when they were in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from reviewer.errors import InputError

ClauseId = NewType("ClauseId", int)
ElementId = NewType("ElementId", int)
ExemptionId = NewType("ExemptionId", int)


class Topic(StrEnum):
    """What a clause is about."""

    GRATUITY = "gratuity"
    ENDORSEMENT = "endorsement"
    CONFLICT = "conflict of interest"
    OTHER = "other"


CONFLICTS = frozenset({Topic.GRATUITY, Topic.CONFLICT})
"""The topics whose complaints count as conflicts of interest: taking from someone, or deciding about one's own."""


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that has to be proved."""

    id: ElementId
    text: str


@dataclass(frozen=True, slots=True)
class Exemption:
    """Something the clause does not cover."""

    id: ExemptionId
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a clause says, as it is entered or read. Days are ISO dates; an empty one leaves that end open."""

    code: str
    name: str
    topic: Topic = Topic.OTHER
    text: str = ""
    elements: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the case. ``elements`` and ``exemptions`` are in order and are counted from 1."""

    id: ClauseId
    code: str
    name: str
    topic: Topic
    text: str
    elements: tuple[Element, ...]
    exemptions: tuple[Exemption, ...]
    start: str = ""
    end: str = ""

    @property
    def wording(self) -> Wording:
        """The clause without its ids."""
        return Wording(
            self.code,
            self.name,
            self.topic,
            self.text,
            tuple(each.text for each in self.elements),
            tuple(each.text for each in self.exemptions),
            self.start,
            self.end,
        )

    @property
    def in_force(self) -> str:
        """The days it was in force, for people."""
        if not self.start and not self.end:
            return "always"
        return f"{self.start or '…'} to {self.end or 'now'}"

    def element(self, number: int) -> Element:
        """The element of a number, counted from 1; InputError when there is none."""
        if not 1 <= number <= len(self.elements):
            raise InputError(
                f"clause {self.code} has no element {number}", f"It has {len(self.elements)}, counted from 1."
            )
        return self.elements[number - 1]

    def exemption(self, number: int) -> Exemption:
        """The exemption of a number, counted from 1; InputError when there is none."""
        if not 1 <= number <= len(self.exemptions):
            raise InputError(
                f"clause {self.code} has no exemption {number}", f"It has {len(self.exemptions)}, counted from 1."
            )
        return self.exemptions[number - 1]


def checked(wording: Wording) -> Wording:
    """The wording with white space at the ends left off; InputError when it cannot be a clause."""
    tidy = Wording(
        wording.code.strip(),
        wording.name.strip(),
        wording.topic,
        wording.text.strip(),
        tuple(each.strip() for each in wording.elements),
        tuple(each.strip() for each in wording.exemptions),
        day(wording.start),
        day(wording.end),
    )
    if not tidy.code or not tidy.name:
        raise InputError("a clause needs a code and a name", "The code is what the manual numbers it by: 3.14.")
    if not tidy.elements or not all(tidy.elements) or not all(tidy.exemptions):
        raise InputError(
            f"clause {tidy.code} needs at least one element to prove, and none may be empty",
            "An element is one thing without which the clause is not broken.",
        )
    if tidy.start and tidy.end and tidy.end < tidy.start:
        raise InputError(f"clause {tidy.code} ends ({tidy.end}) before it starts ({tidy.start})")
    return tidy


def topic(text: str) -> Topic:
    """The topic of a name; InputError for anything else."""
    try:
        return Topic(text.strip().casefold())
    except ValueError as error:
        raise InputError(f"“{text}” is no topic of a clause", f"Topics: {', '.join(Topic)}.") from error


def day(text: str) -> str:
    """An ISO day as ``YYYY-MM-DD``, or empty; InputError for anything else."""
    text = text.strip()
    try:
        if text and date.fromisoformat(text).isoformat() != text:
            raise ValueError(text)  # noqa: TRY301 - 20160501 is a date too, but is not how a case writes it
    except ValueError as error:
        raise InputError(f"“{text}” is no date as YYYY-MM-DD") from error
    return text


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two stretches of days share one; an empty day leaves that end open."""
    return (not one[1] or not other[0] or other[0] <= one[1]) and (not other[1] or not one[0] or one[0] <= other[1])
