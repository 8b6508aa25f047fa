"""Where the officer, the vendor or the clause of an earlier complaint is met again in this case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place is."""

    ALLEGATION = "allegation"
    ORGANISATION = "organisation"
    LEDGER = "ledger"
    PASSAGES = "passages"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class CasePlace:
    """A place: an allegation by its number, how many passages, or one of a kind."""

    kind: PlaceKind
    number: int = 0

    @property
    def words(self) -> str:
        """It in English."""
        if self.kind is PlaceKind.ALLEGATION:
            return f"allegation {self.number}"
        if self.kind is PlaceKind.PASSAGES:
            return f"{self.number:,} passage{'' if self.number == 1 else 's'}"
        return _WORDS[self.kind]


_WORDS = {
    PlaceKind.ORGANISATION: "an organisation of this case",
    PlaceKind.LEDGER: "the ledger of benefits",
    PlaceKind.TITLE: "the title of this case",
}


@dataclass(frozen=True, slots=True)
class Met:
    """An ``officer``, a ``vendor`` or a ``clause`` by name, and where it is met."""

    what: str
    name: str
    places: tuple[CasePlace, ...]
