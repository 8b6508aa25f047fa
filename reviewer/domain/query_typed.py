"""What one word, phrase, exact word or pattern of a query asks for; QueryError for what cannot be looked for."""

from __future__ import annotations

import re

from reviewer.domain import folding, query_words
from reviewer.domain.money import amount
from reviewer.domain.query import COLUMNS, CONDITIONS, How, Like, Money, Pattern, Place, Sought, Term, Written, words_in
from reviewer.domain.query_matching import LANGUAGES, PatternError, compiled
from reviewer.errors import InputError, QueryError

LONGEST_PATTERN = 1_000
"""Code points of a regular expression."""

FARTHEST_LIKE = 2
"""Letters that a word may be away."""

SHORTEST_LIKE = 3
"""Letters of a word for which those that are like it are looked for."""

_DROPPED = re.compile(r"[^\w\s.,;:@/&'’*-]")
"""Signs that people mean when they type them."""

_PAUSES = ".,;:!…'’\"‘“”"
"""Signs that a sentence puts around its words."""

_BEFORE = re.compile(rf"(?:(?!\.\d)[\s{re.escape(_PAUSES)}])*")
"""Pauses before a word; the point of .223 is none."""

LONGEST_WORD = 1_000
"""Letters of a word."""

_TOO_LONG = re.compile(rf"[^\W_]{{{LONGEST_WORD + 1},}}")
_QUOTED = '"“”„«»'
_SIGN = re.compile(r"[^\w\s.,;:/'’‘‐‑‒–—−…!()\[\]\"“”*?-]")
_BESIDE_DIGIT = re.compile(r"(?<!\S)\.\d|\d[.,:/‐‑‒–—−-][^\W_]|[^\W_][.,:/‐‑‒–—−-]\d|://")
_FUZZY = re.compile(r"([^\W_]+)~(\w*)")
_WILD = re.compile(r"(?:[^\W_]|[?*])+")
_LIKE_SIGN = re.compile(r"[*?]|~\w*$")
_STARS = re.compile(r"\*{2,}")
_PERCENT = re.compile(r"[^\W\d_]+%+[^\W\d_]+")
_WAYS = "Write ~1 or ~2 for words so many letters away, ~en, ~fr or ~es for other forms of a word."


_AMOUNTS = "Write it like amount:50, amount:50..100, amount:$50.. or amount:..100EUR."


def is_as_written(text: str) -> bool:
    """Whether signs of a word or phrase are looked for: $ % & @ and the like, and those beside digits."""
    plain = folding.even(text).replace(folding.MARK, "")
    return _SIGN.search(plain) is not None or _BESIDE_DIGIT.search(plain) is not None


def drops_signs(text: str) -> bool:
    """Whether signs that may be meant are not looked for."""
    return _DROPPED.search(text) is not None and not is_as_written(_without_pauses(text))


def _without_pauses(text: str) -> str:
    return _BEFORE.sub("", text, count=1).rstrip(f"{_PAUSES} \t\n")


def _check_length(query: str, place: Place) -> None:
    found = _TOO_LONG.search(query, *place)
    if found is not None:
        raise QueryError(f"a word has at most {LONGEST_WORD:,} letters", query=query, place=found.span())


def word(value: str, field: str, query: str, place: Place) -> Sought:
    """What a word asks for."""
    query_words.check_word(value, query, place)
    _check_length(query, place)
    column, plain = COLUMNS.get(field, ""), _without_pauses(value)
    if "~" in value and not re.search(r"[@/:]", value):
        return _like(value, column, query, place)
    if "?" in value or "*" in value.removesuffix("*"):
        return _wild(plain, column, query, place)
    if _PERCENT.fullmatch(value):
        raise QueryError(
            "% for words that are like it is not understood",
            _WAYS,
            query=query,
            place=place,
            nearest=f"{value.replace('%', '')}~{min(value.count('%'), FARTHEST_LIKE)}",
        )
    if is_as_written(plain):
        if value.endswith("*"):
            raise QueryError(
                "* does not stand for letters behind words with signs",
                f"Leave it out: “{plain.rstrip('*')}” is found as it is written.",
                query=query,
                place=(place[1] - 1, place[1]),
            )
        return _written(plain, column, query, place)
    words = words_in(value)
    if not words:
        raise _no_letter(value, query, place)
    return Term(words, column, prefix=value.endswith("*"))


def phrase(value: str, field: str, query: str, place: Place) -> Sought:
    """What stands between quotation marks asks for; ``place`` is that of what is within them."""
    found = re.search(r"(?<=\w)\*|(?<=\w)\?(?=\w)|(?<!\S)[*?](?=\w)", value)
    if found is not None:
        at = place[0] + found.start()
        raise QueryError(
            f"{found[0]} in a phrase is not understood",
            "Write it without quotation marks, as in: free pre/1 dev*",
            query=query,
            place=(at, at + 1),
        )
    _check_length(query, place)
    column, plain = COLUMNS.get(field, ""), _without_pauses(value)
    if is_as_written(plain):
        return _written(plain, column, query, place)
    words = words_in(value)
    if not words:
        raise _no_letter(value, query, place)
    return Term(words, column)


