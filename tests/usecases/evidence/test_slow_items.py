"""Items that take long to read have a time together in each file at the top; others are read whatever those took."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pymupdf

from reviewer.domain.evidence.reading import State
from reviewer.domain.evidence.unpack_limits import UnpackingLimits
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import Read, Request
from reviewer.isolation.streamed import Blob
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake.slow_items import AT_LEAST, SlowItems
from reviewer.usecases.evidence.intake.trees import Source, TreeReader
from tests.endurance import at_length
from tests.evidence import pdf
from tests.holding.hostile import forms_within_forms
from tests.usecases.meddling import crashed, meddled

SLOW = b"It takes long to read."


@contextmanager
def slow(workers: Workers, is_slow: Callable[[Blob], bool], seconds: float) -> Iterator[list[float]]:
    """Workers whose readers take so long over some items, and end over them where they have less or others.

    What they were given for them is listed.
    """
    given: list[float] = []

    def before(request: Request, blobs: Sequence[Blob], allowance: Allowance | None) -> Allowance | None:
        if not isinstance(request, Read) or not any(map(is_slow, blobs)):
            return allowance
        if allowance is None:
            raise crashed()
        given.append(allowance.left)
        allowance.spend(min(seconds, allowance.left))
        if allowance.used < seconds:
            raise allowance.over()
        return None

    with meddled(workers, before):
        yield given


def test_items_that_take_long_have_so_much_time_in_one_file_and_others_are_read_after_them(workers: Workers) -> None:
    sources = [Source(f"{number}.txt", SLOW if number % 2 else b"Words") for number in range(12)]
    sources += [Source("another.txt", SLOW, file=1)]
    with slow(workers, lambda data: data == SLOW, 3.0) as given:
        nodes = TreeReader(workers, limits=UnpackingLimits(seconds=7)).read(sources)
    late = ["reader.slow_items"]
    found = [[each.code for each in node.reading.reasons] for node in nodes]
    assert found == [[], [], [], [], [], late, [], late, [], late, [], late, []]
    assert [round(each, 2) for each in given] == [7, 4, 1, AT_LEAST, AT_LEAST, AT_LEAST, 7]


def test_items_that_are_read_at_a_time_take_no_more_than_one_after_the_other() -> None:
    account, waited = SlowItems(20.0), threading.Event()

    def other() -> float:
        with account.allowance(0, look=waited.set) as allowance:
            return allowance.seconds

    with ThreadPoolExecutor(1) as threads:
        with account.allowance(0) as first:
            second = threads.submit(other)
            assert waited.wait(60)
            first.spend(first.left)
        assert first.seconds + second.result() == 20.0


def test_a_pdf_of_many_pages_has_time_for_all_its_words_and_another_item_as_much_as_ever(workers: Workers) -> None:
    words = pdf(["Two free devices"])
    with slow(workers, lambda data: data in (words, SLOW), 30.0):
        nodes = TreeReader(workers).read([Source("a.pdf", words), Source("b.txt", SLOW, file=1)])
    assert [node.reading.state for node in nodes] == [State.OK, State.FAILED]


@at_length
def test_a_pdf_of_a_thousand_pages_of_words_is_read_by_itself(workers: Workers) -> None:
    line = "The doorbell cameras were given to officers of the station in spring."
    with pymupdf.open() as document:
        for page in range(1, 1_001):
            document.new_page().insert_text((40, 50), [f"{page}.{row} {line}" for row in range(60)], fontsize=9)
        data: bytes = document.tobytes(deflate=True, garbage=3)
    (node,) = TreeReader(workers).read([Source("a.pdf", data)])
    assert (node.reading.state, node.reading.reasons) == (State.OK, ())
    assert "1000.59" in node.reading.pages[-1].text


@at_length
def test_attachments_that_each_use_up_a_reader_are_given_up_soon_once_some_have(workers: Workers) -> None:
    hostile = [Source(f"{number}.pdf", forms_within_forms(9) + b"%" * number) for number in range(6)]
    nodes = TreeReader(workers, limits=UnpackingLimits(seconds=4)).read([*hostile, Source("a.txt", b"Words")])
    found = [[each.code for each in node.reading.reasons] for node in nodes]
    assert found == [["reader.slow_items"]] * 6 + [[]]
