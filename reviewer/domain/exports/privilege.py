"""Privilege: what a reviewer says of an item, or of some of its words, that keeps them from whoever is not entitled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.domain.ids import ItemId, PassageId

PrivilegeCallId = NewType("PrivilegeCallId", int)


class PrivilegeKind(StrEnum):
    """What is claimed; ``not-privileged`` is said of what would be withheld with the rest of its message."""

    ATTORNEY_CLIENT = "attorney-client"
    WORK_PRODUCT = "work-product"
    OTHER = "other"
    UNSPECIFIED = "unspecified"  # marked by a key: withheld, and still to be explained
    NOT_PRIVILEGED = "not-privileged"

    @property
    def words(self) -> str:
        """The kind as it is shown and logged."""
        return _WORDS[self]


_WORDS = {
    PrivilegeKind.ATTORNEY_CLIENT: "attorney-client privilege",
    PrivilegeKind.WORK_PRODUCT: "work product",
    PrivilegeKind.OTHER: "other privilege",
    PrivilegeKind.UNSPECIFIED: "privileged, kind not said yet",
    PrivilegeKind.NOT_PRIVILEGED: "not privileged",
}


@dataclass(frozen=True, slots=True)
class PrivilegeCall:
    """What was said of an item, or with ``passage`` of those words of it alone. ``at`` is UTC.

    ``description`` stands in the log in place of the one that is made of the item's date and people.
    """

    id: PrivilegeCallId
    item: ItemId
    passage: PassageId | None
    kind: PrivilegeKind
    basis: str
    description: str
    reviewer: str
    at: str

    @property
    def withholds(self) -> bool:
        """Whether it keeps something back."""
        return self.kind is not PrivilegeKind.NOT_PRIVILEGED

    @property
    def explained(self) -> bool:
        """Whether a log can say what is claimed, and why."""
        return self.kind is not PrivilegeKind.UNSPECIFIED and bool(self.basis)
