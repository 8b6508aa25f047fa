"""Tell which lines of a message quote an earlier one, which message that is, and where the quote differs from it.

A message is the one that is quoted if it has most of the quote's words, and half of them at least, or else if its
sender and moment are what the lines above the quote say. It is looked for in the thread, and among what was sent about
the moment that is told. The two are compared where words or moment leave no doubt that it is this one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reviewer.casefile.analysis import letters, threads
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants, texts
from reviewer.casefile.pages import renditions
from reviewer.domain.analysis import quoted_places, shingles
from reviewer.domain.analysis.header_changes import HeaderChange, HeaderPart, Heading, header_changes, sender_named
from reviewer.domain.analysis.lost_marks import in_a_row, rejoined
from reviewer.domain.analysis.missing_quoted import Sent, around, at_the_minute, key_of
from reviewer.domain.analysis.quote_changes import (
    ENOUGH,
    MOST,
    RUN,
    QuoteChange,
    QuoteChangeKind,
    QuoteDoubt,
    above_signature,
    quote_changes,
    shared,
)
from reviewer.domain.analysis.quote_parser import QuotedHeader
from reviewer.domain.analysis.quoted_lines import Quote, quoted_lines
from reviewer.domain.analysis.quoted_places import PageStretch
from reviewer.domain.analysis.subject import base_subject
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.domain.people.same_person import Correspondent, Likeness, likeness

MOST_MESSAGES = 200
"""So many messages before one are compared with what it quotes; of more, those nearest in time."""


MOST_HOLDERS = 3
"""Words in a row that more messages have as their own do not tell which of them is quoted."""


MOST_CHANGES = 2
"""With more of them, a quote whose lines above do not name a message may be of another one like it."""


LEAST_WORDS = 12
"""A quote of fewer words, above which another time is told, may be of another message of the same thread."""

_ROLES = (("from", "sender", "reply-to"), ("to",), ("cc",), ("bcc",))
"""Who wrote a message, whom the lines above a quote name as recipients, and whom they do not."""


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """A quote, and the message it quotes if that is in the case.

    ``header_agrees`` says whether the lines above the quote name its sender, recipients, moment and subject, as far as
    they name any; None where they say too little. ``header`` is what they name otherwise, or may.
    ``changes`` is None where the two were not compared: nothing was found, nothing is quoted, they are too long, the
    quote cannot be told from another one once lines have their marks again, or it is not ``sure`` that this message is
    quoted: other words, under lines that may be about another of its sender.
    """

    quote: Quote
    item: Item | None = None
    header_agrees: bool | None = None
    changes: tuple[QuoteChange, ...] | None = None
    sure: bool = True
    header: tuple[HeaderChange, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a reader should look, as :attr:`QuoteChange.tells` has it."""
        return any(each.tells for each in self.changes or ())

    @property
    def misnamed(self) -> bool:
        """Whether the lines above it name somebody or something else than its message does."""
        return any(not each.doubt for each in self.header)

    @property
    def doubts(self) -> tuple[QuoteDoubt, ...]:
        """Why some words that are not the same were not compared, each once."""
        return tuple(dict.fromkeys(each.doubt for each in self.changes or () if each.doubt is not None))


@dataclass(frozen=True, slots=True)
class QuotedText:
    """What a message quotes, in order. ``text`` is what the places are in.

    ``cut`` says that it is too long to be looked at to its end, ``left`` how many messages before it were too many to
    be compared.
    """

    text: str
    quotes: tuple[QuotedMessage, ...]
    cut: bool = False
    left: int = 0


