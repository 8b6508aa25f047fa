"""How much was missed, by a random sample of what was not read: the exact interval of Clopper and Pearson.

Clopper and Pearson, Biometrika 26 (1934) 404-413: of x relevant items in a sample of n the interval has the shares at
which so many, or so few, would be found with a chance of half of what is left of the confidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p

CONFIDENCE = 0.95

_STEPS = 200
"""Halvings of an interval at most, until no double lies between its ends."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, and between which it lies with the confidence of the interval."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True)
class Elusion:
    """What a sample tells of ``population`` items that were not read, where ``found`` relevant ones were found before.

    ``share`` of them is relevant, so ``missed`` items were missed, and ``recall`` of all relevant ones had been found.
    """

    population: int
    sampled: int
    relevant: int
    found: int
    share: Estimate
    missed: Estimate
    recall: Estimate | None


def interval(relevant: int, sampled: int, confidence: float = CONFIDENCE) -> Estimate:
    """The share of relevant items, by so many in a sample; without a sample it may be any."""
    if not 0 <= relevant <= sampled:
        raise ValueError(f"{relevant} of {sampled}")
    if not sampled:
        return Estimate(0.0, 0.0, 1.0)
    tail = (1 - confidence) / 2
    low = 0.0 if relevant == 0 else _quantile(tail, relevant, sampled - relevant + 1)
    high = 1.0 if relevant == sampled else _quantile(1 - tail, relevant + 1, sampled - relevant)
    return Estimate(low, relevant / sampled, high)


def elusion(*, population: int, sampled: int, relevant: int, found: int) -> Elusion:
    """What a sample of the unread tells."""
    share = interval(relevant, sampled)
    missed = Estimate(*(part * population for part in (share.low, share.best, share.high)))
    # What the sample found is missed for certain, and what it called not relevant is not.
    sure = max(missed.low, relevant), missed.best, min(missed.high, population - sampled + relevant)
    missed = Estimate(*sure)
    parts = [found / (found + each) if found + each else None for each in (missed.high, missed.best, missed.low)]
    low, best, high = parts
    recall = None if low is None or best is None or high is None else Estimate(low, best, high)
    return Elusion(population, sampled, relevant, found, share, missed, recall)


def _quantile(chance: float, a: int, b: int) -> float:
    """Where the beta distribution of two whole numbers comes to a chance."""
    tail = _Tail(a, a + b - 1)
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if tail.at(middle) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


class _Tail:
    """The chance of ``least`` successes or more in ``trials``: of whole numbers, that is a beta distribution.

    DLMF 8.17.5: the beta distribution of a and b comes at p to the chance of a or more in a + b - 1 trials at p.
    """

    def __init__(self, least: int, trials: int) -> None:
        self._trials = trials
        whole = lgamma(trials + 1)
        self._ways = [(k, whole - lgamma(k + 1) - lgamma(trials - k + 1)) for k in range(least, trials + 1)]

    def at(self, share: float) -> float:
        """The chance where each succeeds with this one, which is neither 0 nor 1."""
        yes, no = log(share), log1p(-share)
        return fsum(exp(ways + k * yes + (self._trials - k) * no) for k, ways in self._ways)
