"""Find the copies of each message, and say where each was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.casefile.analysis import analysis_state, duplicates
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled

# Handed on as the case file answers them.
counts = duplicates.counts
waiting = duplicates.waiting

_BATCH = 500
_GROUPED = 20_000
"""So many fingerprints are compared with all others in one transaction: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An item that is one of several copies, and in which folder of its mailbox it was."""

    item: Item
    folder: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """An original and all its copies, with their custodians, paths and folders; the original is the first."""

    copies: tuple[Copy, ...]

    @property
    def original(self) -> Item:
        """The first of them."""
        return self.copies[0].item


def of_item(case: Case, item: ItemId) -> Duplicates:
    """All copies of what this item is; one copy alone when there is no other."""
    return _duplicates(case, duplicates.copies_of(case, duplicates.original_of(case, item)))


def listed(case: Case) -> list[Duplicates]:
    """Every message that is there more than once."""
    return [_duplicates(case, [original, *copies]) for original, copies in duplicates.groups(case).items()]


def find_new(case: Case, progress: Progress) -> int:
    """Look for copies among the messages that came since the last time; returns how many were looked at.

    One transaction for some of them at a time; CancelledError keeps those that are done.
    """
    total, done, before = duplicates.lacking(case), 0, 2**62
    while total and (found := duplicates.next_waiting(case, before, _BATCH)):
        stop_if_cancelled(progress)
        with case.transaction():
            analysis_state.begin(case)
            for item in found:
                duplicates.add_fingerprint(case, item)
                done, before = done + 1, item
                progress.step(done, max(total, done), "comparing messages")
    return _group(case, progress)


def _group(case: Case, progress: Progress) -> int:
    total, last = duplicates.ungrouped(case), duplicates.first_ungrouped(case) - 1
    while last >= 0:
        stop_if_cancelled(progress)
        with case.transaction():
            analysis_state.begin(case)
            last = duplicates.group(case, last + 1, _GROUPED) or -1
        progress.step(total - duplicates.ungrouped(case), total, "comparing messages")
    return total


def _duplicates(case: Case, ids: Sequence[ItemId]) -> Duplicates:
    folders = duplicates.folders(case, ids)
    return Duplicates(tuple(Copy(item, folders.get(item.id, "")) for item in items.many(case, ids)))
