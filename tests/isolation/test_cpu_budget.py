"""An item has one budget of processor time for all that is done with it, and less where others are read with it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pymupdf
import pytest

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import FindFeatures, Pages, Read, Readings, ReadOne, ReadPages
from reviewer.workers import cpu_budget, dispatch, features
from reviewer.workers import reading as reading_items
from reviewer.workers.dispatch import Desk
from reviewer.workers.pdf import hidden, pages
from tests.evidence import mail, pdf

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer of what a process works")

MAIL = mail("Cameras")
WORK = 0.2
"""Seconds of processor time that hostile words take in each half; what is granted lies between one half and both."""

OF_A_PAGE = 0.1
"""The same of a page."""


def working(way: Callable[..., object], times: list[float]) -> Callable[..., object]:
    """The same, after so much work for each call as is next."""

    def worked(*arguments: object, **named: object) -> object:
        end = time.process_time() + (times.pop(0) if times else 0.0)
        while time.process_time() < end:
            pass
        return way(*arguments, **named)

    return worked


def ended_by(work: Callable[[], object]) -> int:
    """The signal that ends a process at this work; 0 when it gets through."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Callable[[float, float], None]:
    """Mail that takes so long to read and to compare, where all is loaded that the first one would load."""
    read(MAIL)
    Desk().answer(FindFeatures((True,)), [b"Dear officer"])

    def make(reading: float, comparing: float) -> None:
        monkeypatch.setattr(dispatch, "read", working(reading_items.read, [reading]))
        monkeypatch.setattr(features, "of_reading", working(features.of_reading, [comparing]))
        monkeypatch.setattr(features, "of_text", working(features.of_text, [comparing]))

    return make


def read(*items: bytes) -> Readings:
    """What is read of mails."""
    request = Read(tuple(ReadOne(f"{number}.eml") for number in range(len(items))))
    answer = Desk().answer(request, items).message
    assert isinstance(answer, Readings)
    return answer


def test_both_halves_of_reading_an_item_share_its_time(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "SECONDS", 1.7 * WORK)
    monkeypatch.setattr(cpu_budget, "LEAST", 0.0)
    hostile(WORK, 0.0)
    assert ended_by(lambda: read(MAIL)) == 0
    hostile(WORK, WORK)
    assert ended_by(lambda: read(MAIL)) == signal.SIGPROF


def test_what_was_read_in_nearly_all_of_its_time_is_kept_and_compared_later(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "SECONDS", 1.7 * WORK)
    monkeypatch.setattr(cpu_budget, "LEAST", WORK)
    hostile(WORK, WORK)
    assert ended_by(lambda: read(MAIL)) == 0
    (found,) = read(MAIL).items
    assert found.state.value == "ok"
    assert found.features is None
    assert all(each.features is not None for each in read(MAIL, MAIL).items)


def test_an_item_among_others_is_read_by_itself_if_it_takes_long(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "AMONG_OTHERS", WORK / 2)
    hostile(WORK, 0.0)
    assert ended_by(lambda: read(MAIL, MAIL)) == signal.SIGPROF
    assert ended_by(lambda: read(MAIL)) == 0


def test_a_text_that_is_compared_later_has_a_budget_too(
    hostile: Callable[[float, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "AFTERWARDS", WORK / 2)
    hostile(0.0, WORK)
    request = FindFeatures((True,))
    assert ended_by(lambda: Desk().answer(request, [b"Dear officer"])) == signal.SIGPROF


@pytest.fixture
def slow_pages(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A PDF of five pages, each of which takes a reader so long; it has time for two or three of them."""
    data = pdf(f"Page {number}" for number in range(1, 6))
    Desk().answer(ReadPages(), [data])
    monkeypatch.setattr(pages, "_read_page", working(pages._read_page, [OF_A_PAGE] * 5))
    monkeypatch.setattr(cpu_budget, "SECONDS", 4.5 * OF_A_PAGE)
    monkeypatch.setattr(cpu_budget, "_A_PAGE", 0.0)
    monkeypatch.setattr(cpu_budget, "TO_END", OF_A_PAGE)
    monkeypatch.setattr(cpu_budget, "LEAST", 0.0)
    return data


def test_pages_share_the_time_of_their_item(slow_pages: bytes) -> None:
    """Each began it anew, so that a hundred of them took a thousand seconds."""
    assert ended_by(lambda: Desk().answer(ReadPages(), [slow_pages])) == signal.SIGPROF


def test_pages_of_many_letters_have_time_for_them(slow_pages: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu_budget, "_A_LETTER", OF_A_PAGE / 4)
    assert ended_by(lambda: Desk().answer(ReadPages(), [slow_pages])) == 0


def test_pages_that_no_time_is_left_for_are_named_and_keep_their_place(slow_pages: bytes) -> None:
    def read_in_part() -> None:
        found: Pages = Desk().answer(ReadPages(in_part=True), [slow_pages]).message
        read = [page.text.strip() for page in found.pages]
        assert found.unread in (3, 4)
        assert read == [f"Page {number}" if number < found.unread else "" for number in range(1, 6)]
        assert {(page.width, page.height) for page in found.pages} == {(612.0, 792.0)}

    assert ended_by(read_in_part) == 0


def test_an_item_whose_time_is_not_enough_for_all_its_pages_is_read_in_part(slow_pages: bytes) -> None:
    def read_it() -> None:
        (found,) = read(slow_pages).items
        assert found.state.value == "partial"
        assert {Reason("pdf.pages_unread", page=page) for page in (3, 4)} & set(found.reasons)

    assert ended_by(read_it) == 0


def test_hidden_words_are_looked_for_while_there_is_time_and_the_page_where_it_ends_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who reads that no words are hidden is told on which pages nobody looked."""
    on_page = hidden._on_page

    def using_up(document: object, number: int, switched: bool) -> Iterator[object]:  # noqa: FBT001 - as that is called
        yield from on_page(document, number, switched)
        if number == 1:
            cpu_budget.go_on(cpu_budget.LEAST / 2)

    monkeypatch.setattr(cpu_budget, "LEAST", 50.0)
    monkeypatch.setattr(cpu_budget, "SECONDS", 2 * cpu_budget.LEAST)
    with pymupdf.open() as document:
        for number in range(1, 4):
            document.new_page().insert_text((60, 60), f"hidden on page {number}", color=(1, 1, 1))
        data = document.tobytes()
    (before,) = read(data).items
    assert ([each.page for each in before.hidden], before.reasons) == ([1, 2, 3], ())
    monkeypatch.setattr(hidden, "_on_page", using_up)
    (found,) = read(data).items
    assert [(each.page, each.text) for each in found.hidden] == [(1, "hidden on page 1"), (2, "hidden on page 2")]
    assert (found.state.value, found.reasons) == ("partial", (Reason("pdf.hidden_in_time", page=3),))


def test_among_others_it_ends_its_reader_and_is_read_by_itself(
    slow_pages: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cpu_budget, "AMONG_OTHERS", 4.5 * OF_A_PAGE)
    assert ended_by(lambda: read(slow_pages, MAIL)) == signal.SIGPROF
