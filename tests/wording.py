"""Reasons in the words that people read, for tests of what they say."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason


def words(reasons: Iterable[Reason]) -> list[str]:
    """The sentence of each reason."""
    return [sentence(each) for each in reasons]
