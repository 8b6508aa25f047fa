"""Requests that may not take longer than they were given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from reviewer.isolation.deadline import Deadline
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
