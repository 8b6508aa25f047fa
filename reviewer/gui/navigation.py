"""Where one can go in the window: a target names a room and what to show there; :meth:`Session.go` leads to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from reviewer.domain.exports.production import ProductionId
from reviewer.domain.ids import BenefitId, EndorsementId, ItemId, OfficerId, PassageId
from reviewer.domain.interviews.interview import InterviewId
from reviewer.domain.last_view import LastView
from reviewer.domain.people.timeline import Entry
from reviewer.domain.policy.allegation import AllegationId
from reviewer.usecases.told_acts import ActPlace


class RoomName(StrEnum):
    """The rooms, in the order of the rail."""

    REVIEW = "review"
    SEARCH = "search"
    PEOPLE = "people"
    LEDGER = "ledger"
    FINDINGS = "findings"
    INTERVIEWS = "interviews"
    EXPORTS = "exports"
    CUSTODY = "custody"


@dataclass(frozen=True, slots=True)
class RoomTarget:
    """A room as it was left."""

    room: RoomName


@dataclass(frozen=True, slots=True)
class ItemTarget:
    """An item on its pages, with these words marked on them."""

    room: ClassVar = RoomName.REVIEW
    item: ItemId
    words: str = ""


@dataclass(frozen=True, slots=True)
class MessageTarget:
    """A message that another one leads to, on its pages, or ``compared`` with that one; what is listed stays listed."""

    room: ClassVar = RoomName.REVIEW
    item: ItemId
    compared: ItemId | None = None


@dataclass(frozen=True, slots=True)
class ControlTarget:
    """The item with this control number, on its pages."""

    room: ClassVar = RoomName.REVIEW
    control: str


@dataclass(frozen=True, slots=True)
class ItemsTarget:
    """The list of the items that a query finds."""

    room: ClassVar = RoomName.REVIEW
    query: str


@dataclass(frozen=True, slots=True)
class ListedTarget:
    """The list of these items, and in words what they are."""

    room: ClassVar = RoomName.REVIEW
    words: str
    items: Sequence[ItemId]


@dataclass(frozen=True, slots=True)
class PassageTarget:
    """A passage on its page; it is the one at hand then."""

    room: ClassVar = RoomName.REVIEW
    passage: PassageId


@dataclass(frozen=True, slots=True)
class SearchTarget:
    """What a search for these words finds, best first."""

    room: ClassVar = RoomName.SEARCH
    words: str


@dataclass(frozen=True, slots=True)
class HitTarget:
    """An item among what was found, or in Review where it is not listed there."""

    room: ClassVar = RoomName.SEARCH
    item: ItemId


@dataclass(frozen=True, slots=True)
class OfficerTarget:
    """An officer's page."""

    room: ClassVar = RoomName.PEOPLE
    officer: OfficerId


@dataclass(frozen=True, slots=True)
class BenefitTarget:
    """A benefit in the table of benefits."""

    room: ClassVar = RoomName.LEDGER
    benefit: BenefitId


@dataclass(frozen=True, slots=True)
class EndorsementTarget:
    """An endorsement in the table of endorsements."""

    room: ClassVar = RoomName.LEDGER
    endorsement: EndorsementId


@dataclass(frozen=True, slots=True)
class AllegationTarget:
    """An allegation with its matrix and its finding."""

    room: ClassVar = RoomName.FINDINGS
    allegation: AllegationId


@dataclass(frozen=True, slots=True)
class InterviewTarget:
    """An interview with its outline."""

    room: ClassVar = RoomName.INTERVIEWS
    interview: InterviewId


@dataclass(frozen=True, slots=True)
class ProductionTarget:
    """A production with its mock run."""

    room: ClassVar = RoomName.EXPORTS
    production: ProductionId


@dataclass(frozen=True, slots=True)
class PrivilegeTarget:
    """What is claimed of an item, and why."""

    room: ClassVar = RoomName.EXPORTS
    item: ItemId


@dataclass(frozen=True, slots=True)
class PasswordTarget:
    """The place where a password is tried on what is locked."""

    room: ClassVar = RoomName.CUSTODY


@dataclass(frozen=True, slots=True)
class EvidenceTarget:
    """The form that adds evidence, above whatever room is in sight."""

    room: ClassVar = None
    folder: bool


@dataclass(frozen=True, slots=True)
class RecoveryTarget:
    """The form that makes the recovery sheet, above whatever room is in sight."""

    room: ClassVar = None


@dataclass(frozen=True, slots=True)
class PassphraseTarget:
    """The page that changes the passphrase, over whatever is in sight."""

    room: ClassVar = None


