"""A query as a tree: what is wanted of an item. One tree for the index, for lists, and for the words to mark.

``query_grammar.parse`` makes it of what a reviewer types, and refuses what it does not understand.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from reviewer.domain import folding
from reviewer.domain.money import DOLLARS, written

COLUMNS = {
    "subject": "subject",
    "people": "people",
    "body": "body",
    "note": "notes",
    "name": "attachments",
    "hidden": "hidden",
}
"""Fields that narrow words to one column of the index."""

ALIASES = {"attachment": "name", "filename": "name"}
"""Other names of fields, which other programs have."""

_OF_ITEM = ("ext", "kind", "size", "has", "is", "in", "reason", "thread", "family", "near", "production")
_OF_REVIEW = ("allegation", "mark", "tag", "officer", "role", "by", "custodian", "saved")
_OF_MESSAGE = ("from", "to", "cc", "bcc", "between", "date", "before", "after")
CONDITIONS = frozenset({"amount", *_OF_ITEM, *_OF_REVIEW, *_OF_MESSAGE})
"""Fields with a value that is no words of the text."""

NOTES = "notes"
"""The column of what is wanted in reviewers' notes alone."""

MARKS = ("relevant", "not-relevant", "privileged", "none")
"""What ``mark:`` can ask for."""

TRUTHS = (
    "attachment",
    "note",
    "draft",
    "passage",
    "pages",
    "seen",
    "unseen",
    "reviewed",
    "opened",
    "ok",
    "partial",
    "failed",
    "relevant",
    "irrelevant",
    "privileged",
    "duplicate",
    "conflicting",
    "suppressed",
    "tagged",
    "attached",
    "locked",
    "signed",
    "encrypted",
    "flagged",
    "derived",
    "hidden",
    "ocr",
)
"""What ``is:`` and ``has:`` can ask for."""

OTHER_TRUTHS = {"read": "seen", "unread": "unseen"}
"""What some of them were called; what counts as read is decided for the whole case, and these ask what one did."""

Place: TypeAlias = tuple[int, int]
"""From and to in a query as typed, in code points, the end excluded."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = "".join(chr(0x300 + n) for n in range(50) if 0x000361F808029FDF >> n & 1)
"""Accents that FTS5 takes for a part of the word they stand in, and passes over (sqlite3Fts5UnicodeIsdiacritic)."""
_DROP_MARKS = str.maketrans("", "", _MARKS)


def _narrowed(column: str, said: str) -> str:
    return next((f"{name}:{said}" for name, each in COLUMNS.items() if each == column), said)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``column`` is empty for anywhere."""

    words: tuple[str, ...]
    column: str = ""
    prefix: bool = False

    def __str__(self) -> str:
        """As it is looked for: a word, or a phrase between quotation marks."""
        words = " ".join(self.words)
        plain = len(self.words) == 1 and words.casefold() not in {"and", "or", "not"}
        # A phrase whose last word goes on is typed with a sign between its words: e-mai*
        said = words if plain else "-".join(self.words) if self.prefix else f'"{words}"'
        return _narrowed(self.column, f"{said}{'*' if self.prefix else ''}")


class How(Enum):
    """In which way a word may be like one that is typed."""

    WILD = "?"  # ? is any one letter or digit, * are any
    EDIT = "~"  # at most so many letters more, fewer or others
    FORMS = "forms"  # other forms of it in a language


@dataclass(frozen=True, slots=True)
class Like:
    """Any word that is like one. ``by`` is the distance of EDIT, or the language of FORMS (ISO 639-1)."""

    word: str
    how: How
    by: str = ""
    column: str = ""

    def __str__(self) -> str:
        """As it is typed."""
        return _narrowed(self.column, f"{self.word}~{self.by}" if self.by else self.word)


@dataclass(frozen=True, slots=True)
class Written:
    """Words with the signs in and around them, however much white space; ``exact``: with case and accents too."""

    text: str
    column: str = ""
    exact: bool = False

    def __str__(self) -> str:
        """As it is typed."""
        return _narrowed(self.column, f'{"=" if self.exact else ""}"{self.text}"')


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a regular expression matches within a text, in the syntax of RE2, whatever its case."""

    source: str
    column: str = ""

    def __str__(self) -> str:
        """As it is typed."""
        return _narrowed(self.column, f"/{self.source}/")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money from one to another, in hundredths; of any currency where none is named (ISO 4217)."""

    low: int | None
    high: int | None
    currency: str = ""

    @property
    def column(self) -> str:
        """Anywhere."""
        return ""

    def __str__(self) -> str:
        """As it is typed."""
        low, high = (
            "" if each is None else written(each, self.currency or DOLLARS).replace(" ", "").replace(",", "")
            for each in (self.low, self.high)
        )
        if not self.currency:
            low, high = low.lstrip("$"), high.lstrip("$")
        return f"amount:{low}" if low == high else f"amount:{low}..{high}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A field and the value it must have; ``place`` is where the value stands."""

    field: str
    value: str
    place: Place = dataclasses.field(default=(0, 0), compare=False)

    def __str__(self) -> str:
        """As it is typed."""
        return f"{self.field}:{quoted(self.value)}"


