"""Redactions: what of an item's pages a receiver must not see, why, and who said so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from reviewer.domain import folding
from reviewer.domain.exports.number_pattern import digits_of, digits_pattern
from reviewer.domain.ids import ItemId, RedactionId, RenditionId
from reviewer.domain.pages.page_text import Box
from reviewer.domain.pages.passage import PAGE_BREAK, Anchor, Span
from reviewer.errors import InputError

T = TypeVar("T")


class RedactionKind(StrEnum):
    """What is covered: words, a region of a page, or whole pages."""

    WORDS = "words"
    REGION = "region"
    PAGE = "page"


class RedactionState(StrEnum):
    """How far it is decided. What is proposed is covered as well as what is approved; what is declined is not."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class Cover(StrEnum):
    """How far a box over words reaches: to the end of the line, so that it tells nothing of them, or not further."""

    LINE = "line"
    WORDS = "words"


REASONS: Mapping[str, str] = {
    "PRV": "privacy",
    "MED": "medical",
    "JUV": "juvenile",
    "INF": "source or witness",
    "SAF": "danger to a person",
    "LE": "open investigation",
    "ACP": "attorney-client",
    "WP": "work product",
    "PVL": "other privilege",
    "PER": "personnel file",
    "CMP": "compelled statement",
}
"""The codes that stand on boxes and in the log, and what they mean; a case can have others and call these otherwise.

After RCW 42.56.240, 13.50, 70.02 and 5.60.060, and California Penal Code 832.7.
"""

CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
"""What a reason's code can be: it has to stand on a box."""

FOLLOWED = 4
"""Letters and digits that words must have for it to be looked where else they stand."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be redacted. ``anchor`` is there for words, ``box`` (points as displayed) for a region.

    ``found_by`` is the pattern or the header field that led to it, ``follows`` the redaction of the same words.
    """

    item: ItemId
    rendition: RenditionId
    kind: RedactionKind
    first_page: int
    last_page: int
    reason: str
    anchor: Anchor | None = None
    box: Box | None = None
    cover: Cover = Cover.LINE
    found_by: str = ""
    follows: RedactionId | None = None


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redaction, who proposed it and who decided on it, both with their times (UTC)."""

    id: RedactionId
    what: Draft
    state: RedactionState
    reviewer: str
    at: str
    decided_by: str
    decided_at: str

    @property
    def hides(self) -> bool:
        """Whether it keeps something from receivers: all but what was declined."""
        return self.state is not RedactionState.DECLINED

    @property
    def quote(self) -> str:
        """The words that are covered; empty for pages and regions."""
        return "" if self.what.anchor is None else self.what.anchor.quote


def is_followed(quote: str) -> bool:
    """Whether words are long enough for it to be looked where else they stand."""
    return sum(char.isalnum() for char in quote) >= FOLLOWED


_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0"
)
"""What is drawn by nothing (Unicode, Default_Ignorable_Code_Point): marks of direction, joiners, variants of signs."""
_HYPHENS = r"\-\u2010-\u2015\u2212"
_APOSTROPHES = "'\u2019\u2018\u02bc\u0060\u00b4"
_BETWEEN = rf"[\s>|_.,@/\\+{_HYPHENS}{_UNSEEN}]+"
"""What may stand between two words that follow one another: spaces, line ends, marks of a quoted reply, and what joins
words in names of files and in addresses."""
_WITHIN = rf"(?:[{_UNSEEN}]+|[{_HYPHENS}][ \t]*\r?\n[\s>|]*)?"
"""What may stand between two letters of a word: what nobody sees, and a hyphen at the end of a line."""
_BROKEN = re.compile(_WITHIN.removesuffix("?"))
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_APART = {ord(sign): meant for sign, meant in _LIGATURES.items()}
_LIGATED = re.compile("ff[il]|f[fil]|st", re.IGNORECASE)


SOURCE = "\u2063"
"""Stands before what names a confidential source: it is looked for more widely than redacted words, and nobody sees it.

