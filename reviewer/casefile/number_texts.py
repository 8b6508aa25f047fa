"""Numbers that SQLite hands over as one JSON text, taken some at a time.

What takes a million of them in one call keeps the interpreter for so long that the window stands still meanwhile.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain

import msgspec
from pyroaring import BitMap

_AT_ONCE = 20_000
"""Characters of the text: some 3,000 numbers, a ten-thousandth of a second."""

_decoded = msgspec.json.Decoder(list[int]).decode
_texts = msgspec.json.Decoder(list[str]).decode


def parts(text: str) -> Iterator[list[int]]:
    """The numbers of a JSON array that holds nothing else, some at a time."""
    return map(_decoded, _split(text))


def hexes(text: str) -> Iterator[str]:
    """The values of a JSON array of what ``hex`` of SQLite gave, one after the other."""
    return chain.from_iterable(map(_texts, _split(text)))


def _split(text: str) -> Iterator[str]:
    """A JSON array of what has no comma in it, as several."""
    at, end = 1, len(text) - 1
    while at < end:
        to = text.find(",", at + _AT_ONCE)
        to = end if to < 0 else to
        yield f"[{text[at:to]}]"
        at = to + 1


def as_list(text: str) -> list[int]:
    """All of them, as a list."""
    found: list[int] = []
    for some in parts(text):
        found += some
    return found


def as_array(text: str) -> array[int]:
    """All of them, in four bytes each: for numbers of items."""
    found = array("I")
    for some in parts(text):
        found.fromlist(some)
    return found


def as_set(text: str) -> BitMap:
    """All of them, as a set of items."""
    if len(text) <= _AT_ONCE:  # as nearly all are, of which there may be many
        return BitMap(_decoded(text))
    found = BitMap()
    for some in parts(text):
        found |= BitMap(array("I", some))
    return found
