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


def waits_for(answers: Answers, work: Callable[[], str]) -> tuple[Future[str], Future[str]]:
    """What two threads get that ask the same: the first works it out by ``work``, and meanwhile the second asks."""
    begun, asked_again = threading.Event(), threading.Event()

    def first() -> str:
        begun.set()
        assert asked_again.wait(60)
        return work()

    def ask_again() -> str:
        assert begun.wait(60)
        asked_again.set()
        return answers.get("a", 0, lambda: "by the second")

    with ThreadPoolExecutor(2) as threads:
        return threads.submit(answers.get, "a", 0, first), threads.submit(ask_again)


def test_what_one_thread_works_out_another_that_asks_for_it_gets_as_well() -> None:
    one, other = waits_for(Answers(), lambda: "by the first")
    assert (one.result(), other.result()) == ("by the first", "by the first")


def test_who_waits_for_an_answer_that_fails_works_it_out() -> None:
    def fail() -> str:
        raise ValueError("not this")

    one, other = waits_for(Answers(), fail)
    assert other.result() == "by the second"
    with pytest.raises(ValueError, match="not this"):
        one.result()


def test_an_answer_that_is_asked_for_while_it_is_worked_out_does_not_wait_for_itself() -> None:
    answers = Answers()
    assert answers.get("a", 0, lambda: answers.get("a", 0, lambda: "inside") + " and outside") == "inside and outside"
