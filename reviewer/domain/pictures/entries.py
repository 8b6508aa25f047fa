"""What the pictures need of the ledger: its entries, who they are about, and how to say them in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.domain.dates import Days
from reviewer.domain.ids import EndorsementId, OfficerId
from reviewer.domain.ledger.totals import Summand
from reviewer.domain.people.officer import Officer
from reviewer.domain.pictures.picture_words import ENGLISH, PictureWords


class Praised(NamedTuple):
    """What a picture needs of an endorsement; its days are as those of a :class:`Summand`."""

    id: EndorsementId
    officer: OfficerId
    audience: str
    product: str
    earliest: str
    latest: str

    @property
    def days(self) -> Days:
        """The days on which it may have been."""
        return Days(self.earliest, self.latest)


@dataclass(frozen=True, slots=True)
class Entries:
    """The benefits and endorsements that a picture shows, and every officer that they name."""

    benefits: tuple[Summand, ...]
    endorsements: tuple[Praised, ...]
    officers: Mapping[OfficerId, Officer]
    say: PictureWords = ENGLISH

    @property
    def everything(self) -> list[Summand | Praised]:
        """All entries, benefits first."""
        found: list[Summand | Praised] = [*self.benefits]
        return [*found, *self.endorsements]

    @property
    def named(self) -> set[OfficerId]:
        """The officers of all entries."""
        return {line.officer for line in self.benefits} | {each.officer for each in self.endorsements}


def who(officer: Officer) -> str:
    """An officer by name and serial number."""
    return f"{officer.name} ({officer.serial})"


def benefit_words(line: Summand, officer: Officer, say: PictureWords = ENGLISH) -> str:
    """A benefit in words: ``benefit B-12: device accepted by Ruth Castellan (101) from Lantern``."""
    donor = say(" from {donor}", donor=line.donor) if line.donor else ""
    mark = "" if line.counts else say("; does not count")
    said = say(
        "benefit B-{number}: {what} {outcome} by {name}",
        number=str(line.id),
        what=say(line.what),
        outcome=say(line.outcome),
        name=who(officer),
    )
    return f"{said}{donor}, {days_words(line.days, say)}{mark}"


def endorsement_words(praised: Praised, officer: Officer, say: PictureWords = ENGLISH) -> str:
    """An endorsement in words: ``endorsement E-3: Ruth Castellan (101) recommended a product to residents``."""
    said = say(
        "endorsement E-{number}: {name} recommended {product} to {audience}",
        number=str(praised.id),
        name=who(officer),
        product=praised.product or say("a product"),
        audience=say(praised.audience),
    )
    return f"{said}, {days_words(praised.days, say)}"


def days_words(days: Days, say: PictureWords = ENGLISH) -> str:
    """Days in words: one, from one to another, from one on, up to one, or none that are known."""
    if days.earliest and days.latest:
        if days.earliest == days.latest:
            return days.earliest
        return say("{first} to {last}", first=days.earliest, last=days.latest)
    if days.earliest:
        return say("{day} or later", day=days.earliest)
    return say("{day} or earlier", day=days.latest) if days.latest else say("date not known")