Words go to workers as texts, and those that begin so are looked for there by the same rule.
"""
_SMALL_FIGURES = "\u00b2\u00b3\u00b9\u2070-\u209c"
_NO_LETTER = rf"[\W\d_{_SMALL_FIGURES}]"
_LETTER = rf"[^\W\d_{_SMALL_FIGURES}]"
_ACCENT = "[\u0300-\u036f]*"
"""Accents that stand behind a letter as characters of their own (Unicode, Combining Diacritical Marks)."""
_ESCAPE = "%[0-9a-f]{2}"
_APART_ON_A_LINE = rf"(?:{_ESCAPE}|%(?!{_ESCAPE[1:]})|(?![%\r\n]){_NO_LETTER})"
_BETWEEN_OF_SOURCE = rf"(?:{_BETWEEN}|{_APART_ON_A_LINE}+(?:\r?\n{_APART_ON_A_LINE}*)?|\r?\n{_APART_ON_A_LINE}+)"
"""What may stand between two words that name a source: whatever is no letter, of a line and of the one behind it."""


def pattern_of(quote: str) -> re.Pattern[str]:
    """Finds the same words, whatever their capitals, accents' encoding, line ends, hyphenation and marks of quoting.

    What begins with :data:`SOURCE` is found whatever stands between its words, and a number however it is grouped.
    """
    if quote.startswith(SOURCE):
        return _source_pattern(quote)
    words = plain_words(quote)
    start = r"(?<![^\W_])" if words and words[0][0].isalnum() else ""
    end = r"(?![^\W_])" if words and words[-1][-1].isalnum() else ""
    spelled = (_WITHIN.join(_signs(word)) for word in words)
    return re.compile(start + _BETWEEN.join(spelled) + end, re.IGNORECASE)


@lru_cache(maxsize=1024)
def _source_pattern(quote: str) -> re.Pattern[str]:
    """Kept: it is asked for again of each item, and costs what looking through a page does."""
    return re.compile(digits_pattern(quote) or _of_source(source_words(quote)), re.IGNORECASE)


def source_words(quote: str) -> list[str]:
    """The words of what names a source, without signs before and behind each."""
    return [word for each in plain_words(quote) if (word := re.sub(r"^[\W_]+|[\W_]+$", "", each))]


def _of_source(words: Sequence[str]) -> str:
    """Finds words with no letter before and behind them, nor a digit where they begin or end with one.

    Their first sign is looked for first, which takes half of the time.
    """
    start = rf"(?={next(_signs(words[0], _any_accent))})(?:(?<!{_beside(words[0][0])})|(?<={_ESCAPE}))" if words else ""
    end = rf"(?!{_beside(words[-1][-1])})" if words else ""
    return start + _BETWEEN_OF_SOURCE.join(_WITHIN.join(_signs(word, _any_accent)) for word in words) + end


def _any_accent(char: str) -> str:
    """Finds a letter with any accent or none: who writes of José may not have his keyboard."""
    if not char.isalpha():
        return _letter(char)
    plain = folding.base(char)
    alone = f"[{re.escape(folding.signs(char))}]{_ACCENT}"
    if len(plain) < 2:
        return alone
    return f"(?:{alone}|{_WITHIN.join(f'[{re.escape(folding.signs(each))}]{_ACCENT}' for each in plain)})"  # ß, æ


def _beside(char: str) -> str:
    """What may not stand beside a first or last sign of words, for then it is another word."""
    return r"[^\W_]" if char.isdigit() else _LETTER


@lru_cache(maxsize=4096)
def bare(quote: str) -> str:
    """What is the same of all spellings of the same words that :func:`pattern_of` finds."""
    return _plain(" ".join(plain_words(quote)))


def plain_words(quote: str) -> list[str]:
    """The words of a quote as they are without hyphens at line ends, what nobody sees, and letters joined in one."""
    plain = unicodedata.normalize("NFC", _BROKEN.sub("", quote)).translate(_APART)
    return [word for word in re.split(_BETWEEN, plain) if word]


def _signs(word: str, letter: Callable[[str], str] | None = None) -> Iterator[str]:
    """Finds each letter of a word, and letters that can be one sign either way; ``letter`` finds one of the others."""
    one = letter or _letter
    at = 0
    for match in _LIGATED.finditer(word):
        yield from map(one, word[at : match.start()])
        yield f"(?:{'|'.join(_as_one(match[0].lower()))})"
        at = match.end()
    yield from map(one, word[at:])


def _as_one(letters: str) -> Iterator[str]:
    """All ways to write some letters by signs for one or more of them."""
    if not letters:
        yield ""
    for sign, meant in (*_LIGATURES.items(), (letters[:1], letters[:1])):
        if meant and letters.startswith(meant):
            yield from (f"{sign}{_WITHIN}{rest}" if rest else sign for rest in _as_one(letters[len(meant) :]))


def _letter(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    if char in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    return re.escape(char) if apart == char else f"(?:{re.escape(char)}|{re.escape(apart)})"


def spans_of(pages: Sequence[str], pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a pattern stands in the texts of pages joined by page breaks: start and end in code points."""
    return [match.span() for match in pattern.finditer(PAGE_BREAK.join(pages)) if match.group().strip()]


