"""What a parse worker says it found in one item's bytes.

Everything here comes from hostile input by way of a worker: the host checks sizes and counts before it keeps any of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.reasons.catalogue import sentence, sentences
from reviewer.domain.reasons.reason import Reason, Reasons


class Kind(StrEnum):
    """What an item is, judged by its content and never by its name."""

    EMAIL = "email"  # also Outlook's .msg and winmail.dat: metadata["format"] tells
    MBOX = "mbox"
    STORE = "store"  # Outlook's .pst and .ost
    ARCHIVE = "archive"  # zip, 7z, tar, rar, and a single compressed file
    PDF = "pdf"
    DOCUMENT = "document"  # word processing: docx, odt, rtf, doc
    SHEET = "sheet"
    SLIDES = "slides"
    IMAGE = "image"
    TEXT = "text"  # plain text, CSV, Markdown, HTML
    CALENDAR = "calendar"
    CONTACT = "contact"
    FOLDER = "folder"
    OTHER = "other"

    @property
    def streamed(self) -> bool:
        """Whether its members are taken out one after the other, by a reader that keeps its place."""
        return self in {Kind.MBOX, Kind.STORE, Kind.ARCHIVE}

    @property
    def has_pages(self) -> bool:
        """Whether it is shown as pages; containers and what has no reader are not."""
        return not self.streamed and self not in {Kind.FOLDER, Kind.OTHER}


OPENED = "opened with a password"
"""The metadata of an item whose own bytes nobody can see without a password: its pages are a copy without one."""

SECOND = "read by a second reader"
"""The metadata of a PDF in which the first reader finds no page: its pages are a copy that the second one made."""

COPIED = frozenset({OPENED, SECOND})
"""The metadata of PDFs whose pages are a copy and not their own bytes."""


DEFECTS, PROTECTION = "defects", "protection"
"""The metadata, packed, of what is odd about an item, and of how something was signed or encrypted."""


APART, NEVER_SENT, LOOKED_FOR = "taken apart", "draft", "hidden words"
"""The metadata of a container that waited, of a message that was only written, of a PDF too long to look through."""

MACROS, CONTROLS, SIGNED, OUTSIDE = "macros", "active parts", "signed", "outside"
"""The metadata of a document that carries programs, controls or a signature, or that leads to other files."""

TURNED, DAMAGED = "orientation", "damaged"
"""The metadata of a picture that is stored turned, or with facts that cannot be read."""

SAID = (APART, NEVER_SENT, LOOKED_FOR, MACROS, CONTROLS, SIGNED, OUTSIDE, TURNED, DAMAGED)
"""The metadata that is said in a sentence: packed, where it is stored."""


class State(StrEnum):
    """How far an item could be read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


ROLES = ("from", "sender", "reply-to", "to", "cc", "bcc")
"""What somebody can be in the header of a message."""


@dataclass(frozen=True, slots=True)
class Person:
    """One name and address from a header. ``role`` is one of :data:`ROLES`."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What the header and body of one e-mail say.

    ``date`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ`` or empty when the header has none that can be read;
    ``zone`` is the sender's offset from UTC in minutes, or None when the header names no zone (``-0000``);
    ``date_text`` is the header as received. ``body`` is the text to search and holds no markup.
    ``defects`` tell what is odd about it. ``beside`` is what its page shows and is no text: addresses of links and
    pictures, words for pictures, what fields hold; it is searched and not compared.
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
    defects: Reasons = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """One attachment or attached message; its bytes travel beside this, in the same order.

    ``inline`` says that the body shows it (an image with a Content-ID that the HTML refers to).
    ``reasons`` tell why the bytes may not be what was sent, if so.
    """

    name: str
    media_type: str
    inline: bool = False
    content_id: str = ""
    reasons: Reasons = ()

    @property
    def reason(self) -> str:
        """The same in words."""
        return sentences(self.reasons)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page in reading order, with the box of each code point.

    ``width`` and ``height`` are in points as displayed (crop box, after rotation). ``boxes`` is what
    :func:`reviewer.domain.pages.page_text.pack_boxes` made of ``len(text)`` boxes.
    """

    width: float
    height: float
    text: str
    boxes: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a store or an archive; its bytes travel beside this, in the same order.

    ``name`` is safe to show and ``folder`` is where in the container it was, '/' between names and empty at the top.
    ``missing`` says that there are no bytes, and ``reasons`` why; reasons without it tell why the bytes may not be
    what was put in. ``flags`` tell what is odd about it: that its path leads outside the archive, that it was recovered
    or is a link. ``size`` is what the container declares, or -1. ``derived`` says that a reader made the bytes from a
    store's properties, so that they exist nowhere else. ``locked`` says that a password is missing.
    """

    name: str
    folder: str = ""
    media_type: str = ""
    size: int = -1
    missing: bool = False
    reasons: Reasons = ()
    flags: Reasons = ()
    derived: bool = False
    locked: bool = False

    @property
    def reason(self) -> str:
        """The same in words."""
        return sentences(self.reasons)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that an item contains and no page of it shows, and in which way; ``page`` is 0 if not known."""

    text: str
    by: Reason
    page: int = 0

    @property
    def how(self) -> str:
        """In which way, as a short phrase."""
        return sentence(self.by)


MOST_HIDDEN = 1_000_000
"""Characters of hidden words of one PDF that are kept."""
MORE_HIDDEN = Hidden("…", Reason("hidden.more"))
"""Stands last where a reader met its limit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a worker says about one item. ``reasons`` tell why ``state`` is not ok, ``remarks`` what is odd.

    ``bounds`` are the (start, end) byte offsets of the messages in an mbox, end excluded; only for kind mbox.
    ``text`` is what to search in an item that is neither mail nor has pages yet (cells, slides, notes, comments).
    ``locked`` says that a password is missing. ``password`` counts, from 1, which of those tried has opened it.
    ``protection`` tells how it was signed or encrypted. ``metadata`` holds what else the format tells (title, producer,
    page count), as text. ``features`` are those of :attr:`searched`, None where they are still to be made.
    """

    kind: Kind
    state: State
    reasons: Reasons = ()
    mail: MailFacts | None = None
    pages: tuple[PageText, ...] = ()
    children: tuple[Child, ...] = ()
    bounds: tuple[tuple[int, int], ...] = ()
    text: str = ""
    hidden: tuple[Hidden, ...] = ()
    locked: bool = False
    password: int = 0
    protection: Reasons = ()
    metadata: dict[str, str] = field(default_factory=dict)
    features: TextFeatures | None = None
    remarks: Reasons = ()

    def with_features(self, features: TextFeatures) -> Reading:
        """The same with the features of its text: of each item, and four times as fast as ``dataclasses.replace``."""
        return Reading(
            self.kind,
            self.state,
            self.reasons,
            self.mail,
            self.pages,
            self.children,
            self.bounds,
            self.text,
            self.hidden,
            self.locked,
            self.password,
            self.protection,
            self.metadata,
            features,
            self.remarks,
        )

    @property
    def has_own_pages(self) -> bool:
        """Whether the bytes of the item are its pages, and not a copy of them that is still to be made."""
        return bool(self.pages) and not self.password and SECOND not in self.metadata

    @property
    def searched(self) -> str:
        """The text of the item: what is searched and compared."""
        if self.mail is not None:
            return self.mail.body
        return "\n\n".join([self.text, *(page.text for page in self.pages)]).strip()

    @property
    def reason(self) -> str:
        """The same in words."""
        return sentences(self.reasons)
