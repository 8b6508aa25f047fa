"""What the pictures need of the ledger: its entries, who they are about, and how to say them in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.domain.dates import Days
from reviewer.domain.ids import EndorsementId, OfficerId
from reviewer.domain.ledger.totals import Summand
from reviewer.domain.people.officer import Officer


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


def benefit_words(line: Summand, officer: Officer) -> str:
    """A benefit in words: ``benefit 12: device accepted by Ruth Castellan (101) from Lantern``."""
    giver = f" from {line.giver}" if line.giver else ""
    mark = "" if line.counts else "; does not count"
    return f"benefit {line.id}: {line.what} {line.outcome} by {who(officer)}{giver}, {days_words(line.days)}{mark}"


def endorsement_words(praised: Praised, officer: Officer) -> str:
    """An endorsement in words: ``endorsement 3: Ruth Castellan (101) recommended a product to residents``."""
    product = praised.product or "a product"
    what = f"{who(officer)} recommended {product} to {praised.audience}"
    return f"endorsement {praised.id}: {what}, {days_words(praised.days)}"


def days_words(days: Days) -> str:
    """Days in words: one, from one to another, from one on, up to one, or none that are known."""
    if days.earliest and days.latest:
        return days.earliest if days.earliest == days.latest else f"{days.earliest} to {days.latest}"
    if days.earliest:
        return f"{days.earliest} or later"
    return f"{days.latest} or earlier" if days.latest else "date not known"
