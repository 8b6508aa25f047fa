"""Whom a list of recipients names as people and programs write it: “Lune, Ada; Kim Vole <kim@agency.example>”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.domain.analysis.quote_parser import person_in
from reviewer.domain.people.same_person import Correspondent, Likeness, likeness

_PIECE = re.compile(r"(?:\"[^\"]*\"|<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|[^;,])+")
_SEVERAL = re.compile(r"(?:\"[^\"]*\"|<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|[^;])+")
_UNNAMED = re.compile(
    r"\W*(?:undisclosed|unlisted)[\s-]recipients?\W*|\W*recipient list (?:not shown|suppressed)\W*", re.IGNORECASE
)
_MOST_GIVEN = 3
"""Words that stand behind a comma in “Lune, Ada J.”."""


def listed(lines: Sequence[str], known: Sequence[Correspondent]) -> list[Correspondent]:
    """Each of some lists. Where a comma may part two people, or surname from first name, what is ``known`` decides."""
    found: list[Correspondent] = []
    semicolons = any(";" in line for line in lines)  # as Outlook parts people
    for several in (each for line in lines for each in _SEVERAL.findall(line)):
        pieces = [piece.strip() for piece in _PIECE.findall(several) if any(map(str.isalpha, piece))]
        one = semicolons and len(pieces) == 2 and not _named(pieces[0]).address
        found += [_named(", ".join(pieces))] if one else _people(pieces, known)
    return found


def _people(pieces: Sequence[str], known: Sequence[Correspondent]) -> Iterator[Correspondent]:
    at = 0
    while at < len(pieces):
        one, both = _named(pieces[at]), _named(", ".join(pieces[at : at + 2]))
        joined = at + 1 < len(pieces) and not one.address and _is_one(one, _named(pieces[at + 1]), both, known)
        if not _UNNAMED.fullmatch(pieces[at]):
            yield both if joined else one
        at += 1 + joined


def _is_one(surname: Correspondent, given: Correspondent, both: Correspondent, known: Sequence[Correspondent]) -> bool:
    short = len(surname.name.split()) == 1
    if _is_known(both, known):
        return short or not _is_known(surname, known)
    apart = _is_known(surname, known) or _is_known(given, known)
    return not apart and short and 0 < len(given.name.split()) <= _MOST_GIVEN


def _is_known(one: Correspondent, known: Sequence[Correspondent]) -> bool:
    return any(likeness(one, each) is Likeness.SAME for each in known)


def _named(text: str) -> Correspondent:
    return Correspondent(*person_in(text.strip(" '\"")))
