"""Confidential sources: people whose identity must not leave the case, and the words that would give them away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.domain.exports.number_pattern import digits_of
from reviewer.domain.exports.redaction import bare, is_followed
from reviewer.domain.exports.source_pattern import SOURCE, is_short, is_unparted, source_words
from reviewer.domain.exports.spelling import plain_words

ConfidentialSourceId = NewType("ConfidentialSourceId", int)

CODE = "INF"
"""The reason of a redaction over what names a source, and what stands in its place in what is written about items."""


class SourceWordKind(StrEnum):
    """What sort of words give a source away, beside the name. Stored, so never changed."""

    SPELLING = "spelling"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SourceWord:
    """Another spelling of the name, an address, or a number: of a telephone, a badge, an account."""

    kind: SourceWordKind
    words: str


@dataclass(frozen=True, slots=True)
class ConfidentialSource:
    """A person whose identity must not leave, and by whom and when (UTC) they were marked so."""

    id: ConfidentialSourceId
    name: str
    words: tuple[SourceWord, ...]
    reviewer: str
    at: str

    def given(self, kind: SourceWordKind) -> tuple[str, ...]:
        """What was given of one sort."""
        return tuple(each.words for each in self.words if each.kind is kind)

    @property
    def forms(self) -> Mapping[str, str]:
        """All that is looked for, each by what was given: names with the family name first too, numbers as they are.

        Names also without their initials, which others leave out.
        Of addresses also “tarn (at) home.example”.
        """
        found: dict[str, str] = {}
        for name in (self.name, *self.given(SourceWordKind.SPELLING)):
            found |= {SOURCE + each: name for each in _ways(name) if SOURCE + each not in found}
        for words in (*self.given(SourceWordKind.ADDRESS), *self.given(SourceWordKind.NUMBER)):
            found.setdefault(SOURCE + words, words)
        for address in self.given(SourceWordKind.ADDRESS):  # as people write it who fear programs
            found.setdefault(SOURCE + address.replace("@", " at "), address)
        for number in self.given(SourceWordKind.NUMBER):
            found |= {SOURCE + each: number for each in _together(number)}
        return {form: given for form, given in found.items() if form in _apart(found)}

    @property
    def short(self) -> tuple[str, ...]:
        """What was given of few letters, which is looked for as whole words alone and often means something else."""
        names = (self.name, *self.given(SourceWordKind.SPELLING))
        return tuple(each for each in names if source_words(each) and is_short(each))

    @property
    def sought(self) -> tuple[str, ...]:
        """All that is looked for, each behind the mark by which it is found more widely than redacted words."""
        return tuple(self.forms)


FEWEST = 3
"""Letters that a name has at least; a number has to have one digit more, or it is everywhere."""


def is_sought(words: str) -> bool:
    """Whether words are long enough to be looked for: a name of Chinese or Korean signs has two or three."""
    few = 2 if is_unparted(words) else FEWEST
    return is_followed(words) or (sum(map(str.isalpha, words)) >= few and not any(map(str.isdigit, words)))


def _apart(forms: Iterable[str]) -> Collection[str]:
    """Of forms that find the same, the first."""
    return set({bare(each): each for each in reversed([*forms])}.values())


def _ways(name: str) -> Iterator[str]:
    """A name as it was given and without the initials of middle names, each of them turned round as well."""
    words = plain_words(name)
    full = " ".join(each for each in words if sum(map(str.isalpha, each)) != 1)
    for way in dict.fromkeys((name, full if len(words) > 2 and " " in full else name)):
        yield from (way, *_turned(way))


def _turned(name: str) -> Iterator[str]:
    """A name of several words with the last one first, as in “Tarn, Jo”, and the other way round."""
    words = plain_words(name)
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])
        yield " ".join([*words[1:], words[0]])


def _together(number: str) -> Iterator[str]:
    """A number that is too short to be looked for in any groups, without anything between its digits."""
    if not digits_of(number) and not any(map(str.isalpha, number)):
        yield "".join(filter(str.isdigit, number))
