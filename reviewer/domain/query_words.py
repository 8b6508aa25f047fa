"""What may stand in a query as a word, a phrase or a value, and what to say of what may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from reviewer.domain import query_values
from reviewer.domain.nearest import nearest
from reviewer.domain.people.officer import Role
from reviewer.domain.query import (
    ALIASES,
    COLUMNS,
    CONDITIONS,
    MARKS,
    OTHER_TRUTHS,
    TRUTHS,
    Condition,
    Place,
    Term,
    fold,
)
from reviewer.errors import QueryError

_FIELDS = sorted({*COLUMNS, *CONDITIONS, *ALIASES})
_MEANT = {
    "recipient": "to",
    "recipients": "to",
    "sender": "from",
    "author": "from",
    "since": "after",
    "sent": "date",
    "until": "before",
    "file": "name",
    "type": "kind",
    "extension": "ext",
    "text": "body",
    "content": "body",
    "notes": "note",
    "folder": "in",
    "path": "in",
    "query": "saved",
    "search": "saved",
}
"""Fields of other programs, and the one here that comes nearest to each."""

_UNQUOTED = "To find it as words, put it between quotation marks."
_OTHER_SIGNS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "+": "AND", "!": "NOT", "XOR": "OR"}
_OF_OTHERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str], str], ...] = (
    (
        re.compile(r"[/+]([0-9]{1,3}|[sp])|(?:NEAR|ADJ|ONEAR|WITHIN)([0-9]{0,3})"),
        lambda found: f"w/{next((each for each in found.groups() if each and each.strip('0').isdecimal()), '5')}",
        "w/5 finds words at most five apart, in either order; pre/5 in this order.",
    ),
    (re.compile("ANDNOT|BUTNOT"), lambda _: "NOT", "Write NOT."),
    (re.compile(r"\+([^\W\d_].*)"), lambda found: found[1], "All words are wanted, without a + before them."),
    (
        re.compile(r"[^\W_][^|]*(?:\|+[^\W_][^|]*)+"),
        lambda found: f"({' OR '.join(filter(None, found[0].split('|')))})",
        "Write OR, with a blank before and behind it.",
    ),
    (re.compile(r"(.*[^\W_])\^[0-9.]+"), lambda found: found[1], "No word counts more than another: leave ^ out."),
)
"""What is an operator in other programs: what is meant by it here, and what to write."""

_DASHES = "-–—−"
_ANYWHERE = CONDITIONS - {"amount", "between", "date", "size", "in", "before", "after", "saved"}
"""Conditions that find a value wherever it stands, so that a * has nothing to do there."""


def no_field(name: str, query: str, place: Place) -> QueryError:
    """That there is no such field, with the one that is nearest."""
    like = _MEANT.get(name) or (nearest(name, _FIELDS) if len(name) > 2 else "")  # Re: is no typing error
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
    for sign, instead, why in _OF_OTHERS:
        found = sign.fullmatch(word)
        if found is not None:
            raise QueryError(
                f"“{word}” is not understood", f"{why} {_UNQUOTED}", query=query, place=place, nearest=instead(found)
            )
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
    if field in {"from", "to", "cc", "bcc"} and not any(part.strip(" =") for part in value.split(";")):
        raise QueryError(f"“{field}:{value}” names nobody", "Write a name or an address.", query=query, place=place)
    if field in {"before", "after"}:
        _check_date(field, value, query, place)
    if field in _CHECKS:
        _CHECKS[field](value, query, place)
    quoted = re.search(r'["“„«]', query[max(place[0] - 1, 0) : place[1]]) is not None
    if field in _ANYWHERE and not quoted and (found := re.search(r"[*?]", value)):
        at = place[0] + found.start()
        raise QueryError(
            f"{found[0]} in “{field}:” is not understood",
            f"{field}: finds it wherever it stands; leave {found[0]} out.",
            query=query,
            place=(at, at + 1) if value.strip("*?") != value[: found.start()] else (place[0], place[1]),
            nearest="" if value.strip("*?") != value[: found.start()] else value.strip("*?"),
        )
    if field in {"is", "has"} and truth(value) is None:
        known = nearest(value, (*TRUTHS, *OTHER_TRUTHS))
        raise QueryError(
            f"“{field}:{value}” is no condition",
            f"Use {field}: with one of: {', '.join(TRUTHS)}.",
            query=query,
            place=place,
            nearest=OTHER_TRUTHS.get(known, known),
        )
    if field == "between":
        _check_sides(value, query, place)
    return Condition(field, value, place)


def truth(value: str) -> str | None:
    """What ``is:`` or ``has:`` asks for; attachments is attachment too."""
    asked = value.lower()
    asked = OTHER_TRUTHS.get(asked, asked)
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
    problem = query_values.date_problem(value)
    if problem:
        advice = f"Write it like {field}:2016-05-16, {field}:2016-05 or {field}:2016."
        raise QueryError(problem, advice, query=query, place=place)


def _check_dates(value: str, query: str, place: Place) -> None:
    ends = query_values.between(value)
    advice = "Write it like date:2016-05-16, date:2016-03..2016-05 or date:2016.. ."
    if ends is None:
        raise QueryError(f"“{value}” is no date", advice, query=query, place=place)
    for each in (ends.low, ends.high):
        problem = "" if each is None else query_values.date_problem(each)
        if each is not None and problem:
            at = place[0] + value.index(each)
            raise QueryError(problem, advice, query=query, place=(at, at + len(each)))
    if ends.low is not None and ends.high is not None and ends.low > ends.high and not ends.low.startswith(ends.high):
        raise QueryError(f"“{value}” ends before it begins", advice, query=query, place=place)


def _check_size(value: str, query: str, place: Place) -> None:
    ends, advice = query_values.between(value), "Write it like size:10kb..2mb, size:1mb.. or size:..500."
    sizes = [] if ends is None else [query_values.size(each) for each in (ends.low, ends.high) if each is not None]
    if not sizes or None in sizes:
        raise QueryError(f"“{value}” is no size", advice, query=query, place=place)
    if sorted(each or 0 for each in sizes) != sizes:
        raise QueryError(f"“{value}” ends below where it begins", advice, query=query, place=place)


def _check_one_of(what: str, known: Sequence[str], value: str, query: str, place: Place) -> None:
    if value.lower() not in known:
        raise QueryError(
            f"there is no {what} “{value}”",
            f"There are {', '.join(known)}.",
            query=query,
            place=place,
            nearest=nearest(value, known),
        )


def _check_item(value: str, query: str, place: Place) -> None:
    if not ITEM.fullmatch(value):
        raise QueryError(f"“{value}” is no control number", "Write it like ABC-000012 or 12.", query=query, place=place)


ITEM = re.compile(r"(?:[A-Za-z0-9]+-)?0*([0-9]{1,15})")
"""The control number of an item, or its number alone, and that number."""

_CHECKS: dict[str, Callable[[str, str, Place], None]] = {
    "date": _check_dates,
    "size": _check_size,
    "mark": partial(_check_one_of, "mark", MARKS),
    "role": partial(_check_one_of, "role", tuple(each.value for each in Role)),
    "thread": _check_item,
    "family": _check_item,
    "near": _check_item,
}


def _check_sides(value: str, query: str, place: Place) -> None:
    sides: Sequence[str] = value.split("|")
    if len(sides) != 2 or not all(side.strip() for side in sides):
        said = "names one side only" if len(sides) < 3 else "names more than two sides"
        raise QueryError(
            f"“between:{value}” {said}", 'Write it like between:"moore@police.example|vale".', query=query, place=place
        )
