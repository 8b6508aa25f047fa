"""What may stand in a query as a word, a phrase or a value, and what to say of what may not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reviewer.domain.nearest import nearest
from reviewer.domain.query import COLUMNS, CONDITIONS, TRUTHS, Condition, Place, Term, fold
from reviewer.errors import QueryError

_FIELDS = sorted({*COLUMNS, *CONDITIONS})
_MEANT = {
    "cc": "to",
    "bcc": "to",
    "recipient": "to",
    "recipients": "to",
    "sender": "from",
    "author": "from",
    "date": "after",
    "since": "after",
    "sent": "after",
    "until": "before",
    "file": "name",
    "filename": "name",
    "attachment": "name",
    "type": "kind",
    "ext": "kind",
    "mark": "is",
    "text": "body",
    "content": "body",
    "notes": "note",
    "folder": "in",
    "path": "in",
}
"""Fields of other programs, and the one here that comes nearest to each."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z?)?)?)?", re.ASCII)
_UNQUOTED = "To find it as words, put it between quotation marks."
_OTHER_SIGNS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "+": "AND", "!": "NOT", "XOR": "OR"}
_DASHES = "-–—−"
_ANYWHERE = frozenset({"from", "to", "tag", "officer", "custodian", "kind", "is", "has", "reason"})
"""Conditions that find a value wherever it stands, so that a * has nothing to do there."""


def no_field(name: str, query: str, place: Place) -> QueryError:
    """That there is no such field, with the one that is nearest."""
    like = _MEANT.get(name) or nearest(name, _FIELDS)
    fields = ", ".join(f"{each}:" for each in _FIELDS)
    return QueryError(
        f"there is no field “{name}:”", f"There are {fields}. {_UNQUOTED}", query=query, place=place, nearest=like
    )


def check_word(word: str, query: str, place: Place) -> None:
    """QueryError for a word that would not be looked for as it is typed."""
    start, end = place
    if word.upper() in {"AND", "OR", "NOT"}:
        raise QueryError(
            f"“{word}” joins searches only in capitals",
            f'Write {word.upper()}; to find the word itself, put it between quotation marks: "{word}".',
            query=query,
            place=place,
            nearest=word.upper(),
        )
    if word in _OTHER_SIGNS:
        meant = _OTHER_SIGNS[word]
        raise QueryError(f"“{word}” is not understood", f"Write {meant}.", query=query, place=place, nearest=meant)
    if word[0] in f"{_DASHES}!" and word.strip(_DASHES + "!"):
        raise QueryError(
            f"“{word}” does not say what is not wanted",
            f"Write one - right before the word, with a blank before it. {_UNQUOTED}",
            query=query,
            place=place,
            nearest=f"-{word.lstrip(_DASHES + '!')}",
        )
    if re.fullmatch(r"[A-Za-z_]+:", word):
        name = word[:-1].lower()
        if name not in _FIELDS:
            raise no_field(name, query, (start, end - 1))
        raise QueryError(
            f"“{word}” needs what it asks for right after it",
            f"Write {word}word. {_UNQUOTED}",
            query=query,
            place=place,
        )


def condition(field: str, value: str, query: str, place: Place) -> Condition:
    """A field with its value, as far as that can be known without the case; QueryError for one that means nothing."""
    if not value.strip():
        raise QueryError(f"“{field}:” needs a value", "", query=query, place=(place[0] - 1, place[1] + 1))
    if field in {"from", "to"} and not any(part.strip(" =") for part in value.split(";")):
        raise QueryError(f"“{field}:{value}” names nobody", "Write a name or an address.", query=query, place=place)
    if field in {"before", "after"}:
        _check_date(field, value, query, place)
    if field in _ANYWHERE and (found := re.search(r"[*?]", value)):
        at = place[0] + found.start()
        raise QueryError(
            f"{found[0]} in “{field}:” is not understood",
            f"{field}: finds it wherever it stands; leave {found[0]} out.",
            query=query,
            place=(at, at + 1) if value.strip("*?") != value[: found.start()] else (place[0], place[1]),
            nearest="" if value.strip("*?") != value[: found.start()] else value.strip("*?"),
        )
    if field in {"is", "has"} and truth(value) is None:
        raise QueryError(
            f"“{field}:{value}” is no condition",
            f"Use {field}: with one of: {', '.join(TRUTHS)}.",
            query=query,
            place=place,
            nearest=nearest(value, TRUTHS),
        )
    if field == "between":
        _check_sides(value, query, place)
    return Condition(field, value, place)


def truth(value: str) -> str | None:
    """What ``is:`` or ``has:`` asks for; attachments is attachment too."""
    asked = value.lower()
    return next((each for each in (asked, asked.removesuffix("s")) if each in TRUTHS), None)


def overlap(one: Term, other: Term) -> bool:
    """Whether a word of an item could be of both."""
    return any(
        _same(left, right, one.prefix and at == len(one.words) - 1, other.prefix and to == len(other.words) - 1)
        for at, left in enumerate(one.words)
        for to, right in enumerate(other.words)
    )


def _same(left: str, right: str, left_goes_on: bool, right_goes_on: bool) -> bool:  # noqa: FBT001
    left, right = fold(left), fold(right)
    return left == right or (left_goes_on and right.startswith(left)) or (right_goes_on and left.startswith(right))


def _check_date(field: str, value: str, query: str, place: Place) -> None:
    found = _DATE.fullmatch(value)
    if found is None:
        raise QueryError(
            f"“{value}” is no date",
            f"Write it like {field}:2016-05-16, {field}:2016-05 or {field}:2016.",
            query=query,
            place=place,
        )
    year, month, day, *clock = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise QueryError(
            f"there is no such day as {value}", "Look at the month and the day.", query=query, place=place
        ) from error
    if any((each or 0) > most for each, most in zip(clock, (23, 59, 60), strict=True)):
        raise QueryError(f"there is no such time as {value}", "", query=query, place=place)


def _check_sides(value: str, query: str, place: Place) -> None:
    sides: Sequence[str] = value.split("|")
    if len(sides) != 2 or not all(side.strip() for side in sides):
        said = "names one side only" if len(sides) < 3 else "names more than two sides"
        raise QueryError(
            f"“between:{value}” {said}", 'Write it like between:"moore@police.example|vale".', query=query, place=place
        )
