"""A pile of mail with known threads, copies and missing messages, made from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

WORDS = [
    "camera",
    "door",
    "porch",
    "code",
    "neighbour",
    "station",
    "sergeant",
    "offer",
    "discount",
    "device",
    "install",
    "friend",
    "station",
    "harbour",
    "quay",
    "lantern",
    "colleague",
    "meeting",
    "roster",
    "morning",
    "evening",
    "street",
    "video",
    "motion",
    "battery",
    "ladder",
    "invoice",
    "parcel",
    "window",
    "garden",
    "letter",
]
PEOPLE = [("Ada Lune", "ada"), ("Bo Reef", "bo"), ("Kim Ortega", "kim"), ("Dana Vale", "dana"), ("Lee Moore", "lee")]
STYLES = ("references", "in-reply-to", "quote", "subject")


@dataclass
class Written:
    """One message as it was written: who answers whom is known here, whatever its headers tell."""

    number: int
    parent: Written | None
    style: str
    sent: datetime
    sender: tuple[str, str]
    to: tuple[str, str]
    topic: str
    words: list[str]
    there: bool = True
    chain: list[str] = field(default_factory=list)

    @property
    def message_id(self) -> str:
        return f"<{self.number}.{self.sender[1]}@agency.example>"

    @property
    def subject(self) -> str:
        return self.topic if self.parent is None else f"{('Re: ', 'RE: ', 'AW: ')[self.number % 3]}{self.topic}"

    def data(self, *, copy: bool = False) -> bytes:
        """The message as a file; as a copy with other headers and line ends."""
        made = EmailMessage()
        if copy:
            made["Received"] = "from elsewhere by here"
        made["From"] = f"{self.sender[0]} <{self.sender[1]}@agency.example>"
        made["To"] = f"{self.to[0]} <{self.to[1]}@agency.example>"
        made["Subject"] = self.subject
        made["Date"] = format_datetime(self.sent)
        made["Message-ID"] = f"<copy-{self.number}@elsewhere.example>" if copy else self.message_id
        if self.parent is not None and self.style == "references":
            made["References"] = " ".join(self.chain)
        if self.parent is not None and self.style in ("references", "in-reply-to"):
            made["In-Reply-To"] = self.parent.message_id
        made.set_content(self.body)
        data = made.as_bytes()
        return data.replace(b"\n", b"\r\n") if copy else data

    @property
    def body(self) -> str:
        own = _wrapped(self.words, "")
        if self.parent is None or self.style == "subject":
            return own
        said = f"On {self.parent.sent:%a, %d %b %Y at %H:%M}, {self.parent.sender[0]} wrote:"
        return f"{own}\n{said}\n{_wrapped(self.parent.words, '> ')}"


def pile(seed: int, threads: int = 20, missing: float = 0.15) -> list[Written]:
    """Messages of several threads; those not ``there`` were lost, and never the first or the last of a thread."""
    rng = random.Random(seed)
    written: list[Written] = []
    for thread in range(threads):
        begun = datetime(2016, 1, 4, 9, tzinfo=UTC) + timedelta(days=3 * thread)
        messages: list[Written] = []
        for _ in range(rng.randint(2, 7)):
            parent = rng.choice(messages) if messages else None
            sender = rng.choice(PEOPLE) if parent is None else parent.to
            others = [each for each in PEOPLE if each != sender]
            made = Written(
                len(written) + len(messages),
                parent,
                rng.choice(STYLES[:2]),
                begun + timedelta(hours=len(messages), minutes=rng.randrange(60)),
                sender,
                rng.choice(others) if parent is None else parent.sender,
                f"Topic {thread} {rng.choice(WORDS)}",
                rng.choices(WORDS, k=40),
            )
            if parent is not None:
                made.topic = parent.topic
                made.chain = [*parent.chain, parent.message_id]
            messages.append(made)
        _vary(rng, messages, missing)
        written += messages
    return written


def _vary(rng: random.Random, messages: list[Written], missing: float) -> None:
    """Lose some messages that others name; let some that answer the first name nothing."""
    for one in messages[1:]:
        answers = [each for each in messages if each.parent is one]
        if answers and rng.random() < missing:
            one.there = False
            for each in answers:
                each.style = "references"
    for one in messages[1:]:
        if one.parent is messages[0] and one.there and rng.random() < 0.5:
            one.style = "quote"
    if len(messages) == 2 and rng.random() < 0.5:
        messages[1].style = "subject"


def _wrapped(words: list[str], mark: str) -> str:
    return "".join(f"{mark}{' '.join(words[at : at + 9])}\n" for at in range(0, len(words), 9))
