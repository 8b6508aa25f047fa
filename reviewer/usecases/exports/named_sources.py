"""Which items name a confidential source, where in them, and what of that is decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants, privilege
from reviewer.casefile.exports import confidential_sources
from reviewer.casefile.exports import redactions as kept
from reviewer.casefile.exports.source_candidates import candidates
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.confidential_source import CODE, ConfidentialSource
from reviewer.domain.exports.redaction import (
    Redaction,
    apart,
    bare,
    covered,
    first_found,
    is_covered,
    page_starts,
    spans_by_word,
)
from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.domain.exports.source_places import followed_places
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.domain.pages.passage import PAGE_BREAK
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.isolation.exhibit_messages import Legible, RedactBox
from reviewer.usecases.exports.redaction.redaction_following import OWN_PAGES, to_be_printed

_HIDDEN = "hidden words"


@dataclass(frozen=True, slots=True)
class NamedIn:
    """An item that names a confidential source.

    ``pages`` are those with a place on which nobody has decided. ``beside`` is what of it names the source besides: its
    subject, its name, people in its header, its text, its hidden words; ``unshown`` is what of that is on none of its
    pages, so that nobody can have decided on it there, where it has pages. ``names`` is False where all of it was
    declined. ``legible`` are the words that may be read on its pages: they were declined there, and each place is
    decided on.
    """

    item: ItemId
    source: ConfidentialSource
    pages: tuple[int, ...]
    beside: tuple[str, ...]
    unshown: tuple[str, ...]
    has_pages: bool
    names: bool
    legible: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether nothing of it leaves yet."""
        return bool(self.pages or self.unshown)

    @property
    def only_beside(self) -> bool:
        """Whether it has pages, and is named where no redaction on them reaches."""
        return self.has_pages and bool(self.unshown)

    @property
    def where(self) -> str:
        """“page 2; people, on no page”."""
        pages = f"page{'s' * (len(self.pages) > 1)} {', '.join(map(str, self.pages))}" if self.pages else ""
        listed = [each for each in self.beside if each != "text" or not pages or each in self.unshown]
        beside = [f"{each}, on no page" if self.only_beside and each in self.unshown else each for each in listed]
        return "; ".join(filter(None, (pages, *beside))) or "redacted on its pages"


def named_in(
    case: Case, sources: Sequence[ConfidentialSource], *, besides: frozenset[ItemId] = frozenset()
) -> list[NamedIn]:
    """The items that name one of these sources, in order, but for some. One where all was declined names nobody.

    Whoever watches the case is told how far it is; CancelledError once it is stopped.
    """
    return [each for each in _places(case, sources, besides) if each.names]


def _places(
    case: Case, sources: Sequence[ConfidentialSource], besides: frozenset[ItemId] = frozenset()
) -> list[NamedIn]:
    """The same, with items in which all of it was declined."""
    found: list[NamedIn] = []
    trail = _trail(case)
    for source in sources:
        there = items.many(case, sorted(candidates(case, source.sought) - besides))
        for done, item in enumerate(there):
            stop_if_cancelled(case.progress, NOTHING_DONE)
            case.progress.step(done, len(there), item.control)
            named = _named(case, item, source, trail)
            found += [] if named is None else [named]
    return sorted(found, key=lambda each: (each.item, each.source.id))


@dataclass(frozen=True, slots=True)
class _Trail:
    """When words were given of sources, and redactions declined, by the entries of the trail."""

    given: Mapping[tuple[int, str], int]
    declined: Mapping[RedactionId, int]

    def frees(self, redaction: Redaction, source: ConfidentialSource, words: str) -> bool:
        """Whether a redaction was declined because somebody else is meant: as one of a source, who was marked then."""
        if redaction.hides or redaction.what.reason != CODE:
            return False
        given = self.given.get((source.id, source.forms[words]), 0)
        return self.declined.get(redaction.id, 0) > given


def _trail(case: Case) -> _Trail:
    return _Trail(confidential_sources.when_given(case), confidential_sources.when_declined(case))


