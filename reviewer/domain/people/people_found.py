"""Names and addresses of the evidence that may be an officer's, with what speaks for each.

Nothing here is certain: two officers can share a name, and an address can be anybody's. So each is a candidate with its
evidence, for the reviewer to accept or to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.ids import ItemId, OfficerId
from reviewer.domain.people.officer import Officer


class Source(StrEnum):
    """Where a name and an address stood together."""

    HEADER = "headers"
    QUOTE = "lines above quotes"


class Sign(StrEnum):
    """What speaks for a candidate, the strongest first."""

    SAME_ADDRESS = "a known address under another name"
    SAME_NAME = "a known name with another address"
    SERIAL = "the serial number in the address"
    SPELLED = "first name or initial and surname in the address"


@dataclass(frozen=True, slots=True)
class Seen:
    """A name and an address (lower case; either may be empty) that stood together in so many items."""

    name: str
    address: str
    source: Source
    items: int
    first: ItemId


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a candidate: the sign, the name or address it was known by, where, in how many items."""

    sign: Sign
    known: str
    source: Source
    items: int
    first: ItemId


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be an officer's ``alias`` or ``address``. ``others`` are officers whom it fits as well."""

    officer: OfficerId
    kind: str
    value: str
    evidence: tuple[Evidence, ...]
    others: tuple[OfficerId, ...] = ()

    @property
    def order(self) -> tuple[int, int, str]:
        """The strongest first: by the best sign, then by how often it was seen."""
        best = min(list(Sign).index(each.sign) for each in self.evidence)
        return best, -sum(each.items for each in self.evidence), self.value


_TITLE_WORDS = """
    officer ofc off constable sergeant sgt lieutenant lt captain capt cpt detective det deputy dep chief commander cmdr
    corporal cpl inspector insp agent mr mrs ms miss dr sir jr sr ii iii
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_LETTERS = re.compile(r"[^\W\d_]+")
_WHOLE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DIGITS = re.compile(r"\d+")
_LEAST_SURNAME = 3
_LEAST_SERIAL = 3


def name_key(name: str) -> tuple[str, str] | None:
    """First name and surname, without accents, titles and what stands between; None for fewer than two words.

    “Moore, Lee (Harbour)” and “Sgt. Lee J. Moore” have the same key.
    """
    words = name_words(name)
    return (words[0], words[-1]) if len(words) > 1 else None


def name_words(name: str, pattern: re.Pattern[str] = _LETTERS) -> list[str]:
    """The words of a name, the surname last, without titles."""
    text = _plain(_ASIDE.sub(" ", name))
    surname, comma, given = text.partition(",")
    return [word for word in pattern.findall(f"{given} {surname}" if comma else text) if word not in _TITLES]


def spellings(name: str) -> set[str]:
    """How addresses have a name before their @: a first name or initial and the surname, in one or the other order."""
    *given, last = name_words(name) or [""]
    if len(last) < _LEAST_SURNAME:
        return set()
    return {each for word in given for each in (word + last, last + word, word[0] + last, last + word[0])}


def spelled(address: str) -> str:
    """The letters of an address before its @, to be looked for among :func:`spellings`."""
    return "".join(_LETTERS.findall(_plain(address.rpartition("@")[0])))


def filing_key(name: str) -> tuple[str, str]:
    """What a name is filed by: the surname and what stands before it; the whole name where that is one word.

    Told apart as by :func:`name_key`, but “O'Brien” and “Marsh-Vale” stay whole.
    """
    words = name_words(name, _WHOLE)
    return (words[-1], " ".join(words[:-1])) if len(words) > 1 else (name.casefold(), "")


def candidates(officers: Sequence[Officer], seen: Iterable[Seen]) -> list[Candidate]:
    """All candidates, officer by officer, the strongest first. What is known of an officer already is none."""
    register = _Register(officers)
    found: dict[tuple[OfficerId, str, str], set[Evidence]] = defaultdict(set)
    for one in seen:
        for officer, kind, value, evidence in register.signs(one):
            found[officer, kind, value].add(evidence)
    officers_of: dict[tuple[str, str], set[OfficerId]] = defaultdict(set)
    for officer, kind, value in found:
        officers_of[kind, value].add(officer)
    made = [
        Candidate(officer, kind, value, _sorted(evidence), tuple(sorted(officers_of[kind, value] - {officer})))
        for (officer, kind, value), evidence in found.items()
    ]
    place = {officer.id: number for number, officer in enumerate(officers)}
    return sorted(made, key=lambda each: (place[each.officer], each.order))


class _Register:
    """The officers by all they are known by."""

    def __init__(self, officers: Sequence[Officer]) -> None:
        self._by_address: dict[str, set[OfficerId]] = defaultdict(set)
        self._by_name: dict[tuple[str, str], dict[OfficerId, str]] = defaultdict(dict)
        self._by_serial: dict[str, dict[OfficerId, str]] = defaultdict(dict)
        self._by_spelling: dict[str, dict[OfficerId, str]] = defaultdict(dict)
        self._names: dict[OfficerId, set[str]] = defaultdict(set)
        for officer in officers:
            for address in officer.addresses:
                self._by_address[address.lower()].add(officer.id)
            for name in (officer.name, *officer.aliases):
                self._know_name(officer.id, name)
            if len(officer.serial) >= _LEAST_SERIAL:
                self._by_serial[officer.serial.casefold().lstrip("0")][officer.id] = officer.serial

    def signs(self, one: Seen) -> Iterator[tuple[OfficerId, str, str, Evidence]]:
        """What one name and address speak for."""
        held = self._by_address.get(one.address, set())
        for officer in held:
            if one.name and "@" not in one.name and self._is_new(officer, one.name):
                yield officer, "alias", one.name, _evidence(Sign.SAME_ADDRESS, one.address, one)
        if not one.address or held or "@" not in one.address:
            return
        key = name_key(one.name)
        for officer, known in self._by_name.get(key, {}).items() if key else ():
            yield officer, "address", one.address, _evidence(Sign.SAME_NAME, known, one)
        local = _plain(one.address.rpartition("@")[0])
        for word in {*_DIGITS.findall(local), *re.split(r"[._+-]", local)}:
            for officer, known in self._by_serial.get(word.lstrip("0"), {}).items():
                yield officer, "address", one.address, _evidence(Sign.SERIAL, known, one)
        for officer, known in self._by_spelling.get(spelled(one.address), {}).items():
            yield officer, "address", one.address, _evidence(Sign.SPELLED, known, one)

    def _know_name(self, officer: OfficerId, name: str) -> None:
        self._names[officer].add(_squeezed(name))
        key = name_key(name)
        if key is None:
            return
        self._by_name[key].setdefault(officer, name)
        first, last = key
        if len(last) >= _LEAST_SURNAME:
            for spelled in (first + last, last + first, first[0] + last, last + first[0]):
                self._by_spelling[spelled].setdefault(officer, name)

    def _is_new(self, officer: OfficerId, name: str) -> bool:
        return _squeezed(name) not in self._names[officer]


def _evidence(sign: Sign, known: str, one: Seen) -> Evidence:
    return Evidence(sign, known, one.source, one.items, one.first)


def _sorted(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    signs = list(Sign)
    return tuple(sorted(evidence, key=lambda each: (signs.index(each.sign), each.source, each.known, each.first)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ß", "ss"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _squeezed(name: str) -> str:
    return " ".join(name.casefold().split())