def covered(pages: Sequence[str], redactions: Iterable[Redaction]) -> list[tuple[int, int]]:
    """The stretches of the joined texts that redactions of words and pages are about, whatever their state."""
    starts = page_starts(pages)
    found = []
    for each in redactions:
        what = each.what
        if not 1 <= what.first_page <= what.last_page <= len(pages):
            continue
        if what.anchor is not None:
            found.append(_whole(starts, what.anchor.span))
        elif what.kind is RedactionKind.PAGE:
            found.append((starts[what.first_page - 1], starts[what.last_page - 1] + len(pages[what.last_page - 1])))
    return sorted(found)


def page_starts(pages: Sequence[str]) -> list[int]:
    """Where each page begins in the joined texts."""
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + len(PAGE_BREAK)
    return starts


def stretch(pages: Sequence[str], span: Span) -> tuple[int, int]:
    """Where a span stands in the texts of pages joined by page breaks: start and end in code points."""
    return _whole(page_starts(pages), span)


def _whole(starts: Sequence[int], span: Span) -> tuple[int, int]:
    return starts[span.start.page - 1] + span.start.offset, starts[span.end.page - 1] + span.end.offset


def is_within(stretch: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether one of some stretches holds all of another."""
    return any(start <= stretch[0] and stretch[1] <= end for start, end in others)


def masker(quotes: Mapping[str, str]) -> Callable[[str], str]:
    """Replaces each of some words, given with the code of their reason, by that code in brackets; longer ones first."""
    kept, every = _longest_first(quotes)
    if not kept:
        return lambda text: text
    return lambda text: every.sub(lambda match: f"[{quotes[kept[(match.lastindex or 1) - 1]]}]", text)


def _longest_first(quotes: Iterable[str]) -> tuple[list[str], re.Pattern[str]]:
    """Some words, and what finds any of them, a group for each."""
    kept = sorted((quote for quote in quotes if quote.strip()), key=lambda each: -len(each))
    return kept, re.compile("|".join(f"({pattern_of(quote).pattern})" for quote in kept), re.IGNORECASE)


def spans_by_word(pages: Sequence[str], quotes: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where some words stand in the joined texts, and which: those that :func:`masker` would replace."""
    kept, every = _longest_first(quotes)
    if not kept:
        return []
    return [
        (*match.span(), kept[(match.lastindex or 1) - 1])
        for match in every.finditer(PAGE_BREAK.join(pages))
        if match.group().strip()
    ]


def is_covered(text: str, stretch: tuple[int, int], others: Collection[tuple[int, int]]) -> bool:
    """Whether each letter and digit of a stretch of a text stands in one of some others."""
    start, end = stretch
    near = [(first, last) for first, last in others if first < end and start < last]
    return all(not text[at].isalnum() or any(first <= at < last for first, last in near) for at in range(start, end))


def first_found(text: str, quotes: Iterable[str]) -> str:
    """The first of some words that stand in a text; empty when none does."""
    folded = _plain(text)
    unaccented = ""
    for quote in quotes:
        of_source = quote.startswith(SOURCE)
        if of_source and not unaccented:
            unaccented = folding.without_accents(folded)
        words = source_words(quote) if of_source else plain_words(quote)
        first = _plain(words[0]) if words else ""
        alike = folding.without_accents(first) in unaccented if of_source else first in folded
        there = words and (alike or (of_source and digits_of(quote)))
        if there and pattern_of(quote).search(text) is not None:
            return quote
    return ""


def _plain(text: str) -> str:
    joined = unicodedata.normalize("NFC", _BROKEN.sub("", text)).casefold()
    return joined.translate(dict.fromkeys(map(ord, _APOSTROPHES), "'"))


def chosen(found: Sequence[T], numbers: Collection[int]) -> list[T]:
    """Those of some places that are meant by their numbers, from 1; InputError for a number that none has."""
    for number in numbers:
        if not 1 <= number <= len(found):
            raise InputError(
                f"there is no place {number}: {len(found):,} {'is' if len(found) == 1 else 'are'} found",
                "`--dry-run` lists them with their numbers; they change when some are covered.",
            )
    return [each for number, each in enumerate(found, 1) if number in numbers]


def following(draft: Draft, first: Redaction) -> Draft:
    """A draft for the same words elsewhere: for the reason of the first, and covered as it."""
    return replace(draft, reason=first.what.reason, cover=first.what.cover, follows=first.id)