Sought: TypeAlias = Term | Like | Written | Pattern | Money
"""What stands in a text, and can be marked there."""

Side: TypeAlias = Term | Like | Written
"""What can be near to something."""


@dataclass(frozen=True, slots=True)
class Near:
    """One of the words on the left stands at most ``distance`` words from one on the right, before it if ``ordered``.

    What is next to each other is one apart. A phrase is as far as its nearer end; no word counts for both sides.
    """

    left: tuple[Side, ...]
    right: tuple[Side, ...]
    distance: int
    ordered: bool = False

    @property
    def column(self) -> str:
        """The column that both sides stand in; empty for any."""
        return self.left[0].column

    def __str__(self) -> str:
        """As it is typed."""
        left, right = (" OR ".join(map(str, side)) for side in (self.left, self.right))
        return " ".join(
            (
                f"({left})" if len(self.left) > 1 else left,
                f"{'pre' if self.ordered else 'w'}/{self.distance}",
                f"({right})" if len(self.right) > 1 else right,
            )
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One of some items, by number: what a case file found out of a part of a query. It is never typed."""

    items: frozenset[int]

    def __str__(self) -> str:
        """How many there are."""
        return f"[{len(self.items)}]"


@dataclass(frozen=True, slots=True)
class Not:
    """What is not wanted."""

    part: Node

    def __str__(self) -> str:
        """As it is typed."""
        return f"NOT {_within(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """All parts are wanted."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        """As it is typed, with all operators and brackets."""
        return " AND ".join(map(_within, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts will do."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        """As it is typed, with all operators and brackets."""
        return " OR ".join(map(_within, self.parts))


Marked: TypeAlias = Sought | Near
"""What can be shown on a page: words, and words that stand near to each other."""

Leaf: TypeAlias = Sought | Near | Condition | Listed
Node: TypeAlias = Leaf | Not | And | Or


def quoted(value: str) -> str:
    """A value between quotation marks; between others, where it has some."""
    return f"«{value}»" if '"' in value else f'"{value}"'


def _within(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; without a root it wants everything.

    ``text`` is what was typed. ``telling`` says that how it is understood is not plain from that: a blank beside OR, or
    signs that are not looked for.
    """

    root: Node | None = None
    text: str = dataclasses.field(default="", compare=False)
    telling: bool = dataclasses.field(default=False, compare=False)

    @property
    def wanted(self) -> tuple[Sought, ...]:
        """The words to show on a page: all that are not unwanted."""
        return () if self.root is None else tuple(dict.fromkeys(_wanted(self.root)))

    @property
    def near(self) -> tuple[Near, ...]:
        """What is to stand near to what, and is not unwanted."""
        return () if self.root is None else tuple(dict.fromkeys(_near(self.root)))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions, wanted or not."""
        return tuple(leaf for leaf in leaves(self.root) if isinstance(leaf, Condition))

    def __str__(self) -> str:
        """How it is understood, with all operators and brackets; this parses to the same query."""
        return "" if self.root is None else str(self.root)


def joined(kind: type[And | Or], parts: Iterable[Node]) -> Node:
    """One node of some; what is of the same kind is joined to it."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def leaves(node: Node | None) -> Iterator[Leaf]:
    """What a tree asks for, without how it is put together."""
    match node:
        case None:
            return
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def asked(node: Node | None) -> Iterator[Leaf]:
    """What a tree asks for and does not leave out."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked(part)
        case Not() | None:
            return
        case _:
            yield node


def _wanted(node: Node) -> Iterator[Sought]:
    match node:
        case Term() | Like() | Written() | Pattern() | Money():
            yield node
        case Near(left, right):
            yield from (*left, *right)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case _:
            return


def _near(node: Node) -> Iterator[Near]:
    match node:
        case Near():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _near(part)
        case _:
            return


def inside(container: str, folder: str | None = None) -> str:
    """The condition for what lies directly in a container or, of those members, in one of its folders and below it.

    ``container`` is the control number of an item, or the absolute path of what was taken in. An empty ``folder`` is
    the top of the container alone, as ``.`` is when typed. A name with a quotation mark is left to its first part.
    """
    place = container if folder is None else f"{container.rstrip('/')}/{folder or '.'}"
    return f'in:"{place.partition(chr(34))[0]}"'


def between(one: Sequence[str], other: Sequence[str]) -> str:
    """The condition for what went between just these addresses, or people of these names, one way or the other."""
    sides = (";".join(f"={who}" if "@" in who else who for who in side) for side in (one, other))
    return 'between:"{}|{}"'.format(*(side.replace('"', "").replace("|", "") for side in sides))


def words_in(text: str) -> tuple[str, ...]:
    """What the index takes for words, without accents that no letter has within."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).translate(_DROP_MARKS)))


def fold(text: str) -> str:
    """The text as the index compares it: no case, no diacritics. Keeps the number of code points where it can."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_one, text))


@lru_cache(maxsize=4096)
def _fold_one(char: str) -> str:
    base = unicodedata.normalize("NFD", char)
    lowered = "".join(each for each in base if not unicodedata.combining(each)).lower()
    return lowered if len(lowered) == 1 else char


def folded(text: str) -> str:
    """A short text as a search compares it, however its accents are written; of another length."""
    return folding.base(text)
