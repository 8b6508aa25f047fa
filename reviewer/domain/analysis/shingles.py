"""Runs of words, by which one finds that two texts share what they say."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from zlib import crc32

_WORD = re.compile(r"\w+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128)}
"""What the ASCII characters become when a text is cut into words: a third of the time that the pattern takes."""

RUN = 8
"""Words in a run that is looked for in another message: so many in a row are not there twice by chance."""

FINE, COARSE = 2, 8
"""One run in so many is kept of a short and of a long text, chosen by its hash, so that both sides choose the same."""

_SHORT = 64
"""Runs of a text of which more are kept, for else nothing might be left to know it by."""

MOST_SAMPLED = 1_024


def words(text: str) -> list[str]:
    """The words of a text, in one case, without punctuation."""
    return text.translate(_ASCII).split() if text.isascii() else _WORD.findall(text.casefold())


def runs(text_words: Sequence[str], length: int) -> list[str]:
    """All runs of so many words; all words as one run when there are fewer."""
    if len(text_words) <= length:
        return [" ".join(text_words)] if text_words else []
    return list(map(" ".join, zip(*(text_words[at:] for at in range(length)), strict=False)))


def sample(text_words: Sequence[str]) -> bytes:
    """Hashes of some runs of :data:`RUN` words, 4 bytes each, at most 1,024 in order; none for fewer words."""
    if len(text_words) < RUN:
        return b""
    every = FINE if len(text_words) - RUN < _SHORT else COARSE
    hashes = map(crc32, map(str.encode, runs(text_words, RUN)))
    return array("I", sorted({value for value in hashes if not value % every})[:MOST_SAMPLED]).tobytes()


def unpacked(sampled: bytes) -> array[int]:
    """The hashes of a sample."""
    hashes = array("I")
    hashes.frombytes(sampled)
    return hashes


def spacing(sampled: Sequence[int]) -> int:
    """One run in how many was kept in a sample: :data:`FINE` or :data:`COARSE`."""
    return FINE if any(value % COARSE for value in sampled) else COARSE


def shared_run(quoted: Sequence[str], own: Sequence[str], most: int = 16) -> str:
    """The first run of words, eight at least, that stands in both; empty when there is none."""
    if min(len(quoted), len(own)) < RUN:
        return ""
    known, text = set(runs(own, RUN)), f" {' '.join(own)} "
    for at, run in enumerate(runs(quoted, RUN)):
        if run in known:
            end = at + RUN
            while end - at < most and end < len(quoted) and f" {' '.join(quoted[at : end + 1])} " in text:
                end += 1
            return " ".join(quoted[at:end])
    return ""
