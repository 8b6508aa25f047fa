"""Endorsements: an officer recommended a product, to whom, how and when, by which passages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.dates import NO_DATE, When
from reviewer.domain.ids import EndorsementId, OfficerId, PassageId
from reviewer.errors import InputError


class Audience(StrEnum):
    """Whom it was meant for."""

    COLLEAGUES = "colleagues"
    RESIDENTS = "residents"
    NEIGHBOURHOOD_WATCH = "neighbourhood watch"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Praise:
    """What is said of an endorsement. ``reach`` is how many people it reached, None where that is not known."""

    officer: OfficerId
    audience: Audience
    product: str = ""
    medium: str = ""
    reach: int | None = None
    when: When = NO_DATE

    @property
    def written(self) -> tuple[str, ...]:
        """What reviewers wrote in it themselves."""
        return self.product, self.medium


@dataclass(frozen=True, slots=True)
class Endorsement:
    """An entry, with the passages that prove it."""

    id: EndorsementId
    praise: Praise
    reviewer: str
    created: str
    passages: tuple[PassageId, ...] = ()


def checked(praise: Praise) -> Praise:
    """The same; InputError for what cannot be."""
    if praise.reach is not None and not 0 <= praise.reach <= 10**10:
        raise InputError(f"a reach of {praise.reach} people cannot be", "It is 0 or more.")
    return praise
