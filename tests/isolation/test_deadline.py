"""Requests that may not take longer than they were given."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from reviewer.isolation.deadline import BUSY, Deadline, others_had_it
from reviewer.isolation.provider import Activity
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


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker has of the processor is told by Linux alone")
def test_a_worker_that_ended_used_no_more_than_passed_by_the_clock() -> None:
    """All that it might have had was counted, so that one hostile item took the time of all the others."""
    with closing(PipeWorker((sys.executable, "-c", ""))) as worker:
        begun = time.monotonic()
        with Deadline(worker, 1e6, alone=True, processor=1e6) as deadline:
            assert worker.wait(60) == 0
            assert deadline.spent() <= time.monotonic() - begun


class NewWorker(PipeWorker):
    """One whose number is not told yet, as of a fork that answers before its zygote does."""

    told = False

    def activity(self) -> Activity | None:
        return super().activity() if self.told else None


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker has of the processor is told by Linux alone")
def test_a_worker_that_was_asked_before_its_number_was_told_has_no_more_than_others() -> None:
    with (
        closing(NewWorker((sys.executable, "-c", "while True: pass"))) as worker,
        Deadline(worker, 1000, alone=True, processor=0.1) as deadline,
    ):
        worker.told = True
        assert worker.wait(60) is not None, "it was ended"
        assert (deadline.used_up, deadline.spent()) == (True, 0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker has of the processor is told by Linux alone")
def test_what_a_worker_used_counts_also_where_it_answers_before_anybody_looked() -> None:
    does = "import time\nwhile time.process_time() < 0.1: pass\nprint(1, flush=True)\ntime.sleep(600)"
    with (
        closing(NewWorker((sys.executable, "-I", "-S", "-c", does))) as worker,
        Deadline(worker, 1000, alone=True, processor=1000) as deadline,
    ):
        assert worker.read(1) == b"1"
        worker.told = True
        assert deadline.spent() >= 0.08, "it may be told in ticks of a hundredth"


@pytest.mark.skipif(sys.platform != "linux", reason="what a worker has of the processor is told by Linux alone")
def test_a_worker_that_sleeps_and_works_now_and_then_has_no_more_than_its_time() -> None:
    """It works for some ticks of the clock of the system for each line that it gets."""
    does = """
import sys, time
for line in sys.stdin:
    until = time.process_time() + 0.02
    while time.process_time() < until: pass
"""
    with (
        closing(PipeWorker((sys.executable, "-I", "-S", "-c", does))) as worker,
        Deadline(worker, 1000, alone=True) as deadline,
    ):
        begun = deadline.at - 1000

        def works_and_sleeps() -> None:
            before = worker.activity()
            assert before is not None
            worker.write(b"work\n")
            while (now := worker.activity()) is None or now.ready or now.seconds == before.seconds:
                continue

        works_and_sleeps()
        assert not deadline.look(begun + 100)
        works_and_sleeps()
        assert deadline.look(begun + 1000)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (Activity(True, 1.0, waited=0.0), True),  # it waits now, which is told once it gets the processor
        (Activity(False, 1.1, waited=0.0), False),
        (Activity(False, 1.0, waited=5.9), False),
        (Activity(False, 1.0, waited=6.0), True),
        (Activity(False, 1.1), True),  # a kernel that does not tell it
        (Activity(False, 1.0), False),
    ],
)
def test_whether_others_had_the_processor_is_told_by_how_long_a_worker_waited_for_it(
    *, now: Activity, kept: bool
) -> None:
    before = Activity(False, 1.0, waited=None if now.waited is None else 0.0)
    assert others_had_it(before, before, now, 60.0) is kept
