"""What the page of HTML shows that is no text of it: addresses, words for pictures, what fields hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

MOST_CHARS = 500_000
"""Characters of one message or web page that are searched so."""

_LONGEST = 2_000
_SHOWN = re.compile(
    r"""\b(?:href|src|srcset|background|poster|data|alt|value|label|placeholder)\s*=\s*"""
    r"""(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))"""
    r"""|url\(\s*["']?\s*([^"')\s]{1,2000})|(https?://[^\s"'<>]{1,2000})""",
    re.IGNORECASE,
)


def words_beside(pages: Iterable[str]) -> str:
    """Line by line what stands in the attributes of the HTML that its page shows, each once.

    The page lists where links lead and what was not loaded, and writes what stands for a picture and in a field.
    """
    found: dict[str, None] = {}
    room = MOST_CHARS
    for html in pages:
        for match in _SHOWN.finditer(html):
            line = " ".join(unescape(match[match.lastindex or 0]).replace("\x00", "").split())[:_LONGEST]
            if line and line not in found:
                room -= len(line)
                if room < 0:
                    return "\n".join(found)
                found[line] = None
    return "\n".join(found)
