"""Requests that may not take longer than they were given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from reviewer.isolation.deadline import BUSY, Deadline
from reviewer.isolation.provider_pipe import PipeWorker

_FOREVER = (sys.executable, "-c", "import time; time.sleep(600)")


@pytest.fixture
def workers() -> Iterator[list[PipeWorker]]:
    made = [PipeWorker(_FOREVER) for _ in range(3)]
    yield made
    for worker in made:
        worker.close()


def test_a_worker_that_takes_too_long_is_killed_while_others_go_on(workers: list[PipeWorker]) -> None:
    slow, late, patient = workers
    with Deadline(patient, 600) as far, ExitStack() as stack:  # the nearest is set last
        deadlines = [stack.enter_context(Deadline(worker, seconds)) for worker, seconds in ((late, 0.2), (slow, 0.1))]
        assert late.wait(60) is not None
        assert slow.wait(60) is not None
        assert [each.passed for each in deadlines] == [True, True]
        assert (far.passed, patient.alive()) == (False, True)


def test_a_deadline_that_was_kept_kills_nobody_later(workers: list[PipeWorker]) -> None:
    quick, slow, _ = workers
    with Deadline(quick, 0.1) as kept:
        pass
    kept.expire()  # as when both happen at once
    with Deadline(slow, 0.2):
        assert slow.wait(60) is not None
    assert (kept.passed, quick.alive()) == (False, True)


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker has of the processor is told by Linux alone")
@pytest.mark.parametrize(
    ("does", "first_seen", "given_up"),
    [
        ("while True: pass", 0.1, [False, True]),  # it works and has had next to nothing
        ("while True: pass", 0.9, [True, True]),  # for all that is known it had the processor for long enough
        ("import time; time.sleep(600)", 0.1, [True, True]),  # it waits for something else
    ],
)
def test_a_worker_that_others_keep_from_the_processor_is_given_more_time_but_not_for_ever(
    does: str, first_seen: float, given_up: list[bool]
) -> None:
    """Looked at as if that much of its time had gone by, which it had none of."""
    with closing(PipeWorker((sys.executable, "-c", f"print(1, flush=True)\n{does}"))) as worker:
        assert worker.read(1) == b"1"
        while (activity := worker.activity()) is None or activity.ready is ("sleep" in does):
            continue
        with Deadline(worker, 1000, alone=True) as deadline:
            begun = deadline.at - 1000
            assert not deadline.look(begun + first_seen * 1000)
            assert [deadline.look(begun + after) for after in (1000, BUSY * 1000)] == given_up
