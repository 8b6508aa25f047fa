"""Where the same words stand that are redacted somewhere: replies, duplicates, attachments, subjects, names, notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants
from reviewer.casefile.exports import redactions as kept
from reviewer.casefile.pages import notes, passages, renditions
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.redaction import (
    chosen,
    covered,
    following,
    is_followed,
    is_within,
    pattern_of,
    spans_of,
)
from reviewer.domain.exports.spelling import plain_words
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.domain.pages.passage import PAGE_BREAK, Anchor, anchor_between
from reviewer.errors import InputError
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redactions import Said
from reviewer.usecases.pages import item_pages

OWN_PAGES = {Kind.EMAIL, Kind.PDF}
"""What has no properties on its pages: who wrote a document stands at their head, the folder of a message nowhere."""
_WORD = re.compile(r"[^\W_]+")
_MOST_BROKEN = 40
"""Letters of words that are looked for broken at each of them."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """The same words on an item's pages; ``handled`` when a redaction is there already, declined ones included."""

    item: ItemId
    control: str
    anchor: Anchor
    handled: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """All other places of the words of a redaction.

    ``without_pages`` are items that hold them and have no pages yet, or cannot have any. ``beside`` are places that no
    box can cover, in words: a subject, a file's name, a note, the quote of a passage. None of those leaves with them.
    """

    on_pages: tuple[OnPage, ...] = ()
    without_pages: tuple[ItemId, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[OnPage, ...]:
        """Those on pages on which nobody has said anything yet."""
        return tuple(each for each in self.on_pages if not each.handled)

    @property
    def count(self) -> int:
        """How many places there are that nothing covers yet."""
        return len(self.open) + len(self.without_pages) + len(self.beside)


def elsewhere(case: Case, redaction: RedactionId) -> Elsewhere:
    """Where else the words of a redaction stand; nowhere for pages, regions, and words too short to be followed."""
    first = kept.get(case, redaction)
    if not is_followed(first.quote):
        return Elsewhere()
    pattern = pattern_of(first.quote)
    on_pages: list[OnPage] = []
    without: list[ItemId] = []
    for item in holding(case, first.quote):
        if renditions.of_item(case, item) is not None:
            on_pages += _on_pages(case, item, pattern)
        elif pattern.search(to_be_printed(case, item)):
            without.append(item)
    own = first.what
    others = [each for each in on_pages if (each.item, each.anchor) != (own.item, own.anchor)]
    return Elsewhere(tuple(others), tuple(without), tuple(_beside(case, first.quote, pattern)))


def follow(case: Case, workers: Workers, redaction: RedactionId, *, reviewer: str) -> tuple[list[Said], Elsewhere]:
    """Propose a redaction wherever its words stand on pages, as one act; pages that are missing are made first.

    The answer says what is left. InputError for one that has no words to follow.
    """
    first = kept.get(case, redaction)
    if not is_followed(first.quote):
        raise InputError(
            f"redaction {redaction} has no words, or too short ones, to look for elsewhere",
            "Look for them with `reviewer redaction pattern CASE term --term WORDS`.",
        )
    for item in elsewhere(case, redaction).without_pages:
        try:
            item_pages.ensure(case, workers, item, reviewer=reviewer)
        except (InputError, WorkerError):  # it is said to be left
            continue
    made = propose_places(case, redaction, elsewhere(case, redaction).open, reviewer=reviewer)
    return made, elsewhere(case, redaction)


def follow_some(
    case: Case, redaction: RedactionId, numbers: Collection[int], *, reviewer: str
) -> tuple[list[Said], Elsewhere]:
    """Propose those of the open places of a redaction's words that are meant by their numbers, as one act.

    No pages are made. InputError for a number that none has. The answer says what is left.
    """
    made = propose_places(case, redaction, chosen(elsewhere(case, redaction).open, numbers), reviewer=reviewer)
    return made, elsewhere(case, redaction)


def propose_places(case: Case, redaction: RedactionId, places: Sequence[OnPage], *, reviewer: str) -> list[Said]:
    """Propose some of the other places of the words of a redaction, as one act."""
    first = kept.get(case, redaction)
    drafts = [
        following(redactions.of_words(each.item, rendition, each.anchor, first.what.reason, first.what.cover), first)
        for each in places
        for rendition in [redactions.rendition_of(case, each.item)]
    ]
    return redactions.add_drafts(case, drafts, redactions.get(case, redaction).where, reviewer=reviewer)


def holding(case: Case, quote: str, properties: Sequence[tuple[ItemId, str]] | None = None) -> list[ItemId]:
    """The items in which some words may stand one after the other, by the index; all places of it, notes too.

    ``properties`` are those of all items, where they were read already: no index has them.
    """
    words = _WORD.findall(" ".join(plain_words(quote)))
    if not words:
        return []
    phrases = [words, *_broken(words)]
    found = dict.fromkeys(search.ids(case, " OR ".join(f'"{" ".join(each)}"' for each in phrases)))
    told = re.compile(re.escape(max(words, key=len)), re.IGNORECASE)
    every = kept.properties(case) if properties is None else properties
    return list(found | dict.fromkeys(item for item, text in every if told.search(text)))


def _broken(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words as they are in the index where one is broken, by a hyphen at a line's end or by what nobody sees.

    Of many it is their halves, one of which is not broken.
    """
    if sum(map(len, words)) > _MOST_BROKEN:
        yield from (words[: len(words) // 2], words[len(words) // 2 :])
        return
    for number, word in enumerate(words):
        for at in range(1, len(word)):
            yield [*words[:number], word[:at], word[at:], *words[number + 1 :]]


def _on_pages(case: Case, item: ItemId, pattern: re.Pattern[str]) -> Iterator[OnPage]:
    rendition = renditions.of_item(case, item)
    texts = [] if rendition is None else renditions.texts(case, rendition.id)
    known = covered(texts, kept.of_item(case, item))
    control = items.get(case, item).control
    for start, end in spans_of(texts, pattern):
        yield OnPage(item, control, anchor_between(texts, start, end), is_within((start, end), known))


def to_be_printed(case: Case, item: ItemId) -> str:
    """What the pages of an item without any will hold: its words, and what stands at their head."""
    people = (f"{each.name} {each.address}" for each in participants.of_item(case, item))
    known = items.get(case, item)
    properties = () if known.kind in OWN_PAGES else known.metadata.values()
    return "\n".join([known.subject, *people, *properties, items.body(case, item)])


def _beside(case: Case, quote: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for item in items.many(case, holding(case, quote)):
        if pattern.search(item.subject):
            yield f"subject of {item.control}"
        if pattern.search(item.name):
            yield f"name of {item.control}"
    for note in notes.listed(case):
        if pattern.search(note.text):
            yield f"note {note.id}"
    for each in passages.found(case, _WORD.findall(quote), 500):
        if pattern.search(each.passage.anchor.quote):
            yield f"quote of passage {each.passage.id}"


def open_items(case: Case, quotes: Sequence[str]) -> frozenset[ItemId]:
    """The items on whose pages, or in whose text, some of these words stand, and nobody said what to do there."""
    found: set[ItemId] = set()
    properties = kept.properties(case) if quotes else []
    for quote in {" ".join(each.split()): each for each in quotes if is_followed(each)}.values():
        pattern = pattern_of(quote)
        for item in holding(case, quote, properties):
            if item not in found and _is_open(case, item, pattern):
                found.add(item)
    return frozenset(found)


def _is_open(case: Case, item: ItemId, pattern: re.Pattern[str]) -> bool:
    rendition = renditions.of_item(case, item)
    if rendition is None:
        return pattern.search(to_be_printed(case, item)) is not None
    texts = renditions.texts(case, rendition.id)
    if pattern.search(PAGE_BREAK.join(texts)) is None:
        return False
    known = covered(texts, kept.of_item(case, item))
    return any(not is_within(each, known) for each in spans_of(texts, pattern))
