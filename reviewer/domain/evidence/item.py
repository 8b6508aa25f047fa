"""Items: one occurrence of evidence each, as lists and the inspector show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.ids import ItemId
from reviewer.domain.plain_line import whole_line
from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reasons

Relevance = str
"""``relevant``, ``not relevant``, or empty while nobody has said."""


@dataclass(frozen=True, slots=True)
class Item:
    """One occurrence of evidence.

    ``control`` is its control number (``ABC-000123``); ``sha256`` is hexadecimal, ``size`` in bytes, empty and 0 when
    not even the bytes could be had; ``date`` is UTC and ``zone`` the sender's offset from it in minutes. ``pages`` is 0
    until known. ``folder`` is where in its container it lay, ``flags`` are what was odd about that.
    ``derived`` bytes were made from a store's properties; ``locked`` says that a password is missing.
    ``defects`` are what is odd about it, ``protection`` how something was signed or encrypted; ``metadata`` has
    both in words.
    """

    id: ItemId
    control: str
    parent: ItemId | None
    family: ItemId
    position: int
    depth: int
    name: str
    path: str
    kind: Kind
    media_type: str
    state: State
    reasons: Reasons
    sha256: str
    size: int
    duplicate_of: ItemId | None
    inline: bool
    custodian: str
    subject: str
    sender: str
    recipients: str
    date: str
    zone: int | None
    attachments: int
    pages: int
    from_mbox: bool = False
    folder: str = ""
    flags: Reasons = ()
    derived: bool = False
    locked: bool = False
    defects: Reasons = ()
    protection: Reasons = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why it was not read in full, in words."""
        return sentences(self.reasons)

    @property
    def title(self) -> str:
        """What a list calls the item, on one line: its subject, else its name."""
        return whole_line(self.subject or self.name or self.control)


@dataclass(frozen=True, slots=True)
class Mark:
    """What reviewers said of an item as a whole."""

    item: ItemId
    relevance: Relevance = ""
    privileged: bool = False


def control_number(prefix: str, item: int) -> str:
    """The control number of an item: the case's prefix and at least six digits."""
    return f"{prefix}-{item:06d}"
