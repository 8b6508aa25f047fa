"""MinHash signatures of texts, as they are kept in the case.

:mod:`reviewer.domain.analysis.near_duplicate` says what they are for.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from importlib.metadata import version

from rensa import RMinHash

from reviewer.domain.analysis.near_duplicate import MOST_WORDS, PERMUTATIONS, SHINGLE
from reviewer.domain.analysis.shingles import runs

_SEED = 5

METHOD = f"rensa {version('rensa')}, {SHINGLE} words, {PERMUTATIONS} permutations, seed {_SEED}"
"""How signatures are made; those made otherwise cannot be compared with them."""


def signature(words: Sequence[str]) -> bytes:
    """The MinHash signature of a text's words."""
    made = RMinHash(PERMUTATIONS, _SEED)
    made.update(runs(words[:MOST_WORDS], SHINGLE))
    return array("I", made.digest()).tobytes()
