"""The interval of a sample is the exact one, and the same sample can be drawn again."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction
from math import comb

import pytest
from scipy.stats import binomtest

from reviewer.domain.analysis.elusion import elusion, interval
from reviewer.domain.analysis.review_queue import draw, packed, packed_pairs, unpacked, unpacked_pairs
from reviewer.domain.ids import ItemId


def chance(least: int, most: int, trials: int, share: float) -> float:
    """The chance of ``least`` to ``most`` successes, in fractions: nothing is rounded until the end."""
    yes = Fraction(share)
    return float(sum(comb(trials, k) * yes**k * (1 - yes) ** (trials - k) for k in range(least, most + 1)))


def cases() -> list[tuple[int, int]]:
    rng = random.Random(1934)
    drawn = [(rng.randint(0, n), n) for n in (rng.randint(1, 60) for _ in range(100))]
    return [*drawn, (0, 1), (1, 1), (0, 60), (60, 60)]


@pytest.mark.parametrize("confidence", [0.95, 0.8])
def test_so_many_or_more_and_so_many_or_fewer_have_half_of_the_rest_each(confidence: float) -> None:
    """The definition of Clopper and Pearson, for 100 samples."""
    tail = pytest.approx((1 - confidence) / 2, rel=1e-9)
    for relevant, sampled in cases():
        found = interval(relevant, sampled, confidence)
        assert found.low <= found.best == relevant / sampled <= found.high
        if relevant == 0:
            assert found.low == 0
        else:
            assert chance(relevant, sampled, sampled, found.low) == tail
        if relevant == sampled:
            assert found.high == 1
        else:
            assert chance(0, relevant, sampled, found.high) == tail


def test_it_is_what_scipy_says() -> None:
    for relevant, sampled in [*cases(), (1, 5_570), (40, 2_000)]:
        theirs = binomtest(relevant, sampled).proportion_ci(0.95, method="exact")
        ours = interval(relevant, sampled)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("sampled", [72, 368, 3_688])
def test_of_none_found_the_upper_end_has_a_form_of_its_own(sampled: int) -> None:
    assert interval(0, sampled).high == pytest.approx(1 - 0.025 ** (1 / sampled), rel=1e-9)


def test_what_was_missed_is_at_least_what_the_sample_found_and_recall_follows() -> None:
    told = elusion(population=1_000, sampled=100, relevant=2, found=80)
    share = interval(2, 100)
    assert told.missed.low == max(1_000 * share.low, 2)
    assert told.missed.best == 20
    assert told.recall is not None
    assert told.recall.best == 0.8
    assert told.recall.low == 80 / (80 + told.missed.high)
    whole = elusion(population=50, sampled=50, relevant=3, found=9)
    assert (whole.missed.low, whole.missed.best, whole.missed.high) == (3, 3, 3)
    assert elusion(population=10, sampled=5, relevant=0, found=0).recall is None


def test_anybody_can_draw_a_sample_again_with_a_hash() -> None:
    population = [ItemId(number) for number in range(5, 400, 3)]
    lots = sorted(population, key=lambda item: hashlib.sha256(b"%d:%d" % (42, item)).hexdigest())
    assert draw(population, 30, 42) == lots[:30]
    assert draw(population, 30, 43) != lots[:30]
    assert sorted(draw(population, 1_000, 42)) == population


def test_items_of_a_queue_are_kept_in_their_order() -> None:
    rng = random.Random(7)
    for _ in range(50):
        items = rng.sample(range(1, 60), rng.randint(0, 50))
        assert unpacked(packed(items)) == tuple(items)
    assert packed([7, 3, 4, 5, 12, 11]) == "7,3-5,12,11"
    pairs = {ItemId(9): ItemId(7), ItemId(3): ItemId(7)}
    assert (packed_pairs(pairs), unpacked_pairs("3:7,9:7")) == ("3:7,9:7", pairs)
