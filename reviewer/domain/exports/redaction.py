"""Redactions: what of an item's pages a receiver must not see, why, and who said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from reviewer.domain.exports.source_pattern import SOURCE, passes_for_letters, source_pattern
from reviewer.domain.exports.source_places import first_source, source_places
from reviewer.domain.exports.spelling import BETWEEN, WITHIN, plain, plain_words, signs
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


def pattern_of(quote: str) -> re.Pattern[str]:
    """Finds the same words, whatever their capitals, accents' encoding, line ends, hyphenation and marks of quoting.

    What begins with :data:`SOURCE` is found whatever stands between its words, and a number however it is grouped.
    """
    if quote.startswith(SOURCE):
        return source_pattern(quote)
    words = plain_words(quote)
    start = r"(?<![^\W_])" if words and words[0][0].isalnum() else ""
    end = r"(?![^\W_])" if words and words[-1][-1].isalnum() else ""
    spelled = (WITHIN.join(signs(word)) for word in words)
    return re.compile(start + BETWEEN.join(spelled) + end, re.IGNORECASE)


@lru_cache(maxsize=4096)
def bare(quote: str) -> str:
    """What is the same of all spellings of the same words that :func:`pattern_of` finds."""
    return plain(" ".join(plain_words(quote)))


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
    words = _Words(quotes)

    def mask(text: str) -> str:
        made, at = "", 0
        for start, end, word in apart(text, words.places(text)):
            made += f"{text[at:start]}[{quotes[word]}]"
            at = end
        return made + text[at:]

    return mask if words else lambda text: text


def spans_by_word(pages: Sequence[str], quotes: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where some words stand in the joined texts, and which: those that :func:`masker` would replace."""
    return _Words(quotes).places(PAGE_BREAK.join(pages))


def finder(quotes: Iterable[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Finds the stretches of a text that :func:`masker` would replace."""
    words = _Words(quotes)
    return lambda text: ((start, end) for start, end, _ in apart(text, words.places(text)))


def apart(text: str, places: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Places so that none overlaps: each that has letters which those before it have not is one with these."""
    found: list[tuple[int, int, str]] = []
    over: list[tuple[int, int, str]] = []
    for each in places:
        (over if found and each[0] < found[-1][1] else found).append(each)
    for start, end, _ in over:
        if is_covered(text, (start, end), [(first, last) for first, last, _ in found]):
            continue
        near = [each for each in found if each[0] < end and start < each[1]]
        one = (min(start, near[0][0]), max(end, near[-1][1]), near[0][2])
        found = sorted([*(each for each in found if each not in near), one])
    return found


class _Words:
    """Words that are looked for together: redacted ones, and what names sources."""

    def __init__(self, quotes: Iterable[str]) -> None:
        every = [quote for quote in quotes if quote.strip()]
        self._of_sources = [quote for quote in every if quote.startswith(SOURCE)]
        self._kept = sorted((each for each in every if not each.startswith(SOURCE)), key=lambda each: -len(each))
        patterns = (f"({pattern_of(quote).pattern})" for quote in self._kept)
        self._any = re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)

    def __bool__(self) -> bool:
        return bool(self._kept or self._of_sources)

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where they stand in a text, and which; in order, the longer first."""
        found = [(*match.span(), self._kept[(match.lastindex or 1) - 1]) for match in self._any.finditer(text)]
        found += source_places(text, self._of_sources)
        stands = (each for each in found if text[each[0] : each[1]].strip())
        return sorted(dict.fromkeys(stands), key=lambda each: (each[0], -each[1]))


def is_covered(text: str, stretch: tuple[int, int], others: Collection[tuple[int, int]]) -> bool:
    """Whether each letter and digit of a stretch of a text, and what passes for one, stands in one of some others."""
    start, end = stretch
    near = [(first, last) for first, last in others if first < end and start < last]
    letters = (at for at in range(start, end) if passes_for_letters(text[at]))
    return all(any(first <= at < last for first, last in near) for at in letters)


def first_found(text: str, quotes: Iterable[str]) -> str:
    """The first of some words that stand in a text; empty when none does."""
    of_sources, folded = [], ""
    for quote in quotes:
        if quote.startswith(SOURCE):
            of_sources.append(quote)
            continue
        folded = folded or plain(text)
        words = plain_words(quote)
        if words and plain(words[0]) in folded and pattern_of(quote).search(text) is not None:
            return quote
    return first_source(text, of_sources)


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