def of_item(case: Case, item: ItemId) -> QuotedText:
    """What a message quotes."""
    text = items.body(case, item)
    known = _Correspondents(case, item)
    parted = quoted_lines(text, known.has)
    if not parted.quotes:
        return QuotedText(text, (), parted.cut)
    named = {quote.header: _as_told(case, quote.header) for quote in parted.quotes if quote.header is not None}
    before, left = _before(case, items.get(case, item), {each for found in named.values() for each in found})
    bodies = {each: words.body for each, words in texts.of_items(case, before).items()}
    stands = _Earlier(bodies)
    owns = {each: quoted_lines(rejoined(body, stands.has), known.has).own for each, body in bodies.items()}
    words = {each: shingles.words(above_signature(own)) for each, own in owns.items()}
    common = _common(words, shingles.words(parted.own))
    again = quoted_lines(rejoined(text, stands.has), known.has)
    mended = {(each.level, each.lines[0][0]): each.text for each in again.quotes}
    found = []
    zones = {0: items.get(case, item).zone}  # of whoever quotes at each level
    for quote in parted.quotes:
        fitting = named.get(quote.header, set()) if quote.header is not None else set()
        said = mended.get((quote.level, quote.lines[0][0]), "")
        which, borne_out = _quoted(shingles.words(above_signature(said or quote.text)), words, fitting, common)
        if which is None:
            zones.pop(quote.level, None)
            found.append(QuotedMessage(quote))
            continue
        original = items.get(case, which)
        agrees = _agree(quote.header, original, fitting)
        at_minute = quote.header is not None and at_the_minute(quote.header, original.date)
        sure = borne_out or not quote.text or at_minute
        changes = None
        if quote.text and sure:
            others = [*(own for each, own in owns.items() if each != which), bodies[which]]
            changes = (
                quote_changes(said, owns[which], others, marked=quote.marked, named=not borne_out, answer=text)
                if said
                else None
            )
            if changes and _may_be_another(changes, agrees=agrees, borne_out=borne_out):
                sure, changes = False, None
            if changes is not None:
                changes = (*_put_in(quote), *changes)
        header = _header(case, quote, original, bodies, zones.get(quote.level - 1), agrees=agrees) if sure else ()
        zones[quote.level] = original.zone
        one = QuotedMessage(quote, original, agrees, changes, sure, header)
        found.append(replace(one, header_agrees=False) if one.misnamed else one)
    return QuotedText(text, tuple(found), parted.cut, left)


def on_pages(case: Case, item: ItemId, told: QuotedText) -> list[tuple[PageStretch, ...]] | None:
    """Where each quote stands on the pages of an item, in order; None while it has none, or if they are too long."""
    rendition = renditions.of_item(case, item)
    if rendition is None:
        return None
    stretches = [place for each in told.quotes for place in each.quote.places]
    found = quoted_places.on_pages(told.text, stretches, renditions.texts(case, rendition.id))
    if found is None:
        return None
    each_of = iter(found)
    return [tuple(stretch for _ in each.quote.places for stretch in next(each_of)) for each in told.quotes]


def _as_told(case: Case, header: QuotedHeader) -> set[ItemId]:
    """The messages that the lines above a quote may be about; none where they say too little."""
    if key_of(header) is None:
        return set()
    found = set()
    for item, name, address, date, subject in letters.sent_between(case, *around(header)):
        one = Sent()
        one.add(name, address, date, subject)
        if one.has(header):
            found.add(item)
    return found


def _agree(header: QuotedHeader | None, original: Item, fitting: Collection[ItemId]) -> bool | None:
    """Whether the lines above a quote name this message; a program may have broken the subject."""
    if header is None or not key_of(header):
        return None
    told, own = (base_subject(each)[0] for each in (header.subject, original.subject))
    return original.id in fitting and (own.startswith(told) or not own)


def _header(
    case: Case, quote: Quote, original: Item, bodies: Mapping[ItemId, str], zone: int | None, *, agrees: bool | None
) -> tuple[HeaderChange, ...]:
    """What the lines above a quote name otherwise than the message it is of.

    Where that is the sender or time, they may be about another message, with other recipients. ``zone`` is that of the
    message that quotes it.
    """
    if quote.header is None:
        return ()
    people = participants.of_item(case, original.id)
    senders, to, cc, hidden = (
        [Correspondent(each.name, each.address.lower()) for each in people if each.role in roles] for roles in _ROLES
    )
    heading = Heading(senders, to, cc, hidden, original.date, original.zone, original.subject, bodies[original.id])
    changes = header_changes(quote.header, heading, quote.recipients, [zone])
    another = [each for each in changes if each.part is HeaderPart.SENDER and not each.doubt]
    if another and _has_quoted(case, sender_named(quote.header), quote.text, bodies):
        return tuple(replace(each, doubt=True) for each in another)
    few = len(quote.text.split()) < LEAST_WORDS
    changes = tuple(replace(each, doubt=each.doubt or (few and each.part is HeaderPart.TIME)) for each in changes)
    others = any(each.part is not HeaderPart.RECIPIENTS and not each.doubt for each in changes)
    if agrees is False or (others and not agrees):
        return tuple(each for each in changes if each.part is not HeaderPart.RECIPIENTS)
    return changes


