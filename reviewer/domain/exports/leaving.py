"""What leaves a case and what stays in it: the terms of an export, and the reasons for holding something back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class StayReason(StrEnum):
    """Why something stays. The values are written into the audit trail and are never changed."""

    PRIVILEGED = "privileged"
    PRIVILEGED_COPY = "privileged-copy"
    PRIVILEGED_FAMILY = "privileged-family"
    PRIVILEGED_PART = "privileged-part"
    HOLDS_PRIVILEGED = "holds-privileged"
    RESTS_ON_PRIVILEGED = "rests-on-privileged"
    COMPELLED = "compelled"
    HOLDS_COMPELLED = "holds-compelled"
    RESTS_ON_COMPELLED = "rests-on-compelled"
    PRIVATE = "private"
    INTERNAL = "internal"
    REDACTED = "redacted"
    HOLDS_REDACTED = "holds-redacted"
    REPEATS_REDACTED = "repeats-redacted"
    UNDECIDED = "undecided"
    UNSEARCHED = "unsearched"
    NAMES_SOURCE = "names-source"
    FAMILY_NAMES_SOURCE = "family-names-source"
    HOLDS_SOURCE = "holds-source"

    @property
    def words(self) -> str:
        """The reason, to follow the name of the thing: “GIFTS-000012: marked privileged”."""
        return _WORDS[self]

    @property
    def untold(self) -> bool:
        """Whether no slip sheet tells of it either, whatever else stays of it."""
        return self in OF_SOURCES

    @property
    def option(self) -> str:
        """The option of the command line that lets it leave as it is; none for what is redacted or internal."""
        if self is StayReason.PRIVATE:
            return "--with-private-notes"
        if self in _NEVER:
            return ""
        if self in OF_SOURCES:
            return "--include-sources"
        return "--include-compelled" if self.value.endswith("compelled") else "--include-privileged"


_NEVER = frozenset(
    {
        StayReason.REDACTED,
        StayReason.HOLDS_REDACTED,
        StayReason.REPEATS_REDACTED,
        StayReason.UNDECIDED,
        StayReason.UNSEARCHED,
        StayReason.INTERNAL,
    }
)
"""What no option lets go as it is. By --with-proposed pages go with what waits for a decision covered."""

OF_SOURCES = frozenset({StayReason.NAMES_SOURCE, StayReason.FAMILY_NAMES_SOURCE, StayReason.HOLDS_SOURCE})
"""What stays for the sake of a confidential source. No slip sheet tells of it either."""

_WORDS = {
    StayReason.PRIVILEGED: "marked privileged",
    StayReason.PRIVILEGED_COPY: "a copy of a privileged item",
    StayReason.PRIVILEGED_FAMILY: "belongs to the same message as a privileged item, or is part of one",
    StayReason.PRIVILEGED_PART: "has privileged words",
    StayReason.HOLDS_PRIVILEGED: "holds a privileged item",
    StayReason.RESTS_ON_PRIVILEGED: "rests on a privileged item",
    StayReason.COMPELLED: "holds compelled statements",
    StayReason.HOLDS_COMPELLED: "holds an item with compelled statements",
    StayReason.RESTS_ON_COMPELLED: "rests on compelled statements",
    StayReason.PRIVATE: "a private note",
    StayReason.INTERNAL: "an internal tag",
    StayReason.REDACTED: "has redactions (the file itself stays)",
    StayReason.HOLDS_REDACTED: "holds an item with redactions",
    StayReason.REPEATS_REDACTED: "holds what is redacted elsewhere at places where nobody has decided on it",
    StayReason.UNDECIDED: "has redactions that wait for a second reviewer",
    StayReason.UNSEARCHED: "its file could not be searched for what is redacted or names a source, or holds it",
    StayReason.NAMES_SOURCE: "names a confidential source where nobody has decided on it",
    StayReason.FAMILY_NAMES_SOURCE: "belongs to a message that names a confidential source",
    StayReason.HOLDS_SOURCE: "its file names a confidential source",
}


class Way(StrEnum):
    """What becomes of a thing on its way to a receiver."""

    GOES = "goes"
    REDACTED = "redacted"  # its pages go, rebuilt without what is redacted; neither its bytes nor its own text
    PLACEHOLDER = "placeholder"  # a slip sheet goes in its place
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate says of one thing, and why it does not go as it is; ``reason`` is None just when it goes."""

    way: Way
    reason: StayReason | None = None

    @property
    def whole(self) -> bool:
        """Whether it goes as it is."""
        return self.way is Way.GOES


GOES = Answer(Way.GOES)


class Export(StrEnum):
    """What leaves, as the audit trail calls the act."""

    REPORT = "report export"
    ACCOUNT = "account export"
    MANIFEST = "manifest export"
    TABLE = "table export"
    PICTURE = "picture export"
    BINDER = "interview binder"
    ORIGINAL = "item export"
    PAGES = "item pages"
    PRINT = "item print"
    PRIVILEGE_LOG = "privilege log"
    BUNDLE = "bundle export"


class Thing(StrEnum):
    """What is held back."""

    ITEM = "item"
    NOTE = "note"
    BENEFIT = "benefit"
    ENDORSEMENT = "endorsement"
    ALLEGATION = "allegation"
    ANSWER = "answer"
    COMPLAINT = "complaint"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Terms:
    """To whom an export goes, and what a reviewer has said may leave although it stays as a rule.

    With ``placeholders`` a slip sheet stands where an item is withheld as privileged, as in a production.
    With ``proposed`` pages go with the redactions covered that nobody has approved yet. With ``sources`` the receiver
    may see confidential sources; that needs one who is named.
    """

    privileged: bool = False
    compelled: bool = False
    private_notes: bool = False
    receiver: str = ""
    placeholders: bool = False
    proposed: bool = False
    sources: bool = False

    @property
    def shows_sources(self) -> bool:
        """Whether a receiver who is named may see confidential sources."""
        return self.sources and bool(self.receiver.strip())

    def let_go(self, reason: StayReason) -> bool:
        """Whether what has this reason to stay may leave."""
        if reason is StayReason.PRIVATE:
            return self.private_notes
        if reason in _NEVER:
            return False
        if reason in OF_SOURCES:
            return self.shows_sources
        return self.compelled if reason.value.endswith("compelled") else self.privileged

    @property
    def codes(self) -> list[str]:
        """The names of what was let go, for the audit trail."""
        named = {"privileged": self.privileged, "compelled": self.compelled, "private notes": self.private_notes}
        named |= {"proposed redactions": self.proposed, "confidential sources": self.shows_sources}
        return [name for name, given in named.items() if given]


_LETTERS = {Thing.BENEFIT: "B-", Thing.ENDORSEMENT: "E-"}


@dataclass(frozen=True, slots=True)
class Held:
    """A thing that stays, by its number alone, and why."""

    thing: Thing
    number: str
    reason: StayReason

    @property
    def name(self) -> str:
        """“GIFTS-000012”, “note 3”, “benefit B-3”."""
        if self.thing is Thing.ITEM:
            return self.number
        return f"{self.thing.value} {_LETTERS.get(self.thing, '')}{self.number}"

    def __str__(self) -> str:
        return f"{self.name} ({self.reason.words})"


_NAMED = 10


def in_words(held: Iterable[Held]) -> str:
    """Things that stay, as a list in words; of many the first few."""
    every = list(held)
    more = f", and {len(every) - _NAMED:,} more" if len(every) > _NAMED else ""
    return ", ".join(map(str, every[:_NAMED])) + more