def exact(value: str, field: str, query: str, place: Place) -> Written:
    """What stands behind =, as it is written: case, accents and signs; between quotation marks or not."""
    _check_length(query, place)
    sign = None if value[0] in _QUOTED else _LIKE_SIGN.search(value)
    if sign is not None:
        at = place[1] - len(value) + sign.start()
        raise QueryError(
            f"what stands behind = is looked for as it is written, with its {sign[0][0]}",
            f'Leave = out, or put it between quotation marks: ="{value}".',
            query=query,
            place=(at, at + len(sign[0])),
        )
    value = value.strip(_QUOTED)
    if not words_in(value):
        raise _no_letter(value, query, place)
    return Written(" ".join(value.split()), COLUMNS.get(field, ""), exact=True)


def pattern(source: str, field: str, query: str, place: Place) -> Pattern:
    """What stands between two slashes: a regular expression."""
    if field in CONDITIONS:
        raise QueryError(f"“{field}:” takes no pattern", "Write what it asks for.", query=query, place=place)
    if len(source) > LONGEST_PATTERN:
        raise QueryError(f"a pattern has at most {LONGEST_PATTERN:,} letters", query=query, place=place)
    try:
        matcher = compiled(source)
        empty = matcher.search("") is not None
    except PatternError as error:
        why = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        raise QueryError(
            f"“/{source}/” is no pattern: {why}",
            "Patterns are those of RE2, which has no backreferences and does not look around.",
            query=query,
            place=place,
        ) from error
    if empty:
        raise QueryError(f"“/{source}/” matches nothing at all, and so everywhere", query=query, place=place)
    return Pattern(source, COLUMNS.get(field, ""))


def money(value: str, query: str, place: Place) -> Money:
    """An amount of money, or from one to another, either of which may be left open."""
    low, dots, high = value.partition("..")
    try:
        ends = [None if not each.strip() else amount(each) for each in (low, high or "")]
    except InputError as error:
        raise QueryError(f"{error}", _AMOUNTS, query=query, place=place) from error
    first, last = ends[0], ends[1] if dots else ends[0]
    currencies = {each.currency for each in (first, last) if each is not None and each.currency}
    if first is None and last is None:
        raise QueryError(f"“amount:{value}” names no amount", _AMOUNTS, query=query, place=place)
    if len(currencies) > 1:
        raise QueryError(f"“amount:{value}” names two currencies", _AMOUNTS, query=query, place=place)
    if first is not None and last is not None and first.cents > last.cents:
        raise QueryError(f"“amount:{value}” ends below where it begins", _AMOUNTS, query=query, place=place)
    return Money(None if first is None else first.cents, None if last is None else last.cents, *(currencies or ("",)))


def _written(value: str, column: str, query: str, place: Place) -> Written:
    if not words_in(value):
        raise _no_letter(value, query, place)
    return Written(" ".join(value.split()), column)


def _like(value: str, column: str, query: str, place: Place) -> Like:
    found = _FUZZY.fullmatch(value)
    at = place[0] + value.index("~")
    if found is None:
        raise QueryError("~ stands behind one word", _WAYS, query=query, place=(at, at + 1))
    word_, by = found[1], found[2].lower()
    if by in LANGUAGES:
        return Like(word_, How.FORMS, by, column)
    if by not in {"1", "2"}:
        raise QueryError(f"“~{found[2]}” is not understood", _WAYS, query=query, place=(at, place[1]), nearest="~1")
    if len(word_) < SHORTEST_LIKE + int(by) - 1:
        raise QueryError(
            f"too many words are like “{word_}”",
            f"~{by} needs a word of at least {SHORTEST_LIKE + int(by) - 1} letters.",
            query=query,
            place=place,
        )
    return Like(word_, How.EDIT, by, column)


def _wild(value: str, column: str, query: str, place: Place) -> Sought:
    sign = next((each for each in value if each in "?*"), "*")
    at = place[0] + query[place[0] : place[1]].index(sign)
    if not words_in(value.translate({ord("?"): None, ord("*"): None})):
        raise _no_letter(value, query, place)
    if not _WILD.fullmatch(value):
        raise QueryError(
            f"{sign} stands for letters of one word, and here are several",
            "Write them as words of their own, as in: free pre/1 dev?ce",
            query=query,
            place=(at, at + 1),
        )
    plain = _STARS.sub("*", value)
    if "?" not in plain and plain.find("*") == len(plain) - 1:
        return Term((plain[:-1],), column, prefix=True)
    return Like(plain, How.WILD, "", column)


def _no_letter(value: str, query: str, place: Place) -> QueryError:
    start, end = place
    return QueryError(
        f"there is no letter and no digit in “{value}” to look for",
        "Signs are looked for beside words and numbers only.",
        query=query,
        place=place if end > start else (start - 1, end + 1),
    )
