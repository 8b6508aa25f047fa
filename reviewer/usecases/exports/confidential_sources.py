"""Mark confidential sources, count the items that name each, and suggest what else may name them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from reviewer.casefile import search
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items, participants
from reviewer.casefile.exports import confidential_sources
from reviewer.casefile.exports.source_candidates import candidates
from reviewer.domain.exports.confidential_source import (
    FEWEST,
    ConfidentialSource,
    SourceWord,
    SourceWordKind,
    is_sought,
)
from reviewer.domain.exports.redaction import (
    FOLLOWED,
    bare,
    first_found,
)
from reviewer.domain.exports.source_parts import NamePart, Suggestion, beside_ranks, parts_of, with_middle_names
from reviewer.domain.exports.source_pattern import SOURCE
from reviewer.domain.people.organisation import domain_of
from reviewer.domain.plain_line import plain_line
from reviewer.domain.query_grammar import parse
from reviewer.errors import InputError
from reviewer.usecases.exports.named_sources import NamedIn, ShortWord, named_in, short_words

_LONGEST = 200
"""Characters of a name, an address or a number."""


@dataclass(frozen=True, slots=True)
class CountedSource:
    """A confidential source, how many items name it, and of how many of them nothing leaves yet.

    ``short`` are its words of a few letters, each with how often it stands where.
    """

    source: ConfidentialSource
    items: int
    open: int
    short: tuple[ShortWord, ...] = ()


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
            f"A name needs {FEWEST} letters, a number {FOLLOWED} digits. Redact shorter words where they stand.",
        )
    return said


# ── who is named where ──────────────────────────────────────────────────────────────────────────────────────────────


def listed(case: Case) -> list[CountedSource]:
    """All confidential sources, in order of their numbers, each with how many items name it."""
    return [counted for counted, _ in listed_with_places(case)]


def listed_with_places(case: Case) -> list[tuple[CountedSource, list[tuple[str, NamedIn]]]]:
    """The same, each with the items that name it by their control numbers; each item is looked through once."""
    return [_counted(case, source) for source in confidential_sources.listed(case)]


def _counted(case: Case, source: ConfidentialSource) -> tuple[CountedSource, list[tuple[str, NamedIn]]]:
    places = named_in(case, [source])
    still, short = sum(each.open for each in places), short_words(case, source, places)
    return CountedSource(source, len(places), still, short), _numbered(case, places)


def _numbered(case: Case, places: Sequence[NamedIn]) -> list[tuple[str, NamedIn]]:
    controls = {each.id: each.control for each in items.many(case, [each.item for each in places])}
    return [(controls[each.item], each) for each in places]


def show(case: Case, number: int) -> tuple[CountedSource, list[tuple[str, NamedIn]]]:
    """A confidential source, and the items that name it by their control numbers; NotFoundError."""
    return _counted(case, confidential_sources.get(case, number))


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


_MOST_MIDDLE = 50
"""Places that are looked at: each other way to write the name is searched for in the whole case."""
_ALWAYS = {NamePart.FAMILY, NamePart.GIVEN, NamePart.INITIAL, NamePart.SPELLED_OUT}


def _meant(case: Case, source: ConfidentialSource) -> Iterator[tuple[NamePart, str]]:
    """Who is called so beside a rank is told of the given name; the family name alone finds all of those."""
    names = (source.name, *source.given(SourceWordKind.SPELLING))
    addresses = {each.casefold() for each in source.given(SourceWordKind.ADDRESS)}
    yield from parts_of(source.name)
    for words in beside_ranks(source.name):
        if search.ids(case, parse(f'"{words}"')):
            yield NamePart.RANK, words
    having = sorted(candidates(case, source.sought))
    middle = chain.from_iterable(with_middle_names(source.name, items.body(case, item)) for item in having)
    yield from ((NamePart.MIDDLE, words) for words in islice(middle, _MOST_MIDDLE))
    for item in having:
        for person in participants.of_item(case, item):
            own = bool(person.name) and first_found(person.name, [f"{SOURCE}{name}" for name in names])
            theirs = person.address.casefold() in addresses
            if own and not theirs and is_address(person.address):
                yield NamePart.ADDRESS, person.address
            if theirs and not own and is_sought(plain_line(person.name)):
                yield NamePart.CALLED, plain_line(person.name)
