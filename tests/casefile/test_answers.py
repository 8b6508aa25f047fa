"""What a connection has worked out is kept, by number and by the memory that it takes."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from pyroaring import BitMap

from reviewer.casefile.answers import Answers


@dataclass(frozen=True, slots=True)
class Held:
    """An answer of several parts."""

    items: array[int]
    names: dict[str, list[bytes]]


def asked(answers: Answers, key: int, answer: object, state: int = 0) -> bool:
    """Whether an answer had to be worked out."""
    made = list[object]()

    def make() -> object:
        made.append(answer)
        return answer

    assert answers.get(key, state, make) == answer
    return bool(made)


def test_more_memory_than_there_is_for_answers_makes_an_end_of_the_one_that_was_not_asked_for_longest() -> None:
    answers = Answers(most_bytes=40_000)
    assert [asked(answers, key, bytes(10_000)) for key in (1, 2, 3)] == [True] * 3
    assert not asked(answers, 1, bytes(10_000))
    assert asked(answers, 4, bytes(10_000))  # 40,000 and what they are kept in: the second is gone
    assert [asked(answers, key, bytes(10_000)) for key in (1, 3, 4)] == [False] * 3
    assert 30_000 < answers.bytes <= 40_000
    assert asked(answers, 2, bytes(10_000))


def test_an_answer_that_is_larger_than_all_that_there_is_stays_until_the_next() -> None:
    answers = Answers(most_bytes=1_000)
    assert asked(answers, 1, bytes(10_000))
    assert not asked(answers, 1, bytes(10_000))
    assert asked(answers, 2, b"")
    assert asked(answers, 1, bytes(10_000))


def test_an_answer_as_of_another_state_takes_the_place_of_the_one_before() -> None:
    answers = Answers()
    assert asked(answers, 1, bytes(10_000))
    assert asked(answers, 1, bytes(20_000), state=1)
    assert not asked(answers, 1, bytes(20_000), state=1)
    assert 20_000 < answers.bytes < 30_000


@pytest.mark.parametrize(
    ("answer", "least"),
    [
        (BitMap(range(0, 10_000_000, 3)), 10_000_000 // 8),
        (array("I", range(100_000)), 400_000),
        ([f"{number:09}" for number in range(100_000)], 100_000 * (9 + 8)),
        ({number: bytes(1_000) for number in range(1_000)}, 1_000_000),
        (Held(array("I", range(1_000)), {"a": [bytes(5_000)] * 2}), 4_000 + 10_000),
    ],
    ids=["set", "numbers", "words", "by name", "parts"],
)
def test_the_memory_of_an_answer_is_that_of_all_its_parts(answer: object, least: int) -> None:
    answers = Answers()
    asked(answers, 1, answer)
    assert least < answers.bytes < 10 * least


class StoppedError(Exception):
    """What ends a wait."""


@dataclass(slots=True)
class Told:
    """What two threads get that ask the same, and what happened meanwhile, in its order."""

    first: Future[str]
    second: Future[str]
    events: list[str]


def waits_for(answers: Answers, work: Callable[[], str], waiting: Callable[[], None] = lambda: None) -> Told:
    """The first works it out by ``work``, and ends once the second, which asks meanwhile, waits or works itself."""
    begun, seen, told = threading.Event(), threading.Event(), list[str]()

    def first() -> str:
        begun.set()
        assert seen.wait(60)
        told.append("the first ends")
        return work()

    def second() -> str:
        told.append("the second works")
        seen.set()
        return "by the second"

    def look() -> None:
        told.append("the second waits")
        try:
            waiting()
        finally:
            seen.set()

    def ask_again() -> str:
        assert begun.wait(60)
        return answers.get("a", 0, second, look)

    with ThreadPoolExecutor(2) as threads:
        return Told(threads.submit(answers.get, "a", 0, first), threads.submit(ask_again), told)


def test_what_one_thread_works_out_another_that_asks_for_it_gets_as_well() -> None:
    told = waits_for(Answers(), lambda: "by the first")
    assert (told.first.result(), told.second.result()) == ("by the first", "by the first")
    assert "the second works" not in told.events


def test_who_waits_for_an_answer_that_fails_works_it_out_then() -> None:
    def fail() -> str:
        raise ValueError("not this")

    told = waits_for(Answers(), fail)
    assert told.second.result() == "by the second"
    with pytest.raises(ValueError, match="not this"):
        told.first.result()
    assert (told.events[0], told.events[-1]) == ("the second waits", "the second works")
    assert told.events.count("the first ends") == 1


def test_who_waits_for_an_answer_can_be_stopped_and_the_answer_is_worked_out_all_the_same() -> None:
    def stop() -> None:
        raise StoppedError

    answers = Answers()
    told = waits_for(answers, lambda: "by the first", stop)
    with pytest.raises(StoppedError):
        told.second.result()
    assert told.events == ["the second waits", "the first ends"]
    assert (told.first.result(), answers.known("a", 0)) == ("by the first", "by the first")


def test_an_answer_that_is_asked_for_while_it_is_worked_out_does_not_wait_for_itself() -> None:
    answers = Answers()
    assert answers.get("a", 0, lambda: answers.get("a", 0, lambda: "inside") + " and outside") == "inside and outside"
