"""The ranker is walled in, and what it says of items is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.checking import check_answer
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.frames import Frame, ProtocolError
from reviewer.isolation.ranker import Ranker
from reviewer.isolation.ranking_messages import Learn, Learned, Rank, Ranked

TEXTS = [b"free camera voucher", b"roster of the week", b"a voucher and a camera", b"the roster again"]


CRAMPED = """
import re, sys
from dataclasses import replace
from pathlib import Path
from reviewer.workers.ranking import __main__ as program
program.warm_up()
held = int(re.search(r"VmData:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
program.MANY_REQUESTS = replace(program.MANY_REQUESTS, memory=held + 24 * 2**20)
sys.exit(program.main())
"""
"""The program with room for little more than it holds once it has loaded."""


@pytest.fixture(scope="module")
def ranker() -> Iterator[Ranker]:
    made = Ranker([sys.executable, "-c", CRAMPED] if sys.platform == "linux" else ())
    learned = made.ask(Learn((1, 2, 3, 4), last=True), TEXTS, 60)
    assert learned.message.items == 4
    yield made
    made.close()


def test_it_computes_and_reaches_nothing(ranker: Ranker) -> None:
    if sys.platform != "linux":
        pytest.skip("the walls are those of Linux")
    walls = " ".join(ranker.ready().sandbox)
    assert "no network, no files, no other process" in walls


def test_what_shares_words_with_what_is_relevant_comes_first_and_says_by_which(ranker: Ranker) -> None:
    told = ranker.ask(Rank((1,), (2,), "", (4, 3), 2), (), 60).message
    assert told.items == (3, 4)
    assert {"camera", "voucher"} & set(told.why[0])
    by_words = ranker.ask(Rank((), (), "roster", (3, 4), 1), (), 60).message
    assert (by_words.items, by_words.why) == ((4,), (("roster",),))
    nothing_known = ranker.ask(Rank((), (), "", (4, 3), 1), (), 60).message
    assert nothing_known == Ranked((4,), ((),))


def test_it_refuses_items_that_it_was_not_given(ranker: Ranker) -> None:
    with pytest.raises(WorkerError, match="nothing but rank"):
        ranker.ask(Rank((9,), (), "", (1,), 1), (), 60)


def test_what_it_cannot_learn_is_answered_with_the_reason_and_ends_nothing(ranker: Ranker) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere nothing bounds its memory")
    before = ranker.process
    many = " ".join(f"word{number}" for number in range(400_000)).encode()
    with pytest.raises(WorkerError) as failed:
        ranker.ask(Learn((7,), last=False), [many], 60)
    assert (failed.value.reason, failed.value.cause) == (Reason("reader.memory"), "refused")
    assert ranker.process == before
    assert ranker.ask(Rank((1,), (2,), "", (4, 3), 2), (), 60).message.items == (3, 4)


def test_it_forgets_what_it_learned_once_it_is_given_others() -> None:
    ranker = Ranker()
    try:
        ranker.ask(Learn((1, 2, 3, 4), last=True), TEXTS, 60)
        assert ranker.ask(Learn((7,), last=False), TEXTS[1:2], 60).message.items == 1
        assert ranker.ask(Learn((8,), last=True), TEXTS[:1], 60).message.items == 2
        assert ranker.ask(Rank((), (), "roster", (8, 7), 1), (), 60).message.items == (7,)
        with pytest.raises(WorkerError, match="nothing but rank"):
            ranker.ask(Rank((), (), "roster", (4,), 1), (), 60)
    finally:
        ranker.close()


@pytest.mark.parametrize(
    "answer",
    [
        Ranked((2,), ((),)),
        Ranked((1, 1), ((), ())),
        Ranked((1, 3), ((),)),
        Ranked((1, 3, 4), ((), (), ())),
        Ranked((1,), (("word",) * 6,)),
        Ranked((1,), (("w" * 201,),)),
        Learned(1, 1),
    ],
)
def test_an_answer_about_other_items_or_without_measure_is_refused(answer: Ranked | Learned) -> None:
    with pytest.raises(ProtocolError):
        check_answer(Rank((), (), "", (1, 3, 4), 2), Frame(answer))
