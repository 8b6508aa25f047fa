"""How what is being typed in a query may go on: where the cursor stands, and how a name is written there.

Half a query is not understood by the grammar, so its tokens are told apart here, as the grammar does; whatever is
offered for a value is read by the grammar once before, and is no offer if that takes it for something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.domain.query import ALIASES, CONDITIONS, Condition, Money, quoted
from reviewer.domain.query_grammar import parse
from reviewer.domain.query_meanings import FIELDS, OPERATORS
from reviewer.errors import QueryError

MOST = 20
"""So many completions are offered; what is not among them takes another letter."""

PEOPLE = frozenset({"from", "to", "cc", "bcc", "between"})
"""Fields that name people, several of them with ``;``, and ``between:`` two sides with ``|``."""

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+) | (?P<open>\() | (?P<close>\))
    | (?P<minus>-(?=[^\s-]))
    | (?P<field>[A-Za-z_]+:(?!//))
    | (?P<pattern>/(?:[^/\\\n]|\\.)+/(?![^\s()]))
    | (?P<ended>=?(?:"[^"]*"|“[^“”"]*”|„[^“”„"]*[“”]|«[^«»]*»))
    | (?P<begun>=?["“„«].*)
    | (?P<word>[^\s()"“”„«»]+|[”»])
    """,
    re.VERBOSE | re.DOTALL,
)
_NEARNESS = re.compile(r"(?:w|pre)/", re.IGNORECASE)
_MARKS = '"“”„«»'
_PARTS = {**dict.fromkeys(PEOPLE, re.compile(r".*[;|]\s*", re.DOTALL)), "date": re.compile(r".*\.\.")}
"""What of a value stands before the part of it that is being typed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is typed at the cursor: ``typed`` of it, in place of what stands from ``start`` to ``end`` in the query.

    Without a ``field`` it is the beginning of a word, and so perhaps of a field, or of an operator where it is
    ``behind`` something that one can join it to. ``kept`` is what stays of a value: the people named before the one
    that is being typed, the first of two dates, and ``=``.
    """

    start: int
    end: int
    typed: str
    field: str = ""
    kept: str = ""
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a case, or the language of queries, knows by a name, and what that means."""

    name: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way in which a query may go on: what is written, what it is called in a list, and what that means."""

    text: str
    name: str
    means: str


def standing(text: str, cursor: int) -> Standing | None:
    """What is being typed at a cursor, in code points; None where nothing can be offered."""
    within, field, behind = [""], "", False
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        kind = token.lastgroup
        if start >= cursor:
            break
        if kind == "field" and end <= cursor:
            field = _field(token[0])
        elif kind in {"field", "word", "begun", "ended"} and cursor <= end:
            return _typed(field or within[-1], text, cursor, token, behind=behind)
        elif kind == "open":
            within.append(field or within[-1])
            field = ""
        elif kind == "close":
            within, field = within[:-1] or [""], ""
        elif kind == "pattern" and cursor <= end:
            return None
        elif kind != "minus":
            field = ""
        if kind not in {"blank", "field"}:
            behind = kind in {"close", "pattern", "ended", "begun"} or (kind == "word" and not _joins(token[0]))
    field = field or within[-1]
    return Standing(cursor, cursor, "", field, behind=behind) if field in CONDITIONS or not field else None


def _joins(word: str) -> bool:
    """Whether a word is an operator, behind which something is still to come."""
    return word in {"AND", "OR", "NOT"} or _NEARNESS.match(word) is not None


def _field(token: str) -> str:
    typed = token[:-1].lower()
    return ALIASES.get(typed, typed)


def _typed(field: str, text: str, cursor: int, token: re.Match[str], *, behind: bool) -> Standing | None:
    """What is being typed in a token; None in words, and behind a value that ends with its quotation mark."""
    start, end = token.span()
    said = text[start:cursor]
    if not field:
        words = token.lastgroup in {"begun", "ended"} or said.startswith("=")
        return None if words else Standing(start, end, said, behind=behind)
    if field not in CONDITIONS or (token.lastgroup == "ended" and cursor == end):
        return None
    just = said.startswith("=")
    value = said.removeprefix("=").lstrip(_MARKS)
    if not just and said[:1] in _MARKS and value.startswith("="):
        just, value = True, value[1:]
    before = _PARTS[field].match(value) if field in _PARTS else None
    kept = ("=" if just else "") + (before[0] if before is not None else "")
    value = value[before.end() :] if before is not None else value
    if before is not None and value.startswith("="):
        kept, value = f"{kept}=", value[1:]
    return Standing(start, end, value, field, kept)


def fields(at: Standing) -> list[Completion]:
    """The fields that a word may be the beginning of."""
    begin = at.typed.lower()
    return [Completion(f"{name}:", f"{name}:", means) for name, means in FIELDS.items() if name.startswith(begin)]


def operators(at: Standing) -> list[Completion]:
    """What joins a word to what stands before it, as far as that is typed; in small letters most of them are words."""
    begin = at.typed.lower() if _NEARNESS.match(at.typed) else at.typed
    offered = OPERATORS if at.behind else {"NOT": OPERATORS["NOT"]}
    return [Completion(name, name, means) for name, means in offered.items() if name.startswith(begin)]


def among(known: Mapping[str, str], typed: str) -> list[Known]:
    """Those of some words that begin so."""
    return [Known(name, means) for name, means in known.items() if name.startswith(typed.lower())]


def written(at: Standing, known: Known) -> Completion | None:
    """A name as the value of a field; None where no query can say it."""
    just = "=" if known.name.startswith("=") and not at.kept.endswith("=") else ""
    value = f"{at.kept}{just}{known.name}"
    if at.field in PEOPLE and any(each in known.name for each in ";|"):
        return None
    for said in (value, quoted(value)):
        if any(each in value for each in _MARKS) and said == value:
            continue
        try:
            root = parse(f"{at.field}:{said}").root
        except QueryError:
            if at.field == "between" and said != value and "|" not in value:  # the other side is still to come
                return Completion(said, known.name, known.means)
            continue
        money = at.field == "amount" and isinstance(root, Money)
        if money or (isinstance(root, Condition) and (root.field, root.value) == (at.field, value)):
            return Completion(said, known.name, known.means)
    return None
