"""How much of an intake goes into one transaction."""

from __future__ import annotations

import pytest

from reviewer.usecases.evidence.intake.pace import Lead, Pace


@pytest.mark.parametrize(("alone", "items"), [(False, 1_024), (True, 4_096)])
def test_more_is_written_at_once_where_nobody_works_on_the_case(alone: bool, items: int) -> None:  # noqa: FBT001
    pace = Pace.of(alone=alone)
    full = []
    for _ in range(items):
        pace.add(100)
        full.append(pace.full)
    pace.committed()
    assert full == [False] * (items - 1) + [True]
    assert not pace.full


@pytest.mark.parametrize(("among", "items"), [(10_000, 4_096), (100_000, 6_250), (400_000, 12_288)])
def test_more_is_written_at_once_in_a_large_case(among: int, items: int) -> None:
    """Each commit writes pages all over the indexes: a sixteenth of the case at once, between two bounds."""
    alone, beside = Pace.of(alone=True), Pace.of(alone=False)
    for pace in (alone, beside):
        pace.among(among)
    assert (alone.items, beside.items) == (items, 1_024)


@pytest.mark.parametrize("count", [9_000, 10_000, 6_000, 1_100, 400])
def test_half_of_what_is_not_written_goes_into_each_transaction_near_the_end(count: int) -> None:
    """Readers have nothing to do while the last is written, so it is small; of few items none is made smaller."""
    written = 0
    pace = Pace.of(alone=True)
    for done in range(count):
        pace.left = count - done
        pace.add(100)
        if pace.full:
            assert done + 1 - written == min(4_096, (count - written) // 2 + 1)
            written = done + 1
            pace.committed()
    assert 256 <= count - written < 512


def test_what_is_left_is_written_at_once_when_all_of_it_was_read() -> None:
    """A smaller last transaction spares the readers' time alone, and they have nothing left to do."""
    pace = Pace.of(alone=True)
    pace.left, pace.read = 600, True
    full = []
    for _ in range(4_096):
        pace.add(100)
        full.append(pace.full)
    assert full == [False] * 4_095 + [True]


@pytest.mark.parametrize("alone", [False, True])
def test_large_items_are_written_before_they_fill_the_memory(alone: bool) -> None:  # noqa: FBT001
    pace = Pace.of(alone=alone)
    pace.add(33 * 2**20)
    assert pace.full


@pytest.mark.parametrize(
    ("alone", "held", "batches"), [(True, 5_000, 64), (True, 20_000, 26), (True, 2**20, 16), (False, 5_000, 16)]
)
def test_readers_go_far_ahead_of_a_command_where_items_are_small(alone: bool, held: int, batches: int) -> None:  # noqa: FBT001
    """What is on its way is at most 64 batches of 64 items or 32 MiB, and never less than 8 batches for each reader."""
    lead = Lead(alone=alone)
    for _ in range(3):
        lead.add(held)
    assert lead.batches(jobs=2, items=64) == batches
