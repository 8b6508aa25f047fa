"""Texts that are nearly the same: by the runs of five words that they share.

The similarity of two texts is the Jaccard index of their sets of shingles: how many runs of five words both have, over
how many either has. Five, because two texts about one thing share many pairs and triples of words and few runs of five,
while one changed word costs no more than five runs: of a message of 100 words it leaves 0.90. Pairs worth a look are
found by MinHash (Broder, "On the resemblance and containment of documents", 1997), then measured exactly, so the number
is true.

MinHash with 128 permutations in 32 bands of 4 finds a pair of similarity 0.8 with a probability of 1 - 5e-8, one of 0.6
with 0.99 and one of 0.5 with 0.87 (1 - (1 - s^4)^32).
"""

from __future__ import annotations

import operator
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress

from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled

SHINGLE = 5
THRESHOLD = 0.8
"""From which similarity on texts are called nearly the same, unless the reviewer says otherwise."""

FLOOR = 0.5
"""The lowest threshold that can be asked for; below it texts share little more than a form."""

LEAST_WORDS = 8
"""Shorter texts are not compared: every “Thank you, see you tomorrow” is like every other."""

MOST_WORDS = 20_000
"""Of longer texts the beginning is compared."""

PERMUTATIONS = 128
"""Numbers of two bytes in a signature: see workers/features.py."""

SEED = 5
SIGNATURE_BYTES = 2 * PERMUTATIONS

_BANDS = 32
_ANCHORS = 8
_MOST_CANDIDATES = 24
_FEW = 1 / 50
"""So many of those known may be new for what has nothing in common with them to be left aside first."""

_LOOKED_THROUGH = 64
_ERROR = 0.12
"""How far an estimate may be below the floor and still be measured: its standard error is 0.044 at most."""


class Signatures:
    """Signatures of texts, each by the number of its item, side by side in one block of memory."""

    def __init__(self, signed: Iterable[tuple[int, bytes]]) -> None:
        self.items: list[int] = []
        block = bytearray()
        for item, signature in signed:
            self.items.append(item)
            block += signature
        self._bytes = memoryview(bytes(block))
        self._bands = array("Q")
        self._bands.frombytes(self._bytes)

    def __len__(self) -> int:
        return len(self.items)

    def band(self, number: int) -> array[int]:
        """One band of each signature, as one number."""
        return self._bands[number::_BANDS]

    def having(self, wanted: set[int]) -> Signatures:
        """Those that have any of some bands, at whatever place: many are passed by at once, for the most have none."""
        bands, size, found = self._bands, SIGNATURE_BYTES, list[tuple[int, bytes]]()
        for at in range(0, len(bands), _BANDS * _LOOKED_THROUGH):
            if not wanted.isdisjoint(bands[at : at + _BANDS * _LOOKED_THROUGH]):
                first = at // _BANDS
                for number, item in enumerate(self.items[first : first + _LOOKED_THROUGH], first):
                    if not wanted.isdisjoint(bands[number * _BANDS : (number + 1) * _BANDS]):
                        found.append((item, bytes(self._bytes[number * size : (number + 1) * size])))
        return Signatures(found)

    @property
    def every_band(self) -> set[int]:
        """All bands of all signatures, whatever their place."""
        return set(self._bands)

    def estimates(self, wanted: Collection[int]) -> dict[int, memoryview]:
        """The numbers of some signatures, by item, to estimate by."""
        numbers = self._bytes.cast("H")
        return {
            item: numbers[at : at + PERMUTATIONS]
            for item, at in zip(self.items, range(0, len(numbers), PERMUTATIONS), strict=True)
            if item in wanted
        }


def shingle_set(words: Sequence[str]) -> frozenset[int]:
    """The shingles of a text, each by a hash of 64 bits that holds within this process."""
    words = words[:MOST_WORDS]
    if len(words) <= SHINGLE:
        return frozenset([hash(tuple(words))] if words else [])
    return frozenset(map(hash, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """The Jaccard index of two sets of shingles; 0 when both are empty."""
    shared = len(one & other)
    either = len(one) + len(other) - shared
    return shared / either if either else 0.0


def estimate(one: memoryview, other: memoryview) -> float:
    """What the numbers of two signatures say of the similarity of their texts."""
    equal: int = sum(map(operator.eq, one, other))
    return equal / PERMUTATIONS


def candidates(known: Signatures, new: Signatures, progress: Progress | None = None) -> dict[int, list[int]]:
    """For each new text those it may be like, among the known and the new before it; the most promising first.

    Band by band, so that memory holds one table at a time. Of many alike the first few stand for all: ten thousand
    copies of one form would else be compared with each other.
    """
    progress = progress or Quiet()
    if len(new) <= _FEW * len(known):
        known = known.having(new.every_band)  # the others have no band in common with any, and are not looked at again
    found: dict[int, set[int]] = {}
    for number in range(_BANDS):
        progress.step(number, _BANDS, "looking for texts to compare")
        stop_if_cancelled(progress)
        for one, other in _alike_in(number, known, new):
            others = found.setdefault(one, set())
            if len(others) < _MOST_CANDIDATES:
                others.add(other)
    wanted = found.keys() | {other for others in found.values() for other in others}
    numbers = {item: signature for signed in (known, new) for item, signature in signed.estimates(wanted).items()}
    return {one: _promising(one, others, numbers) for one, others in found.items()}


def _alike_in(band: int, known: Signatures, new: Signatures) -> Iterator[tuple[int, int]]:
    """The pairs of a new text with one before it, or a known one, that have one band in common; few of many."""
    mine, theirs = new.band(band), known.band(band)
    counted = Counter(mine)
    old = set(counted).intersection(theirs)
    wanted = {value for value, times in counted.items() if times > 1} | old
    if not wanted:
        return
    anchors: dict[int, list[int]] = {value: [] for value in wanted}
    for item, value in _having(known.items, theirs, old) if old else ():
        if len(anchors[value]) < _ANCHORS:
            anchors[value].append(item)
    for item, value in _having(new.items, mine, wanted):
        found = anchors[value]
        yield from ((item, other) for other in found)
        if len(found) < _ANCHORS:
            found.append(item)


def _having(items: Sequence[int], values: Sequence[int], wanted: Collection[int]) -> Iterator[tuple[int, int]]:
    """The items with a value that is wanted, which few have."""
    return compress(zip(items, values, strict=True), map(wanted.__contains__, values))


def _promising(one: int, others: set[int], signatures: dict[int, memoryview]) -> list[int]:
    measured = sorted(((estimate(signatures[one], signatures[other]), -other) for other in others), reverse=True)
    return [-other for estimated, other in measured if estimated >= FLOOR - _ERROR]
