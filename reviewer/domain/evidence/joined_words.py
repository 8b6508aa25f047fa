"""Words with signs inside that nobody sees, such as a soft hyphen: the index takes them for two, a reader for one."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_CHARS = 200_000
"""Characters of such words of one item that are kept."""

_UNSEEN = (
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Unicode's Default_Ignorable_Code_Point, as far as letters can stand on both sides of one."""
_ANY = re.compile(_UNSEEN)
_LETTER = r"[\w\u0300-\u034e\u0350-\u036f]"
"""Accents of their own are none of Python's letters: names of macOS are written so."""
_WORD = re.compile(rf"(?<!{_LETTER}){_LETTER}++(?:{_UNSEEN}++{_LETTER}++)++")


def joined_words(texts: Iterable[str]) -> str:
    """Each word that unseen signs take apart, as it is read, on a line of its own; none twice."""
    found: dict[str, None] = {}
    room = MOST_CHARS
    for text in texts:
        if text.isascii() or not _ANY.search(text):
            continue
        for match in _WORD.finditer(text):
            word = _ANY.sub("", match[0])
            if word not in found:
                room -= len(word)
                if room < 0:
                    return "\n".join(found)
                found[word] = None
    return "\n".join(found)
