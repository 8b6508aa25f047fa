"""Confidential sources: people whose identity must not leave the case, and the words that would give them away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.domain.exports.redaction import bare, plain_words

ConfidentialSourceId = NewType("ConfidentialSourceId", int)

CODE = "INF"
"""The reason of a redaction over what names a source, and what stands in its place in what is written about items."""

_NATIONAL, _COUNTRY = 10, 11
"""Digits of a telephone number in North America, and with the code of the country."""


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
    def sought(self) -> tuple[str, ...]:
        """All that is looked for: what was given, names with the family name first, numbers in other groups."""
        every: list[str] = []
        for name in (self.name, *self.given(SourceWordKind.SPELLING)):
            every += [name, *_turned(name)]
        every += self.given(SourceWordKind.ADDRESS)
        for number in self.given(SourceWordKind.NUMBER):
            every += number_forms(number)
        return tuple({bare(each): each for each in reversed(every)}.values())[::-1]


def _turned(name: str) -> Iterator[str]:
    """A name of several words with the last one first, as in “Tarn, Jo”, and the other way round."""
    words = plain_words(name)
    if len(words) > 1:
        yield " ".join([words[-1], *words[:-1]])
        yield " ".join([*words[1:], words[0]])


def number_forms(number: str) -> tuple[str, ...]:
    """A number as it was given, without anything between its digits, and as telephone numbers are often grouped."""
    digits = "".join(filter(str.isdigit, number))
    forms = [number]
    if number.strip("+ ().-/0123456789"):  # letters are in it: not a telephone number
        return tuple(forms)
    forms.append(digits)
    if len(digits) == _COUNTRY and digits[0] == "1":
        digits = digits[1:]
        forms.append(digits)
    if len(digits) == _NATIONAL:
        area, exchange, line = digits[:3], digits[3:6], digits[6:]
        forms += [f"{area} {exchange} {line}", f"{area}) {exchange} {line}", f"{area}){exchange} {line}"]
        forms.append(" ".join(digits[at : at + 2] for at in range(0, _NATIONAL, 2)))
    return tuple(dict.fromkeys(forms))