def _has_quoted(case: Case, sender: Correspondent, quote: str, bodies: Mapping[ItemId, str]) -> bool:
    """Whether another message has the words of a quote, too: one of somebody whom the lines above the quote name."""
    words = shingles.words(quote)
    return any(
        shared(words, shingles.words(body), ()) >= ENOUGH
        for each, body in bodies.items()
        if any(
            one.role == "from" and likeness(sender, Correspondent(one.name, one.address.lower())) is Likeness.SAME
            for one in participants.of_item(case, each)
        )
    )


def _before(case: Case, item: Item, named: set[ItemId]) -> tuple[list[ItemId], int]:
    """The messages that one may quote, one of each that has copies; how many more there are that are left out."""
    there = {*threads.whole(case, item.id), *named} - {item.id}
    place = threads.place_of(case, item.id)
    known = threads.known_places(case, there)
    firsts = {known.get(each, each): each for each in sorted(there, reverse=True)}
    dates = {each.id: each.date for each in items.many(case, list(firsts.values()))}
    usable = [
        each
        for at, each in firsts.items()
        if at != place and each in dates and not (item.date and dates[each] and dates[each] > item.date)
    ]
    usable.sort(key=lambda each: (each in named, dates[each], each), reverse=True)
    return usable[:MOST_MESSAGES], max(len(usable) - MOST_MESSAGES, 0)


def _put_in(quote: Quote) -> Iterator[QuoteChange]:
    """What stands among the lines above a quote, and nobody but a person puts there."""
    return (QuoteChange(QuoteChangeKind.ADDED, line, "", at_end=False) for line in quote.put_in)


def _may_be_another(changes: Sequence[QuoteChange], *, agrees: bool | None, borne_out: bool) -> bool:
    """Whether a quote that has other words may be of another message, which is much like this one.

    So are notices that come each day or month, and all that a program writes by a pattern.
    """
    if agrees:
        return not borne_out and any(each.doubt is QuoteDoubt.OTHER for each in changes)
    if agrees is False and any(each.tells for each in changes):
        return True
    return sum(each.kind is not QuoteChangeKind.LEFT_OUT for each in changes) > MOST_CHANGES


def _common(words: Mapping[ItemId, Sequence[str]], own: Sequence[str]) -> set[str]:
    """Runs of words that tell nothing: the answer has them as its own, or many of some messages do, as notices."""
    held = Counter(run for each in words.values() for run in set(shingles.runs(each, RUN)))
    return {run for run, times in held.items() if times > MOST_HOLDERS} | set(shingles.runs(own, RUN))


def _quoted(
    quote: Sequence[str], words: Mapping[ItemId, Sequence[str]], fitting: Iterable[ItemId], common: Collection[str]
) -> tuple[ItemId | None, bool]:
    """Which of some messages a quote is of, and whether its words bear that out, and not just the lines above it.

    Where the lines above it name no message here, or another, more of its words have to.
    """
    share = {each: shared(quote, own, common) for each, own in words.items()}
    named = {each for each in fitting if each in share}
    likely = [each for each, part in share.items() if part >= ENOUGH]
    found = max(likely or named, key=lambda each: (share[each], each in named, -each), default=None)
    return found, found is not None and share[found] >= (ENOUGH if found in named else MOST)


class _Correspondents:
    """Who wrote or got a message of the thread of an item; looked up when somebody asks."""

    def __init__(self, case: Case, item: ItemId) -> None:
        self._case, self._item = case, item
        self._told: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether a name is that of one of them."""
        if name not in self._told:
            wanted = Correspondent(name)
            self._told[name] = any(likeness(wanted, each) is Likeness.SAME for each in self._all)
        return self._told[name]

    @cached_property
    def _all(self) -> list[Correspondent]:
        whole = {self._item, *threads.whole(self._case, self._item)}
        people = (each for one in sorted(whole)[:MOST_MESSAGES] for each in participants.of_item(self._case, one))
        return list(dict.fromkeys(Correspondent(each.name, each.address.lower()) for each in people))


class _Earlier:
    """The messages before one, with what they quote, for looking for words; they are read when somebody asks."""

    def __init__(self, bodies: Mapping[ItemId, str]) -> None:
        self._bodies = bodies

    @cached_property
    def _texts(self) -> list[str]:
        return [in_a_row(body) for body in self._bodies.values()]

    def has(self, words: str) -> bool:
        """Whether one of them has words in a row."""
        return any(words in text for text in self._texts)
