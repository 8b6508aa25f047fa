"""What a parse worker says it found in one item's bytes.

Everything here comes from hostile input by way of a worker: the host checks sizes and counts before it keeps any of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an item is, judged by its content and never by its name."""

    EMAIL = "email"
    MBOX = "mbox"
    PDF = "pdf"
    FOLDER = "folder"
    OTHER = "other"


class State(StrEnum):
    """How far an item could be read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Person:
    """One name and address from a header. ``role`` is from, sender, reply-to, to, cc or bcc."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What the header and body of one e-mail say.

    ``date`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ`` or empty when the header has none that can be read;
    ``zone`` is the sender's offset from UTC in minutes, or None when the header names no zone (``-0000``);
    ``date_text`` is the header as received. ``body`` is the text to search and holds no markup.
    ``defects`` are sentences a person can read ("a part said it was base64 and was not").
    """

    subject: str
    people: tuple[Person, ...]
    date: str
    zone: int | None
    date_text: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    body: str
    has_html: bool
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """One attachment or attached message; its bytes travel beside this, in the same order.

    ``inline`` says that the body shows it (an image with a Content-ID that the HTML refers to).
    ``reason`` tells why the bytes may not be what was sent ("base64 broken off after 1,204 bytes"), else empty.
    """

    name: str
    media_type: str
    inline: bool = False
    content_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page in reading order, with the box of each code point.

    ``width`` and ``height`` are in points as displayed (crop box, after rotation). ``boxes`` is what
    :func:`reviewer.domain.pagetext.pack_boxes` made of ``len(text)`` boxes.
    """

    width: float
    height: float
    text: str
    boxes: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a worker says about one item. ``reason`` is one plain sentence unless ``state`` is ok.

    ``bounds`` are the (start, end) byte offsets of the messages in an mbox, end excluded; only for kind mbox.
    ``metadata`` holds what else the format tells (title, producer, page count), as text.
    """

    kind: Kind
    state: State
    reason: str = ""
    mail: MailFacts | None = None
    pages: tuple[PageText, ...] = ()
    children: tuple[Child, ...] = ()
    bounds: tuple[tuple[int, int], ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
