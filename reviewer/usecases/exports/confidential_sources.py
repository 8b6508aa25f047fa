"""Mark confidential sources, and find the items that name one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from reviewer.casefile import search
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants, privilege
from reviewer.casefile.exports import confidential_sources
from reviewer.casefile.exports import redactions as kept
from reviewer.casefile.exports.source_candidates import candidates
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.confidential_source import CODE, ConfidentialSource, SourceWord, SourceWordKind, is_sought
from reviewer.domain.exports.redaction import (
    FOLLOWED,
    Redaction,
    apart,
    bare,
    covered,
    first_found,
    is_covered,
    page_starts,
    spans_by_word,
)
from reviewer.domain.exports.source_parts import NamePart, Suggestion, beside_ranks, parts_of
from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.domain.ids import ItemId, RedactionId
from reviewer.domain.pages.page_text import line_rects, unpack_boxes
from reviewer.domain.pages.passage import PAGE_BREAK
from reviewer.domain.pages.rendition import Rendition
from reviewer.domain.people.organisation import domain_of
from reviewer.domain.plain_line import plain_line
from reviewer.domain.progress import NOTHING_DONE, stop_if_cancelled
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError
from reviewer.isolation.exhibit_messages import Legible, RedactBox
from reviewer.usecases.exports.redaction_following import to_be_printed

_HIDDEN = "hidden words"
_OWN_PAGES = {Kind.EMAIL, Kind.PDF}
"""What has no properties on its pages: who wrote a document stands at their head, the folder of a message nowhere."""
_LONGEST = 200
"""Characters of a name, an address or a number."""


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


@dataclass(frozen=True, slots=True)
class CountedSource:
    """A confidential source, how many items name it, and of how many of them nothing leaves yet."""

    source: ConfidentialSource
    items: int
    open: int


# ── marking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def add(
    case: Case,
    name: str,
    *,
    spellings: Iterable[str] = (),
    addresses: Iterable[str] = (),
    numbers: Iterable[str] = (),
    reviewer: str,
) -> ConfidentialSource:
    """Mark somebody as a confidential source; InputError for words too short to be looked for, and who is one."""
    said, words = _name(name), _words(spellings, addresses, numbers)
    for each in confidential_sources.listed(case):
        if bare(each.name) == bare(said):
            raise InputError(f"{said} is a confidential source already, with the number {each.id}")
    with case.act(reviewer, "confidential-source add", "") as act:
        made = confidential_sources.add(act, said, words, reviewer)
    return confidential_sources.get(case, made)


def change(
    case: Case,
    number: int,
    *,
    spellings: Iterable[str] = (),
    addresses: Iterable[str] = (),
    numbers: Iterable[str] = (),
    drop: Collection[str] = (),
    reviewer: str,
) -> ConfidentialSource:
    """Add to what gives a source away, or take some of it back; InputError for what was never given."""
    found = confidential_sources.get(case, number)
    given = {bare(each.words) for each in found.words}
    if unknown := [each for each in drop if bare(each) not in given]:
        raise InputError(f"“{unknown[0]}” is not given of confidential source {number}", "The name itself stays.")
    said = _words(spellings, addresses, numbers)
    unwanted = set(map(bare, drop))
    gone = [each for each in found.words if bare(each.words) in unwanted and each not in said]
    new = [each for each in said if each not in found.words]
    if gone or new:
        with case.act(reviewer, "confidential-source change", str(number)) as act:
            confidential_sources.drop_words(act, found.id, gone)
            confidential_sources.add_words(act, found.id, new)
    return confidential_sources.get(case, number)


def remove(case: Case, number: int, *, reviewer: str) -> ConfidentialSource:
    """Mark somebody as a confidential source no more; what is redacted stays so. NotFoundError."""
    gone = confidential_sources.get(case, number)
    with case.act(reviewer, "confidential-source remove", str(number)) as act:
        confidential_sources.remove(act, gone)
    return gone


def _words(spellings: Iterable[str], addresses: Iterable[str], numbers: Iterable[str]) -> list[SourceWord]:
    made = [SourceWord(SourceWordKind.SPELLING, _long_enough(each)) for each in spellings]
    for each in addresses:
        address = each.strip()
        if not is_address(address):
            raise InputError(f"“{each}” is no address", "Write it like tarn@home.example.")
        made.append(SourceWord(SourceWordKind.ADDRESS, _long_enough(address)))
    for each in numbers:
        if not any(map(str.isdigit, each)):
            raise InputError(f"“{each}” is no number", "Give other words as another spelling.")
        made.append(SourceWord(SourceWordKind.NUMBER, _long_enough(each)))
    return list(dict.fromkeys(made))


def is_address(words: str) -> bool:
    """Whether words are an address of mail."""
    return words.count("@") == 1 and bool(domain_of(words.partition("@")[2])) and " " not in words and words[0] != "@"


def _name(name: str) -> str:
    if not plain_line(name):
        raise InputError("a confidential source needs a name", "Give what the person is called in the evidence.")
    return _long_enough(name)


def _long_enough(words: str) -> str:
    said = plain_line(words)
    if len(said) > _LONGEST:
        raise InputError(f"“{said[:40]}…” is too long", f"{_LONGEST} characters are the most.")
    if not is_sought(said):
        raise InputError(
            f"“{said}” is too short to be looked for in the evidence",
            f"It needs {FOLLOWED} letters or digits. Give the whole name; redact shorter words where they stand.",
        )
    return said


# ── who is named where ──────────────────────────────────────────────────────────────────────────────────────────────


def listed(case: Case) -> list[CountedSource]:
    """All confidential sources, in order of their numbers, each with how many items name it."""
    return [counted for counted, _ in listed_with_places(case)]


def listed_with_places(case: Case) -> list[tuple[CountedSource, list[tuple[str, NamedIn]]]]:
    """The same, each with the items that name it by their control numbers; each item is looked through once."""
    found = []
    for source in confidential_sources.listed(case):
        places = named_in(case, [source])
        found.append((CountedSource(source, len(places), sum(each.open for each in places)), _numbered(case, places)))
    return found


def _numbered(case: Case, places: Sequence[NamedIn]) -> list[tuple[str, NamedIn]]:
    controls = {each.id: each.control for each in items.many(case, [each.item for each in places])}
    return [(controls[each.item], each) for each in places]


def show(case: Case, number: int) -> tuple[ConfidentialSource, list[tuple[str, NamedIn]]]:
    """A confidential source, and the items that name it by their control numbers; NotFoundError."""
    found = confidential_sources.get(case, number)
    return found, _numbered(case, named_in(case, [found]))


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
    on = _on_pages(texts, kept.of_item(case, item.id), source, trail)
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
    texts: Sequence[str], known: Collection[Redaction], source: ConfidentialSource, trail: _Trail
) -> Iterator[_Naming]:
    whole, places = PAGE_BREAK.join(texts), spans_by_word(texts, source.sought)
    hidden = covered(texts, (each for each in known if each.hides))
    meant = {word: [each for each in known if trail.frees(each, source, word)] for _, _, word in places}
    declined = {word: covered(texts, those) for word, those in meant.items()}
    for start, end, word in places:
        decided = is_covered(whole, (start, end), [*hidden, *declined[word]])
        yield _Naming(start, end, word, decided, is_covered(whole, (start, end), declined[word]))


def _on_pages(
    texts: Sequence[str], known: Collection[Redaction], source: ConfidentialSource, trail: _Trail
) -> _OnPages:
    starts = page_starts(texts)
    left: set[int] = set()
    free: set[str] = set()
    back: set[str] = set()
    for each in _places_of(texts, known, source, trail):
        if not each.decided:
            left.add(sum(first <= each.start for first in starts))
        (free if each.declined else back).add(_letters(each.word))
    return _OnPages(tuple(sorted(left)), frozenset(free), frozenset(back))


def undecided(case: Case) -> Callable[[ItemId, Sequence[str]], list[tuple[int, int]]]:
    """Tells where in the joined texts of an item's pages a source is named and nobody has decided on that.

    What was declined before the source was marked, or for another reason, is among it.
    """
    sources, trail = confidential_sources.listed(case), _trail(case)

    def places(item: ItemId, texts: Sequence[str]) -> list[tuple[int, int]]:
        known = kept.of_item(case, item)
        every = (each for source in sources for each in _places_of(texts, known, source, trail))
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
    if item.kind not in _OWN_PAGES:
        yield "properties", "\n".join(item.metadata.values())
    yield "text", items.body(case, item.id)
    yield _HIDDEN, "\n".join(each.text for each in items.hidden(case, item.id))


# ── who else may be meant ───────────────────────────────────────────────────────────────────────────────────────────


def suggested(case: Case, number: int) -> list[Suggestion]:
    """What else may name a source, by the name itself and by headers; nothing of it is looked for until it is given.

    Parts of the name are there whether the evidence has them or not; the rest only where it has. NotFoundError.
    """
    source = confidential_sources.get(case, number)
    known = frozenset(each.item for each in named_in(case, [source]))
    given = {bare(form) for form in source.sought}
    found: list[Suggestion] = []
    for part, words in _meant(case, source):
        kind = SourceWordKind.ADDRESS if part is NamePart.ADDRESS else SourceWordKind.SPELLING
        if bare(words) in given:
            continue
        given.add(bare(words))
        alone = replace(source, name=words, words=())
        more = {each.item for each in named_in(case, [alone], besides=known)}
        if more or part in _ALWAYS:
            found.append(Suggestion(kind, words, part, len(more)))
    return found


_ALWAYS = {NamePart.FAMILY, NamePart.GIVEN, NamePart.INITIAL, NamePart.SPELLED_OUT}


def _meant(case: Case, source: ConfidentialSource) -> Iterator[tuple[NamePart, str]]:
    """Who is called so beside a rank is told of the given name; the family name alone finds all of those."""
    names = (source.name, *source.given(SourceWordKind.SPELLING))
    addresses = {each.casefold() for each in source.given(SourceWordKind.ADDRESS)}
    yield from parts_of(source.name)
    for words in beside_ranks(source.name):
        if search.ids(case, parse(f'"{words}"')):
            yield NamePart.RANK, words
    for item in sorted(candidates(case, source.sought)):
        for person in participants.of_item(case, item):
            own = bool(person.name) and first_found(person.name, [f"{SOURCE}{name}" for name in names])
            theirs = person.address.casefold() in addresses
            if own and not theirs and is_address(person.address):
                yield NamePart.ADDRESS, person.address
            if theirs and not own and is_sought(plain_line(person.name)):
                yield NamePart.CALLED, plain_line(person.name)


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
