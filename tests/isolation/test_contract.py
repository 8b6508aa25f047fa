"""What every provider of workers has to do, with the real readers behind it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from reviewer.domain.evidence.reading import Kind, State
from reviewer.isolation.protocol import (
    Bounds,
    Identified,
    Identify,
    OpenDocument,
    Opened,
    Pages,
    Pixels,
    Printed,
    Raster,
    Read,
    Readings,
    ReadOne,
    ReadPages,
    SetText,
    SplitMbox,
)
from reviewer.isolation.provider import NICENESS, Provider, surroundings
from reviewer.isolation.provider_fork import ForkProvider
from reviewer.isolation.provider_pipe import PipeProvider
from reviewer.isolation.workers import Session, WorkerError, Workers

_MAIL = b"From: ada@example.org\nTo: bob@example.org\nSubject: Offer\n\nOne free device.\n"


def _document() -> bytes:
    document = pymupdf.open()
    page = document.new_page(width=200, height=100)
    page.insert_text((20, 50), "free device")
    page.draw_rect(pymupdf.Rect(150, 0, 200, 100), color=(1, 0, 0), fill=(1, 0, 0))
    return bytes(document.tobytes())


@pytest.fixture(scope="module", params=["fork", "pipe"])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    if request.param == "fork" and not ForkProvider.usable():
        pytest.skip("no zygote on this system")
    provider: Provider = ForkProvider() if request.param == "fork" else PipeProvider()
    with Workers(2, provider=provider) as made:
        yield made


@pytest.fixture
def session(workers: Workers) -> Iterator[Session]:
    with workers.session() as made:
        yield made


def test_a_mail_is_read(workers: Workers) -> None:
    message = workers.ask(Read((ReadOne("a"), ReadOne("b"))), [_MAIL, b"\x00\x01"]).message
    assert isinstance(message, Readings)
    assert message.items[0].kind is Kind.EMAIL
    assert message.items[0].state is State.OK
    assert message.items[0].mail is not None
    assert message.items[0].mail.subject == "Offer"
    assert message.items[1].kind is Kind.OTHER


def test_a_word_without_end_uses_up_no_processor_time(workers: Workers) -> None:
    text = "a" * 400_000 + "\u0430"
    message = workers.ask(Read((ReadOne("a.txt"),)), [text.encode()]).message
    assert isinstance(message, Readings)
    assert message.items[0].text == text
    assert [remark.code for remark in message.items[0].remarks] == ["reader.lookalike"]


def test_the_kind_of_an_item_is_told(workers: Workers) -> None:
    assert workers.ask(Identify("mail.eml"), [_document()]).message == Identified(Kind.PDF)


def test_text_becomes_a_document_and_is_read_again(workers: Workers) -> None:
    made = workers.ask(SetText("Two free devices"))
    assert isinstance(made.message, Printed)
    pages = workers.ask(ReadPages(), made.blobs).message
    assert isinstance(pages, Pages)
    assert "Two free devices" in pages.pages[0].text


def test_a_refusal_is_said_and_leaves_the_worker_well(workers: Workers) -> None:
    with pytest.raises(WorkerError) as caught:
        workers.ask(ReadPages(), [b"this is no PDF"])
    assert caught.value.cause == "refused"
    assert str(caught.value)
    assert workers.ask(Identify(), [_MAIL]).message == Identified(Kind.EMAIL)


def test_a_mailbox_is_split_across_chunks(session: Session) -> None:
    mailbox = b"From a@example.org Fri Jan  1 10:00:00 2016\n" + _MAIL + b"\n"
    session.ask(SplitMbox(first=True), [mailbox[:70]])
    found: list[tuple[int, int]] = []
    for request, chunk in ((SplitMbox(), mailbox[70:] + mailbox), (SplitMbox(last=True), b"")):
        message = session.ask(request, [chunk]).message
        assert isinstance(message, Bounds)
        found += message.messages
    assert len(found) == 2
    assert (mailbox + mailbox)[slice(*found[1])].startswith(b"From: ada")


def test_a_page_is_drawn_in_its_colours(session: Session) -> None:
    opened = session.ask(OpenDocument(), [_document()]).message
    assert isinstance(opened, Opened)
    assert opened.sizes == ((200.0, 100.0),)
    frame = session.ask(Raster(page=1, scale=2.0))
    assert frame.message == Pixels(400, 200)
    (pixels,) = frame.blobs
    assert len(pixels) == 400 * 200 * 3
    assert pixels[:3] == b"\xff\xff\xff"
    assert pixels[390 * 3 : 390 * 3 + 3] == b"\xff\x00\x00"


def test_part_of_a_page_is_the_same_as_that_part_of_the_whole(session: Session) -> None:
    session.ask(OpenDocument(), [_document()])
    (whole,) = session.ask(Raster(page=1, scale=2.0)).blobs
    frame = session.ask(Raster(page=1, scale=2.0, x=20, y=60, width=100, height=50))
    assert frame.message == Pixels(100, 50)
    rows = [whole[(y * 400 + 20) * 3 : (y * 400 + 120) * 3] for y in range(60, 110)]
    assert frame.blobs == [b"".join(rows)]


def test_a_picture_beyond_all_bounds_is_not_even_asked_for(session: Session) -> None:
    session.ask(OpenDocument(), [_document()])
    for request in (
        Raster(page=1, scale=1e6),
        Raster(page=1, scale=float("nan")),
        Raster(page=1, scale=-1.0),
        Raster(page=2, scale=1.0),
        Raster(page=1, scale=1000.0, width=10**6, height=10**6),
    ):
        with pytest.raises(WorkerError) as caught:
            session.ask(request)
        assert caught.value.cause == "limit", request
        assert session.ask(Raster(page=1, scale=1.0)).message == Pixels(200, 100)


def test_a_session_that_lost_its_worker_opens_its_document_again(session: Session) -> None:
    session.ask(OpenDocument(), [_document()])
    assert session._channel is not None
    session._channel.worker.kill()
    with pytest.raises(WorkerError):
        session.ask(Raster(page=1, scale=1.0))
    assert session.ask(Raster(page=1, scale=1.0)).message == Pixels(200, 100)


def test_requests_from_many_threads_each_get_their_own_answer(workers: Workers) -> None:
    futures = [workers.submit(Identify(), [_MAIL if n % 2 else _document()]) for n in range(40)]
    kinds = [future.result().message for future in futures]
    assert kinds == [Identified(Kind.EMAIL if n % 2 else Kind.PDF) for n in range(40)]


def test_requests_that_remember_need_a_session(workers: Workers) -> None:
    with pytest.raises(TypeError):
        workers.ask(OpenDocument(), [_document()])


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
def test_the_report_names_the_walls(workers: Workers) -> None:
    report = workers.describe()
    assert "seccomp allow-list (2 levels)" in report.parse
    assert "rlimits" in report.parse
    assert set(report.warnings) <= set(report.print), "nothing is lacking around what parses"


def test_a_worker_is_not_told_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "correct horse")
    monkeypatch.setenv("HOME", "/home/ada")
    assert not {"REVIEWER_PASSPHRASE", "HOME", "PYTHONPATH"} & surroundings().keys()


def test_shutting_down_ends_requests_under_way_and_leaves_no_thread(workers: Workers) -> None:
    workers.ask(Identify(), [_MAIL])  # the one thread that watches all deadlines runs from the first request on
    before = set(threading.enumerate())
    ended = Workers(2)
    futures = [ended.submit(Read((ReadOne(),) * 200), [_MAIL] * 200) for _ in range(50)]
    ended.close()
    assert all(future.done() for future in futures)
    with pytest.raises(WorkerError):
        ended.ask(Identify(), [_MAIL])
    assert set(threading.enumerate()) <= before


@pytest.mark.skipif(sys.platform != "linux", reason="what runs is read from /proc")
def test_workers_stand_back_behind_the_app_and_in_its_session(workers: Workers) -> None:
    workers.ask(Identify("mail.eml"), [_MAIL])
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    found = [each for each in _below(os.getpid()) if b"reviewer.workers" in Path(f"/proc/{each}/cmdline").read_bytes()]
    assert found
    for process in found:  # what Chromium makes of the niceness of its own processes is its own affair
        assert os.getpriority(os.PRIO_PROCESS, process) == max(ours, NICENESS)
        assert os.getsid(process) == os.getsid(0)  # Linux weighs sessions against each other, whatever runs in them
        assert os.getpgid(process) != os.getpgid(0)  # Ctrl+C in a terminal is for the app alone


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a zygote, and /proc")
def test_a_zygote_that_is_awaited_stands_back_once_it_has_loaded_and_so_does_what_it_forks() -> None:
    if not ForkProvider.usable():
        pytest.skip("no zygote on this system")
    light = [sys.executable, "-P", str(Path(__file__).with_name("faulty.py"))]
    ours, before = os.getpriority(os.PRIO_PROCESS, 0), set(_below(os.getpid()))
    for awaited in (True, False):
        with Workers(1, provider=ForkProvider(light, awaited=awaited)) as made:
            made.walled()  # which a reader says that has been forked
            found = set(_below(os.getpid())) - before
            assert len(found) == 2
            assert {os.getpriority(os.PRIO_PROCESS, each) for each in found} == {max(ours, NICENESS)}


def _below(process: int) -> Iterator[int]:
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, children.read_text("ascii").split()):
            yield child
            yield from _below(child)
