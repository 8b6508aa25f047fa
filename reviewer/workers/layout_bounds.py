"""How much of a page a browser is given to lay out; what has more is set as plain text.

The bounds are of size alone, so that the same bytes come to the same pages on any machine, however busy it is. Chromium
takes 2 to 4 seconds and 250 MB for what just fits, and for ten times as much a minute and more than it may have.
"""

from __future__ import annotations

import re

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import Layout

MOST_LETTERS = 600_000
"""Characters of the text, some 200 pages."""
MOST_MARKUP = 3_000_000
"""Characters of the HTML."""
MOST_TAGS = 30_000
MOST_CELLS = 15_000
"""Cells of tables: to lay one out takes Chromium 20 kB."""
MOST_RULES = 5_000
"""Rules of style sheets: each is tried on every element."""
LONGEST_LINE = 100_000
"""Characters without a place to break; Chromium's time grows with the square of them."""

MOST_CODE_POINTS = 1_500_000
"""Of a text, that are set as plain text: reading them back takes some 5 seconds for each million."""

_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_UNBROKEN = re.compile(r"[^\s<>]+")
"""All of it at once: looked for with a least length, it would be looked for again from each letter of a shorter one."""


def too_large(html: str, text: str) -> Reasons:
    """What of a page is too much to be laid out; nothing of one that is not."""
    counts = (
        ("characters", len(text), MOST_LETTERS),
        ("characters of HTML", len(html), MOST_MARKUP),
        ("elements", html.count("<"), MOST_TAGS),
        ("rules of style", html.count("{"), MOST_RULES),
    )
    for unit, count, limit in counts:
        if count > limit:
            return (Reason("pages.large", count=count, unit=unit, limit=limit),)
    cells = sum(1 for _ in _CELL.finditer(html))
    if cells > MOST_CELLS:
        return (Reason("pages.large", count=cells, unit="cells", limit=MOST_CELLS),)
    longest = max((len(found[0]) for found in _UNBROKEN.finditer(html)), default=0)
    if longest >= LONGEST_LINE:
        return (Reason("pages.large", count=longest, unit="characters in a row", limit=LONGEST_LINE),)
    return ()


def bounded(layout: Layout, blobs: list[bytes]) -> tuple[Layout, list[bytes]]:
    """The page, or the same to be set as plain text where it is too large."""
    plain = layout.plain or too_large(layout.html, layout.text)
    if not plain:
        return layout, blobs
    count, text = len(layout.text), layout.text[:MOST_CODE_POINTS]
    if len(text) < count:
        plain = (*plain, Reason("pages.cut", shown=len(text), count=count))
    return Layout("", (), text, plain), []