def _named(case: Case, item: Item, source: ConfidentialSource, trail: _Trail) -> NamedIn | None:
    rendition = renditions.of_item(case, item.id)
    texts = [] if rendition is None else renditions.texts(case, rendition.id)
    told = dict(known_beside(case, item))
    printed = to_be_printed(case, item.id) if rendition is None else PAGE_BREAK.join(texts)
    if not first_found("\n".join([printed, *told.values()]), source.sought):  # of most that the index leads to
        return None
    on = _on_pages(_Pages(texts, told["text"]), kept.of_item(case, item.id), source, trail)
    nobody = on.declined - on.kept
    words = [each for each in source.sought if _letters(each) not in nobody]
    # nobody who declines a place on a page sees what is hidden
    sought = {name: source.sought if name == _HIDDEN else words for name in told}
    beside = {name: [each for each in sought[name] if first_found(text, [each])] for name, text in told.items()}
    if rendition is None:
        missing = [each for each in words if each not in chain(*beside.values())]
        beside["text"] += [each for each in missing if first_found(printed, [each])]
    there = tuple(name for name, given in beside.items() if given)
    shown = on.declined | on.kept
    if not shown and not there:
        return None
    unshown = tuple(name for name in there if any(_letters(word) not in shown for word in beside[name]))
    # what is declined at some places and covered at the others has to stay legible where it was declined
    legible = tuple(each for each in source.sought if not on.left and _letters(each) in on.declined)
    return NamedIn(item.id, source, on.left, there, unshown, rendition is not None, bool(there or on.kept), legible)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The texts of an item's pages, and its own text, which tells the fields of a record apart."""

    texts: Sequence[str]
    text: str

    def places(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """Where some words stand in the joined texts, and which."""
        on_pages = spans_by_word(self.texts, words)
        return [*on_pages, *followed_places(self.text, PAGE_BREAK.join(self.texts), words)]


@dataclass(frozen=True, slots=True)
class _OnPages:
    """Where a source is named on an item's pages: those with a place that nobody decided on, and the words by letters.

    ``declined`` are those that were declined at some place, ``kept`` those that were not at some place.
    """

    left: tuple[int, ...]
    declined: frozenset[str]
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Naming:
    """Where a source is named, in the joined texts of pages, and by which words; whether that was decided on there.

    ``declined`` where somebody else is meant.
    """

    start: int
    end: int
    word: str
    decided: bool
    declined: bool


def _places_of(
    pages: _Pages, known: Collection[Redaction], source: ConfidentialSource, trail: _Trail
) -> Iterator[_Naming]:
    texts, places = pages.texts, pages.places(source.sought)
    whole = PAGE_BREAK.join(texts)
    hidden = covered(texts, (each for each in known if each.hides))
    meant = {word: [each for each in known if trail.frees(each, source, word)] for _, _, word in places}
    declined = {word: covered(texts, those) for word, those in meant.items()}
    for start, end, word in places:
        decided = is_covered(whole, (start, end), [*hidden, *declined[word]])
        yield _Naming(start, end, word, decided, is_covered(whole, (start, end), declined[word]))


def _on_pages(pages: _Pages, known: Collection[Redaction], source: ConfidentialSource, trail: _Trail) -> _OnPages:
    starts = page_starts(pages.texts)
    left: set[int] = set()
    free: set[str] = set()
    back: set[str] = set()
    for each in _places_of(pages, known, source, trail):
        if not each.decided:
            left.add(sum(first <= each.start for first in starts))
        (free if each.declined else back).add(_letters(each.word))
    return _OnPages(tuple(sorted(left)), frozenset(free), frozenset(back))


@dataclass(frozen=True, slots=True)
class ShortWord:
    """A name of a few letters: at how many places it stands, in how many items; many may mean something else."""

    words: str
    places: int
    items: int

    @property
    def said(self) -> str:
        """That in a sentence."""
        places, items = (f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in self._counted)
        return (
            f"“{self.words}” has few letters, so it is looked for as a whole word alone, and not in codes. It stands "
            + (f"at {places} in {items}, and may mean something else there" if self.places else "nowhere so far")
        )

    @property
    def _counted(self) -> tuple[tuple[int, str], ...]:
        return (self.places, "place"), (self.items, "document")


def short_words(case: Case, source: ConfidentialSource, named: Sequence[NamedIn]) -> tuple[ShortWord, ...]:
    """The words of a source that are looked for as whole words alone, by how often they stand in what names it.

    Whoever watches the case is told how far it is; CancelledError once it is stopped.
    """
    found = []
    for words in source.short:
        counts = []
        for done, each in enumerate(named):
            stop_if_cancelled(case.progress, NOTHING_DONE)
            case.progress.step(done, len(named), words)
            counts.append(_times(case, each.item, f"{SOURCE}{words}"))
        found.append(ShortWord(words, sum(counts), sum(map(bool, counts))))
    return tuple(found)


def _times(case: Case, item: ItemId, form: str) -> int:
    """How often a form stands in an item: on its pages, or where it has none in what would be printed, and beside."""
    told, rendition = dict(known_beside(case, items.get(case, item))), renditions.of_item(case, item)
    texts = [to_be_printed(case, item)] if rendition is None else renditions.texts(case, rendition.id)
    shown = {_HIDDEN, "name"} if rendition is not None or texts != [""] else told.keys()
    return len(spans_by_word([*texts, *(text for name, text in told.items() if name in shown)], [form]))


def undecided(case: Case) -> Callable[[ItemId, Sequence[str]], list[tuple[int, int]]]:
    """Tells where in the joined texts of an item's pages a source is named and nobody has decided on that.

    What was declined before the source was marked, or for another reason, is among it.
    """
    sources, trail = confidential_sources.listed(case), _trail(case)
    may_name = candidates(case, [word for source in sources for word in source.sought])

    def places(item: ItemId, texts: Sequence[str]) -> list[tuple[int, int]]:
        if item not in may_name:
            return []
        known, pages = kept.of_item(case, item), _Pages(texts, items.body(case, item))
        every = (each for source in sources for each in _places_of(pages, known, source, trail))
        left = {(each.start, each.end, each.word) for each in every if not each.decided}
        longer_first = sorted(left, key=lambda each: (each[0], -each[1]))
        return [(start, end) for start, end, _ in apart(PAGE_BREAK.join(texts), longer_first)]

    return places


def _letters(word: str) -> str:
    """What is the same of a name either way round, and of a number however it is grouped."""
    return "".join(sorted(filter(str.isalnum, bare(word))))


def known_beside(case: Case, item: Item) -> Iterator[tuple[str, str]]:
    """What an item is made of beside its pages, by what it is called."""
    yield "subject", item.subject
    yield "name", item.name
    yield "people", "\n".join(f"{each.name}\n{each.address}" for each in participants.of_item(case, item.id))
    if item.kind not in OWN_PAGES:
        yield "properties", "\n".join(item.metadata.values())
    yield "text", items.body(case, item.id)
    yield _HIDDEN, "\n".join(each.text for each in items.hidden(case, item.id))


# ── what may be read all the same ───────────────────────────────────────────────────────────────────────────────────


def legible_places(
    case: Case, item: ItemId, words: Collection[str], redacted: Collection[Redaction]
) -> tuple[Legible, ...]:
    """Where words that were declined on an item's pages may be read: at all places that no redaction hides."""
    rendition = renditions.of_item(case, item) if words else None
    if rendition is None:
        return ()
    texts = renditions.texts(case, rendition.id)
    whole, hidden = PAGE_BREAK.join(texts), covered(texts, redacted)
    return tuple(
        Legible(word, tuple(_boxes(case, rendition, texts, (start, end))))
        for start, end, word in spans_by_word(texts, sorted(words))
        if not is_covered(whole, (start, end), hidden)
    )


def _boxes(case: Case, rendition: Rendition, texts: Sequence[str], stretch: tuple[int, int]) -> Iterator[RedactBox]:
    """The boxes of a stretch of the joined texts, on each page that it is on."""
    for number, (begins, text) in enumerate(zip(page_starts(texts), texts, strict=True), 1):
        start, end = max(0, stretch[0] - begins), min(len(text), stretch[1] - begins)
        page = renditions.page(case, rendition.id, number) if start < end else None
        if page is not None:
            chars = unpack_boxes(page.boxes, len(page.text))
            yield from (RedactBox(number, box, "") for box in line_rects(chars, start, end))


# ── what the gate has to know ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NamedSources:
    """What the gate has to know: words, and the items that name a source, with what belongs to their messages.

    ``open`` are those of which nothing leaves; ``family`` is what is within a message that is open. ``legible`` are the
    words that were declined in an item all of which is decided on.
    """

    words: tuple[str, ...]
    items: frozenset[ItemId]
    open: frozenset[ItemId]
    family: frozenset[ItemId]
    legible: Mapping[ItemId, frozenset[str]]


NOBODY = NamedSources((), frozenset(), frozenset(), frozenset(), {})


def named(case: Case) -> NamedSources:
    """The words of all confidential sources, and the items that name one."""
    sources = confidential_sources.listed(case)
    if not sources:
        return NOBODY
    places = _places(case, sources)
    found = [each for each in places if each.names]
    still = frozenset(each.item for each in found if each.open)
    messages = {each.id for each in items.many(case, sorted(still)) if each.kind is Kind.EMAIL}
    family = frozenset(privilege.within(case, messages)) - still
    words = tuple(dict.fromkeys(each for source in sources for each in source.sought))
    return NamedSources(words, frozenset(each.item for each in found), still, family, _legible(places, still))


def _legible(places: Sequence[NamedIn], still: Collection[ItemId]) -> dict[ItemId, frozenset[str]]:
    """The words that may be read on the pages of items: of no source who is named there by the same words."""
    legible: dict[ItemId, frozenset[str]] = {}
    for each in places:
        if each.item not in still:
            legible[each.item] = legible.get(each.item, frozenset()) | frozenset(each.legible)
    return legible
