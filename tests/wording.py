"""Reasons in the words that people read, for tests of what they say; and whether a word stands in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason


def words(reasons: Iterable[Reason]) -> list[str]:
    """The sentence of each reason."""
    return [sentence(each) for each in reasons]


def written_in(data: bytes, word: str) -> bool:
    """Whether a word is written among others. In packed or encrypted bytes four letters come about by chance."""
    found = re.escape(word.encode())
    return re.search(b"[ -~]{6}" + found + b"|" + found + b"[ -~]{6}", data) is not None
