"""What messages have to do with each other in threads, as numbers that can be looked up in either direction.

A message has a key for each Message-ID that it names, and one for its base subject and the time about which it was
sent. Two messages can have the same key by chance: that costs a look at one that has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zlib import crc32

from reviewer.domain.analysis.threads import WINDOW, used

RULES = 1
"""Raised whenever a change here, or of the rules of threads, makes the keys that are stored those of other rules."""


def named(message_id: str) -> int:
    """The key of a message that names this Message-ID."""
    return crc32(b"n" + message_id.encode())


def names(references: Sequence[str], in_reply_to: str) -> list[str]:
    """The Message-IDs that a message names, each once, as far as threads are made by them."""
    return list(dict.fromkeys([*used(references), *([in_reply_to] if in_reply_to else [])]))


def about(subject: str, sent: str) -> list[int]:
    """The key of a message by its base subject and date (UTC): none without both, for then no thread is made by them.

    The first is its own; the others are of those so near in time that one may be an answer to the other.
    """
    if not subject or not sent:
        return []
    window = date.fromisoformat(sent[:10]).toordinal() // WINDOW.days
    return [_about(subject, each) for each in (window, window - 1, window + 1)]


def keys(names_: Iterable[str], subject: str, sent: str) -> list[int]:
    """All keys of a message, each once."""
    return list(dict.fromkeys([*map(named, names_), *about(subject, sent)[:1]]))


def _about(subject: str, window: int) -> int:
    return crc32(f"s{window} {subject}".encode())
