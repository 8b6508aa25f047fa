"""Officers, their assignments, and what links a passage to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.ids import LinkId, OfficerId, PassageId


class Role(StrEnum):
    """What an officer has to do with a passage."""

    AUTHOR = "author"
    RECIPIENT = "recipient"
    BENEFICIARY = "beneficiary"
    PROMOTER = "promoter"
    SOLICITOR = "solicitor"
    WITNESS = "witness"
    MENTIONED = "mentioned"

    @property
    def words(self) -> str:
        """As people say it; “solicitor” reads as a lawyer."""
        return "asked for it" if self is Role.SOLICITOR else self.value


class Grade(StrEnum):
    """How sure the reviewer is that this is the officer meant."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A station from one day up to another, both included, as ISO dates; an empty day leaves that end open."""

    station: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer; ``unidentified`` while it is only known that there is one, and not who."""

    id: OfficerId
    serial: str
    name: str
    rank: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    unidentified: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A passage linked to an officer."""

    id: LinkId
    passage: PassageId
    officer: OfficerId
    role: Role
    grade: Grade = Grade.CERTAIN


def station_on(officer: Officer, day: str) -> str:
    """The station an officer was assigned to on an ISO day, or on the last known day for an empty one."""
    best, start = "", None
    for held in officer.assignments:
        if day and ((held.start and held.start > day) or (held.end and day > held.end)):
            continue
        if start is None or held.start > start:
            best, start = held.station, held.start
    return best
