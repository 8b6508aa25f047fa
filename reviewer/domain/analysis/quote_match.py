"""Whose words a message quotes, by samples of runs of words (:func:`reviewer.domain.analysis.shingles.sample`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from reviewer.domain.analysis.shingles import COARSE, FINE, RUN, runs, spacing

LEAST_RUNS = 6
"""So many runs of words must be shared, and at least half of what is quoted."""

_LEAST = {FINE: 3, COARSE: 1}
"""So many of the runs of a sample, by how many are kept; the texts themselves have to bear it out."""

_SHARE = {FINE: 1 / 2, COARSE: 1 / 3}
_MOST_CANDIDATES = 4
_NEAR = 0.75
"""How far behind the best another candidate may be, since a sample tells the number of shared runs only roughly."""

COMMON = 20
"""A run that more messages have as their own words tells nothing: a notice that a gateway adds, say."""


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has each run among their own words, as far as it is looked for; and how their samples were made."""

    holders: dict[int, list[int]]
    spacing: dict[int, int]

    def common(self) -> set[int]:
        """The runs that tell nothing."""
        return {run for run, places in self.holders.items() if len(places) > COMMON}

    def telling(self) -> set[int]:
        """The messages that have any run that tells something."""
        return {place for places in self.holders.values() if len(places) <= COMMON for place in places}


def few(places: Iterable[int]) -> list[int]:
    """The first messages that have a run: as many as tell that it is common, if it is."""
    return list(islice(places, COMMON + 1))


def said(wanted: set[int], owns: Iterable[tuple[int, Sequence[int]]]) -> Holders:
    """Which messages have the runs that are wanted; ``owns`` are those with samples of their own words."""
    found = Holders({}, {})
    for place, sample in owns:
        held = wanted.intersection(sample)
        if held:
            found.spacing[place] = spacing(sample)
        for run in held:
            places = found.holders.setdefault(run, [])
            if len(places) <= COMMON:
                places.append(place)
    return found


def shared_runs(quoted: Sequence[str], own: Sequence[str]) -> int:
    """How many runs of the words that one message quotes are another's own, if that is enough to say so; else 0."""
    theirs = runs(quoted, RUN)
    shared = len(set(runs(own, RUN)).intersection(theirs)) if len(own) >= RUN else 0
    return shared if shared >= max(LEAST_RUNS, len(set(theirs)) / 2) else 0


def candidates(
    quotes: Mapping[int, Sequence[int]],
    by: Holders,
    usable: Callable[[int, int], bool],
    order: Callable[[int], tuple[object, ...]],
) -> dict[int, list[int]]:
    """For each message with quotes those that it may quote, the most likely first; the latest among equals.

    ``usable`` says whether the first can quote the second.
    """
    likely = {child: _candidates(child, sample, by, usable, order) for child, sample in quotes.items()}
    return {child: parents for child, parents in likely.items() if parents}


def _candidates(
    child: int,
    sample: Sequence[int],
    by: Holders,
    usable: Callable[[int, int], bool],
    order: Callable[[int], tuple[object, ...]],
) -> list[int]:
    """Of two samples of which one is coarse only the runs are compared that a coarse one has, too."""
    shared = {FINE: Counter[int](), COARSE: Counter[int]()}
    telling = dict.fromkeys(shared, 0)
    fine = spacing(sample) == FINE
    for run in sample:
        places = by.holders.get(run, ())
        if len(places) > COMMON:
            continue
        coarse = run % COARSE == 0
        telling[FINE] += 1
        telling[COARSE] += coarse
        for place in places:
            every = FINE if fine and by.spacing[place] == FINE else COARSE
            if (coarse or every == FINE) and usable(child, place):
                shared[every][place] += 1
    found = {
        place: every * number
        for every, counted in shared.items()
        for place, number in counted.items()
        if number >= max(_LEAST[every], telling[every] * _SHARE[every])
    }
    least = _NEAR * max(found.values(), default=0)
    likely = [place for place, number in found.items() if number >= least]
    return sorted(likely, key=lambda place: (found[place], order(place)), reverse=True)[:_MOST_CANDIDATES]
