"""Whatever a worker does wrong costs the one request, is said in words, and the next request works."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.evidence.reading import Kind
from reviewer.isolation import deadline
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import Identified, Identify
from reviewer.isolation.provider import Provider
from reviewer.isolation.provider_fork import ForkProvider, ForkWorker
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import WorkerError, Workers
from tests.endurance import a_few

_PROGRAM = [sys.executable, "-P", str(Path(__file__).with_name("faulty.py"))]


@pytest.fixture(scope="module", params=a_few(["fork"], ["pipe"]) if ForkProvider.usable() else ["pipe"])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    """A pool of one, whose workers go wrong on demand, and which outlives all that they do wrong."""
    forked = request.param == "fork"
    provider: Provider = ForkProvider(_PROGRAM) if forked else PipeProvider([*_PROGRAM, "--pipe"])
    with Workers(1, provider=provider) as made:
        yield made


def _identify(workers: Workers, what: bytes, seconds: float = 60.0) -> Kind:
    message = workers.ask(Identify(), [what], seconds=seconds).message
    assert isinstance(message, Identified)
    return message.kind


def test_a_reader_that_does_nothing_is_given_up_long_before_its_time_and_one_that_works_is_not(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("IDLE", 0.6), ("_FIRST_LOOK", 0.3), ("_LATER", 0.3)):
        monkeypatch.setattr(deadline, name, seconds)
    with pytest.raises(WorkerError) as idle:
        _identify(workers, b"hang", seconds=600)
    with pytest.raises(WorkerError) as busy:
        _identify(workers, b"spin", seconds=2.5)
    assert (idle.value.cause, busy.value.cause) == ("timeout", "timeout")
    took = re.search(r"longer than ([\d.]+) seconds", str(busy.value))
    assert took, busy.value
    assert 2.5 <= float(took[1]) <= 2.5 * deadline.BUSY  # more where others had the processor
    assert _identify(workers, b"") is Kind.EMAIL


@pytest.mark.parametrize(
    ("fault", "seconds", "cause", "words"),
    [
        (b"crash", 60, "crashed", "the reader crashed (signal 11)"),
        (b"hang", 0.3, "timeout", "longer than 0.3 seconds"),
        (b"spin", 0.3, "timeout", "longer than 0.3 seconds"),
        (b"eat_memory", 60, "refused", "more memory than a reader may have"),
        (b"lie_about_length", 60, "nonsense", "larger than allowed"),
        (b"lie_about_a_blob", 60, "nonsense", "larger than allowed"),
        (b"lie_about_the_number_of_blobs", 60, "nonsense", "larger than allowed"),
        (b"break_off", 60, "crashed", "exit code 3"),
        (b"write_garbage", 60, "nonsense", "not a frame"),
        (b"answer_something_else", 60, "nonsense", "not answered by this"),
        (b"answer_a_form_nobody_agreed_on", 60, "nonsense", "agreed form"),
        (b"add_bytes_nobody_asked_for", 60, "nonsense", "belong to nothing"),
        (b"answer_with_pixels", 60, "nonsense", "not answered by this"),
    ],
)
def test_a_fault_costs_one_request(workers: Workers, fault: bytes, seconds: float, cause: str, words: str) -> None:
    assert _identify(workers, b"good") is Kind.EMAIL
    with pytest.raises(WorkerError) as caught:
        _identify(workers, fault, seconds)
    assert caught.value.cause == cause
    assert words in str(caught.value)
    assert _identify(workers, b"good") is Kind.EMAIL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of other processes")
def test_requests_that_share_an_allowance_have_so_much_processor_time_in_all(workers: Workers) -> None:
    shared = Allowance(0.4, kept=0.1)
    workers.ask(Identify(), [b"good"], seconds=60, allowance=shared)
    assert shared.used < 0.3
    with pytest.raises(WorkerError, match="all that is done for its pages") as caught:
        workers.ask(Identify(), [b"spin"], seconds=600, allowance=shared)
    assert caught.value.cause == "crashed"
    assert shared.used >= 0.3
    with pytest.raises(WorkerError, match="all that is done for its pages"):
        workers.ask(Identify(), [b"good"], seconds=600, allowance=shared)
    assert _identify(workers, b"good") is Kind.EMAIL


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
def test_a_worker_that_tries_to_run_a_program_is_stopped_and_said_so(workers: Workers) -> None:
    with pytest.raises(WorkerError, match=r"tried something it may not do and was stopped \(signal 31\)"):
        _identify(workers, b"run_a_program")
    assert _identify(workers, b"good") is Kind.EMAIL


def test_a_flood_on_standard_error_changes_nothing(workers: Workers) -> None:
    assert _identify(workers, b"flood_standard_error") is Kind.EMAIL
    assert _identify(workers, b"good") is Kind.EMAIL


def test_death_between_two_requests_costs_at_most_one(workers: Workers) -> None:
    assert _identify(workers, b"answer_and_die") is Kind.EMAIL
    with contextlib.suppress(WorkerError):  # it may die just after it was found alive
        assert _identify(workers, b"good") is Kind.EMAIL
    assert _identify(workers, b"good") is Kind.EMAIL


@pytest.mark.skipif(not ForkProvider.usable(), reason="needs the zygote of Linux")
def test_a_request_whose_reader_goes_with_its_zygote_is_asked_once_more() -> None:
    """The reader is stopped, so that it has the request and cannot have answered when the zygote is killed."""
    provider = ForkProvider(_PROGRAM)
    with Workers(1, provider=provider) as workers:
        assert _identify(workers, b"good") is Kind.EMAIL
        (channel,), zygote = workers._idle, provider._zygote
        assert isinstance(channel.worker, ForkWorker)
        channel.worker._learn(60)
        assert channel.worker._pidfd is not None
        assert zygote is not None
        signal.pidfd_send_signal(channel.worker._pidfd, signal.SIGSTOP)
        answer = workers.submit(Identify(), [b"good"])
        while channel.requests < 2:  # until it was found alive and is asked
            assert not answer.done()
            time.sleep(0.01)
        zygote.kill()
        message = answer.result().message
        assert isinstance(message, Identified)
        assert message.kind is Kind.EMAIL
        assert provider._zygote is not zygote


def test_more_bytes_than_a_worker_takes_are_not_even_sent(workers: Workers) -> None:
    megabyte = bytes(2**20)
    with pytest.raises(WorkerError) as caught:
        workers.ask(Identify(), [megabyte] * 1025)
    assert caught.value.cause == "limit"


def test_a_program_that_does_not_start_is_an_error_in_words() -> None:
    with Workers(1, provider=PipeProvider([sys.executable, "-c", "raise SystemExit(7)"])) as workers:
        with pytest.raises(WorkerError, match="exit code 7") as caught:
            _identify(workers, b"good")
        assert caught.value.cause == "crashed"