@dataclass(frozen=True, slots=True)
class KeysTarget:
    """The key map of the room in sight; if it is there already, it goes."""

    room: ClassVar = None


Target = (
    RoomTarget
    | ItemTarget
    | MessageTarget
    | ControlTarget
    | ItemsTarget
    | ListedTarget
    | PassageTarget
    | SearchTarget
    | HitTarget
    | OfficerTarget
    | BenefitTarget
    | EndorsementTarget
    | AllegationTarget
    | InterviewTarget
    | ProductionTarget
    | PrivilegeTarget
    | PasswordTarget
    | EvidenceTarget
    | RecoveryTarget
    | PassphraseTarget
    | KeysTarget
)


@dataclass(frozen=True, slots=True)
class QuoteStep:
    """That one went to a message which is quoted: from where, and the control number there."""

    back: Target
    control: str
    to: ItemId


class Room(QWidget):
    """A room of the window. It is made when it is first gone to, and reads then what it did not hear before."""

    def show_target(self, target: Target) -> None:
        """Show what a target names, if it is anything that this room has."""

    def standing(self) -> Sequence[str]:
        """What is on its pages, for a room in which one goes from one thing to the next."""
        return ()

    def shows(self, place: ActPlace) -> bool:  # noqa: ARG002 - a room that can tell looks at it
        """Whether a place that stands in this room is in sight."""
        return True

    def goes_through(self, place: ActPlace) -> bool:  # noqa: ARG002 - a room with a working list looks at it
        """Whether a place is in a list that one goes through here, mark by mark, wherever else it stands."""
        return False

    def going_through(self) -> Hashable | None:
        """The list that one works through here; the same again as long as it is that."""
        return None

    def last_view(self, view: LastView) -> LastView:
        """Where one is, with what this room knows of it."""
        return view

    def come_back(self, view: LastView) -> None:
        """Be as one left it when the case was last open, but for what was done here since.

        Once before the room is shown, and again where it was not yet known how one had left it.
        """

    def close_workers(self) -> None:
        """Let every worker go, ask long work to stop, and forget what was shown."""


def entry_target(entry: Entry) -> Target | None:
    """Where an entry about an officer is kept; None where it stands on nothing that can be shown."""
    made: dict[str, tuple[Callable[[Any], Target], str]] = {
        "benefit": (BenefitTarget, "benefit"),
        "endorsement": (EndorsementTarget, "endorsement"),
        "allegation": (AllegationTarget, "allegation"),
        "interview": (InterviewTarget, "interview"),
        "answer": (InterviewTarget, "interview"),
    }
    if entry.kind in made:
        target, name = made[entry.kind]
        return target(entry.values[name])
    if entry.kind == "complaint":
        return RoomTarget(RoomName.FINDINGS)
    if entry.passages:
        return PassageTarget(PassageId(entry.passages[0]))
    return ControlTarget(entry.items[0]) if entry.items else None


def place_target(place: ActPlace) -> Target | None:
    """Where what an act was about is shown; its room where it is gone, or has no place of its own there."""
    made: dict[str, Callable[[Any], Target]] = {
        "benefit": BenefitTarget,
        "endorsement": EndorsementTarget,
        "allegation": AllegationTarget,
        "interview": InterviewTarget,
        "production": ProductionTarget,
        "officer": OfficerTarget,
        "passage": PassageTarget,
        "item": ItemTarget,
    }
    if place.number and place.noun in made:
        return made[place.noun](place.number)
    if place.item is not None:
        return ItemTarget(place.item)
    room = _ROOMS.get(place.noun)
    return None if room is None else RoomTarget(room)


_ROOMS = {
    "passage": RoomName.REVIEW,
    "note": RoomName.REVIEW,
    "item": RoomName.REVIEW,
    "tag": RoomName.REVIEW,
    "thread": RoomName.REVIEW,
    "queue": RoomName.REVIEW,
    "saved": RoomName.SEARCH,
    "officer": RoomName.PEOPLE,
    "alias": RoomName.PEOPLE,
    "organisation": RoomName.PEOPLE,
    "benefit": RoomName.LEDGER,
    "proof": RoomName.LEDGER,
    "endorsement": RoomName.LEDGER,
    "limit": RoomName.LEDGER,
    "clause": RoomName.FINDINGS,
    "allegation": RoomName.FINDINGS,
    "ground": RoomName.FINDINGS,
    "finding": RoomName.FINDINGS,
    "complaint": RoomName.FINDINGS,
    "interview": RoomName.INTERVIEWS,
    "outline": RoomName.INTERVIEWS,
    "production": RoomName.EXPORTS,
}
