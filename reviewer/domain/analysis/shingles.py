"""Runs of words, by which one finds that two texts share what they say."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from heapq import nsmallest
from zlib import crc32

_WORD = re.compile(r"\w+")

RUN = 8
"""Words in a run that is looked for in another message: so many in a row are not there twice by chance."""

_EVERY = 2
"""One run in so many is kept, chosen by its hash, so that both sides choose the same."""

_MOST = 1_024


def words(text: str) -> list[str]:
    """The words of a text, in one case, without punctuation."""
    return _WORD.findall(text.casefold())


def runs(text_words: Sequence[str], length: int) -> list[str]:
    """All runs of so many words; all words as one run when there are fewer."""
    if len(text_words) <= length:
        return [" ".join(text_words)] if text_words else []
    return [" ".join(text_words[at : at + length]) for at in range(len(text_words) - length + 1)]


def sample(text_words: Sequence[str]) -> bytes:
    """Hashes of some runs of :data:`RUN` words, 4 bytes each, at most 1,024; none for fewer words."""
    if len(text_words) < RUN:
        return b""
    hashes = {value for run in runs(text_words, RUN) if (value := crc32(run.encode())) % _EVERY == 0}
    return array("I", nsmallest(_MOST, hashes)).tobytes()


def unpacked(sampled: bytes) -> array[int]:
    """The hashes of a sample."""
    hashes = array("I")
    hashes.frombytes(sampled)
    return hashes


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
