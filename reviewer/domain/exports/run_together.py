"""Words with nothing between them, as in names of accounts: how a finished file is searched for them as well."""

from __future__ import annotations

from reviewer.domain.exports.source_pattern import plain_letters

FEWEST_TIGHT = 10
"""Letters and digits that words must have to be looked for within others; fewer stand there by chance."""


def tight(text: str) -> str:
    """The letters and digits of a text alone, each as the small one of plain script that it passes for."""
    return plain_letters(text)
