"""What else may name a confidential source than the words that were given: for somebody to choose from, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.exports.confidential_source import SourceWordKind, is_sought
from reviewer.domain.exports.source_pattern import source_words
from reviewer.domain.exports.titles import RANKS
from reviewer.domain.plain_line import plain_line

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"})
"""Letters that are two where a keyboard lacks them; the accent alone is passed over anyway."""


class NamePart(StrEnum):
    """What sort of words is suggested."""

    FAMILY = "family"
    GIVEN = "given"
    INITIAL = "initial"
    MIDDLE = "middle"
    RANK = "rank"
    SPELLED_OUT = "spelled-out"
    ADDRESS = "address"
    CALLED = "called"

    @property
    def words(self) -> str:
        """In words."""
        return _SAID[self]


_SAID = {
    NamePart.FAMILY: "family name alone",
    NamePart.GIVEN: "given name alone",
    NamePart.INITIAL: "initial and family name",
    NamePart.MIDDLE: "with a middle name",
    NamePart.RANK: "beside a rank or a title",
    NamePart.SPELLED_OUT: "without letters that keyboards lack",
    NamePart.ADDRESS: "address beside the name in a header",
    NamePart.CALLED: "name beside an address of theirs in a header",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that may name a source too, why, and how many items they name that nothing given names."""

    kind: SourceWordKind
    words: str
    part: NamePart
    items: int


def parts_of(name: str) -> Iterator[tuple[NamePart, str]]:
    """The parts of a name that are long enough to be looked for, and other ways to write it."""
    first, family = _first_and_family(name)
    found = [(NamePart.FAMILY, family), (NamePart.INITIAL, f"{first[:1]} {family}" if family else "")]
    found += [(NamePart.GIVEN, first if family else ""), (NamePart.SPELLED_OUT, name.translate(_SPELLED_OUT))]
    yield from ((part, said) for part, said in found if said != name and is_sought(said))


def _first_and_family(name: str) -> tuple[str, str]:
    """The given name and the family name, which is empty where there is one word; “Tarn, Jo” is turned round."""
    words = name.replace(",", " ").split()
    first, *others = (words[1:] + words[:1]) if "," in name and len(words) > 1 else words or [""]
    return first, others[-1] if others else ""


def with_middle_names(name: str, text: str) -> Iterator[str]:
    """The name as a text has it with one or two capitalised words between its first and its last: Jo Marie Tarn."""
    first, family = map(re.escape, _first_and_family(name))
    if not family:
        return
    for match in re.finditer(rf"(?<!\w){first}((?:\s+[^\W\d_][\w'’.-]*){{1,2}})\s+{family}(?!\w)", text, re.IGNORECASE):
        between = match[1].split()
        if all(each[0].isupper() for each in between) and any(len(each.strip(".")) > 1 for each in between):
            yield plain_line(match[0])


def beside_ranks(name: str) -> Iterator[str]:
    """A name of several words by each of its first and its last, beside each rank."""
    words = source_words(name)
    if len(words) > 1:
        yield from (f"{rank} {word}" for rank in RANKS for word in (words[0], words[-1]) if is_sought(f"{rank}{word}"))
