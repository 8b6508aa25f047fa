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
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from reviewer.domain.analysis.shingles import runs
from reviewer.domain.progress import Progress, Quiet

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
_BAND_BYTES = SIGNATURE_BYTES // _BANDS
_ANCHORS = 8
_MOST_CANDIDATES = 24
_STRIDE = 256
_ERROR = 0.12
"""How far an estimate may be below the floor and still be measured: its standard error is 0.044 at most."""

Signed = Sequence[tuple[int, bytes]]
"""Texts, each by a number, with their signatures."""


def shingle_set(words: Sequence[str]) -> frozenset[int]:
    """The shingles of a text, each by a hash of 64 bits that holds within this process."""
    return frozenset(map(hash, runs(words[:MOST_WORDS], SHINGLE)))


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """The Jaccard index of two sets of shingles; 0 when both are empty."""
    shared = len(one & other)
    either = len(one) + len(other) - shared
    return shared / either if either else 0.0


def estimate(one: bytes, other: bytes) -> float:
    """What two signatures say of the similarity of their texts."""
    equal: int = sum(map(operator.eq, memoryview(one).cast("H"), memoryview(other).cast("H")))
    return equal / PERMUTATIONS


def candidates(known: Signed, new: Signed, progress: Progress | None = None) -> dict[int, list[int]]:
    """For each new text those it may be like, among the known and the new before it; the most promising first.

    Band by band, so that memory holds one table at a time. Of many alike the first few stand for all: ten thousand
    copies of one form would else be compared with each other.
    """
    progress = progress or Quiet()
    found: dict[int, set[int]] = {}
    for band in range(_BANDS):
        step = partial(progress.step, band, _BANDS, "looking for texts to compare")
        for one, other in _band(known, new, slice(band * _BAND_BYTES, (band + 1) * _BAND_BYTES), step):
            others = found.setdefault(one, set())
            if len(others) < _MOST_CANDIDATES:
                others.add(other)
    signatures, promising = dict(chain(known, new)), dict[int, list[int]]()
    for one, others in found.items():
        progress.step(len(promising), len(found), "looking for texts to compare")
        promising[one] = _promising(one, others, signatures)
    return promising


def groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Texts that are alike, directly or by way of others; each group and all of them in order."""
    joined: dict[int, int] = {}

    def top(item: int) -> int:
        while (above := joined.get(item, item)) != item:
            item = joined[item] = joined.get(above, above)
        return item

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        joined.setdefault(first, first)
        joined[second] = first
    members: dict[int, list[int]] = {}
    for item in sorted(joined):
        members.setdefault(top(item), []).append(item)
    return list(members.values())


def _band(known: Signed, new: Signed, part: slice, step: Callable[[], None]) -> Iterator[tuple[int, int]]:
    anchors: dict[bytes, list[int]] = {}
    for number, (item, signed) in enumerate(chain(known, new)):
        if number % _STRIDE == 0:
            step()
        found = anchors.setdefault(signed[part], [])
        if number >= len(known):
            yield from ((item, other) for other in found)
        if len(found) < _ANCHORS:
            found.append(item)


def _promising(one: int, others: set[int], signatures: dict[int, bytes]) -> list[int]:
    measured = sorted(((estimate(signatures[one], signatures[other]), -other) for other in others), reverse=True)
    return [-other for estimated, other in measured if estimated >= FLOOR - _ERROR]
