"""What the demo's story consists of: people, messages, documents, and what a reviewer will find in them.

The passages, benefits and endorsements planned here are the ground truth: none of it is written into the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reviewer.domain.people.officer import Assignment, Role


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, or a list, with an e-mail address. ``members`` are keys of the custodians a list delivers to."""

    key: str
    name: str
    address: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CastOfficer:
    """An officer of the roster. ``key`` is the serial number for those the story does not name."""

    key: str
    serial: str
    name: str
    rank: str
    unit: str
    address: str
    aliases: tuple[str, ...]
    assignments: tuple[Assignment, ...]

    @property
    def person(self) -> Person:
        """The officer as someone who writes."""
        return Person(self.key, self.name, self.address, (self.key,))


@dataclass(frozen=True, slots=True)
class Custodian:
    """Whose mailbox it is. ``form`` is mbox, folder (raw messages without an extension) or eml."""

    key: str
    folder: str
    form: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: what one officer received. Values in dollars."""

    officer: CastOfficer
    product: str
    order: str


@dataclass(frozen=True, slots=True)
class Handout:
    """A list of officers and what they received: the terms are the same for all."""

    key: str
    station: str
    what: str
    product: str
    fair_value: int
    paid: int
    code: str
    date: str
    rows: tuple[Row, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. ``form`` is plain or html; ``fault`` names what is broken in it on purpose, or is empty.

    ``attachments`` are keys of papers, ``forward`` is the key of a message attached as message/rfc822.
    """

    key: str
    message_id: str
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    bcc: tuple[Person, ...]
    date: datetime
    subject: str
    body: str
    form: str = "plain"
    charset: str = "utf-8"
    encoding: str = "8bit"
    references: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    forward: str = ""
    logo: bool = False
    picture: bool = False
    tracker: bool = False
    fault: str = ""

    @property
    def people(self) -> tuple[Person, ...]:
        """Sender and receivers, those of a blind copy too."""
        return (self.sender, *self.to, *self.cc, *self.bcc)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document set from a template. ``place`` is its folder among the evidence, empty for an attachment only."""

    key: str
    file: str
    template: str
    place: str
    scan: bool
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class Concerned:
    """An officer, by serial number, and what a passage shows of him or her."""

    serial: str
    role: Role


@dataclass(frozen=True, slots=True)
class PlannedPassage:
    """Words to be marked: in a message, or in a paper (of the message it is attached to, or by itself).

    ``prices`` are the lists for which they tell what a thing is worth.
    """

    key: str
    message_id: str
    paper: str
    quote: str
    tags: tuple[str, ...]
    officers: tuple[Concerned, ...]
    note: str = ""
    prices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedBenefit:
    """Something of value, by the passages that prove it. ``low`` and ``high`` bound the fair value, in dollars.

    ``priced`` prove the value.
    """

    serial: str
    what: str
    product: str
    low: int
    high: int
    paid: int
    outcome: str
    date: str
    passages: tuple[str, ...]
    code: str = ""
    uses: int = 0
    threshold: int = 0
    reward: str = ""
    priced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedEndorsement:
    """A recommendation of the product, by the passage that proves it."""

    serial: str
    audience: str
    medium: str
    date: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedTag:
    """A code of the codebook."""

    name: str
    key: str
    color: str
    definition: str


@dataclass(frozen=True, slots=True)
class Story:
    """All of it. The same from each run: everything left to chance is drawn from a fixed seed."""

    agency: str
    vendor: str
    officers: tuple[CastOfficer, ...]
    custodians: tuple[Custodian, ...]
    handouts: tuple[Handout, ...]
    mails: tuple[Mail, ...]
    papers: tuple[Paper, ...]
    complaints: tuple[dict[str, str], ...]
    codebook: tuple[PlannedTag, ...]
    passages: tuple[PlannedPassage, ...]
    benefits: tuple[PlannedBenefit, ...]
    endorsements: tuple[PlannedEndorsement, ...]

    def paper(self, key: str) -> Paper:
        """The paper of that key."""
        return next(paper for paper in self.papers if paper.key == key)

    def mailbox(self, custodian: str) -> list[Mail]:
        """What is in a custodian's mailbox, in order of time: what was sent by, to, or to a list of that custodian."""
        return [
            mail
            for mail in self.mails
            if any(person.key == custodian or custodian in person.members for person in mail.people)
        ]
