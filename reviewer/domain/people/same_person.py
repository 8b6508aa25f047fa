"""Whether two people, each named by a name, an address or both, are the same, as far as that can be told.

Programs show one person in many ways: “Lune, Ada”, “Ada Lune (Harbour)”, ``ada.lune@agency.example``, “Ada”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from reviewer.domain.people.people_found import name_words

_LEAST_SHARED = 3
"""Letters of a word that two names share, or with which two begin, and which makes them perhaps those of one person."""

_LEAST_WITHIN = 4
"""Letters of a word of a name that stand within an address, such as ``jlune@…``."""

_LETTERS = re.compile(r"[^\W\d_]+")
_UNCLOSED = re.compile(r"[(\[][^()\[\]]*\Z")
_OF_PROGRAMS = re.compile(r"/o=|\bimcea|=20|\+2e", re.IGNORECASE)
"""What Exchange has in an address that is none of the internet."""


class Likeness(IntEnum):
    """How alike two people are: surely others, perhaps the same, the same."""

    OTHER = 0
    PERHAPS = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody by name and address; either may be empty."""

    name: str
    address: str = ""

    @property
    def shown(self) -> str:
        """Both, as in a header."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@lru_cache(20_000)
def likeness(one: Correspondent, other: Correspondent) -> Likeness:
    """Whether two are the same person. In a long thread the same few are held against each other again and again."""
    if one.address and other.address and not (_is_odd(one.address) or _is_odd(other.address)):
        mailbox = _mailboxes(one.address, other.address)
        if mailbox is not Likeness.SAME or not (_telling(one.name) and _telling(other.name)):
            return mailbox
        names = _by_words(Correspondent(one.name), Correspondent(other.name))
        return names if names is Likeness.OTHER else mailbox  # somebody may have changed nothing but the name
    alike = max(_by_words(each, there) for each in _apart(one) for there in _apart(other))
    if alike is Likeness.PERHAPS and _telling(one.name) and _telling(other.name):
        return _by_words(Correspondent(one.name), Correspondent(other.name))
    return alike


def _apart(one: Correspondent) -> tuple[Correspondent, ...]:
    """A name and an address by themselves, each of which may be the only thing that another place has."""
    if one.name and one.address:
        return Correspondent(one.name), Correspondent("", one.address)
    return (one,)


def _is_odd(address: str) -> bool:
    return "@" not in address or _OF_PROGRAMS.search(address) is not None


def _mailboxes(one: str, other: str) -> Likeness:
    """Whether two addresses are the same, or one is of a machine of the other's domain.

    The same name at another domain may be the same one, for companies and lists have several.
    """
    (mailbox, _, domain), (another, _, where) = (each.lower().rpartition("@") for each in (one, other))
    if mailbox != another:
        return Likeness.OTHER
    within = domain.endswith(f".{where}") or where.endswith(f".{domain}") or _host(domain) == _host(where)
    return Likeness.SAME if domain == where or within else Likeness.PERHAPS


def _host(domain: str) -> str:
    """All of a domain but its first part, where that leaves more than “com” or “co.uk”."""
    rest = domain.partition(".")[2]
    return rest if len(rest) > len("co.uk") and "." in rest else domain


def _by_words(one: Correspondent, other: Correspondent) -> Likeness:
    """By the words of names, and of what stands before the @ of addresses."""
    words, others = _all_words(one), _all_words(other)
    if not words or not others:
        return Likeness.PERHAPS
    if _within(words, others) or _within(others, words) or _spelled(one, other) or _spelled(other, one):
        return Likeness.SAME
    if _may_be_one(words, others) or not all(map(_tells_who, (words, others))):
        return Likeness.PERHAPS
    return Likeness.OTHER


def _all_words(one: Correspondent) -> tuple[str, ...]:
    """The words of a name, or those of an address where there is none; many names are addresses."""
    if "@" in one.name:
        return _words(one.name.rpartition("@")[0])
    return _words(one.name) or _words(one.address.partition("@")[0])


@lru_cache(10_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(name_words(_UNCLOSED.sub("", text).replace("'", "").replace("\u2019", "")))


def _within(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether all words are among the others, initials standing for words; and one at least that is no initial."""
    return any(len(word) > 1 and word in others for word in words) and all(
        word in others or (len(word) == 1 and any(each.startswith(word) for each in others)) for word in words
    )


def _spelled(one: Correspondent, other: Correspondent) -> bool:
    """Whether an address has a name in one of the usual forms: adalune, alune, lune.ada, al."""
    mailbox = "".join(_words(other.address.partition("@")[0] or other.name.partition("@")[0]))
    given, last = _words(one.name)[:-1], _words(one.name)[-1:]
    if not given or not last or not mailbox or "@" in one.name:
        return False
    first = "".join(word[0] for word in given)
    return mailbox in {
        *(each for word in given for each in (word + last[0], last[0] + word, word[0] + last[0], last[0] + word[0])),
        "".join(given) + last[0], first + last[0], last[0] + first,
    }  # fmt: skip


def _may_be_one(words: Sequence[str], others: Sequence[str]) -> bool:
    joined, joined_there = "".join(words), "".join(others)
    return (
        any(word[:_LEAST_SHARED] == each[:_LEAST_SHARED] for word in words for each in others if _counts(word, each))
        or any(len(word) >= _LEAST_WITHIN and word in joined_there for word in words)
        or any(len(word) >= _LEAST_WITHIN and word in joined for word in others)
    )


def _counts(*words: str) -> bool:
    return all(len(word) >= _LEAST_SHARED for word in words)


def _telling(name: str) -> bool:
    """Whether a name, which is no address, tells who somebody is."""
    return "@" not in name and _tells_who(_words(name))


def _tells_who(words: Sequence[str]) -> bool:
    """Whether there are a first name and a surname, in Latin letters as addresses are."""
    whole = [word for word in words if len(word) > 1]
    return len(whole) > 1 and all(unicodedata.name(word[0], "").startswith("LATIN") for word in whole)
