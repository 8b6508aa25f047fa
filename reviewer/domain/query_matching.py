"""Where what a query asks for stands in a text: for the words marked on pages, for snippets, and to compare texts."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import TypeVar

import re2
import snowballstemmer

from reviewer.domain import folding
from reviewer.domain.folding import MARK
from reviewer.domain.query import How, Like, Money, Near, Pattern, Sought, Term, Written

LANGUAGES = {"en": "english", "fr": "french", "es": "spanish"}
"""Languages whose forms of words are known, by ISO 639-1, and the rules for them: https://snowballstem.org."""

PatternError = re2.error
"""Of a regular expression that is none, or takes too much."""

MOST_MEMORY = 16 * 2**20
"""Bytes that a regular expression may take; one that needs more is refused."""

_BEGINS, _ENDS = r"(?<![^\W_])", r"(?![^\W_])"
"""That no letter or digit stands before, or behind."""
_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(rf"[^\W_](?:[^\W_]|{MARK})*")
_SAME_SIGNS = str.maketrans(
    {**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’ʼ`", "'"), "＄": "$", "％": "%", "＆": "&"}
)
"""Signs that look alike, and count as the same."""

_NUMBER = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{2})?|[0-9]{1,15}(?:\.[0-9]{1,2})?)(?![0-9.,]*[0-9])"
_TIMES = {
    **dict.fromkeys(("k", "thousand"), 1_000),
    **dict.fromkeys(("m", "mm", "mn", "mln", "mil", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
}
_LONG_TIMES = "thousand|million|billion|mln|mm|mn|bn"
_AMOUNT = re.compile(
    rf"(?:(?<![^\W\d_])(?P<code>USD|EUR|GBP)|(?:US)?(?P<sign>[$€£]))\s?{_NUMBER}"
    rf"(?:(?P<times>\s?(?:{_LONG_TIMES}|mil|[km])|b)\b)?"
    rf"|(?<![^\W_])(?<![.,$€£]){_NUMBER.replace('number', 'plain')}\s?(?:(?P<times2>{_LONG_TIMES}|[kmb])\s?)?"
    r"(?P<unit>USD|EUR|GBP|€|£|(?:dollars?|bucks|euros?|pounds?)\b)",
    re.IGNORECASE,
)
_SOME_AMOUNT = (
    rf"[$€£]\s?\d|(?:usd|eur|gbp)\s?\d|\d\s?(?:(?:{_LONG_TIMES}|[kmb])\s?)?(?:usd|eur|gbp|€|£|dollar|buck|euro|pound)"
)
"""What each amount has, by which most texts are passed over at once."""

_AS_ONE = 2**15
"""Bytes of texts that are looked through as one before each is by itself: a call costs as much as a short text."""
_AT_ONCE = 2**22
"""Bytes of texts that are held, and looked through as one to know whether any has it."""
_MOST_HOPS = 4
"""So often from one text that may match on to the next: each search may go on to the end of all."""
_OF_ONE_TEXT = re.compile(r"\\[Az]|\(\?(?!:|P?<)")
"""What can ask for the begin or end of a text that is no begin or end of a line."""

T = TypeVar("T")

_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "dollar": "USD", "buck": "USD", "euro": "EUR", "pound": "GBP"}


def find_terms(text: str, wanted: Sequence[Sought]) -> Iterator[tuple[int, int]]:
    """Where any of what is wanted stands in a text, as (start, end) code points in order, for highlighting."""
    terms = [each for each in wanted if isinstance(each, Term)]
    if len(terms) == len(wanted):
        yield from _terms(text, terms)
        return
    last = 0
    others = (spans(text, each) for each in wanted if not isinstance(each, Term))
    for start, end in sorted(chain(_terms(text, terms), *others)):
        if start >= last:
            yield start, end
            last = end


def spans(text: str, sought: Sought) -> Iterator[tuple[int, int]]:
    """Where one thing that is sought stands in a text, as (start, end) code points in order."""
    match sought:
        case Term():
            return _terms(text, (sought,))
        case Like():
            return _like(text, sought)
        case Written():
            return _written(text, sought)
        case Pattern(source):
            return ((each.start(), each.end()) for each in compiled(source).finditer(text) if each.end() > each.start())
    return _money(text, sought)


def near(text: str, wanted: Near) -> bool:
    """Whether words of both sides stand as near to each other in a text as is wanted."""
    left, right = (sorted(set(chain(*(spans(text, each) for each in side)))) for side in (wanted.left, wanted.right))
    if not left or not right:
        return False
    look = folding.even(text)
    words = [each.start() for each in (_MARKED_WORD if MARK in look else _WORD).finditer(look)]
    first, second = _in_words(words, left), _in_words(words, right)
    if wanted.ordered:
        return _follows(first, second, wanted.distance)
    return _follows(first, second, wanted.distance) or _follows(second, first, wanted.distance)


def near_spans(text: str, wanted: Near) -> list[tuple[int, int]]:
    """Where words of both sides stand as near to each other as is wanted, from the first to the last of them."""
    left, right = (sorted(set(chain(*(spans(text, each) for each in side)))) for side in (wanted.left, wanted.right))
    if not left or not right:
        return []
    look = folding.even(text)
    words = [each.start() for each in (_MARKED_WORD if MARK in look else _WORD).finditer(look)]
    found = list(_pairs(words, left, right, wanted.distance))
    if not wanted.ordered:
        found += _pairs(words, right, left, wanted.distance)
    return sorted(found)


def _pairs(
    words: Sequence[int], first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]], most: int
) -> Iterator[tuple[int, int]]:
    """Each hit of the first with the next of the second behind it, where that is near enough."""
    begins = [begin for begin, _ in _in_words(words, second)]
    for (start, _), (_, end) in zip(first, _in_words(words, first), strict=True):
        at = bisect_right(begins, end)
        if at < len(begins) and begins[at] - end <= most:
            yield start, second[at][1]


def _in_words(starts: Sequence[int], found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """By number of the word, from which to which each hit goes."""
    return [(bisect_right(starts, start), bisect_right(starts, end - 1)) for start, end in found]


def _follows(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]], most: int) -> bool:
    begins = sorted(begin for begin, _ in second)
    for _, end in first:
        at = bisect_right(begins, end)
        if at < len(begins) and begins[at] - end <= most:
            return True
    return False


# -- words -----------------------------------------------------------------------------------------------------------


def _terms(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    if not terms:
        return
    look = folding.even(text)
    for match in _pattern(tuple(terms), ascii_only=text.isascii(), marked=MARK in look).finditer(look):
        yield match.start(), match.end()


@lru_cache(maxsize=256)
def _pattern(terms: Sequence[Term], *, ascii_only: bool, marked: bool) -> re.Pattern[str]:
    bodies = []
    for term in terms:
        folded = list(map(folding.base, term.words))
        words = [
            re.escape(word)
            if ascii_only
            else folding.pattern(word, prefix=term.prefix and number == len(folded), marks=marked)
            for number, word in enumerate(folded, 1)
        ]
        bodies.append(_BEGINS + r"[\W_]+".join(words) + ("" if term.prefix else _ENDS))
    return re.compile("|".join(bodies))


def _like(text: str, like: Like) -> Iterator[tuple[int, int]]:
    fits, look = fitting(like), folding.even(text)
    for match in (_MARKED_WORD if MARK in look else _WORD).finditer(look):
        if fits(folding.base(match[0])):
            yield match.start(), match.end()


@lru_cache(maxsize=64)
def fitting(like: Like) -> Callable[[str], bool]:
    """Whether a folded word is like what is asked for."""
    word = folding.base(like.word)
    if like.how is How.FORMS:
        stem = stem_of(word, like.by)
        return lambda each: each[:1] == word[:1] and stem_of(each, like.by) == stem
    if like.how is How.EDIT:
        return _edits(word, int(like.by))
    any_of = {"?": r"[^\W_]", "*": r"[^\W_]*"}
    matcher = re.compile("".join(any_of.get(each) or re.escape(each) for each in word))
    return lambda each: matcher.fullmatch(each) is not None


@lru_cache(maxsize=50_000)
def stem_of(word: str, language: str) -> str:
    """What is common to the forms of a word."""
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=4)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(LANGUAGES[language])


def _edits(word: str, most: int) -> Callable[[str], bool]:
    """Whether a word is so many letters more, fewer or others away (Levenshtein)."""
    letters = set(word)

    def fits(each: str) -> bool:
        if abs(len(each) - len(word)) > most or len(letters.symmetric_difference(each)) > 2 * most:
            return False
        row = list(range(len(each) + 1))
        for number, letter in enumerate(word, 1):
            before, row[0], least = row[0], number, number
            for at, other in enumerate(each, 1):
                here = min(row[at] + 1, row[at - 1] + 1, before + (letter != other))
                before, row[at] = row[at], here
                least = min(least, here)
            if least > most:
                return False
        return row[-1] <= most

    return fits


# -- signs, patterns, money ------------------------------------------------------------------------------------------


def _written(text: str, wanted: Written) -> Iterator[tuple[int, int]]:
    for match in _as_written(wanted).finditer(text if wanted.exact else _same_signs(folding.even(text))):
        yield match.start(), match.end()


def _same_signs(text: str) -> str:
    return text.replace("`", "'") if text.isascii() else text.translate(_SAME_SIGNS)


@lru_cache(maxsize=256)
def _as_written(wanted: Written) -> re.Pattern[str]:
    if wanted.exact:
        forms = {unicodedata.normalize(form, wanted.text) for form in ("NFC", "NFD")} | {wanted.text}
        bodies = [r"\s+".join(map(re.escape, form.split())) for form in sorted(forms)]
        begins = _BEGINS if wanted.text[0].isalnum() else ""
        # A mark behind the last letter would make another letter of it.
        ends = rf"(?![^\W_]|[{MARK}-\u036f])" if wanted.text[-1].isalnum() else ""
        return re.compile("|".join(f"{begins}{body}{ends}" for body in bodies))
    parts = folding.base(wanted.text).translate(_SAME_SIGNS).split()
    body = r"\s+".join(map(folding.pattern, parts))
    text = " ".join(parts)
    begins = _BEGINS if text[0].isalnum() or text[0] == "." else ""
    return re.compile(f"{begins}{body}{_ENDS if text[-1].isalnum() else ''}")


@lru_cache(maxsize=64)
def compiled(source: str) -> re2._Regexp:
    """A regular expression, whatever the case of letters; PatternError for one that is none, or takes too much."""
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = MOST_MEMORY
    options.never_capture = True  # groups are not asked for, and would be worked out at each hit
    options.log_errors = False
    return re2.compile(source, options=options)


def having(source: str, texts: Iterable[tuple[T, bytes]]) -> Iterator[T]:
    """The names of those texts in UTF-8 within which a regular expression matches anything, as :func:`spans` tells."""
    for many in _gathered(texts, _AT_ONCE):
        # To have this of most, and not each text looked at, is a tenth of what it takes to unpack them.
        if len(many) == 1 or may_have(source, b"\n".join([text for _, text in many])):
            for some in _gathered(many, _AS_ONE):
                yield from _having(source, some)


def _gathered(texts: Iterable[tuple[T, bytes]], most: int) -> Iterator[list[tuple[T, bytes]]]:
    """Texts in their order, as many in a row as have so many bytes together; longer ones by themselves."""
    if isinstance(texts, list) and sum(len(text) for _, text in texts) <= most:  # as nearly always of some hundreds
        if texts:
            yield texts
        return
    some: list[tuple[T, bytes]] = []
    size = 0
    for each in texts:
        if some and size + len(each[1]) > most:
            yield some
            some, size = [], 0
        some.append(each)
        size += len(each[1])
    if some:
        yield some


def _having(source: str, texts: Sequence[tuple[T, bytes]]) -> Iterator[T]:
    matcher = compiled(source)
    for at in _likely(source, texts):
        name, text = texts[at]
        first = matcher.search(text)
        if first is None:
            continue
        # Bytes are gone through one by one behind an empty match, and so within letters.
        if first.end() > first.start() or next(spans(text.decode(), Pattern(source)), None) is not None:
            yield name


def _likely(source: str, texts: Sequence[tuple[T, bytes]]) -> Iterator[int]:
    """Which of some texts, by their places, may have what matches: those where it is found in all of them joined."""
    roughly = _roughly(source) if len(texts) > 1 else None
    at = 0
    if roughly is not None:
        joined = b"\n".join(text for _, text in texts)
        starts = list(accumulate((len(text) + 1 for _, text in texts), initial=0))
        for _ in range(_MOST_HOPS):
            found = roughly.search(joined, starts[at])
            if found is None:
                return
            at = bisect_right(starts, found.start())
            yield at - 1
            if at == len(texts):
                return
    yield from range(at, len(texts))


def may_have(source: str, joined: bytes) -> bool:
    """Whether a regular expression may match anything within one of some texts in UTF-8, joined by ends of lines."""
    roughly = _roughly(source)
    return roughly is None or roughly.search(joined) is not None


@lru_cache(maxsize=64)
def _roughly(source: str) -> re2._Regexp | None:
    """What matches within texts joined by ends of lines wherever a pattern matches in one; None where none is sure."""
    if _OF_ONE_TEXT.search(source) is not None:
        return None
    try:
        return compiled(f"(?m){source}")
    except PatternError:  # it takes too much so
        return None


def _money(text: str, wanted: Money) -> Iterator[tuple[int, int]]:
    if compiled(_SOME_AMOUNT).search(text) is None:
        return
    for match in _AMOUNT.finditer(text):
        number, times = match["number"] or match["plain"], match["times"] or match["times2"] or ""
        whole, _, fraction = number.replace(",", "").partition(".")
        cents = (int(whole) * 100 + int(fraction.ljust(2, "0") or 0)) * _TIMES.get(times.strip().lower(), 1)
        said = (match["code"] or match["sign"] or match["unit"]).lower()
        currency = _CURRENCIES.get(said.rstrip("s"), said.upper())
        if (
            (wanted.currency in ("", currency))
            and (wanted.low is None or cents >= wanted.low)
            and (wanted.high is None or cents <= wanted.high)
        ):
            yield match.start(), match.end()
