"""Words with nothing between them, as in names of accounts: how a finished file is searched for them as well."""

from __future__ import annotations

import unicodedata

FEWEST_TIGHT = 10
"""Letters and digits that words must have for it; fewer stand within others by chance."""


def tight(text: str) -> str:
    """The letters and digits of a text alone, as they are in plain script: not wide, bold, or two in one sign."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()
