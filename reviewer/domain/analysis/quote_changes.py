"""How a quote differs from the message it quotes, and how much of that message's words it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviewer.domain.analysis.shingles import runs
from reviewer.domain.analysis.text_comparison import differences

MOST_WORDS = 20_000
"""Words of a quote, or of a message, with more of which the two are not compared: it takes too long to wait for."""

ENOUGH = 0.5
"""A message is one that is quoted if it has this share of its runs of words, whoever the quote says wrote it."""

_RUN = 3
_AS_QUOTED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
_NO_WORDS = re.compile(r"[\s>*|]+")
"""What mail programs change by themselves when they quote."""


class QuoteChangeKind(StrEnum):
    """What was done to the words: others put in their place, words put in, words left out."""

    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """Words of a quote and of the message it quotes that are not the same; ``at_end`` for its beginning and its end.

    That a quote leaves out how a message begins or ends is common, and that it leaves out something between is not.
    """

    kind: QuoteChangeKind
    quoted: str
    original: str
    at_end: bool


def quote_changes(quoted: str, original: str) -> tuple[QuoteChange, ...] | None:
    """In which words a quote differs from a message's own; None for texts that are too long to be compared."""
    if max(len(quoted.split()), len(original.split())) > MOST_WORDS:
        return None
    found = []
    for each in differences(quoted, original):
        if _bare(each.a) != _bare(each.b):
            at_end = not quoted[: each.a_place[0]].strip() or not quoted[each.a_place[1] :].strip()
            found.append(QuoteChange(_kind(each.a, each.b), " ".join(each.a.split()), " ".join(each.b.split()), at_end))
    return tuple(found)


def shared(quoted: Sequence[str], own: Sequence[str]) -> float:
    """The share of a quote's runs of three words that a message has among its own words; 0 for fewer words."""
    wanted = set(runs(quoted, _RUN)) if len(quoted) >= _RUN else set()
    return len(wanted.intersection(runs(own, _RUN))) / len(wanted) if wanted else 0.0


def _kind(quoted: str, original: str) -> QuoteChangeKind:
    if not _bare(quoted):
        return QuoteChangeKind.LEFT_OUT
    return QuoteChangeKind.CHANGED if _bare(original) else QuoteChangeKind.ADDED


def _bare(words: str) -> str:
    return _NO_WORDS.sub("", words.translate(_AS_QUOTED))
