"""Passages: the exact words on the exact page, and how a quote is found and found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.domain.ids import ItemId, PassageId, RenditionId
from reviewer.errors import QuoteError

CONTEXT = 32
"""Code points of prefix and suffix that are kept with each passage."""

_SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    """The text with each run of white space as one space, as it is set in a report or a list."""
    return _SPACE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A page, counted from 1, and an offset into its text in Unicode code points."""

    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a rendition's text: from ``start`` up to, not including, ``end``."""

    start: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with the words it holds. ``quote`` is verbatim, with the page's own line breaks.

    Where it spans pages, the pages' texts are joined by a form feed.
    """

    span: Span
    quote: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An anchor on one rendition of one item, and who set it when (UTC)."""

    id: PassageId
    item: ItemId
    rendition: RenditionId
    anchor: Anchor
    reviewer: str
    created: str


PAGE_BREAK = "\f"


def text_between(pages: Sequence[str], span: Span) -> str:
    """The verbatim text of a span; ``pages`` are all pages' texts, the first at index 0."""
    first, last = span.start.page - 1, span.end.page - 1
    if not 0 <= first <= last < len(pages):
        raise QuoteError(f"pages {span.start.page}–{span.end.page} are not in a document of {len(pages)} pages")
    if first == last:
        return pages[first][span.start.offset : span.end.offset]
    middle = list(pages[first + 1 : last])
    return PAGE_BREAK.join([pages[first][span.start.offset :], *middle, pages[last][: span.end.offset]])


def anchor(pages: Sequence[str], span: Span, *, first: int = 1) -> Anchor:
    """Anchor a span on its pages, white space at both ends left off; QuoteError when nothing is left.

    ``pages`` may be some of a document's, from number ``first`` on, with :data:`CONTEXT` code points around the span.
    """
    span = _moved(span, 1 - first)
    quote = text_between(pages, span)
    if not quote.strip():
        raise QuoteError("there are no words in this selection", "Select some text first.")
    starts = _starts(pages)
    lead, trail = len(quote) - len(quote.lstrip()), len(quote) - len(quote.rstrip())
    begin = starts[span.start.page - 1] + span.start.offset + lead
    finish = starts[span.end.page - 1] + span.end.offset - trail
    found = _anchor_at(PAGE_BREAK.join(pages), starts, begin, finish)
    return replace(found, span=_moved(found.span, first - 1))


def find_quote(pages: Sequence[str], quote: str, occurrence: int | None = None) -> Anchor:
    """Find a quote, taking any run of white space for any other; ``occurrence`` counts from 1.

    QuoteError when it is not there, or is there more than once and no occurrence was named.
    """
    words = quote.split()
    if not words:
        raise QuoteError("the quote is empty")
    whole = PAGE_BREAK.join(pages)
    found = list(re.finditer(r"\s+".join(map(re.escape, words)), whole))
    if not found:
        raise QuoteError(
            f"the pages do not hold “{one_line(quote)}”", "A quote must be verbatim; see `item show CASE ITEM --text`."
        )
    if occurrence is None and len(found) > 1:
        raise QuoteError(
            f"“{one_line(quote)}” stands {len(found)} times in this item",
            "Say which with --occurrence, counted from 1, or quote more words.",
        )
    number = 1 if occurrence is None else occurrence
    if not 1 <= number <= len(found):
        raise QuoteError(
            f"“{one_line(quote)}” stands {len(found)} times in this item, so there is no occurrence {number}"
        )
    match = found[number - 1]
    return _anchor_at(whole, _starts(pages), match.start(), match.end())


def anchor_between(pages: Sequence[str], start: int, end: int) -> Anchor:
    """Anchor a stretch of the pages' texts joined by page breaks; QuoteError when it is not in them."""
    return _anchor_at(PAGE_BREAK.join(pages), _starts(pages), start, end)


def still_holds(pages: Sequence[str], kept: Anchor) -> bool:
    """Whether the pages hold the kept words at the kept place, to the letter."""
    try:
        return text_between(pages, kept.span) == kept.quote
    except QuoteError:
        return False


def _moved(span: Span, by: int) -> Span:
    """The same words, with their pages counted from elsewhere."""
    start, end = span.start, span.end
    return Span(Place(start.page + by, start.offset), Place(end.page + by, end.offset))


def _starts(pages: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + len(PAGE_BREAK)
    return starts


def _anchor_at(whole: str, starts: Sequence[int], begin: int, finish: int) -> Anchor:
    span = Span(_place(starts, begin, len(whole)), _place(starts, finish, len(whole)))
    return Anchor(
        span=span,
        quote=whole[begin:finish],
        prefix=whole[max(0, begin - CONTEXT) : begin],
        suffix=whole[finish : finish + CONTEXT],
    )


def _place(starts: Sequence[int], at: int, length: int) -> Place:
    if not 0 <= at <= length:
        raise QuoteError("the selection ends outside the document")
    page = max(index for index, start in enumerate(starts) if start <= at)
    return Place(page + 1, at - starts[page])
