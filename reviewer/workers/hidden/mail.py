"""Words of an e-mail that its printed page does not show: what its HTML hides, and an alternative that says more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.domain.evidence.reading import MORE_HIDDEN, Hidden
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.body import Body
from reviewer.workers.hidden.html import MOST_CHARS, hidden_in_html

ALTERNATIVE = Reason("hidden.plain_alone")

_WORD = re.compile(r"[^\W_]{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+", re.IGNORECASE)
_FEWEST = 3  # words of a line that the HTML does not have


def hidden_in_mail(body: Body) -> tuple[Hidden, ...]:
    """The hidden words of each block of a body, after :func:`reviewer.workers.email.body.body_text` has read it."""
    found: list[Hidden] = []
    for block in body.blocks:
        if block.html is None:
            continue
        found += hidden_in_html(block.html, block.page)
        if block.plain and block.plain.strip():
            lines = "\n".join(_lines_of_its_own(block.plain, block.shown))
            if lines:
                found.append(Hidden(lines[:MOST_CHARS], ALTERNATIVE))
                found += [MORE_HIDDEN] if len(lines) > MOST_CHARS else []
    return tuple(found)


def _lines_of_its_own(plain: str, shown: str) -> Iterator[str]:
    """The lines of the plain text of which most words are missing from the HTML; addresses are no words."""
    words = set(_WORD.findall(shown.lower()))
    if len(set(_WORD.findall(plain.lower())) - words) < _FEWEST:
        return
    for line in plain.split("\n"):
        low = line.lower()
        if sum(word not in words for word in _WORD.findall(low)) < _FEWEST:
            continue
        own = _WORD.findall(_ADDRESS.sub(" ", low))
        missing = sum(word not in words for word in own)
        if missing >= _FEWEST and missing * 2 > len(own):
            yield line.strip()
