"""Which row of a list is at hand, whatever order answers come in.

A list is filled by one answer and what it leads to by another. A list that was asked for before the reviewer chose may
come in after it: it must lead to what was chosen, not to what was shown until then.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")


class WantedRow(Generic[K]):
    """What was asked for or chosen last, until it is shown."""

    def __init__(self) -> None:
        self.key: K | None = None

    def want(self, key: K | None) -> None:
        """Lead to this from now on; None wants nothing."""
        self.key = key

    def settle(self) -> None:
        """It is shown, or something else was chosen by hand."""
        self.key = None

    def among(self, listed: Container[K], shown: K | None) -> K | None:
        """What a list is to lead to: what is wanted, else what is shown; None where the list holds neither."""
        for each in (self.key, shown):
            if each is not None and each in listed:
                return each
        return None


def row_kept(keys: Sequence[K], kept: K | None, stood: int) -> int:
    """The row of what was at hand once a list is filled anew: where it is by now, else where it stood, else the first.

    -1 where there are no rows.
    """
    if kept is not None and kept in keys:
        return keys.index(kept)
    return min(max(stood, 0), len(keys) - 1)
