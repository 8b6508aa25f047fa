"""Find texts that are nearly the same, and show them in groups."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.casefile.analysis import analysis_state, near_duplicates
from reviewer.casefile.analysis.features import METHOD
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items
from reviewer.domain.analysis import near_duplicate
from reviewer.domain.analysis.connected import groups
from reviewer.domain.analysis.near_duplicate import FLOOR, SHINGLE, THRESHOLD, Signatures
from reviewer.domain.evidence.item import Item
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, stop_if_cancelled
from reviewer.errors import InputError

__all__ = ["FLOOR", "SHINGLE", "THRESHOLD", "Alike", "find_new", "listed", "of_item", "waiting"]

# Handed on as the case file answers it.
waiting = near_duplicates.waiting

_BATCH = 2_000
"""So many texts are compared between two transactions: some tenths of a second, which a kill would cost."""

_ENOUGH = 8
"""So many texts that are alike are kept for each; groups hold together by fewer."""

_CACHED_SHINGLES = 400_000


@dataclass(frozen=True, slots=True)
class Alike:
    """An item of a group, the other item of the group that it is most like, and how much: 1 for the same words."""

    item: Item
    nearest: Item
    similarity: float


def use_method(case: Case) -> None:
    """Forget signatures that were made in another way than they would be now."""
    if not near_duplicates.is_current(case, METHOD):
        with case.transaction():
            analysis_state.begin(case)
            near_duplicates.use_method(case, METHOD)


def find_new(case: Case, progress: Progress) -> int:
    """Compare the texts that came since the last time with all; returns how many are compared then.

    CancelledError keeps what is done.
    """
    if not near_duplicates.any_waiting(case):
        return near_duplicates.compared(case)
    with case.transaction():
        analysis_state.begin(case)
        near_duplicates.leave_out_copies(case)
    known, new = near_duplicates.signatures(case)
    if new:
        _compare(case, known, new, progress)
    return len(known) + len(new)


def _compare(case: Case, known: Signatures, new: Signatures, progress: Progress) -> None:
    candidates = near_duplicate.candidates(known, new, progress)
    shingles = _Shingles(case)
    for at in range(0, len(new), _BATCH):
        some = new.items[at : at + _BATCH]
        pairs: list[tuple[int, int, float]] = []
        for number, item in enumerate(some, at):
            progress.step(number, len(new), "comparing texts")
            stop_if_cancelled(progress)
            pairs += _alike(shingles, item, candidates.get(item, ()))
        with case.transaction():
            near_duplicates.add_pairs(case, some, pairs)


def _alike(shingles: _Shingles, item: int, others: Sequence[int]) -> Iterator[tuple[int, int, float]]:
    found = 0
    for other in others:
        similarity = near_duplicate.similarity(shingles.of(item), shingles.of(other))
        if similarity >= FLOOR:
            yield item, other, similarity
            found += 1
            if found == _ENOUGH:
                return


@dataclass(slots=True)
class _Shingles:
    """The shingles of texts; those asked for last are held, up to a bound."""

    case: Case
    _held: OrderedDict[int, frozenset[int]] = field(default_factory=OrderedDict)
    _size: int = 0

    def of(self, item: int) -> frozenset[int]:
        held = self._held
        if item in held:
            held.move_to_end(item)
            return held[item]
        made = near_duplicate.shingle_set(near_duplicates.text_words(self.case, ItemId(item)))
        held[item] = made
        self._size += len(made)
        while self._size > _CACHED_SHINGLES and len(held) > 1:
            self._size -= len(held.popitem(last=False)[1])
        return made


def counts(case: Case, threshold: float = THRESHOLD, compared: int | None = None) -> dict[str, int]:
    """How many texts were ``compared``, unless that is known, and how many of them are nearly the same as another."""
    pairs = near_duplicates.pairs(case, check(threshold))
    return {
        "compared": near_duplicates.compared(case) if compared is None else compared,
        "alike": len({item for one, other, _ in pairs for item in (one, other)}),
    }


def listed(case: Case, threshold: float = THRESHOLD) -> list[list[Alike]]:
    """All groups of texts that are nearly the same, directly or by way of others; the largest first.

    InputError for a threshold below FLOOR or above 1.
    """
    pairs = near_duplicates.pairs(case, check(threshold))
    found = sorted(groups((one, other) for one, other, _ in pairs), key=lambda each: (-len(each), each[0]))
    there = {item.id: item for item in items.iterate(case, [ItemId(item) for group in found for item in group])}
    nearest = _nearest(pairs)
    return [[_shown(item, there, nearest) for item in group] for group in found]


def of_item(case: Case, item: ItemId, threshold: float = THRESHOLD) -> list[Alike]:
    """The group of an item; empty when nothing is like it."""
    check(threshold)
    pairs: set[tuple[int, int, float]] = set()
    group, latest = {int(item)}, {int(item)}
    while latest:
        found = near_duplicates.pairs_of(case, latest, threshold)
        pairs.update(found)
        latest = {end for one, other, _ in found for end in (one, other)} - group
        group |= latest
    if not pairs:
        return []
    there = {each.id: each for each in items.iterate(case, [ItemId(each) for each in sorted(group)])}
    nearest = _nearest(sorted(pairs))
    return [_shown(each, there, nearest) for each in sorted(group)]


def check(threshold: float) -> float:
    """The threshold, if pairs are known from there on; InputError otherwise."""
    if not FLOOR <= threshold <= 1:
        raise InputError(f"the threshold must be between {FLOOR} and 1")
    return threshold


def _nearest(pairs: Sequence[tuple[int, int, float]]) -> dict[int, tuple[float, int]]:
    found: dict[int, tuple[float, int]] = {}
    for one, other, similarity in pairs:
        for item, like in ((one, other), (other, one)):
            found[item] = max(found.get(item, (0.0, 0)), (similarity, -like))
    return {item: (similarity, -like) for item, (similarity, like) in found.items()}


def _shown(item: int, there: Mapping[ItemId, Item], nearest: Mapping[int, tuple[float, int]]) -> Alike:
    similarity, like = nearest[item]
    return Alike(there[ItemId(item)], there[ItemId(like)], similarity)
