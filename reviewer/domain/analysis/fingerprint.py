"""When two messages are the same message, though their mailboxes kept them with other headers and other line ends.

The fingerprint is SHA-256 over the sender, the moment it was sent, the subject, the words of the body and the
attachments. What mail systems change on the way does not go in: Message-ID and all other headers, line ends, wrapping
and white space, the order of the attachments. Nothing else is forgiven: the case of the subject and its prefixes count,
and so does a footer that a mailing list added.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

TEXTS = frozenset({"text", "calendar", "contact"})
"""Kinds of items that are compared by their lines when they are attached to a message."""

TEXT_BYTES = 16 * 2**20
"""Attached texts up to this size are compared by their lines, larger ones by their bytes."""

_VERSION = 1
"""Goes into each fingerprint, so that another rule never matches what this one made."""

_JSON = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Message:
    """What a fingerprint is made of.

    ``senders`` are (name, address) pairs; ``date`` is UTC to the second or empty; ``attachments`` are what
    :func:`attachment_of` and the like made of each.
    """

    senders: tuple[tuple[str, str], ...]
    date: str
    subject: str
    body: str
    attachments: tuple[str, ...] = ()


def fingerprint(message: Message) -> bytes | None:
    """The 32 bytes that all copies of a message share; None when too little is known to tell it from another.

    That is so when it says nothing (no words, no attachment, no subject) or when nothing tells who sent it or when.
    """
    subject, body = squeezed(message.subject), squeezed(message.body)
    senders = sorted({sender_of(name, address) for name, address in message.senders} - {""})
    if not (subject or body or message.attachments) or not (senders or message.date):
        return None
    parts = [_VERSION, senders, message.date, subject, body, sorted(message.attachments)]
    return hashlib.sha256(_JSON.encode(parts).encode()).digest()


class Named(Protocol):
    """Somebody whom a header of a message names."""

    @property
    def role(self) -> str:
        """Which header it was: from, sender, to, …."""

    @property
    def name(self) -> str:
        """The name, or empty."""

    @property
    def address(self) -> str:
        """The address, or empty."""


def senders(people: Iterable[Named]) -> tuple[tuple[str, str], ...]:
    """Who a message is from: the (name, address) pairs of From, else those of Sender."""
    named = [(each.role, each.name, each.address.lower()) for each in people if each.role in ("from", "sender")]
    first = [each for each in named if each[0] == "from"] or named
    return tuple((name, address) for _, name, address in first)


def squeezed(text: str) -> str:
    """The words of a text, one space between two; composed as Unicode's NFC, without characters of no width."""
    if text.isascii():  # as most are: there is nothing to compose
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def sender_of(name: str, address: str) -> str:
    """Who sent it: the address in lower case, or the name where there is no address."""
    return squeezed(address).lower() or squeezed(name).casefold()


def attachment_of(sha256: bytes | None) -> str:
    """An attachment by its bytes; all those whose bytes could not be had are alike."""
    return "bytes:" + ("" if sha256 is None else sha256.hex())


def text_attachment(chunks: Iterable[bytes]) -> str:
    """An attached text by its lines, as :func:`lines_digest` has them."""
    return attached_lines(lines_digest(chunks))


def attached_lines(digest: bytes) -> str:
    """An attached text by what :func:`lines_digest` made of it."""
    return "text:" + digest.hex()


def lines_digest(chunks: Iterable[bytes]) -> bytes:
    """SHA-256 of a text by its lines: CR LF, CR and LF end a line alike, white space before them does not count."""
    digest, blank = hashlib.sha256(), 0
    for line in map(bytes.rstrip, _lines(chunks)):
        if line:
            digest.update(b"\n" * blank + line + b"\n")
            blank = 0
        else:
            blank += 1  # at the end of a text they come and go
    return digest.digest()


def attached_message(made: bytes) -> str:
    """An attached message by its own fingerprint."""
    return "message:" + made.hex()


def same_readers(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two lists of addresses can be those of one message: one holds all of the other.

    A letter that was sent to many in the same second, each with their own address, is many messages. A copy that names
    no addresses, or fewer, is still a copy: some mailboxes keep names only.
    """
    return one <= other or other <= one


def originals(members: Sequence[tuple[int, frozenset[str]]]) -> dict[int, int]:
    """Which member of a group of equal fingerprints is a copy of which: the first before it with the same readers."""
    found: dict[int, int] = {}
    exact: dict[frozenset[str], int] = {}
    firsts: list[tuple[int, frozenset[str]]] = []
    for item, readers in members:
        first = exact.get(readers)
        if first is None:
            first = next((one for one, theirs in firsts[:_MOST_FIRSTS] if same_readers(readers, theirs)), None)
            exact[readers] = item if first is None else first
        if first is None:
            firsts.append((item, readers))
        else:
            found[item] = first
    return found


_MOST_FIRSTS = 200
"""With how many an unknown list of readers is compared; ten thousand equal letters would else take their square."""


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).replace(b"\r\n", b"\n").split(b"\n")
        rest = lines.pop()
        yield from (part for line in lines for part in line.split(b"\r"))
    yield from rest.split(b"\r")
