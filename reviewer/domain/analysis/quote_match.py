"""Whose words a message quotes, by samples of runs of words (:func:`reviewer.domain.analysis.shingles.sample`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

LEAST = 3
"""So many runs must be shared, and at least half of what is quoted."""

COMMON = 20
"""A run that more messages have as their own words tells nothing: a notice that a gateway adds, say."""


def quoted_from(
    quotes: Mapping[int, Sequence[int]],
    owns: Iterable[tuple[int, Sequence[int]]],
    usable: Callable[[int, int], bool],
    order: Callable[[int], tuple[object, ...]],
) -> dict[int, int]:
    """For each message with quotes the one that it quotes, where one is found; the latest among equals.

    ``owns`` are the messages with samples of their own words; ``usable`` says whether the first can quote the second.
    """
    wanted = {run for runs in quotes.values() for run in runs}
    holders: dict[int, list[int]] = {}
    for place, runs in owns:
        for run in wanted.intersection(runs):
            found = holders.setdefault(run, [])
            if len(found) <= COMMON:
                found.append(place)
    return {
        child: parent
        for child, runs in quotes.items()
        if (parent := _best(child, runs, holders, usable, order)) is not None
    }


def _best(
    child: int,
    runs: Sequence[int],
    holders: Mapping[int, Sequence[int]],
    usable: Callable[[int, int], bool],
    order: Callable[[int], tuple[object, ...]],
) -> int | None:
    shared: Counter[int] = Counter()
    telling = 0
    for run in runs:
        places = holders.get(run, ())
        if len(places) <= COMMON:
            telling += 1
            shared.update(place for place in places if usable(child, place))
    if not shared:
        return None
    parent = max(shared, key=lambda place: (shared[place], order(place)))
    return parent if shared[parent] >= max(LEAST, telling / 2) else None
