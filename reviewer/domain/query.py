"""What a reviewer types into a search or filter box, as words and conditions.

Words are all wanted; ``"a phrase"`` is wanted as it stands, ``word*`` by its beginning, ``-word`` is not wanted, and
``OR`` between two words wants either. Conditions are ``field:value``: ``from:``, ``to:``, ``subject:``, ``body:``,
``note:``, ``name:``, ``hidden:`` (words in that part); ``kind:pdf``, ``has:attachment``, ``is:unread`` (also read,
failed, partial, locked, signed, encrypted, hidden, relevant, privileged, duplicate, tagged), ``tag:``, ``officer:``,
``custodian:``, ``before:2016-05-01`` and ``after:``; ``between:"a|b"`` is what a wrote to b or b to a; ``in:`` is what
lies in a container or a folder of one, see :func:`inside`.
A field nobody knows is taken as words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r'(?P<minus>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w+")

COLUMNS = {
    "subject": "subject",
    "people": "people",
    "body": "body",
    "note": "notes",
    "name": "attachments",
    "hidden": "hidden",
}
"""Fields that narrow words to one column of the index."""

CONDITIONS = frozenset(
    {"from", "to", "between", "kind", "has", "is", "in", "tag", "officer", "custodian", "reason", "before", "after"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``column`` is empty for anywhere; ``either`` joins it to the term before by OR."""

    words: tuple[str, ...]
    column: str = ""
    prefix: bool = False
    negative: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A field and the value it must have, or must not."""

    field: str
    value: str
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; empty wants everything."""

    terms: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms to show on a page."""
        return tuple(term for term in self.terms if not term.negative)


def parse(text: str) -> Query:
    """Parse what was typed. Never fails: half-typed input means what it says so far."""
    terms: list[Term] = []
    conditions: list[Condition] = []
    either = False
    for match in _TOKEN.finditer(text):
        name = (match["field"] or "").lower()
        value = match["phrase"] if match["phrase"] is not None else match["word"] or ""
        negative = bool(match["minus"])
        if value == "OR" and not name and match["phrase"] is None:
            either = bool(terms)
            continue
        if name in CONDITIONS:
            if value:
                conditions.append(Condition(name, value, negative))
            continue
        if name and name not in COLUMNS:
            value = f"{match['field']} {value}"
        words = tuple(_WORD.findall(value))
        if words:
            prefix = match["phrase"] is None and value.endswith("*")
            terms.append(Term(words, COLUMNS.get(name, ""), prefix, negative, either and not negative))
        either = False
    return Query(tuple(terms), tuple(conditions))


def inside(container: str, folder: str | None = None) -> str:
    """The condition for what lies directly in a container or, of those members, in one of its folders and below it.

    ``container`` is the control number of an item, or the absolute path of what was taken in. An empty ``folder`` is
    the top of the container alone, as ``.`` is when typed. A name with a quotation mark is left to its first part.
    """
    place = container if folder is None else f"{container.rstrip('/')}/{folder or '.'}"
    return f'in:"{place.partition(chr(34))[0]}"'


def fold(text: str) -> str:
    """The text as the index compares it: no case, no diacritics. Keeps the number of code points where it can."""
    if text.isascii():
        return text.lower()
    out = []
    for char in text:
        base = unicodedata.normalize("NFD", char)
        lowered = "".join(c for c in base if not unicodedata.combining(c)).lower()
        out.append(lowered if len(lowered) == 1 else char)
    return "".join(out)


def find_terms(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where the terms stand in a text, as (start, end) code points in order, for highlighting."""
    patterns = []
    for term in terms:
        body = r"\W+".join(re.escape(fold(word)) for word in term.words)
        patterns.append(rf"\b{body}" + ("" if term.prefix else r"\b"))
    if not patterns:
        return
    for match in re.finditer("|".join(patterns), fold(text)):
        yield match.start(), match.end()


def between(one: Sequence[str], other: Sequence[str]) -> str:
    """The condition for what went between just these addresses, or people of these names, one way or the other."""
    sides = (";".join(f"={who}" if "@" in who else who for who in side) for side in (one, other))
    return 'between:"{}"'.format("|".join(sides).replace('"', ""))
