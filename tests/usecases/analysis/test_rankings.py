"""What was learned of a queue is kept while a case is open, and never outlives what it was learned of."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.analysis import queues
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import reading_state, texts
from reviewer.domain.analysis.relevance import Batch
from reviewer.domain.analysis.review_queue import Arrangement
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Progress, Quiet
from reviewer.errors import CancelledError
from reviewer.isolation.ranker import Ranker
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import bulk_coding, relevance, review_queues
from reviewer.usecases.analysis.relevance import Rankings
from reviewer.usecases.evidence import intake
from tests.endurance import at_length
from tests.evidence import folder, mail
from tests.pile import WORDS

GIFTS = "voucher doorbell gratuity coupon"
BOATS = "rudder halyard spinnaker mooring"
HANGS = """
import sys, time
from reviewer.isolation.frames import encode
from reviewer.isolation.protocol import Ready
sys.stdout.buffer.write(b"".join(encode(Ready("rank", ("a wall (seccomp)",), "none"))))
sys.stdout.buffer.flush()
time.sleep(1_000_000)
"""
"""A program that is there and never has an answer."""


def letter(number: int, words: str) -> bytes:
    return mail(f"Letter {number}", f"{' '.join(random.Random(number).choices(WORDS, k=12))} {words}\n")


@pytest.fixture
def pile(case: Case, workers: Workers, tmp_path: Path) -> Case:
    """Thirty letters, of which the first six are of gifts, and a queue of all that any query finds."""
    files = {f"{n:02}.eml": letter(n, GIFTS if n <= 6 else "") for n in range(1, 31)}
    intake.add(case, workers, [folder(tmp_path / "first", files)], reviewer="Ada")
    review_queues.create(case, "All", "", arranged=Arrangement.RELEVANCE, seed=3, reviewer="Ada")
    return case


@pytest.fixture
def kept() -> Iterator[Rankings]:
    with Rankings(Ranker()) as made:
        yield made


def batch(case: Case, rankings: Rankings | None, progress: Progress | None = None) -> Batch:
    """What comes next, which is not kept: so it can be asked for again."""
    queue, state = queues.find(case, "All"), reading_state.state(case)
    return relevance.renew(case, queue, state, progress or Quiet(), lambda _keep: None, rankings=rankings)


def mark(case: Case, item: ItemId, relevance: str) -> None:
    bulk_coding.mark(case, [item], relevance=relevance, reviewer="Ada")


@at_length
@pytest.mark.usefixtures("kept_zygotes")  # each that keeps nothing learns anew, by a program that stays
def test_what_was_kept_ranks_as_what_has_learned_just_now_whatever_was_done_meanwhile(
    pile: Case, kept: Rankings, workers: Workers, tmp_path: Path
) -> None:
    items = search.ids(pile, "")
    mark(pile, items[0], "relevant")
    mark(pile, items[20], "not relevant")
    first = batch(pile, kept)
    assert first == batch(pile, None)
    assert first.items[0].item in items[1:6]
    program = kept._ranker.process
    assert program is not None

    mark(pile, items[1], "relevant")
    assert (batch(pile, kept), kept._ranker.process) == (batch(pile, None), program)
    mark(pile, first.items[0].item, "not relevant")
    assert (batch(pile, kept), kept._ranker.process) == (batch(pile, None), program)
    undo.undo(pile, reviewer="Ada")
    undo.undo(pile, reviewer="Ada")
    assert (batch(pile, kept), kept._ranker.process) == (first, program)

    with pile.act("Ada", "ocr run"):  # what was read by machine: it is the only one with all that the relevant one has
        texts.set_body(pile, items[29], texts.body(pile, items[0]))
    second = batch(pile, kept)
    assert second == batch(pile, None)
    assert second.items[0].item == items[29]

    files = {f"new {n}.eml": letter(n, BOATS) for n in range(50, 54)}
    intake.add(pile, workers, [folder(tmp_path / "second", files)], reviewer="Ada")
    assert batch(pile, kept) == second  # they are not in the queue
    review_queues.add(pile, "All", reviewer="Ada")
    boats = search.ids(pile, "halyard")
    mark(pile, boats[0], "relevant")
    third = batch(pile, kept)
    assert third == batch(pile, None)
    undo.undo(pile, reviewer="Ada")
    undo.undo(pile, reviewer="Ada")
    assert (batch(pile, kept), kept._ranker.process) == (second, program)

    worker = kept._ranker._worker
    assert worker is not None
    os.kill(program, signal.SIGKILL)
    worker.wait(60)
    assert batch(pile, kept) == second


def test_all_that_is_learned_of_an_item_makes_another_fingerprint_and_a_mark_makes_none(pile: Case) -> None:
    one, two = search.ids(pile, "")[:2]

    def of_one() -> bytes:
        return texts.fingerprint(pile, [one])

    before = [of_one()]
    mark(pile, one, "relevant")
    with pile.act("Ada", "item read") as act:
        act.update("item", two, {"subject": "Something else"})
    assert of_one() == before[0]
    for change in (
        lambda: act.update("item", one, {"subject": "Something else"}),
        lambda: texts.set_body(pile, one, "another text"),
        lambda: pile.execute("UPDATE item_text SET attachments = 'terms.txt' WHERE item = ?", (one,)),
        lambda: pile.execute("INSERT INTO hidden_text VALUES (?, 0, 1, '', 'unseen')", (one,)),
        lambda: pile.execute("DELETE FROM item_person WHERE item = ? AND seq = 0", (one,)),
    ):
        with pile.act("Ada", "item read") as act:
            change()
        before.append(of_one())
    assert len(set(before)) == 6
    assert texts.fingerprint(pile, [one, two]) != texts.fingerprint(pile, [two])


class UntilAsked(Quiet):
    """A reviewer who has enough as soon as a program is at work."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker, self._enough = ranker, False

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        self._enough = self._enough or self._ranker.process is not None
        return self._enough


class Impatient(Quiet):
    """A reviewer who waits for nothing."""

    cancelled = True


def test_who_stops_it_or_closes_the_case_need_not_wait_until_all_is_learned(pile: Case) -> None:
    """Nor does who waits until the ranking of another queue is through."""
    ranker = Ranker([sys.executable, "-c", HANGS])
    rankings = Rankings(ranker)
    with pytest.raises(CancelledError, match="stopped as asked"):
        batch(pile, rankings, UntilAsked(ranker))
    assert ranker.process is None

    over, waited = threading.Event(), list[str]()

    def close_once_running() -> None:
        while not over.wait(0.01):
            if ranker.process is not None:
                try:
                    with rankings.of(pile, (), Impatient()):
                        waited.append("not at all")
                except CancelledError as error:
                    waited.append(str(error))
                rankings.close()
                return

    closing = threading.Thread(target=close_once_running)
    closing.start()
    try:
        with pytest.raises(CancelledError, match="closed"):
            batch(pile, rankings)
    finally:
        over.set()
        closing.join()
    assert [said.split(";")[0] for said in waited] == ["stopped as asked"]
    assert ranker.process is None
    with pytest.raises(CancelledError, match="closed"):  # and none is started again
        batch(pile, rankings)
